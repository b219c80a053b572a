package identity

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"academy/app/access"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// NewUser is an account that somebody makes for another.
type NewUser struct {
	Email     string
	Name      string
	Password  string
	Locale    string
	Roles     []access.Role // none means citizen
	Confirmed bool          // the address needs no confirmation
}

// AddUser makes an account for the command line and the demonstration. The password is taken as it is, however weak;
// no mail is sent and no consent noted. A taken address is ErrEmailTaken.
func (s *Service) AddUser(ctx context.Context, n NewUser) (uuid.UUID, error) {
	e, emailRight := readEmail(n.Email)
	name, nameRight := ReadName(n.Name)
	roles := n.Roles
	if len(roles) == 0 {
		roles = []access.Role{access.Citizen}
	}
	err := invalid(map[string]string{
		"email":    unless(emailRight, "identity.email_invalid"),
		"name":     unless(nameRight, "identity.name_invalid"),
		"password": unless(n.Password != "", "identity.password_short"),
		"locale":   unless(isLocale(n.Locale), "identity.locale_unknown"),
		"role":     unless(areRoles(roles), "identity.role_unknown"),
	})
	if err != nil {
		return uuid.Nil, err
	}
	hash, err := s.hasher.Hash(ctx, n.Password)
	if err != nil {
		return uuid.Nil, err
	}
	user := records.User{ID: models.NewID(), Email: e.address, EmailKey: e.key, PasswordHash: hash, Name: name, Locale: n.Locale, TimeZone: defaultZone}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		if n.Confirmed {
			user.EmailConfirmedAt = &tx.Now
		}
		if err := insertUser(tx, user, roles); err != nil {
			return err
		}
		return audit(tx, uuid.Nil, user.ID, "user_added", "", map[string]string{"roles": join(roles)})
	})
	if err != nil {
		return uuid.Nil, err
	}
	return user.ID, nil
}

// SetRoles gives a person exactly these roles, for the command line. It acts at once in this process and within ten
// seconds in others.
func (s *Service) SetRoles(ctx context.Context, userID uuid.UUID, roles []access.Role, reason string) error {
	if len(roles) == 0 || !areRoles(roles) {
		return invalid(map[string]string{"role": "identity.role_unknown"})
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := records.LockUser(tx, userID); err != nil {
			return err
		}
		held, err := records.ListRoles(tx, userID)
		if err != nil {
			return err
		}
		if err := replaceRoles(tx, userID, held, roles); err != nil {
			return err
		}
		tx.AfterCommit(func() { s.seen.dropUser(userID) })
		return audit(tx, uuid.Nil, userID, "roles_changed", reason, map[string]string{"from": strings.Join(held, " "), "to": join(roles)})
	})
}

func replaceRoles(tx *models.Tx, userID uuid.UUID, held []string, roles []access.Role) error {
	for _, old := range held {
		if slices.Contains(roles, access.Role(old)) {
			continue
		}
		if err := records.DeleteRole(tx, userID, old); err != nil {
			return err
		}
	}
	for _, role := range roles {
		if err := records.InsertRole(tx, userID, string(role)); err != nil {
			return err
		}
	}
	return nil
}

func areRoles(roles []access.Role) bool {
	return !slices.ContainsFunc(roles, func(r access.Role) bool { return !isRole(r) })
}

func isRole(r access.Role) bool {
	switch r {
	case access.Citizen, access.Instructor, access.Coordinator, access.Moderator, access.Officer, access.Admin:
		return true
	}
	return false
}

func join(roles []access.Role) string { return strings.Trim(fmt.Sprint(roles), "[]") }
