package proof

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

const (
	pictureStart = "\x89PNG\r\n\x1a\n"
	// chunkRest is what surrounds the content of a chunk: length, kind, checksum.
	chunkRest = 12
	// bakedStart is the keyword of Open Badges 3.0 in an iTXt chunk that is not compressed and says no language.
	bakedStart = "openbadgecredential\x00\x00\x00\x00\x00"
)

// IsPicture says whether bytes begin as a PNG does.
func IsPicture(raw []byte) bool { return bytes.HasPrefix(raw, []byte(pictureStart)) }

// Bake puts a credential, as JSON or as a token, into a PNG.
func Bake(picture []byte, credential string) ([]byte, error) {
	var baked []byte
	err := chunks(picture, func(kind string, whole, _ []byte) error {
		if kind == "IEND" {
			content := []byte("iTXt" + bakedStart + credential)
			baked = binary.BigEndian.AppendUint32(baked, uint32(len(content)-4))
			baked = append(baked, content...)
			baked = binary.BigEndian.AppendUint32(baked, crc32.ChecksumIEEE(content))
		}
		baked = append(baked, whole...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return append([]byte(pictureStart), baked...), nil
}

// Unbake takes the credential out of a PNG. Two of them are refused: which one is meant would be anybody's guess.
func Unbake(picture []byte) (string, error) {
	var found []string
	err := chunks(picture, func(kind string, _, content []byte) error {
		if kind != "iTXt" || !bytes.HasPrefix(content, []byte("openbadgecredential\x00")) {
			return nil
		}
		text, plain := bytes.CutPrefix(content, []byte("openbadgecredential\x00\x00\x00"))
		fields := bytes.SplitN(text, []byte{0}, 3) // language, translated keyword, text
		if !plain || len(fields) != 3 {
			return fmt.Errorf("%w: a compressed or broken chunk", ErrMalformed)
		}
		found = append(found, string(fields[2]))
		return nil
	})
	if err != nil {
		return "", err
	}
	if len(found) != 1 {
		return "", fmt.Errorf("%w: %d credentials in the picture", ErrMalformed, len(found))
	}
	return found[0], nil
}

// chunks walks a PNG from its first chunk to IEND, with which it must end.
func chunks(picture []byte, each func(kind string, whole, content []byte) error) error {
	if len(picture) > MaxBytes || !IsPicture(picture) {
		return fmt.Errorf("%w: no PNG of at most %d bytes", ErrMalformed, MaxBytes)
	}
	rest := picture[len(pictureStart):]
	for kind := ""; kind != "IEND"; {
		if len(rest) < chunkRest || uint64(binary.BigEndian.Uint32(rest)) > uint64(len(rest)-chunkRest) {
			return fmt.Errorf("%w: the picture ends too early", ErrMalformed)
		}
		size := int(binary.BigEndian.Uint32(rest)) + chunkRest
		whole := rest[:size]
		kind, rest = string(whole[4:8]), rest[size:]
		if binary.BigEndian.Uint32(whole[size-4:]) != crc32.ChecksumIEEE(whole[4:size-4]) {
			return fmt.Errorf("%w: a damaged picture", ErrMalformed)
		}
		if err := each(kind, whole, whole[8:size-4]); err != nil {
			return err
		}
	}
	if len(rest) > 0 {
		return fmt.Errorf("%w: something stands behind the picture", ErrMalformed)
	}
	return nil
}
