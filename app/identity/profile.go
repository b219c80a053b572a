package identity

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	records "academy/models/identity"
)

// sessionsShown bounds the devices on the account page.
const sessionsShown = 50

// Profile answers one's own account page.
func (s *Service) Profile(ctx context.Context, who access.Actor) (Profile, error) {
	if !who.Known() {
		return Profile{}, fault.ErrAnonymous
	}
	var p Profile
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		user, err := records.FindUser(tx, who.ID)
		if err != nil {
			return err
		}
		p = Profile{ID: user.ID, Email: user.Email, Name: user.Name, Locale: user.Locale, TimeZone: user.TimeZone, Confirmed: user.EmailConfirmedAt != nil}
		for _, role := range who.Roles {
			p.Roles = append(p.Roles, string(role))
		}
		if p.Sessions, err = sessions(tx, who); err != nil {
			return err
		}
		p.Consents, err = consents(tx, who)
		return err
	})
	return p, err
}

func sessions(tx *models.Tx, who access.Actor) ([]Session, error) {
	rows, err := records.ListOpenSessions(tx, who.ID, sessionsShown)
	var list []Session
	for _, r := range rows {
		list = append(list, Session{ID: r.ID, Kind: r.Kind, Current: r.ID == who.SessionID, CreatedAt: r.CreatedAt, SeenAt: r.RotatedAt})
	}
	return list, err
}

func consents(tx *models.Tx, who access.Actor) ([]Consent, error) {
	rows, err := records.ListGiven(tx, who.ID)
	var list []Consent
	for _, r := range rows {
		list = append(list, Consent(r))
	}
	return list, err
}

// ProfileChange is what one may change of one's own account.
type ProfileChange struct {
	Name     string
	Locale   string // ko, en
	TimeZone string // a name of the tz database
}

// UpdateProfile changes one's name, language and time zone. Certificates keep the name they were issued to. Wrong
// fields are "name", "locale" and "time_zone".
func (s *Service) UpdateProfile(ctx context.Context, who access.Actor, change ProfileChange) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	name, nameRight := readName(change.Name)
	err := invalid(map[string]string{
		"name":      unless(nameRight, "identity.name_invalid"),
		"locale":    unless(isLocale(change.Locale), "identity.locale_unknown"),
		"time_zone": unless(isZone(change.TimeZone), "identity.time_zone_unknown"),
	})
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		tx.AfterCommit(func() { s.seen.dropUser(who.ID) })
		return records.UpdateProfile(tx, who.ID, name, change.Locale, change.TimeZone)
	})
}
