package volunteering

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// NeedDraft is how many people a shift needs for a duty, and whom. A maximum of 0 is none.
type NeedDraft struct {
	Duty           uuid.UUID
	Min, Max       int
	Qualified      bool
	MinAge, MaxAge int
	Language       string
}

// ShiftDraft is a shift as it is written. An end that is not after the beginning is on the next day.
type ShiftDraft struct {
	Day         time.Time
	From, Until string
	Place       Text
	Online      bool
	Needs       []NeedDraft
	// Times is on how many days it stands, Every how many days apart.
	Times, Every int
	// Version is the one that the writing began with.
	Version int
}

// PlannedShift is a shift before those who coordinate.
type PlannedShift struct {
	ID           uuid.UUID
	Starts, Ends time.Time
	Place        Text
	Online       bool
	Cancelled    bool
	Over         bool
	Version      int
	Needs        []PlannedNeed
}

// PlannedNeed is a need with how it stands.
type PlannedNeed struct {
	NeedDraft
	ID    uuid.UUID
	Title Text
	Taken int
}

// ShiftPlan is the shifts of an activity.
type ShiftPlan struct {
	ID          uuid.UUID
	Title       Text
	State, Kind string
	StartsOn    *time.Time
	EndsOn      *time.Time
	Duties      []Duty
	Shifts      []PlannedShift
}

// ShiftPlan shows the shifts of an activity.
func (s *Service) ShiftPlan(ctx context.Context, who access.Actor, id uuid.UUID) (ShiftPlan, error) {
	var v ShiftPlan
	if err := coordinate(who); err != nil {
		return v, err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return v, err
	}
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		sheet, err := sheetOf(tx, who, id)
		v = ShiftPlan{ID: sheet.ID, Title: sheet.Title, State: sheet.State, Kind: sheet.Kind, StartsOn: sheet.StartsOn, EndsOn: sheet.EndsOn, Duties: duties}
		for _, shift := range sheet.Shifts.V {
			v.Shifts = append(v.Shifts, plannedShift(sheet, shift, tx.Now))
		}
		return err
	})
	return v, err
}

// PlannedShift finds a shift in a plan.
func (v ShiftPlan) PlannedShift(id uuid.UUID) (PlannedShift, error) {
	for _, s := range v.Shifts {
		if s.ID == id {
			return s, nil
		}
	}
	return PlannedShift{}, fault.ErrMissing
}

func plannedShift(sheet volunteering.Sheet, s volunteering.SheetShift, now time.Time) PlannedShift {
	v := PlannedShift{ID: s.ID, Starts: s.StartsAt, Ends: s.EndsAt, Place: s.Place, Online: s.Online, Cancelled: s.CancelledAt != nil, Over: !now.Before(s.StartsAt), Version: s.Version}
	for _, n := range sheet.Needs.V {
		if n.ShiftID == s.ID {
			need := PlannedNeed{ID: n.ID, Title: n.Duty, Taken: n.Taken, NeedDraft: NeedDraft{Duty: n.DutyID, Min: n.Min, Max: n.Max, Qualified: n.Qualified, MinAge: n.MinAge, MaxAge: n.MaxAge}}
			if len(n.Languages) > 0 {
				need.Language = n.Languages[0]
			}
			v.Needs = append(v.Needs, need)
		}
	}
	return v
}

// period is when a draft begins and ends on a day.
func (d ShiftDraft) period(day time.Time) (starts, ends time.Time, wrong map[string]string) {
	wrong = map[string]string{}
	from, err := minuteOf(d.From)
	if err != nil {
		wrong["from"] = "volunteering.time"
	}
	until, err := minuteOf(d.Until)
	if err != nil {
		wrong["until"] = "volunteering.time"
	}
	if d.Day.IsZero() {
		wrong["day"] = "volunteering.day"
	}
	if len(wrong) == 0 && from == until {
		wrong["until"] = "volunteering.period"
	}
	day = startOfDay(day)
	at := func(minute int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), minute/60, minute%60, 0, 0, day.Location())
	}
	if until <= from {
		until += 24 * 60
	}
	return at(from), at(until), wrong
}

