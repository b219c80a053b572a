package volunteering_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// seated signs somebody up and answers the seat.
func seated(t *testing.T, f *apptest.Forum, who access.Actor, shift uuid.UUID) uuid.UUID {
	t.Helper()
	r, err := f.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	must(t, err)
	if r.State != "confirmed" {
		t.Fatalf("got %+v", r)
	}
	return r.ID
}

// days are the days on which somebody has a seat to come, as calendars and boards see them.
func days(t *testing.T, f *apptest.Forum, who access.Actor) string {
	t.Helper()
	v, err := f.Volunteering.MyShifts(t.Context(), who)
	must(t, err)
	var list []string
	for _, m := range v.Upcoming {
		list = append(list, m.Starts.In(f.First.Location()).Format("02 15:04 ")+m.State)
	}
	return strings.Join(list, ", ")
}

func TestSwap_ChangesNothingBeforeItIsApprovedAndThenBoth(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	monday, _ := f.Shift(t, 1, "09:00", "13:00", 1)
	tuesday, _ := f.Shift(t, 2, "09:00", "13:00", 1)
	a, b, stranger := f.Volunteer(t, "김하나"), f.Volunteer(t, "이둘"), f.Volunteer(t, "박셋")
	mine, theirs := seated(t, f, a, monday), seated(t, f, b, tuesday)
	before := [2]string{days(t, f, a), days(t, f, b)}
	v, err := f.Volunteering.SwapChoices(t.Context(), a, mine)
	must(t, err)
	if len(v.Choices) != 1 || v.Choices[0].ID != theirs || v.Choices[0].Name != "이○" {
		t.Errorf("got %+v", v)
	}
	if _, err := f.Volunteering.OfferSwap(t.Context(), stranger, mine, theirs); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else's seat was offered: %v", err)
	}
	id, err := f.Volunteering.OfferSwap(t.Context(), a, mine, theirs)
	must(t, err)
	if _, err := f.Volunteering.OfferSwap(t.Context(), a, mine, theirs); !errors.Is(err, volunteering.ErrSwapOpen) {
		t.Errorf("a seat was offered twice: %v", err)
	}
	if _, err := f.Volunteering.AnswerSwap(t.Context(), a, id, true); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("who asked has answered: %v", err)
	}
	if err := f.Volunteering.DecideSwap(t.Context(), f.Boss, f.ID, id, true, ""); !errors.Is(err, volunteering.ErrSwapOver) {
		t.Errorf("approved without the other's consent: %v", err)
	}
	for range 2 {
		state, err := f.Volunteering.AnswerSwap(t.Context(), b, id, true)
		must(t, err)
		if state != "accepted" {
			t.Errorf("got %s", state)
		}
	}
	if got := [2]string{days(t, f, a), days(t, f, b)}; got != before {
		t.Errorf("it changed before it was approved: %v", got)
	}
	if err := f.Volunteering.DecideSwap(t.Context(), a, f.ID, id, true, ""); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a volunteer approved it: %v", err)
	}
	for range 2 {
		must(t, f.Volunteering.DecideSwap(t.Context(), f.Boss, f.ID, id, true, ""))
	}
	if got := [2]string{days(t, f, a), days(t, f, b)}; got != [2]string{before[1], before[0]} {
		t.Errorf("got %v", got)
	}
}

func TestSwap_JudgesBothSidesWithTheSeatThatEachGivesAway(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	morning, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	overlapping, _ := f.Shift(t, 1, "12:00", "16:00", 2)
	later, _ := f.Shift(t, 2, "12:00", "16:00", 2)
	a, b := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	mine, theirs := seated(t, f, a, morning), seated(t, f, b, overlapping)
	id, err := f.Volunteering.OfferSwap(t.Context(), a, mine, theirs) // each overlaps with one's own, which is given away
	must(t, err)
	must(t, f.Volunteering.WithdrawSwap(t.Context(), a, id))
	if _, err := f.Volunteering.AnswerSwap(t.Context(), b, id, true); !errors.Is(err, volunteering.ErrSwapOver) {
		t.Errorf("a swap that was taken back was answered: %v", err)
	}
	second := seated(t, f, b, later)
	_, err = f.Volunteering.OfferSwap(t.Context(), a, mine, second)
	refused(t, err, volunteering.Overlap) // the other keeps the one that overlaps
	v, err := f.Volunteering.SwapChoices(t.Context(), a, mine)
	must(t, err)
	if len(v.Choices) != 1 || v.Kept != 1 {
		t.Errorf("got %+v", v)
	}
}

