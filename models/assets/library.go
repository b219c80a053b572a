package assets

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// LockAsset finds an asset of a course and holds its row.
func LockAsset(tx *models.Tx, courseID, id uuid.UUID) (Asset, error) {
	var a Asset
	return a, models.Translate(conn.Gorm(tx).Raw("select * from assets where id = ? and course_id = ? for update", id, courseID).Take(&a).Error)
}

// UpdateCourse puts an asset into the library of a course, unless it stands in one.
func UpdateCourse(tx *models.Tx, id, courseID uuid.UUID) error {
	return models.Translate(conn.Gorm(tx).Exec("update assets set course_id = ? where id = ? and course_id is null", courseID, id).Error)
}

// ListShelved answers the pictures and files of a course's library that are ready.
func ListShelved(tx *models.Tx, courseID uuid.UUID) ([]Asset, error) {
	var rows []Asset
	err := conn.Gorm(tx).Where("course_id = ? and kind in ('image', 'file') and state = 'ready' and source_key <> ''", courseID).Find(&rows).Error
	return rows, models.Translate(err)
}

// UpdateAlt writes what a picture shows.
func UpdateAlt(tx *models.Tx, id uuid.UUID, alt models.Text) error {
	return models.Translate(conn.Gorm(tx).Exec("update assets set alt = ? where id = ?", alt, id).Error)
}

// IsUsed says whether a lesson of any revision of its course plays an asset, counts what was watched of it, or names it
// in its text, or a copy of it plays its objects, or a certificate was or may be printed with it.
func IsUsed(tx *models.Tx, a Asset) (bool, error) {
	var used bool
	err := conn.Gorm(tx).Raw(`select exists (select 1 from revision_lessons l where l.asset_id = ? or l.watched_id = ?)
		or exists (select 1 from course_revisions r join revision_lessons l on l.revision_id = r.id
			where r.course_id = ? and strpos(l.body::text, ?) > 0)
		or exists (select 1 from certificate_templates t where t.seal_id = ? or t.signature_id = ?)
		or exists (select 1 from assets c where c.copied_from = ?)`, a.ID, a.ID, a.CourseID, a.ID.String(), a.ID, a.ID, a.ID).Scan(&used).Error
	return used, models.Translate(err)
}

// ListUnnamed answers whole files that were sent between two moments to be handed in and that nothing names: no answer,
// in time or too late, and no assignment.
func ListUnnamed(tx *models.Tx, since, before time.Time, limit int) ([]Asset, error) {
	var rows []Asset
	err := conn.Gorm(tx).Raw(`select a.* from uploads u join assets a on a.id = u.asset_id
		where u.purpose = 'assignment' and u.state = 'ready' and u.finished_at >= ? and u.finished_at < ?
			and not exists (select 1 from attempt_steps t where t.asset_id = a.id) and not exists (select 1 from late_answers t where t.asset_id = a.id)
			and not exists (select 1 from submission_files f where f.asset_id = a.id)
		order by u.finished_at limit ?`, since, before, limit).Scan(&rows).Error
	return rows, models.Translate(err)
}

// DeleteAsset removes an asset with the upload it came by, and answers the store's own number of that upload.
func DeleteAsset(tx *models.Tx, id uuid.UUID) (storeUploadID string, err error) {
	row := conn.Gorm(tx).Raw("with gone as (delete from uploads where asset_id = ? returning store_upload_id) select coalesce(max(store_upload_id), '') from gone", id).Row()
	if err := row.Scan(&storeUploadID); err != nil {
		return "", models.Translate(err)
	}
	return storeUploadID, models.Translate(conn.Gorm(tx).Exec("delete from assets where id = ?", id).Error)
}

// FindShown finds a picture or a file of a course for somebody who learns in it or makes it; to others it is not there.
func FindShown(tx *models.Tx, id, userID uuid.UUID, all bool) (Asset, error) {
	var a Asset
	err := conn.Gorm(tx).Raw(`select * from assets a where a.id = ? and a.kind in ('image', 'file') and a.state = 'ready' and a.course_id is not null and (?
		or exists (select 1 from enrolments e where e.course_id = a.course_id and e.citizen_id = ? and e.state in ('active', 'completed'))
		or exists (select 1 from course_staff s where s.course_id = a.course_id and s.user_id = ?))`, id, all, userID, userID).Take(&a).Error
	return a, models.Translate(err)
}

// FindSent finds a file that a person has sent for a purpose, that is whole and stands in no course's library.
func FindSent(tx *models.Tx, id, userID uuid.UUID, purpose string) (Asset, error) {
	var a Asset
	err := conn.Gorm(tx).Raw(`select a.* from assets a join uploads u on u.asset_id = a.id
		where a.id = ? and a.course_id is null and u.user_id = ? and u.purpose = ? and u.state = 'ready'`, id, userID, purpose).Take(&a).Error
	return a, models.Translate(err)
}
