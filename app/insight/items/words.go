package items

import "math"

// Finding is what figures mean, as the last part of a message key.
type Finding string

// What can be found of an item. All but Guessable and Unused are a reason to look at the question again.
const (
	Against   Finding = "against"   // those who do well are wrong more often: the key may be wrong
	Misled    Finding = "misled"    // a wrong choice is taken more often than any right one
	Easy      Finding = "easy"      // nearly everybody earns everything
	Hard      Finding = "hard"      // hardly anybody earns anything
	Chance    Finding = "chance"    // no more is earned than by guessing
	Weak      Finding = "weak"      // it hardly tells who does well from who does not
	Unused    Finding = "unused"    // hardly anybody takes one of its wrong choices
	Guessable Finding = "guessable" // half of the marks can be had by guessing
)

// Where an item begins to be conspicuous, in per cent. The limits are those of Moodle's guide to its quiz statistics:
// 90 and more is a "very easy" question and 10 and less a "very difficult" one; a discrimination below 20 is "very weak"
// and below 0 "probably invalid".
const (
	easyFrom     = 90
	hardUpTo     = 10
	weakBelow    = 20
	guessFrom    = 50
	unusedBelow  = 5
	unusedAsking = 40 // of fewer, less than five per cent would be nobody, or one person who could be told from nobody
)

// Asks says whether a finding asks somebody to look at the question again.
func (f Finding) Asks() bool { return f != Guessable && f != Unused }

// Findings says what is conspicuous in an item, the gravest first.
func (i Item) Findings(guess *float64, picks []Pick) []Finding {
	easy, hard := i.Facility != nil && *i.Facility >= easyFrom, i.Facility != nil && *i.Facility <= hardUpTo
	against := i.Negative || below(i.Discrimination, 0)
	var list []Finding
	for _, f := range []struct {
		finding Finding
		holds   bool
	}{
		{Against, against},
		{Misled, misled(picks)},
		{Easy, easy},
		{Hard, hard},
		{Chance, !hard && guess != nil && *guess > 0 && i.Facility != nil && *i.Facility <= *guess},
		{Weak, !against && !easy && !hard && below(i.Discrimination, weakBelow)},
		{Unused, len(i.Neglected(picks)) > 0},
		{Guessable, guess != nil && *guess >= guessFrom},
	} {
		if f.holds {
			list = append(list, f.finding)
		}
	}
	return list
}

func below(figure *float64, limit float64) bool { return figure != nil && *figure < limit }

// misled looks at questions that offer choices of which each attempt takes what it likes.
func misled(picks []Pick) bool {
	right, wrong := 0, 0
	for _, p := range picks {
		switch {
		case !p.Offered:
			return false
		case p.Right:
			right = max(right, p.Times)
		default:
			wrong = max(wrong, p.Times)
		}
	}
	return wrong > right
}

// Neglected are the wrong choices that less than one in twenty has taken. Nothing is said where few were asked.
func (i Item) Neglected(picks []Pick) []string {
	var ids []string
	for _, p := range picks {
		if i.People >= unusedAsking && p.Offered && !p.Right && 100*p.Times < unusedBelow*i.Attempts {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// What can be said of a figure of the whole quiz.
const (
	Low   = "low"
	Usual = "usual"
	High  = "high"
)

// Words says of each figure of the quiz how it compares with what is usual, by the names the figures have in JSON. The
// limits are those of Moodle's guide: a mean of 50 to 75, a standard deviation of 12 to 18, a skewness from -1 to 1, a
// kurtosis from 0 to 1; of the consistency 75 and more is fine and less than 64 unsatisfactory, and the error ratios
// that belong to these are 50 and 60.
func (q Quiz) Words() map[string]string {
	words := map[string]string{}
	for name, w := range map[string]struct {
		figure   *float64
		low, top float64
	}{
		"mean": {q.Mean, 50, 75}, "sd": {q.SD, 12, 18}, "skewness": {q.Skewness, -1, 1}, "kurtosis": {q.Kurtosis, 0, 1},
		"alpha": {q.Alpha, 64, math.Nextafter(75, 0)}, "error_ratio": {q.ErrorRatio, 50, 60},
	} {
		if w.figure != nil {
			words[name] = word(*w.figure, w.low, w.top)
		}
	}
	return words
}

func word(figure, low, top float64) string {
	switch {
	case figure < low:
		return Low
	case figure > top:
		return High
	}
	return Usual
}
