package meetings

import (
	"context"
	"strconv"
	"time"

	"academy/app/jobs"
	"academy/models"
	"academy/models/meetings"
)

// remindBefore is how long before a meeting those who have a seat are reminded.
const (
	remindBefore   = 24 * time.Hour
	reminderNotice = "meeting_reminder"
)

// Remind has those who have a seat told a day before a meeting begins, once; of one that has moved, anew. Of a meeting that
// was published later than that nobody needs to be.
func (s *Service) Remind(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		due, err := meetings.UpdateReminded(tx, remindBefore, atOnce)
		if err != nil {
			return err
		}
		var list []jobs.Args
		for _, m := range due {
			list = append(list, jobs.TellOfMeeting{MeetingID: m.ID, Notice: reminderNotice, Mark: strconv.FormatInt(m.StartsAt.Unix(), 10)})
		}
		return s.Queue.EnqueueAll(tx, list)
	})
}
