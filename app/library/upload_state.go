package library

import (
	"context"
	"slices"

	"academy/app/access"

	"github.com/google/uuid"
)

// UploadStatus is how far an upload has come.
type UploadStatus struct {
	Asset     uuid.UUID
	Name      string
	Bytes     int64
	PartBytes int64
	State     string
	Received  []int  // numbers of the parts that have arrived
	Reason    string // message key; empty unless it was refused
	Percent   *int   // of its film that is made; nil unless it is processed now
}

// UploadState answers how far a person's own upload has come, so that it can go on after a reload or on another day.
func (s *Service) UploadState(ctx context.Context, who access.Actor, id uuid.UUID) (UploadStatus, error) {
	u, err := s.upload(ctx, who, id)
	if err != nil {
		return UploadStatus{}, err
	}
	status := UploadStatus{Asset: u.AssetID, Name: u.Name, Bytes: u.Bytes, PartBytes: u.PartBytes, State: u.State, Reason: u.Reason, Received: []int{}, Percent: u.Percent}
	if u.State != uploadReceiving {
		status.Received = numbersTo(partCount(u))
		return status, nil
	}
	parts, forgotten, err := s.received(ctx, u)
	if err != nil {
		return UploadStatus{}, err
	}
	for _, p := range parts {
		status.Received = append(status.Received, p.Number)
	}
	if info, made := s.Store.Stat(ctx, inStore(u).Key); forgotten && made == nil && info.Size == u.Bytes {
		status.Received = numbersTo(partCount(u)) // whole, and only its finish got lost
	}
	slices.Sort(status.Received)
	return status, nil
}
