package proof

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
)

// StatusBits is how many credentials one status list has room for, and so how many it seems to be about.
const StatusBits = 1 << 20

// EncodeStatus writes a Bitstring Status List: the bits of these places are set, the leftmost is place 0.
func EncodeStatus(set []int) (string, error) {
	bits := make([]byte, StatusBits/8)
	for _, place := range set {
		if place < 0 || place >= StatusBits {
			return "", fmt.Errorf("%w: place %d of a status list", ErrMalformed, place)
		}
		bits[place/8] |= 0x80 >> (place % 8)
	}
	var packed bytes.Buffer
	writer, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
	if err != nil {
		return "", err
	}
	if _, err := writer.Write(bits); err != nil {
		return "", err
	}
	if err := writer.Close(); err != nil {
		return "", err
	}
	return "u" + base64.RawURLEncoding.EncodeToString(packed.Bytes()), nil
}

// DecodeStatus reads a list of our size and answers which places are set. What unpacks to another size is refused
// without being unpacked further.
func DecodeStatus(list string) (set []int, err error) {
	code, multibase := strings.CutPrefix(list, "u")
	packed, err := base64.RawURLEncoding.Strict().DecodeString(code)
	if err != nil || !multibase {
		return nil, fmt.Errorf("%w: no multibase status list", ErrMalformed)
	}
	reader, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	bits, err := io.ReadAll(io.LimitReader(reader, StatusBits/8+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrMalformed, err)
	}
	if len(bits) != StatusBits/8 {
		return nil, fmt.Errorf("%w: a status list of another size", ErrMalformed)
	}
	for at, eight := range bits {
		for i := 0; eight != 0; i, eight = i+1, eight<<1 {
			if eight&0x80 != 0 {
				set = append(set, at*8+i)
			}
		}
	}
	return set, nil
}
