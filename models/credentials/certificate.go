// Package credentials keeps what learning has earned: certificates, their numbers, and role grants.
package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Certificate is one certificate. Name and title are as they were on the day, whatever changes later.
type Certificate struct {
	ID            uuid.UUID
	Code          string
	Number        string
	EnrolmentID   uuid.UUID
	CitizenID     uuid.UUID
	CourseID      uuid.UUID
	HolderName    string
	HideName      bool
	CourseTitle   models.Text
	Minutes       int
	State         string
	IssuedAt      time.Time
	RevokedAt     *time.Time
	RevokedReason string
	PDFKoKey      string `gorm:"column:pdf_ko_key"`
	PDFEnKey      string `gorm:"column:pdf_en_key"`
}

// Printed says whether the files are in the store.
func (c Certificate) Printed() bool { return c.PDFKoKey != "" && c.PDFEnKey != "" }

// Key names the file of a language.
func (c Certificate) Key(lang string) string {
	if lang == "en" {
		return c.PDFEnKey
	}
	return c.PDFKoKey
}

// FindByCode finds a certificate by its code in canonical form.
func FindByCode(tx *models.Tx, code string) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("code = ?", code).Take(&c).Error)
}

// FindByEnrolment finds the certificate of an enrolment that has not been superseded.
func FindByEnrolment(tx *models.Tx, enrolmentID uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("enrolment_id = ? and state <> 'superseded'", enrolmentID).Take(&c).Error)
}

// InsertCertificate writes a certificate.
func InsertCertificate(tx *models.Tx, c Certificate) error {
	return models.Translate(conn.Gorm(tx).Create(&c).Error)
}

// InsertNumber draws the next number of a year. The row stays held until the transaction ends, so that numbers have
// no gaps.
func InsertNumber(tx *models.Tx, year int) (int, error) {
	var n int
	row := conn.Gorm(tx).Raw(`insert into certificate_numbers (year, last) values (?, 1)
		on conflict (year) do update set last = certificate_numbers.last + 1 returning last`, year).Row()
	return n, models.Translate(row.Scan(&n))
}

// UpdatePrinted notes where the files are.
func UpdatePrinted(tx *models.Tx, id uuid.UUID, koKey, enKey string) error {
	return models.Translate(conn.Gorm(tx).Exec("update certificates set pdf_ko_key = ?, pdf_en_key = ? where id = ?", koKey, enKey, id).Error)
}

// UpdateRevoked revokes an issued certificate and says whether this call did.
func UpdateRevoked(tx *models.Tx, code, reason string) (bool, error) {
	done := conn.Gorm(tx).Exec("update certificates set state = 'revoked', revoked_at = ?, revoked_reason = ? where code = ? and state = 'issued'", tx.Now, reason, code)
	return done.RowsAffected == 1, models.Translate(done.Error)
}
