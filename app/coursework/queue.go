package coursework

import (
	"context"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/questions"
	"academy/models"
	"academy/models/coursework"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Queue is what waits to be marked in a course, the oldest first, or what is done, the newest first. Whose it is, it does not say.
type Queue struct {
	Course  Head
	Done    bool
	Waiting int
	Rows    []Waiting
	Next    string // cursor of the next page, empty on the last
}

// Waiting is a submission in the queue.
type Waiting = coursework.Waiting

const perPage = 20

// MarkingQueue lists submissions. Everybody who makes the course may mark.
func (s *Service) MarkingQueue(ctx context.Context, who access.Actor, slug string, done bool, cursor string) (Queue, error) {
	v := Queue{Done: done}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		v.Rows, err = coursework.ListWaiting(tx, work.CourseID, done, models.ParseCursor(cursor), perPage+1)
		return err
	})
	if len(v.Rows) > perPage {
		v.Rows = v.Rows[:perPage]
		last := v.Rows[perPage-1]
		v.Next = models.Cursor{At: last.SubmittedAt, ID: last.ID}.String()
	}
	if len(v.Rows) > 0 {
		v.Waiting = v.Rows[0].All
	}
	return v, err
}

// ToMark is a submission before those who mark it.
type ToMark struct {
	Course Head
	Title  string
	Prompt string // sanitised HTML
	Notes  string // of the author for whoever marks, sanitised HTML
	Task   Task
	Submission
	// Name is whose it is; empty while the marking is blind, and for assistants.
	Name string
	// Newer says that the learner has handed in another since: it is not marked any more.
	Newer bool
	// Seen is how many marks there are: who marks names it.
	Seen int
	// Closed says that nothing is taken any more; who returns it says until when it is.
	Closed bool
}

// ToMark shows a submission to those who mark it. Where the marking is not blind, that they saw whose it is is noted.
func (s *Service) ToMark(ctx context.Context, who access.Actor, lang locale.Lang, slug string, id uuid.UUID) (ToMark, error) {
	var v ToMark
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := coursework.FindToMark(tx, work.CourseID, id)
		if err != nil {
			return err
		}
		v = s.toMark(row, head, lang)
		closes := row.Task.V.Closes(row.ExtendedTo)
		v.Closed = closes != nil && tx.Now.After(*closes)
		if v.Name == "" {
			return nil
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: "course.submission_seen", SubjectID: &row.CitizenID, ObjectKind: "submission", ObjectID: &row.ID})
	})
	return v, err
}

func (s *Service) toMark(row coursework.ToMark, head Head, lang locale.Lang) ToMark {
	t := row.Task.V
	v := ToMark{
		Course: head, Title: row.Title.In(string(lang)), Prompt: s.HTML(row.Body.In(string(lang))), Notes: s.HTML(t.Notes.In(string(lang))), Task: t,
		Newer: row.Newer, Seen: len(row.Marks.V),
		Submission: submission(coursework.Version{
			ID: row.ID, Number: row.Number, State: row.State, Text: row.Text, SubmittedAt: row.SubmittedAt, DueAt: row.DueAt, LateDays: row.LateDays,
			Files: row.Files.V, Marks: row.Marks.V,
		}, true),
	}
	if t.Named && head.Part.MayEdit() {
		v.Name = row.Name
		return v
	}
	for i, f := range v.Files {
		v.Files[i].Name = questions.Unnamed(f.ID, f.Name)
	}
	return v
}
