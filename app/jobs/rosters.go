package jobs

// RemindVolunteers reminds volunteers of the shifts that they have before them.
type RemindVolunteers struct{}

// Kind names the job.
func (RemindVolunteers) Kind() string { return "remind_volunteers" }
