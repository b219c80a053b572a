package badges_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"image/png"
	"os"
	"strings"
	"sync"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/credentials/badges"
	"academy/app/credentials/proof"
	"academy/app/locale"
	"academy/models"
	"academy/models/modeltest"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// certified is an academy with one certificate.
func certified(t *testing.T) (*apptest.Academy, access.Actor, string) {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	who, code := a.Certified(t, "김하늘 Kim")
	return a, who, code
}

type face func(context.Context, locale.Lang, string) (badges.File, error)

func faces(a *apptest.Academy) map[string]face {
	return map[string]face{"json": a.Badges.JSON, "jwt": a.Badges.Token, "png": a.Badges.Picture}
}

func made(t *testing.T, f face, code string) []byte {
	t.Helper()
	file, err := f(t.Context(), locale.KO, code)
	if err != nil {
		t.Fatal(err)
	}
	return file.Content
}

func verified(t *testing.T, a *apptest.Academy, raw []byte) badges.Verdict {
	t.Helper()
	v, err := a.Badges.Verify(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Checks) != 5 {
		t.Fatalf("%d checks: %+v", len(v.Checks), v.Checks)
	}
	return v
}

// outcome is the reason of one check.
func outcome(v badges.Verdict, name string) string {
	for _, c := range v.Checks {
		if c.Name == name {
			return string(c.State) + " " + c.Reason
		}
	}
	return ""
}

func exec(t *testing.T, a *apptest.Academy, query string, args ...any) {
	t.Helper()
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), query, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFaces_AreTheSameEveryTimeAndVerifyHere(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	for kind, f := range faces(a) {
		raw := made(t, f, strings.ToLower(code))
		if !bytes.Equal(raw, made(t, f, code)) {
			t.Errorf("%s: asked for twice, it differs", kind)
		}
		v := verified(t, a, raw)
		if !v.Valid() || v.Code != code || v.Says.Holder != "김하늘 Kim" || v.Says.Achievement != "외교의 작은 강좌" && v.Says.Achievement == "" {
			t.Errorf("%s: %+v", kind, v)
		}
	}
	if _, err := png.Decode(bytes.NewReader(made(t, a.Badges.Picture, code))); err != nil {
		t.Error(err)
	}
	if _, err := a.Badges.JSON(t.Context(), locale.KO, "7K2M-Q9XD-4TRB-WZ8HC"); !errors.Is(err, credentials.ErrUnknown) {
		t.Errorf("of no certificate: %v", err)
	}
}

func TestFaces_OfTwoCertificatesDoNotShowThatTheyAreOfOnePerson(t *testing.T) {
	t.Parallel()
	a, who, code := certified(t)
	other, second := a.Certified(t, "김하늘 Kim")
	subjects := map[string]bool{}
	for _, c := range []string{code, second} {
		raw := made(t, a.Badges.JSON, c)
		for _, secret := range []string{who.Email, other.Email, who.ID.String(), other.ID.String(), "@"} {
			if strings.Contains(strings.ReplaceAll(string(raw), `"@context"`, ""), secret) {
				t.Errorf("it tells %s", secret)
			}
		}
		var document struct {
			CredentialSubject struct{ ID string }
		}
		if err := json.Unmarshal(raw, &document); err != nil {
			t.Fatal(err)
		}
		subjects[document.CredentialSubject.ID] = true
	}
	if len(subjects) != 2 {
		t.Errorf("%v", subjects)
	}
}

func TestFaces_HideTheNameThatItsHolderHides(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	made(t, a.Badges.JSON, code)
	exec(t, a, "update certificates set hide_name = true")
	raw := made(t, a.Badges.JSON, code)
	if strings.Contains(string(raw), "하늘") || verified(t, a, raw).Says.Holder != "김○○ ○○○" {
		t.Errorf("%s", raw)
	}
}

