package grades

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/grades"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Import is a table of grades with what it would change, or has changed.
type Import struct {
	Course Head
	ID     uuid.UUID
	Name   string
	// Rows are what needs to be looked at first, then the others as they stand in the table.
	Rows []ImportRow
	// Ready counts the rows that can be taken.
	Ready    int
	Reason   string
	TakenAt  time.Time
	UndoneAt time.Time
}

// Taken and Undone say what has become of it.
func (v Import) Taken() bool { return !v.TakenAt.IsZero() }

// Undone says that it has been taken and taken back.
func (v Import) Undone() bool { return !v.UndoneAt.IsZero() }

// The states of a row.
const (
	RowBroken = "broken" // see its problem
	RowMoved  = "moved"  // the grade is not what it was when the table was taken along
	RowSame   = "same"   // the grade is so already
	RowReady  = "ready"
	RowTaken  = "taken"
	RowLeft   = "left" // not chosen when others were taken
)

// ImportRow is one cell of the table.
type ImportRow struct {
	Place, Line int
	// Name and Lesson are empty where there is no such learner or lesson.
	Name   string
	Lesson Text
	Number int
	// Was is the grade in the table, Now that of this moment, New the one to be given.
	Was, Now, New *Hundredths
	// Remove says that the attempts shall count again.
	Remove bool
	// Completes says that the grade reaches the pass mark.
	Completes bool
	State     string
	// Problem is a message, which Said fills.
	Problem, Said string

	standing grades.Standing
	row      grades.ImportRow
}

// SentFile is a table that was sent.
type SentFile struct {
	Name string
	Data []byte
}

// maxFileName is the most characters of a file's name that are kept.
const maxFileName = 300

func (f SentFile) title() string {
	name := []rune(strings.TrimSpace(norm.NFC.String(f.Name)))
	return string(name[:min(len(name), maxFileName)])
}

// BringGrades reads a table to be looked at, and answers the ID of what it would change. Nothing is taken yet.
func (s *Service) BringGrades(ctx context.Context, who access.Actor, slug string, file SentFile) (uuid.UUID, error) {
	id := models.NewID()
	var list []grades.Lesson
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err == nil {
			list, err = grades.ListLessons(tx, *work.Published)
		}
		return err
	})
	if err != nil {
		return id, err
	}
	rows, err := readTable(file.Data, list)
	if err != nil {
		return id, err
	}
	return id, s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.change(tx, who, slug)
		if err != nil {
			return err
		}
		return grades.InsertImport(tx, grades.Import{
			ID: id, CourseID: work.CourseID, BroughtBy: who.ID, Name: file.title(), Rows: models.JSON[[]grades.ImportRow]{V: rows},
			Taken: models.JSON[[]int]{V: []int{}}, BroughtAt: tx.Now,
		})
	})
}

// Import shows what a table would change now. Whose grades are shown is noted.
func (s *Service) Import(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (Import, error) {
	var v Import
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.look(tx, who, slug)
		if err != nil {
			return err
		}
		if work.Published == nil {
			return models.ErrNotFound
		}
		brought, err := grades.FindBrought(tx, work.CourseID, *work.Published, id, who.ID)
		if err != nil {
			return err
		}
		v = imported(brought)
		v.Course = head
		return nil
	})
	return v, err
}

func imported(b grades.Brought) Import {
	v := Import{ID: b.ID, Name: b.Name, Reason: b.Reason}
	if b.TakenAt != nil {
		v.TakenAt = b.TakenAt.UTC()
	}
	if b.UndoneAt != nil {
		v.UndoneAt = b.UndoneAt.UTC()
	}
	standings := map[int]grades.Standing{}
	for _, st := range b.Standings.V {
		standings[st.Place] = st
	}
	list := lessons(b.Lessons.V)
	for i, r := range b.Rows.V {
		st, found := standings[i]
		row := importRow(i, r, st, found)
		if l := slices.IndexFunc(list, func(l Lesson) bool { return l.ID == r.Lesson }); l >= 0 {
			row.Lesson, row.Number = list[l].Title, list[l].Number
		}
		if v.Taken() {
			row.State = RowLeft
			if slices.Contains(b.Taken.V, i) {
				row.State = RowTaken
			}
		} else if row.State == RowReady {
			v.Ready++
		}
		v.Rows = append(v.Rows, row)
	}
	slices.SortStableFunc(v.Rows, func(a, b ImportRow) int { return cmp.Compare(a.urgency(), b.urgency()) })
	return v
}

func (r ImportRow) urgency() int {
	return slices.Index([]string{RowBroken, RowMoved, RowTaken, RowReady, RowLeft, RowSame}, r.State)
}

func importRow(place int, r grades.ImportRow, st grades.Standing, found bool) ImportRow {
	row := ImportRow{Place: place, Line: r.Line, Name: st.Name, Problem: r.Problem, Said: r.Said, standing: st, row: r, State: RowReady}
	now := either(st.Given, st.Graded)
	row.Was, row.Now, row.New = hundredths(r.Was), hundredths(now), hundredths(r.New)
	row.Remove = r.Problem == "" && r.New == nil
	row.Completes = r.New != nil && *r.New >= st.PassPercent*100
	switch {
	case r.Problem != "":
		row.State = RowBroken
	case !found:
		row.State, row.Problem = RowBroken, "grades.import_gone"
	case !equal(r.Was, now):
		row.State = RowMoved
	case row.Remove && st.Given == nil, r.New != nil && equal(r.New, st.Given):
		row.State = RowSame
	}
	return row
}

func equal(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// importsKept is how long one may come back to what a table would change, or undo it.
const importsKept = 30 * 24 * time.Hour

// Sweep forgets old imports.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error { return grades.DeleteImportsBefore(tx, tx.Now.Add(-importsKept)) })
}
