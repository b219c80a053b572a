package learning

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/media"
	"academy/models"

	"github.com/google/uuid"
)

// Transcript is the captions of a lecture under its title.
type Transcript = media.Transcript

// Transcript answers the captions of a lecture in a language, for whoever may open it. They can be read before its film
// is ready.
func (s *Service) Transcript(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, lang string) (Transcript, error) {
	l, err := s.openable(ctx, who, slug, lessonID)
	if err != nil {
		return Transcript{}, err
	}
	if !slices.ContainsFunc(l.captions, func(c captions) bool { return c.lang == lang }) {
		return Transcript{}, models.ErrNotFound
	}
	vtt, err := s.Caption(ctx, l.LessonID, lang)
	return Transcript{Title: l.Title.In(lang), Lang: lang, VTT: vtt}, err
}
