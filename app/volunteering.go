package app

import (
	"context"
	"errors"
	"time"

	"academy/app/credentials"
	"academy/app/jobs"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// volunteering builds the area of activities and rosters.
func (a *App) volunteering(d Deps, queue *jobs.Queue) *volunteering.Service {
	return volunteering.New(volunteering.Deps{
		DB: d.DB, Queue: queue, BaseURL: d.BaseURL, Messages: a.Messages, CheckInKey: d.CheckInKey, Appointments: a.Meetings.Appointments,
		Grant: func(tx *models.Tx, g volunteering.HandGrant) error {
			return credentials.GrantByHand(tx, credentials.HandGrant(g))
		},
	})
}

// served tells credentials what a volunteer has done.
func served(tx *models.Tx, citizenID uuid.UUID) (credentials.Served, error) {
	record, err := volunteering.Served(tx, citizenID)
	v := credentials.Served{Minutes: record.Minutes}
	for _, a := range record.Activities {
		v.Activities = append(v.Activities, credentials.ServedActivity(a))
	}
	return v, err
}

// takeVolunteering says who does the jobs of rosters.
func (a *App) takeVolunteering(t *jobs.Takers) {
	jobs.TakeLong(t, a.Volunteering.SolveRoster)
	jobs.Take(t, a.Credentials.IssueService)
	jobs.Take(t, func(ctx context.Context, _ jobs.ResumeRosters) error { return a.Volunteering.ResumeRosters(ctx) })
	jobs.Every(t, time.Minute, jobs.ResumeRosters{})
	jobs.Take(t, func(ctx context.Context, _ jobs.ExpireOffers) error {
		return errors.Join(a.Volunteering.ExpireOffers(ctx), a.Volunteering.ExpireSwaps(ctx), a.Meetings.ExpireOffers(ctx))
	})
	jobs.Every(t, time.Minute, jobs.ExpireOffers{})
	jobs.Take(t, func(ctx context.Context, _ jobs.RemindVolunteers) error { return a.Volunteering.Remind(ctx) })
	jobs.Every(t, time.Minute, jobs.RemindVolunteers{})
}
