package main

import (
	"context"
	"fmt"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// at does something as if it were another time. Nothing else goes on while the demonstration is furnished.
func (h *house) at(moment time.Time, do func() error) error {
	now := h.db.Now
	h.db.Now = func() time.Time { return moment.UTC() }
	defer func() { h.db.Now = now }()
	return do()
}

// day is an activity that goes on: a shift of yesterday with its hours, and one that has just begun.
type day struct {
	*forum
	who                map[string]access.Actor
	id                 uuid.UUID
	yesterday, present time.Time // when the shifts begin
	seats              map[string]map[string]uuid.UUID
}

const (
	dayShift  = 4 * time.Hour
	wasThen   = "yesterday"
	isPresent = "today"
)

// furnishDay makes it, with people who have come, one who has not, and hours that are approved or wait.
func (f *forum) furnishDay(ctx context.Context, who map[string]access.Actor) error {
	now := f.db.Now().In(locale.Seoul())
	d := &day{forum: f, who: who, seats: map[string]map[string]uuid.UUID{}}
	d.present = now.Truncate(time.Hour).Add(-time.Hour)
	d.yesterday = time.Date(d.present.Year(), d.present.Month(), d.present.Day()-1, 10, 0, 0, 0, now.Location())
	before := d.yesterday.AddDate(0, 0, -1)
	if err := f.at(before, func() error { return d.plan(ctx) }); err != nil {
		return err
	}
	if err := f.at(before.Add(time.Hour), func() error { return d.accept(ctx) }); err != nil {
		return err
	}
	return d.happen(ctx)
}

// plan makes the activity with its shifts and gives the seats.
func (d *day) plan(ctx context.Context) error {
	plan, err := d.app.Volunteering.NewPlan(ctx, d.boss)
	if err != nil {
		return err
	}
	first := time.Date(d.yesterday.Year(), d.yesterday.Month(), d.yesterday.Day(), 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 0, 2)
	a := plan.ActivityDraft
	a.Agenda, a.StartsOn, a.EndsOn = plan.Agendas[len(plan.Agendas)-1].ID, &first, &last
	a.Title = volunteering.Text{KO: "국민외교 주간 안내소", EN: "Desk of the diplomacy week"}
	a.Summary = volunteering.Text{KO: "광장 안내소에서 국민외교 주간을 찾은 시민을 맞이합니다.", EN: "Welcome citizens who come to the square in the week of diplomacy."}
	a.Place = volunteering.Text{KO: "서울광장", EN: "Seoul Plaza"}
	a.MeetingPoint = volunteering.Text{KO: "안내소 뒤 봉사자 천막", EN: "Volunteers' tent behind the desk"}
	a.Contact = "week@example.org"
	if d.id, err = d.app.Volunteering.AddActivity(ctx, d.boss, a); err != nil {
		return err
	}
	for _, starts := range []time.Time{d.yesterday, d.present} {
		_, err := d.app.Volunteering.AddShifts(ctx, d.boss, d.id, volunteering.ShiftDraft{
			Day: starts, From: starts.Format("15:04"), Until: starts.Add(dayShift).Format("15:04"), Place: volunteering.Text{KO: "안내소", EN: "Desk"},
			Needs: []volunteering.NeedDraft{{Duty: d.duties["event-guide"], Min: 2, Max: 5, Qualified: true}},
		})
		if err != nil {
			return err
		}
	}
	if err := d.app.Volunteering.SetActivityState(ctx, d.boss, d.id, "published"); err != nil {
		return err
	}
	return d.give(ctx)
}

func (d *day) give(ctx context.Context) error {
	shifts, err := d.app.Volunteering.ShiftPlan(ctx, d.boss, d.id)
	if err != nil {
		return err
	}
	for _, s := range shifts.Shifts {
		names := []string{"조은우", "신유나", "배준서", "김하늘"}
		if s.Starts.Equal(d.present) {
			names = []string{"조은우", "오지훈", "한소희", "김하늘"}
		}
		for _, name := range names {
			if err := d.app.Volunteering.Assign(ctx, d.boss, d.id, s.Needs[0].ID, d.who[name].ID, "본인이 두 근무를 모두 원했습니다"); err != nil {
				return fmt.Errorf("%s at the desk: %w", name, err)
			}
		}
	}
	_, err = d.app.Volunteering.Publish(ctx, d.boss, d.id)
	return err
}

// accept has everybody say yes, and notes who has which seat.
func (d *day) accept(ctx context.Context) error {
	for name, who := range d.who {
		mine, err := d.app.Volunteering.MyShifts(ctx, who)
		if err != nil {
			return err
		}
		for _, m := range mine.Upcoming {
			if m.Activity != d.id {
				continue
			}
			when := wasThen
			if m.Starts.Equal(d.present) {
				when = isPresent
			}
			if d.seats[when] == nil {
				d.seats[when] = map[string]uuid.UUID{}
			}
			d.seats[when][name] = m.ID
			if _, err := d.app.Volunteering.Accept(ctx, who, m.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// happen is what has come of it so far.
func (d *day) happen(ctx context.Context) error {
	for _, mark := range []struct {
		when, name string
		mark       volunteering.Mark
		at         time.Time
	}{
		{wasThen, "조은우", volunteering.MarkIn, d.yesterday.Add(-5 * time.Minute)}, {wasThen, "신유나", volunteering.MarkIn, d.yesterday.Add(18 * time.Minute)},
		{wasThen, "김하늘", volunteering.MarkIn, d.yesterday}, {wasThen, "배준서", volunteering.MarkNoShow, d.yesterday.Add(time.Hour)},
		{wasThen, "조은우", volunteering.MarkOut, d.yesterday.Add(dayShift)}, {wasThen, "신유나", volunteering.MarkOut, d.yesterday.Add(dayShift)},
		{wasThen, "김하늘", volunteering.MarkOut, d.yesterday.Add(dayShift)}, {isPresent, "조은우", volunteering.MarkIn, d.present.Add(-2 * time.Minute)},
		{isPresent, "오지훈", volunteering.MarkIn, d.present.Add(16 * time.Minute)},
	} {
		if err := d.at(mark.at, func() error {
			return d.app.Volunteering.MarkSeat(ctx, d.boss, d.id, d.seats[mark.when][mark.name], mark.mark)
		}); err != nil {
			return fmt.Errorf("%s %s: %w", mark.name, mark.mark, err)
		}
	}
	waiting, err := d.app.Volunteering.Hours(ctx, d.boss, volunteering.HoursQuery{State: "waiting"})
	if err != nil {
		return err
	}
	approved := []uuid.UUID{d.who["조은우"].ID, d.who["김하늘"].ID}
	for _, l := range waiting.Rows {
		if slices.Contains(approved, l.Citizen) {
			if _, err := d.app.Volunteering.Approve(ctx, d.boss, l.ID, uuid.Nil); err != nil {
				return err
			}
		}
	}
	if err := d.app.Volunteering.SetPortal(ctx, d.who["조은우"], "eunwoo1365", true); err != nil {
		return err
	}
	return d.app.Volunteering.AskProof(ctx, d.who["김하늘"])
}
