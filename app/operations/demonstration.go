package operations

import (
	"context"
	"errors"

	"academy/models"
	"academy/models/identity"
	"academy/models/operations"
)

// What keeps a demonstration, whose password everybody knows, and an academy in earnest apart.
var (
	ErrDemonstration = errors.New("the database is a demonstration's")
	ErrInUse         = errors.New("the database has accounts that are no demonstration's")
)

// BeginDemonstration marks the database as a demonstration for good. One that has accounts already is ErrInUse.
func (s *Service) BeginDemonstration(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		marked, err := operations.ExistsDemonstration(tx)
		if err != nil || marked {
			return err
		}
		used, err := identity.ExistsUser(tx)
		if err != nil {
			return err
		}
		if used {
			return ErrInUse
		}
		return operations.InsertDemonstration(tx)
	})
}

// InEarnest is ErrDemonstration where the database is marked as one.
func (s *Service) InEarnest(ctx context.Context) error {
	return s.DB.Read(ctx, func(tx *models.Tx) error {
		marked, err := operations.ExistsDemonstration(tx)
		if err == nil && marked {
			err = ErrDemonstration
		}
		return err
	})
}
