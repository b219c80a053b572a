package courses

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Shelved is an asset as it stands in the library of its course, with the upload it came by, if any.
type Shelved struct {
	ID            uuid.UUID   `json:"id"`
	Kind          string      `json:"kind"` // film, image or file
	State         string      `json:"state"`
	RefusedReason string      `json:"refused_reason"`
	Name          string      `json:"name"`
	ContentType   string      `json:"content_type"`
	Bytes         int64       `json:"bytes"`
	DurationMS    int         `json:"duration_ms"`
	VideoKey      string      `json:"video_key"`
	PosterKey     string      `json:"poster_key"`
	ImageKey      string      `json:"image_key"`
	Alt           models.Text `json:"alt"`
	CreatedAt     time.Time   `json:"created_at"`
	UploadID      *uuid.UUID  `json:"upload_id"`
	UserID        *uuid.UUID  `json:"user_id"`
	Fingerprint   string      `json:"fingerprint"`
	Percent       int         `json:"percent"` // of what is being made
}

// Workshop is a work with the library of its course, the newest first.
type Workshop struct {
	Work
	Library models.JSON[[]Shelved]
}

const libraryOf = `(select coalesce(jsonb_agg(to_jsonb(m)), '[]') from (
		select a.*, u.id as upload_id, u.user_id, coalesce(u.fingerprint, '') as fingerprint, coalesce(u.percent, 0) as percent
		from assets a left join uploads u on u.asset_id = a.id
		where a.course_id = c.id order by a.id desc limit ?) m) as library`

// FindWorkshop finds a course as FindWork does, with at most a number of its assets.
func FindWorkshop(tx *models.Tx, slug string, userID uuid.UUID, limit int) (Workshop, error) {
	var w Workshop
	return w, models.Translate(conn.Gorm(tx).Raw("select "+libraryOf+", "+fromWork, limit, userID, slug).Take(&w).Error)
}
