// Package jobs is the academy's work to be done later, on River. A job is a row in the transaction that makes it
// necessary, so it exists exactly when its cause does. Jobs run at least once: whoever takes one is idempotent.
package jobs

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"academy/models"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
)

// Args is what a job carries: identifiers, never a person's data.
type Args = river.JobArgs

// IssueCertificate asks for the certificate, the role grant and the printed files of a completed enrolment.
type IssueCertificate struct {
	EnrolmentID uuid.UUID `json:"enrolment_id"`
}

// Kind names the job.
func (IssueCertificate) Kind() string { return "issue_certificate" }

// IssueService asks for the certificate of a volunteer's approved hours.
type IssueService struct {
	CitizenID uuid.UUID `json:"citizen_id"`
}

// Kind names the job.
func (IssueService) Kind() string { return "issue_service" }

// PrintCertificate asks for the printed file of a certificate.
type PrintCertificate struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (PrintCertificate) Kind() string { return "print_certificate" }

// CertificateRun goes on with something that is done with all certificates of a course.
type CertificateRun struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (CertificateRun) Kind() string { return "certificate_run" }

// ResumeCertificates takes up again what a worker that died had in hand.
type ResumeCertificates struct{}

// Kind names the job.
func (ResumeCertificates) Kind() string { return "resume_certificates" }

// Notify tells one person something, in the ways they have chosen. EventKey makes it one notice however often it runs.
type Notify struct {
	UserID   uuid.UUID         `json:"user_id"`
	Notice   string            `json:"notice"`
	EventKey string            `json:"event_key"`
	Params   map[string]string `json:"params"`
	Link     string            `json:"link"`
}

// Kind names the job.
func (Notify) Kind() string { return "notify" }

// SendMail writes one mail of the account: confirm_email, reset_password or password_changed. The link in it is made when it is sent.
type SendMail struct {
	UserID uuid.UUID `json:"user_id"`
	Mail   string    `json:"mail"`
}

// Kind names the job.
func (SendMail) Kind() string { return "send_mail" }

// SendDigests lets the mails of the morning go out.
type SendDigests struct{}

// Kind names the job.
func (SendDigests) Kind() string { return "send_digests" }

// SubmitOverdue hands in attempts whose time is over.
type SubmitOverdue struct{}

// Kind names the job.
func (SubmitOverdue) Kind() string { return "submit_overdue" }

// PrepareAttempts draws what learners will be asked at quizzes that open soon.
type PrepareAttempts struct{}

// Kind names the job.
func (PrepareAttempts) Kind() string { return "prepare_attempts" }

// ProcessUpload makes what can be played of an uploaded lecture.
type ProcessUpload struct {
	AssetID uuid.UUID `json:"asset_id"`
}

// Kind names the job.
func (ProcessUpload) Kind() string { return "process_upload" }

// InsertOpts puts it into a queue of its own, so that films do not hold up certificates and mails.
func (ProcessUpload) InsertOpts() river.InsertOpts { return river.InsertOpts{Queue: films} }

// DropMedia removes an object if nothing refers to it, what was made of it likewise, and the upload that was to become it.
type DropMedia struct {
	Key    string   `json:"key"`
	Upload string   `json:"upload,omitempty"`
	Made   []string `json:"made,omitempty"` // more keys
}

// Kind names the job.
func (DropMedia) Kind() string { return "drop_media" }

// ResumeUploads takes up again what a worker that died had in hand.
type ResumeUploads struct{}

// Kind names the job.
func (ResumeUploads) Kind() string { return "resume_uploads" }

// Sweep removes what has served its time: old claims, used tokens, counters of failed sign-ins.
type Sweep struct{}

// Kind names the job.
func (Sweep) Kind() string { return "sweep" }

// RecountCourse settles those who are learning in a course after a new revision of it.
type RecountCourse struct {
	CourseID uuid.UUID `json:"course_id"`
}

// Kind names the job.
func (RecountCourse) Kind() string { return "recount_course" }

// AnalyseItems works out how well the questions of a quiz measure.
type AnalyseItems struct {
	QuizID uuid.UUID `json:"quiz_id"`
	// Attempts says which: first, last, highest or all.
	Attempts string `json:"attempts"`
}

// Kind names the job.
func (AnalyseItems) Kind() string { return "analyse_items" }

// SettleGrades completes the lessons whose pass mark is reached by the grades of a table that was taken.
type SettleGrades struct {
	ImportID uuid.UUID `json:"import_id"`
}

// Kind names the job.
func (SettleGrades) Kind() string { return "settle_grades" }

// Regrade judges the answers to a question again.
type Regrade struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (Regrade) Kind() string { return "regrade" }

// ResumeRegrades takes up again what a worker that died had in hand.
type ResumeRegrades struct{}

// Kind names the job.
func (ResumeRegrades) Kind() string { return "resume_regrades" }

// SolveRoster works a roster out.
type SolveRoster struct {
	ID uuid.UUID `json:"id"`
}

// Kind names the job.
func (SolveRoster) Kind() string { return "solve_roster" }

