package credentials

import (
	"time"

	"academy/models"
	"academy/models/grades"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// RecordLine is one thing that a citizen has done or earned here, as it is now. Kind says what ID names: course is an
// enrolment, active or completed.
type RecordLine struct {
	Kind  string // course, certificate, grant
	ID    uuid.UUID
	Title models.Text
	State string // active, completed; issued, expired, revoked, superseded; held, over
	// At is when it was completed, issued or granted; of a course in progress, when it began.
	At time.Time
	// Until is when a grant or a certificate ends, or when a certificate was revoked.
	Until   *time.Time
	Minutes int
	Percent int
	// Result is the final grade in hundredths of a per cent, nil where the course grades nothing.
	Result       *int
	Number, Code string
	// HideName says that the certificate itself shows others only part of the name.
	HideName bool
	Chosen   bool
}

// RecordRef names a line.
type RecordRef struct {
	Kind  string
	RefID uuid.UUID
}

const recordLines = `select l.*, x.ref_id is not null as chosen from (
		select 'course' as kind, e.id, r.title, e.state, coalesce(e.completed_at, e.enrolled_at) as at, null::timestamptz as until,
			coalesce((select t.minutes from certificates t where t.enrolment_id = e.id order by t.id desc limit 1), r.minutes) as minutes,
			e.percent, ` + grades.FinalOf + ` as result, '' as number, '' as code, false as hide_name
		from enrolments e
		join courses c on c.id = e.course_id
		join course_revisions r on r.id = coalesce(e.completed_revision_id, c.published_revision_id)
		where e.citizen_id = ? and e.state in ('active', 'completed')
		union all
		select 'certificate', t.id, t.course_title, case when t.state = 'issued' and t.expires_at <= ? then 'expired' else t.state end, t.issued_at, coalesce(t.revoked_at, t.expires_at), t.minutes, 0, null, t.number, t.code, t.hide_name
		from certificates t where t.citizen_id = ?
		union all
		select 'grant', g.id, d.title, case when g.ends_at > ? then 'held' else 'over' end, g.granted_at, g.ends_at, 0, 0, null, '', '', false
		from role_grants g join duties d on d.id = g.duty_id
		where g.citizen_id = ? and g.revoked_at is null
	) l`

const recordOrder = ` order by l.kind, l.state desc, l.at desc, l.id desc limit ?`

// ListRecord answers all that a citizen may put into a record, the newest of each kind first, with what the share that holds
// now, if any, shows of it.
func ListRecord(tx *models.Tx, citizenID uuid.UUID, limit int) ([]RecordLine, error) {
	var rows []RecordLine
	err := conn.Gorm(tx).Raw(recordLines+`
		left join record_shares s on s.citizen_id = ? and s.ended_at is null and s.ends_at > ?
		left join record_lines x on x.share_id = s.id and x.kind = l.kind and x.ref_id = l.id
		where l.state not in ('revoked', 'superseded', 'over') or x.ref_id is not null`+recordOrder,
		citizenID, tx.Now, citizenID, tx.Now, citizenID, citizenID, tx.Now, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListShared answers what a share shows. What is gone by now is not among it.
func ListShared(tx *models.Tx, s RecordShare, limit int) ([]RecordLine, error) {
	var rows []RecordLine
	err := conn.Gorm(tx).Raw(recordLines+" join record_lines x on x.share_id = ? and x.kind = l.kind and x.ref_id = l.id"+recordOrder,
		s.CitizenID, tx.Now, s.CitizenID, tx.Now, s.CitizenID, s.ID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}
