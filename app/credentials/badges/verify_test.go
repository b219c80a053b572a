package badges_test

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"image"
	"image/png"
	"strings"
	"testing"
	"time"

	"academy/app/apptest"
	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
)

// stranger is an issuer that is a key.
type stranger struct {
	key ed25519.PrivateKey
	did string
}

func newStranger(t *testing.T) stranger {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return stranger{key, proof.DIDKey(public)}
}

// badge is a credential of others, changed in some way before it is signed.
func (s stranger) badge(t *testing.T, a *apptest.Academy, change func(map[string]any)) map[string]any {
	t.Helper()
	from := a.DB.Now().Add(-time.Hour)
	document := openbadges.Award{
		ID: "urn:uuid:5b0e7a8e-4a46-4a30-9a7d-0f8f2a0c1c11", Issuer: openbadges.Issuer{ID: s.did, Name: "Some school", URL: "https://school.example.org"},
		Subject: "urn:uuid:6b0e7a8e-4a46-4a30-9a7d-0f8f2a0c1c11", Holder: "Kim", Number: "1", Hours: "2", HoursName: "Hours", From: from, StatusURL: "https://school.example.org/status",
		Achievement: openbadges.Achievement{ID: "https://school.example.org/a", Kind: "Course", Name: "Civics", Description: "d", Criteria: "c", Image: "https://school.example.org/a.png", Language: "en"},
	}.Document()
	delete(document, "credentialStatus")
	if change != nil {
		change(document)
	}
	return document
}

func (s stranger) signed(t *testing.T, a *apptest.Academy, change func(map[string]any)) []byte {
	t.Helper()
	suite, err := proof.NewSuite()
	if err != nil {
		t.Fatal(err)
	}
	signed, err := suite.Sign(s.badge(t, a, change), s.key, s.did+"#"+strings.TrimPrefix(s.did, "did:key:"), a.DB.Now())
	if err != nil {
		t.Fatal(err)
	}
	return written(t, signed)
}

func (s stranger) token(t *testing.T, a *apptest.Academy, key crypto.Signer, id string, change func(map[string]any)) []byte {
	t.Helper()
	token, err := proof.SignToken(s.badge(t, a, change), key, id)
	if err != nil {
		t.Fatal(err)
	}
	return []byte(token)
}

func written(t *testing.T, document map[string]any) []byte {
	t.Helper()
	raw, err := json.Marshal(document)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestVerify_TakesACredentialOfOthersAndSaysThatItsIssuerIsNotProven(t *testing.T) {
	t.Parallel()
	a, s := apptest.Open(t), newStranger(t)
	v := verified(t, a, s.signed(t, a, nil))
	if !v.Valid() || v.Code != "" || outcome(v, "issuer") != "unproven did_key" || outcome(v, "status") != "passed no_list" || v.Says.IssuerName != "Some school" {
		t.Errorf("%+v", v)
	}
	v = verified(t, a, s.token(t, a, s.key, "key", nil))
	if !v.Valid() || outcome(v, "issuer") != "unproven did_key" {
		t.Errorf("a token of did:key: %+v", v)
	}
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	named := func(d map[string]any) {
		d["issuer"] = map[string]any{"id": "https://school.example.org", "type": "Profile"}
	}
	v = verified(t, a, s.token(t, a, key, "key", named))
	if !v.Valid() || outcome(v, "issuer") != "unproven embedded_key" {
		t.Errorf("a token with its key: %+v", v)
	}
	v = verified(t, a, append([]byte("\xef\xbb\xbf\n "), append(s.signed(t, a, nil), '\n')...))
	if !v.Valid() {
		t.Errorf("as an editor saves it: %+v", v)
	}
}

func TestVerify_LetsNobodyElseSpeakForTheAcademyOrForAnotherKey(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	ours, err := proof.Decode(made(t, a.Badges.JSON, code))
	if err != nil {
		t.Fatal(err)
	}
	did, method := proof.IssuerID(ours), ours["proof"].(map[string]any)["verificationMethod"].(string)
	s, other := newStranger(t), newStranger(t)
	as := func(id string) func(map[string]any) {
		return func(d map[string]any) {
			d["issuer"] = map[string]any{"id": id, "type": []any{"Profile"}, "name": "참여외교 아카데미"}
		}
	}
	suite, err := proof.NewSuite()
	if err != nil {
		t.Fatal(err)
	}
	borrowed, err := suite.Sign(s.badge(t, a, as(did)), s.key, method, a.DB.Now())
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		raw  []byte
		want string
	}{
		"our name, a key of theirs":              {s.signed(t, a, as(did)), "failed another"},
		"the name of another key":                {s.signed(t, a, as(other.did)), "failed another"},
		"our name and method, a key of theirs":   {written(t, borrowed), ""},
		"a token in our name with its own key":   {s.token(t, a, s.key, "mine", as(did)), ""},
		"a token that names our key":             {s.token(t, a, s.key, strings.TrimPrefix(method, did+"#"), as(did)), ""},
		"a token in the name of another's key":   {s.token(t, a, s.key, "mine", as(other.did)), ""},
		"a certificate of ours, issued by them":  {written(t, changed(ours, func(d map[string]any) { as(s.did)(d) })), ""},
		"a certificate of ours for someone else": {written(t, changed(ours, func(d map[string]any) { d["name"] = "x" })), ""},
	} {
		v := verified(t, a, c.raw)
		if v.Valid() || !v.Failed() || c.want != "" && outcome(v, "issuer") != c.want || v.Code != "" {
			t.Errorf("%s: %+v", name, v.Checks)
		}
	}
}

