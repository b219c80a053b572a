package credentials

import (
	"academy/models"
	"academy/models/internal/conn"
)

// Shown is a certificate with what an open credential of it says beside: its course, if it is of one, and its place in a
// status list.
type Shown struct {
	Certificate
	CourseSlug string
	Palette    string
	List       int
	Place      int
}

// FindShown finds it by the code in canonical form.
func FindShown(tx *models.Tx, code string) (Shown, error) {
	var found []Shown
	err := conn.Gorm(tx).Raw(`select c.*, coalesce(co.slug, '') as course_slug, coalesce(co.palette, '') as palette, s.list, s.place
		from certificates c left join courses co on co.id = c.course_id join certificate_status s on s.certificate_id = c.id
		where c.code = ?`, code).Scan(&found).Error
	if err == nil && len(found) == 0 {
		return Shown{}, models.ErrNotFound
	}
	if err != nil {
		return Shown{}, models.Translate(err)
	}
	return found[0], nil
}
