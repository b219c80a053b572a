package volunteering_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/volunteering"
	"academy/models"
	"academy/models/modeltest"
	rows "academy/models/volunteering"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// refused fails the test unless the error says why.
func refused(t *testing.T, err error, reason volunteering.Reason) {
	t.Helper()
	if fault.Of(err).Key != "volunteering.reason."+string(reason) {
		t.Errorf("got %v, want %s", err, reason)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// state is what somebody is told of an assignment.
func state(t *testing.T, f *apptest.Forum, who access.Actor, id uuid.UUID) volunteering.MyShift {
	t.Helper()
	m, err := f.Volunteering.MyShift(t.Context(), who, id)
	must(t, err)
	return m
}

func TestSignUp_TheLastSeatIsGivenOnceAndALeftOneIsOfferedInTurn(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 1)
	var people []access.Actor
	var got []volunteering.Receipt
	for _, name := range []string{"하나", "둘", "셋"} {
		who := f.Volunteer(t, name)
		r, err := f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
		must(t, err)
		people, got = append(people, who), append(got, r)
	}
	if got[0].State != "confirmed" || got[1].State != "waitlisted" || got[1].Position != 1 || got[2].Position != 2 {
		t.Fatalf("got %+v", got)
	}
	_, err := f.Volunteering.SignUp(t.Context(), people[0], shift, uuid.Nil)
	refused(t, err, volunteering.AlreadyIn)

	_, err = f.Volunteering.Leave(t.Context(), people[0], got[0].ID)
	must(t, err)
	if m := state(t, f, people[1], got[1].ID); m.OfferedUntil == nil || !m.Answerable {
		t.Errorf("the first in line is offered nothing: %+v", m)
	}
	late := f.Volunteer(t, "넷")
	r, err := f.Volunteering.SignUp(t.Context(), late, shift, uuid.Nil)
	must(t, err)
	if r.State != "waitlisted" || r.Position != 3 {
		t.Errorf("somebody came between: %+v", r)
	}

	f.Wait(25 * time.Hour) // the offer is over
	must(t, f.Volunteering.ExpireOffers(t.Context()))
	if m := state(t, f, people[1], got[1].ID); m.State != "cancelled_by_volunteer" {
		t.Errorf("got %+v", m)
	}
	_, err = f.Volunteering.Accept(t.Context(), people[1], got[1].ID)
	if !errors.Is(err, volunteering.ErrNotNow) {
		t.Errorf("an offer that is over was taken: %v", err)
	}
	r, err = f.Volunteering.Accept(t.Context(), people[2], got[2].ID)
	must(t, err)
	if r.State != "confirmed" {
		t.Errorf("got %+v", r)
	}
}

func TestLeave_EndsAtTheLimitOfTheActivity(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	who := f.Volunteer(t, "하나")
	r, err := f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	must(t, err)
	m := state(t, f, who, r.ID)
	f.Wait(m.LeaveUntil.Sub(f.DB.Now()) + time.Second)
	_, err = f.Volunteering.Leave(t.Context(), who, r.ID)
	if !errors.Is(err, volunteering.ErrTooLate) {
		t.Errorf("got %v", err)
	}
	stranger := f.Volunteer(t, "둘")
	if _, err := f.Volunteering.Leave(t.Context(), stranger, r.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else's shift: %v", err)
	}
}

func TestSignUp_AGrantThatEndsBeforeTheShiftIsNone(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 3, "09:00", "13:00", 2)
	who := f.Person(t, "하나")
	_, err := f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	if !errors.Is(err, volunteering.ErrNotVolunteer) {
		t.Errorf("got %v", err)
	}
	must(t, f.Volunteering.Apply(t.Context(), who, volunteering.Application{Languages: []string{"ko"}}))
	must(t, f.Volunteering.DecideVolunteer(t.Context(), f.Boss, who.ID, volunteering.Decision{State: "approved", LastDay: f.First.AddDate(0, 1, 0)}))
	must(t, f.Volunteering.GrantDuty(t.Context(), f.Boss, who.ID, f.Guide, f.First.AddDate(0, 0, 2), "교육"))
	_, err = f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	refused(t, err, volunteering.Unqualified)
	must(t, f.Volunteering.GrantDuty(t.Context(), f.Boss, who.ID, f.Guide, f.First.AddDate(0, 0, 3), "교육"))
	_, err = f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	must(t, err)
}

