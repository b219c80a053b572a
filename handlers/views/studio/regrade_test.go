package studio

import "testing"

func TestPointsText_HasTwoDecimalsAtMost(t *testing.T) {
	t.Parallel()
	for n, want := range map[float64]string{
		0: "0", 20: "+20", 33.33 - 26.67: "+6.66", 33.33 - 46.67: "−13.34", 0.1 + 0.2 - 0.3: "0", 0.3 - 0.1 - 0.2: "0",
	} {
		if got := pointsText(n); got != want {
			t.Errorf("%v is %q, not %q", n, got, want)
		}
	}
}
