package api

import (
	"time"

	"github.com/google/uuid"
)

// Assignment is an assignment as one learner has it. Its text is that of the lesson.
type Assignment struct {
	Lesson      uuid.UUID       `json:"lesson" format:"uuid"`
	State       string          `json:"state" enum:"todo,draft,handed_in,returned,marked"`
	Blocked     *string         `json:"blocked" enum:"not_open,closed,not_again" doc:"Why nothing can be handed in now; null where nothing stands in the way."`
	Late        bool            `json:"late" doc:"Whether what is handed in now is late."`
	DueAt       *time.Time      `json:"due_at" format:"date-time"`
	ClosesAt    *time.Time      `json:"closes_at" format:"date-time" doc:"Until when it is taken late."`
	Extended    bool            `json:"extended" doc:"Whether the due time is this learner's own."`
	Text        bool            `json:"text" doc:"Whether a text can be handed in."`
	Files       bool            `json:"files" doc:"Whether files can be handed in."`
	Points      float64         `json:"points"`
	PassPercent int             `json:"pass_percent" doc:"0 where handing in completes the lesson."`
	Left        *int            `json:"left" doc:"How many times it can still be handed in; null when not limited."`
	Draft       AssignmentDraft `json:"draft"`
	Submissions []Submission    `json:"submissions" doc:"What was handed in, the newest first."`
}

// AssignmentDraft is what has been written and not handed in.
type AssignmentDraft struct {
	Version int64        `json:"version" doc:"What the next change begins from."`
	Text    string       `json:"text"`
	SavedAt *time.Time   `json:"saved_at" format:"date-time" doc:"null where there is no draft."`
	Files   []HandedFile `json:"files"`
}

// HandedFile is a file of a submission.
type HandedFile struct {
	ID    uuid.UUID `json:"id" format:"uuid"`
	Name  string    `json:"name"`
	Bytes int64     `json:"bytes"`
}

// Submission is something that was handed in, with all that was said of it, the newest first.
type Submission struct {
	ID          uuid.UUID        `json:"id" format:"uuid"`
	Number      int              `json:"number"`
	State       string           `json:"state" enum:"handed_in,replaced,returned,marked"`
	Text        string           `json:"text"`
	SubmittedAt time.Time        `json:"submitted_at" format:"date-time"`
	LateDays    int              `json:"late_days"`
	Files       []HandedFile     `json:"files"`
	Marks       []SubmissionMark `json:"marks"`
}

// SubmissionMark is what was said of a submission. Points are null where it was given back.
type SubmissionMark struct {
	Decision string                `json:"decision" enum:"marked,returned"`
	Points   *float64              `json:"points"`
	Most     *float64              `json:"most"`
	Deducted float64               `json:"deducted" doc:"Per cent of all points taken off for being late."`
	Percent  *float64              `json:"percent" doc:"What counts."`
	Criteria []SubmissionCriterion `json:"criteria"`
	Comment  string                `json:"comment"`
	MarkedAt time.Time             `json:"marked_at" format:"date-time"`
}

// SubmissionCriterion is a criterion of the rubric with the points given for it.
type SubmissionCriterion struct {
	Text   Text    `json:"text"`
	Points float64 `json:"points"`
	Most   float64 `json:"most"`
}

// DraftRequest is what a learner has written.
type DraftRequest struct {
	From int64  `json:"from" doc:"The version that the writing began with, 0 for none."`
	Text string `json:"text" maxLength:"20000"`
}

// SavedDraft says that a draft is kept.
type SavedDraft struct {
	Version int64     `json:"version"`
	SavedAt time.Time `json:"saved_at" format:"date-time"`
}

// HandInRequest is what a learner hands in, with the files that lie in the draft.
type HandInRequest struct {
	OpID string `json:"op_id" maxLength:"64" doc:"A name for this handing in: the same one again answers the same."`
	From int64  `json:"from" doc:"The version that the writing began with, 0 for none."`
	Text string `json:"text" maxLength:"20000"`
}
