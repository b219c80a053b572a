package identity

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity/tokens"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// SignOut ends the session one acts in.
func (s *Service) SignOut(ctx context.Context, who access.Actor) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	return s.end(ctx, who.SessionID, "sign_out")
}

// Revoke ends the session of a refresh token of any generation: the sign-out of those whose access token has run out.
// A token that is not ours ends nothing and is no fault (RFC 7009).
func (s *Service) Revoke(ctx context.Context, refresh string) error {
	token, err := tokens.ReadRefresh(s.RefreshKey, refresh)
	if err != nil {
		return nil //nolint:nilerr // there is nothing to end
	}
	return s.end(ctx, token.Session, "sign_out")
}

// EndSession ends another of one's own sessions. Somebody else's is fault.ErrMissing; one that has ended already is
// no fault.
func (s *Service) EndSession(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		session, err := records.FindSession(tx, id)
		if err != nil {
			return err
		}
		if session.UserID != who.ID {
			return fault.ErrMissing
		}
		tx.AfterCommit(func() { s.seen.dropSession(id) })
		return records.UpdateRevoked(tx, id, "sign_out")
	})
}

// SignOutEverywhere ends all of one's sessions, this one too.
func (s *Service) SignOutEverywhere(ctx context.Context, who access.Actor) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		return s.endSessions(tx, who.ID, uuid.Nil, "sign_out_everywhere")
	})
}

func (s *Service) end(ctx context.Context, session uuid.UUID, reason string) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		tx.AfterCommit(func() { s.seen.dropSession(session) })
		return records.UpdateRevoked(tx, session, reason)
	})
}
