package openbadges

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"academy/app/credentials/proof"
)

// Reading is what a credential says of itself, before anything of it is believed.
type Reading struct {
	ID, Issuer, IssuerName string
	Achievement, Holder    string
	From                   time.Time
	Until                  *time.Time
	// Status says that the issuer keeps a list of what it has taken back.
	Status bool
}

// errForm is a credential that is no badge.
var errForm = errors.New("openbadges: not an Open Badges 3.0 credential")

// Read finds out whether a document has the form of an Open Badges 3.0 credential and what it says.
func Read(document map[string]any) (Reading, error) {
	r := Reading{Issuer: proof.IssuerID(document)}
	r.ID, _ = document["id"].(string)
	if !is(document, "VerifiableCredential") || !is(document, "OpenBadgeCredential") && !is(document, "AchievementCredential") {
		return r, fmt.Errorf("%w: its type", errForm)
	}
	if r.Issuer == "" {
		return r, fmt.Errorf("%w: no issuer", errForm)
	}
	issuer, _ := document["issuer"].(map[string]any)
	r.IssuerName, _ = issuer["name"].(string)
	subject, _ := document["credentialSubject"].(map[string]any)
	achievement, _ := subject["achievement"].(map[string]any)
	r.Achievement, _ = achievement["name"].(string)
	if !is(subject, "AchievementSubject") || !is(achievement, "Achievement") || r.Achievement == "" || achievement["criteria"] == nil {
		return r, fmt.Errorf("%w: no achievement", errForm)
	}
	r.Holder = holder(subject)
	_, r.Status = document["credentialStatus"]
	return r, r.times(document)
}

// times reads from when until when a credential is valid. A token may say it by its claims.
func (r *Reading) times(document map[string]any) (err error) {
	if seconds, ok := document["nbf"].(float64); ok && document["validFrom"] == nil {
		r.From = time.Unix(int64(seconds), 0)
	} else if r.From, err = proof.Time(document["validFrom"]); err != nil {
		return err
	}
	if seconds, ok := document["exp"].(float64); ok {
		r.until(time.Unix(int64(seconds), 0))
	}
	if document["validUntil"] != nil {
		until, err := proof.Time(document["validUntil"])
		if err != nil {
			return err
		}
		r.until(until)
	}
	if signed, ok := document["proof"].(map[string]any); ok && signed["expires"] != nil {
		until, err := proof.Time(signed["expires"])
		if err != nil {
			return err
		}
		r.until(until)
	}
	return nil
}

// until takes the earliest of the ends that are named.
func (r *Reading) until(end time.Time) {
	if r.Until == nil || end.Before(*r.Until) {
		r.Until = &end
	}
}

// is says whether an object is of a type.
func is(object map[string]any, kind string) bool {
	if list, ok := object["type"].([]any); ok {
		return slices.Contains(list, any(kind))
	}
	return object["type"] == kind
}

// holder is the name that stands openly on a credential, if any.
func holder(subject map[string]any) string {
	list, ok := subject["identifier"].([]any)
	if !ok {
		list = []any{subject["identifier"]}
	}
	for _, one := range list {
		identity, _ := one.(map[string]any)
		if name, _ := identity["identityHash"].(string); identity["identityType"] == "name" && identity["hashed"] == false {
			return name
		}
	}
	return ""
}
