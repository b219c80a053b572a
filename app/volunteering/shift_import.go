package volunteering

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/sheet"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// ShiftImport is a table of shifts with what it would add now, or has added.
type ShiftImport struct {
	ID, Activity uuid.UUID
	Title        Text
	Name         string
	// Missing are columns that are needed and not there, Unknown the headings under which nothing was read.
	Missing, Unknown []string
	// Rows are what needs to be looked at first, then the others as they stand in the table.
	Rows []ShiftImportRow
	// Ready rows can be taken, Broken cannot; Same are there already.
	Ready, Broken, Same int
	TakenAt, UndoneAt   *time.Time
}

// The states of a row.
const (
	RowBroken = "broken" // see its problems
	RowReady  = "ready"
	RowSame   = "same" // the activity has it already
	RowTaken  = "taken"
	RowLeft   = "left" // not taken when others were
)

// ShiftImportRow is a row of the table.
type ShiftImportRow struct {
	Place, Line  int
	State        string
	Cells        map[string]string
	Starts, Ends time.Time
	Where        Text
	Online       bool
	Duty         Text
	Min, Max     int
	Problems     []ImportProblem
}

// Faults of imports.
var (
	ErrImportBroken = fault.New(fault.Conflict, "volunteering.import_broken")
	ErrImportUsed   = fault.New(fault.Conflict, "volunteering.import_used")
	ErrImportNone   = fault.New(fault.Conflict, "volunteering.import_none")
)

// WriteShiftTemplate writes the table to be filled in, with a row for an example on the first day of the activity.
func (s *Service) WriteShiftTemplate(ctx context.Context, who access.Actor, activity uuid.UUID, lang locale.Lang, to io.Writer) error {
	v, err := s.ShiftPlan(ctx, who, activity)
	if err != nil {
		return err
	}
	say := s.Messages.Printer(lang, "")
	var head []string
	for _, column := range ImportColumns() {
		head = append(head, say.T("volunteering.column."+column))
	}
	day := ""
	if v.StartsOn != nil {
		day = v.StartsOn.Format(time.DateOnly)
	}
	rows := [][]string{head}
	for _, d := range v.Duties {
		rows = append(rows, []string{
			day, "09:00", "13:00", say.T("volunteering.import_place"), "", say.T("volunteering.no"), d.Title.In(string(lang)), "1", "2", say.T("volunteering.yes"), "", "", "",
		})
	}
	return sheet.WriteXLSX(to, rows, sheet.Frozen{Rows: 1, NumbersFrom: slices.Index(ImportColumns(), colMin)})
}

// BringShifts reads a table to be looked at, and answers the ID of what it would add. Nothing is added yet.
func (s *Service) BringShifts(ctx context.Context, who access.Actor, activity uuid.UUID, file SentFile) (uuid.UUID, error) {
	if err := coordinate(who); err != nil {
		return uuid.Nil, err
	}
	row, err := s.readShifts(file.Data)
	if err != nil {
		return uuid.Nil, err
	}
	row.ID, row.ActivityID, row.BroughtBy, row.Name = models.NewID(), activity, &who.ID, file.title()
	return row.ID, s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := findOwn(tx, who, activity); err != nil {
			return err
		}
		row.BroughtAt = tx.Now
		return volunteering.InsertImport(tx, row)
	})
}

// ShiftImport shows what a table would add now, or has added.
func (s *Service) ShiftImport(ctx context.Context, who access.Actor, activity, id uuid.UUID) (ShiftImport, error) {
	if err := coordinate(who); err != nil {
		return ShiftImport{}, err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return ShiftImport{}, err
	}
	var v ShiftImport
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		found, err := volunteering.FindImport(tx, activity, id)
		if err != nil {
			return err
		}
		sheet, err := sheetOf(tx, who, activity)
		if err != nil {
			return err
		}
		v = imported(found, s.judged(found, sheet, duties, tx.Now))
		v.Title = sheet.Title
		return nil
	})
	return v, err
}

// judgedRow is a row with what can be done with it.
type judgedRow struct {
	brought
	state string
}

// judged says of every row what can be done with it beside what the activity has now.
func (s *Service) judged(found volunteering.Import, sheet volunteering.Sheet, duties []Duty, now time.Time) []judgedRow {
	there, seen := map[string]bool{}, map[string]bool{}
	byID := map[uuid.UUID]volunteering.SheetShift{}
	for _, shift := range sheet.Shifts.V {
		byID[shift.ID] = shift
	}
	for _, n := range sheet.Needs.V {
		if shift := byID[n.ShiftID]; shift.CancelledAt == nil {
			there[shiftKey(shift)+n.DutyID.String()] = true
		}
	}
	var list []judgedRow
	for _, row := range found.Rows.V {
		one := judgedRow{brought: s.understand(row, sheet.Activity, duties, now), state: RowReady}
		key := one.place() + one.need.DutyID.String()
		if len(one.problems) == 0 && seen[key] {
			one.wrong(colDuty, "volunteering.import_twice")
		}
		switch {
		case len(one.problems) > 0:
			one.state = RowBroken
		case there[key]:
			one.state = RowSame
		}
		seen[key] = seen[key] || one.state != RowBroken
		list = append(list, one)
	}
	return list
}