func changed(document map[string]any, change func(map[string]any)) map[string]any {
	again := map[string]any{}
	for name, value := range document {
		again[name] = value
	}
	change(again)
	return again
}

func TestVerify_LooksAtTheTime(t *testing.T) {
	t.Parallel()
	a, s := apptest.Open(t), newStranger(t)
	day := func(d time.Duration) string { return a.DB.Now().Add(d).Format(time.RFC3339) }
	for want, change := range map[string]func(map[string]any){
		"failed not_yet": func(d map[string]any) { d["validFrom"] = day(48 * time.Hour) },
		"failed expired": func(d map[string]any) { d["validUntil"] = day(-time.Minute) },
		"passed until":   func(d map[string]any) { d["validUntil"] = day(48 * time.Hour) },
		"passed no_end":  nil,
	} {
		for form, raw := range map[string][]byte{"json": s.signed(t, a, change), "jwt": s.token(t, a, s.key, "key", change)} {
			v := verified(t, a, raw)
			if outcome(v, "time") != want || v.Valid() == strings.HasPrefix(want, "failed") {
				t.Errorf("%s, want %s: %+v", form, want, v.Checks)
			}
		}
	}
	raw := s.signed(t, a, func(d map[string]any) { d["validUntil"] = day(48 * time.Hour) })
	a.Wait(49 * time.Hour)
	if v := verified(t, a, raw); outcome(v, "time") != "failed expired" {
		t.Errorf("two days later: %+v", v.Checks)
	}
}

func TestVerify_DoesNotCallValidWhatItsIssuerMayHaveTakenBack(t *testing.T) {
	t.Parallel()
	a, s := apptest.Open(t), newStranger(t)
	v := verified(t, a, s.signed(t, a, func(d map[string]any) {
		d["credentialStatus"] = map[string]any{"id": "https://school.example.org/status#1", "type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "1", "statusListCredential": "https://school.example.org/status"}
	}))
	if v.Valid() || v.Failed() || outcome(v, "status") != "unknown elsewhere" {
		t.Errorf("%+v", v.Checks)
	}
}

func TestVerify_NamesWhatIsWrongWithOtherFiles(t *testing.T) {
	t.Parallel()
	a, s := apptest.Open(t), newStranger(t)
	whole := s.signed(t, a, nil)
	var plain bytes.Buffer
	if err := png.Encode(&plain, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	spoilt := func(change func(map[string]any)) []byte {
		document, err := proof.Decode(whole)
		if err != nil {
			t.Fatal(err)
		}
		change(document)
		return written(t, document)
	}
	for name, c := range map[string]struct {
		raw         []byte
		check, want string
	}{
		"XML":                 {[]byte(`<?xml version="1.0"?><a/>`), "structure", "failed markup"},
		"a PDF":               {[]byte("%PDF-1.4"), "structure", "failed unknown_form"},
		"a ZIP":               {[]byte("PK\x03\x04"), "structure", "failed unknown_form"},
		"nothing":             {nil, "structure", "failed empty"},
		"spaces":              {[]byte(" \n"), "structure", "failed empty"},
		"a picture alone":     {plain.Bytes(), "structure", "failed picture"},
		"half of it":          {whole[:len(whole)/2], "structure", "failed malformed"},
		"very much":           {append([]byte(`{"a":"`), make([]byte, proof.MaxBytes)...), "structure", "failed too_large"},
		"deeply nested JSON":  {[]byte(strings.Repeat(`{"a":`, 50_000)), "structure", "failed malformed"},
		"another document":    {[]byte(`{"hello":"world"}`), "structure", "failed no_badge"},
		"a token of alg none": {[]byte("eyJhbGciOiJub25lIn0.e30."), "structure", "failed no_badge"},
		"not signed":          {spoilt(func(d map[string]any) { delete(d, "proof") }), "proof", "failed method"},
		"changed":             {spoilt(func(d map[string]any) { d["name"] = "Medicine" }), "proof", "failed changed"},
		"with more in it":     {spoilt(func(d map[string]any) { d["grade"] = "A" }), "proof", "failed unsigned_part"},
		"another vocabulary":  {spoilt(func(d map[string]any) { d["@context"] = []any{"https://example.org/c"} }), "proof", "failed unknown_context"},
		"a key of the web": {spoilt(func(d map[string]any) {
			d["proof"].(map[string]any)["verificationMethod"] = "did:web:school.example.org#1"
		}), "proof", "failed key"},
	} {
		if v := verified(t, a, c.raw); outcome(v, c.check) != c.want || v.Valid() {
			t.Errorf("%s: %+v", name, v.Checks)
		}
	}
}
