package library

import (
	"context"
	"errors"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/media"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// finishTime is how long a store may take to make one object of many parts.
const finishTime = 10 * time.Minute

// SentPart is a part as its sender knows it; ETag is empty where the sender could not read it.
type SentPart struct {
	Number int
	ETag   string
}

// UploadOutcome is what became of an upload.
type UploadOutcome struct {
	Asset  uuid.UUID
	State  string
	Reason string // message key; empty unless it was refused
}

// FinishUpload makes one file of the parts, looks at what it is, and hands lectures on to be processed. A file that is
// not what it says is refused and removed. Finishing again, or twice at once, answers what the first has. Somebody who
// hangs up meanwhile does not stop it.
func (s *Service) FinishUpload(ctx context.Context, who access.Actor, id uuid.UUID, sent []SentPart) (UploadOutcome, error) {
	u, err := s.upload(ctx, who, id)
	if err != nil || u.State != uploadReceiving {
		return outcomeOf(u), err
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishTime)
	defer cancel()
	contentType, reason, err := s.takeIn(ctx, u, sent)
	if errors.Is(err, media.ErrNotFound) || errors.Is(err, ErrUploadIncomplete) {
		// Somebody else may have finished it, and even have it refused and removed.
		if now, found := s.upload(ctx, who, id); found == nil && now.State != uploadReceiving {
			return outcomeOf(now), nil
		}
	}
	if err != nil {
		return UploadOutcome{}, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if u, err = assets.LockUpload(tx, id); err != nil || u.State != uploadReceiving {
			return err
		}
		return s.settleUpload(tx, &u, contentType, reason)
	})
	return outcomeOf(u), err
}

func outcomeOf(u assets.Upload) UploadOutcome {
	return UploadOutcome{Asset: u.AssetID, State: u.State, Reason: u.Reason}
}

// takeIn completes the upload in the store and says what came, and why it cannot be taken.
func (s *Service) takeIn(ctx context.Context, u assets.Upload, sent []SentPart) (contentType, reason string, err error) {
	if err := s.complete(ctx, u, sent); err != nil {
		return "", "", err
	}
	object, err := s.Store.Open(ctx, inStore(u).Key)
	if err != nil {
		return "", "", err
	}
	defer func() { err = errors.Join(err, object.Close()) }()
	if object.Size != u.Bytes {
		return "", "", ErrUploadIncomplete
	}
	if contentType, err = media.Sniff(object); err != nil {
		return "", "", err
	}
	return contentType, refusal(u.Purpose, contentType), nil
}

// complete asks the store to put the parts together. Which parts there must be follows from the size; what the sender
// says of them is compared.
func (s *Service) complete(ctx context.Context, u assets.Upload, sent []SentPart) error {
	given := make([]media.Part, partCount(u))
	for i := range given {
		given[i].Number = i + 1
	}
	for _, p := range sent {
		if p.Number < 1 || p.Number > len(given) {
			return ErrUploadIncomplete
		}
		if tag := strings.Trim(strings.TrimPrefix(p.ETag, "W/"), `"`); tag != "" {
			given[p.Number-1].ETag = `"` + tag + `"`
		}
	}
	err := s.Store.CompleteParts(ctx, inStore(u), given, u.Bytes)
	if !errors.Is(err, media.ErrRefused) && !errors.Is(err, media.ErrNotFound) {
		return err
	}
	missing, listed := s.missing(ctx, u, given)
	if listed != nil {
		return errors.Join(err, listed)
	}
	return ErrUploadIncomplete.Carrying(map[string]any{"missing": missing}).Because(err)
}

// missing is the numbers of the parts that have to be sent, or sent again.
func (s *Service) missing(ctx context.Context, u assets.Upload, given []media.Part) ([]int, error) {
	stored, _, err := s.received(ctx, u)
	if err != nil {
		return nil, err
	}
	good := map[int]bool{}
	for _, p := range stored {
		fits := p.Number <= len(given) && p.Size == partSize(u, p.Number)
		good[p.Number] = fits && (given[p.Number-1].ETag == "" || given[p.Number-1].ETag == p.ETag)
	}
	missing := []int{}
	for _, p := range given {
		if !good[p.Number] {
			missing = append(missing, p.Number)
		}
	}
	return missing, nil
}

// The reasons for which a file is not kept.
const (
	reasonType        = "upload.type"
	reasonTypeLecture = "upload.type_lecture"
)

// refusal is the message key of why content cannot serve a purpose, or empty.
func refusal(purpose, contentType string) string {
	if purpose == ForLecture {
		if _, err := media.LectureExtension(contentType); err != nil {
			return reasonTypeLecture
		}
		return ""
	}
	if media.CheckAttachment(contentType) != nil {
		return reasonType
	}
	return ""
}

// settleUpload writes down what came and sees to what follows from it.
func (s *Service) settleUpload(tx *models.Tx, u *assets.Upload, contentType, reason string) error {
	var next jobs.Args
	kind := kindOf(u.Purpose, contentType)
	switch {
	case reason != "":
		u.State, u.Reason, next = uploadRefused, reason, jobs.DropMedia{Key: inStore(*u).Key}
	case kind != kindFile:
		u.State, next = uploadStored, jobs.ProcessUpload{AssetID: u.AssetID}
	default:
		u.State = uploadReady
	}
	if err := assets.UpdateAssetType(tx, u.AssetID, contentType, kind); err != nil {
		return err
	}
	if err := assets.UpdateUploadState(tx, *u, u.State, u.Reason); err != nil || next == nil {
		return err
	}
	return s.Queue.Enqueue(tx, next)
}
