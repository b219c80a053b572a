package volunteering

import (
	"time"

	"academy/app/locale"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// scene is an activity and people, as the rules of a roster see them. Needs and people are named by their index in it.
type scene struct {
	sheet   volunteering.Sheet
	people  []volunteering.Person
	needs   []volunteering.SheetNeed
	shifts  []volunteering.SheetShift
	shiftOf map[uuid.UUID]int
	needOf  map[uuid.UUID]int
	person  map[uuid.UUID]int
	places  map[string]int
	problem roster.Problem
}

// sight says what of an activity a scene is made for.
type sight struct {
	// Needs that stand in it.
	needs func(volunteering.SheetNeed, volunteering.SheetShift) bool
	// seated leaves the seats in these needs to be put on the board, instead of counting them as work elsewhere.
	seated bool
	// mild leaves out what people said of when they can come: whoever signs up says so anew.
	mild bool
	// never keeps only the rules that nobody can set aside.
	never bool
}

func toCome(now time.Time) func(volunteering.SheetNeed, volunteering.SheetShift) bool {
	return func(_ volunteering.SheetNeed, s volunteering.SheetShift) bool {
		return s.CancelledAt == nil && s.StartsAt.After(now)
	}
}

func just(id uuid.UUID) func(volunteering.SheetNeed, volunteering.SheetShift) bool {
	return func(n volunteering.SheetNeed, _ volunteering.SheetShift) bool { return n.ID == id }
}

func newScene(sheet volunteering.Sheet, people []volunteering.Person, as sight) *scene {
	c := &scene{sheet: sheet, people: people, shiftOf: map[uuid.UUID]int{}, needOf: map[uuid.UUID]int{}, person: map[uuid.UUID]int{}, places: map[string]int{}}
	byID := map[uuid.UUID]volunteering.SheetShift{}
	for _, s := range sheet.Shifts.V {
		byID[s.ID] = s
	}
	for _, n := range sheet.Needs.V {
		if s := byID[n.ShiftID]; as.needs(n, s) {
			c.add(n, s, as)
		}
	}
	for i, p := range people {
		c.person[p.CitizenID] = i
		c.problem.People = append(c.problem.People, c.personOf(p, as))
	}
	c.problem.Zone = locale.Seoul()
	c.problem.Weights = roster.DefaultWeights()
	if !as.never {
		c.problem.Rules = roster.Rules{
			Rest: time.Duration(sheet.RestMinutes) * time.Minute, MaxDay: sheet.MaxDayMinutes, MaxWeek: sheet.MaxWeekMinutes, NightAge: sheet.NightAge, Experienced: 3,
		}
	}
	c.travel(time.Duration(sheet.TravelMinutes) * time.Minute)
	return c
}

func (c *scene) add(n volunteering.SheetNeed, s volunteering.SheetShift, as sight) {
	at, there := c.shiftOf[s.ID]
	if !there {
		at = len(c.problem.Shifts)
		c.shiftOf[s.ID] = at
		c.shifts = append(c.shifts, s)
		c.problem.Shifts = append(c.problem.Shifts, roster.Shift{From: s.StartsAt, Until: s.EndsAt, Place: c.place(c.sheet.ID, s.Place, s.Online), Night: atNight(s.StartsAt, s.EndsAt)})
	}
	need := roster.Need{Shift: at, Min: n.Min, Max: n.Max}
	if !as.never {
		need.MinAge, need.MaxAge, need.Languages = n.MinAge, n.MaxAge, n.Languages
		if n.Qualified {
			need.Duty = n.DutyID.String()
		}
	}
	c.needOf[n.ID] = len(c.needs)
	c.needs = append(c.needs, n)
	c.problem.Needs = append(c.problem.Needs, need)
}

// The night, in minutes of the day: those who are too young for it are kept from work that touches it.
const nightFrom, nightUntil = 22 * 60, 6 * 60

// atNight says whether a period touches the night.
func atNight(starts, ends time.Time) bool {
	day := startOfDay(starts)
	for _, from := range []time.Time{day.AddDate(0, 0, -1), day, day.AddDate(0, 0, 1)} {
		night := from.Add(nightFrom * time.Minute)
		if starts.Before(from.AddDate(0, 0, 1).Add(nightUntil*time.Minute)) && night.Before(ends) {
			return true
		}
	}
	return false
}

// place numbers where people are. Where nothing is said it is the place of the activity; online is nowhere.
func (c *scene) place(activity uuid.UUID, name models.Text, online bool) int {
	if online {
		return -1
	}
	key := activity.String() + name.KO + "\x00" + name.EN
	at, there := c.places[key]
	if !there {
		at = len(c.places)
		c.places[key] = at
	}
	return at
}

func (c *scene) travel(buffer time.Duration) {
	for i := range len(c.places) {
		row := make([]time.Duration, len(c.places))
		for j := range row {
			if i != j {
				row[j] = buffer
			}
		}
		c.problem.Travel = append(c.problem.Travel, row)
	}
}

func (c *scene) personOf(p volunteering.Person, as sight) roster.Person {
	v := roster.Person{Languages: p.Languages.V, BirthYear: p.BirthYear, PastLoad: p.PastMinutes, Experience: p.PastShifts}
	if p.State == volunteering.Approved && p.EndsAt != nil {
		v.ApprovedUntil = endOfDay(*p.EndsAt)
	}
	for _, e := range p.Engagements.V {
		if _, onBoard := c.needOf[e.NeedID]; as.seated && onBoard {
			continue
		}
		v.Elsewhere = append(v.Elsewhere, roster.Engagement{From: e.StartsAt, Until: e.EndsAt, Place: c.place(e.ActivityID, e.Place, e.Online)})
	}
	if as.never {
		return v
	}
	v.MaxDay, v.MaxWeek = p.MaxDayMinutes, p.MaxWeekMinutes
	for _, g := range p.Grants.V {
		v.Grants = append(v.Grants, roster.Grant{Duty: g.DutyID.String(), From: startOfDay(g.From), Until: endOfDay(g.Until)})
	}
	if !as.mild {
		v.Availability = c.said(p.Availability.V)
	}
	return v
}

// said writes out what people said of every week for the days of the activity's shifts.
func (c *scene) said(lines []volunteering.Availability) []roster.Availability {
	levels := map[string]roster.Level{"unavailable": roster.Unavailable, "undesired": roster.Undesired, "desired": roster.Desired}
	var all []roster.Availability
	for _, a := range lines {
		if a.StartsAt != nil && a.EndsAt != nil {
			all = append(all, roster.Availability{From: *a.StartsAt, Until: *a.EndsAt, Level: levels[a.Level]})
			continue
		}
		for _, day := range c.days() {
			if weekday(day) == *a.Weekday {
				at := func(minute int) time.Time {
					return time.Date(day.Year(), day.Month(), day.Day(), minute/60, minute%60, 0, 0, day.Location())
				}
				all = append(all, roster.Availability{From: at(*a.FromMinute), Until: at(*a.UntilMinute), Level: levels[a.Level]})
			}
		}
	}
	return all
}

// days are those on which there is a shift, or the night of one.
func (c *scene) days() []time.Time {
	seen, all := map[string]bool{}, []time.Time{}
	for _, s := range c.problem.Shifts {
		for at := startOfDay(s.From); at.Before(s.Until); at = at.AddDate(0, 0, 1) {
			if key := at.Format(time.DateOnly); !seen[key] {
				seen[key] = true
				all = append(all, at)
			}
		}
	}
	return all
}

// weekday counts from Monday, which is 1.
func weekday(day time.Time) int { return (int(day.Weekday())+6)%7 + 1 }

func startOfDay(t time.Time) time.Time {
	t = t.In(locale.Seoul())
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// endOfDay is when the last day is over on which something is good that ends at a time.
func endOfDay(end time.Time) time.Time { return startOfDay(end.Add(-time.Nanosecond)).AddDate(0, 0, 1) }

// seats are those of the sheet that are given, as far as they are in this scene.
func (c *scene) seats() []roster.Assignment {
	var all []roster.Assignment
	for _, s := range c.sheet.People.V {
		need, known := c.needOf[s.NeedID]
		person, there := c.person[s.CitizenID]
		if known && there && holdsSeat(s.State) {
			all = append(all, roster.Assignment{Need: need, Person: person})
		}
	}
	return all
}

// rules answers which rule stands between each person and each need, seats left aside.
func (c *scene) rules() (func(person, need int) roster.Reason, error) {
	board, err := roster.NewBoard(&c.problem, nil)
	if err != nil {
		return nil, err
	}
	return board.Why, nil
}

// standing is what is known of a person before a need, in the eyes of whoever signs up.
func (c *scene) standing(now time.Time, need int, in bool, rule roster.Reason) Standing {
	n, s := c.needs[need], c.shifts[c.problem.Needs[need].Shift]
	v := Standing{
		Now: now, Starts: s.StartsAt, Cancelled: s.CancelledAt != nil, Closed: c.sheet.State != volunteering.Published,
		In: in, Max: n.Max, Taken: n.Taken, Offered: n.Offered, Waiting: n.Waiting - n.Offered, Rule: rule, Volunteer: true,
	}
	if c.sheet.OpensAt != nil {
		v.Opens = *c.sheet.OpensAt
	}
	return v
}
