package library

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"academy/models"
	"academy/models/assets"
)

const (
	// beatEvery is how often a worker says that it is alive, and beatLost how long it may be silent.
	beatEvery = 20 * time.Second
	beatLost  = 2 * time.Minute
	// lookEvery is how soon news of how far it has come are told.
	lookEvery = 2 * time.Second
)

// beat says from time to time that the work goes on and how far it has come, until stop. Where that cannot be said for
// so long that others must believe this worker dead, or where the upload is gone, the work ends.
func (s *Service) beat(ctx context.Context, u assets.Upload, percent *atomic.Int64) (alive context.Context, stop func()) {
	alive, cancel := context.WithCancel(ctx)
	var ended sync.WaitGroup
	ended.Go(func() {
		defer cancel()
		tick := time.NewTicker(lookEvery)
		defer tick.Stop()
		told, looks := int64(0), 0
		for failed := 0; failed < int(beatLost/beatEvery)-1; {
			select {
			case <-alive.Done():
				return
			case <-tick.C:
			}
			now := percent.Load()
			if looks++; looks < int(beatEvery/lookEvery) && (now == told || failed > 0) {
				continue
			}
			err := s.DB.Write(alive, func(tx *models.Tx) error { return assets.UpdateUploadBeat(tx, u.ID, int(now)) })
			told, looks, failed = now, 0, failed+1
			if errors.Is(err, models.ErrNotFound) {
				return
			}
			if err == nil {
				failed = 0
			}
		}
	})
	return alive, func() { cancel(); ended.Wait() }
}
