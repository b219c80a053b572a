package volunteering

import (
	"testing"
	"time"

	"academy/app/locale"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

func TestDecide_TellsTheFirstReasonOfAll(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	good := Standing{Now: now, Starts: now.Add(48 * time.Hour), Max: 2, Taken: 1, Volunteer: true}
	for name, c := range map[string]struct {
		change   func(*Standing)
		want     Reason
		waitlist bool
	}{
		"nothing":                        {func(*Standing) {}, OK, false},
		"already in before all":          {func(s *Standing) { s.In, s.Cancelled, s.Taken = true, true, 2 }, AlreadyIn, false},
		"begun":                          {func(s *Standing) { s.Starts = now }, Over, false},
		"cancelled":                      {func(s *Standing) { s.Cancelled = true }, Over, false},
		"closed before full":             {func(s *Standing) { s.Closed, s.Taken = true, 2 }, Over, false},
		"full":                           {func(s *Standing) { s.Taken = 2 }, Full, true},
		"offered to somebody else":       {func(s *Standing) { s.Offered = 1 }, Full, true},
		"others are in line":             {func(s *Standing) { s.Waiting = 1 }, Full, true},
		"full before not qualified":      {func(s *Standing) { s.Taken, s.Rule = 2, roster.Unqualified }, Full, false},
		"not applied":                    {func(s *Standing) { s.Volunteer, s.Rule = false, roster.Overlap }, NotVolunteer, false},
		"not qualified before too early": {func(s *Standing) { s.Rule, s.Opens = roster.Unqualified, now.Add(time.Hour) }, Unqualified, false},
		"overlap":                        {func(s *Standing) { s.Rule = roster.Overlap }, Overlap, false},
		"travel":                         {func(s *Standing) { s.Rule = roster.Travel }, Travel, false},
		"rest":                           {func(s *Standing) { s.Rule = roster.Rest }, Rest, false},
		"day":                            {func(s *Standing) { s.Rule = roster.DayMax }, DayMax, false},
		"week":                           {func(s *Standing) { s.Rule = roster.WeekMax }, WeekMax, false},
		"too early":                      {func(s *Standing) { s.Opens = now.Add(time.Minute) }, TooEarly, false},
		"open from now on":               {func(s *Standing) { s.Opens = now }, OK, false},
		"full and too early":             {func(s *Standing) { s.Taken, s.Opens = 2, now.Add(time.Minute) }, Full, false},
	} {
		s := good
		c.change(&s)
		if got := Decide(s); got.Reason != c.want || got.Waitlist != c.waitlist || got.Can() != (c.want == OK) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestOverridable_NeverTwoPlacesAtOnceNorASeatTooMany(t *testing.T) {
	t.Parallel()
	for _, r := range []Reason{Overlap, Travel, Full, AlreadyIn, Over, NotApproved, NotVolunteer} {
		if r.Overridable() {
			t.Errorf("%s can be set aside", r)
		}
	}
	for _, r := range []Reason{Unqualified, Language, Away, Rest, DayMax, WeekMax, Age} {
		if !r.Overridable() {
			t.Errorf("%s cannot be set aside", r)
		}
	}
}

// at is a time of a day in December 2026, in Seoul.
func at(day, hour int) time.Time { return time.Date(2026, 12, day, hour, 0, 0, 0, locale.Seoul()) }

// TestScene_AsksTheRulesOfTheRoster puts one volunteer before a shift on the 10th, 10 to 14 o'clock.
func TestScene_AsksTheRulesOfTheRoster(t *testing.T) {
	t.Parallel()
	duty, activity := uuid.New(), uuid.New()
	hall, park := models.Text{KO: "회의장"}, models.Text{KO: "공원"}
	ends := at(31, 0)
	engaged := func(from, until time.Time, place models.Text) func(*volunteering.Person, *volunteering.Sheet) {
		return func(p *volunteering.Person, _ *volunteering.Sheet) {
			p.Engagements.V = []volunteering.Engagement{{NeedID: uuid.New(), ActivityID: activity, StartsAt: from, EndsAt: until, Place: place}}
		}
	}
	three, nine, noon := 4, 9*60, 12*60 // 10 December 2026 is a Thursday
	for name, c := range map[string]struct {
		change func(*volunteering.Person, *volunteering.Sheet)
		want   roster.Reason
	}{
		"nothing":                      {func(*volunteering.Person, *volunteering.Sheet) {}, roster.OK},
		"no grant":                     {func(p *volunteering.Person, _ *volunteering.Sheet) { p.Grants.V = nil }, roster.Unqualified},
		"grant that ends that morning": {func(p *volunteering.Person, _ *volunteering.Sheet) { p.Grants.V[0].Until = at(10, 1) }, roster.OK},
		"grant that ended at midnight": {func(p *volunteering.Person, _ *volunteering.Sheet) { p.Grants.V[0].Until = at(10, 0) }, roster.Unqualified},
		"no grant is asked for":        {func(p *volunteering.Person, s *volunteering.Sheet) { p.Grants.V, s.Needs.V[0].Qualified = nil, false }, roster.OK},
		"not approved":                 {func(p *volunteering.Person, _ *volunteering.Sheet) { p.State = volunteering.Applied }, roster.Unapproved},
		"approval that is over":        {func(p *volunteering.Person, _ *volunteering.Sheet) { e := at(10, 0); p.EndsAt = &e }, roster.Unapproved},
		"language":                     {func(_ *volunteering.Person, s *volunteering.Sheet) { s.Needs.V[0].Languages = []string{"fr"} }, roster.Language},
		"too young":                    {func(_ *volunteering.Person, s *volunteering.Sheet) { s.Needs.V[0].MinAge = 30 }, roster.Age},
		"away every week": {func(p *volunteering.Person, _ *volunteering.Sheet) {
			p.Availability.V = []volunteering.Availability{{Level: "unavailable", Weekday: &three, FromMinute: &nine, UntilMinute: &noon}}
		}, roster.Away},
		"overlap":               {engaged(at(10, 13), at(10, 15), hall), roster.Overlap},
		"one after the other":   {engaged(at(10, 14), at(10, 16), hall), roster.OK},
		"no time for the way":   {engaged(at(10, 14), at(10, 16), park), roster.Travel},
		"overnight before":      {engaged(at(9, 20), at(10, 2), hall), roster.Rest},
		"more than a day has":   {engaged(at(10, 15), at(10, 20), hall), roster.DayMax},
		"own maximum of a week": {func(p *volunteering.Person, _ *volunteering.Sheet) { p.MaxWeekMinutes = 180 }, roster.WeekMax},
	} {
		sheet := volunteering.Sheet{Activity: volunteering.Activity{ID: activity, State: volunteering.Published, TravelMinutes: 30, RestMinutes: 600, MaxDayMinutes: 480}}
		shift := volunteering.SheetShift{ID: uuid.New(), StartsAt: at(10, 10), EndsAt: at(10, 14), Place: hall}
		sheet.Shifts.V = []volunteering.SheetShift{shift}
		sheet.Needs.V = []volunteering.SheetNeed{{ID: uuid.New(), ShiftID: shift.ID, DutyID: duty, Min: 1, Max: 2, Qualified: true}}
		p := volunteering.Person{Volunteer: volunteering.Volunteer{CitizenID: uuid.New(), State: volunteering.Approved, EndsAt: &ends, BirthYear: 2000}}
		p.Languages.V = []string{"ko"}
		p.Grants.V = []volunteering.Grant{{DutyID: duty, From: at(1, 0), Until: at(31, 0)}}
		c.change(&p, &sheet)
		why, err := newScene(sheet, []volunteering.Person{p}, sight{needs: just(sheet.Needs.V[0].ID)}).rules()
		if err != nil {
			t.Fatal(err)
		}
		if got := why(0, 0); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}
