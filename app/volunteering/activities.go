package volunteering

import (
	"context"
	"errors"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// ActivityCard is an activity in a list.
type ActivityCard struct {
	ID             uuid.UUID
	Kind, State    string
	Title, Summary Text
	Place          Text
	StartsOn       *time.Time
	EndsOn         *time.Time
	Next           *time.Time
	Shifts         int
	// Free are empty seats, Waiting those in line.
	Free, Taken, Seats, Waiting int
	Duties                      []Text
	// Mine says that the reader is qualified for some of it.
	Mine bool
}

// ActivityList is a page of activities.
type ActivityList struct {
	Cards []ActivityCard
	Mine  bool   // only what the reader is qualified for
	Next  string // cursor, empty on the last page
	// Applied is how many volunteers wait for an answer, for coordinators.
	Applied int
}

func cardOf(a volunteering.ListedActivity) ActivityCard {
	return ActivityCard{
		ID: a.ID, Kind: a.Kind, State: a.State, Title: a.Title, Summary: a.Summary, Place: a.Place, StartsOn: a.StartsOn, EndsOn: a.EndsOn, Next: a.Next,
		Shifts: a.Shifts, Free: max(a.Seats-a.Taken, 0), Taken: a.Taken, Seats: a.Seats, Waiting: a.Waiting, Duties: a.Duties.V, Mine: a.Mine > 0,
	}
}

// Activities lists what volunteers are looked for, the newest first.
func (s *Service) Activities(ctx context.Context, who access.Actor, mine bool, cursor string) (ActivityList, error) {
	v := ActivityList{Mine: mine && who.Known()}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListPublished(tx, who.ID, v.Mine, models.ParseCursor(cursor), perPage+1)
		v.fill(rows, func(a volunteering.ListedActivity) models.Cursor { return models.Cursor{At: *a.PublishedAt, ID: a.ID} })
		return err
	})
	return v, err
}

// Coordinated lists all activities for those who coordinate.
func (s *Service) Coordinated(ctx context.Context, who access.Actor, cursor string) (ActivityList, error) {
	var v ActivityList
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListActivities(tx, who.ID, who.Has(access.Admin), models.ParseCursor(cursor), perPage+1)
		if err != nil {
			return err
		}
		v.fill(rows, func(a volunteering.ListedActivity) models.Cursor { return models.Cursor{At: a.CreatedAt, ID: a.ID} })
		v.Applied, err = volunteering.CountVolunteers(tx, volunteering.Applied)
		return err
	})
	return v, err
}

func (v *ActivityList) fill(rows []volunteering.ListedActivity, place func(volunteering.ListedActivity) models.Cursor) {
	if len(rows) > perPage {
		rows = rows[:perPage]
		v.Next = place(rows[perPage-1]).String()
	}
	for _, row := range rows {
		v.Cards = append(v.Cards, cardOf(row))
	}
}

// ShownActivity is an activity as citizens see it.
type ShownActivity struct {
	ActivityCard
	MeetingPoint, Accessibility Text
	Contact                     string
	Opens                       *time.Time
	WithdrawHours               int
	// Volunteer is the state of the reader's application, empty for none.
	Volunteer string
	Known     bool
	Days      []ShownDay
}

// ShownDay is the shifts that begin on one day.
type ShownDay struct {
	Day    time.Time
	Shifts []ShownShift
}

// ShownShift is a shift with what it needs.
type ShownShift struct {
	ID           uuid.UUID
	Starts, Ends time.Time
	Place        Text
	Online       bool
	Cancelled    bool
	// Mine is what the reader is in it.
	Mine  *MyShift
	Needs []ShownNeed
}

// ShownNeed is a need, with whether the reader can be one of those who are needed, and if not, why.
type ShownNeed struct {
	ID        uuid.UUID
	Duty      Text
	Qualified bool
	// Course is where the duty can be learned, empty for nowhere.
	Course         string
	Min, Max, Free int
	Waiting        int
	Languages      []string
	MinAge, MaxAge int
	Verdict        Verdict
}

