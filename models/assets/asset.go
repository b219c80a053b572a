// Package assets keeps what is known of media: the rows, not the bytes.
package assets

import (
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
	ImageKey      string // the picture as it is shown
	CreatedAt     time.Time
}

// Caption is one caption track, as WebVTT.
type Caption struct {
	AssetID uuid.UUID
	Lang    string
	VTT     string `gorm:"column:vtt"`
}

// FindByName finds the newest ready asset that was imported under a name. Those that people have uploaded, and named as
// they liked, are not among them.
func FindByName(tx *models.Tx, name string) (Asset, error) {
	var a Asset
	err := conn.Gorm(tx).Where("name = ? and state = 'ready' and source_key = ''", name).Order("id desc").Take(&a).Error
	return a, models.Translate(err)
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

// FindCaption finds one track.
func FindCaption(tx *models.Tx, assetID uuid.UUID, lang string) (Caption, error) {
	var c Caption
	return c, models.Translate(conn.Gorm(tx).Where("asset_id = ? and lang = ?", assetID, lang).Take(&c).Error)
}

// UpdateCaption writes a track in place of the one there was.
func UpdateCaption(tx *models.Tx, c Caption) error {
	return models.Translate(conn.Gorm(tx).Exec(`insert into captions (asset_id, lang, vtt) values (?, ?, ?)
		on conflict (asset_id, lang) do update set vtt = excluded.vtt`, c.AssetID, c.Lang, c.VTT).Error)
}
