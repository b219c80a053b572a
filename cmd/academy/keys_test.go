package main

import (
	"context"
	"io"
	"strings"
	"testing"

	"academy/models"
)

func TestDoctor_WarnsOfKeysBeforeSomebodyMeetsTheTrouble(t *testing.T) {
	t.Parallel()
	config := Config{Data: t.TempDir(), BaseURL: "http://localhost:8080", Log: "text", Connections: 4, Secret: strings.Repeat("s", secretSize)}
	h, err := openHouse(t.Context(), config, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = h.Close() })
	says := func(want string) {
		t.Helper()
		if err := keyTrouble(t.Context(), h); err == nil && want != "" || err != nil && (want == "" || !strings.Contains(err.Error(), want)) {
			t.Errorf("got %v, want %q", err, want)
		}
	}
	says("academy serve")
	if err := h.app.Badges.MakeKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	says("")
	age(t, h, "update credential_keys set created_at = now() - interval '3 years'")
	says("two years")
	if err := h.app.Badges.RotateKeys(t.Context()); err != nil {
		t.Fatal(err)
	}
	says("")
	age(t, h, "update credential_keys set sealed = '\\x00' where retired_at is null")
	says("ACADEMY_SECRET_PREVIOUS")
	if err := examine(context.Background(), h, io.Discard); err == nil {
		t.Error("the doctor says nothing")
	}
}

// age changes keys behind the back of the academy.
func age(t *testing.T, h *house, query string) {
	t.Helper()
	err := h.db.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestIssuerTrouble_IsAnAddressThatOthersCannotReadSafely(t *testing.T) {
	t.Parallel()
	for base, well := range map[string]bool{
		"https://academy.example.org": true, "http://localhost:8080": true, "http://127.0.0.1:8080": true, "http://[::1]:8080": true, "http://academy.example.org": false, "http://192.0.2.1": false,
	} {
		if err := issuerTrouble(base); (err == nil) != well {
			t.Errorf("%s: %v", base, err)
		}
	}
}
