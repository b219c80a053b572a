package volunteering_test

import (
	"errors"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// seatsOf are the names on the board of a day, by duty and time.
func seatsOf(t *testing.T, f *apptest.Forum, day int) string {
	t.Helper()
	v, err := f.Volunteering.Board(t.Context(), f.Boss, f.ID, f.First.AddDate(0, 0, day))
	must(t, err)
	var names []string
	for _, row := range v.Duties {
		for _, n := range row.Cells[v.Chosen] {
			for _, s := range n.Seats {
				names = append(names, n.Starts.In(f.First.Location()).Format("15:04 ")+s.Name)
			}
		}
	}
	return strings.Join(names, ", ")
}

func seatAt(t *testing.T, f *apptest.Forum, day int) uuid.UUID {
	t.Helper()
	v, err := f.Volunteering.Board(t.Context(), f.Boss, f.ID, f.First.AddDate(0, 0, day))
	must(t, err)
	for _, row := range v.Duties {
		for _, n := range row.Cells[v.Chosen] {
			for _, s := range n.Seats {
				return s.ID
			}
		}
	}
	t.Fatal("nobody has a seat")
	return uuid.Nil
}

func TestUndo_TakesBackTheLastDeedWholeAndOnlyOnesOwn(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	_, need := f.Shift(t, 1, "09:00", "13:00", 1)
	_, later := f.Shift(t, 1, "14:00", "16:00", 1)
	who, other := f.Volunteer(t, "하나"), f.Person(t, "둘째 담당", access.Coordinator)
	ctx := t.Context()
	if err := f.Volunteering.Undo(ctx, f.Boss, f.ID); !errors.Is(err, volunteering.ErrNoUndo) {
		t.Errorf("got %v", err)
	}
	must(t, f.Volunteering.Assign(ctx, f.Boss, f.ID, need, who.ID, ""))
	must(t, f.Volunteering.Move(ctx, f.Boss, f.ID, seatAt(t, f, 1), later, ""))
	if got := seatsOf(t, f, 1); got != "14:00 하나" {
		t.Fatalf("got %s", got)
	}
	if err := f.Volunteering.Undo(ctx, other, f.ID); !errors.Is(err, volunteering.ErrNoUndo) {
		t.Errorf("somebody else's change was taken back: %v", err)
	}
	must(t, f.Volunteering.Undo(ctx, f.Boss, f.ID))
	if got := seatsOf(t, f, 1); got != "09:00 하나" {
		t.Errorf("a move was taken back in part: %s", got)
	}
	if err := f.Volunteering.Undo(ctx, f.Boss, f.ID); !errors.Is(err, volunteering.ErrChanged) {
		t.Errorf("what came before has changed since, by undoing: %v", err)
	}
	must(t, f.Volunteering.Unassign(ctx, f.Boss, f.ID, seatAt(t, f, 1), "바쁨"))
	must(t, f.Volunteering.Undo(ctx, f.Boss, f.ID))
	if got := seatsOf(t, f, 1); got != "09:00 하나" {
		t.Errorf("got %s", got)
	}
}

func TestUndo_RefusesWhatHasChangedSince(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, need := f.Shift(t, 1, "09:00", "13:00", 1)
	a, b := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	ctx := t.Context()
	must(t, f.Volunteering.Assign(ctx, f.Boss, f.ID, need, a.ID, ""))
	seat := seatAt(t, f, 1)
	_, err := f.Volunteering.Publish(ctx, f.Boss, f.ID)
	must(t, err)
	_, err = f.Volunteering.Accept(ctx, a, seat)
	must(t, err)
	if err := f.Volunteering.Undo(ctx, f.Boss, f.ID); !errors.Is(err, volunteering.ErrChanged) {
		t.Errorf("a seat was taken away that was accepted meanwhile: %v", err)
	}
	must(t, f.Volunteering.Unassign(ctx, f.Boss, f.ID, seat, ""))
	seated(t, f, b, shift) // the only seat
	refused(t, f.Volunteering.Undo(ctx, f.Boss, f.ID), volunteering.Full)
	if got := seatsOf(t, f, 1); got != "09:00 둘" {
		t.Errorf("got %s", got)
	}
}

func TestMove_SetsNoRuleAsideWithoutAReasonAndKeepsTheOldSeatThen(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	_, evening := f.Shift(t, 3, "18:00", "21:00", 1)
	early, _ := f.Shift(t, 4, "05:00", "08:00", 1)
	who := f.Volunteer(t, "하나")
	seat := seated(t, f, who, shift)
	seated(t, f, who, early)
	ctx := t.Context()
	if err := f.Volunteering.Move(ctx, f.Boss, f.ID, seat, evening, ""); fault.Of(err).Fields["reason"] == "" || seatsOf(t, f, 1) != "09:00 하나" {
		t.Errorf("got %v, %s", err, seatsOf(t, f, 1))
	}
	must(t, f.Volunteering.Move(ctx, f.Boss, f.ID, seat, evening, "사람이 없습니다"))
	if err := f.Volunteering.Move(ctx, f.Boss, f.ID, seat, evening, ""); !errors.Is(err, volunteering.ErrChanged) {
		t.Errorf("a seat that is gone was moved: %v", err)
	}
	list, err := f.Volunteering.Fits(ctx, f.Boss, f.ID, who.ID, uuid.Nil)
	must(t, err)
	for _, fit := range list {
		if want := map[string]volunteering.Reason{"09:00": volunteering.OK, "18:00": volunteering.AlreadyIn, "05:00": volunteering.AlreadyIn}[fit.Need.Starts.In(f.First.Location()).Format("15:04")]; fit.Reason != want {
			t.Errorf("%s: %s, want %s", fit.Need.Starts, fit.Reason, want)
		}
	}
}
