package rules

// Band is what somebody had learned on an agenda at the instant of an act.
type Band string

// The bands. Partial is a course on the agenda begun, with a lesson completed in it; completed is one that was completed.
const (
	None      Band = "none"
	Partial   Band = "partial"
	Completed Band = "completed"
)

// BandVersion is the version of the rule by which bands are given; each act keeps the one it was judged by.
const BandVersion = 1

// BandOf is the rule in words of code: queries apply the same one. Courses are counted on the agenda itself, on those below
// it, and on the one above.
func BandOf(lessonsDone, coursesDone int) Band {
	switch {
	case coursesDone > 0:
		return Completed
	case lessonsDone > 0:
		return Partial
	}
	return None
}

// Ladder is what numbers of supports bring about.
type Ladder struct {
	Frozen, Listed, Answer int
}

// Reached says which steps a number of supports has reached.
func (l Ladder) Reached(supports int) (frozen, listed, answer bool) {
	return supports >= l.Frozen, supports >= l.Listed, supports >= l.Answer
}

// Next is the step that comes next and how many supports it needs; after the last there is none.
func (l Ladder) Next(supports int) (effect string, needed int) {
	switch {
	case supports < l.Listed:
		return "listed", l.Listed
	case supports < l.Answer:
		return "answer", l.Answer
	}
	return "", 0
}

// CellMin is the least that a side of a split must have, and the least by which a split grows before it is shown anew.
const CellMin = 10

// Split is how many supporters had learned on the agenda and how many had not, as it may be shown: in tens, and both
// sides or none. Of is how many supports there were when it was taken, On the day.
type Split struct {
	Informed, General int
	Of                int
	On                string
}

// Shown says whether there is anything to show.
func (s Split) Shown() bool { return s.Informed >= CellMin && s.General >= CellMin }

// Refresh takes a split anew, or answers the old one: once a day at most, only after the supports have grown or shrunk by
// CellMin at least, and with both sides rounded down to tens, so that nobody's band shows by comparing two days.
// A side that falls below CellMin hides both.
func (s Split) Refresh(informed, general int, today string) Split {
	of := informed + general
	if s.On == today || (s.On != "" && abs(of-s.Of) < CellMin) || (s.On == "" && of < CellMin) {
		return s
	}
	next := Split{Of: of, On: today}
	if informed >= CellMin && general >= CellMin {
		next.Informed, next.General = informed/CellMin*CellMin, general/CellMin*CellMin
	}
	return next
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}

// Pillars are the three that an agenda is to keep in balance, as counted for one.
type Pillars struct {
	// Informed is how many courses, lectures and documents there are; Taking how many took part; Trained how many
	// completed a course.
	Informed, Taking, Trained int
}

// Missing names the pillars of which there is nothing yet.
func (p Pillars) Missing() []string {
	var missing []string
	for _, one := range []struct {
		name  string
		count int
	}{{"communication", p.Informed}, {"participation", p.Taking}, {"capacity", p.Trained}} {
		if one.count == 0 {
			missing = append(missing, one.name)
		}
	}
	return missing
}
