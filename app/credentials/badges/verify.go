package badges

import (
	"bytes"
	"context"
	"crypto"
	"crypto/ed25519"
	"errors"
	"fmt"
	"strings"
	"time"

	"academy/app/credentials"
	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
	"academy/models"
	records "academy/models/credentials"
)

// Verify looks at a credential that somebody shows: JSON with a proof in it, a token, or a picture that carries either.
// Nothing is fetched for it. What is wrong with the credential is in the verdict; an error says that the academy could
// not look.
func (s *Service) Verify(ctx context.Context, raw []byte) (Verdict, error) {
	var v Verdict
	keys, err := s.published(ctx)
	if err != nil {
		return v, err
	}
	shown := submission{did: s.did, keys: keys, suite: s.suite}
	if reason := shown.read(raw); reason != "" {
		v.add("structure", Failed, reason, nil)
		return v.whole(), nil
	}
	if !v.structure(shown) {
		return v.whole(), nil
	}
	if err := shown.prove(); err != nil {
		v.add("proof", Failed, reasonOf(err), nil)
		return v.whole(), nil
	}
	v.add("proof", Passed, "unchanged", nil)
	v.issuer(shown)
	return s.judge(ctx, v, shown)
}

// whole is the verdict with a line for each check.
func (v Verdict) whole() Verdict {
	v.complete()
	return v
}

// judge looks at what changes while the credential stays the same: the time, and whether it was taken back. That is read
// last, so that what was revoked before the answer is never called valid.
func (s *Service) judge(ctx context.Context, v Verdict, shown submission) (Verdict, error) {
	if v.Failed() {
		return v.whole(), nil
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		v.time(tx.Now)
		if shown.signedBy != s.did {
			v.foreignStatus()
			return nil
		}
		return v.ownStatus(tx, s.BaseURL)
	})
	return v.whole(), err
}

// submission is a credential on its way to a verdict.
type submission struct {
	did   string
	keys  []proof.Published
	suite *proof.Suite

	document map[string]any
	token    string
	// signedBy is whose key has signed, as far as the key tells; empty for one that came in a token and is nobody's.
	signedBy string
}

