package authoring

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// maxReason is how long the reason for missing captions may be, in characters.
const maxReason = 300

// mostWarnings is how many warnings of a track are listed.
const mostWarnings = 20

// ErrCaptions says that captions cannot be taken, with what is wrong in each line.
var ErrCaptions = fault.New(fault.Invalid, "authoring.captions_wrong")

// CaptionsWork is the captions of a lecture as its authors edit them, beside the film.
type CaptionsWork struct {
	Course   CourseHead
	Lesson   OtherLesson
	VideoURL string // empty before the film is ready
	Poster   string
	Length   time.Duration // of the film, 0 before it is known
	Limits   media.CaptionLimits
	Tracks   []Captions
}

// Captions are captions in a language.
type Captions struct {
	Lang string
	Text string // WebVTT; empty for none
	Mark string // stands for the text that an author begins from
	Cues int
	// Warnings are the first of the Warned ones, where cues are hard to read.
	Warnings []media.CaptionWarning
	Warned   int
}

// CaptionProblem is what is wrong with a line; Key makes its sentence.
type CaptionProblem struct {
	Line int
	Key  string
}

// CaptionsChange is the captions of a lecture in a language, as WebVTT or SRT; an empty text is none. Was is the mark of
// the text that the author began from.
type CaptionsChange struct {
	Lang      string
	Text, Was string
	Shift     *CaptionsShift // nil leaves the times
}

// CaptionsShift moves the captions from the one at place From on, counted from 1.
type CaptionsShift struct {
	By   time.Duration
	From int
}

// Captions shows the captions of a lecture to its authors.
func (s *Service) Captions(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (CaptionsWork, error) {
	var v CaptionsWork
	var l courses.Captioned
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, p, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head(w, p)
		if l, err = courses.FindCaptioned(tx, w.ID, lessonID); err == nil && l.Kind != "lecture" {
			err = models.ErrNotFound
		}
		return err
	})
	if err != nil {
		return v, err
	}
	v.Lesson, v.Length, v.Limits = OtherLesson{l.LessonID, l.Title}, lengthOf(l), media.ReadingLimits()
	for _, lang := range []string{"ko", "en"} {
		v.Tracks = append(v.Tracks, captions(lang, l.Texts.V[lang]))
	}
	if l.AssetState != "ready" {
		return v, nil
	}
	if v.VideoURL, err = s.Store.URL(ctx, l.VideoKey, shownFor, media.Disposition{}); err != nil {
		return v, err
	}
	v.Poster, err = s.Store.URL(ctx, l.PosterKey, shownFor, media.Disposition{})
	return v, err
}

// captions describes captions as they are kept.
func captions(lang, text string) Captions {
	c := Captions{Lang: lang, Text: text, Mark: digest(text)}
	cues, err := media.ParseCaptions(strings.NewReader(text))
	if err != nil {
		return c // none
	}
	found := media.ReviewCues(cues)
	c.Cues, c.Warned, c.Warnings = len(cues), len(found), found[:min(len(found), mostWarnings)]
	return c
}

func lengthOf(l courses.Captioned) time.Duration {
	return time.Duration(l.DurationMS) * time.Millisecond
}

// SetCaptions gives a lecture of the draft captions, moved if that is asked for, or takes them away. They are taken whole or not at all: problems are
// what is wrong, by line, and come with ErrCaptions. ErrStale says that somebody else has changed them since.
func (s *Service) SetCaptions(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, c CaptionsChange) (problems []CaptionProblem, err error) {
	if c.Lang != "ko" && c.Lang != "en" {
		return nil, fault.ErrMissing
	}
	err = s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		l, err := courses.FindCaptioned(tx, draft.ID, lessonID)
		if err != nil {
			return err
		}
		if l.Kind != "lecture" || l.AssetID == nil {
			return fault.Field("captions_"+c.Lang, "authoring.lacks.video")
		}
		if digest(l.Texts.V[c.Lang]) != c.Was {
			return models.ErrStale
		}
		vtt, err := c.read(lengthOf(l))
		if err != nil {
			problems = problemsOf(err)
			return err
		}
		return courses.UpdateTrack(tx, draft.ID, courses.Track{LessonID: lessonID, Lang: c.Lang, VTT: vtt})
	})
	return problems, err
}

// read reads captions of a film and writes them as WebVTT. A film that is not ready has no length to hold them against.
func (c CaptionsChange) read(film time.Duration) (string, error) {
	if strings.TrimSpace(c.Text) == "" {
		return "", nil
	}
	cues, err := media.ParseCaptions(strings.NewReader(c.Text))
	if err != nil {
		return "", ErrCaptions.Because(err)
	}
	if c.Shift != nil {
		if cues, err = c.shifted(cues); err != nil {
			return "", err
		}
	}
	if err := media.CheckCues(cues, film); err != nil {
		return "", ErrCaptions.Because(err)
	}
	var vtt bytes.Buffer
	err = media.WriteVTT(&vtt, cues)
	return vtt.String(), err
}

// farthest is how far captions can be moved at once.
const farthest = 24 * time.Hour

func (c CaptionsChange) shifted(cues []media.Cue) ([]media.Cue, error) {
	by, from := c.Shift.By, c.Shift.From
	switch {
	case by == 0 || by.Abs() > farthest:
		return nil, fault.Field("seconds_"+c.Lang, "authoring.shift_seconds")
	case from < 1 || from > len(cues):
		return nil, fault.Field("from_"+c.Lang, "authoring.shift_from")
	case cues[from-1].Start+by < 0:
		return nil, fault.Field("seconds_"+c.Lang, "authoring.shift_before")
	}
	return media.ShiftCues(cues, from-1, by), nil
}

// problemsOf is what is wrong by line, if it is the captions that are.
func problemsOf(err error) []CaptionProblem {
	var lines media.CaptionErrors
	var problems []CaptionProblem
	if errors.As(err, &lines) {
		for _, l := range lines {
			problems = append(problems, CaptionProblem{Line: l.Line, Key: l.Key})
		}
	}
	return problems
}

// digest stands for a text in a form; empty for none.
func digest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
