package assets

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Upload is a file on its way in, and afterwards how it came. Its state is that of its asset: receiving, stored,
// processing, ready or refused.
type Upload struct {
	ID            uuid.UUID
	UserID        uuid.UUID
	AssetID       uuid.UUID
	Purpose       string // lecture, attachment or assignment
	Name          string
	Bytes         int64
	ContentType   string // as its sender declared it
	PartBytes     int64
	State         string
	Reason        string // the message key of why it was refused
	StoreUploadID string
	Fingerprint   string // by which the sender knows the file again
	CreatedAt     time.Time
	TouchedAt     time.Time
	FinishedAt    *time.Time
	BeatAt        *time.Time
	Percent       *int // of its film that is made, while a worker has it in hand
}

// FindUpload finds a person's upload; another's is ErrNotFound.
func FindUpload(tx *models.Tx, id, userID uuid.UUID) (Upload, error) {
	var u Upload
	err := conn.Gorm(tx).Where("id = ? and user_id = ?", id, userID).Take(&u).Error
	return u, models.Translate(err)
}

// FindUploadOf finds the upload that an asset came by.
func FindUploadOf(tx *models.Tx, assetID uuid.UUID) (Upload, error) {
	var u Upload
	err := conn.Gorm(tx).Where("asset_id = ?", assetID).Take(&u).Error
	return u, models.Translate(err)
}

// LockUpload finds an upload and holds its row.
func LockUpload(tx *models.Tx, id uuid.UUID) (Upload, error) {
	var u Upload
	err := conn.Gorm(tx).Raw("select * from uploads where id = ? for update", id).Take(&u).Error
	return u, models.Translate(err)
}

// CountOpenUploads counts what a person has not finished sending.
func CountOpenUploads(tx *models.Tx, userID uuid.UUID) (int, error) {
	var n int
	err := conn.Gorm(tx).Raw("select count(*) from uploads where user_id = ? and state = 'receiving'", userID).Scan(&n).Error
	return n, models.Translate(err)
}

// ListAbandonedUploads answers uploads of which nothing was heard since a moment, the oldest first.
func ListAbandonedUploads(tx *models.Tx, before time.Time, limit int) ([]Upload, error) {
	var rows []Upload
	err := conn.Gorm(tx).Raw("select * from uploads where state = 'receiving' and touched_at < ? order by touched_at limit ?", before, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListStalledUploads answers the assets whose worker has not been heard of since a moment.
func ListStalledUploads(tx *models.Tx, before time.Time) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select asset_id from uploads where state = 'processing' and beat_at < ?", before).Scan(&ids).Error
	return ids, models.Translate(err)
}

// InsertUpload writes an upload.
func InsertUpload(tx *models.Tx, u Upload) error {
	return models.Translate(conn.Gorm(tx).Create(&u).Error)
}

// UpdateUploadTouched says that the sender is still there, and under which number the store knows the upload.
func UpdateUploadTouched(tx *models.Tx, id uuid.UUID, storeUploadID string) error {
	return models.Translate(conn.Gorm(tx).Exec("update uploads set touched_at = ?, store_upload_id = ? where id = ? and state = 'receiving'",
		tx.Now, storeUploadID, id).Error)
}

// UpdateUploadState moves an upload and its asset on. Reason is why, for refused, and empty otherwise.
func UpdateUploadState(tx *models.Tx, u Upload, state, reason string) error {
	err := conn.Gorm(tx).Exec(`update uploads set state = ?, reason = ?, finished_at = coalesce(finished_at, ?),
		beat_at = case when ? = 'processing' then ?::timestamptz end, percent = case when ? = 'processing' then 0 end where id = ?`,
		state, reason, tx.Now, state, tx.Now, state, u.ID).Error
	if err != nil {
		return models.Translate(err)
	}
	return models.Translate(conn.Gorm(tx).Exec("update assets set state = ?, refused_reason = ? where id = ?", state, reason, u.AssetID).Error)
}

// UpdateUploadBeat says that the worker is alive and how far it has come; ErrNotFound when the upload is no longer in
// its hand.
func UpdateUploadBeat(tx *models.Tx, id uuid.UUID, percent int) error {
	done := conn.Gorm(tx).Exec("update uploads set beat_at = ?, percent = ? where id = ? and state = 'processing'", tx.Now, percent, id)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrNotFound
	}
	return models.Translate(done.Error)
}

// DeleteUpload removes an upload, and its asset unless a lesson holds on to it: that one is then refused for a reason.
func DeleteUpload(tx *models.Tx, u Upload, reason string) error {
	if err := conn.Gorm(tx).Exec("delete from uploads where id = ?", u.ID).Error; err != nil {
		return models.Translate(err)
	}
	done := conn.Gorm(tx).Exec("delete from assets a where a.id = ? and not exists (select 1 from revision_lessons l where l.asset_id = a.id)", u.AssetID)
	if done.Error != nil || done.RowsAffected > 0 {
		return models.Translate(done.Error)
	}
	return models.Translate(conn.Gorm(tx).Exec("update assets set state = 'refused', refused_reason = ? where id = ?", reason, u.AssetID).Error)
}
