package volunteering_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

func TestHours_AreApprovedUpToWhatADayTakesAndTheBalanceIsASum(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	evening, _ := d.Shift(t, 0, "14:00", "20:00", 5)
	who, id := d.taken(t, "하나")
	r, err := d.Volunteering.SignUp(t.Context(), who, evening, uuid.Nil)
	if err != nil { // a maximum of the day stands between: it is set aside
		refused(t, err, volunteering.DayMax)
		v, err := d.Volunteering.ShiftPlan(t.Context(), d.Boss, d.ID)
		must(t, err)
		s, err := v.PlannedShift(evening)
		must(t, err)
		must(t, d.Volunteering.Assign(t.Context(), d.Boss, d.ID, s.Needs[0].ID, who.ID, "본인이 원합니다"))
		_, err = d.Volunteering.Publish(t.Context(), d.Boss, d.ID)
		must(t, err)
		mine, err := d.Volunteering.MyShifts(t.Context(), who)
		must(t, err)
		r.ID = mine.Upcoming[1].ID
	}
	d.until(d.starts.Add(24 * time.Hour)) // noted afterwards, from a list on paper
	for _, one := range []uuid.UUID{id, r.ID} {
		d.mark(t, one, volunteering.MarkIn)
		d.mark(t, one, volunteering.MarkOut)
	}
	if approved, waiting := d.balance(t, who); approved != 0 || waiting != 600 {
		t.Errorf("%d approved, %d wait", approved, waiting)
	}
	n, err := d.Volunteering.Approve(t.Context(), d.Boss, uuid.Nil, d.ID)
	must(t, err)
	if approved, waiting := d.balance(t, who); n != 2 || approved != 480 || waiting != 0 {
		t.Errorf("%d lines, %d approved, %d wait", n, approved, waiting)
	}
	if n, err = d.Volunteering.Approve(t.Context(), d.Boss, uuid.Nil, d.ID); err != nil || n != 0 {
		t.Errorf("approved once more: %d, %v", n, err)
	}
	must(t, d.Volunteering.SetDayMinutes(t.Context(), d.Boss, 0))
	if approved, _ := d.balance(t, who); approved != 480 {
		t.Errorf("a rule for what comes has changed what was: %d", approved)
	}
	if _, err := d.Volunteering.Approve(t.Context(), who, uuid.Nil, d.ID); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a volunteer approved: %v", err)
	}
}

func TestHours_AreCorrectedByTakingThemBackAndWritingOthers(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	who, id := d.taken(t, "하나")
	d.until(d.ends)
	d.mark(t, id, volunteering.MarkIn)
	d.mark(t, id, volunteering.MarkOut)
	line := d.waiting(t)[0]
	_, err := d.Volunteering.Approve(t.Context(), d.Boss, line.ID, uuid.Nil)
	must(t, err)
	_, err = d.Volunteering.CorrectHours(t.Context(), d.Boss, line.ID, volunteering.HoursCorrection{Minutes: 2000, Factor: 5})
	if f := fault.Of(err).Fields; f["minutes"] == "" || f["factor"] == "" || f["reason"] == "" {
		t.Errorf("got %v", err)
	}
	made, err := d.Volunteering.CorrectHours(t.Context(), d.Boss, line.ID, volunteering.HoursCorrection{Minutes: 180, Factor: 150, Reason: "한 시간 먼저 갔습니다"})
	must(t, err)
	if approved, waiting := d.balance(t, who); approved != 0 || waiting != 270 {
		t.Errorf("%d approved, %d wait", approved, waiting)
	}
	_, err = d.Volunteering.CorrectHours(t.Context(), d.Boss, line.ID, volunteering.HoursCorrection{Minutes: 60, Factor: 100, Reason: "다시"})
	if !errors.Is(err, models.ErrNotFound) {
		t.Errorf("hours that stand no more were corrected: %v", err)
	}
	_, err = d.Volunteering.Approve(t.Context(), d.Boss, made, uuid.Nil)
	must(t, err)
	if approved, _ := d.balance(t, who); approved != 270 {
		t.Errorf("%d approved", approved)
	}
	v, err := d.Volunteering.OneHours(t.Context(), d.Boss, made)
	must(t, err)
	sum, kinds := 0, ""
	for _, e := range v.Ledger {
		sum += e.Credited
		kinds += e.Kind + " "
	}
	if sum != 270 || kinds != "worked credit reversal reversal worked credit " {
		t.Errorf("%d minutes of %s", sum, kinds)
	}
	must(t, d.Volunteering.UndoMark(t.Context(), d.Boss, d.ID, id)) // the check-out: all of it goes back
	if approved, waiting := d.balance(t, who); approved != 0 || waiting != 0 {
		t.Errorf("%d approved, %d wait", approved, waiting)
	}
}

