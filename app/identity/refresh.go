package identity

import (
	"context"
	"errors"
	"time"

	"academy/app/identity/tokens"
	"academy/models"
	records "academy/models/identity"
)

// sameSuccessor is how long the previous token of a browser still gets the successor it was given: two tabs that
// renew at once, or a lost reply, sign nobody out.
const sameSuccessor = time.Minute

// Refresh renews a session. A refresh token serves once: an older one of the family shows that somebody has a copy,
// and since nobody can tell which of the two is the thief, the session ends for both (ErrSessionReused).
func (s *Service) Refresh(ctx context.Context, refresh string) (Tokens, error) {
	token, err := tokens.ReadRefresh(s.RefreshKey, refresh)
	if err != nil {
		return Tokens{}, ErrSignedOut.Because(err)
	}
	var session records.Session
	var refused error // answered after the commit: the end of the family must stay
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		session, err = lockOpen(tx, token)
		if err != nil {
			return err
		}
		switch {
		case token.Generation == session.Generation:
			return rotate(tx, &session)
		case token.Generation+1 == session.Generation && session.Kind == Web && tx.Now.Sub(session.RotatedAt) <= sameSuccessor:
			return nil
		}
		refused = ErrSessionReused
		return s.endReused(tx, session)
	})
	if err != nil {
		return Tokens{}, err
	}
	if refused != nil {
		return Tokens{}, refused
	}
	return s.tokens(session)
}

// lockOpen finds the session of a genuine token, if it and the account are still open. A generation that has not
// been reached can only come from before the database was restored; it opens nothing either.
func lockOpen(tx *models.Tx, token tokens.Refresh) (records.Session, error) {
	session, err := records.LockSession(tx, token.Session)
	if errors.Is(err, models.ErrNotFound) {
		return session, ErrSignedOut.Because(err)
	}
	if err != nil {
		return session, err
	}
	if !session.Open(tx.Now) || token.Generation > session.Generation {
		return session, ErrSignedOut
	}
	user, err := records.FindUser(tx, session.UserID)
	if err == nil && user.LockedAt != nil {
		err = ErrLocked
	}
	return session, err
}

func rotate(tx *models.Tx, session *records.Session) error {
	session.Generation++
	session.ExpiresAt = tx.Now.Add(sessionIdle)
	if last := session.CreatedAt.Add(sessionLife); last.Before(session.ExpiresAt) {
		session.ExpiresAt = last
	}
	return records.UpdateRotated(tx, session.ID, session.Generation, session.ExpiresAt)
}

func (s *Service) endReused(tx *models.Tx, session records.Session) error {
	tx.AfterCommit(func() { s.seen.dropSession(session.ID) })
	if err := records.UpdateRevoked(tx, session.ID, "reuse"); err != nil {
		return err
	}
	return audit(tx, session.UserID, session.UserID, "session_reused", "", map[string]string{"session": session.ID.String()})
}
