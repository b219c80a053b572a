package library

import (
	"context"
	"errors"

	"academy/app/access"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/identity"

	"github.com/google/uuid"
)

// BeginUpload opens an upload and answers where its parts go: all of them, or the first thousand. The asset is there at
// once, so that a lesson can hold on to it while its film is still on the way.
func (s *Service) BeginUpload(ctx context.Context, who access.Actor, asked UploadRequest) (UploadTicket, error) {
	course, err := s.mayBegin(ctx, who, asked)
	if err != nil {
		return UploadTicket{}, err
	}
	if asked, err = asked.checked(s.UploadLimit); err != nil {
		return UploadTicket{}, err
	}
	u := assets.Upload{
		ID: models.NewID(), UserID: who.ID, AssetID: models.NewID(), Purpose: asked.Purpose, Name: asked.Name, Bytes: asked.Bytes,
		ContentType: asked.Type, State: uploadReceiving, Fingerprint: asked.Fingerprint,
	}
	if u.PartBytes, err = media.PartBytes(asked.Bytes); err != nil {
		return UploadTicket{}, err
	}
	// The store never gives what the sender has declared: it is told when the content was looked at.
	begun, err := s.Store.BeginParts(ctx, media.SourceKey(u.AssetID, ""), "application/octet-stream")
	if err != nil {
		return UploadTicket{}, err
	}
	u.StoreUploadID = begun.ID
	ticket := UploadTicket{ID: u.ID, PartBytes: u.PartBytes}
	ticket.Parts, err = s.addresses(ctx, u, numbersTo(min(partCount(u), partsAtOnce)))
	if err == nil {
		err = s.DB.Write(ctx, func(tx *models.Tx) error {
			ticket.ExpiresAt = tx.Now.Add(partLife)
			return insertUpload(tx, who, u, course)
		})
	}
	if err != nil {
		return UploadTicket{}, errors.Join(err, s.Store.AbortParts(context.WithoutCancel(ctx), begun))
	}
	return ticket, nil
}

// mayBegin says whether a person may send a file now, and finds the course that it is for.
func (s *Service) mayBegin(ctx context.Context, who access.Actor, asked UploadRequest) (course *uuid.UUID, err error) {
	if err := mayUpload(who, asked.Purpose); err != nil {
		return nil, err
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		if course, err = libraryOf(tx, who, asked.Course); err != nil {
			return err
		}
		return checkOpen(tx, who)
	})
	return course, err
}

// insertUpload counts again, now that nobody else can begin another for the same person.
func insertUpload(tx *models.Tx, who access.Actor, u assets.Upload, course *uuid.UUID) error {
	if _, err := identity.LockUser(tx, who.ID); err != nil {
		return err
	}
	if err := checkOpen(tx, who); err != nil {
		return err
	}
	u.CreatedAt, u.TouchedAt = tx.Now, tx.Now
	err := assets.InsertAsset(tx, assets.Asset{
		ID: u.AssetID, State: u.State, Name: u.Name, ContentType: u.ContentType, Bytes: u.Bytes, SourceKey: media.SourceKey(u.AssetID, ""),
		CourseID: course, Kind: kindOf(u.Purpose, ""), CreatedAt: tx.Now,
	})
	if err != nil {
		return err
	}
	return assets.InsertUpload(tx, u)
}

func checkOpen(tx *models.Tx, who access.Actor) error {
	n, err := assets.CountOpenUploads(tx, who.ID)
	if err == nil && n >= maxOpenUploads {
		return ErrTooManyUploads
	}
	return err
}
