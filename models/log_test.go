package models_test

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"

	"academy/models"
	"academy/models/internal/conn"
	"academy/models/modeltest"
)

// logged is what is written to the log meanwhile. Tests that use it do not run beside others.
func logged(t *testing.T, do func()) string {
	t.Helper()
	var out bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&out, nil)))
	defer slog.SetDefault(before)
	do()
	return out.String()
}

func TestLog_OfAFailedOrSlowStatementHoldsNoValueThatItWasSentWith(t *testing.T) {
	db := modeltest.Fresh(t)
	const secret = "correct-horse-battery"
	var text string
	for name, run := range map[string]func(tx *models.Tx) error{ // a row is refused as it is read, past any logger
		"row refused":   func(tx *models.Tx) error { return conn.Gorm(tx).Raw("select ?::text::uuid", secret).Row().Scan(&text) },
		"failed scan":   func(tx *models.Tx) error { return conn.Gorm(tx).Raw("select ?::text::uuid", secret).Scan(&text).Error },
		"failed exec":   func(tx *models.Tx) error { return conn.Gorm(tx).Exec("select ?::text::int", secret).Error },
		"not encodable": func(tx *models.Tx) error { return conn.Gorm(tx).Exec("select ?::uuid", secret).Error },
		"another row refused": func(tx *models.Tx) error {
			return conn.Gorm(tx).Raw("select nothing from agendas where slug = ?", secret).Row().Scan(&text)
		},
		"slow row": func(tx *models.Tx) error {
			return conn.Gorm(tx).Raw("select ?::text from pg_sleep(0.21)", secret).Row().Scan(&text)
		},
		"slow scan": func(tx *models.Tx) error {
			return conn.Gorm(tx).Raw("select ?::text from pg_sleep(0.21)", secret).Scan(&text).Error
		},
	} {
		var err error
		log := logged(t, func() { err = db.Read(t.Context(), run) })
		if failed := !strings.HasPrefix(name, "slow"); failed != (err != nil) {
			t.Errorf("%s: %v", name, err)
		}
		if strings.Contains(log, secret) {
			t.Errorf("%s: the log tells what nobody may read: %s", name, log)
		}
		if said := !strings.HasSuffix(name, "refused"); said != strings.Contains(log, "select ") {
			t.Errorf("%s: the log does not say which statement it was: %q", name, log)
		}
	}
}

func TestLog_SaysNothingOfWhatIsNotFoundOrQuick(t *testing.T) {
	db := modeltest.Fresh(t)
	log := logged(t, func() {
		_ = db.Read(t.Context(), func(tx *models.Tx) error {
			var n int
			if err := conn.Gorm(tx).Raw("select 1").Row().Scan(&n); err != nil {
				t.Error(err)
			}
			return conn.Gorm(tx).Raw("select 1 where false").Take(&n).Error
		})
	})
	if log != "" {
		t.Errorf("got %q", log)
	}
}
