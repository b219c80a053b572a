package notify

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

// ErrUnknownKind is a preference for something nobody is told of.
var ErrUnknownKind = fault.New(fault.Invalid, "notify.unknown_kind")

// Preferences answers how one wants to hear of each kind of notice: all kinds, chosen or not.
func (s *Service) Preferences(ctx context.Context, who access.Actor) ([]Preference, error) {
	if !who.Known() {
		return nil, fault.ErrAnonymous
	}
	var list []Preference
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		stored, err := operations.ListPreferences(tx, who.ID)
		for _, k := range kinds {
			list = append(list, k.chosen(stored))
		}
		return err
	})
	return list, err
}

// SetPreferences keeps choices; kinds that are not named stay as they are. Without InApp a kind is neither listed nor
// counted, also what came before.
func (s *Service) SetPreferences(ctx context.Context, who access.Actor, choices []Preference) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	choices = slices.Clone(choices)
	for i, c := range choices {
		k, err := kindOf(c.Kind)
		if err != nil {
			return ErrUnknownKind.Because(err)
		}
		choices[i].Always = k.always
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		for _, c := range choices {
			if err := operations.UpdatePreference(tx, c.row(who.ID)); err != nil {
				return err
			}
		}
		return nil
	})
}

func preference(tx *models.Tx, userID uuid.UUID, k kind) (Preference, error) {
	stored, err := operations.ListPreferences(tx, userID)
	return k.chosen(stored), err
}
