package app

import (
	"context"
	"time"

	"academy/app/jobs"
	"academy/app/participation/meetings"
)

// meetings builds the area of town halls, roundtables, seminars and open lectures.
func (a *App) meetings(d Deps, queue *jobs.Queue) *meetings.Service {
	return meetings.New(meetings.Deps{DB: d.DB, Queue: queue, Messages: a.Messages, BaseURL: d.BaseURL, CheckInKey: d.CheckInKey})
}

// takeMeetings says who does the jobs of meetings.
func (a *App) takeMeetings(t *jobs.Takers) {
	jobs.Take(t, a.Meetings.Tell)
	jobs.Take(t, func(ctx context.Context, _ jobs.RemindGuests) error { return a.Meetings.Remind(ctx) })
	jobs.Every(t, time.Minute, jobs.RemindGuests{})
}
