package library

import (
	"context"
	"errors"

	"academy/app/jobs"
	"academy/models"
	"academy/models/assets"
)

// ResumeUploads hands films to other workers whose own has not been heard of for a while. A second handing-on changes
// nothing: whoever comes first has it.
func (s *Service) ResumeUploads(ctx context.Context) error {
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		stalled, err := assets.ListStalledUploads(tx, tx.Now.Add(-beatLost))
		for _, id := range stalled {
			err = errors.Join(err, s.Queue.Enqueue(tx, jobs.ProcessUpload{AssetID: id}))
		}
		return err
	})
	return err
}
