package apptest

import (
	"testing"
	"time"

	"academy/app/access"
	"academy/app/volunteering"

	"github.com/google/uuid"
)

// Forum is an activity that takes volunteers.
type Forum struct {
	*Academy
	ID   uuid.UUID
	Boss access.Actor
	// Guide is the duty that its shifts need.
	Guide uuid.UUID
	// First is the day after tomorrow, in the zone of the academy.
	First time.Time
}

// Forum makes an activity of ten days that begins the day after tomorrow, and publishes it. It has no shifts yet.
func (a *Academy) Forum(t testing.TB) *Forum {
	t.Helper()
	f := &Forum{Academy: a, Boss: a.Person(t, "박서연", access.Coordinator)}
	plan, err := a.Volunteering.NewPlan(t.Context(), f.Boss)
	if err != nil {
		t.Fatal(err)
	}
	duties, err := a.Volunteering.Duties(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.Guide = duties[0].ID
	seoul := time.FixedZone("KST", 9*60*60)
	today := a.DB.Now().In(seoul)
	f.First = time.Date(today.Year(), today.Month(), today.Day()+2, 0, 0, 0, 0, seoul)
	last := f.First.AddDate(0, 0, 9)
	d := plan.ActivityDraft
	d.Agenda, d.StartsOn, d.EndsOn = plan.Agendas[len(plan.Agendas)-1].ID, &f.First, &last
	d.Title = volunteering.Text{KO: "시민외교 포럼", EN: "Citizens' forum"}
	d.Place = volunteering.Text{KO: "회의장", EN: "Hall"}
	if f.ID, err = a.Volunteering.AddActivity(t.Context(), f.Boss, d); err != nil {
		t.Fatal(err)
	}
	if err := a.Volunteering.SetActivityState(t.Context(), f.Boss, f.ID, "published"); err != nil {
		t.Fatal(err)
	}
	if err := a.Volunteering.SetCoordinators(t.Context(), f.Boss, f.ID, nil); err != nil { // any coordinator may look after it
		t.Fatal(err)
	}
	return f
}

// Shift adds a shift on a day of the forum, counted from 0, and answers it with its one need.
func (f *Forum) Shift(t testing.TB, day int, from, until string, seats int) (shift, need uuid.UUID) {
	t.Helper()
	before := f.known(t)
	_, err := f.Volunteering.AddShifts(t.Context(), f.Boss, f.ID, volunteering.ShiftDraft{
		Day: f.First.AddDate(0, 0, day), From: from, Until: until, Needs: []volunteering.NeedDraft{{Duty: f.Guide, Min: 1, Max: seats, Qualified: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for id, need := range f.known(t) {
		if _, old := before[id]; !old {
			return id, need
		}
	}
	t.Fatal("no shift was added")
	return
}

func (f *Forum) known(t testing.TB) map[uuid.UUID]uuid.UUID {
	t.Helper()
	plan, err := f.Volunteering.ShiftPlan(t.Context(), f.Boss, f.ID)
	if err != nil {
		t.Fatal(err)
	}
	all := map[uuid.UUID]uuid.UUID{}
	for _, s := range plan.Shifts {
		all[s.ID] = s.Needs[0].ID
	}
	return all
}

// Volunteer is somebody who is approved and qualified for the duty of the forum.
func (f *Forum) Volunteer(t testing.TB, name string) access.Actor {
	t.Helper()
	who := f.Person(t, name)
	f.Enlist(t, who)
	return who
}

// Enlist has somebody approved and qualified.
func (f *Forum) Enlist(t testing.TB, who access.Actor) {
	t.Helper()
	last := f.First.AddDate(0, 6, 0)
	err := f.Volunteering.Apply(t.Context(), who, volunteering.Application{Languages: []string{"ko"}, BirthYear: 1990})
	if err == nil {
		err = f.Volunteering.DecideVolunteer(t.Context(), f.Boss, who.ID, volunteering.Decision{State: "approved", LastDay: last})
	}
	if err == nil {
		err = f.Volunteering.GrantDuty(t.Context(), f.Boss, who.ID, f.Guide, last, "교육을 마쳤습니다")
	}
	if err != nil {
		t.Fatal(err)
	}
}
