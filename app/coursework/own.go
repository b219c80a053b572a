package coursework

import (
	"cmp"
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/coursework"

	"github.com/google/uuid"
)

// What an assignment is for a learner.
const (
	Todo     = "todo"
	Drafted  = coursework.Draft
	HandedIn = coursework.HandedIn
	Replaced = coursework.Replaced
	Returned = coursework.Returned
	Marked   = coursework.Marked
)

// What can stand in the way of handing in.
const (
	notOpen  = "not_open"
	closed   = "closed"
	notAgain = "not_again"
)

// Own is an assignment as one learner has it.
type Own struct {
	Lesson uuid.UUID
	Task   Task
	// DueAt is until when this learner hands in, ClosesAt until when late; nil where that never ends. Extended says that
	// it is their own time.
	DueAt, ClosesAt *time.Time
	Extended        bool
	// State is todo, draft, handed_in, returned or marked.
	State string
	// Why says what stands in the way of handing in now: not_open, closed or not_again; empty where nothing does.
	Why string
	// Late says that what is handed in now is late.
	Late  bool
	Draft Draft
	// Handed is what was handed in, the newest first.
	Handed []Submission
	// Left is how many times it can still be handed in, -1 where that is not limited.
	Left int
}

// Draft is what has been written and not handed in. Version is what the next change of it begins from.
type Draft struct {
	Version int64
	Text    string
	SavedAt time.Time // zero where there is none
	Files   []File
}

// Submission is something that was handed in, with all that was said of it, the newest first.
type Submission struct {
	ID       uuid.UUID
	Number   int
	State    string
	Text     string
	At       time.Time
	DueAt    *time.Time
	LateDays int
	Files    []File
	Marks    []Mark
}

// File is a file of a submission.
type File = coursework.File

// Mark is what was said of a submission: marked, with points, or returned. By is empty for learners of a blind marking.
type Mark = coursework.Mark

// GivenCriterion is a criterion with the points that were given for it.
type GivenCriterion = coursework.MarkCriterion

// Own shows learners an assignment with what they have made of it.
func (s *Service) Own(ctx context.Context, who access.Actor, lessonID uuid.UUID) (Own, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Own{}, err
	}
	var v Own
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		w, err := findWork(tx, lessonID, who.ID)
		if err != nil {
			return err
		}
		v = own(w, lessonID, tx.Now)
		return nil
	})
	return v, err
}

// OpenOwn is Own for who comes by an address that nobody has looked at: a lesson that is locked stays so.
func (s *Service) OpenOwn(ctx context.Context, who access.Actor, lessonID uuid.UUID) (Own, error) {
	var v Own
	err := s.write(ctx, who, lessonID, func(tx *models.Tx, d desk) error {
		v = own(d.work, lessonID, tx.Now)
		return nil
	})
	return v, err
}

func findWork(tx *models.Tx, lessonID, citizenID uuid.UUID) (coursework.Work, error) {
	w, err := coursework.FindWork(tx, lessonID, citizenID)
	if errors.Is(err, models.ErrNotFound) {
		return w, ErrNotEnrolled.Because(err)
	}
	return w, err
}

func own(w coursework.Work, lessonID uuid.UUID, now time.Time) Own {
	t := w.Task.V
	v := Own{
		Lesson: lessonID, Task: t, DueAt: utc(t.Due(w.ExtendedTo)), ClosesAt: utc(t.Closes(w.ExtendedTo)), Extended: w.ExtendedTo != nil,
		State: Todo, Why: blocked(w, now), Left: -1,
	}
	v.Late = v.DueAt != nil && now.After(*v.DueAt)
	for _, row := range w.Submissions.V {
		if row.State == coursework.Draft {
			v.State, v.Draft = Drafted, Draft{Version: row.Version, Text: row.Text, SavedAt: row.SavedAt.UTC(), Files: row.Files}
			continue
		}
		v.Handed = append(v.Handed, submission(row, t.Named))
	}
	if len(v.Handed) > 0 {
		v.State = v.Handed[0].State
		v.Draft.Version = cmp.Or(v.Draft.Version, w.Submissions.V[0].Version)
	}
	if t.MostTimes > 0 {
		v.Left = max(0, t.MostTimes-len(v.Handed))
	}
	return v
}

func submission(row coursework.Version, named bool) Submission {
	v := Submission{ID: row.ID, Number: row.Number, State: row.State, Text: row.Text, DueAt: utc(row.DueAt), LateDays: row.LateDays, Files: row.Files, Marks: row.Marks}
	if row.SubmittedAt != nil {
		v.At = row.SubmittedAt.UTC()
	}
	for i := range v.Marks {
		v.Marks[i].MarkedAt = v.Marks[i].MarkedAt.UTC()
		if !named {
			v.Marks[i].By = ""
		}
	}
	return v
}

// blocked is what stands in the way of handing in; empty where nothing does.
func blocked(w coursework.Work, now time.Time) string {
	t := w.Task.V
	due, closes := t.Due(w.ExtendedTo), t.Closes(w.ExtendedTo)
	last, times := lastHanded(w)
	switch {
	case t.OpensAt != nil && now.Before(*t.OpensAt):
		return notOpen
	case times > 0 && last != Returned && !again(t, last, due, now), times > 0 && last != Returned && t.MostTimes > 0 && times >= t.MostTimes:
		return notAgain
	case closes != nil && now.After(*closes):
		return closed
	}
	return ""
}

// again says whether something that was handed in, and not returned, may be handed in once more.
func again(t Task, last string, due *time.Time, now time.Time) bool {
	switch t.Again {
	case "due":
		return due != nil && !now.After(*due)
	case "marked":
		return last != Marked
	}
	return false
}

// lastHanded is the state of what was handed in last, and how many times something was.
func lastHanded(w coursework.Work) (state string, times int) {
	for _, row := range w.Submissions.V {
		if row.State == coursework.Draft {
			continue
		}
		if times == 0 {
			state = row.State
		}
		times++
	}
	return state, times
}

// lateDays is how many days have begun between a due time and a later one.
func lateDays(due *time.Time, at time.Time) int {
	if due == nil || !at.After(*due) {
		return 0
	}
	const day = 24 * time.Hour
	return int((at.Sub(*due) + day - 1) / day)
}

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	u := at.UTC()
	return &u
}
