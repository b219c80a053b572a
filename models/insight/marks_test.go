package insight

import (
	"slices"
	"testing"

	"github.com/google/uuid"
)

func TestPlacesIn_ReadsMarksAsHundredths(t *testing.T) {
	t.Parallel()
	id := uuid.MustParse("01935d2a-0000-7000-8000-000000000001")
	for text, want := range map[string]MarkedPlace{
		"7.50 10.00": {id, 750, 1000}, "0 1.00": {id, 0, 100}, "-2.5 10": {id, -250, 1000}, "0.05 3.3": {id, 5, 330}, "-0.01 12345.67": {id, -1, 1234567},
	} {
		text = id.String() + " " + text
		if got, err := placesIn([]byte(text), nil); err != nil || !slices.Equal(got, []MarkedPlace{want}) {
			t.Errorf("%q: %v, %v", text, got, err)
		}
		if got, err := placesIn([]byte(text+" "+text), nil); err != nil || !slices.Equal(got, []MarkedPlace{want, want}) {
			t.Errorf("twice %q: %v, %v", text, got, err)
		}
	}
	if _, err := placesIn([]byte("none 1 2"), nil); err == nil {
		t.Error("took what is no version")
	}
}