func TestAssign_TwoCoordinatorsAtOnceBookNobodyTwice(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	_, morning := f.Shift(t, 1, "09:00", "13:00", 5)
	_, noon := f.Shift(t, 1, "12:00", "16:00", 5)
	other := f.Person(t, "둘째 담당", access.Coordinator)
	for range 5 {
		who := f.Volunteer(t, "하나")
		var both sync.WaitGroup
		errs := make([]error, 2)
		for i, need := range []uuid.UUID{morning, noon} {
			both.Go(func() {
				errs[i] = f.Volunteering.Assign(context.WithoutCancel(t.Context()), []access.Actor{f.Boss, other}[i], f.ID, need, who.ID, "급합니다")
			})
		}
		both.Wait()
		if (errs[0] == nil) == (errs[1] == nil) {
			t.Fatalf("got %v", errs)
		}
		refused(t, errors.Join(errs...), volunteering.Overlap)
	}
}

func TestSchema_RefusesTwoShiftsAtOnceAndASeatTooMany(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, need := f.Shift(t, 1, "09:00", "13:00", 1)
	noon, second := f.Shift(t, 1, "12:00", "16:00", 2)
	one, two := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	insert := func(shift, need uuid.UUID, who access.Actor) error {
		return f.DB.Write(t.Context(), func(tx *models.Tx) error {
			s, err := rows.FindShift(tx, shift)
			if err != nil {
				return err
			}
			return rows.InsertAssignment(tx, rows.Assignment{ID: models.NewID(), ShiftID: shift, NeedID: need, CitizenID: who.ID, StartsAt: s.StartsAt, EndsAt: s.EndsAt, State: "confirmed", Origin: "self"})
		})
	}
	must(t, insert(shift, need, one))
	if err := insert(noon, second, one); !errors.Is(err, models.ErrConflict) {
		t.Errorf("two places at once: %v", err)
	}
	if err := insert(shift, need, two); err == nil || !strings.Contains(err.Error(), "shift_needs_seats") {
		t.Errorf("a seat too many: %v", err)
	}
}

func TestAssign_SetsARuleAsideWithAReasonOnly(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	_, need := f.Shift(t, 1, "09:00", "13:00", 1)
	who := f.Person(t, "하나")
	must(t, f.Volunteering.Apply(t.Context(), who, volunteering.Application{Languages: []string{"ko"}}))
	refused(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, who.ID, "꼭"), volunteering.NotApproved)
	must(t, f.Volunteering.DecideVolunteer(t.Context(), f.Boss, who.ID, volunteering.Decision{State: "approved", LastDay: f.First.AddDate(0, 1, 0)}))
	err := f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, who.ID, " ")
	if fault.Of(err).Fields["reason"] != "volunteering.override_needed" {
		t.Errorf("got %v", err)
	}
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, who.ID, "교육을 어제 마쳤습니다"))
	refused(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, f.Volunteer(t, "둘").ID, "꼭"), volunteering.Full)
	board, err := f.Volunteering.Board(t.Context(), f.Boss, f.ID, time.Time{})
	must(t, err)
	if board.Taken != 1 || len(board.Problems) != 0 || board.Pending != 1 || board.Untold != 1 {
		t.Errorf("got %+v", board)
	}
	if err := f.Volunteering.Assign(t.Context(), who, f.ID, need, who.ID, ""); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a volunteer assigned: %v", err)
	}
}

func TestPublish_TellsOnlyTheDifference(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	_, need := f.Shift(t, 1, "09:00", "13:00", 3)
	one, two := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, one.ID, ""))
	mine, err := f.Volunteering.MyShifts(t.Context(), one)
	must(t, err)
	if len(mine.Upcoming) != 0 {
		t.Error("a draft was shown to its volunteer")
	}
	publish := func(want int) {
		t.Helper()
		n, err := f.Volunteering.Publish(t.Context(), f.Boss, f.ID)
		if want == 0 && errors.Is(err, volunteering.ErrNothing) {
			return
		}
		if err != nil || n != want {
			t.Errorf("told %d, %v, want %d", n, err, want)
		}
	}
	publish(1)
	publish(0)
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, two.ID, ""))
	publish(1)
	if mine, err = f.Volunteering.MyShifts(t.Context(), one); err != nil || len(mine.Upcoming) != 1 || !mine.Upcoming[0].Answerable {
		t.Errorf("got %+v, %v", mine, err)
	}
	_, err = f.Volunteering.Accept(t.Context(), one, mine.Upcoming[0].ID)
	must(t, err)
	publish(0)
}

