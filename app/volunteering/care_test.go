package volunteering_test

import (
	"errors"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

func TestCoordinators_SeeAndChangeOnlyTheActivitiesTheyLookAfter(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, need := f.Shift(t, 1, "09:00", "13:00", 2)
	who := f.Volunteer(t, "하나")
	seat := seated(t, f, who, shift)
	other, admin := f.Person(t, "다른 담당", access.Coordinator), f.Person(t, "관리자", access.Admin)
	must(t, f.Volunteering.SetCoordinators(t.Context(), f.Boss, f.ID, []uuid.UUID{f.Boss.ID, who.ID})) // who is no coordinator is left out
	ctx := t.Context()
	tries := map[string]func(access.Actor) error{
		"the board":        func(a access.Actor) error { _, err := f.Volunteering.Board(ctx, a, f.ID, f.First); return err },
		"its details":      func(a access.Actor) error { _, err := f.Volunteering.Plan(ctx, a, f.ID); return err },
		"its shifts":       func(a access.Actor) error { _, err := f.Volunteering.ShiftPlan(ctx, a, f.ID); return err },
		"candidates":       func(a access.Actor) error { _, err := f.Volunteering.Candidates(ctx, a, f.ID, need, ""); return err },
		"a seat":           func(a access.Actor) error { _, err := f.Volunteering.Seat(ctx, a, f.ID, seat); return err },
		"swaps":            func(a access.Actor) error { _, err := f.Volunteering.Swaps(ctx, a, f.ID); return err },
		"messages":         func(a access.Actor) error { _, err := f.Volunteering.MessagesOf(ctx, a, f.ID); return err },
		"an emergency":     func(a access.Actor) error { _, err := f.Volunteering.SeatEmergency(ctx, a, f.ID, seat); return err },
		"a cancelled seat": func(a access.Actor) error { return f.Volunteering.CancelShift(ctx, a, f.ID, uuid.New(), "x") },
		"the check-in":     func(a access.Actor) error { _, err := f.Volunteering.Desk(ctx, a, f.ID, f.First, ""); return err },
		"publishing":       func(a access.Actor) error { _, err := f.Volunteering.Publish(ctx, a, f.ID); return err },
	}
	for name, try := range tries {
		if err := try(other); fault.Of(err).Kind != fault.Missing {
			t.Errorf("%s: %v", name, err)
		}
		if err := try(admin); err != nil && fault.Of(err).Kind != fault.Conflict && name != "a cancelled seat" {
			t.Errorf("%s for an administrator: %v", name, err)
		}
	}
	if v, err := f.Volunteering.Coordinated(ctx, other, ""); err != nil || len(v.Cards) != 0 {
		t.Errorf("it is listed: %+v, %v", v, err)
	}
	if err := f.Volunteering.SetCoordinators(ctx, f.Boss, f.ID, []uuid.UUID{other.ID}); !errors.Is(err, volunteering.ErrLocksOut) {
		t.Errorf("got %v", err)
	}
	must(t, f.Volunteering.SetCoordinators(ctx, f.Boss, f.ID, []uuid.UUID{f.Boss.ID, other.ID}))
	if v, err := f.Volunteering.Coordinated(ctx, other, ""); err != nil || len(v.Cards) != 1 {
		t.Errorf("it is not listed: %+v, %v", v, err)
	}
}

func TestEmergency_IsSeenWithConsentByThoseWhoLookAfterTheActivityAndEachLookIsNoted(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 2)
	who, stranger := f.Volunteer(t, "하나"), f.Person(t, "시민")
	seat := seated(t, f, who, shift)
	ctx := t.Context()
	for field, e := range map[string]volunteering.Emergency{
		"name": {Phone: "010-1234-5678", Consent: true}, "phone": {Name: "어머니", Phone: "call me", Consent: true}, "consent": {Name: "어머니", Phone: "010-1234-5678"},
	} {
		if err := f.Volunteering.SetEmergency(ctx, who, e); fault.Of(err).Fields[field] == "" {
			t.Errorf("%s: %v", field, err)
		}
	}
	if err := f.Volunteering.SetEmergency(ctx, stranger, volunteering.Emergency{Name: "a", Phone: "010-1234-5678", Consent: true}); !errors.Is(err, volunteering.ErrNotVolunteer) {
		t.Errorf("got %v", err)
	}
	must(t, f.Volunteering.SetEmergency(ctx, who, volunteering.Emergency{Name: "어머니", Phone: "010-1234-5678", Relation: "가족", Consent: true}))
	if _, err := f.Volunteering.SeatEmergency(ctx, who, f.ID, seat); fault.Of(err).Kind != fault.Denied {
		t.Errorf("a volunteer has looked: %v", err)
	}
	v, err := f.Volunteering.SeatEmergency(ctx, f.Boss, f.ID, seat)
	must(t, err)
	if v.Phone != "010-1234-5678" || v.Of != "하나" {
		t.Errorf("got %+v", v)
	}
	must(t, f.Volunteering.ForgetEmergency(ctx, who))
	if v, err = f.Volunteering.SeatEmergency(ctx, f.Boss, f.ID, seat); err != nil || v.Consent || v.Phone != "" {
		t.Errorf("got %+v, %v", v, err)
	}
	var looks int
	must(t, f.DB.Write(ctx, func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from audit_entries where action = 'volunteer.emergency_viewed' and subject_id = $1 and actor_id = $2", who.ID, f.Boss.ID).Scan(&looks)
	}))
	if looks != 2 {
		t.Errorf("%d looks are noted", looks)
	}
	_, err = f.Volunteering.Leave(ctx, who, seat)
	must(t, err)
	if _, err := f.Volunteering.SeatEmergency(ctx, f.Boss, f.ID, seat); fault.Of(err).Kind != fault.Missing {
		t.Errorf("of somebody who has left: %v", err)
	}
}

