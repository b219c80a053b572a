package volunteering_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// queued counts the notices of a kind that are asked for.
func queued(t *testing.T, f *apptest.Forum, notice string) (n int) {
	t.Helper()
	must(t, f.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from river_job where kind = 'notify' and args->>'notice' = $1", notice).Scan(&n)
	}))
	return n
}

func TestReminders_ComeOnceEachAndAnewForAShiftThatHasMoved(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, need := f.Shift(t, 5, "09:00", "13:00", 3)
	a, b, c := f.Volunteer(t, "하나"), f.Volunteer(t, "둘"), f.Volunteer(t, "셋")
	seated(t, f, a, shift)
	gone := seated(t, f, b, shift)
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, c.ID, "")) // who does not know of it yet
	remind := func(want int, when string) {
		t.Helper()
		for range 2 {
			must(t, f.Volunteering.Remind(t.Context()))
		}
		if got := queued(t, f, "shift_reminder"); got != want {
			t.Errorf("%s: %d reminders, want %d", when, got, want)
		}
	}
	until := func(hours int) {
		starts := f.First.AddDate(0, 0, 5).Add(9 * time.Hour)
		f.Wait(starts.Sub(f.DB.Now()) - time.Duration(hours)*time.Hour)
	}
	until(49)
	remind(0, "too early")
	until(47)
	remind(2, "two days before")
	_, err := f.Volunteering.Leave(t.Context(), b, gone)
	must(t, err)
	until(1)
	remind(3, "an hour before, of who has stayed")
	until(-1)
	remind(3, "when it has begun")
}

func TestReminders_OfAShiftThatMovesAreForItsNewTimeAndOfACancelledOneThereAreNone(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 5, "09:00", "13:00", 3)
	who := f.Volunteer(t, "하나")
	seat := seated(t, f, who, shift)
	f.Wait(f.First.AddDate(0, 0, 3).Add(10 * time.Hour).Sub(f.DB.Now()))
	must(t, f.Volunteering.Remind(t.Context()))
	plan, err := f.Volunteering.ShiftPlan(t.Context(), f.Boss, f.ID)
	must(t, err)
	d := volunteering.ShiftDraft{Day: f.First.AddDate(0, 0, 8), From: "09:00", Until: "13:00", Version: plan.Shifts[0].Version}
	for _, n := range plan.Shifts[0].Needs {
		d.Needs = append(d.Needs, n.NeedDraft)
	}
	must(t, f.Volunteering.SaveShift(t.Context(), f.Boss, f.ID, shift, d))
	if m := state(t, f, who, seat); m.State != "assigned" || !m.Answerable {
		t.Errorf("who had said yes to another time is not asked again: %+v", m)
	}
	f.Wait(72 * time.Hour)
	must(t, f.Volunteering.Remind(t.Context()))
	if got := queued(t, f, "shift_reminder"); got != 2 {
		t.Errorf("%d reminders, want one for each time", got)
	}
	must(t, f.Volunteering.CancelShift(t.Context(), f.Boss, f.ID, shift, "비"))
	f.Wait(46 * time.Hour)
	must(t, f.Volunteering.Remind(t.Context()))
	if got := queued(t, f, "shift_reminder"); got != 2 {
		t.Errorf("a shift that is off was reminded of: %d", got)
	}
}

func TestReminders_AreMailedWithTheShiftForTheCalendar(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 5, "09:00", "13:00", 1)
	who := f.Volunteer(t, "하나")
	seated(t, f, who, shift)
	_, err := f.DB.Jobs().Exec(t.Context(), "update users set email_confirmed_at = now(), email = 'one@example.org', email_key = 'one@example.org' where id = $1", who.ID)
	must(t, err)
	f.Wait(f.First.AddDate(0, 0, 5).Add(9*time.Hour).Sub(f.DB.Now()) - 47*time.Hour)
	must(t, f.Volunteering.Remind(t.Context()))
	_, err = f.DB.Jobs().Exec(t.Context(), "delete from river_job where args ->> 'notice' <> 'shift_reminder'")
	must(t, err)
	f.Work(t)
	if m := f.Mails.Await(t, "one@example.org"); len(m.Files) != 1 || m.Files[0].Name != "shift.ics" || !strings.Contains(string(m.Files[0].Data), "BEGIN:VEVENT") {
		t.Errorf("mailed %+v", m)
	}
}

func TestMessages_ReachAShiftADutyOrAllWhoKnowOfTheirSeatsOnce(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	first, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	second, need := f.Shift(t, 2, "09:00", "13:00", 2)
	var people []access.Actor
	for i, shift := range []uuid.UUID{first, first, second} {
		who := f.Volunteer(t, fmt.Sprint("봉사", i))
		seated(t, f, who, shift)
		people = append(people, who)
	}
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, f.Volunteer(t, "초안").ID, ""))
	form := models.NewID()
	for name, c := range map[string]struct {
		draft volunteering.MessageDraft
		want  int
	}{
		"all": {volunteering.MessageDraft{ID: form, Body: "비가 옵니다"}, 3}, "shift": {volunteering.MessageDraft{ID: form, Body: "비가 옵니다", Shift: &first}, 2},
		"duty": {volunteering.MessageDraft{ID: form, Body: "비가 옵니다", Duty: &f.Guide}, 3},
	} {
		before := queued(t, f, "roster_message")
		for range 2 {
			got, err := f.Volunteering.SendMessage(t.Context(), f.Boss, f.ID, c.draft)
			must(t, err)
			if got != c.want {
				t.Errorf("%s: %d people, want %d", name, got, c.want)
			}
		}
		if got := queued(t, f, "roster_message") - before; got != c.want {
			t.Errorf("%s: %d notices, want %d", name, got, c.want)
		}
	}
	v, err := f.Volunteering.MessagesOf(t.Context(), f.Boss, f.ID)
	must(t, err)
	if len(v.Sent) != 3 || len(v.Shifts) != 2 || len(v.Duties) != 1 {
		t.Errorf("got %+v", v)
	}
	if _, err := f.Volunteering.SendMessage(t.Context(), people[0], f.ID, volunteering.MessageDraft{Body: "x"}); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a volunteer has written to all: %v", err)
	}
	for field, d := range map[string]volunteering.MessageDraft{"body": {Body: " "}, "to": {Body: "x", Duty: &first}} {
		if _, err := f.Volunteering.SendMessage(t.Context(), f.Boss, f.ID, d); fault.Of(err).Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if _, err := f.Volunteering.SendMessage(t.Context(), f.Boss, f.ID, volunteering.MessageDraft{Body: strings.Repeat("가", 1001)}); fault.Of(err).Fields["body"] == "" {
		t.Errorf("too long: %v", err)
	}
}