func imported(found volunteering.Import, rows []judgedRow) ShiftImport {
	v := ShiftImport{ID: found.ID, Activity: found.ActivityID, Name: found.Name, Missing: found.Missing.V, Unknown: found.Unknown.V, TakenAt: found.TakenAt, UndoneAt: found.UndoneAt}
	if len(v.Missing) > 0 {
		return v
	}
	for i, r := range rows {
		row := ShiftImportRow{
			Place: i, Line: r.Line, State: r.state, Cells: r.Cells, Starts: r.shift.StartsAt, Ends: r.shift.EndsAt, Where: r.shift.Place, Online: r.shift.Online,
			Duty: r.duty, Min: r.need.Min, Max: r.need.Max, Problems: r.problems,
		}
		if found.TakenAt != nil {
			row.Problems, row.State = nil, RowLeft
			if slices.Contains(found.Taken.V, i) {
				row.State = RowTaken
			}
		}
		switch row.State {
		case RowReady:
			v.Ready++
		case RowBroken:
			v.Broken++
		case RowSame:
			v.Same++
		}
		v.Rows = append(v.Rows, row)
	}
	urgency := []string{RowBroken, RowTaken, RowReady, RowLeft, RowSame}
	slices.SortStableFunc(v.Rows, func(a, b ShiftImportRow) int {
		return cmp.Compare(slices.Index(urgency, a.State), slices.Index(urgency, b.State))
	})
	return v
}

// TakeShifts adds the shifts of a table, all in one transaction. With a row that is wrong nothing is added, unless one says
// that those are to be left out. What the activity has already is not added again, and nothing is taken twice.
func (s *Service) TakeShifts(ctx context.Context, who access.Actor, activity, id uuid.UUID, leaveOut bool) (int, error) {
	added := 0
	err := s.withImport(ctx, who, activity, id, func(tx *models.Tx, found volunteering.Import, duties []Duty) error {
		if found.TakenAt != nil {
			added = len(found.Taken.V)
			return nil
		}
		sheet, err := volunteering.FindSheet(tx, activity)
		if err != nil {
			return err
		}
		wanted, places, err := ready(found, s.judged(found, sheet, duties, tx.Now), leaveOut)
		if err != nil {
			return err
		}
		shifts, needs := rowsOf(wanted, id, tx.Now)
		if len(sheet.Shifts.V)+len(shifts) > mostShifts {
			return ErrMany
		}
		added = len(wanted)
		if err := errors.Join(volunteering.InsertShifts(tx, shifts), volunteering.InsertNeeds(tx, needs)); err != nil {
			return err
		}
		if err := volunteering.UpdateImportTaken(tx, id, places); err != nil {
			return err
		}
		return noteOn(tx, who, "shift.imported", "activity", activity, found.Name)
	})
	return added, err
}

// ready answers the rows that can be taken and their places, or why none is.
func ready(found volunteering.Import, rows []judgedRow, leaveOut bool) (wanted []brought, places []int, err error) {
	if len(found.Missing.V) > 0 {
		return nil, nil, ErrImportBroken
	}
	for i, r := range rows {
		switch {
		case r.state == RowBroken && !leaveOut:
			return nil, nil, ErrImportBroken
		case r.state == RowReady:
			wanted, places = append(wanted, r.brought), append(places, i)
		}
	}
	if len(wanted) == 0 {
		return nil, nil, ErrImportNone
	}
	return wanted, places, nil
}

// withImport holds an activity and one of its imports.
func (s *Service) withImport(ctx context.Context, who access.Actor, activity, id uuid.UUID, change func(*models.Tx, volunteering.Import, []Duty) error) error {
	if err := coordinate(who); err != nil {
		return err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := s.lockOwn(tx, who, activity); err != nil {
			return err
		}
		found, err := volunteering.LockImport(tx, activity, id)
		if err != nil {
			return err
		}
		return change(tx, found, duties)
	})
}

// UndoShifts takes the shifts of a table out again, as long as nobody is in one of them. Twice is once.
func (s *Service) UndoShifts(ctx context.Context, who access.Actor, activity, id uuid.UUID) error {
	return s.withImport(ctx, who, activity, id, func(tx *models.Tx, found volunteering.Import, _ []Duty) error {
		if found.UndoneAt != nil {
			return nil
		}
		if found.TakenAt == nil {
			return ErrNotNow
		}
		people, err := volunteering.CountImported(tx, id)
		if err != nil {
			return err
		}
		if people > 0 {
			return ErrImportUsed.With(people)
		}
		if err := volunteering.DeleteImported(tx, id); err != nil {
			return err
		}
		if err := volunteering.UpdateImportUndone(tx, id); err != nil {
			return err
		}
		return noteOn(tx, who, "shift.import_undone", "activity", activity, found.Name)
	})
}

// importsKept is how long one may come back to what a table would add, or undo it.
const importsKept = 30 * 24 * time.Hour

// Sweep forgets old imports, and changes of boards that can no longer be taken back.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		return errors.Join(volunteering.DeleteImportsBefore(tx, tx.Now.Add(-importsKept)), volunteering.DeleteChangesBefore(tx, tx.Now.Add(-undoable)))
	})
}
