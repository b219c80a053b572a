package grades

import (
	"math/big"
	"math/rand/v2"
	"testing"
)

func grade(weights []int, percents []int) Grade {
	lessons, all := make([]Lesson, len(weights)), make([]*Hundredths, len(weights))
	for i, w := range weights {
		lessons[i].Weight = Hundredths(w)
		if percents[i] >= 0 {
			h := Hundredths(percents[i])
			all[i] = &h
		}
	}
	return gradeOf(lessons, all)
}

func text(h *Hundredths) string {
	if h == nil {
		return "—"
	}
	return h.String()
}

func TestGradeOf_WeighsWhatIsGradedAndCountsWhatIsMissingAsNothingInTheEnd(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		weights, percents []int
		soFar, final      string
	}{
		"no lessons":              {nil, nil, "—", "—"},
		"one lesson":              {[]int{100}, []int{87_50}, "87.5", "87.5"},
		"all missing":             {[]int{100, 100}, []int{-1, -1}, "—", "0"},
		"one missing":             {[]int{100, 300}, []int{80_00, -1}, "80", "20"},
		"rounded down":            {[]int{100, 100, 100}, []int{100_00, 100_00, 0}, "66.66", "66.66"},
		"weights of a hundredth":  {[]int{1, 2}, []int{100_00, 0}, "33.33", "33.33"},
		"excluded":                {[]int{0, 100}, []int{0, 90_00}, "90", "90"},
		"only excluded is graded": {[]int{0, 100}, []int{50_00, -1}, "—", "0"},
		"all excluded":            {[]int{0, 0}, []int{50_00, 60_00}, "—", "—"},
		"a grade of nothing":      {[]int{100}, []int{0}, "0", "0"},
	} {
		g := grade(c.weights, c.percents)
		if text(g.SoFar) != c.soFar || text(g.Final) != c.final {
			t.Errorf("%s: %s and %s, want %s and %s", name, text(g.SoFar), text(g.Final), c.soFar, c.final)
		}
	}
}

func TestGradeOf_IsTheExactMeanRoundedDownAndNeverBetterInTheEnd(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		n := 1 + r.IntN(500)
		weights, percents := make([]int, n), make([]int, n)
		sum, all := new(big.Int), new(big.Int)
		for i := range n {
			weights[i], percents[i] = r.IntN(1000_01), r.IntN(100_02)-1
			all.Add(all, big.NewInt(int64(weights[i])))
			if percents[i] >= 0 {
				sum.Add(sum, new(big.Int).Mul(big.NewInt(int64(weights[i])), big.NewInt(int64(percents[i]))))
			}
		}
		if all.Sign() == 0 {
			continue
		}
		g := grade(weights, percents)
		if want := Hundredths(new(big.Int).Quo(sum, all).Int64()); *g.Final != want {
			t.Fatalf("the final grade is %d, want %d", *g.Final, want)
		}
		if g.SoFar != nil && (*g.SoFar < *g.Final || *g.SoFar > whole) {
			t.Fatalf("so far %d, in the end %d", *g.SoFar, *g.Final)
		}
	}
}

func TestParseHundredths_TakesTwoDecimalsAndNoMore(t *testing.T) {
	t.Parallel()
	for given, want := range map[string]string{
		"87.5": "87.5", " 100 ": "100", "0": "0", "33,33": "33.33", "70.500": "70.5", "90%": "90", "00090": "90", "5.": "5",
		"100.01": "no", "-1": "no", "+5": "no", "1e1": "no", "33.333": "no", "": "no", ".5": "no", "NaN": "no", "1.2.3": "no", "9999999999999999999": "no", "٣": "no", "=1+1": "no",
	} {
		h, ok := ParseHundredths(given, whole)
		got := "no"
		if ok {
			got = h.String()
		}
		if got != want {
			t.Errorf("%q is read as %s, want %s", given, got, want)
		}
	}
}

func TestHundredths_AreWrittenAsTheyAreRead(t *testing.T) {
	t.Parallel()
	for h := range whole + 1 {
		if again, ok := ParseHundredths(h.String(), whole); !ok || again != h {
			t.Fatalf("%d is written %q and read as %d", h, h, again)
		}
		if again, ok := ParseHundredths(h.Fixed(), whole); !ok || again != h {
			t.Fatalf("%d is written %q and read as %d", h, h.Fixed(), again)
		}
	}
}

func TestCount_MarksTheAttemptsThatTheGradeComesOf(t *testing.T) {
	t.Parallel()
	for grading, want := range map[string]string{"highest": "0100", "last": "0001", "first": "1000", "average": "1101"} {
		attempts := make([]Attempt, 4)
		for i, p := range []Hundredths{50_00, 90_00, -1, 70_00} {
			if p >= 0 {
				attempts[i].Percent = &p
			}
		}
		count(attempts, grading)
		got := ""
		for _, a := range attempts {
			if a.Counts {
				got += "1"
			} else {
				got += "0"
			}
		}
		if got != want {
			t.Errorf("by the %s: %s, want %s", grading, got, want)
		}
	}
}
