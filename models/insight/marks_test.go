package insight

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/google/uuid"
)

// numeric is how the database sends a number; see numericHead.
func numeric(power int16, sign uint16, digits ...uint16) []byte {
	sent := binary.BigEndian.AppendUint16(nil, uint16(len(digits))) //nolint:gosec // there are a few
	sent = binary.BigEndian.AppendUint16(sent, uint16(power))       //nolint:gosec // it is sent as 16 bits
	sent = binary.BigEndian.AppendUint16(binary.BigEndian.AppendUint16(sent, sign), 2)
	for _, d := range digits {
		sent = binary.BigEndian.AppendUint16(sent, d)
	}
	return sent
}

func TestPlacesIn_ReadsMarksAsHundredths(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("01935d2a-0000-7000-8000-000000000001")
	for n, sent := range map[int][]byte{
		0: numeric(0, 0), 750: numeric(0, 0, 7, 5000), 1000: numeric(0, 0, 10), 5: numeric(-1, 0, 500), -1: numeric(-1, numericNegative, 100),
		1_234_567: numeric(1, 0, 1, 2345, 6700), 1_000_000: numeric(1, 0, 1), -250: numeric(0, numericNegative, 2, 5000),
	} {
		place := slices.Concat(id[:], sent, numeric(0, 0, 10))
		want := MarkedPlace{id, n, 1000}
		if got, err := placesIn(slices.Concat(place, place), nil); err != nil || !slices.Equal(got, []MarkedPlace{want, want}) {
			t.Errorf("%d: %v, %v", n, got, err)
		}
		for cut := 1; cut < len(place); cut++ {
			if _, err := placesIn(place[:cut], nil); err == nil {
				t.Errorf("%d: took what was cut off at %d", n, cut)
			}
		}
	}
}
