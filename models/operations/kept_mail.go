package operations

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// KeptMail is a mail that the demonstration keeps because it has no server to send it by.
type KeptMail struct {
	ID        uuid.UUID
	ToAddress string
	Subject   string
	Body      string
	CreatedAt time.Time
}

// ListKeptMails answers kept mails before a cursor, the newest first.
func ListKeptMails(tx *models.Tx, after models.Cursor, limit int) ([]KeptMail, error) {
	query := conn.Gorm(tx).Order("id desc").Limit(limit)
	if after.ID != uuid.Nil {
		query = query.Where("id < ?", after.ID)
	}
	var rows []KeptMail
	err := query.Find(&rows).Error
	return rows, models.Translate(err)
}

// InsertKeptMail writes a mail.
func InsertKeptMail(tx *models.Tx, m KeptMail) error {
	return models.Translate(conn.Gorm(tx).Create(&m).Error)
}
