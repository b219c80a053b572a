package learning

import (
	"context"
	"time"

	"academy/app/access"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// mediaLife is how long the address of a picture or a file works.
const mediaLife = time.Hour

// Media answers an address of a picture or a file of a course, for those who learn in the course or make it. Files are
// saved under the name they came with, pictures are shown.
func (s *Service) Media(ctx context.Context, who access.Actor, id uuid.UUID) (string, error) {
	// Those who make courses need not learn in any.
	if err := access.Check(who, access.Learn); err != nil && access.Check(who, access.Author) != nil {
		return "", err
	}
	var a assets.Asset
	if err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		a, err = assets.FindShown(tx, id, who.ID, who.Has(access.Admin))
		return err
	}); err != nil {
		return "", err
	}
	if a.Kind == "image" {
		return s.Store.URL(ctx, a.ImageKey, mediaLife, media.Disposition{})
	}
	return s.Store.URL(ctx, a.SourceKey, mediaLife, media.Disposition{Attachment: true, Name: a.Name})
}
