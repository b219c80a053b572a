package credentials

import (
	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// OwnCertificate is a certificate in its holder's list, with what became of the newest wish for another name on it.
type OwnCertificate struct {
	Certificate
	Correction string // open, done, refused; empty where none was ever asked for
}

// ListOwn answers a citizen's certificates, the newest first, after one of them.
func ListOwn(tx *models.Tx, citizenID, after uuid.UUID, limit int) ([]OwnCertificate, error) {
	sql, args := `select t.*, coalesce((select n.state from name_corrections n where n.certificate_id = t.id order by n.id desc limit 1), '') as correction
		from certificates t where t.citizen_id = ?`, []any{citizenID}
	if after != uuid.Nil {
		sql, args = sql+" and t.id < ?", append(args, after)
	}
	var rows []OwnCertificate
	err := conn.Gorm(tx).Raw(sql+" order by t.id desc limit ?", append(args, limit)...).Scan(&rows).Error
	return rows, models.Translate(err)
}

// UpdateHideName says whether a citizen's certificate hides part of the name from others, and whether this call changed it.
func UpdateHideName(tx *models.Tx, id uuid.UUID, hide bool) (bool, error) {
	done := conn.Gorm(tx).Exec("update certificates set hide_name = ? where id = ? and hide_name <> ?", hide, id, hide)
	return done.RowsAffected == 1, models.Translate(done.Error)
}
