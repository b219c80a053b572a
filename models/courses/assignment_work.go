package courses

import (
	"cmp"
	"time"

	"academy/models"
)

// AssignmentWork is what an assignment asks for, as its authors set it.
type AssignmentWork struct {
	// Text and Files say what can be handed in; at least one of them.
	Text  bool `json:"text"`
	Files bool `json:"files"`
	// MostFiles is how many files, MostMegabytes how large each may be, Kinds what they are; none is all kinds.
	MostFiles     int      `json:"most_files"`
	MostMegabytes int      `json:"most_megabytes"`
	Kinds         []string `json:"kinds,omitempty"`
	// Words is how many words the author has in mind, 0 for any number.
	Words int `json:"words"`
	// It is handed in from OpensAt until DueAt, where they are set, and late for so many hours more.
	OpensAt    *time.Time `json:"opens_at"`
	DueAt      *time.Time `json:"due_at"`
	GraceHours int        `json:"grace_hours"`
	// Deduct is what each day that has begun after DueAt takes off, in per cent of all points.
	Deduct int `json:"deduct"`
	// Again says when something may be handed in again: never, due, marked or returned. MostTimes is 0 where it is not limited.
	Again     string `json:"again"`
	MostTimes int    `json:"most_times"`
	// Points is what it is worth. PassPercent completes the lesson; where it is 0, handing in does.
	Points      float64 `json:"points"`
	PassPercent int     `json:"pass_percent"`
	// Rubric says what is looked at; the points given are added up and their share of all points is that of Points.
	Rubric []Criterion `json:"rubric,omitempty"`
	// Notes are for those who mark. Named lets owners and editors see whose a submission is while they mark it.
	Notes models.Text `json:"notes,omitzero"`
	Named bool        `json:"named"`
}

// Criterion is something that is looked at, with the most points for it.
type Criterion struct {
	Text   models.Text `json:"text"`
	Points float64     `json:"points"`
}

// Usual fills in what has not been said.
func (w AssignmentWork) Usual() AssignmentWork {
	w.Again = cmp.Or(w.Again, "returned")
	w.MostFiles, w.MostMegabytes, w.Points = cmp.Or(w.MostFiles, 5), cmp.Or(w.MostMegabytes, 20), cmp.Or(w.Points, 100)
	return w
}

// Due is until when somebody hands in who has been granted a time of their own, or none.
func (w AssignmentWork) Due(granted *time.Time) *time.Time {
	return cmp.Or(granted, w.DueAt)
}

// Closes is when nothing is taken any more; nil where that never comes.
func (w AssignmentWork) Closes(granted *time.Time) *time.Time {
	due := w.Due(granted)
	if due == nil {
		return nil
	}
	at := due.Add(time.Duration(w.GraceHours) * time.Hour)
	return &at
}
