package grades

import (
	"context"
	"errors"
	"slices"
	"strings"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"
	"academy/models/grades"
	"academy/models/operations"

	"github.com/google/uuid"
)

// TakeGrades gives the grades of the rows that are chosen, all of them or none, for one reason. Those that have changed
// since the table was taken along are ErrMoved. Nothing is taken twice.
func (s *Service) TakeGrades(ctx context.Context, who access.Actor, slug string, id uuid.UUID, chosen []int, reason string) error {
	reason, wrong := reasonOf(reason)
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err != nil {
			return err
		}
		found, err := grades.LockImport(tx, work.CourseID, id)
		if err != nil || found.TakenAt != nil {
			return err
		}
		if wrong != "" {
			return fault.Field("reason", wrong)
		}
		rows, err := s.lockRows(tx, work, found, who)
		if err != nil {
			return err
		}
		wanted, err := pick(rows, chosen)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(wanted, func(r ImportRow) bool { return r.standing.Citizen == who.ID }) {
			return ErrOwn
		}
		if err := take(tx, who, found, wanted, reason); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.SettleGrades{ImportID: id})
	})
}

// lockRows holds everybody whom a table is about, and only then looks at what they have.
func (s *Service) lockRows(tx *models.Tx, work courses.Work, found grades.Import, who access.Actor) ([]ImportRow, error) {
	var people []uuid.UUID
	for _, r := range found.Rows.V {
		people = append(people, r.Learner)
	}
	if err := grades.LockEnrolments(tx, work.CourseID, people); err != nil {
		return nil, err
	}
	brought, err := grades.FindBrought(tx, work.CourseID, *work.Published, found.ID, who.ID)
	return imported(brought).Rows, err
}

// pick answers the rows that are chosen. What is so already is left out; one that cannot be taken stops all.
func pick(rows []ImportRow, chosen []int) ([]ImportRow, error) {
	var wanted []ImportRow
	for _, r := range rows {
		if !slices.Contains(chosen, r.Place) || r.State == RowSame {
			continue
		}
		if r.State != RowReady {
			return nil, ErrMoved
		}
		wanted = append(wanted, r)
	}
	if len(wanted) == 0 {
		return nil, fault.Field("item", "grades.choose_some")
	}
	return wanted, nil
}

func take(tx *models.Tx, who access.Actor, found grades.Import, wanted []ImportRow, reason string) error {
	var list []grades.Override
	var places []int
	var citizens []string
	for _, r := range wanted {
		list = append(list, grades.Override{
			ID: models.NewID(), EnrolmentID: r.row.Learner, LessonID: r.row.Lesson, Percent: r.row.New, Reason: reason, ImportID: &found.ID, Replaces: r.standing.Change,
		})
		places, citizens = append(places, r.Place), append(citizens, r.standing.Citizen.String())
	}
	if err := grades.InsertOverrides(tx, found.CourseID, who.ID, list); err != nil {
		return conflict(err, ErrMoved)
	}
	if err := grades.UpdateImportTaken(tx, found.ID, places, reason); err != nil {
		return err
	}
	slices.Sort(citizens)
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &who.ID, Action: "course.grades_imported", ObjectKind: "course", ObjectID: &found.CourseID, Reason: reason,
		Details: models.JSON[map[string]string]{V: map[string]string{"import": found.ID.String(), "citizens": strings.Join(slices.Compact(citizens), " ")}},
	})
}

// UndoGrades puts back what was before a table was taken, but for the grades that have been given anew meanwhile; it
// answers how many these are. What was completed stays so.
func (s *Service) UndoGrades(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (kept int, err error) {
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err != nil {
			return err
		}
		found, err := grades.LockImport(tx, work.CourseID, id)
		if err != nil || found.TakenAt == nil || found.UndoneAt != nil {
			return err
		}
		rows, err := s.lockRows(tx, work, found, who)
		if err != nil {
			return err
		}
		if slices.ContainsFunc(rows, func(r ImportRow) bool {
			return r.standing.Citizen == who.ID && slices.Contains(found.Taken.V, r.Place)
		}) {
			return ErrOwn
		}
		list, later, err := grades.ListUndone(tx, id)
		if err != nil {
			return err
		}
		for i := range list {
			if list[i].Reason == "" {
				list[i].Reason = found.Reason
			}
		}
		if kept = later; len(list) > 0 {
			if err := grades.InsertOverrides(tx, found.CourseID, who.ID, list); err != nil {
				return conflict(err, ErrMoved)
			}
		}
		if err := grades.UpdateImportUndone(tx, id); err != nil {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "course.grades_import_undone", ObjectKind: "course", ObjectID: &found.CourseID, Reason: found.Reason,
			Details: models.JSON[map[string]string]{V: map[string]string{"import": id.String()}},
		})
	})
	return kept, err
}

// Settle completes the lessons whose pass mark the grades of a table reach, each learner in a transaction of their own.
// Done twice it does nothing more.
func (s *Service) Settle(ctx context.Context, importID uuid.UUID) error {
	var list []grades.Reached
	var revision uuid.UUID
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		if revision, err = grades.FindRevision(tx, importID); err == nil {
			list, err = grades.ListReached(tx, revision, importID, nil)
		}
		return err
	})
	if errors.Is(err, models.ErrNotFound) { // swept away since, or the course has gone
		return nil
	}
	for _, r := range list {
		if err == nil {
			err = s.DB.Write(ctx, func(tx *models.Tx) error { return s.settle(tx, revision, importID, r.EnrolmentID) })
		}
	}
	return err
}

// settle looks again under the lock: the grade may have been taken back meanwhile.
func (s *Service) settle(tx *models.Tx, revision, importID, enrolmentID uuid.UUID) error {
	if _, err := courses.LockEnrolmentByID(tx, enrolmentID); err != nil {
		return err
	}
	list, err := grades.ListReached(tx, revision, importID, &enrolmentID)
	for _, r := range list {
		if err == nil {
			err = s.Passed(tx, r.EnrolmentID, r.LessonID)
		}
	}
	return err
}