func TestSwap_IsJudgedAgainWhenItIsApproved(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	monday, _ := f.Shift(t, 1, "09:00", "13:00", 1)
	tuesday, _ := f.Shift(t, 2, "09:00", "13:00", 1)
	also, _ := f.Shift(t, 2, "10:00", "12:00", 1)
	a, b := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	mine, theirs := seated(t, f, a, monday), seated(t, f, b, tuesday)
	id, err := f.Volunteering.OfferSwap(t.Context(), a, mine, theirs)
	must(t, err)
	_, err = f.Volunteering.AnswerSwap(t.Context(), b, id, true)
	must(t, err)
	seated(t, f, a, also)
	refused(t, f.Volunteering.DecideSwap(t.Context(), f.Boss, f.ID, id, true, ""), volunteering.Overlap)
	if err := f.Volunteering.DecideSwap(t.Context(), f.Boss, f.ID, id, false, " "); fault.Of(err).Fields["reason"] == "" {
		t.Errorf("refused without a reason: %v", err)
	}
	must(t, f.Volunteering.DecideSwap(t.Context(), f.Boss, f.ID, id, false, "겹칩니다"))
}

func TestSwap_ExpiresAndLosesItsSeatsQuietly(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	monday, _ := f.Shift(t, 4, "09:00", "13:00", 1)
	tuesday, _ := f.Shift(t, 5, "09:00", "13:00", 1)
	a, b := f.Volunteer(t, "하나"), f.Volunteer(t, "둘")
	mine, theirs := seated(t, f, a, monday), seated(t, f, b, tuesday)
	id, err := f.Volunteering.OfferSwap(t.Context(), a, mine, theirs)
	must(t, err)
	f.Wait(25 * time.Hour)
	if _, err := f.Volunteering.AnswerSwap(t.Context(), b, id, true); !errors.Is(err, volunteering.ErrSwapOver) {
		t.Errorf("answered too late: %v", err)
	}
	must(t, f.Volunteering.ExpireSwaps(t.Context()))
	if _, err = f.Volunteering.OfferSwap(t.Context(), a, mine, theirs); err != nil {
		t.Fatal(err)
	}
	_, err = f.Volunteering.Leave(t.Context(), b, theirs)
	must(t, err)
	must(t, f.Volunteering.ExpireSwaps(t.Context()))
	v, err := f.Volunteering.Swaps(t.Context(), f.Boss, f.ID)
	must(t, err)
	if len(v.List) != 2 || v.List[0].State != "expired" || v.List[1].State != "expired" {
		t.Errorf("got %+v", v.List)
	}
	if got := days(t, f, a); !strings.Contains(got, "confirmed") {
		t.Errorf("who asked has lost the seat: %s", got)
	}
}

func TestSwap_HoldsAtOnceWhereTheActivitySaysSoAndOfTwoAtOnceOneHolds(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	plan, err := f.Volunteering.Plan(t.Context(), f.Boss, f.ID)
	must(t, err)
	plan.SwapAutomatic = true
	must(t, f.Volunteering.SaveActivity(t.Context(), f.Boss, f.ID, plan.ActivityDraft))
	wanted, _ := f.Shift(t, 5, "09:00", "13:00", 1)
	holder := f.Volunteer(t, "주인")
	seat := seated(t, f, holder, wanted)
	var ids []uuid.UUID
	for i, name := range []string{"하나", "둘"} {
		shift, _ := f.Shift(t, i+1, "09:00", "13:00", 1)
		who := f.Volunteer(t, name)
		id, err := f.Volunteering.OfferSwap(t.Context(), who, seated(t, f, who, shift), seat)
		must(t, err)
		ids = append(ids, id)
	}
	var both sync.WaitGroup
	errs := make([]error, 2)
	for i, id := range ids {
		both.Go(func() { _, errs[i] = f.Volunteering.AnswerSwap(context.WithoutCancel(t.Context()), holder, id, true) })
	}
	both.Wait()
	if (errs[0] == nil) == (errs[1] == nil) {
		t.Errorf("got %v", errs)
	}
	if got := days(t, f, holder); strings.Count(got, "confirmed") != 1 {
		t.Errorf("got %s", got)
	}
}

