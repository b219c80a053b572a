// Package identity keeps people and their ways in: accounts, roles, sessions, one-time tokens, counters of failed
// sign-ins and consents. It stores what it is given; hashing, limits and rules are app/identity's.
package identity

import (
	"time"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"
)

// User is one account. Email is as its holder writes it, EmailKey the form under which it is unique.
type User struct {
	ID               uuid.UUID
	Email            string
	EmailKey         string
	PasswordHash     string
	Name             string
	Locale           string
	TimeZone         string
	EmailConfirmedAt *time.Time
	LockedAt         *time.Time
	CreatedAt        time.Time
}

// FindUser finds an account.
func FindUser(tx *models.Tx, id uuid.UUID) (User, error) {
	var u User
	err := conn.Gorm(tx).Where("id = ?", id).Take(&u).Error
	return u, models.Translate(err)
}

// LockUser finds an account and holds its row. Sessions and tokens of the account may still be written by others.
func LockUser(tx *models.Tx, id uuid.UUID) (User, error) {
	var u User
	err := conn.Gorm(tx).Raw("select * from users where id = ? for no key update", id).Take(&u).Error
	return u, models.Translate(err)
}

// FindUserByEmail finds an account by the unique form of its address.
func FindUserByEmail(tx *models.Tx, emailKey string) (User, error) {
	var u User
	err := conn.Gorm(tx).Where("email_key = ?", emailKey).Take(&u).Error
	return u, models.Translate(err)
}

// ExistsUser says whether there is any account.
func ExistsUser(tx *models.Tx) (bool, error) {
	var there bool
	err := conn.Gorm(tx).Raw("select exists (select from users)").Scan(&there).Error
	return there, models.Translate(err)
}

// InsertUser writes an account; ErrConflict says that the address is taken. That is an everyday answer, so it is no
// error of the database.
func InsertUser(tx *models.Tx, u User) error {
	done := conn.Gorm(tx).Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email_key"}}, DoNothing: true}).Create(&u)
	if done.Error == nil && done.RowsAffected == 0 {
		return models.ErrConflict
	}
	return models.Translate(done.Error)
}

// UpdatePassword replaces the password's hash.
func UpdatePassword(tx *models.Tx, id uuid.UUID, hash string) error {
	return exec(tx, "update users set password_hash = ? where id = ?", hash, id)
}

// UpdateEmailConfirmed notes that the address is its holder's. The first time stays.
func UpdateEmailConfirmed(tx *models.Tx, id uuid.UUID) error {
	return exec(tx, "update users set email_confirmed_at = coalesce(email_confirmed_at, ?) where id = ?", tx.Now, id)
}

// UpdateProfile replaces what a person may change of an account alone.
func UpdateProfile(tx *models.Tx, id uuid.UUID, name, locale, timeZone string) error {
	return exec(tx, "update users set name = ?, locale = ?, time_zone = ? where id = ?", name, locale, timeZone, id)
}

func exec(tx *models.Tx, sql string, args ...any) error {
	return models.Translate(conn.Gorm(tx).Exec(sql, args...).Error)
}
