package meetings

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Minutes is a version of what was said and decided at a meeting.
type Minutes struct {
	Version        int       `json:"version"`
	Body           string    `json:"body"`
	ChangedBecause string    `json:"changed_because"`
	PublishedAt    time.Time `json:"published_at"`
}

// Recording is the lecture that the recording of a meeting has become.
type Recording struct {
	Lesson uuid.UUID   `json:"lesson"`
	Course string      `json:"course"`
	Title  models.Text `json:"title"`
}

// After is what came of a meeting.
type After struct {
	Minutes     models.JSON[[]Minutes] // the newest version first
	Commitments models.JSON[[]participation.Commitment]
	Recording   models.JSON[*Recording]
}

const after = `(select jsonb_agg(to_jsonb(n) - 'published_by' order by n.version desc) from meeting_minutes n where n.meeting_id = p.id) as minutes,
			(select jsonb_agg(to_jsonb(k) || jsonb_build_object('division', d.title) order by k.id) from commitments k join divisions d on d.id = k.division_id where k.meeting_id = p.id) as commitments,
			(select jsonb_build_object('lesson', l.id, 'course', c.slug, 'title', rl.title) from ` + lectures + ` and l.id = p.recording_id limit 1) as recording`

// lectures are those of courses that are published.
const lectures = `courses c join revision_lessons rl on rl.revision_id = c.published_revision_id join lessons l on l.id = rl.lesson_id where c.state = 'published' and l.kind = 'lecture'`

// InsertMinutes publishes the next version of the minutes. The caller holds the meeting.
func InsertMinutes(tx *models.Tx, meetingID uuid.UUID, version int, body, because string, by uuid.UUID) error {
	return exec(tx, "insert into meeting_minutes (meeting_id, version, body, changed_because, published_by, published_at) values (?, ?, ?, ?, ?, ?)", meetingID, version, body, because, by, tx.Now)
}

// LastMinutes is the number of the last version, 0 before there is one.
func LastMinutes(tx *models.Tx, meetingID uuid.UUID) (int, error) {
	var n int
	return n, models.Translate(conn.Gorm(tx).Raw("select coalesce(max(version), 0) from meeting_minutes where meeting_id = ?", meetingID).Scan(&n).Error)
}

// UpdateRecording says which lecture the recording has become, uuid.Nil for none; ErrStale where it is none that is published.
func UpdateRecording(tx *models.Tx, meetingID, lesson uuid.UUID) error {
	if lesson == uuid.Nil {
		return change(tx, "update meetings set recording_id = null where id = ?", meetingID)
	}
	return change(tx, "update meetings set recording_id = ? where id = ? and exists (select from "+lectures+" and l.id = ?)", lesson, meetingID, lesson)
}

// Choices are what can be chosen of what came of a meeting.
type Choices struct {
	Divisions models.JSON[[]participation.Division]
	Lectures  models.JSON[[]Recording]
}

// FindChoices finds the offices and the lectures there are, those of the same agenda first.
func FindChoices(tx *models.Tx, meetingID uuid.UUID) (Choices, error) {
	var row Choices
	err := conn.Gorm(tx).Raw(`select (select jsonb_agg(to_jsonb(i) order by i.slug) from divisions i) as divisions,
		(select coalesce(jsonb_agg(jsonb_build_object('lesson', x.id, 'course', x.slug, 'title', x.title) order by x.near desc, x.slug, x.position), '[]') from (
			select l.id, c.slug, rl.title, rl.position, c.agenda_id = p.agenda_id as near from `+lectures+` order by c.agenda_id = p.agenda_id desc, c.slug, rl.position limit 300) x) as lectures
		from meetings p where p.id = ?`, meetingID).Take(&row).Error
	return row, models.Translate(err)
}

// ListReaders answers those whom the minutes of a meeting concern: who was there and who had put a question, in the order of
// their IDs, behind one of them.
func ListReaders(tx *models.Tx, meetingID, behind uuid.UUID, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`select x.id from (select citizen_id as id from meeting_registrations where meeting_id = ? and state = 'attended'
		union select author_id from meeting_questions where meeting_id = ? and author_id is not null) x where x.id > ? order by x.id limit ?`, meetingID, meetingID, behind, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}
