package operations

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// InsertDigest keeps a notice for the mail of a morning.
func InsertDigest(tx *models.Tx, n Notice) error {
	return models.Translate(conn.Gorm(tx).Exec("insert into digest_notices (notice_id, user_id, kept_at) values (?, ?, ?) on conflict do nothing", n.ID, n.UserID, n.CreatedAt).Error)
}

// TakeDigests gives what was kept before a time to the mail of a day, of some people, and answers whose it is.
func TakeDigests(tx *models.Tx, day string, before time.Time, people int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw(`with due as (select distinct user_id from digest_notices where mailed_on is null and kept_at < ? order by user_id limit ?),
		taken as (update digest_notices d set mailed_on = ?::date from due where d.user_id = due.user_id and d.mailed_on is null and d.kept_at < ? returning d.user_id)
		select distinct user_id from taken order by user_id`, before, people, day, before).Scan(&ids).Error
	return ids, models.Translate(err)
}

// ListDigest answers what goes out to a person with the mail of a day and was not read meanwhile, the oldest first.
func ListDigest(tx *models.Tx, userID uuid.UUID, day string, limit int) ([]Notice, error) {
	var rows []Notice
	err := conn.Gorm(tx).Raw(`select n.* from digest_notices d join notices n on n.id = d.notice_id
		where d.user_id = ? and d.mailed_on = ?::date and n.read_at is null order by n.id limit ?`, userID, day, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// DeleteDigests forgets which notices went out before a day.
func DeleteDigests(tx *models.Tx, before string) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from digest_notices where mailed_on < ?::date", before).Error)
}