func TestHours_StayWhenTheShiftIsCancelledAndAreNeverErased(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	who, id := d.taken(t, "하나")
	d.until(d.ends)
	d.mark(t, id, volunteering.MarkIn)
	d.mark(t, id, volunteering.MarkOut)
	refused(t, d.Volunteering.CancelShift(t.Context(), d.Boss, d.ID, d.shift, "없던 일로"), volunteering.Over)
	exec := func(sql string) error {
		return d.DB.Write(t.Context(), func(tx *models.Tx) error {
			_, err := tx.SQL().ExecContext(tx.Context(), sql)
			return err
		})
	}
	must(t, exec("update shifts set cancelled_at = now()"))
	if _, waiting := d.balance(t, who); waiting != 240 {
		t.Errorf("%d minutes wait", waiting)
	}
	for _, sql := range []string{
		"delete from hours_entries", "update hours_entries set checked = 480", "delete from attendance_steps", "update attendance_steps set how = 'qr'", "delete from shifts", "delete from shift_assignments",
		"insert into hours_entries select gen_random_uuid(), citizen_id, activity_id, assignment_id, day, kind, planned, checked, factor, credited, of_id, reason, made_by, made_at from hours_entries",
		"insert into hours_entries select gen_random_uuid(), citizen_id, activity_id, assignment_id, day, 'credit', 0, 0, factor, checked + 1, id, '', made_by, made_at from hours_entries",
		"insert into hours_entries select gen_random_uuid(), citizen_id, activity_id, assignment_id, day, 'reversal', -1, -1, factor, 0, id, '', made_by, made_at from hours_entries",
	} {
		if exec(sql) == nil {
			t.Errorf("the schema took: %s", sql)
		}
	}
}

func TestApprove_OfTwoAtOnceOneCounts(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	who, id := d.taken(t, "하나")
	d.until(d.ends)
	d.mark(t, id, volunteering.MarkIn)
	d.mark(t, id, volunteering.MarkOut)
	line := d.waiting(t)[0]
	var all sync.WaitGroup
	counts, errs := make([]int, 6), make([]error, 6)
	for i := range counts {
		all.Go(func() {
			counts[i], errs[i] = d.Volunteering.Approve(context.WithoutCancel(t.Context()), d.Boss, line.ID, uuid.Nil)
		})
	}
	all.Wait()
	sum := 0
	for i := range counts {
		must(t, errs[i])
		sum += counts[i]
	}
	if approved, _ := d.balance(t, who); sum != 1 || approved != 240 {
		t.Errorf("approved %d times, %d minutes", sum, approved)
	}
}

func TestPortal_TakesApprovedHoursOfThoseWhoConsentOnceAndForgetsWhoWithdraws(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	one, first := d.taken(t, "하나")
	_, second := d.taken(t, "둘")
	third, unapproved := d.taken(t, "셋")
	d.until(d.ends)
	for _, id := range []uuid.UUID{first, second, unapproved} {
		d.mark(t, id, volunteering.MarkIn)
		d.mark(t, id, volunteering.MarkOut)
	}
	for _, l := range d.waiting(t) {
		if l.Citizen != third.ID {
			_, err := d.Volunteering.Approve(t.Context(), d.Boss, l.ID, uuid.Nil)
			must(t, err)
		}
	}
	if err := d.Volunteering.SetPortal(t.Context(), one, "haneul 1", false); fault.Of(err).Fields["portal_id"] == "" || fault.Of(err).Fields["portal_consent"] == "" {
		t.Errorf("got %v", err)
	}
	_, err := d.Volunteering.ExportHours(t.Context(), d.Boss)
	if !errors.Is(err, volunteering.ErrNothingToExport) {
		t.Errorf("nobody has consented: %v", err)
	}
	must(t, d.Volunteering.SetPortal(t.Context(), one, "haneul1", true))
	must(t, d.Volunteering.SetPortal(t.Context(), third, "third3", true))
	id, err := d.Volunteering.ExportHours(t.Context(), d.Boss)
	must(t, err)
	file := func(id uuid.UUID) []volunteering.PortalLine {
		t.Helper()
		_, lines, err := d.Volunteering.PortalFile(t.Context(), d.Boss, id)
		must(t, err)
		return lines
	}
	if lines := file(id); len(lines) != 1 || lines[0].Member != "haneul1" || lines[0].Minutes != 240 {
		t.Fatalf("got %+v", lines)
	}
	if _, err = d.Volunteering.ExportHours(t.Context(), d.Boss); !errors.Is(err, volunteering.ErrNothingToExport) {
		t.Errorf("the same hours were exported twice: %v", err)
	}
	all, err := d.Volunteering.Hours(t.Context(), d.Boss, volunteering.HoursQuery{State: "approved"})
	must(t, err)
	for _, l := range all.Rows {
		if l.Citizen == one.ID {
			made, err := d.Volunteering.CorrectHours(t.Context(), d.Boss, l.ID, volunteering.HoursCorrection{Minutes: 200, Factor: 100, Reason: "먼저 갔습니다"})
			must(t, err)
			_, err = d.Volunteering.Approve(t.Context(), d.Boss, made, uuid.Nil)
			must(t, err)
		}
	}
	next, err := d.Volunteering.ExportHours(t.Context(), d.Boss)
	must(t, err)
	if lines := file(next); len(lines) != 2 || lines[0].Minutes+lines[1].Minutes != -40 {
		t.Errorf("a correction takes both halves along: %+v", lines)
	}
	must(t, d.Volunteering.DropPortal(t.Context(), one))
	if lines := file(id); len(lines) != 0 {
		t.Errorf("the name of who has withdrawn is told: %+v", lines)
	}
	v, err := d.Volunteering.PortalExports(t.Context(), d.Boss, "")
	must(t, err)
	if len(v.List) != 2 || v.List[1].Rows != 1 || v.List[1].Forgotten != 1 || v.People != 1 {
		t.Errorf("got %+v", v)
	}
	if _, _, err := d.Volunteering.PortalFile(t.Context(), one, id); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a volunteer fetched an export: %v", err)
	}
}

