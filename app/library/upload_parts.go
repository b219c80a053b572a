package library

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// UploadParts answers new addresses for parts of an upload, for those that have run out and for those that were not
// given at its beginning. Where the store has forgotten the upload it is begun anew, and all of its parts are missing.
func (s *Service) UploadParts(ctx context.Context, who access.Actor, id uuid.UUID, numbers []int) ([]PartAddress, error) {
	u, err := s.upload(ctx, who, id)
	switch {
	case err != nil:
		return nil, err
	case u.State != uploadReceiving:
		return nil, ErrUploadOver
	case len(numbers) == 0 || len(numbers) > partsAtOnce:
		return nil, fault.Field("numbers", "upload.numbers")
	}
	for _, n := range numbers {
		if n < 1 || n > partCount(u) {
			return nil, fault.Field("numbers", "upload.numbers")
		}
	}
	_, forgotten, err := s.received(ctx, u)
	if err != nil {
		return nil, err
	}
	if forgotten {
		if _, made := s.Store.Stat(ctx, inStore(u).Key); made == nil {
			return nil, ErrUploadOver // whole, and only its finish got lost
		}
		begun, err := s.Store.BeginParts(ctx, inStore(u).Key, "application/octet-stream")
		if err != nil {
			return nil, err
		}
		u.StoreUploadID = begun.ID
	}
	if err := s.DB.Write(ctx, func(tx *models.Tx) error { return assets.UpdateUploadTouched(tx, u.ID, u.StoreUploadID) }); err != nil {
		return nil, err
	}
	return s.addresses(ctx, u, numbers)
}
