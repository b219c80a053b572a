package volunteering_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/app/volunteering"
	"academy/models"
	rows "academy/models/volunteering"

	"github.com/google/uuid"
)

// day is a forum at the minute at which a shift of four hours begins.
type day struct {
	*apptest.Forum
	shift, need  uuid.UUID
	starts, ends time.Time
}

// until moves the clock to a time.
func (d *day) until(at time.Time) { d.Wait(at.Sub(d.DB.Now())) }

func begun(t *testing.T, seats int) *day {
	t.Helper()
	d := &day{Forum: apptest.Open(t).Forum(t)}
	d.shift, d.need = d.Shift(t, 0, "09:00", "13:00", seats)
	d.starts = d.First.Add(9 * time.Hour)
	d.ends = d.starts.Add(4 * time.Hour)
	return d
}

// taken is somebody who has signed up.
func (d *day) taken(t *testing.T, name string) (access.Actor, uuid.UUID) {
	t.Helper()
	who := d.Volunteer(t, name)
	r, err := d.Volunteering.SignUp(t.Context(), who, d.shift, uuid.Nil)
	must(t, err)
	return who, r.ID
}

// desk is what the coordinator sees.
func (d *day) desk(t *testing.T) volunteering.Desk {
	t.Helper()
	v, err := d.Volunteering.Desk(t.Context(), d.Boss, d.ID, time.Time{}, "")
	must(t, err)
	return v
}

func (d *day) token(t *testing.T) string {
	t.Helper()
	_, token, found := strings.Cut(d.desk(t).Address, "/checkin/")
	if !found {
		t.Fatal("there is no address to check in at")
	}
	return token
}

func (d *day) mark(t *testing.T, id uuid.UUID, m volunteering.Mark) {
	t.Helper()
	must(t, d.Volunteering.MarkSeat(t.Context(), d.Boss, d.ID, id, m))
}

func (d *day) person(t *testing.T, id uuid.UUID) volunteering.DeskPerson {
	t.Helper()
	for _, s := range d.desk(t).Shifts {
		for _, p := range s.People {
			if p.ID == id {
				return p
			}
		}
	}
	t.Fatal("nobody is expected there")
	return volunteering.DeskPerson{}
}

// waiting are the lines that wait to be approved, the newest first.
func (d *day) waiting(t *testing.T) []volunteering.HoursRow {
	t.Helper()
	v, err := d.Volunteering.Hours(t.Context(), d.Boss, volunteering.HoursQuery{State: "waiting"})
	must(t, err)
	return v.Rows
}

func (d *day) balance(t *testing.T, who access.Actor) (approved, waiting int) {
	t.Helper()
	v, err := d.Volunteering.MyHours(t.Context(), who)
	must(t, err)
	return v.Total, v.Waiting
}

// said fails the test unless the error has this key.
func said(t *testing.T, err error, key string) {
	t.Helper()
	if err == nil || fault.Of(err).Key != key {
		t.Errorf("got %v, want %s", err, key)
	}
}

func TestCheckIn_ByTheCodeOnTheSpotAndOutAgainMakesHoursOnce(t *testing.T) {
	t.Parallel()
	d := begun(t, 2)
	who, id := d.taken(t, "하나")
	d.until(d.starts)
	v, err := d.Volunteering.ReadCode(t.Context(), who, d.token(t))
	must(t, err)
	if v.Assignment != id || v.Do != "in" || v.Name != "하나" {
		t.Fatalf("got %+v", v)
	}
	d.Wait(4 * time.Minute) // who reads slowly still gets in
	for range 2 {
		m, err := d.Volunteering.CheckIn(t.Context(), who, id, "in", volunteering.Proof{Ticket: v.Ticket})
		must(t, err)
		if m.State != "checked_in" || m.Here != "out" {
			t.Errorf("got %+v", m)
		}
	}
	d.until(d.ends.Add(time.Minute))
	for range 2 {
		m, err := d.Volunteering.CheckIn(t.Context(), who, id, "out", volunteering.Proof{Code: d.desk(t).Code})
		must(t, err)
		if m.State != "completed" {
			t.Errorf("got %+v", m)
		}
	}
	lines := d.waiting(t)
	if len(lines) != 1 || lines[0].Checked != 236 || lines[0].Planned != 240 {
		t.Errorf("got %+v", lines)
	}
}