// read unpacks it and answers why it cannot be one.
func (b *submission) read(raw []byte) (reason string) {
	if len(raw) > proof.MaxBytes {
		return "too_large"
	}
	if proof.IsPicture(raw) {
		text, err := proof.Unbake(raw)
		if err != nil {
			return "picture"
		}
		raw = []byte(text)
	}
	raw = bytes.TrimSpace(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf")))
	var err error
	switch {
	case len(raw) == 0:
		return "empty"
	case raw[0] == '{':
		b.document, err = proof.Decode(raw)
	case raw[0] == '<':
		return "markup"
	case bytes.Count(raw, []byte(".")) == 2 && raw[0] == 'e':
		b.token = string(raw)
		_, b.document, err = proof.Claims(b.token)
	default:
		return "unknown_form"
	}
	if err != nil {
		return "malformed"
	}
	return ""
}

// prove verifies the signature, by our own keys where the credential says to be ours.
func (b *submission) prove() error {
	if b.token != "" {
		_, err := proof.VerifyToken(b.token, b.tokenKey)
		return err
	}
	_, err := b.suite.Verify(b.document, b.methodKey)
	return err
}

func (b *submission) methodKey(method string) (ed25519.PublicKey, error) {
	if did, id, _ := strings.Cut(method, "#"); did == b.did {
		b.signedBy = did
		key, ok := b.own(id).(ed25519.PublicKey)
		if !ok {
			return nil, fmt.Errorf("%w: none of ours", proof.ErrKey)
		}
		return key, nil
	}
	did, key, err := proof.ReadDIDKey(method)
	b.signedBy = did
	return key, err
}

// tokenKey answers the issuer's own key where its name tells it. No key that comes along can speak for the academy.
func (b *submission) tokenKey(issuer, keyID string) (crypto.PublicKey, error) {
	if issuer == b.did {
		b.signedBy = issuer
		if key := b.own(strings.TrimPrefix(keyID, issuer+"#")); key != nil {
			return key, nil
		}
		return nil, fmt.Errorf("%w: none of ours", proof.ErrKey)
	}
	if multikey, named := strings.CutPrefix(issuer, "did:key:"); named {
		did, key, err := proof.ReadDIDKey(issuer + "#" + multikey)
		b.signedBy = did
		return key, err
	}
	return nil, nil //nolint:nilnil // the key in the token, if any
}

func (b *submission) own(id string) crypto.PublicKey {
	for _, k := range b.keys {
		if k.ID == id {
			return k.Key
		}
	}
	return nil
}

// structure says whether what was shown is a badge at all, and what it certifies.
func (v *Verdict) structure(shown submission) bool {
	says, err := openbadges.Read(shown.document)
	if err != nil {
		v.add("structure", Failed, "no_badge", nil)
		return false
	}
	v.Says = says
	v.add("structure", Passed, "well_formed", nil)
	return true
}

// issuer says who has signed. A key that comes with the credential shows that nothing was changed; whose it is, it does
// not show.
func (v *Verdict) issuer(b submission) {
	switch {
	case b.signedBy == "":
		v.add("issuer", Unproven, "embedded_key", nil)
	case b.signedBy != v.Says.Issuer:
		v.add("issuer", Failed, "another", nil)
	case b.signedBy == b.did:
		v.add("issuer", Passed, "ours", nil)
	default:
		v.add("issuer", Unproven, "did_key", nil)
	}
}

func (v *Verdict) time(now time.Time) {
	switch {
	case now.Before(v.Says.From):
		v.add("time", Failed, "not_yet", &v.Says.From)
	case v.Says.Until != nil && now.After(*v.Says.Until):
		v.add("time", Failed, "expired", v.Says.Until)
	case v.Says.Until != nil:
		v.add("time", Passed, "until", v.Says.Until)
	default:
		v.add("time", Passed, "no_end", nil)
	}
}

func (v *Verdict) foreignStatus() {
	if v.Says.Status {
		v.add("status", Unknown, "elsewhere", nil)
		return
	}
	v.add("status", Passed, "no_list", nil)
}

// ownStatus asks our own records, which know of a revocation before any list does.
func (v *Verdict) ownStatus(tx *models.Tx, baseURL string) error {
	code, err := codeIn(v.Says.ID, baseURL)
	if err != nil {
		v.add("status", Failed, "no_record", nil)
		return nil //nolint:nilerr // it is what was found
	}
	c, err := records.FindByCode(tx, code)
	switch {
	case errors.Is(err, models.ErrNotFound):
		v.add("status", Failed, "no_record", nil)
		return nil
	case err != nil:
		return err
	}
	v.Code = code
	switch c.State {
	case records.Issued:
		v.add("status", Passed, "valid", nil)
	case "revoked":
		v.add("status", Failed, "revoked", c.RevokedAt)
	default:
		v.add("status", Failed, "superseded", nil)
	}
	return nil
}

// codeIn finds the code in the name of a credential of ours.
func codeIn(id, baseURL string) (string, error) {
	path := strings.TrimPrefix(strings.TrimPrefix(id, baseURL), "/en")
	name, ours := strings.CutPrefix(path, "/certificates/")
	code, _, _ := strings.Cut(name, ".")
	if !ours {
		return "", credentials.ErrCode
	}
	return credentials.ParseCode(code)
}

// reasonOf says why a proof does not hold.
func reasonOf(err error) string {
	for reason, kind := range map[string]error{
		"unknown_context": proof.ErrContext, "unsigned_part": proof.ErrUnsigned, "method": proof.ErrMethod, "key": proof.ErrKey, "changed": proof.ErrSignature,
	} {
		if errors.Is(err, kind) {
			return reason
		}
	}
	return "malformed"
}
