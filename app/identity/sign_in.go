package identity

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"academy/app/identity/passwords"
	"academy/app/identity/slowdown"
	"academy/app/identity/tokens"
	"academy/models"
	records "academy/models/identity"
)

// The kinds of session: Web lives in a browser's cookies, API in a program.
const (
	Web = "web"
	API = "api"
)

const (
	// sessionIdle is how long a session lasts without being renewed.
	sessionIdle = 30 * 24 * time.Hour
	// sessionLife is how long it lasts at most.
	sessionLife = 90 * 24 * time.Hour
)

// SignIn opens a session for whoever knows the password. Address is the network address it comes from. An unknown
// e-mail address answers like a wrong password and takes as long. After five failures for an account, or thirty from
// an address, even the right password is refused (ErrTooManyTries) until the wait is over.
func (s *Service) SignIn(ctx context.Context, emailTyped, password, address, kind string) (Tokens, error) {
	if kind != Web && kind != API {
		return Tokens{}, fmt.Errorf("session of kind %q", kind)
	}
	e, _ := readEmail(emailTyped) // what is no address is nobody's: its key is empty
	counters := []slowdown.Counter{s.guard.Account(cmp.Or(e.key, emailTyped)), s.guard.Address(address)}
	user, err := s.candidate(ctx, e.key, counters)
	if err != nil {
		return Tokens{}, err
	}
	right, err := s.hasher.Verify(ctx, user.PasswordHash, password)
	if err != nil {
		return Tokens{}, err
	}
	return s.settleSignIn(ctx, user, right, counters, kind)
}

// candidate finds the account that a password is to be tried on, or a stand-in that no password fits. Those who have
// to wait are turned away before any hashing.
func (s *Service) candidate(ctx context.Context, emailKey string, counters []slowdown.Counter) (records.User, error) {
	var user records.User
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		wait, err := slowdown.Wait(tx, counters...)
		if err != nil {
			return err
		}
		if wait > 0 {
			return retry(ErrTooManyTries, wait)
		}
		user, err = records.FindUserByEmail(tx, emailKey)
		if errors.Is(err, models.ErrNotFound) {
			user, err = records.User{PasswordHash: passwords.Nobody()}, nil
		}
		return err
	})
	return user, err
}

// settleSignIn counts a failure or opens the session. The wait is looked at again, under a lock: of many guesses sent
// at once, right ones among the later are refused like wrong ones.
func (s *Service) settleSignIn(ctx context.Context, user records.User, right bool, counters []slowdown.Counter, kind string) (Tokens, error) {
	session := records.Session{ID: models.NewID(), UserID: user.ID, Kind: kind}
	var refused error // answered after the commit: the count must stay
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		wait, err := slowdown.Hold(tx, counters...)
		if err != nil {
			return err
		}
		if wait > 0 {
			return retry(ErrTooManyTries, wait)
		}
		switch err := mayEnter(tx, user, right); {
		case errors.Is(err, ErrWrongSignIn):
			refused = err
			return slowdown.Count(tx, counters...)
		case err != nil:
			return err
		}
		return openSession(tx, &session, counters[0])
	})
	if err != nil {
		return Tokens{}, err
	}
	if refused != nil {
		return Tokens{}, refused
	}
	return s.tokens(session)
}

// mayEnter says why somebody may not. The password counts only if it is still the account's: it may have been changed
// while it was hashed.
func mayEnter(tx *models.Tx, user records.User, right bool) error {
	if !right {
		return ErrWrongSignIn
	}
	current, err := records.LockUser(tx, user.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return ErrWrongSignIn
	case err != nil:
		return err
	case current.PasswordHash != user.PasswordHash:
		return ErrWrongSignIn
	case current.LockedAt != nil:
		return ErrLocked
	}
	return nil
}

func openSession(tx *models.Tx, session *records.Session, account slowdown.Counter) error {
	session.CreatedAt, session.RotatedAt, session.ExpiresAt = tx.Now, tx.Now, tx.Now.Add(sessionIdle)
	if err := records.InsertSession(tx, *session); err != nil {
		return err
	}
	return slowdown.Clear(tx, account)
}

// tokens makes the pair of a session's newest generation.
func (s *Service) tokens(session records.Session) (Tokens, error) {
	signed, err := s.access.Sign(session.UserID, session.ID)
	if err != nil {
		return Tokens{}, err
	}
	return Tokens{
		Access:    signed,
		Refresh:   tokens.Refresh{Session: session.ID, Generation: session.Generation}.Sign(s.RefreshKey),
		ExpiresIn: int(tokens.AccessLife.Seconds()),
	}, nil
}
