package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The kinds of runs: one issues certificates to all who lack one, the other puts all that count into one file.
const (
	IssueRun  = "issue"
	BundleRun = "bundle"
)

// Run is something done with the certificates of a whole course in the background.
type Run struct {
	ID       uuid.UUID  `json:"id"`
	CourseID uuid.UUID  `json:"course_id"`
	Kind     string     `json:"kind"`
	Reason   string     `json:"reason"`
	AskedBy  *uuid.UUID `json:"asked_by"`
	AskedAt  time.Time  `json:"asked_at"`
	// MovedAt is when a worker was last at it.
	MovedAt    time.Time  `json:"moved_at"`
	FinishedAt *time.Time `json:"finished_at"`
	Total      int        `json:"total"`
	Done       int        `json:"done"`
	Failed     int        `json:"failed"`
	// FileKey is the file of a bundle in the store until ExpiresAt, empty before and afterwards.
	FileKey   string     `json:"file_key"`
	FileBytes int64      `json:"file_bytes"`
	ExpiresAt *time.Time `json:"expires_at"`
}

// TableName names the table.
func (Run) TableName() string { return "certificate_runs" }

// lacking is the condition on enrolments e that are complete and were never issued a certificate.
const lacking = `e.state = 'completed' and not exists (select from certificates c where c.enrolment_id = e.id)`

// InsertIssueRun writes a run that issues certificates to all who lack one now, and answers how many these are. While
// another one of the course runs it answers ErrConflict.
func InsertIssueRun(tx *models.Tx, r Run) (int, error) {
	if err := conn.Gorm(tx).Create(&r).Error; err != nil {
		return 0, models.Translate(err)
	}
	listed := conn.Gorm(tx).Exec("insert into certificate_run_items (run_id, enrolment_id) select ?, e.id from enrolments e where e.course_id = ? and "+lacking, r.ID, r.CourseID)
	if listed.Error != nil {
		return 0, models.Translate(listed.Error)
	}
	n := int(listed.RowsAffected)
	return n, models.Translate(conn.Gorm(tx).Exec("update certificate_runs set total = ? where id = ?", n, r.ID).Error)
}

// InsertBundleRun writes a run that puts all certificates of a course that count now into one file, and answers how many
// these are. While another one of the course runs it answers ErrConflict.
func InsertBundleRun(tx *models.Tx, r Run) (int, error) {
	err := conn.Gorm(tx).Raw("select count(*) from certificates where course_id = ? and state = 'issued'", r.CourseID).Scan(&r.Total).Error
	if err != nil {
		return 0, models.Translate(err)
	}
	return r.Total, models.Translate(conn.Gorm(tx).Create(&r).Error)
}

// FindRun finds a run.
func FindRun(tx *models.Tx, id uuid.UUID) (Run, error) {
	var r Run
	return r, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&r).Error)
}

// Failure is somebody whose certificate could not be issued, and the key of why.
type Failure struct {
	EnrolmentID uuid.UUID `json:"enrolment_id"`
	Name        string    `json:"name"`
	Problem     string    `json:"problem"`
}

// ToldRun is a run of a course with whom it has failed for.
type ToldRun struct {
	Run
	Failures models.JSON[[]Failure]
}

// FindToldRun finds a run of a course with at most a number of its failures.
func FindToldRun(tx *models.Tx, courseID, id uuid.UUID, failures int) (ToldRun, error) {
	var r ToldRun
	err := conn.Gorm(tx).Raw(`select r.*, (select coalesce(jsonb_agg(to_jsonb(f) order by f.name, f.enrolment_id), '[]') from (
			select i.enrolment_id, u.name, i.problem from certificate_run_items i
			join enrolments e on e.id = i.enrolment_id join users u on u.id = e.citizen_id
			where i.run_id = r.id and i.problem <> '' order by u.name, i.enrolment_id limit ?) f) as failures
		from certificate_runs r where r.id = ? and r.course_id = ?`, failures, id, courseID).Take(&r).Error
	return r, models.Translate(err)
}

