package studio

import "testing"

func TestPointsText_HasTwoDecimalsAtMost(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{
		0: "0", 20: "+20", 33.33 - 26.67: "+6.66", 33.33 - 46.67: "−13.34", 1e-15: "0", -1e-15: "0",
	} {
		if got := pointsText(n); got != want {
			t.Errorf("%v is %q, not %q", n, got, want)
		}
	}
}
