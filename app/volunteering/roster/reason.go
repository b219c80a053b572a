package roster

// Reason says why a person cannot take a seat. The values are in the order of the rules: who breaks several is told the
// first.
type Reason uint8

// The reasons, OK for none.
const (
	OK Reason = iota
	Unqualified
	Language
	Unapproved
	Away
	Overlap
	Travel
	Rest
	DayMax
	WeekMax
	Consecutive
	Age
	Night
	Full
	reasons
)

// Reasons is how many there are, OK included.
const Reasons = int(reasons)

func (r Reason) String() string {
	names := [Reasons]string{
		"ok", "qualification", "language", "approval", "availability", "overlap", "travel", "rest",
		"day_max", "week_max", "consecutive", "age", "night", "capacity",
	}
	if r >= reasons {
		return "unknown"
	}
	return names[r]
}