// ResumeRosters takes up again what a worker that died had in hand.
type ResumeRosters struct{}

// Kind names the job.
func (ResumeRosters) Kind() string { return "resume_rosters" }

// ExpireOffers takes back seats that were offered and not answered in time, and ends swaps and requests for cover likewise.
type ExpireOffers struct{}

// Kind names the job.
func (ExpireOffers) Kind() string { return "expire_offers" }

// Queue writes jobs.
type Queue struct{ client *river.Client[*sql.Tx] }

// NewQueue makes a queue; it needs no connection of its own.
func NewQueue() (*Queue, error) {
	client, err := river.NewClient(riverdatabasesql.New(nil), &river.Config{Logger: quiet()})
	if err != nil {
		return nil, fmt.Errorf("job queue: %w", err)
	}
	return &Queue{client}, nil
}

// Enqueue writes a job into the transaction.
func (q *Queue) Enqueue(tx *models.Tx, args Args) error { return q.EnqueueAt(tx, args, tx.Now) }

// EnqueueAll writes many jobs into the transaction at once.
func (q *Queue) EnqueueAll(tx *models.Tx, list []Args) error {
	if len(list) == 0 {
		return nil
	}
	params := make([]river.InsertManyParams, len(list))
	for i, args := range list {
		params[i] = river.InsertManyParams{Args: args}
	}
	if _, err := q.client.InsertManyTx(tx.Context(), tx.SQL(), params); err != nil {
		return fmt.Errorf("enqueue %d jobs: %w", len(list), err)
	}
	return nil
}

// EnqueueAt is Enqueue for a job that is not done before a time.
func (q *Queue) EnqueueAt(tx *models.Tx, args Args, at time.Time) error {
	var when *river.InsertOpts
	if at.After(tx.Now) {
		when = &river.InsertOpts{ScheduledAt: at}
	}
	if _, err := q.client.InsertTx(tx.Context(), tx.SQL(), args, when); err != nil {
		return fmt.Errorf("enqueue %s: %w", args.Kind(), err)
	}
	return nil
}

// Takers joins kinds of jobs to use cases; app.New fills it.
type Takers struct {
	workers  *river.Workers
	periodic []*river.PeriodicJob
}

// NewTakers makes an empty set.
func NewTakers() *Takers { return &Takers{workers: river.NewWorkers()} }

// Take says who does a kind of job.
func Take[T Args](t *Takers, do func(ctx context.Context, args T) error) {
	river.AddWorker(t.workers, river.WorkFunc(func(ctx context.Context, job *river.Job[T]) error { return do(ctx, job.Args) }))
}

// TakeLong is Take for jobs that bound their own time and may take hours.
func TakeLong[T Args](t *Takers, do func(ctx context.Context, args T) error) {
	river.AddWorker(t.workers, &long[T]{do: do})
}

type long[T Args] struct {
	river.WorkerDefaults[T]
	do func(ctx context.Context, args T) error
}

// Timeout is when such a job is believed dead and tried again, unless somebody has noticed before.
func (*long[T]) Timeout(*river.Job[T]) time.Duration { return 24 * time.Hour }

// Work does the job.
func (l *long[T]) Work(ctx context.Context, job *river.Job[T]) error { return l.do(ctx, job.Args) }

// films is the queue of ProcessUpload, and filmsAtOnce how many of them a process makes at once.
const (
	films       = "films"
	filmsAtOnce = 1
)

// Every asks for a job at an interval, on one node whatever their number.
func Every(t *Takers, interval time.Duration, args Args) {
	t.periodic = append(t.periodic, river.NewPeriodicJob(river.PeriodicInterval(interval),
		func() (river.JobArgs, *river.InsertOpts) { return args, nil }, &river.PeriodicJobOpts{RunOnStart: true}))
}

// jobTimeout is how long a job may take that does not bound its own time.
const jobTimeout = 2 * time.Minute

// Run works until the context ends, then lets jobs in hand finish for at most ten seconds.
func (t *Takers) Run(ctx context.Context, db *models.DB) error {
	client, err := river.NewClient(riverpgxv5.New(db.Jobs()), &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 6}, films: {MaxWorkers: filmsAtOnce}},
		Workers:           t.workers,
		PeriodicJobs:      t.periodic,
		Logger:            quiet(),
		FetchPollInterval: time.Second,
		JobTimeout:        jobTimeout,
		// What a process that was killed had in hand is taken up by another one soon after it could still be at work.
		RescueStuckJobsAfter: jobTimeout + time.Minute,
		ErrorHandler:         &reporter{},
	})
	if err != nil {
		return fmt.Errorf("workers: %w", err)
	}
	if err := client.Start(models.Aside(context.WithoutCancel(ctx))); err != nil {
		return fmt.Errorf("workers: %w", err)
	}
	<-ctx.Done()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := client.Stop(stop); err != nil {
		return errors.Join(err, client.StopAndCancel(context.WithoutCancel(ctx)))
	}
	return nil
}

// quiet keeps the queue's chatter out of the log; reporter says what matters.
func quiet() *slog.Logger { return slog.New(slog.DiscardHandler) }
