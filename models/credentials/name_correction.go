package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// NameCorrection is a holder's wish that a certificate name them otherwise. Done says that another certificate stands in its
// place.
type NameCorrection struct {
	ID            uuid.UUID
	CertificateID uuid.UUID
	WishedName    string
	Reason        string
	State         string // open, done, refused
	AskedAt       time.Time
	SettledAt     *time.Time
	SettledBy     *uuid.UUID
	Answer        string
}

// AskedCorrection is an open wish with the certificate it is about.
type AskedCorrection struct {
	NameCorrection
	Code       string
	Number     string
	HolderName string
	CitizenID  uuid.UUID
}

// InsertCorrection writes a wish; ErrConflict says that one is open already.
func InsertCorrection(tx *models.Tx, c NameCorrection) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// ListCorrections answers the wishes about a certificate, the newest first.
func ListCorrections(tx *models.Tx, certificateID uuid.UUID, limit int) ([]NameCorrection, error) {
	var rows []NameCorrection
	err := conn.Gorm(tx).Where("certificate_id = ?", certificateID).Order("id desc").Limit(limit).Find(&rows).Error
	return rows, models.Translate(err)
}

const askedCorrections = `select n.*, t.code, t.number, t.holder_name, t.citizen_id
	from name_corrections n join certificates t on t.id = n.certificate_id where n.state = 'open' and t.course_id = ?`

// ListOpenCorrections answers the open wishes about certificates of a course, the oldest first.
func ListOpenCorrections(tx *models.Tx, courseID uuid.UUID, limit int) ([]AskedCorrection, error) {
	var rows []AskedCorrection
	err := conn.Gorm(tx).Raw(askedCorrections+" order by n.id limit ?", courseID, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// LockOpenCorrection finds an open wish about a certificate of a course and holds its row.
func LockOpenCorrection(tx *models.Tx, courseID, id uuid.UUID) (AskedCorrection, error) {
	var row AskedCorrection
	err := conn.Gorm(tx).Raw(askedCorrections+" and n.id = ? for update of n", courseID, id).Take(&row).Error
	return row, models.Translate(err)
}

// UpdateCorrectionRefused refuses an open wish, with what the holder is told.
func UpdateCorrectionRefused(tx *models.Tx, id, by uuid.UUID, answer string) error {
	err := conn.Gorm(tx).Exec("update name_corrections set state = 'refused', settled_at = ?, settled_by = ?, answer = ? where id = ? and state = 'open'", tx.Now, by, answer, id).Error
	return models.Translate(err)
}

// UpdateCorrectionsRefused refuses the open wish about a certificate, if there is one, and answers it. A nil By is the command
// line.
func UpdateCorrectionsRefused(tx *models.Tx, certificateID uuid.UUID, by *uuid.UUID, answer string) ([]uuid.UUID, error) {
	var refused []uuid.UUID
	err := conn.Gorm(tx).Raw(`update name_corrections set state = 'refused', settled_at = ?, settled_by = ?, answer = ?
		where certificate_id = ? and state = 'open' returning id`, tx.Now, by, answer, certificateID).Scan(&refused).Error
	return refused, models.Translate(err)
}

// UpdateCorrectionsDone settles the open wish about a certificate, if there is one: another certificate takes its place. A
// nil By is the command line.
func UpdateCorrectionsDone(tx *models.Tx, certificateID uuid.UUID, by *uuid.UUID) error {
	err := conn.Gorm(tx).Exec("update name_corrections set state = 'done', settled_at = ?, settled_by = ? where certificate_id = ? and state = 'open'", tx.Now, by, certificateID).Error
	return models.Translate(err)
}
