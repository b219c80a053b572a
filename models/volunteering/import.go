package volunteering

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// Import is a table of shifts that somebody has brought.
type Import struct {
	ID         uuid.UUID
	ActivityID uuid.UUID
	BroughtBy  *uuid.UUID
	Name       string
	Rows       models.JSON[[]ImportRow]
	// Missing are columns that are needed and not there, Unknown the headings that nothing was read under.
	Missing, Unknown models.JSON[[]string]
	// Taken are the places in Rows of what was taken.
	Taken     models.JSON[[]int]
	BroughtAt time.Time
	TakenAt   *time.Time
	UndoneAt  *time.Time
}

// TableName names the table.
func (Import) TableName() string { return "shift_imports" }

// ImportRow is a row of the table: its cells as they were read, by the name of their column.
type ImportRow struct {
	Line  int               `json:"line"`
	Cells map[string]string `json:"cells"`
	// Bad says that its quotation marks do not match.
	Bad bool `json:"bad,omitempty"`
}

// InsertImport writes what somebody has brought.
func InsertImport(tx *models.Tx, i Import) error {
	return models.Translate(conn.Gorm(tx).Create(&i).Error)
}

// FindImport finds an import of an activity.
func FindImport(tx *models.Tx, activityID, id uuid.UUID) (Import, error) {
	var i Import
	return i, models.Translate(conn.Gorm(tx).Where("id = ? and activity_id = ?", id, activityID).Take(&i).Error)
}

// LockImport holds an import of an activity, so that nobody takes it twice. The caller holds the activity.
func LockImport(tx *models.Tx, activityID, id uuid.UUID) (Import, error) {
	var i Import
	return i, models.Translate(conn.Gorm(tx).Raw("select * from shift_imports where id = ? and activity_id = ? for update", id, activityID).Take(&i).Error)
}

// UpdateImportTaken notes which rows of an import have been taken.
func UpdateImportTaken(tx *models.Tx, id uuid.UUID, taken []int) error {
	return change(tx, "update shift_imports set taken = ?, taken_at = ? where id = ? and taken_at is null", models.JSON[[]int]{V: taken}, tx.Now, id)
}

// UpdateImportUndone notes that an import has been undone.
func UpdateImportUndone(tx *models.Tx, id uuid.UUID) error {
	return change(tx, "update shift_imports set undone_at = ? where id = ? and undone_at is null", tx.Now, id)
}

// CountImported holds the shifts of an import in one order, and answers how many people are in them or in line.
func CountImported(tx *models.Tx, id uuid.UUID) (int, error) {
	var held []uuid.UUID
	if err := conn.Gorm(tx).Raw("select id from shifts where import_id = ? order by id for update", id).Scan(&held).Error; err != nil {
		return 0, models.Translate(err)
	}
	var n int
	err := conn.Gorm(tx).Raw(`select count(*) from shift_assignments a join shifts s on s.id = a.shift_id
		where s.import_id = ? and a.state not in ('cancelled_by_volunteer', 'cancelled_by_organiser')`, id).Scan(&n).Error
	return n, models.Translate(err)
}

// DeleteImported removes the shifts of an import that nobody was ever in, and cancels the others. The caller holds them all.
func DeleteImported(tx *models.Tx, id uuid.UUID) error {
	const never = "select s.id from shifts s where s.import_id = ? and not exists (select from shift_assignments a where a.shift_id = s.id)"
	for _, sql := range []string{
		"delete from shift_needs where shift_id in (" + never + ")",
		"delete from shifts where id in (" + never + ")",
	} {
		if err := conn.Gorm(tx).Exec(sql, id).Error; err != nil {
			return models.Translate(err)
		}
	}
	return models.Translate(conn.Gorm(tx).Exec("update shifts set cancelled_at = ?, version = version + 1 where import_id = ? and cancelled_at is null", tx.Now, id).Error)
}

// DeleteImportsBefore forgets what was brought before a time. The shifts that were taken stay.
func DeleteImportsBefore(tx *models.Tx, before time.Time) error {
	return models.Translate(conn.Gorm(tx).Exec("delete from shift_imports where brought_at < ?", before).Error)
}