func TestNight_MinorsAreKeptFromItUnlessSomebodySaysWhy(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	late, need := f.Shift(t, 1, "20:00", "22:30", 3)
	early, _ := f.Shift(t, 3, "06:00", "08:00", 3)
	who := f.Volunteer(t, "하나")
	young := f.First.Year() - 17
	must(t, f.Volunteering.Apply(t.Context(), who, volunteering.Application{Languages: []string{"ko"}, BirthYear: young}))
	_, err := f.Volunteering.SignUp(t.Context(), who, late, uuid.Nil)
	refused(t, err, volunteering.Age)
	seated(t, f, who, early)
	if err := f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, who.ID, ""); fault.Of(err).Fields["reason"] == "" {
		t.Errorf("set aside without a reason: %v", err)
	}
	must(t, f.Volunteering.Assign(t.Context(), f.Boss, f.ID, need, who.ID, "보호자가 함께 옵니다"))
	seated(t, f, f.Volunteer(t, "어른"), late)
}

func TestStop_ShowsTheBestSoFarAndDropsWhatHasNotBegun(t *testing.T) {
	t.Parallel()
	f := apptest.Open(t).Forum(t)
	f.Shift(t, 1, "09:00", "13:00", 2)
	f.Volunteer(t, "하나")
	ctx := t.Context()
	waiting, err := f.Volunteering.AskRoster(ctx, f.Boss, f.ID)
	must(t, err)
	must(t, f.Volunteering.StopRoster(ctx, f.Boss, f.ID, waiting))
	must(t, f.Volunteering.SolveRoster(ctx, jobs.SolveRoster{ID: waiting}))
	if v, err := f.Volunteering.Preview(ctx, f.Boss, f.ID, waiting); err != nil || v.State != "dropped" {
		t.Errorf("got %+v, %v", v, err)
	}
	run, err := f.Volunteering.AskRoster(ctx, f.Boss, f.ID)
	must(t, err)
	must(t, f.DB.Write(ctx, func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), "update roster_runs set state = 'running' where id = $1", run)
		return err
	}))
	must(t, f.Volunteering.StopRoster(ctx, f.Boss, f.ID, run))
	must(t, f.Volunteering.SolveRoster(ctx, jobs.SolveRoster{ID: run}))
	if v, err := f.Volunteering.Preview(ctx, f.Boss, f.ID, run); err != nil || !v.Ready() {
		t.Errorf("what was found is not shown: %+v, %v", v, err)
	}
	if err := f.Volunteering.StopRoster(ctx, f.Person(t, "시민"), f.ID, run); fault.Of(err).Kind != fault.Denied {
		t.Errorf("got %v", err)
	}
}
