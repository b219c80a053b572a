package identity_test

import (
	"os"
	"testing"
	"time"

	"academy/models"
	"academy/models/identity"
	"academy/models/modeltest"
	"academy/models/operations"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

func write(t *testing.T, db *models.DB, f func(tx *models.Tx) error) {
	t.Helper()
	if err := db.Write(t.Context(), f); err != nil {
		t.Fatal(err)
	}
}

// TestRecords_ComeBackAsTheyWereWritten writes every record with all its columns and reads it again.
func TestRecords_ComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	now := db.Now()
	later := now.Add(time.Hour)
	user := identity.User{ID: models.NewID(), Email: "Kim@example.org", EmailKey: "kim@example.org", PasswordHash: "h", Name: "김하늘", Locale: "ko",
		TimeZone: "Asia/Seoul", EmailConfirmedAt: &now, LockedAt: &later, CreatedAt: now}
	session := identity.Session{ID: models.NewID(), UserID: user.ID, Kind: "web", Generation: 3, RotatedAt: now, CreatedAt: now, ExpiresAt: later}
	token := identity.OneTimeToken{Hash: []byte{0, 1, 0xff}, UserID: user.ID, Purpose: "reset_password", ExpiresAt: later}
	write(t, db, func(tx *models.Tx) error {
		for _, err := range []error{identity.InsertUser(tx, user), identity.InsertSession(tx, session), identity.InsertOneTimeToken(tx, token)} {
			if err != nil {
				return err
			}
		}
		return nil
	})
	write(t, db, func(tx *models.Tx) error {
		gotUser, err := identity.LockUser(tx, user.ID)
		same(t, user, gotUser, err)
		gotUser, err = identity.FindUserByEmail(tx, user.EmailKey)
		same(t, user, gotUser, err)
		gotSession, err := identity.LockSession(tx, session.ID)
		same(t, session, gotSession, err)
		gotToken, err := identity.LockOneTimeToken(tx, token.Hash, token.Purpose)
		same(t, token, gotToken, err)
		return nil
	})
}

func same(t *testing.T, want, got any, err error) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateApproxTime(0)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestInsertUser_RefusesATakenAddress(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	insert := func() error {
		return db.Write(t.Context(), func(tx *models.Tx) error {
			return identity.InsertUser(tx, identity.User{ID: models.NewID(), Email: "a@b.org", EmailKey: "a@b.org", Name: "A", Locale: "en", TimeZone: "UTC", CreatedAt: tx.Now})
		})
	}
	if err := insert(); err != nil {
		t.Fatal(err)
	}
	if err := insert(); !cmp.Equal(err, models.ErrConflict, cmpopts.EquateErrors()) {
		t.Errorf("got %v, want ErrConflict", err)
	}
}

func TestInsertAudit_SetsItsOwnTime(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	now := db.Now()
	db.Now = func() time.Time { return now }
	actor, subject := uuid.New(), uuid.New()
	entry := operations.AuditEntry{At: now.Add(-time.Hour), ActorID: &actor, Action: "looked", SubjectID: &subject, Reason: "why"}
	write(t, db, func(tx *models.Tx) error { return operations.InsertAudit(tx, entry) })
	write(t, db, func(tx *models.Tx) error {
		got, err := operations.ListAudit(tx, subject, 10)
		entry.At, entry.Details.V = now, map[string]string{}
		if err == nil && len(got) == 1 {
			entry.ID = got[0].ID
		}
		same(t, []operations.AuditEntry{entry}, got, err)
		return nil
	})
}
