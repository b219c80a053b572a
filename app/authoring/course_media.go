package authoring

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

const (
	// mostMedia bounds what a page of the library shows.
	mostMedia = 500
	// shownFor is how long the addresses on a studio page work.
	shownFor = 4 * time.Hour
)

// CourseMedia is the library of a course as its authors see it.
type CourseMedia struct {
	Course CourseHead
	Items  []MediaItem
}

// MediaItem is a film, a picture or a file.
type MediaItem struct {
	ID   uuid.UUID
	Kind string // film, image or file
	// Upload is how it came, zero where it was imported; Mine says that the reader is the one who sends it.
	Upload      uuid.UUID
	Mine        bool
	Fingerprint string
	Name        string
	State       string // receiving, stored, processing, ready or refused
	Percent     int    // of what is being made, while it is processing
	Reason      string // message key of why it was refused
	ContentType string
	Bytes       int64
	Duration    time.Duration
	Alt         Text
	// Thumb is the address of a small picture of it, empty without one.
	Thumb   string
	AddedAt time.Time
	// Used are the lessons that show it.
	Used []OtherLesson
}

// Working says that something is still happening to it.
func (m MediaItem) Working() bool { return m.State == "stored" || m.State == "processing" }

// Retriable says that its reader can have it made once more of what was received. Files of a kind that is not taken are
// not kept.
func (m MediaItem) Retriable() bool { return m.Mine && m.keptRefused() }

// Cancellable says that its reader can stop it and take back what has arrived.
func (m MediaItem) Cancellable() bool { return m.Mine && m.underWay() }

// Anothers says that only somebody else, who has sent it, can go on with it.
func (m MediaItem) Anothers() bool {
	return m.Upload != uuid.Nil && !m.Mine && (m.keptRefused() || m.underWay())
}

func (m MediaItem) keptRefused() bool {
	return m.State == "refused" && m.Reason != "upload.type" && m.Reason != "upload.type_lecture"
}

func (m MediaItem) underWay() bool { return m.State == "receiving" || m.Working() }

// CourseMedia shows the library of a course, the newest first.
func (s *Service) CourseMedia(ctx context.Context, who access.Actor, slug string) (CourseMedia, error) {
	var v CourseMedia
	var w courses.Workshop
	var lessons []courses.DraftLesson
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		var p Part
		if w, p, err = lookWithLibrary(tx, who, slug); err != nil {
			return err
		}
		v.Course = head(w.Work, p)
		lessons, err = courses.ListDraftLessons(tx, w.ID)
		return err
	})
	if err != nil {
		return v, err
	}
	v.Items, err = s.items(ctx, who, w.Library.V, lessons)
	return v, err
}

func (s *Service) items(ctx context.Context, who access.Actor, shelf []courses.Shelved, lessons []courses.DraftLesson) ([]MediaItem, error) {
	var list []MediaItem
	for _, a := range shelf {
		item := MediaItem{
			ID: a.ID, Kind: a.Kind, Fingerprint: a.Fingerprint, Name: a.Name, State: a.State, Percent: a.Percent, Reason: a.RefusedReason, ContentType: a.ContentType,
			Bytes: a.Bytes, Duration: time.Duration(a.DurationMS) * time.Millisecond, Alt: a.Alt, AddedAt: a.CreatedAt, Used: users(a.ID, lessons),
		}
		if a.UploadID != nil {
			item.Upload, item.Mine = *a.UploadID, *a.UserID == who.ID
		}
		if key := cmp.Or(a.ImageKey, a.PosterKey); a.State == "ready" && key != "" {
			var err error
			if item.Thumb, err = s.Store.URL(ctx, key, shownFor, media.Disposition{}); err != nil {
				return nil, err
			}
		}
		list = append(list, item)
	}
	return list, nil
}

// users are the lessons that play an asset or name it in their text.
func users(id uuid.UUID, lessons []courses.DraftLesson) []OtherLesson {
	var list []OtherLesson
	for _, l := range lessons {
		if l.AssetID != nil && *l.AssetID == id || strings.Contains(l.Body.KO+l.Body.EN, id.String()) {
			list = append(list, OtherLesson{l.LessonID, l.Title})
		}
	}
	return list
}

// Film is what a lecture plays, as its authors see it.
type Film struct {
	MediaItem
	VideoURL string // empty before it is ready
	// Continued says that what was watched of an earlier film of the same content counts.
	Continued bool
}

// FilmChange gives a lecture another film. Was is the film that the author began from, zero for none.
type FilmChange struct {
	Was, Asset uuid.UUID
	// Same says that the new film has the content of the old one, so that what was watched still counts.
	Same bool
}

// SetFilm gives a lecture of the draft a film of the course's library; a film that is still on its way will do until
// the course is published. ErrStale says that somebody else has given it another one since.
func (s *Service) SetFilm(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, c FilmChange) error {
	return s.change(ctx, who, slug, func(tx *models.Tx, draft courses.Revision) error {
		l, err := courses.FindRevisionLesson(tx, draft.ID, lessonID)
		if err != nil {
			return err
		}
		if l.Kind != "lecture" {
			return fault.Field("asset", "authoring.choose")
		}
		if was := l.AssetID; was == nil && c.Was != uuid.Nil || was != nil && *was != c.Was {
			return models.ErrStale
		}
		film, err := assets.LockAsset(tx, draft.CourseID, c.Asset)
		if errors.Is(err, models.ErrNotFound) || err == nil && (film.Kind != "film" || film.State == "refused") {
			return fault.Field("asset", "authoring.choose")
		}
		if err != nil {
			return err
		}
		if l.WatchedID == nil || !c.Same {
			l.WatchedID = &film.ID
		}
		l.AssetID = &film.ID
		return courses.UpdateFilm(tx, l.RevisionLesson, c.Same)
	})
}