func TestCover_AsksTheLeastRecentlyAskedAndTheFirstToSayYesHasIt(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 4, "09:00", "13:00", 1)
	next, _ := f.Shift(t, 6, "09:00", "13:00", 1)
	a := f.Volunteer(t, "주인")
	seat, second := seated(t, f, a, shift), seated(t, f, a, next)
	var people []access.Actor
	for _, name := range []string{"가", "나", "다", "라", "마", "바", "사"} {
		people = append(people, f.Volunteer(t, name))
	}
	asked, err := f.Volunteering.AskCover(t.Context(), a, seat, "갑자기 일이 생겼습니다")
	must(t, err)
	if asked != 5 {
		t.Fatalf("%d were asked", asked)
	}
	if _, err := f.Volunteering.AskCover(t.Context(), a, seat, ""); !errors.Is(err, volunteering.ErrCoverOpen) {
		t.Errorf("asked twice: %v", err)
	}
	id := covers(t, f, people[0])[0].ID
	if len(covers(t, f, people[5])) != 0 {
		t.Error("the sixth was asked")
	}
	if err := f.Volunteering.TakeCover(t.Context(), people[6], id); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("who was not asked has taken it: %v", err)
	}
	for range 2 {
		must(t, f.Volunteering.DeclineCover(t.Context(), people[0], id))
	}
	if len(covers(t, f, people[5])) != 1 || len(covers(t, f, people[6])) != 0 {
		t.Error("the next best was not asked in place of who said no, or two were")
	}
	var all sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		all.Go(func() { errs[i] = f.Volunteering.TakeCover(context.WithoutCancel(t.Context()), people[i+1], id) })
	}
	all.Wait()
	won := 0
	for i, err := range errs {
		switch {
		case err == nil:
			won++
			must(t, f.Volunteering.TakeCover(t.Context(), people[i+1], id)) // twice is once
		case !errors.Is(err, volunteering.ErrCoverGone):
			t.Errorf("got %v", err)
		}
	}
	if won != 1 || strings.Count(days(t, f, a), "confirmed") != 1 {
		t.Errorf("%d have it, and who asked has %s", won, days(t, f, a))
	}
	f.Wait(time.Hour)
	_, err = f.Volunteering.AskCover(t.Context(), a, second, "")
	must(t, err)
	if len(covers(t, f, people[6])) != 1 {
		t.Error("who was never asked is not among the first")
	}
}

// covers are the requests that somebody sees.
func covers(t *testing.T, f *apptest.Forum, who access.Actor) []volunteering.CoverView {
	t.Helper()
	v, err := f.Volunteering.MyShifts(t.Context(), who)
	must(t, err)
	return v.Covers
}

func TestCover_WithNobodyAbleNothingIsOpenAndAnotherMayBeWithdrawn(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 4, "09:00", "13:00", 1)
	a := f.Volunteer(t, "주인")
	seat := seated(t, f, a, shift)
	if _, err := f.Volunteering.AskCover(t.Context(), a, seat, ""); !errors.Is(err, volunteering.ErrCoverNobody) || len(covers(t, f, a)) != 0 {
		t.Errorf("got %v", err)
	}
	b := f.Volunteer(t, "가")
	_, err := f.Volunteering.AskCover(t.Context(), a, seat, "")
	must(t, err)
	id := covers(t, f, b)[0].ID
	if err := f.Volunteering.WithdrawCover(t.Context(), b, id); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody else took it back: %v", err)
	}
	for range 2 {
		must(t, f.Volunteering.WithdrawCover(t.Context(), a, id))
	}
	if err := f.Volunteering.TakeCover(t.Context(), b, id); !errors.Is(err, volunteering.ErrCoverGone) {
		t.Errorf("got %v", err)
	}
}
