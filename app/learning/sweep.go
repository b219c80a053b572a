package learning

import (
	"context"
	"time"

	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// claimsKept is how long a claim is remembered, so that a phone that was off for days may still repeat it.
const claimsKept = 14 * 24 * time.Hour

// Sweep forgets old claims; what they added to coverage stays.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error { return courses.DeleteClaims(tx, tx.Now.Add(-claimsKept)) })
}

// Caption answers a lecture's captions as WebVTT.
func (s *Service) Caption(ctx context.Context, lessonID uuid.UUID, lang string) (string, error) {
	var vtt string
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		vtt, err = courses.FindPublishedTrack(tx, lessonID, lang)
		return err
	})
	return vtt, err
}