func TestCheckIn_IsRefusedWithAPictureOfTheCode(t *testing.T) {
	t.Parallel()
	d := begun(t, 2)
	who, id := d.taken(t, "하나")
	d.until(d.starts)
	token, code := d.token(t), d.desk(t).Code
	d.Wait(61 * time.Second)
	_, err := d.Volunteering.ReadCode(t.Context(), who, token)
	said(t, err, "volunteering.checkin.expired")
	_, err = d.Volunteering.CheckIn(t.Context(), who, id, "in", volunteering.Proof{Code: code})
	said(t, err, "volunteering.checkin.wrong_code")
	_, err = d.Volunteering.ReadCode(t.Context(), who, token[1:]+"A")
	said(t, err, "volunteering.checkin.unknown")

	v, err := d.Volunteering.ReadCode(t.Context(), who, d.token(t))
	must(t, err)
	other, theirs := d.walkedIn(t, "둘")
	_, err = d.Volunteering.CheckIn(t.Context(), other, theirs, "in", volunteering.Proof{Ticket: v.Ticket})
	said(t, err, "volunteering.checkin.expired")
	_, err = d.Volunteering.CheckIn(t.Context(), other, id, "in", volunteering.Proof{Ticket: v.Ticket})
	if !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the shift of another: %v", err)
	}
	d.Wait(6 * time.Minute)
	_, err = d.Volunteering.CheckIn(t.Context(), who, id, "in", volunteering.Proof{Ticket: v.Ticket})
	said(t, err, "volunteering.checkin.expired")
}

// walkedIn is somebody added on the spot whose presence was taken back.
func (d *day) walkedIn(t *testing.T, name string) (access.Actor, uuid.UUID) {
	t.Helper()
	who := d.Volunteer(t, name)
	must(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, who.ID, ""))
	mine, err := d.Volunteering.MyShifts(t.Context(), who)
	must(t, err)
	id := mine.Upcoming[0].ID
	must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id))
	return who, id
}

func TestCheckIn_IsForThoseAssignedAtTheirTime(t *testing.T) {
	t.Parallel()
	d := begun(t, 3)
	who, id := d.taken(t, "하나")
	stranger := d.Volunteer(t, "둘")
	read := func(who access.Actor, key string) {
		t.Helper()
		_, err := d.Volunteering.ReadCode(t.Context(), who, d.tokenOfNow())
		said(t, err, key)
	}
	read(who, "volunteering.checkin.wrong_day")
	d.until(d.starts.Add(-2 * time.Hour))
	read(who, "volunteering.checkin.too_early")
	_, err := d.Volunteering.CheckIn(t.Context(), who, id, "in", volunteering.Proof{Code: d.desk(t).Code})
	said(t, err, "volunteering.checkin.too_early")
	d.until(d.starts)
	read(stranger, "volunteering.checkin.not_assigned")
	_, err = d.Volunteering.CheckIn(t.Context(), who, id, "out", volunteering.Proof{Code: d.desk(t).Code})
	if !errors.Is(err, volunteering.ErrNotNow) {
		t.Errorf("out before in: %v", err)
	}
	d.mark(t, id, volunteering.MarkNoShow)
	read(who, "volunteering.checkin.marked_missing")
	d.until(d.ends)
	must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id))
	read(who, "volunteering.checkin.over")
}

// tokenOfNow is a token of now whichever day it is.
func (d *day) tokenOfNow() string {
	return d.Volunteering.CheckInKey.Token(d.ID, attendance.At(d.DB.Now()))
}

func TestCheckIn_TakesFiveWrongCodesAPersonAndShiftEvenAllAtOnce(t *testing.T) {
	t.Parallel()
	d := begun(t, 2)
	who, id := d.taken(t, "하나")
	d.until(d.starts)
	var all sync.WaitGroup
	errs := make([]error, 12)
	for i := range errs {
		all.Go(func() {
			_, errs[i] = d.Volunteering.CheckIn(context.WithoutCancel(t.Context()), who, id, "in", volunteering.Proof{Code: "abcdef"})
		})
	}
	all.Wait()
	wrong, none := 0, 0
	for _, err := range errs {
		switch {
		case errors.Is(err, volunteering.ErrWrongCode):
			wrong++
		case errors.Is(err, volunteering.ErrNoTries):
			none++
		default:
			t.Errorf("got %v", err)
		}
	}
	if wrong != 5 || none != 7 {
		t.Errorf("%d were judged and %d refused unseen", wrong, none)
	}
	_, err := d.Volunteering.CheckIn(t.Context(), who, id, "in", volunteering.Proof{Code: d.desk(t).Code})
	said(t, err, "volunteering.checkin.no_tries")
	err = d.DB.Write(t.Context(), func(tx *models.Tx) error { return rows.InsertTry(tx, d.shift, who.ID, 6) })
	if err == nil {
		t.Error("the schema took a sixth try")
	}
	d.mark(t, id, volunteering.MarkIn) // a coordinator still can
	if p := d.person(t, id); p.State != "checked_in" {
		t.Errorf("got %+v", p)
	}
}

