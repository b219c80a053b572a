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

// ErrCaptions says that captions cannot be taken, with what is wrong in each line.
var ErrCaptions = fault.New(fault.Invalid, "authoring.captions_wrong")

// CaptionsWork is the captions of a lecture as its authors edit them, beside the film.
type CaptionsWork struct {
	Course   CourseHead
	Lesson   OtherLesson
	VideoURL string // empty before the film is ready
	Poster   string
	Tracks   []Captions
}

// Captions are captions in a language.
type Captions struct {
	Lang string
	Text string // WebVTT; empty for none
	Mark string // stands for the text that an author begins from
	Cues int
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
	v.Lesson = OtherLesson{l.LessonID, l.Title}
	for _, lang := range []string{"ko", "en"} {
		text := l.Texts.V[lang]
		v.Tracks = append(v.Tracks, Captions{lang, text, digest(text), strings.Count(text, "-->")})
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

// SetCaptions gives a lecture of the draft captions, or takes them away. They are taken whole or not at all: problems are
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
		vtt, wrong, err := readCaptions(c.Text, time.Duration(l.DurationMS)*time.Millisecond)
		if err != nil {
			problems = wrong
			return err
		}
		return courses.UpdateTrack(tx, draft.ID, courses.Track{LessonID: lessonID, Lang: c.Lang, VTT: vtt})
	})
	return problems, err
}

// readCaptions reads captions of a film and writes them as WebVTT. A film that is not ready has no length to hold them
// against.
func readCaptions(text string, film time.Duration) (string, []CaptionProblem, error) {
	if strings.TrimSpace(text) == "" {
		return "", nil, nil
	}
	cues, err := media.ParseCaptions(strings.NewReader(text))
	if err == nil && film > 0 {
		err = media.CheckCues(cues, film)
	}
	if err != nil {
		var lines media.CaptionErrors
		var problems []CaptionProblem
		if errors.As(err, &lines) {
			for _, l := range lines {
				problems = append(problems, CaptionProblem{Line: l.Line, Key: l.Key})
			}
		}
		return "", problems, ErrCaptions.Because(err)
	}
	var vtt bytes.Buffer
	if err := media.WriteVTT(&vtt, cues); err != nil {
		return "", nil, err
	}
	return vtt.String(), nil, nil
}

// digest stands for a text in a form; empty for none.
func digest(text string) string {
	if text == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}
