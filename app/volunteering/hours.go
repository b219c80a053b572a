package volunteering

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// plainFactor is that of hours that count as they were worked, in per cent.
const plainFactor = 100

// settleHours brings the ledger to what an attendance has become: hours of a shift that is over for somebody, and back of one
// that is not any more. A line that is written stays, and another takes it back.
func (s *Service) settleHours(tx *models.Tx, who access.Actor, h hold, a volunteering.Assignment, before, after volunteering.Attendance) error {
	if before.LeftAt != nil {
		if err := reverseHours(tx, who, a.ID, ""); err != nil {
			return err
		}
	}
	if after.LeftAt == nil {
		return nil
	}
	_, err := volunteering.InsertHours(tx, volunteering.HoursEntry{
		CitizenID: a.CitizenID, ActivityID: h.sheet.ID, AssignmentID: a.ID, Day: calendarDay(a.StartsAt), Kind: volunteering.Worked, Factor: plainFactor,
		Planned: worked(a.StartsAt, a.EndsAt, a.StartsAt, a.EndsAt), Checked: worked(*after.CameAt, *after.LeftAt, a.StartsAt, a.EndsAt), MadeBy: &who.ID,
	})
	return err
}

// calendarDay is the day of a moment in the zone of the academy, as the database keeps days.
func calendarDay(t time.Time) time.Time {
	t = t.In(locale.Seoul())
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

// reverseHours takes back what stands of an assignment, what was credited first.
func reverseHours(tx *models.Tx, who access.Actor, assignment uuid.UUID, reason string) error {
	worked, credit, err := volunteering.FindWorked(tx, assignment)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	if credit.ID != uuid.Nil {
		if _, err := volunteering.InsertHours(tx, credit.Reversed(reason, who.ID)); err != nil {
			return err
		}
	}
	_, err = volunteering.InsertHours(tx, worked.Reversed(reason, who.ID))
	return err
}

// HoursRow is what a shift came to, with what was approved of it. Times are minutes.
type HoursRow struct {
	ID, Citizen, Activity uuid.UUID
	Name                  string
	Title, Duty           Text
	Starts, Ends          time.Time
	Came, Left            *time.Time
	Late                  bool
	Planned, Checked      int
	Factor                int // per cent
	// Due is what would be approved now: by the factor, and no more than a day takes.
	Due int
	// Approved says that Granted minutes were, at a time, by somebody.
	Approved  bool
	Granted   int
	GrantedAt *time.Time
	GrantedBy string
	// Corrected says why these hours are others than were checked.
	Corrected string
	Exported  bool
}

// Capped says that less is approved than was worked, because of what a day takes.
func (r HoursRow) Capped() bool {
	if r.Approved {
		return r.Granted < counted(r.Checked, r.Factor)
	}
	return r.Due < counted(r.Checked, r.Factor)
}

func counted(minutes, factor int) int { return minutes * factor / 100 }

// due is what of some minutes can still be approved of a day in which others count already.
func due(minutes, factor, used, most int) int {
	n := counted(minutes, factor)
	if most > 0 {
		n = min(n, max(most-used, 0))
	}
	return n
}

func hoursRow(l volunteering.HoursLine) HoursRow {
	v := HoursRow{
		ID: l.ID, Citizen: l.CitizenID, Activity: l.ActivityID, Name: l.Name, Title: l.Title, Duty: l.Duty, Starts: l.StartsAt, Ends: l.EndsAt, Came: l.CameAt, Left: l.LeftAt,
		Late: l.Late, Planned: l.Planned, Checked: l.Checked, Factor: l.Factor, Granted: l.Granted, GrantedAt: l.GrantedAt, GrantedBy: l.GrantedBy, Corrected: l.Reason,
		Exported: l.Exported, Approved: l.CreditID != nil,
	}
	if !v.Approved {
		v.Due = due(l.Checked, l.Factor, l.Used, l.DayMost)
	}
	return v
}

// HoursQuery says which hours are asked for.
type HoursQuery struct {
	State    string // waiting, approved; empty for all
	Activity uuid.UUID
	After    string
}

// HoursStates are those that one may ask for.
func HoursStates() []string { return []string{"waiting", "approved", ""} }

// HoursList is a page of hours before those who coordinate.
type HoursList struct {
	HoursQuery
	Rows []HoursRow
	Next string
	// Total minutes are approved and Waiting ones wait, of all that are asked for.
	Total, Waiting int
	Activities     []HoursActivity
	// DayMinutes of one day count at most; 0 is no limit.
	DayMinutes int
}

// HoursActivity is an activity with hours, and how many lines of it wait.
type HoursActivity struct {
	ID      uuid.UUID
	Title   Text
	Waiting int
}

const hoursActivities = 50

// Hours lists what shifts came to, the newest first.
func (s *Service) Hours(ctx context.Context, who access.Actor, q HoursQuery) (HoursList, error) {
	if !slices.Contains(HoursStates(), q.State) {
		q.State = ""
	}
	v := HoursList{HoursQuery: q}
	if err := coordinate(who); err != nil {
		return v, err
	}
	after, _ := uuid.Parse(q.After) // what is none begins the list anew
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		activities, most, err := volunteering.ListActivitiesWithHours(tx, reach(who), hoursActivities)
		if err != nil {
			return err
		}
		v.DayMinutes = most
		for _, a := range activities {
			v.Activities = append(v.Activities, HoursActivity(a))
		}
		rows, err := volunteering.ListHours(tx, volunteering.HoursFilter{By: reach(who), State: q.State, Activity: q.Activity, After: after, Limit: perPage + 1})
		if len(rows) > perPage {
			rows = rows[:perPage]
			v.Next = rows[perPage-1].ID.String()
		}
		for _, l := range rows {
			v.Rows = append(v.Rows, hoursRow(l))
			v.Total, v.Waiting = l.Total, l.Waiting
		}
		return err
	})
	return v, err
}

