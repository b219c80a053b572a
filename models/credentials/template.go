package credentials

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Template is one version of how the certificates of a course look. It never changes.
type Template struct {
	ID          uuid.UUID
	CourseID    uuid.UUID
	Version     int
	Orientation string // landscape or portrait
	Border      string // cloth, line or none
	Palette     string
	// Texts with variables in braces.
	Title, Lead, Statement, Note models.Text
	// Plain texts.
	Authority, Signatory, Position models.Text
	SealID, SignatureID            *uuid.UUID
	Prefix                         string
	Months                         *int
	CreatedBy                      *uuid.UUID
	CreatedAt                      time.Time
}

// TableName names the table.
func (Template) TableName() string { return "certificate_templates" }

// Look is a template with where its pictures are in the store, empty without them.
type Look struct {
	Template
	SealKey, SignatureKey string
}

const looks = `select t.*, coalesce(s.image_key, '') as seal_key, coalesce(g.image_key, '') as signature_key
	from certificate_templates t
	left join assets s on s.id = t.seal_id
	left join assets g on g.id = t.signature_id`

// FindLook finds a version.
func FindLook(tx *models.Tx, id uuid.UUID) (Look, error) {
	var l Look
	return l, models.Translate(conn.Gorm(tx).Raw(looks+" where t.id = ?", id).Take(&l).Error)
}

// FindCurrentLook finds the newest version of a course.
func FindCurrentLook(tx *models.Tx, courseID uuid.UUID) (Look, error) {
	var l Look
	return l, models.Translate(conn.Gorm(tx).Raw(looks+" where t.course_id = ? order by t.version desc limit 1", courseID).Take(&l).Error)
}

// Bench is the newest version of a course, if there is one, with the pictures of its library.
type Bench struct {
	Look
	Shelf models.JSON[[]ShelfPicture]
}

// ShelfPicture is a picture of a course's library.
type ShelfPicture struct {
	ID   uuid.UUID   `json:"id"`
	Name string      `json:"name"`
	Alt  models.Text `json:"alt"`
	Key  string      `json:"key"`
}

// FindBench finds what the author of a template works with. Without a version, its ID is zero.
func FindBench(tx *models.Tx, courseID uuid.UUID) (Bench, error) {
	var b Bench
	return b, models.Translate(conn.Gorm(tx).Raw(`select t.*, s.image_key as seal_key, g.image_key as signature_key,
			(select coalesce(jsonb_agg(jsonb_build_object('id', a.id, 'name', a.name, 'alt', a.alt, 'key', a.image_key) order by a.id desc), '[]')
				from assets a where a.course_id = c.id and a.kind = 'image' and a.state = 'ready' and a.image_key <> '') as shelf
		from courses c
		left join certificate_templates t on t.course_id = c.id
		left join assets s on s.id = t.seal_id
		left join assets g on g.id = t.signature_id
		where c.id = ? order by t.version desc limit 1`, courseID).Take(&b).Error)
}

// InsertTemplate writes a version. ErrConflict says that there is one with its number.
func InsertTemplate(tx *models.Tx, t Template) error {
	return models.Translate(conn.Gorm(tx).Create(&t).Error)
}
