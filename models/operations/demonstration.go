package operations

import (
	"academy/models"
	"academy/models/internal/conn"
)

// ExistsDemonstration says whether the database is marked as a demonstration.
func ExistsDemonstration(tx *models.Tx) (bool, error) {
	var there bool
	err := conn.Gorm(tx).Raw("select exists (select from demonstrations)").Scan(&there).Error
	return there, models.Translate(err)
}

// InsertDemonstration marks it. Once is enough.
func InsertDemonstration(tx *models.Tx) error {
	return models.Translate(conn.Gorm(tx).Exec("insert into demonstrations (began_at) values (?) on conflict do nothing", tx.Now).Error)
}
