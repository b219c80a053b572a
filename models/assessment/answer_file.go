package assessment

import (
	"academy/models"
	"academy/models/assets"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// AnswerFile is a file that an answer names, with the attempt.
type AnswerFile struct {
	assets.Asset `gorm:"embedded"`
	AttemptID    uuid.UUID
	CitizenID    uuid.UUID
}

// FindOwnFile finds a file that a citizen has named in an answer of their own attempt, in time or too late.
func FindOwnFile(tx *models.Tx, citizenID, attemptID, assetID uuid.UUID) (AnswerFile, error) {
	var f AnswerFile
	err := conn.Gorm(tx).Raw(`select f.*, a.id as attempt_id, a.citizen_id from assets f join attempts a on a.id = ? and a.citizen_id = ?
		where f.id = ? and (exists (select 1 from attempt_steps t where t.attempt_id = a.id and t.asset_id = f.id)
			or exists (select 1 from late_answers w where w.attempt_id = a.id and w.asset_id = f.id))`, attemptID, citizenID, assetID).Take(&f).Error
	return f, models.Translate(err)
}

// FindMarkedFile finds a file that somebody who makes a course may see: an answer as it stands when its attempt is over,
// or one that came too late. What was replaced or taken back is not there.
func FindMarkedFile(tx *models.Tx, courseID, assetID uuid.UUID) (AnswerFile, error) {
	var f AnswerFile
	err := conn.Gorm(tx).Raw(`select f.*, a.id as attempt_id, a.citizen_id from assets f
		join (select attempt_id, asset_id from attempt_steps t where not exists (select 1 from attempt_steps n
				where n.attempt_id = t.attempt_id and n.slot = t.slot and n.seq > t.seq)
			union select attempt_id, asset_id from late_answers) named on named.asset_id = f.id
		join attempts a on a.id = named.attempt_id and (a.state <> 'in_progress' or a.deadline < ?)
		join enrolments e on e.id = a.enrolment_id and e.course_id = ?
		where f.id = ? limit 1`, tx.Now, courseID, assetID).Take(&f).Error
	return f, models.Translate(err)
}
