package jobs

import "github.com/google/uuid"

// TellOfMeeting tells all who are registered for a meeting, or in line, what has happened to it, once for each mark. Behind
// is the last one who was told already: a long list is told in several jobs.
type TellOfMeeting struct {
	MeetingID uuid.UUID `json:"meeting_id"`
	Notice    string    `json:"notice"`
	Mark      string    `json:"mark"`
	Behind    uuid.UUID `json:"behind"`
}

// Kind names the job.
func (TellOfMeeting) Kind() string { return "tell_of_meeting" }

// RemindGuests reminds those who have a seat at a meeting that is near.
type RemindGuests struct{}

// Kind names the job.
func (RemindGuests) Kind() string { return "remind_guests" }