func TestFaces_OfARevokedCertificateAreWithheldAndItsBitIsSet(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	_, other := a.Certified(t, "박서연")
	second := made(t, a.Badges.JSON, other)
	raw, before := made(t, a.Badges.JSON, code), revoked(t, a)
	if err := a.Credentials.RevokeByCommand(t.Context(), code, credentials.Revocation{Code: "error", Reason: "a private reason"}); err != nil {
		t.Fatal(err)
	}
	for kind, f := range faces(a) {
		if _, err := f(t.Context(), locale.KO, code); !errors.Is(err, credentials.ErrWithheld) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if v := verified(t, a, raw); v.Valid() || outcome(v, "status") != "failed revoked" || outcome(v, "proof") != "passed unchanged" {
		t.Errorf("%+v", v.Checks)
	}
	document, err := proof.Decode(raw)
	if err != nil {
		t.Fatal(err)
	}
	place := document["credentialStatus"].(map[string]any)["statusListIndex"]
	after := revoked(t, a)
	if len(before) != 0 || len(after) != 1 || place != asText(after[0]) {
		t.Errorf("before %v, after %v, the certificate has place %v", before, after, place)
	}
	exec(t, a, "update certificates set state = 'superseded', superseded_at = now(), superseded_by = (select id from certificates where code = $1) where code = $2", code, other)
	if len(revoked(t, a)) != 2 {
		t.Error("a superseded certificate is still in force")
	}
	if v := verified(t, a, second); outcome(v, "status") != "failed superseded" {
		t.Errorf("%+v", v.Checks)
	}
}

func asText(n int) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}

// revoked reads the first status list as others do, and that it takes one query and no more.
func revoked(t *testing.T, a *apptest.Academy) []int {
	t.Helper()
	if _, err := a.Badges.DID(t.Context()); err != nil { // so that keys are in memory
		t.Fatal(err)
	}
	queries := a.DB.Queries()
	file, _, err := a.Badges.StatusList(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if n := a.DB.Queries() - queries; n > 1 {
		t.Errorf("a status list takes %d queries", n)
	}
	var document struct {
		CredentialSubject struct{ EncodedList string }
	}
	if err := json.Unmarshal(file.Content, &document); err != nil {
		t.Fatal(err)
	}
	set, err := proof.DecodeStatus(document.CredentialSubject.EncodedList)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

func TestVerify_NeverCallsValidWhatWasRevokedBefore(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	raw := made(t, a.Badges.JSON, code)
	done := make(chan struct{})
	var verifiers sync.WaitGroup
	for range 4 {
		verifiers.Go(func() {
			for {
				var before bool
				select {
				case <-done:
					before = true
				default:
				}
				v, err := a.Badges.Verify(context.Background(), raw)
				if err != nil || before && v.Valid() {
					t.Errorf("valid after its revocation: %v", err)
				}
				if before {
					return
				}
			}
		})
	}
	err := a.Credentials.RevokeByCommand(t.Context(), code, credentials.Revocation{Code: "error", Reason: "a reason"})
	close(done)
	verifiers.Wait()
	if err != nil {
		t.Error(err)
	}
}

func TestStatus_IsSpreadOverAListAndGoesOnInANewOneWhenHalfIsTaken(t *testing.T) {
	t.Parallel()
	a, _, _ := certified(t)
	var people sync.WaitGroup
	for range 4 {
		people.Go(func() { a.Certified(t, "시민") })
	}
	people.Wait()
	exec(t, a, "update status_lists set taken = 524288")
	a.Certified(t, "박서연")
	var first, second, highest int
	err := a.DB.Snapshot(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), `select count(*) filter (where list = 1), count(*) filter (where list = 2), max(place) from certificate_status`).Scan(&first, &second, &highest)
	})
	if err != nil || first != 5 || second != 1 || highest < 100 {
		t.Errorf("%d in the first, %d in the second, up to place %d, %v", first, second, highest, err)
	}
	if _, _, err := a.Badges.StatusList(t.Context(), 3); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a list that is not there: %v", err)
	}
}
