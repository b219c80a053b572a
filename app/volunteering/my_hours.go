package volunteering

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// ErrNoHours says that there is nothing to be certified.
var ErrNoHours = fault.New(fault.Conflict, "volunteering.hours.none_approved")

// MyHours is one's own hours.
type MyHours struct {
	// Total minutes are approved, Waiting ones wait.
	Total, Waiting int
	Activities     []MyActivity
	Rows           []HoursRow
}

// MyActivity is what one has done in an activity.
type MyActivity struct {
	Title          Text
	Total, Waiting int
	Shifts         int
}

// ownMost is how many of one's own lines are shown, the newest.
const ownMost = 500

// MyHours are one's own hours, by activity and shift.
func (s *Service) MyHours(ctx context.Context, who access.Actor) (MyHours, error) {
	var v MyHours
	if err := access.Check(who, access.Learn); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListHours(tx, volunteering.HoursFilter{Citizen: who.ID, Limit: ownMost})
		at := map[uuid.UUID]int{}
		for _, l := range rows {
			row := hoursRow(l)
			v.Total, v.Waiting = l.Total, l.Waiting
			v.Rows = append(v.Rows, row)
			i, known := at[l.ActivityID]
			if !known {
				i = len(v.Activities)
				at[l.ActivityID] = i
				v.Activities = append(v.Activities, MyActivity{Title: l.Title})
			}
			v.Activities[i].Shifts++
			if row.Approved {
				v.Activities[i].Total += row.Granted
			} else {
				v.Activities[i].Waiting += counted(l.Checked, l.Factor)
			}
		}
		return err
	})
	return v, err
}

// AskProof has all of one's approved hours certified. It is made by a job; asking twice makes one.
func (s *Service) AskProof(ctx context.Context, who access.Actor) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		served, err := volunteering.ListServed(tx, who.ID)
		if err != nil {
			return err
		}
		if len(served) == 0 {
			return ErrNoHours
		}
		return s.Queue.Enqueue(tx, jobs.IssueService{CitizenID: who.ID})
	})
}

// Record is what somebody has done as a volunteer, as it can be certified.
type Record struct {
	Minutes    int
	Activities []RecordLine
}

// RecordLine is an activity of it.
type RecordLine struct {
	Title       Text
	Minutes     int
	First, Last time.Time
}

// Served is the approved hours of a citizen, who is held from here on: nobody approves or corrects any meanwhile.
func Served(tx *models.Tx, citizenID uuid.UUID) (Record, error) {
	var v Record
	if _, err := volunteering.LockVolunteer(tx, citizenID); err != nil {
		return v, err
	}
	rows, err := volunteering.ListServed(tx, citizenID)
	for _, r := range rows {
		v.Minutes += r.Minutes
		v.Activities = append(v.Activities, RecordLine(r))
	}
	return v, err
}
