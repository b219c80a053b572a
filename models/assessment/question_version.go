package assessment

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// QuestionVersion is what a question said at one time. A version is never changed: attempts point to it.
type QuestionVersion struct {
	ID         uuid.UUID
	QuestionID uuid.UUID
	Number     int
	Type       string
	Prompt     models.Text
	// Body is what the type needs to ask and to judge; the type alone can read it.
	Body      models.JSON[json.RawMessage]
	Feedback  models.Text
	CreatedAt time.Time
}

// ListVersions answers versions by ID, in no order.
func ListVersions(tx *models.Tx, ids []uuid.UUID) ([]QuestionVersion, error) {
	var rows []QuestionVersion
	return rows, models.Translate(conn.Gorm(tx).Where("id in ?", ids).Find(&rows).Error)
}

// ListLatestVersions answers the newest version of each question.
func ListLatestVersions(tx *models.Tx, questionIDs []uuid.UUID) ([]QuestionVersion, error) {
	var rows []QuestionVersion
	err := conn.Gorm(tx).Raw(`select distinct on (question_id) * from question_versions
		where question_id in ? order by question_id, number desc`, questionIDs).Scan(&rows).Error
	return rows, models.Translate(err)
}

// InsertVersions writes versions.
func InsertVersions(tx *models.Tx, versions []QuestionVersion) error {
	return models.Translate(conn.Gorm(tx).Create(&versions).Error)
}

// ListVersionIDs answers all versions of a question.
func ListVersionIDs(tx *models.Tx, questionID uuid.UUID) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select id from question_versions where question_id = ? order by number", questionID).Scan(&ids).Error
	return ids, models.Translate(err)
}
