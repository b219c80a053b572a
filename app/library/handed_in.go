package library

import (
	"context"
	"time"

	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// savedWithin is how long the address of a file works that was handed in: it is asked for when somebody presses.
const savedWithin = 5 * time.Minute

// FindSent finds a file that a person has sent to be handed in. Anybody else's, one that was sent for something else and
// one that is not whole are not there.
func FindSent(tx *models.Tx, userID, id uuid.UUID) (assets.Asset, error) {
	return assets.FindSent(tx, id, userID, ForAssignment)
}

// SavingAddress is where a file can be saved under the name it came with. A browser never shows it, whatever it is.
func (s *Service) SavingAddress(ctx context.Context, file assets.Asset) (string, error) {
	return s.Store.URL(ctx, file.SourceKey, savedWithin, media.Disposition{Attachment: true, Name: file.Name})
}
