// Package openbadges writes what an academy certifies as an Open Badges 3.0 credential, which is a W3C Verifiable
// Credential 2.0, and reads the same from others. It knows the form and no signature: see package proof.
package openbadges

import (
	"strconv"
	"time"

	"academy/app/credentials/proof"
)

// Issuer is who certifies.
type Issuer struct{ ID, Name, URL string }

// Achievement is what is certified: a course, or anything else with a name, criteria and hours.
type Achievement struct {
	ID, Kind          string // Kind is one of the standard's, such as Course
	Name, Description string
	Criteria          string // what had to be done for it, in words
	Image             string // an address, empty for none
	Language          string
}

// Award is one certificate.
type Award struct {
	ID     string
	Issuer Issuer
	// Subject names the holder on this credential and on no other.
	Subject string
	// Holder is the holder's name as others may see it. There is no mail address.
	Holder      string
	Achievement Achievement
	// Hours is how long the learning was, as a number in words such as 1.5, with what it is called.
	Hours, HoursName string
	// Number is the place in the register.
	Number    string
	From      time.Time
	Until     *time.Time
	StatusURL string
	Place     int
}

// Document writes the credential, without a proof.
func (a Award) Document() map[string]any {
	document := map[string]any{
		"@context": []any{proof.ContextCredentials, proof.ContextBadges},
		"id":       a.ID, "type": []any{"VerifiableCredential", "OpenBadgeCredential"}, "name": a.Achievement.Name,
		"issuer":            map[string]any{"id": a.Issuer.ID, "type": []any{"Profile"}, "name": a.Issuer.Name, "url": a.Issuer.URL},
		"validFrom":         moment(a.From),
		"credentialSubject": a.subject(),
		"credentialStatus": map[string]any{
			"id": a.StatusURL + "#" + strconv.Itoa(a.Place), "type": "BitstringStatusListEntry", "statusPurpose": "revocation",
			"statusListIndex": strconv.Itoa(a.Place), "statusListCredential": a.StatusURL,
		},
	}
	if a.Until != nil {
		document["validUntil"] = moment(*a.Until)
	}
	return document
}

func (a Award) subject() map[string]any {
	hours := a.Achievement.ID + "#hours"
	return map[string]any{
		"id": a.Subject, "type": []any{"AchievementSubject"},
		"identifier": []any{map[string]any{
			"type": "IdentityObject", "hashed": false, "identityHash": a.Holder, "identityType": "name",
		}},
		"licenseNumber": a.Number,
		"achievement":   a.Achievement.document(hours, a.HoursName),
		"result":        []any{map[string]any{"type": []any{"Result"}, "resultDescription": hours, "value": a.Hours}},
	}
}

func (a Achievement) document(hours, hoursName string) map[string]any {
	document := map[string]any{
		"id": a.ID, "type": []any{"Achievement"}, "achievementType": a.Kind, "name": a.Name, "description": a.Description,
		"criteria": map[string]any{"id": a.ID, "narrative": a.Criteria}, "inLanguage": a.Language,
		"resultDescription": []any{map[string]any{
			"id": hours, "type": []any{"ResultDescription"}, "name": hoursName, "resultType": "Result",
		}},
	}
	if a.Image != "" {
		document["image"] = map[string]any{"id": a.Image, "type": "Image"}
	}
	return document
}

// StatusList writes the credential of a status list, without a proof. It is about revocation only.
func StatusList(id, issuer, encoded string, from, until time.Time) map[string]any {
	return map[string]any{
		"@context": []any{proof.ContextCredentials}, "id": id, "type": []any{"VerifiableCredential", "BitstringStatusListCredential"},
		"issuer": issuer, "validFrom": moment(from), "validUntil": moment(until),
		"credentialSubject": map[string]any{
			"id": id + "#list", "type": "BitstringStatusList", "statusPurpose": "revocation", "encodedList": encoded,
		},
	}
}

func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }
