package quizzes

import (
	"context"
	"slices"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// lookAtShared finds a course for somebody who may see what other courses share: whoever may change this one.
func (s *Service) lookAtShared(tx *models.Tx, who access.Actor, slug string) (uuid.UUID, Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = fault.ErrDenied
	}
	return work.CourseID, head, err
}

// SharedBank lists the questions that other courses share, the newest first.
func (s *Service) SharedBank(ctx context.Context, who access.Actor, slug string, f BankFilter) (Bank, error) {
	var v Bank
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		courseID, head, err := s.lookAtShared(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		rows, err := assessment.ListShared(tx, courseID, rowsOf(f), bankPage+1)
		if len(rows) > bankPage {
			rows = rows[:bankPage]
			v.Next = rows[bankPage-1].ID.String()
		}
		var known []assessment.BankQuestion
		for _, r := range rows {
			known = append(known, r.BankQuestion)
			v.Questions = append(v.Questions, s.sharedRow(r))
		}
		v.Tags, v.Categories = f.words(known)
		return err
	})
	return v, err
}

func (s *Service) sharedRow(r assessment.SharedQuestion) BankRow {
	row := s.bankRow(r.BankQuestion)
	row.Home = r.Home
	if r.CopyID != nil {
		row.Copy = *r.CopyID
	}
	return row
}

// SharedQuestion shows a question that another course shares.
func (s *Service) SharedQuestion(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (QuestionWork, error) {
	v := QuestionWork{ID: id}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		courseID, head, err := s.lookAtShared(tx, who, slug)
		if err != nil {
			return err
		}
		q, err := assessment.FindShared(tx, courseID, id)
		v.Course, v.Home, v.QuestionChange = head, q.Home, changeOf(q.BankQuestion)
		if q.CopyID != nil {
			v.Copy = *q.CopyID
		}
		return err
	})
	return v, err
}

func changeOf(q assessment.BankQuestion) QuestionChange {
	return QuestionChange{
		From: q.Number, Type: q.Type, Prompt: q.Prompt, Feedback: q.Feedback, Body: q.Body.V, Category: q.Category, Tags: strings.Join(q.Tags, ", "), Difficulty: q.Difficulty,
	}
}

// CopyShared copies questions that other courses share into the bank of a course and answers the copies, in the order
// asked. A copy that is there already is taken as it is. Where one of them is not shared, nothing is copied.
func (s *Service) CopyShared(ctx context.Context, who access.Actor, slug string, ids []uuid.UUID) (copies []uuid.UUID, err error) {
	if len(ids) == 0 {
		return nil, fault.Field("question", "quizzes.choose_some")
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		copies, err = copyShared(tx, work.CourseID, ids)
		return err
	})
	return copies, err
}

// CopyFound copies all questions that a filter finds among what other courses share, as many as one draw takes along, and
// answers how many.
func (s *Service) CopyFound(ctx context.Context, who access.Actor, slug string, f BankFilter) (count int, err error) {
	f.Cursor = ""
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		rows, err := assessment.ListShared(tx, work.CourseID, rowsOf(f), maxPool)
		if err != nil || len(rows) == 0 {
			return err
		}
		var found []uuid.UUID
		for _, r := range rows {
			found = append(found, r.ID)
		}
		count = len(found)
		_, err = copyShared(tx, work.CourseID, found)
		return err
	})
	return count, err
}

func copyShared(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) ([]uuid.UUID, error) {
	rows, err := assessment.LockShared(tx, courseID, ids)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(ids, func(id uuid.UUID) bool {
		return !slices.ContainsFunc(rows, func(r assessment.SharedQuestion) bool { return r.ID == id })
	}) {
		return nil, models.ErrNotFound
	}
	fresh := make([]assessment.Question, len(rows))
	for i, r := range rows {
		id := models.NewID()
		fresh[i] = assessment.Question{
			ID: id, CourseID: courseID, Key: questionKey(id), Category: r.Category, Tags: r.Tags, Difficulty: r.Difficulty, ChangedAt: tx.Now,
			CopiedFrom: &r.ID, CopiedVersion: r.Number, Points: r.Points,
		}
	}
	if err := assessment.InsertQuestions(tx, fresh); err != nil {
		return nil, err
	}
	copies, err := assessment.MapCopies(tx, courseID, ids)
	if err != nil {
		return nil, err
	}
	if err := firstVersions(tx, rows, fresh, copies); err != nil {
		return nil, err
	}
	inOrder := make([]uuid.UUID, len(ids))
	for i, id := range ids {
		inOrder[i] = copies[id]
	}
	return inOrder, assessment.UpdateArchived(tx, courseID, inOrder, false)
}

// firstVersions writes what the copies say that have just been made; the others were there already.
func firstVersions(tx *models.Tx, rows []assessment.SharedQuestion, fresh []assessment.Question, copies map[uuid.UUID]uuid.UUID) error {
	var versions []assessment.QuestionVersion
	for i, r := range rows {
		if copies[r.ID] == fresh[i].ID {
			versions = append(versions, assessment.QuestionVersion{
				ID: models.NewID(), QuestionID: fresh[i].ID, Number: 1, Type: r.Type, Prompt: r.Prompt, Body: r.Body, Feedback: r.Feedback, CreatedAt: tx.Now,
			})
		}
	}
	if len(versions) == 0 {
		return nil
	}
	return assessment.InsertVersions(tx, versions)
}

// refreshCopies lets copies say what their originals say now, as a new version of each. Others stay as they are.
func refreshCopies(tx *models.Tx, courseID uuid.UUID, ids []uuid.UUID) error {
	rows, err := assessment.LockOldCopies(tx, courseID, ids)
	if err != nil || len(rows) == 0 {
		return err
	}
	versions := make([]assessment.QuestionVersion, len(rows))
	for i, r := range rows {
		versions[i] = assessment.QuestionVersion{
			ID: models.NewID(), QuestionID: r.ID, Number: r.Last + 1, Type: r.Type, Prompt: r.Prompt, Body: r.Body, Feedback: r.Feedback, CreatedAt: tx.Now,
		}
		if err := assessment.UpdateCopied(tx, r.ID, r.Original); err != nil {
			return err
		}
	}
	return assessment.InsertVersions(tx, versions)
}