func TestPortal_OfExportsAtOnceOneTakesEachRow(t *testing.T) {
	t.Parallel()
	d := begun(t, 5)
	who, id := d.taken(t, "하나")
	d.until(d.ends)
	d.mark(t, id, volunteering.MarkIn)
	d.mark(t, id, volunteering.MarkOut)
	_, err := d.Volunteering.Approve(t.Context(), d.Boss, d.waiting(t)[0].ID, uuid.Nil)
	must(t, err)
	must(t, d.Volunteering.SetPortal(t.Context(), who, "haneul1", true))
	var all sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		all.Go(func() { _, errs[i] = d.Volunteering.ExportHours(context.WithoutCancel(t.Context()), d.Boss) })
	}
	all.Wait()
	made := 0
	for _, err := range errs {
		if err == nil {
			made++
		} else if !errors.Is(err, volunteering.ErrNothingToExport) {
			t.Error(err)
		}
	}
	v, err := d.Volunteering.PortalExports(t.Context(), d.Boss, "")
	must(t, err)
	if made != 1 || len(v.List) != 1 || v.List[0].Rows != 1 {
		t.Errorf("%d exports, %+v", made, v.List)
	}
}

func TestHours_OfAnActivityAreThereForThoseWhoLookAfterItAlone(t *testing.T) {
	t.Parallel()
	d := begun(t, 2)
	_, seat := d.taken(t, "하나")
	ctx, other := t.Context(), d.Person(t, "다른 담당", access.Coordinator)
	must(t, d.Volunteering.SetCoordinators(ctx, d.Boss, d.ID, []uuid.UUID{d.Boss.ID}))
	d.until(d.starts)
	if err := d.Volunteering.MarkSeat(ctx, other, d.ID, seat, volunteering.MarkIn); fault.Of(err).Kind != fault.Missing {
		t.Errorf("a mark: %v", err)
	}
	must(t, d.Volunteering.MarkSeat(ctx, d.Boss, d.ID, seat, volunteering.MarkIn))
	d.until(d.ends)
	must(t, d.Volunteering.MarkSeat(ctx, d.Boss, d.ID, seat, volunteering.MarkOut))
	own, err := d.Volunteering.Hours(ctx, d.Boss, volunteering.HoursQuery{})
	if err != nil || len(own.Rows) != 1 || len(own.Activities) != 1 {
		t.Fatalf("%+v, %v", own, err)
	}
	line := own.Rows[0].ID
	if v, err := d.Volunteering.Hours(ctx, other, volunteering.HoursQuery{}); err != nil || len(v.Rows)+len(v.Activities) != 0 {
		t.Errorf("listed: %+v, %v", v, err)
	}
	if _, err := d.Volunteering.OneHours(ctx, other, line); fault.Of(err).Kind != fault.Missing {
		t.Errorf("one: %v", err)
	}
	if _, err := d.Volunteering.CorrectHours(ctx, other, line, volunteering.HoursCorrection{Minutes: 1, Factor: 100, Reason: "x"}); fault.Of(err).Kind != fault.Missing {
		t.Errorf("corrected: %v", err)
	}
	if n, err := d.Volunteering.Approve(ctx, other, uuid.Nil, d.ID); err != nil || n != 0 {
		t.Errorf("approved %d: %v", n, err)
	}
}