// ListRunItems answers some of those whose turn has not come yet.
func ListRunItems(tx *models.Tx, runID uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select enrolment_id from certificate_run_items where run_id = ? and done_at is null order by enrolment_id limit ?", runID, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}

// UpdateRunItem notes how it went with one of them, and counts it. Of two workers that come with the same one, the first
// is counted.
func UpdateRunItem(tx *models.Tx, runID, enrolmentID uuid.UUID, problem string) error {
	return models.Translate(conn.Gorm(tx).Exec(`with told as (
			update certificate_run_items set done_at = ?, problem = ? where run_id = ? and enrolment_id = ? and done_at is null returning problem
		)
		update certificate_runs set moved_at = ?, done = done + (select count(*) from told where problem = ''), failed = failed + (select count(*) from told where problem <> '')
		where id = ?`, tx.Now, problem, runID, enrolmentID, tx.Now, runID).Error)
}

// UpdateRunFinished ends a run and says whether this call did.
func UpdateRunFinished(tx *models.Tx, id uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec("update certificate_runs set finished_at = ?, moved_at = ? where id = ? and finished_at is null", tx.Now, tx.Now, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// UpdateBundleReached says how many certificates are in the file so far.
func UpdateBundleReached(tx *models.Tx, id uuid.UUID, n int) error {
	return models.Translate(conn.Gorm(tx).Exec("update certificate_runs set moved_at = ?, done = ?, total = greatest(total, ?) where id = ? and finished_at is null", tx.Now, n, n, id).Error)
}

// BundleFile is the file of a bundle in the store, with how many certificates are in it.
type BundleFile struct {
	Key          string
	Bytes        int64
	Certificates int
	ExpiresAt    time.Time
}

// UpdateBundled ends a bundle with its file and says whether this call did.
func UpdateBundled(tx *models.Tx, id uuid.UUID, f BundleFile) (bool, error) {
	done := conn.Gorm(tx).Exec(`update certificate_runs set finished_at = ?, moved_at = ?, file_key = ?, file_bytes = ?, expires_at = ?, done = ?, total = ?
		where id = ? and finished_at is null`, tx.Now, tx.Now, f.Key, f.Bytes, f.ExpiresAt, f.Certificates, f.Certificates, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// ListStalledRuns answers the unfinished ones that no worker has been at since a time, and says that one is now.
func ListStalledRuns(tx *models.Tx, since time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("update certificate_runs set moved_at = ? where finished_at is null and moved_at < ? returning id", tx.Now, since).Scan(&ids).Error
	return ids, models.Translate(err)
}

// ListExpiredBundles answers runs whose file has served its time.
func ListExpiredBundles(tx *models.Tx, limit int) ([]Run, error) {
	var rows []Run
	err := conn.Gorm(tx).Where("file_key <> '' and expires_at <= ?", tx.Now).Order("expires_at").Limit(limit).Find(&rows).Error
	return rows, models.Translate(err)
}

// UpdateBundleGone notes that the file of a bundle has been removed.
func UpdateBundleGone(tx *models.Tx, id uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update certificate_runs set file_key = '' where id = ?", id).Error)
}

// ListBundled answers some of the certificates that belong into the file of a bundle, after one of them, the oldest first.
// The same statement notes in the audit who takes whose, and why.
func ListBundled(tx *models.Tx, r Run, after uuid.UUID, limit int) ([]Certificate, error) {
	var rows []Certificate
	err := conn.Gorm(tx).Raw(`with page as (
			select * from certificates where course_id = ? and state = 'issued' and id > ? order by id limit ?
		), noted as (
			insert into audit_entries (id, at, actor_id, action, object_kind, object_id, reason, details)
			select ?, ?, ?, 'certificates.bundled', 'course', ?, ?, jsonb_build_object('run', ?::text, 'citizens', string_agg(distinct citizen_id::text, ' '))
			from page having count(*) > 0
		)
		select * from page order by id`, r.CourseID, after, limit, models.NewID(), tx.Now, r.AskedBy, r.CourseID, r.Reason, r.ID).Scan(&rows).Error
	return rows, models.Translate(err)
}
