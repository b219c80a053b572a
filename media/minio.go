package media

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/maypok86/otter/v2"
	"github.com/minio/minio-go/v7"
)

const (
	callTimeout    = 5 * time.Second // for a whole call that carries no content
	knownAddresses = 10_000
)

// S3 is a Store in a bucket of MinIO or any S3 server.
type S3 struct {
	client    *minio.Client
	signing   *minio.Client // never connects; knows the server by its public name
	bucket    string
	region    string
	hasBucket atomic.Bool
	addresses *otter.Cache[addressKey, string]
}

var _ Store = (*S3)(nil)

// addressKey names an address that may be given out again: the library signs
// with the current second, which no browser cache would ever see twice.
type addressKey struct {
	key  string
	ttl  time.Duration
	as   Disposition
	step int64
}

// NewS3 takes the address of a bucket, s3://KEY:SECRET@HOST:PORT/BUCKET with
// ?tls=true for an encrypted connection and &region= where it is not
// us-east-1, and publicURL, the server's address as browsers reach it
// (scheme and host only; empty if it is the same). Nothing is sent yet: a
// server that is down does not keep the academy from starting, and the bucket
// is made by the first Ready or Put if it is missing. The key needs leave to
// list the bucket. Errors never show the secret.
func NewS3(rawURL, publicURL string) (*S3, error) {
	address, err := parseAddress(rawURL)
	if err != nil {
		return nil, err
	}
	public, err := parsePublic(publicURL, address)
	if err != nil {
		return nil, err
	}
	client, err := address.client(address.host, address.tls)
	if err != nil {
		return nil, err
	}
	signing, err := address.client(public.Host, public.Scheme == "https")
	if err != nil {
		return nil, err
	}
	addresses, err := otter.New(&otter.Options[addressKey, string]{MaximumSize: knownAddresses})
	if err != nil {
		return nil, fmt.Errorf("cache of addresses: %w", err)
	}
	return &S3{client: client, signing: signing, bucket: address.bucket, region: address.region, addresses: addresses}, nil
}

// Put implements Store. Content over 16 MiB goes up in parts, one part of
// memory at a time.
func (s *S3) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if err := errors.Join(checkKey(key), checkType(contentType)); err != nil {
		return err
	}
	source, err := exactly(ctx, content, size)
	if err != nil {
		return err
	}
	if err := s.ensureBucket(ctx); err != nil {
		return err
	}
	_, err = s.client.PutObject(ctx, s.bucket, key, source, size, minio.PutObjectOptions{ContentType: contentType})
	if failed := source.Err(); failed != nil {
		return failed
	}
	return s3Error("storing "+key, err)
}

func (s *S3) ensureBucket(ctx context.Context) error {
	if s.hasBucket.Load() {
		return nil
	}
	return s.Ready(ctx)
}

// Ready implements Store. It makes the bucket if it is missing.
func (s *S3) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	found, err := s.client.BucketExists(ctx, s.bucket)
	if err == nil && !found {
		err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: s.region})
		if minio.ToErrorResponse(err).Code == minio.BucketAlreadyOwnedByYou {
			err = nil // another node was quicker
		}
	}
	if err != nil {
		return s3Error("bucket "+s.bucket, err)
	}
	s.hasBucket.Store(true)
	return nil
}

// Open implements Store.
func (s *S3) Open(ctx context.Context, key string) (*Object, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	object, err := s.client.GetObject(ctx, s.bucket, key, minio.GetObjectOptions{})
	if err != nil {
		cancel()
		return nil, s3Error("opening "+key, err)
	}
	// Only the first answer has a deadline: how long reading takes is the
	// reader's affair, and the context must outlive this call.
	deadline := time.AfterFunc(callTimeout, cancel)
	info, err := object.Stat()
	if !deadline.Stop() {
		err = errors.New("no answer in time")
	}
	if err != nil {
		cancel()
		return nil, errors.Join(s3Error("opening "+key, err), object.Close())
	}
	return &Object{ReadSeekCloser: s3Reader{object, key, cancel}, ServeInfo: describe(info)}, nil
}

// s3Reader gives the errors of reading the meaning that callers look for, and
// lets go of the connection when it is closed.
type s3Reader struct {
	*minio.Object
	key    string
	cancel context.CancelFunc
}

func (r s3Reader) Read(p []byte) (int, error) {
	n, err := r.Object.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = s3Error("reading "+r.key, err)
	}
	return n, err
}

func (r s3Reader) Close() error {
	defer r.cancel()
	return r.Object.Close()
}

// Stat implements Store.
func (s *S3) Stat(ctx context.Context, key string) (ServeInfo, error) {
	if err := checkKey(key); err != nil {
		return ServeInfo{}, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	info, err := s.client.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{})
	if err != nil {
		return ServeInfo{}, s3Error("looking at "+key, err)
	}
	return describe(info), nil
}

func describe(info minio.ObjectInfo) ServeInfo {
	return ServeInfo{
		Size:     info.Size,
		Modified: info.LastModified.UTC(),
		Type:     info.ContentType,
		ETag:     `"` + info.ETag + `"`,
	}
}

// Delete implements Store.
func (s *S3) Delete(ctx context.Context, key string) error {
	if err := checkKey(key); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return s3Error("deleting "+key, s.client.RemoveObject(ctx, s.bucket, key, minio.RemoveObjectOptions{}))
}

// URL implements Store. Browsers fetch from the store itself; the answer of an
// expired or altered address is the store's 403.
func (s *S3) URL(ctx context.Context, key string, ttl time.Duration, as Disposition) (string, error) {
	if err := errors.Join(checkKey(key), checkTTL(ttl)); err != nil {
		return "", err
	}
	step := stepOf(ttl)
	known := addressKey{key: key, ttl: ttl, as: as, step: time.Now().UnixNano() / int64(step)}
	if address, ok := s.addresses.GetIfPresent(known); ok {
		return address, nil
	}
	answer := url.Values{}
	if header := as.Header(); header != "" {
		answer.Set("response-content-disposition", header)
	}
	address, err := s.signing.PresignedGetObject(ctx, s.bucket, key, ttl+step, answer)
	if err != nil {
		return "", refused("address of %s: %v", key, err)
	}
	s.addresses.Set(known, address.String())
	return address.String(), nil
}

// Origin implements Store.
func (s *S3) Origin() string {
	endpoint := s.signing.EndpointURL()
	return endpoint.Scheme + "://" + endpoint.Host
}

// s3Error gives a server's answer its meaning here. Refused credentials count
// as unavailable: the reader of a lecture has done nothing wrong.
func s3Error(doing string, err error) error {
	if err == nil {
		return nil
	}
	switch minio.ToErrorResponse(err).Code {
	case minio.NoSuchKey, minio.NoSuchUpload:
		return fmt.Errorf("%s: %w", doing, ErrNotFound)
	case minio.EntityTooLarge:
		return fmt.Errorf("%s: %w", doing, ErrTooLarge)
	case minio.InvalidPart, minio.InvalidPartOrder, minio.EntityTooSmall:
		return fmt.Errorf("%s: %w: %w", doing, ErrRefused, err)
	case "XMinioStorageFull":
		return fmt.Errorf("%s: %w: %w: %w", doing, ErrUnavailable, ErrFull, err)
	}
	return unavailable(doing, err)
}