// mostHours bounds what is approved, or taken along, at once.
const mostHours = 2000

// AllHours is all hours that are asked for, to be taken along. That they were is noted.
func (s *Service) AllHours(ctx context.Context, who access.Actor, q HoursQuery) ([]HoursRow, error) {
	if err := coordinate(who); err != nil {
		return nil, err
	}
	var list []HoursRow
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListHours(tx, volunteering.HoursFilter{By: reach(who), State: q.State, Activity: q.Activity, Limit: mostHours})
		if err != nil {
			return err
		}
		var whose []string
		for _, l := range rows {
			list = append(list, hoursRow(l))
			if id := l.CitizenID.String(); !slices.Contains(whose, id) {
				whose = append(whose, id)
			}
		}
		return noteHours(tx, who, "hours.taken", nil, "", whose)
	})
	return list, err
}

// noteHours keeps who did what with whose hours.
func noteHours(tx *models.Tx, who access.Actor, action string, object *uuid.UUID, reason string, whose []string) error {
	details := map[string]string{}
	for i, id := range whose {
		if i > 0 {
			details["citizens"] += " "
		}
		details["citizens"] += id
	}
	entry := operations.AuditEntry{ActorID: &who.ID, Action: action, ObjectKind: "hours", ObjectID: object, Reason: reason, Details: models.JSON[map[string]string]{V: details}}
	if len(whose) == 1 {
		if id, err := uuid.Parse(whose[0]); err == nil {
			entry.SubjectID = &id
		}
	}
	return operations.InsertAudit(tx, entry)
}

// Approve credits hours that wait: one line, or all of an activity. What is approved already stays as it is. It answers how
// many lines were approved. No more of a day counts than the rule says.
func (s *Service) Approve(ctx context.Context, who access.Actor, line, activity uuid.UUID) (int, error) {
	if err := coordinate(who); err != nil {
		return 0, err
	}
	done := 0
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		rows, err := lockWaiting(tx, reach(who), line, activity)
		if err != nil {
			return err
		}
		used, told := map[string]int{}, map[uuid.UUID]int{}
		for _, l := range rows {
			key := l.CitizenID.String() + l.Day.Format(time.DateOnly)
			minutes := due(l.Checked, l.Factor, l.Used+used[key], l.DayMost)
			used[key] += minutes
			of := l.ID
			if _, err := volunteering.InsertHours(tx, volunteering.HoursEntry{
				CitizenID: l.CitizenID, ActivityID: l.ActivityID, AssignmentID: l.AssignmentID, Day: l.Day, Kind: volunteering.Credit, Factor: l.Factor, Credited: minutes, OfID: &of, MadeBy: &who.ID,
			}); err != nil {
				return stale(err)
			}
			told[l.CitizenID] += minutes
			done++
		}
		return s.tellApproved(tx, who, rows, told)
	})
	return done, err
}

// lockWaiting answers the lines that wait, with their volunteers held: of two who approve at once the second finds what the
// first has done.
func lockWaiting(tx *models.Tx, by, line, activity uuid.UUID) ([]volunteering.HoursLine, error) {
	find := func() ([]volunteering.HoursLine, error) {
		if line != uuid.Nil {
			l, err := volunteering.FindHours(tx, line, by)
			if err != nil || l.CreditID != nil {
				return nil, err
			}
			return []volunteering.HoursLine{l}, nil
		}
		return volunteering.ListHours(tx, volunteering.HoursFilter{By: by, State: "waiting", Activity: activity, Limit: mostHours})
	}
	rows, err := find()
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	var citizens []uuid.UUID
	for _, l := range rows {
		citizens = append(citizens, l.CitizenID)
	}
	if err := volunteering.LockVolunteers(tx, citizens); err != nil {
		return nil, err
	}
	if rows, err = find(); err != nil {
		return nil, err
	}
	// What somebody has come into between is left to the next time: its volunteer is not held.
	rows = slices.DeleteFunc(rows, func(l volunteering.HoursLine) bool { return !slices.Contains(citizens, l.CitizenID) })
	slices.Reverse(rows)
	return rows, nil
}

// tellApproved tells each volunteer once, and keeps who has approved whose hours.
func (s *Service) tellApproved(tx *models.Tx, who access.Actor, rows []volunteering.HoursLine, told map[uuid.UUID]int) error {
	if len(rows) == 0 {
		return nil
	}
	var whose []string
	for id, minutes := range told {
		whose = append(whose, id.String())
		params := map[string]string{}
		for _, lang := range []locale.Lang{locale.KO, locale.EN} {
			params["length_"+string(lang)] = s.Messages.Printer(lang, "").Minutes(minutes)
		}
		if err := s.Queue.Enqueue(tx, jobs.Notify{
			UserID: id, Notice: "hours_approved", EventKey: "hours:" + id.String() + ":" + strconv.FormatInt(tx.Now.UnixMicro(), 10), Params: params, Link: "/me/hours",
		}); err != nil {
			return err
		}
	}
	slices.Sort(whose)
	return noteHours(tx, who, "hours.approved", &rows[0].ID, "", whose)
}