func TestSaveShift_AsksAgainWhoHadAccepted(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 3)
	later, _ := f.Shift(t, 1, "15:00", "18:00", 3)
	one, two := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	first, err := f.Volunteering.SignUp(t.Context(), one, shift, uuid.Nil)
	must(t, err)
	both, err := f.Volunteering.SignUp(t.Context(), two, shift, uuid.Nil)
	must(t, err)
	_, err = f.Volunteering.SignUp(t.Context(), two, later, uuid.Nil)
	must(t, err)
	before := state(t, f, one, first.ID)
	draft := volunteering.ShiftDraft{Day: f.First.AddDate(0, 0, 1), From: "13:00", Until: "16:00", Version: 1, Needs: []volunteering.NeedDraft{{Duty: f.Guide, Min: 1, Max: 3, Qualified: true}}}
	must(t, f.Volunteering.SaveShift(t.Context(), f.Boss, f.ID, shift, draft))
	after := state(t, f, one, first.ID)
	if after.State != "assigned" || !after.Answerable || after.Sequence <= before.Sequence || after.Starts.Equal(before.Starts) {
		t.Errorf("got %+v", after)
	}
	if m := state(t, f, two, both.ID); m.State != "cancelled_by_organiser" {
		t.Errorf("who is elsewhere by then: %+v", m)
	}
	if err := f.Volunteering.SaveShift(t.Context(), f.Boss, f.ID, shift, draft); !errors.Is(err, volunteering.ErrChanged) {
		t.Errorf("a change was overwritten: %v", err)
	}
	draft.Version, draft.Needs[0].Max, draft.Needs[0].Min = 2, 0, 0
	if err := f.Volunteering.SaveShift(t.Context(), f.Boss, f.ID, shift, draft); fault.Of(err).Fields["needs"] == "" {
		t.Errorf("a need with people was removed: %v", err)
	}
}

func TestShifts_TakeNoMinuteAndNoFortyHours(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	_, err := f.Volunteering.AddShifts(t.Context(), f.Boss, f.ID, volunteering.ShiftDraft{Day: f.First, From: "09:00", Until: "09:00", Needs: []volunteering.NeedDraft{{Duty: f.Guide, Min: 1, Max: 1}}})
	if fault.Of(err).Fields["until"] == "" {
		t.Errorf("got %v", err)
	}
	for _, length := range []time.Duration{0, 40 * time.Hour} {
		err := f.DB.Write(t.Context(), func(tx *models.Tx) error {
			return rows.InsertShifts(tx, []rows.Shift{{ID: models.NewID(), ActivityID: f.ID, StartsAt: tx.Now, EndsAt: tx.Now.Add(length), Version: 1, CreatedAt: tx.Now}})
		})
		if err == nil {
			t.Errorf("a shift of %s was kept", length)
		}
	}
	shift, _ := f.Shift(t, 0, "22:00", "06:00", 1)
	plan, err := f.Volunteering.ShiftPlan(t.Context(), f.Boss, f.ID)
	must(t, err)
	if s, err := plan.PlannedShift(shift); err != nil || s.Ends.Sub(s.Starts) != 8*time.Hour {
		t.Errorf("overnight: %+v, %v", s, err)
	}
}

