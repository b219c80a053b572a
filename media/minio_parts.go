package media

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
)

const (
	// completeTimeout is for the server to make one object of thousands of parts.
	completeTimeout = 5 * time.Minute
	partsPage       = 1000
)

// BeginParts implements Parts by a multipart upload of S3. MinIO forgets those after a day unless api
// stale_uploads_expiry says otherwise; an upload that it has forgotten is ErrNotFound.
func (s *S3) BeginParts(ctx context.Context, key, contentType string) (Upload, error) {
	if err := errors.Join(checkKey(key), checkType(contentType)); err != nil {
		return Upload{}, err
	}
	if err := s.ensureBucket(ctx); err != nil {
		return Upload{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	id, err := s.core().NewMultipartUpload(ctx, s.bucket, key, minio.PutObjectOptions{ContentType: contentType})
	if err != nil {
		return Upload{}, s3Error("beginning "+key, err)
	}
	return Upload{Key: key, ID: id}, nil
}

// PartURL implements Parts. The length is a signed header, so the server refuses a part of any other.
func (s *S3) PartURL(ctx context.Context, u Upload, p Part, ttl time.Duration) (string, error) {
	if err := errors.Join(checkKey(u.Key), checkPart(p), checkTTL(ttl)); err != nil {
		return "", err
	}
	query := url.Values{"uploadId": {u.ID}, "partNumber": {strconv.Itoa(p.Number)}}
	length := http.Header{"Content-Length": {strconv.FormatInt(p.Size, 10)}}
	address, err := s.signing.PresignHeader(ctx, http.MethodPut, s.bucket, u.Key, ttl, query, length)
	if err != nil {
		return "", refused("address of a part of %s: %v", u.Key, err)
	}
	return address.String(), nil
}

// PutPart implements Parts.
func (s *S3) PutPart(ctx context.Context, u Upload, p Part, content io.Reader) (string, error) {
	if err := errors.Join(checkKey(u.Key), checkPart(p)); err != nil {
		return "", err
	}
	source, err := exactly(ctx, content, p.Size)
	if err != nil {
		return "", err
	}
	put, err := s.core().PutObjectPart(ctx, s.bucket, u.Key, u.ID, p.Number, source, p.Size, minio.PutObjectPartOptions{})
	if failed := source.Err(); failed != nil {
		return "", failed
	}
	return `"` + strings.Trim(put.ETag, `"`) + `"`, s3Error("sending a part of "+u.Key, err)
}

// ListParts implements Parts.
func (s *S3) ListParts(ctx context.Context, u Upload) ([]Part, error) {
	if err := checkKey(u.Key); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	var parts []Part
	for after := 0; ; {
		page, err := s.core().ListObjectParts(ctx, s.bucket, u.Key, u.ID, after, partsPage)
		if err != nil {
			return nil, s3Error("parts of "+u.Key, err)
		}
		for _, p := range page.ObjectParts {
			parts = append(parts, Part{Number: p.PartNumber, Size: p.Size, ETag: `"` + strings.Trim(p.ETag, `"`) + `"`})
		}
		if !page.IsTruncated || page.NextPartNumberMarker <= after {
			return parts, nil
		}
		after = page.NextPartNumberMarker
	}
}

// CompleteParts implements Parts.
func (s *S3) CompleteParts(ctx context.Context, u Upload, parts []Part, size int64) error {
	err := s.complete(ctx, u, parts, size)
	if !errors.Is(err, ErrNotFound) {
		return err
	}
	info, missing := s.Stat(ctx, u.Key) // complete already
	switch {
	case missing != nil:
		return errors.Join(err, missing)
	case info.Size != size:
		return refused("the object has %d bytes, not %d", info.Size, size)
	}
	return nil
}

func (s *S3) complete(ctx context.Context, u Upload, given []Part, size int64) error {
	stored, err := s.ListParts(ctx, u)
	if err != nil {
		return err
	}
	parts, err := chosen(stored, given, size)
	if err != nil {
		return err
	}
	list := make([]minio.CompletePart, len(parts))
	for i, p := range parts {
		list[i] = minio.CompletePart{PartNumber: p.Number, ETag: strings.Trim(p.ETag, `"`)}
	}
	ctx, cancel := context.WithTimeout(ctx, completeTimeout)
	defer cancel()
	_, err = s.core().CompleteMultipartUpload(ctx, s.bucket, u.Key, u.ID, list, minio.PutObjectOptions{})
	return s3Error("completing "+u.Key, err)
}

// AbortParts implements Parts.
func (s *S3) AbortParts(ctx context.Context, u Upload) error {
	if err := checkKey(u.Key); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	err := s3Error("removing an upload", s.core().AbortMultipartUpload(ctx, s.bucket, u.Key, u.ID))
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

func (s *S3) core() minio.Core { return minio.Core{Client: s.client} }
