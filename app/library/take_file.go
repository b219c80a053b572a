package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"

	"github.com/google/uuid"
)

// FormLimit is the most bytes of a file that comes in one go.
const FormLimit = 50_000_000

// TakeFile takes in a file that comes in one go, as a form sends it whose browser runs no script. It is an upload like
// any other; what is refused or breaks off leaves nothing. How large it is need not be known before: it is kept on the
// disk until it is there.
func (s *Service) TakeFile(ctx context.Context, who access.Actor, asked UploadRequest, content io.Reader) (asset uuid.UUID, err error) {
	if _, err := s.mayBegin(ctx, who, asked); err != nil {
		return uuid.Nil, err
	}
	folder, err := s.scratch()
	if err != nil {
		return uuid.Nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	file, err := os.Create(filepath.Join(folder, "file"))
	if err != nil {
		return uuid.Nil, fmt.Errorf("scratch: %w", err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if asked.Bytes, err = io.Copy(file, content); err != nil {
		return uuid.Nil, err
	}
	return s.sendFile(ctx, who, asked, file)
}

// sendFile is what a browser with a script does with a file, done here.
func (s *Service) sendFile(ctx context.Context, who access.Actor, asked UploadRequest, file io.ReaderAt) (uuid.UUID, error) {
	ticket, err := s.BeginUpload(ctx, who, asked)
	if err != nil {
		return uuid.Nil, besideFile(err)
	}
	outcome := UploadOutcome{}
	if err = s.putParts(ctx, who, ticket.ID, file); err == nil {
		outcome, err = s.FinishUpload(ctx, who, ticket.ID, nil)
	}
	if err == nil && outcome.State == uploadRefused {
		err = fault.Field("file", outcome.Reason)
	}
	if err != nil {
		return uuid.Nil, errors.Join(err, s.CancelUpload(context.WithoutCancel(ctx), who, ticket.ID))
	}
	return outcome.Asset, nil
}

func (s *Service) putParts(ctx context.Context, who access.Actor, id uuid.UUID, file io.ReaderAt) error {
	u, err := s.upload(ctx, who, id)
	for n := 1; err == nil && n <= partCount(u); n++ {
		size := partSize(u, n)
		part := io.NewSectionReader(file, int64(n-1)*u.PartBytes, size)
		_, err = s.Store.PutPart(ctx, inStore(u), media.Part{Number: n, Size: size}, part)
	}
	return err
}

// besideFile tells what is wrong with a file where a form asks for it.
func besideFile(err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	for _, field := range []string{"bytes", "name"} {
		if key := f.Fields[field]; key != "" {
			return fault.Field("file", key)
		}
	}
	return err
}