// Activity shows an activity that is published, with what the reader can take.
func (s *Service) Activity(ctx context.Context, who access.Actor, id uuid.UUID) (ShownActivity, error) {
	var v ShownActivity
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		sheet, err := volunteering.FindOwnSheet(tx, id, who.ID)
		if err != nil {
			return err
		}
		if sheet.State == volunteering.Draft {
			return fault.ErrMissing
		}
		person := volunteering.Person{}
		if who.Known() {
			person, err = volunteering.FindPerson(tx, who.ID)
			if err != nil && !errors.Is(err, models.ErrNotFound) {
				return err
			}
		}
		v, err = show(sheet, person, tx.Now)
		v.Known = who.Known()
		return err
	})
	return v, err
}

func show(sheet volunteering.Sheet, p volunteering.Person, now time.Time) (ShownActivity, error) {
	v := ShownActivity{
		ActivityCard: cardOf(volunteering.ListedActivity{Activity: sheet.Activity}), MeetingPoint: sheet.MeetingPoint, Accessibility: sheet.Accessibility,
		Contact: sheet.Contact, Opens: sheet.OpensAt, WithdrawHours: sheet.WithdrawHours, Volunteer: p.State,
	}
	c := newScene(sheet, []volunteering.Person{p}, sight{needs: func(_ volunteering.SheetNeed, s volunteering.SheetShift) bool { return s.EndsAt.After(now) }, mild: true})
	why, err := c.rules()
	if err != nil {
		return v, err
	}
	mine := map[uuid.UUID]*MyShift{}
	for _, seat := range sheet.People.V {
		mine[seat.ShiftID] = ownSeat(seat, sheet, now)
	}
	for _, at := range c.inOrder() {
		shift := c.shifts[at]
		shown := ShownShift{
			ID: shift.ID, Starts: shift.StartsAt, Ends: shift.EndsAt, Place: shift.Place, Online: shift.Online, Cancelled: shift.CancelledAt != nil, Mine: mine[shift.ID],
		}
		for i, n := range c.needs {
			if c.problem.Needs[i].Shift == at {
				shown.Needs = append(shown.Needs, c.shownNeed(now, i, n, shown.Mine != nil, why(0, i)))
			}
		}
		v.add(shown)
	}
	return v, nil
}

// inOrder is the shifts by when they begin.
func (c *scene) inOrder() []int {
	order := make([]int, len(c.shifts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return c.shifts[a].StartsAt.Compare(c.shifts[b].StartsAt) })
	return order
}

func (c *scene) shownNeed(now time.Time, i int, n volunteering.SheetNeed, in bool, rule roster.Reason) ShownNeed {
	standing := c.standing(now, i, in, rule)
	standing.Volunteer = c.people[0].State != ""
	return ShownNeed{
		ID: n.ID, Duty: n.Duty, Qualified: n.Qualified, Course: n.Course, Min: n.Min, Max: n.Max, Free: max(n.Max-n.Taken-n.Offered, 0), Waiting: n.Waiting,
		Languages: n.Languages, MinAge: n.MinAge, MaxAge: n.MaxAge, Verdict: Decide(standing),
	}
}

func (v *ShownActivity) add(s ShownShift) {
	day := startOfDay(s.Starts)
	if n := len(v.Days); n == 0 || !v.Days[n-1].Day.Equal(day) {
		v.Days = append(v.Days, ShownDay{Day: day})
	}
	last := &v.Days[len(v.Days)-1]
	last.Shifts = append(last.Shifts, s)
	v.Shifts++
	for _, n := range s.Needs {
		if !s.Cancelled {
			v.Free += n.Free
			v.Seats += n.Max
		}
	}
}

// ownSeat is what the reader is in a shift, as far as an activity's page shows it.
func ownSeat(seat volunteering.SheetSeat, sheet volunteering.Sheet, now time.Time) *MyShift {
	own := volunteering.OwnAssignment{Before: seat.Before, WithdrawHours: sheet.WithdrawHours}
	own.ID, own.ShiftID, own.State, own.OfferedUntil = seat.ID, seat.ShiftID, seat.State, seat.OfferedUntil
	for _, s := range sheet.Shifts.V {
		if s.ID == seat.ShiftID {
			own.StartsAt, own.EndsAt = s.StartsAt, s.EndsAt
		}
	}
	for _, n := range sheet.Needs.V {
		if n.ID == seat.NeedID {
			own.Duty = n.Duty
		}
	}
	m := myShift(own, now)
	return &m
}
