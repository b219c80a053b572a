// Package assets keeps what is known of media: the rows, not the bytes.
package assets

import (
	"encoding/json"
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Asset is one piece of media and how far it has come: receiving, stored, processing, ready or refused.
type Asset struct {
	ID            uuid.UUID
	State         string
	Name          string
	ContentType   string
	Bytes         int64
	DurationMS    int
	Width, Height int
	VideoKey      string
	PosterKey     string
	SourceKey     string // the file as it was uploaded; empty where it was imported
	RefusedReason string
	CourseID      *uuid.UUID // whose library it stands in
	Kind          string     `gorm:"default:film"` // film, image or file
	Alt           models.Text
	ImageKey      string     // the picture as it is shown
	CopiedFrom    *uuid.UUID // the film whose objects this one plays
	CreatedAt     time.Time
}

// Caption is one caption track, as WebVTT.
type Caption struct {
	AssetID uuid.UUID
	Lang    string
	VTT     string `gorm:"column:vtt"`
}

// OwnFilm is a film with the key of a lesson that shows or has shown it.
type OwnFilm struct {
	Asset
	LessonKey string
}

// ListOwnFilms answers the ready films of a course's lessons, in any of its revisions, that no other course shows, the
// newest first.
func ListOwnFilms(tx *models.Tx, courseID uuid.UUID) ([]OwnFilm, error) {
	var rows []OwnFilm
	err := conn.Gorm(tx).Raw(`select distinct a.*, l.key as lesson_key
		from lessons l
		join revision_lessons rl on rl.lesson_id = l.id
		join assets a on a.id = rl.asset_id and a.state = 'ready'
		where l.course_id = ? and not exists (select 1 from revision_lessons o join lessons k on k.id = o.lesson_id
			where o.asset_id = a.id and k.course_id <> l.course_id)
		order by a.id desc`, courseID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// ListObjects answers which of some objects of the store an asset holds on to. One that was refused holds on to its
// source alone, from which it may be tried again.
func ListObjects(tx *models.Tx, keys []string) ([]string, error) {
	asked, err := json.Marshal(keys)
	if err != nil {
		return nil, err
	}
	var used []string
	err = conn.Gorm(tx).Raw(`select k from jsonb_array_elements_text(?::jsonb) k where exists (select 1 from assets where state <> 'refused' and k in (video_key, poster_key, image_key, source_key))
		or exists (select 1 from renditions where object_key = k)`, string(asked)).Scan(&used).Error
	return used, models.Translate(err)
}

// ListAssets answers some assets, in no order.
func ListAssets(tx *models.Tx, ids []uuid.UUID) ([]Asset, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []Asset
	return rows, models.Translate(conn.Gorm(tx).Where("id in ?", ids).Find(&rows).Error)
}

// FindAsset finds an asset.
func FindAsset(tx *models.Tx, id uuid.UUID) (Asset, error) {
	var a Asset
	return a, models.Translate(conn.Gorm(tx).Where("id = ?", id).Take(&a).Error)
}

// UpdateAssetType writes what an asset is by its content.
func UpdateAssetType(tx *models.Tx, id uuid.UUID, contentType, kind string) error {
	return models.Translate(conn.Gorm(tx).Exec("update assets set content_type = ?, kind = ? where id = ?", contentType, kind, id).Error)
}

// UpdateAssetMade writes what can be played or shown of an asset.
func UpdateAssetMade(tx *models.Tx, a Asset) error {
	return models.Translate(conn.Gorm(tx).Exec("update assets set duration_ms = ?, width = ?, height = ?, video_key = ?, poster_key = ?, image_key = ? where id = ?",
		a.DurationMS, a.Width, a.Height, a.VideoKey, a.PosterKey, a.ImageKey, a.ID).Error)
}

// InsertAsset writes an asset.
func InsertAsset(tx *models.Tx, a Asset) error {
	return models.Translate(conn.Gorm(tx).Create(&a).Error)
}

// ListCaptions answers the tracks of some assets.
func ListCaptions(tx *models.Tx, assetIDs []uuid.UUID) ([]Caption, error) {
	if len(assetIDs) == 0 {
		return nil, nil
	}
	var rows []Caption
	return rows, models.Translate(conn.Gorm(tx).Where("asset_id in ?", assetIDs).Order("asset_id, lang").Find(&rows).Error)
}

// UpdateCaption writes a track in place of the one there was.
func UpdateCaption(tx *models.Tx, c Caption) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into captions (asset_id, lang, vtt) values (?, ?, ?)
		on conflict (asset_id, lang) do update set vtt = excluded.vtt`, c.AssetID, c.Lang, c.VTT).Error)
}

// DeleteCaption removes a track, if there is one.
func DeleteCaption(tx *models.Tx, assetID uuid.UUID, lang string) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from captions where asset_id = ? and lang = ?", assetID, lang).Error)
}

// InsertCopy writes an asset of its own in the library of a course, with captions of its own, that plays the objects of another.
func InsertCopy(tx *models.Tx, from Asset, id, courseID uuid.UUID) error {
	first := from.ID
	if from.CopiedFrom != nil {
		first = *from.CopiedFrom
	}
	was := from.ID
	from.ID, from.CourseID, from.CopiedFrom, from.CreatedAt = id, &courseID, &first, tx.Now
	if err := InsertAsset(tx, from); err != nil {
		return err
	}
	if err := conn.Gorm(tx).Exec(`insert into renditions (asset_id, kind, side, object_key, width, height, codecs, peak, average, head_bytes, segments)
		select ?, kind, side, object_key, width, height, codecs, peak, average, head_bytes, segments from renditions where asset_id = ?`, id, was).Error; err != nil {
		return models.Translate(err)
	}
	return models.Translate(conn.Gorm(tx).Exec("insert into captions (asset_id, lang, vtt) select ?, lang, vtt from captions where asset_id = ?", id, was).Error)
}
