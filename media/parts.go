package media

import (
	"cmp"
	"context"
	"io"
	"slices"
	"time"
)

// Parts is how content comes straight from a browser, which sends it in parts and may stop and go on another day. Nothing
// of it can be seen under the key before all of it is there. mediatest.Store checks it for every store.
type Parts interface {
	// BeginParts opens an upload that will become the object of a key.
	BeginParts(ctx context.Context, key, contentType string) (Upload, error)
	// PartURL makes an address that takes one part by PUT, of exactly that size, until ttl has passed. A part that is
	// sent again replaces the one before. Whoever sends reads the part's name from the answer's ETag.
	PartURL(ctx context.Context, u Upload, p Part, ttl time.Duration) (string, error)
	// PutPart takes a part of exactly its size that is sent from here, and answers its ETag. What breaks off is not there.
	PutPart(ctx context.Context, u Upload, p Part, content io.Reader) (etag string, err error)
	// ListParts answers the parts that have arrived whole, by number; ErrNotFound when the upload is complete or gone.
	ListParts(ctx context.Context, u Upload) ([]Part, error)
	// CompleteParts makes the object of the given parts. Where they have ETags, these must be those of the parts that
	// came last; that one is missing, another than was meant, or that they do not add up to size is ErrRefused, and the
	// upload stays open. Completing again what is complete is no error.
	CompleteParts(ctx context.Context, u Upload, parts []Part, size int64) error
	// AbortParts removes the upload and all that has arrived. An absent one is no error.
	AbortParts(ctx context.Context, u Upload) error
}

// Upload is content on its way to a key, under a number of the store's own.
type Upload struct{ Key, ID string }

// Part is one piece of an upload; the first has the number 1.
type Part struct {
	Number int
	Size   int64  // bytes
	ETag   string // as the store gave it, quoted; empty where it is not known
}

// What parts may be. S3 takes none under 5 MiB but the last, and not more of them.
const (
	MinPartBytes = 8 << 20
	MaxPartBytes = 64 << 20
	MaxParts     = 10_000
)

// usualParts keeps lists of parts short enough for one request of the JSON API.
const usualParts = 500

// PartBytes is the size of all parts but the last, which may be smaller: small, so that little is lost with a line, and
// large enough that they are not too many. Content of more than MaxPartBytes*MaxParts is ErrTooLarge.
func PartBytes(size int64) (int64, error) {
	switch {
	case size <= 0:
		return 0, refused("an upload of %d bytes", size)
	case size > MaxPartBytes*MaxParts:
		return 0, ErrTooLarge
	case size <= MinPartBytes:
		return size, nil
	}
	const step = 1 << 20
	even := (size/usualParts + step) / step * step
	return min(max(even, MinPartBytes), MaxPartBytes), nil
}

func checkPart(p Part) error {
	if p.Number < 1 || p.Number > MaxParts || p.Size < 1 || p.Size > MaxPartBytes {
		return refused("part %d of %d bytes", p.Number, p.Size)
	}
	return nil
}

// chosen is the stored parts that make up the content, in order, if they are the ones that were meant.
func chosen(stored, given []Part, size int64) ([]Part, error) {
	byNumber := make(map[int]Part, len(stored))
	for _, p := range stored {
		byNumber[p.Number] = p
	}
	given = slices.SortedFunc(slices.Values(given), func(a, b Part) int { return cmp.Compare(a.Number, b.Number) })
	parts, sum := make([]Part, 0, len(given)), int64(0)
	for i, meant := range given {
		p, there := byNumber[meant.Number]
		switch {
		case meant.Number != i+1 || !there:
			return nil, refused("part %d is missing", i+1)
		case meant.ETag != "" && meant.ETag != p.ETag:
			return nil, refused("part %d is another than was meant", p.Number)
		}
		parts, sum = append(parts, p), sum+p.Size
	}
	if sum != size || len(parts) == 0 {
		return nil, refused("parts of %d bytes together, not %d", sum, size)
	}
	return parts, nil
}
