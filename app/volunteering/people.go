package volunteering

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Volunteers is a page of those who offer to help.
type Volunteers struct {
	State string // asked for, empty for all
	Rows  []ListedVolunteer
	Next  string
}

// ListedVolunteer is one of them.
type ListedVolunteer struct {
	ID              uuid.UUID
	Name, State     string
	Term            string
	Languages       []string
	Duties          []Text
	Ends            *time.Time
	Applied         time.Time
	Shifts, Minutes int
}

// VolunteerStates are those that one may ask for.
func VolunteerStates() []string {
	return []string{volunteering.Applied, volunteering.Approved, volunteering.Paused, volunteering.Refused, volunteering.Ended}
}

// Volunteers lists those who offer to help, who applied last first. Who looked at whom is noted.
func (s *Service) Volunteers(ctx context.Context, who access.Actor, state, cursor string) (Volunteers, error) {
	if err := coordinate(who); err != nil {
		return Volunteers{}, err
	}
	if !slices.Contains(VolunteerStates(), state) {
		state = ""
	}
	v := Volunteers{State: state}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListVolunteers(tx, who.ID, state, models.ParseCursor(cursor), perPage+1)
		if len(rows) > perPage {
			rows = rows[:perPage]
			v.Next = models.Cursor{At: rows[perPage-1].AppliedAt, ID: rows[perPage-1].CitizenID}.String()
		}
		for _, r := range rows {
			v.Rows = append(v.Rows, ListedVolunteer{
				ID: r.CitizenID, Name: r.Name, State: r.State, Term: r.Term, Languages: r.Languages.V, Duties: r.Duties.V, Ends: r.EndsAt, Applied: r.AppliedAt,
				Shifts: r.Shifts, Minutes: r.Minutes,
			})
		}
		return err
	})
	return v, err
}

// OneVolunteer is a volunteer as coordinators see them.
type OneVolunteer struct {
	ID   uuid.UUID
	Name string
	Profile
	Applied     time.Time
	Shifts      []Seat
	PastShifts  int
	PastMinutes int
	Duties      []Duty
	Now         time.Time
}

// Seat is a seat that somebody has.
type Seat struct {
	Activity     uuid.UUID
	Starts, Ends time.Time
	Place        Text
	Online       bool
}

// Duty is what people are needed for.
type Duty struct {
	ID    uuid.UUID
	Slug  string
	Title Text
}

// Volunteer shows one volunteer; that somebody has looked is noted.
func (s *Service) Volunteer(ctx context.Context, who access.Actor, id uuid.UUID) (OneVolunteer, error) {
	if err := coordinate(who); err != nil {
		return OneVolunteer{}, err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return OneVolunteer{}, err
	}
	v := OneVolunteer{ID: id, Duties: duties}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		p, err := volunteering.FindPerson(tx, id)
		if err != nil {
			return err
		}
		v.Name, v.Profile, v.Applied, v.PastShifts, v.PastMinutes, v.Now = p.Name, profileOf(p, tx.Now), p.AppliedAt, p.PastShifts, p.PastMinutes, tx.Now
		for _, e := range p.Engagements.V {
			if e.EndsAt.After(tx.Now) {
				v.Shifts = append(v.Shifts, Seat{Activity: e.ActivityID, Starts: e.StartsAt, Ends: e.EndsAt, Place: e.Place, Online: e.Online})
			}
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: "volunteer.viewed", SubjectID: &id, ObjectKind: "volunteer", ObjectID: &id})
	})
	return v, err
}

// Duties are all that people can be needed for. They change with a release only, so they are asked for once.
func (s *Service) Duties(ctx context.Context) ([]Duty, error) {
	return s.duties.get(func() ([]Duty, error) {
		var list []Duty
		err := s.DB.Read(ctx, func(tx *models.Tx) error {
			rows, err := courses.ListDuties(tx)
			for _, d := range rows {
				list = append(list, Duty{ID: d.ID, Slug: d.Slug, Title: d.Title})
			}
			return err
		})
		return list, err
	})
}

// Decision is what is decided about a volunteer: approved until the end of a day, paused, refused or ended.
type Decision struct {
	State, Term, Answer string
	LastDay             time.Time
}

// DecideVolunteer approves or refuses an application, or pauses or ends an approval. The volunteer is told.
func (s *Service) DecideVolunteer(ctx context.Context, who access.Actor, id uuid.UUID, d Decision) error {
	if err := coordinate(who); err != nil {
		return err
	}
	d.Answer, d.Term = clean(d.Answer), clean(d.Term)
	if !slices.Contains(VolunteerStates()[1:], d.State) {
		return fault.Field("state", "volunteering.choose")
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := d.check(tx.Now); err != nil {
			return err
		}
		v, err := volunteering.LockVolunteer(tx, id)
		if err != nil {
			return err
		}
		v.State, v.Term, v.Answer, v.DecidedBy = d.State, d.Term, d.Answer, &who.ID
		if d.State == volunteering.Approved {
			end := startOfDay(d.LastDay).AddDate(0, 0, 1)
			v.EndsAt = &end
		}
		if err := volunteering.UpdateDecided(tx, v); err != nil {
			return err
		}
		if err := operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "volunteer." + d.State, SubjectID: &id, ObjectKind: "volunteer", ObjectID: &id, Reason: d.Answer,
		}); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.Notify{UserID: id, Notice: "volunteer_decided", EventKey: "volunteer:" + d.State + ":" + tx.Now.Format(time.RFC3339), Link: "/me/volunteering"})
	})
}

func (d Decision) check(now time.Time) error {
	wrong := map[string]string{}
	switch {
	case d.State == volunteering.Approved && (d.LastDay.IsZero() || startOfDay(d.LastDay).Before(startOfDay(now))):
		wrong["last_day"] = "volunteering.last_day"
	case d.State == volunteering.Approved && d.LastDay.After(now.AddDate(5, 0, 0)):
		wrong["last_day"] = "volunteering.last_day_far"
	case d.State == volunteering.Refused && d.Answer == "":
		wrong["answer"] = "volunteering.reason_needed"
	}
	if utf8.RuneCountInString(d.Answer) > maxReason {
		wrong["answer"] = "volunteering.long"
	}
	if utf8.RuneCountInString(d.Term) > 60 {
		wrong["term"] = "volunteering.long"
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return nil
}

// GrantDuty qualifies a volunteer for a duty by hand, until the end of a day.
func (s *Service) GrantDuty(ctx context.Context, who access.Actor, id, duty uuid.UUID, lastDay time.Time, reason string) error {
	if err := coordinate(who); err != nil {
		return err
	}
	duties, err := s.Duties(ctx)
	if err != nil {
		return err
	}
	reason = clean(reason)
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		wrong := map[string]string{}
		if !slices.ContainsFunc(duties, func(d Duty) bool { return d.ID == duty }) {
			wrong["duty"] = "volunteering.choose"
		}
		if lastDay.IsZero() || startOfDay(lastDay).Before(startOfDay(tx.Now)) {
			wrong["grant_day"] = "volunteering.last_day"
		}
		if reason == "" || utf8.RuneCountInString(reason) > maxReason {
			wrong["grant_reason"] = "volunteering.reason_needed"
		}
		if len(wrong) > 0 {
			return fault.Fields(wrong)
		}
		if _, err := volunteering.LockVolunteer(tx, id); err != nil {
			return err
		}
		return s.Grant(tx, HandGrant{CitizenID: id, DutyID: duty, By: who.ID, Until: startOfDay(lastDay).AddDate(0, 0, 1), Reason: reason})
	})
}
