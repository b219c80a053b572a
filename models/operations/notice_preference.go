package operations

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// NoticePreference is how a person wants to hear of one kind of notice. Without a row the kind's default holds.
type NoticePreference struct {
	UserID uuid.UUID
	Kind   string
	InApp  bool
	Mail   bool
	// Digest lets mails come once a day in one; nil is as the kind goes.
	Digest *bool
}

// ListPreferences answers what a person has chosen.
func ListPreferences(tx *models.Tx, userID uuid.UUID) ([]NoticePreference, error) {
	var rows []NoticePreference
	err := conn.Gorm(tx).Where("user_id = ?", userID).Order("kind").Find(&rows).Error
	return rows, models.Translate(err)
}

// UpdatePreference keeps a choice, new or changed.
func UpdatePreference(tx *models.Tx, p NoticePreference) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into notice_preferences (user_id, kind, in_app, mail, digest) values (?, ?, ?, ?, ?)
		on conflict (user_id, kind) do update set in_app = excluded.in_app, mail = excluded.mail, digest = excluded.digest`, p.UserID, p.Kind, p.InApp, p.Mail, p.Digest).Error)
}
