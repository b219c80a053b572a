package authoring

import (
	"context"

	"academy/app/access"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Transcript answers the captions of a lecture as its authors have saved them last.
func (s *Service) Transcript(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, lang string) (media.Transcript, error) {
	var l courses.Captioned
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, _, err := look(tx, who, slug)
		if err != nil {
			return err
		}
		if l, err = courses.FindCaptioned(tx, w.ID, lessonID); err == nil && l.Texts.V[lang] == "" {
			err = models.ErrNotFound
		}
		return err
	})
	return media.Transcript{Title: l.Title.In(lang), Lang: lang, VTT: l.Texts.V[lang]}, err
}
