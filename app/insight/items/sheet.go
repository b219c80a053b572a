// Package items works out how well the questions of a quiz measure: the formulas of classical test theory as Moodle
// publishes them, and what their results mean in words. It is pure: it is handed marks and answers numbers.
//
// An item is a version of a question. Attempts may have been asked different versions in one place, so figures of an
// item are those of the attempts that were asked it, while the reliability of the quiz looks at its places.
package items

// Marks is a mark in hundredths, as the database keeps it. A sheet holds millions of them.
type Marks = int32

const hundred = 100

// Answer is what an attempt has earned in one place of the quiz.
type Answer struct {
	// Version is that of the question, counted from 0.
	Version     int
	Earned, Max Marks
}

// Sheet is the marks of all attempts that are counted: a row an attempt, a column a place of the quiz. 100,000 attempts
// at 50 questions take 50 MB of it.
type Sheet struct {
	places  int
	version []uint16
	earned  []Marks
	totals  []Marks
	full    []int64 // what could be earned in each place, added up
	people  int
	asked   []asked // a version each
}

// asked is how often a version was asked, in which place most recently seen, of how many people, for how many marks.
type asked struct {
	times, people int
	lastPerson    int
	full          int64
	places        map[int]int
}

// NewSheet makes an empty sheet for quizzes of so many places.
func NewSheet(places int) *Sheet { return &Sheet{places: places, full: make([]int64, places)} }

// Add takes an attempt, an answer for every place. Attempts of one person follow one another, counted from 1. Versions that
// were not seen before make the sheet know more of them.
func (s *Sheet) Add(person int, row []Answer) {
	s.people = max(s.people, person)
	total := Marks(0)
	for place, a := range row {
		s.version, s.earned = append(s.version, uint16(a.Version)), append(s.earned, a.Earned) //nolint:gosec // a quiz has a few hundred versions
		s.full[place] += int64(a.Max)
		for len(s.asked) <= a.Version {
			s.asked = append(s.asked, asked{places: map[int]int{}})
		}
		s.asked[a.Version].add(person, place, a.Max)
		total += a.Earned
	}
	s.totals = append(s.totals, total)
}

func (a *asked) add(person, place int, most Marks) {
	a.times++
	a.places[place]++
	a.full += int64(most)
	if a.lastPerson != person {
		a.people++
		a.lastPerson = person
	}
}

// place is where a version was asked most often, the first of several.
func (a *asked) place() int {
	found := -1
	for place, times := range a.places {
		if found < 0 || times > a.places[found] || times == a.places[found] && place < found {
			found = place
		}
	}
	return found
}

// most is what an attempt can earn.
func (s *Sheet) most() float64 {
	sum := int64(0)
	for _, full := range s.full {
		sum += full
	}
	return float64(sum) / float64(max(len(s.totals), 1))
}

// column is what every attempt has earned in a place.
func (s *Sheet) column(place int, into []Marks) []Marks {
	into = into[:0]
	for at := place; at < len(s.earned); at += s.places {
		into = append(into, s.earned[at])
	}
	return into
}

// cells are where each version stands in the sheet: those of version v from starts[v] to starts[v+1].
func (s *Sheet) cells() (cells []int32, starts []int) {
	starts = make([]int, len(s.asked)+1)
	for v := range s.asked {
		starts[v+1] = starts[v] + s.asked[v].times
	}
	next := append([]int(nil), starts...)
	cells = make([]int32, len(s.version))
	for at, v := range s.version {
		cells[next[v]] = int32(at) //nolint:gosec // 50 places and 100,000 attempts are five million
		next[v]++
	}
	return cells, starts
}
