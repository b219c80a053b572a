package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// UserRole is one account role of a person.
type UserRole struct {
	UserID    uuid.UUID
	Role      string
	GrantedAt time.Time
}

// ListRoles answers the names of a person's roles, in alphabetical order.
func ListRoles(tx *models.Tx, userID uuid.UUID) ([]string, error) {
	var names []string
	err := conn.Gorm(tx).Raw("select role from user_roles where user_id = ? order by role", userID).Scan(&names).Error
	return names, models.Translate(err)
}

// InsertRole gives a role; one that is held already stays as it is.
func InsertRole(tx *models.Tx, userID uuid.UUID, role string) error {
	return exec(tx, "insert into user_roles (user_id, role, granted_at) values (?, ?, ?) on conflict do nothing", userID, role, tx.Now)
}

// DeleteRole takes a role away.
func DeleteRole(tx *models.Tx, userID uuid.UUID, role string) error {
	return exec(tx, "delete from user_roles where user_id = ? and role = ?", userID, role)
}

// ListHolders answers who holds a role, the longest first.
func ListHolders(tx *models.Tx, role string, limit int) ([]uuid.UUID, error) {
	var ids []uuid.UUID
	err := conn.Gorm(tx).Raw("select user_id from user_roles where role = ? order by granted_at, user_id limit ?", role, limit).Scan(&ids).Error
	return ids, models.Translate(err)
}
