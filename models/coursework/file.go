package coursework

import (
	"academy/models"
	"academy/models/assets"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// SubmittedFile is a file of a submission, with whose it is.
type SubmittedFile struct {
	assets.Asset `gorm:"embedded"`
	SubmissionID uuid.UUID
	CitizenID    uuid.UUID
}

const fromFiles = `select a.*, s.id as submission_id, e.citizen_id from assets a
	join submission_files f on f.asset_id = a.id
	join submissions s on s.id = f.submission_id
	join enrolments e on e.id = s.enrolment_id
	where a.id = ? and `

// FindOwnFile finds a file that a citizen has put into a submission of their own.
func FindOwnFile(tx *models.Tx, citizenID, lessonID, assetID uuid.UUID) (SubmittedFile, error) {
	var f SubmittedFile
	return f, models.Translate(conn.Gorm(tx).Raw(fromFiles+"e.citizen_id = ? and s.lesson_id = ? limit 1", assetID, citizenID, lessonID).Take(&f).Error)
}

// FindMarkedFile finds a file that was handed in with a submission of a course. One of a draft is not there.
func FindMarkedFile(tx *models.Tx, courseID, submissionID, assetID uuid.UUID) (SubmittedFile, error) {
	var f SubmittedFile
	err := conn.Gorm(tx).Raw(fromFiles+"s.course_id = ? and s.id = ? and s.state <> 'draft' limit 1", assetID, courseID, submissionID).Take(&f).Error
	return f, models.Translate(err)
}
