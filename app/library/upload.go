package library

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode"

	"academy/app/access"
	"academy/app/fault"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// What an upload is for.
const (
	ForLecture    = "lecture"
	ForAttachment = "attachment"
	ForAssignment = "assignment"
)

// The states of an upload and of its asset.
const (
	uploadReceiving  = "receiving"
	uploadStored     = "stored"
	uploadProcessing = "processing"
	uploadReady      = "ready"
	uploadRefused    = "refused"
)

// DefaultUploadLimit is the most bytes of one upload.
const DefaultUploadLimit = 20 << 30

const (
	// maxOpenUploads is how many files one person may have on their way.
	maxOpenUploads = 20
	maxUploadName  = 200 // characters
	maxFingerprint = 100
	// partLife is how long the address of a part lasts, and partsAtOnce how many are given at once.
	partLife    = time.Hour
	partsAtOnce = 1000
	// keepReceiving is how long an upload is kept of which nothing is heard.
	keepReceiving = 7 * 24 * time.Hour
)

// Faults of uploads.
var (
	ErrTooManyUploads   = fault.New(fault.Conflict, "upload.too_many").With(maxOpenUploads)
	ErrUploadTooLarge   = fault.New(fault.TooLarge, "upload.too_large")
	ErrUploadOver       = fault.New(fault.Conflict, "upload.over")
	ErrUploadGone       = fault.New(fault.Conflict, "upload.gone")
	ErrUploadReady      = fault.New(fault.Conflict, "upload.ready")
	ErrUploadIncomplete = fault.New(fault.Conflict, "upload.incomplete")
)

// UploadRequest is a file that somebody wants to send.
type UploadRequest struct {
	Name    string
	Bytes   int64
	Type    string // as its sender believes
	Purpose string
	// Course is the slug of the course whose library it goes into; empty for none.
	Course string
	// Fingerprint is by what the sender's device knows the file again: up to 100 characters, its own affair.
	Fingerprint string
}

// UploadTicket is how to send it.
type UploadTicket struct {
	ID        uuid.UUID
	PartBytes int64 // of all parts but the last
	Parts     []PartAddress
	ExpiresAt time.Time // of the addresses
}

// PartAddress takes one part by PUT.
type PartAddress struct {
	Number int
	URL    string
}

// checked puts the request into the form it is kept in.
func (r UploadRequest) checked(limit int64) (UploadRequest, error) {
	wrong := map[string]string{}
	r.Name = strings.TrimSpace(norm.NFC.String(strings.ToValidUTF8(r.Name, "")))
	if length := len([]rune(r.Name)); length == 0 || length > maxUploadName || strings.ContainsFunc(r.Name, unicode.IsControl) {
		wrong["name"] = "upload.name"
	}
	if r.Purpose != ForLecture && r.Purpose != ForAttachment && r.Purpose != ForAssignment {
		wrong["purpose"] = "upload.purpose"
	}
	if len(r.Fingerprint) > maxFingerprint || strings.ContainsFunc(r.Fingerprint, func(c rune) bool { return c <= ' ' || c > '~' }) {
		wrong["fingerprint"] = "upload.fingerprint"
	}
	if r.Bytes <= 0 {
		wrong["bytes"] = "upload.empty"
	}
	if r.Purpose == ForAssignment && r.Bytes > FormLimit {
		wrong["bytes"] = "upload.file_large"
	}
	if len(wrong) > 0 {
		return r, fault.Fields(wrong)
	}
	if r.Bytes > limit {
		return r, ErrUploadTooLarge.With(limit >> 30)
	}
	r.Type = strings.ToValidUTF8(r.Type, "")
	if r.Type == "" || len(r.Type) > 200 || strings.ContainsFunc(r.Type, unicode.IsControl) {
		r.Type = "application/octet-stream"
	}
	return r, nil
}

// mayUpload says whether a person may send a file for a purpose.
func mayUpload(who access.Actor, purpose string) error {
	if purpose == ForAssignment {
		return access.Check(who, access.Learn)
	}
	return access.Check(who, access.Author)
}

// libraryOf finds the course whose library a person may change; nil for none asked.
func libraryOf(tx *models.Tx, who access.Actor, slug string) (*uuid.UUID, error) {
	if slug == "" {
		return nil, nil //nolint:nilnil // an upload need not belong to a course
	}
	w, err := courses.FindWork(tx, slug, who.ID)
	if err != nil {
		return nil, err
	}
	return &w.CourseID, mayChange(who, w.Role)
}

// mayChange says whether somebody with this part in a course may change its library. To strangers it is not there.
func mayChange(who access.Actor, role string) error {
	switch {
	case who.Has(access.Admin), role == "owner", role == "editor":
		return nil
	case role == "":
		return fault.ErrMissing
	}
	return fault.ErrDenied
}

// upload finds a person's own upload.
func (s *Service) upload(ctx context.Context, who access.Actor, id uuid.UUID) (assets.Upload, error) {
	var u assets.Upload
	if err := access.Check(who, access.Learn); err != nil {
		return u, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		u, err = assets.FindUpload(tx, id, who.ID)
		return err
	})
	return u, err
}

// inStore is an upload as the store knows it.
func inStore(u assets.Upload) media.Upload {
	return media.Upload{Key: media.SourceKey(u.AssetID, ""), ID: u.StoreUploadID}
}

// partCount is how many parts an upload has.
func partCount(u assets.Upload) int { return int((u.Bytes + u.PartBytes - 1) / u.PartBytes) }

// partSize is how many bytes a part must have.
func partSize(u assets.Upload, number int) int64 {
	return min(u.PartBytes, u.Bytes-int64(number-1)*u.PartBytes)
}

// received is the parts that have arrived. A store that has forgotten the upload has received nothing.
func (s *Service) received(ctx context.Context, u assets.Upload) (parts []media.Part, forgotten bool, err error) {
	parts, err = s.Store.ListParts(ctx, inStore(u))
	if errors.Is(err, media.ErrNotFound) {
		return nil, true, nil
	}
	return parts, false, err
}

// addresses makes the addresses of parts.
func (s *Service) addresses(ctx context.Context, u assets.Upload, numbers []int) ([]PartAddress, error) {
	list := make([]PartAddress, 0, len(numbers))
	for _, n := range numbers {
		address, err := s.Store.PartURL(ctx, inStore(u), media.Part{Number: n, Size: partSize(u, n)}, partLife)
		if err != nil {
			return nil, err
		}
		list = append(list, PartAddress{n, address})
	}
	return list, nil
}

// numbersTo counts from 1.
func numbersTo(n int) []int {
	numbers := make([]int, n)
	for i := range numbers {
		numbers[i] = i + 1
	}
	return numbers
}