func TestFeed_ShowsAMoveAndACancellationUntilItIsReset(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 3)
	who := f.Volunteer(t, "하나")
	r, err := f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	must(t, err)
	token := func() string {
		address, err := f.Volunteering.ResetFeed(t.Context(), who)
		must(t, err)
		return strings.TrimSuffix(address[strings.LastIndex(address, "/")+1:], ".ics")
	}
	secret := token()
	feed := func() string {
		t.Helper()
		before := f.DB.Queries()
		file, err := f.Volunteering.Feed(t.Context(), secret)
		must(t, err)
		if n := f.DB.Queries() - before; n > 2 {
			t.Errorf("the feed takes %d queries", n)
		}
		return string(file)
	}
	uid := "UID:" + r.ID.String()
	if got := feed(); !strings.Contains(got, uid) || !strings.Contains(got, "SEQUENCE:0\r\n") || !strings.Contains(got, "STATUS:CONFIRMED") {
		t.Errorf("got %s", got)
	}
	must(t, f.Volunteering.SaveShift(t.Context(), f.Boss, f.ID, shift, volunteering.ShiftDraft{
		Day: f.First.AddDate(0, 0, 2), From: "09:00", Until: "13:00", Version: 1, Needs: []volunteering.NeedDraft{{Duty: f.Guide, Min: 1, Max: 3, Qualified: true}},
	}))
	if got := feed(); !strings.Contains(got, uid) || !strings.Contains(got, "SEQUENCE:2\r\n") || !strings.Contains(got, "STATUS:TENTATIVE") {
		t.Errorf("moved: %s", got)
	}
	must(t, f.Volunteering.CancelShift(t.Context(), f.Boss, f.ID, shift, "비가 옵니다"))
	if got := feed(); !strings.Contains(got, uid) || !strings.Contains(got, "STATUS:CANCELLED") {
		t.Errorf("cancelled: %s", got)
	}
	token()
	if _, err := f.Volunteering.Feed(t.Context(), secret); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stolen address is still good: %v", err)
	}
}

func TestRoster_IsProposedAndGivenWholeInPartOrNotAtAll(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	for day := range 3 {
		f.Shift(t, day, "09:00", "13:00", 2)
	}
	var people []access.Actor
	for _, name := range []string{"하나", "둘", "셋", "넷"} {
		people = append(people, f.Volunteer(t, name))
	}
	solve := func() volunteering.Preview {
		t.Helper()
		id, err := f.Volunteering.AskRoster(t.Context(), f.Boss, f.ID)
		must(t, err)
		must(t, f.Volunteering.SolveRoster(t.Context(), jobs.SolveRoster{ID: id}))
		v, err := f.Volunteering.Preview(t.Context(), f.Boss, f.ID, id)
		must(t, err)
		return v
	}
	v := solve()
	if !v.Ready() || v.Proposed() != 6 || v.Missing != 0 {
		t.Fatalf("got %+v", v)
	}
	must(t, f.Volunteering.DropRoster(t.Context(), f.Boss, f.ID, v.ID))
	if _, err := f.Volunteering.AcceptRoster(t.Context(), f.Boss, f.ID, v.ID, chosen(v, 6)); !errors.Is(err, volunteering.ErrNotNow) {
		t.Errorf("one that was dropped: %v", err)
	}
	v = solve()
	n, err := f.Volunteering.AcceptRoster(t.Context(), f.Boss, f.ID, v.ID, chosen(v, 2))
	if err != nil || n != 2 {
		t.Fatalf("in part: %d, %v", n, err)
	}
	v = solve()
	if v.Proposed() != 4 {
		t.Fatalf("what is given stays: %+v", v)
	}
	must(t, f.Volunteering.DecideVolunteer(t.Context(), f.Boss, v.Rows[0].People[0].ID, volunteering.Decision{State: "paused"}))
	if _, err := f.Volunteering.AcceptRoster(t.Context(), f.Boss, f.ID, v.ID, chosen(v, 4)); !errors.Is(err, volunteering.ErrChanged) {
		t.Errorf("somebody who is paused since: %v", err)
	}
	board, err := f.Volunteering.Board(t.Context(), f.Boss, f.ID, time.Time{})
	must(t, err)
	if board.Taken != 2 || len(people) != 4 {
		t.Errorf("%d seats are given", board.Taken)
	}
}

func chosen(v volunteering.Preview, most int) []volunteering.Choice {
	var all []volunteering.Choice
	for _, row := range v.Rows {
		for _, p := range row.People {
			if len(all) < most {
				all = append(all, volunteering.Choice{Need: row.Need.ID, Citizen: p.ID})
			}
		}
	}
	return all
}