func (d *ShiftDraft) check(a volunteering.Activity, duties []Duty) error {
	_, _, wrong := d.period(d.Day)
	for name, text := range map[string]*string{"place_ko": &d.Place.KO, "place_en": &d.Place.EN} {
		if *text = clean(*text); utf8.RuneCountInString(*text) > 120 {
			wrong[name] = "volunteering.long"
		}
	}
	d.Times, d.Every = max(d.Times, 1), max(d.Every, 1)
	if d.Times > 60 || d.Every > 31 {
		wrong["times"] = "volunteering.number"
	}
	if a.StartsOn != nil && a.EndsOn != nil && wrong["day"] == "" {
		last := d.Day.AddDate(0, 0, (d.Times-1)*d.Every).Format(time.DateOnly)
		if d.Day.Format(time.DateOnly) < a.StartsOn.Format(time.DateOnly) || last > a.EndsOn.Format(time.DateOnly) {
			wrong["day"] = "volunteering.outside"
		}
	}
	d.Needs = slices.DeleteFunc(d.Needs, func(n NeedDraft) bool { return n.Max == 0 && n.Min == 0 })
	if len(d.Needs) == 0 {
		wrong["needs"] = "volunteering.need_needed"
	}
	for _, n := range d.Needs {
		known := slices.ContainsFunc(duties, func(duty Duty) bool { return duty.ID == n.Duty })
		language := n.Language == "" || slices.Contains(Languages(), n.Language)
		if !known || !language || n.Min < 0 || n.Max < max(n.Min, 1) || n.Max > 500 || n.MinAge < 0 || n.MinAge > 120 || n.MaxAge < 0 || n.MaxAge > 120 {
			wrong["needs"] = "volunteering.need_wrong"
		}
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

func (n NeedDraft) row(shift uuid.UUID) volunteering.Need {
	v := volunteering.Need{ID: models.NewID(), ShiftID: shift, DutyID: n.Duty, Min: n.Min, Max: n.Max, Qualified: n.Qualified, MinAge: n.MinAge, MaxAge: n.MaxAge}
	v.Languages.V = []string{}
	if n.Language != "" {
		v.Languages.V = []string{n.Language}
	}
	return v
}

// AddShifts adds a shift, as often as it repeats, and answers how many were added.
func (s *Service) AddShifts(ctx context.Context, who access.Actor, activity uuid.UUID, d ShiftDraft) (int, error) {
	return s.change(ctx, who, activity, "shift.added", func(tx *models.Tx, a volunteering.Activity, duties []Duty) ([]volunteering.Shift, []volunteering.Need, error) {
		if err := d.check(a, duties); err != nil {
			return nil, nil, err
		}
		var shifts []volunteering.Shift
		var needs []volunteering.Need
		for i := range d.Times {
			starts, ends, _ := d.period(d.Day.AddDate(0, 0, i*d.Every))
			row := volunteering.Shift{ID: models.NewID(), ActivityID: activity, StartsAt: starts, EndsAt: ends, Place: d.Place, Online: d.Online, Version: 1, CreatedAt: tx.Now}
			shifts = append(shifts, row)
			for _, n := range d.Needs {
				needs = append(needs, n.row(row.ID))
			}
		}
		return shifts, needs, nil
	})
}

// CopyDay repeats the shifts of one day on another, without the people in them, and answers how many these are.
func (s *Service) CopyDay(ctx context.Context, who access.Actor, activity uuid.UUID, from, to time.Time) (int, error) {
	return s.change(ctx, who, activity, "shift.copied", func(tx *models.Tx, a volunteering.Activity, _ []Duty) ([]volunteering.Shift, []volunteering.Need, error) {
		if from.IsZero() || to.IsZero() || startOfDay(from).Equal(startOfDay(to)) {
			return nil, nil, fault.Field("copy_to", "volunteering.day")
		}
		if a.StartsOn != nil && a.EndsOn != nil && (to.Format(time.DateOnly) < a.StartsOn.Format(time.DateOnly) || to.Format(time.DateOnly) > a.EndsOn.Format(time.DateOnly)) {
			return nil, nil, fault.Field("copy_to", "volunteering.outside")
		}
		sheet, err := volunteering.FindSheet(tx, activity)
		if err != nil {
			return nil, nil, err
		}
		return copies(sheet, from, to, tx.Now)
	})
}

func copies(sheet volunteering.Sheet, from, to, now time.Time) (shifts []volunteering.Shift, needs []volunteering.Need, err error) {
	day := startOfDay(to)
	for _, old := range sheet.Shifts.V {
		if old.CancelledAt != nil || !startOfDay(old.StartsAt).Equal(startOfDay(from)) {
			continue
		}
		at := old.StartsAt.In(day.Location())
		row := volunteering.Shift{ID: models.NewID(), ActivityID: sheet.ID, Place: old.Place, Online: old.Online, Version: 1, CreatedAt: now}
		row.StartsAt = time.Date(day.Year(), day.Month(), day.Day(), at.Hour(), at.Minute(), 0, 0, day.Location())
		row.EndsAt = row.StartsAt.Add(old.EndsAt.Sub(old.StartsAt))
		shifts = append(shifts, row)
		for _, n := range sheet.Needs.V {
			if n.ShiftID == old.ID {
				need := volunteering.Need{ID: models.NewID(), ShiftID: row.ID, DutyID: n.DutyID, Min: n.Min, Max: n.Max, Qualified: n.Qualified, MinAge: n.MinAge, MaxAge: n.MaxAge}
				need.Languages.V = n.Languages
				needs = append(needs, need)
			}
		}
	}
	if len(shifts) == 0 {
		err = fault.Field("copy_from", "volunteering.no_shifts")
	}
	return shifts, needs, err
}

// change adds shifts to an activity, which is held meanwhile.
func (s *Service) change(ctx context.Context, who access.Actor, activity uuid.UUID, action string,
	build func(*models.Tx, volunteering.Activity, []Duty) ([]volunteering.Shift, []volunteering.Need, error),
) (int, error) {
	if err := coordinate(who); err != nil {
		return 0, err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return 0, err
	}
	added := 0
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.lockOwn(tx, who, activity)
		if err != nil {
			return err
		}
		shifts, needs, err := build(tx, a, duties)
		if err != nil {
			return err
		}
		sheet, err := volunteering.FindSheet(tx, activity)
		if err != nil {
			return err
		}
		if len(sheet.Shifts.V)+len(shifts) > mostShifts || len(needs) > len(shifts)*mostNeeds {
			return ErrMany
		}
		added = len(shifts)
		err = errors.Join(volunteering.InsertShifts(tx, shifts), volunteering.InsertNeeds(tx, needs))
		if err != nil {
			return err
		}
		return noteOn(tx, who, action, "activity", activity, "")
	})
	return added, err
}
