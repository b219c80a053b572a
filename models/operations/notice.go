// Package operations keeps what the house itself needs: notices and how people want to hear of them, the mails the
// demonstration keeps, and the audit. It knows neither what a notice says nor who may read the audit.
package operations

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Notice is one thing a person is told. EventKey is unique for the person, so one event makes one notice.
type Notice struct {
	ID        uuid.UUID
	UserID    uuid.UUID
	Kind      string
	Params    models.JSON[map[string]string]
	Link      string
	EventKey  string
	CreatedAt time.Time
	ReadAt    *time.Time
}

// shown leaves out the kinds that the person does not want to see.
const shown = ` and not exists (select 1 from notice_preferences p where p.user_id = n.user_id and p.kind = n.kind and not p.in_app)`

// FindNotice finds a notice.
func FindNotice(tx *models.Tx, id uuid.UUID) (Notice, error) {
	var n Notice
	err := conn.Gorm(tx).Where("id = ?", id).Take(&n).Error
	return n, models.Translate(err)
}

// ListNotices answers a person's notices before a cursor, the newest first.
func ListNotices(tx *models.Tx, userID uuid.UUID, after models.Cursor, limit int) ([]Notice, error) {
	sql, args := "select n.* from notices n where n.user_id = ?", []any{userID}
	if after.ID != uuid.Nil {
		sql, args = sql+" and n.id < ?", append(args, after.ID)
	}
	var rows []Notice
	err := conn.Gorm(tx).Raw(sql+shown+" order by n.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// CountUnread counts a person's unread notices and stops at a limit.
func CountUnread(tx *models.Tx, userID uuid.UUID, limit int) (int, error) {
	var count int
	err := conn.Gorm(tx).Raw("select count(*) from (select 1 from notices n where n.user_id = ? and n.read_at is null"+shown+" limit ?) as unread",
		userID, limit).Scan(&count).Error
	return count, models.Translate(err)
}

// InsertNotice writes a notice and says whether its event is new to the person.
func InsertNotice(tx *models.Tx, n Notice) (bool, error) {
	done := conn.Gorm(tx).Exec(`insert into notices (id, user_id, kind, params, link, event_key, created_at)
		values (?, ?, ?, ?, ?, ?, ?) on conflict (user_id, event_key) do nothing`,
		n.ID, n.UserID, n.Kind, n.Params, n.Link, n.EventKey, n.CreatedAt)
	return done.RowsAffected == 1, models.Translate(done.Error)
}

// UpdateAllRead marks all of a person's notices as read.
func UpdateAllRead(tx *models.Tx, userID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update notices set read_at = ? where user_id = ? and read_at is null", tx.Now, userID).Error)
}
