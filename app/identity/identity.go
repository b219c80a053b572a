// Package identity is who people are: accounts, signing in and out, sessions, passwords and the links that are mailed
// for them. It knows neither HTTP and its cookies nor how a mail is sent, and gives no permissions: app/access does.
package identity

import (
	"context"
	"time"

	"academy/app/fault"
	"academy/app/identity/passwords"
	"academy/app/identity/slowdown"
	"academy/app/identity/tokens"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/identity"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Deps is what identity needs of the world. The three keys are derived from the academy's secret for one purpose
// each. BaseURL is the address mailed links begin with, without a slash at its end.
type Deps struct {
	DB         *models.DB
	Queue      *jobs.Queue
	AccessKey  []byte
	RefreshKey []byte
	CounterKey []byte
	BaseURL    string
}

// Service is the area.
type Service struct {
	Deps
	hasher *passwords.Hasher
	access *tokens.Access
	guard  slowdown.Guard
	seen   *seen
}

// New makes the area.
func New(d Deps) *Service {
	return &Service{
		Deps:   d,
		hasher: passwords.NewHasher(),
		access: tokens.NewAccess(d.AccessKey, func() time.Time { return d.DB.Now() }),
		guard:  slowdown.New(d.CounterKey),
		seen:   newSeen(),
	}
}

// Faults of identity.
var (
	// ErrEmailTaken names its field, so that the form can mark it.
	ErrEmailTaken = &fault.Error{Kind: fault.Invalid, Key: "identity.email_taken", Fields: map[string]string{"email": "identity.email_taken"}}
	// ErrWrongSignIn is one sentence for an unknown address and a wrong password.
	ErrWrongSignIn = fault.New(fault.Anonymous, "identity.wrong_sign_in")
	// ErrTooManyTries carries the seconds to wait, and the minutes in its sentence.
	ErrTooManyTries = fault.New(fault.Limited, "identity.too_many_tries")
	// ErrTooManyMails is the same for mails that are asked for.
	ErrTooManyMails = fault.New(fault.Limited, "identity.too_many_mails")
	// ErrTooManyAccounts is the same for accounts that are opened from one network address.
	ErrTooManyAccounts = fault.New(fault.Limited, "identity.too_many_accounts")
	// ErrTooManyChanges is the same for passwords that are changed again and again.
	ErrTooManyChanges = fault.New(fault.Limited, "identity.too_many_changes")
	// ErrLocked is told only to those who know the password.
	ErrLocked = fault.New(fault.Denied, "identity.locked")
	// ErrSignedOut is for tokens that are expired, forged, or of a session that has ended.
	ErrSignedOut = fault.New(fault.Anonymous, "identity.signed_out")
	// ErrSessionReused says that a refresh token came twice, so that its whole session has been ended.
	ErrSessionReused = fault.New(fault.Anonymous, "identity.session_reused")
	// ErrLinkExpired is for a mailed link that was used, replaced by a newer one, or is too old.
	ErrLinkExpired = fault.New(fault.Invalid, "identity.link_expired")
	// ErrConfirmedAlready answers who asks for a confirmation mail without need.
	ErrConfirmedAlready = fault.New(fault.Conflict, "identity.confirmed_already")
	// ErrPasswordChanged says that the password was changed elsewhere at the same moment.
	ErrPasswordChanged = fault.New(fault.Conflict, "identity.password_changed_elsewhere")
)

// The mails of an account, as jobs.SendMail names them, and the purposes of the links in them.
const (
	ConfirmEmail    = "confirm_email"
	ResetPassword   = "reset_password"
	PasswordChanged = "password_changed"
)

// retry makes the fault of somebody who has to wait.
func retry(limited *fault.Error, wait time.Duration) error {
	seconds := int((wait + time.Second - 1) / time.Second)
	return limited.After(seconds).With((seconds + 59) / 60)
}

// audit notes a deed on a person's account. The zero actor is the command line, or somebody not signed in.
func audit(tx *models.Tx, actor, subject uuid.UUID, action, reason string, details map[string]string) error {
	entry := operations.AuditEntry{Action: action, SubjectID: &subject, Reason: reason, Details: models.JSON[map[string]string]{V: details}}
	if actor != uuid.Nil {
		entry.ActorID = &actor
	}
	return operations.InsertAudit(tx, entry)
}

// endSessions ends all sessions of a person but one (the zero ID spares none) and drops them from memory.
func (s *Service) endSessions(tx *models.Tx, user, spare uuid.UUID, reason string) error {
	tx.AfterCommit(func() { s.seen.dropUser(user) })
	return records.UpdateAllRevoked(tx, user, spare, reason)
}

// Sweep removes what has served its time: counters, links and ended sessions.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := slowdown.Sweep(tx); err != nil {
			return err
		}
		if err := records.DeleteTokens(tx, tx.Now.Add(-endedKept)); err != nil {
			return err
		}
		return records.DeleteSessions(tx, tx.Now.Add(-endedKept))
	})
}

// endedKept is how long ended sessions and links are remembered, so that a late copy of their tokens is still known
// for what it is.
const endedKept = 30 * 24 * time.Hour