func TestMarks_AreUndoneOneByOne(t *testing.T) {
	t.Parallel()
	d := begun(t, 2)
	_, id := d.taken(t, "하나")
	d.until(d.starts.Add(20 * time.Minute))
	d.mark(t, id, volunteering.MarkNoShow)
	d.mark(t, id, volunteering.MarkIn)
	d.mark(t, id, volunteering.MarkIn) // twice is once
	if p := d.person(t, id); p.State != "checked_in" || !p.Late {
		t.Errorf("twenty minutes late: %+v", p)
	}
	d.Wait(time.Hour)
	d.mark(t, id, volunteering.MarkEarly)
	if lines := d.waiting(t); len(lines) != 1 || lines[0].Checked != 60 {
		t.Errorf("got %+v", lines)
	}
	for _, want := range []string{"checked_in", "no_show", "confirmed"} {
		must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id))
		if p := d.person(t, id); p.State != want {
			t.Errorf("got %+v, want %s", p, want)
		}
	}
	if err := d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id); !errors.Is(err, volunteering.ErrNotNow) {
		t.Errorf("there is nothing left to be undone: %v", err)
	}
	if lines := d.waiting(t); len(lines) != 0 {
		t.Errorf("hours of a step that was undone: %+v", lines)
	}
	if err := d.Volunteering.MarkSeat(t.Context(), d.Boss, d.ID, id, volunteering.MarkOut); !errors.Is(err, volunteering.ErrNotNow) {
		t.Errorf("out before in: %v", err)
	}
	who := d.Volunteer(t, "둘")
	if err := d.Volunteering.MarkSeat(t.Context(), who, d.ID, id, volunteering.MarkIn); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a volunteer marked: %v", err)
	}
}

func TestNoShow_FreesTheSeatAndIsUndoneOnlyWhileItIsFree(t *testing.T) {
	t.Parallel()
	d := begun(t, 1)
	_, id := d.taken(t, "하나")
	d.until(d.starts.Add(15 * time.Minute))
	guest := d.Volunteer(t, "둘")
	refused(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, guest.ID, "급합니다"), volunteering.Full)
	d.mark(t, id, volunteering.MarkNoShow)
	must(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, guest.ID, ""))
	refused(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id), volunteering.Full)
	refused(t, d.Volunteering.MarkSeat(t.Context(), d.Boss, d.ID, id, volunteering.MarkIn), volunteering.Full)
	mine, err := d.Volunteering.MyShifts(t.Context(), guest)
	must(t, err)
	if len(mine.Upcoming) != 1 || mine.Upcoming[0].State != "checked_in" {
		t.Fatalf("who was added on the spot sees %+v", mine.Upcoming)
	}
	d.mark(t, mine.Upcoming[0].ID, volunteering.MarkEarly)
	must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, mine.Upcoming[0].ID))
	must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, mine.Upcoming[0].ID))
}

func TestWalkIn_SetsNoCapacityAndNoOverlapAside(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	_, second := d.Shift(t, 0, "10:00", "14:00", 5)
	busy, _ := d.taken(t, "하나")
	d.until(d.starts.Add(time.Minute))
	refused(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, second, busy.ID, "꼭"), volunteering.Overlap)
	newcomer := d.Person(t, "둘")
	said(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, newcomer.ID, "꼭"), "volunteering.not_volunteer")
	must(t, d.Volunteering.Apply(t.Context(), newcomer, volunteering.Application{Languages: []string{"ko"}}))
	must(t, d.Volunteering.DecideVolunteer(t.Context(), d.Boss, newcomer.ID, volunteering.Decision{State: "approved", LastDay: d.First.AddDate(0, 1, 0)}))
	if err := d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, newcomer.ID, " "); fault.Of(err).Fields["reason"] == "" {
		t.Errorf("a rule was set aside without a reason: %v", err)
	}
	v, err := d.Volunteering.WalkIns(t.Context(), d.Boss, d.ID, d.need, "")
	must(t, err)
	if len(v.Rows) == 0 || !slices.ContainsFunc(v.Rows, func(c volunteering.Candidate) bool { return c.ID == newcomer.ID && c.Overridable }) {
		t.Errorf("got %+v", v.Rows)
	}
	must(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, newcomer.ID, "현장에서 교육을 받았습니다"))
	if v := d.desk(t); v.Here != 1 || v.Expected != 2 {
		t.Errorf("got %+v", v)
	}
	d.until(d.ends)
	refused(t, d.Volunteering.WalkIn(t.Context(), d.Boss, d.ID, d.need, d.Volunteer(t, "셋").ID, "꼭"), volunteering.Over)
}
