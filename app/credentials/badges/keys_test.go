package badges_test

import (
	"errors"
	"sync"
	"testing"

	"academy/app/apptest"
	"academy/app/credentials/badges"
	"academy/app/locale"
)

// others is another process of the same academy, with secrets of its own.
func others(t *testing.T, a *apptest.Academy, secret, previous string) *badges.Service {
	t.Helper()
	d := badges.Deps{DB: a.DB, Messages: a.Messages, BaseURL: apptest.BaseURL, SealKey: apptest.Key(secret)}
	if previous != "" {
		d.PreviousSealKey = apptest.Key(previous)
	}
	s, err := badges.New(d)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMakeKeys_OfManyWhoStartAtOnceOneMakesEachKey(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	var starters sync.WaitGroup
	for range 4 {
		starters.Go(func() {
			if err := others(t, a, "seal", "").MakeKeys(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	starters.Wait()
	keys, err := a.Badges.Keys(t.Context())
	if err != nil || len(keys) != 2 || keys[0].Algorithm == keys[1].Algorithm || keys[0].Lost || keys[1].Lost {
		t.Errorf("%+v, %v", keys, err)
	}
}

func TestRotateKeys_LeavesOldCredentialsVerifying(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	old := map[string][]byte{}
	for kind, f := range faces(a) {
		old[kind] = made(t, f, code)
	}
	if err := a.Badges.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	for kind, f := range faces(a) {
		if fresh := made(t, f, code); string(fresh) == string(old[kind]) || !verified(t, a, fresh).Valid() || !verified(t, a, old[kind]).Valid() {
			t.Errorf("%s after a rotation", kind)
		}
	}
	did, err := a.Badges.DID(t.Context())
	if err != nil || len(did["verificationMethod"].([]any)) != 4 {
		t.Errorf("%v, %v", did, err)
	}
	jwks, err := a.Badges.JWKS(t.Context())
	if err != nil || len(jwks["keys"].([]any)) != 4 {
		t.Errorf("%v, %v", jwks, err)
	}
}

func TestMakeKeys_SealsAnewWhatThePreviousSecretOpens(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	before := made(t, a.Badges.JSON, code)
	if err := others(t, a, "new", "seal").MakeKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	after, err := others(t, a, "new", "").JSON(t.Context(), locale.KO, code)
	if err != nil || string(after.Content) != string(before) {
		t.Errorf("with the new secret alone: %v", err)
	}
	if _, err := others(t, a, "seal", "").JSON(t.Context(), locale.KO, code); !errors.Is(err, badges.ErrKeyLost) {
		t.Errorf("with the old secret: %v", err)
	}
}

func TestKeys_ThatAreLostStopNothingButSigning(t *testing.T) {
	t.Parallel()
	a, _, code := certified(t)
	raw := made(t, a.Badges.JSON, code)
	lost := others(t, a, "another", "")
	if err := lost.MakeKeys(t.Context()); err != nil {
		t.Errorf("the academy does not start: %v", err)
	}
	for kind, f := range map[string]face{"json": lost.JSON, "jwt": lost.Token, "png": lost.Picture} {
		if _, err := f(t.Context(), locale.KO, code); !errors.Is(err, badges.ErrKeyLost) {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if v, err := lost.Verify(t.Context(), raw); err != nil || !v.Valid() {
		t.Errorf("what was signed before: %+v, %v", v, err)
	}
	keys, err := lost.Keys(t.Context())
	if err != nil || !keys[0].Lost {
		t.Errorf("%+v, %v", keys, err)
	}
	if err := lost.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	fresh, err := lost.JSON(t.Context(), locale.KO, code)
	if err != nil {
		t.Fatal(err)
	}
	if v, err := lost.Verify(t.Context(), fresh.Content); err != nil || !v.Valid() {
		t.Errorf("after a rotation: %+v, %v", v, err)
	}
}
