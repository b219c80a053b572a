// Package credentials keeps what learning has earned: certificates, their numbers, and role grants.
package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Certificate is one certificate. Name, title and criteria are as they were on the day, whatever changes later; the schema
// refuses to change them.
type Certificate struct {
	ID     uuid.UUID
	Code   string
	Number string
	// Kind is what is certified: course, which has an enrolment and a course, or service, which has neither.
	Kind        string
	EnrolmentID *uuid.UUID
	CitizenID   uuid.UUID
	CourseID    *uuid.UUID
	HolderName  string
	HideName    bool
	CourseTitle models.Text
	Minutes     int
	// Criteria is what was asked of the holder, one sentence a line; empty where that was not kept yet.
	Criteria  models.Text
	State     string // issued, revoked, superseded
	IssuedAt  time.Time
	ExpiresAt *time.Time
	RevokedAt *time.Time
	// RevokedCode is why, as everybody may know; RevokedReason is for the record.
	RevokedCode   string
	RevokedReason string
	RevokedBy     *uuid.UUID
	// SupersededBy is the certificate that stands in its place.
	SupersededBy *uuid.UUID
	SupersededAt *time.Time
	TemplateID   *uuid.UUID // the version it is printed by, nil for the look of the academy
	PDFKoKey     string     `gorm:"column:pdf_ko_key"`
	PDFEnKey     string     `gorm:"column:pdf_en_key"`
}

// Issued is the state of a certificate that counts, be it expired or not.
const Issued = "issued"

// RevokedCodes are the reasons of revocations that everybody may know.
func RevokedCodes() []string {
	return []string{"error", "identity", "misconduct", "request", "withdrawn_course"}
}

// Printed says whether there is a file in the store, in whichever language: the other one is made when it is asked for.
func (c Certificate) Printed() bool { return c.PDFKoKey != "" || c.PDFEnKey != "" }

// Expired says whether a certificate that was not taken back is good no more.
func (c Certificate) Expired(now time.Time) bool {
	return c.State == Issued && c.ExpiresAt != nil && !c.ExpiresAt.After(now)
}

// Replaced is the certificate that stands in the place of this one under another name, before the register gives it a number.
func (c Certificate) Replaced(id uuid.UUID, code, name string) Certificate {
	c.ID, c.Code, c.Number, c.HolderName, c.PDFKoKey, c.PDFEnKey = id, code, "", name, "", ""
	return c
}

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

// FindByEnrolment finds the newest certificate of an enrolment, whatever became of it.
func FindByEnrolment(tx *models.Tx, enrolmentID uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("enrolment_id = ?", enrolmentID).Order("id desc").Limit(1).Take(&c).Error)
}

// FindService finds the certificate of a citizen's service that counts.
func FindService(tx *models.Tx, citizenID uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("citizen_id = ? and kind = 'service' and state = 'issued'", citizenID).Take(&c).Error)
}

// Public is a certificate with what its public page says beside it.
type Public struct {
	Certificate
	Slug    string // of the course
	Palette string
	// SuccessorCode is that of the certificate in its place, empty where there is none.
	SuccessorCode string
}

// FindPublic finds a certificate by its code in canonical form.
func FindPublic(tx *models.Tx, code string) (Public, error) {
	var c Public
	err := conn.Gorm(tx).Raw(`select c.*, coalesce(k.slug, '') as slug, coalesce(k.palette, '') as palette, coalesce(n.code, '') as successor_code
		from certificates c left join courses k on k.id = c.course_id left join certificates n on n.id = c.superseded_by where c.code = ?`, code).Take(&c).Error
	return c, models.Translate(err)
}

// FindCertificate finds a certificate.
func FindCertificate(tx *models.Tx, id uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&c).Error)
}

// FindOfCourse finds a certificate of a course, or of none.
func FindOfCourse(tx *models.Tx, courseID *uuid.UUID, id uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Where("id = ? and course_id is not distinct from ?", id, courseID).Take(&c).Error)
}

// LockCertificate finds a certificate and holds its row.
func LockCertificate(tx *models.Tx, id uuid.UUID) (Certificate, error) {
	var c Certificate
	return c, models.Translate(conn.Gorm(tx).Raw("select * from certificates where id = ? for update", id).Take(&c).Error)
}

// InsertCertificate writes a certificate and draws its place in a status list.
func InsertCertificate(tx *models.Tx, c Certificate) error {
	if err := models.Translate(conn.Gorm(tx).Create(&c).Error); err != nil {
		return err
	}
	return insertStatus(tx, c.ID)
}

// InsertNumber draws the next number of a year under a prefix. The row stays held until the transaction ends, so that
// numbers have no gaps.
func InsertNumber(tx *models.Tx, prefix string, year int) (int, error) {
	var n int
	row := conn.Gorm(tx).Raw(`insert into certificate_numbers (prefix, year, last) values (?, ?, 1)
		on conflict (prefix, year) do update set last = certificate_numbers.last + 1 returning last`, prefix, year).Row()
	return n, models.Translate(row.Scan(&n))
}

// UpdatePrinted notes where the file of a language is, and says whether the certificate still counts.
func UpdatePrinted(tx *models.Tx, id uuid.UUID, lang, key string) (bool, error) {
	done := conn.Gorm(tx).Exec(`update certificates set pdf_ko_key = case when ? = 'ko' then ? else pdf_ko_key end, pdf_en_key = case when ? = 'en' then ? else pdf_en_key end
		where id = ? and state = 'issued'`, lang, key, lang, key, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// Revocation is why a certificate is taken back, and by whom; a nil By is the command line.
type Revocation struct {
	Code, Reason string
	By           *uuid.UUID
}

// UpdateRevoked revokes an issued certificate and says whether this call did.
func UpdateRevoked(tx *models.Tx, id uuid.UUID, r Revocation) (bool, error) {
	done := conn.Gorm(tx).Exec(`update certificates set state = 'revoked', revoked_at = ?, revoked_code = ?, revoked_reason = ?, revoked_by = ?
		where id = ? and state = 'issued'`, tx.Now, r.Code, r.Reason, r.By, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// UpdateSuperseded puts another certificate, which may be written later in the transaction, in the place of an issued one
// and says whether this call did.
func UpdateSuperseded(tx *models.Tx, id, by uuid.UUID) (bool, error) {
	done := conn.Gorm(tx).Exec("update certificates set state = 'superseded', superseded_at = ?, superseded_by = ? where id = ? and state = 'issued'", tx.Now, by, id)
	return done.RowsAffected == 1, models.Translate(done.Error)
}
