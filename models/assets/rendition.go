package assets

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The kinds of renditions.
const (
	Rung  = "rung"
	Sound = "sound"
)

// Rendition is an object that plays an asset: the picture in one size with its sound, or the sound alone.
type Rendition struct {
	AssetID   uuid.UUID
	Kind      string
	Side      int // the shorter one of the picture, in pixels; 0 for the sound alone
	ObjectKey string
	Width     int
	Height    int
	Codecs    string
	Peak      int // bits a second
	Average   int
	HeadBytes int64
	// Segments are the microseconds and bytes of each, one after another behind the head.
	Segments models.JSON[[][2]int64]
}

// ListRenditions answers what plays some assets, the largest pictures first, without their segments.
func ListRenditions(tx *models.Tx, assetIDs []uuid.UUID) ([]Rendition, error) {
	if len(assetIDs) == 0 {
		return nil, nil
	}
	var rows []Rendition
	err := conn.Gorm(tx).Omit("segments").Where("asset_id in ?", assetIDs).Order("asset_id, side desc").Find(&rows).Error
	return rows, models.Translate(err)
}

// FindRendition finds one with its segments.
func FindRendition(tx *models.Tx, assetID uuid.UUID, kind string, side int) (Rendition, error) {
	var r Rendition
	err := conn.Gorm(tx).Where("asset_id = ? and kind = ? and side = ?", assetID, kind, side).Take(&r).Error
	return r, models.Translate(err)
}

// InsertRenditions writes what plays an asset.
func InsertRenditions(tx *models.Tx, rows []Rendition) error {
	if len(rows) == 0 {
		return nil
	}
	return models.Translate(conn.Gorm(tx).Create(&rows).Error)
}
