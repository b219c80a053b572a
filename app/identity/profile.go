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
	p := Profile{ID: who.ID, Email: who.Email, Name: who.Name, Locale: who.Locale, TimeZone: who.TimeZone, Confirmed: who.Confirmed}
	for _, role := range who.Roles {
		p.Roles = append(p.Roles, string(role))
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := records.ListKept(tx, who.ID, sessionsShown)
		for _, r := range rows {
			p.add(r, who)
		}
		return err
	})
	return p, err
}

func (p *Profile) add(r records.Kept, who access.Actor) {
	if r.What == "session" {
		p.Sessions = append(p.Sessions, Session{ID: *r.ID, Kind: r.Kind, Current: *r.ID == who.SessionID, CreatedAt: r.At, SeenAt: *r.SeenAt})
		return
	}
	p.Consents = append(p.Consents, Consent{Kind: r.Kind, Version: r.Version, GivenAt: r.At})
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
	name, nameRight := ReadName(change.Name)
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
