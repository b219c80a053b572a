package credentials

import (
	"context"
	"errors"
	"log/slog"
	"runtime"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/credentials"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"
)

const (
	// runBatch is how many certificates are looked up at once, and runAtOnce how many are made at once at most.
	runBatch  = 200
	runAtOnce = 4
	// runLost is how long a worker may be silent before another one goes on.
	runLost = 20 * time.Second
	// failuresShown is how many of those are named whom a run has failed for.
	failuresShown = 200
)

// The kinds of runs.
const (
	IssueRun  = credentials.IssueRun
	BundleRun = credentials.BundleRun
)

// Run is something done with the certificates of a whole course in the background.
type Run struct {
	ID         uuid.UUID
	Kind       string // IssueRun or BundleRun
	AskedAt    time.Time
	FinishedAt *time.Time
	// Total is how many certificates it is about: Done are made, Failed could not be.
	Total, Done, Failed int
	// Ready says that the file of a bundle can be taken, until ExpiresAt.
	Ready     bool
	Bytes     int64
	ExpiresAt *time.Time
}

// ShownRun is a run of a course with whom it has failed for.
type ShownRun struct {
	Course Head
	Run
	Failures []Failure
}

// Failure is somebody whose certificate could not be issued, and the key of why.
type Failure credentials.Failure

// IssueAll has certificates issued to all who have completed a course and were never issued one, and answers the run. Of
// two at once, one is ErrRunning.
func (s *Service) IssueAll(ctx context.Context, who access.Actor, slug string) (uuid.UUID, error) {
	return s.begin(ctx, who, slug, credentials.Run{Kind: IssueRun, Reason: "issue to all who lack one"})
}

// begin writes a run with its job and its entry in the audit.
func (s *Service) begin(ctx context.Context, who access.Actor, slug string, r credentials.Run) (uuid.UUID, error) {
	r.ID, r.AskedBy = models.NewID(), &who.ID
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, _, err := s.officer(tx, who, slug)
		if err != nil {
			return err
		}
		r.CourseID, r.AskedAt, r.MovedAt = work.CourseID, tx.Now, tx.Now
		insert := credentials.InsertIssueRun
		if r.Kind == BundleRun {
			insert = credentials.InsertBundleRun
		}
		n, err := insert(tx, r)
		switch {
		case errors.Is(err, models.ErrConflict):
			return ErrRunning.Because(err)
		case err != nil:
			return err
		case n == 0:
			return ErrNobody
		}
		if err := operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "certificates." + r.Kind, ObjectKind: "course", ObjectID: &r.CourseID, Reason: r.Reason,
			Details: models.JSON[map[string]string]{V: map[string]string{"run": r.ID.String()}},
		}); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.CertificateRun{ID: r.ID})
	})
	return r.ID, err
}

// ShownRun shows a run to the owners and editors of its course.
func (s *Service) ShownRun(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (ShownRun, error) {
	var v ShownRun
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.clerk(tx, who, slug)
		if err != nil {
			return err
		}
		r, err := credentials.FindToldRun(tx, work.CourseID, id, failuresShown)
		v.Course, v.Run = head, runOf(r.Run)
		for _, f := range r.Failures.V {
			v.Failures = append(v.Failures, Failure(f))
		}
		return err
	})
	return v, err
}

func runOf(r credentials.Run) Run {
	return Run{
		ID: r.ID, Kind: r.Kind, AskedAt: r.AskedAt, FinishedAt: r.FinishedAt, Total: r.Total, Done: r.Done, Failed: r.Failed,
		Ready: r.FileKey != "", Bytes: r.FileBytes, ExpiresAt: r.ExpiresAt,
	}
}

func runsOf(rows []credentials.Run) []Run {
	list := make([]Run, len(rows))
	for i, r := range rows {
		list[i] = runOf(r)
	}
	return list
}

// Run goes on with a run until it is done. What is done is written down one by one, so whoever takes it up again goes on
// from there; two workers at once do no harm.
func (s *Service) Run(ctx context.Context, j jobs.CertificateRun) error {
	var r credentials.Run
	if err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		r, err = credentials.FindRun(tx, j.ID)
		return err
	}); err != nil || r.FinishedAt != nil {
		return err
	}
	if r.Kind == BundleRun {
		return s.bundle(ctx, r)
	}
	for {
		more, err := s.issueSome(ctx, r.ID)
		if err != nil || !more {
			return err
		}
	}
}

// issueSome issues to those whose turn is next, and ends the run when there is nobody left.
func (s *Service) issueSome(ctx context.Context, runID uuid.UUID) (more bool, err error) {
	var ids []uuid.UUID
	err = s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		ids, err = credentials.ListRunItems(tx, runID, runBatch)
		return err
	})
	if err != nil {
		return false, err
	}
	if len(ids) == 0 {
		return false, s.DB.Write(ctx, func(tx *models.Tx) error {
			_, err := credentials.UpdateRunFinished(tx, runID)
			return err
		})
	}
	some, ctx := errgroup.WithContext(ctx)
	some.SetLimit(min(runAtOnce, runtime.GOMAXPROCS(0)))
	for _, id := range ids {
		some.Go(func() error { return s.issueOne(ctx, runID, id) })
	}
	return true, some.Wait()
}

// issueOne issues to one of them and notes how it went. While the database or the store is away nothing is noted: the job
// comes back.
func (s *Service) issueOne(ctx context.Context, runID, enrolmentID uuid.UUID) error {
	problem := ""
	if err := s.Issue(ctx, jobs.IssueCertificate{EnrolmentID: enrolmentID}); err != nil {
		f := fault.Of(err)
		if f.Kind == fault.Unavailable || ctx.Err() != nil {
			return err
		}
		if problem = f.Key; f.Kind == fault.Internal {
			slog.ErrorContext(ctx, "certificate not issued", "run", runID, "enrolment", enrolmentID, "error", err)
		}
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error { return credentials.UpdateRunItem(tx, runID, enrolmentID, problem) })
}

// Resume hands on what a worker that died had in hand.
func (s *Service) Resume(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		stalled, err := credentials.ListStalledRuns(tx, tx.Now.Add(-runLost))
		for _, id := range stalled {
			err = errors.Join(err, s.Queue.Enqueue(tx, jobs.CertificateRun{ID: id}))
		}
		return err
	})
}
