package participation

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"academy/app/access"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// agree notes a consent that is given along with an act. Without one the act itself finds that it is missing.
func agree(tx *models.Tx, who access.Actor, given bool) error {
	if !given {
		return nil
	}
	return participation.InsertConsent(tx, who.ID)
}

// Support supports a proposal: once, however often it is asked for and from wherever. It counts nothing and locks nothing
// of the proposal; what the person had learned is kept with it, as a band.
func (s *Service) Support(ctx context.Context, who access.Actor, id uuid.UUID, consent bool) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	var isNew bool
	err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if err := agree(tx, who, consent); err != nil {
			return err
		}
		isNew, err = participation.InsertSupport(tx, id, who.ID, rules.BandVersion)
		if err != nil || isNew {
			return err
		}
		st, err := participation.FindStanding(tx, id, who.ID)
		if err != nil {
			return err
		}
		return whyNoSupport(st, who)
	})
	if err == nil && isNew {
		s.carry(id, 1)
	}
	return err
}

// whyNoSupport says why there is no new support; nil where there is one already.
func whyNoSupport(st participation.Standing, who access.Actor) error {
	switch state := rules.State(st.State); {
	case !state.Public():
		return models.ErrNotFound
	case of(who.ID, st.AuthorID):
		return ErrOwn
	case st.Supported:
		return nil
	case !st.Consented:
		return ErrConsent
	case !st.Support:
		return ErrPhase
	}
	return ErrClosed
}

// Unsupport takes a support back, as long as supports are gathered. None is none.
func (s *Service) Unsupport(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	var gone bool
	err := s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if gone, err = participation.DeleteSupport(tx, id, who.ID); err != nil || gone {
			return err
		}
		st, err := participation.FindStanding(tx, id, who.ID)
		if err == nil && st.Supported {
			return ErrClosed
		}
		return err
	})
	if err == nil && gone {
		s.carry(id, -1)
	}
	return err
}

// Consented says whether somebody agrees that their opinions are kept.
func (s *Service) Consented(ctx context.Context, who access.Actor) (bool, error) {
	var there bool
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		there, err = participation.ExistsConsent(tx, who.ID)
		return err
	})
	return there, err
}

// Consent gives the consent, or takes it back: then what stands on it is removed.
func (s *Service) Consent(ctx context.Context, who access.Actor, given bool) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if given {
			return participation.InsertConsent(tx, who.ID)
		}
		return participation.WithdrawConsent(tx, who.ID, s.Messages.Printer("ko", "").T("voice.consent_withdrawn"))
	})
}

// ofStale says in words that somebody was faster.
func ofStale(err error) error {
	if errors.Is(err, models.ErrStale) {
		return ErrStale
	}
	return err
}

// A count of supports is carried on for a moment: while hundreds support one proposal at once, each of their answers would
// otherwise count all the others again.
const (
	tallyLife   = time.Second
	mostTallies = 1000
)

// Supports counts those of a proposal. While many come through several servers at once it may be a second behind.
func (s *Service) Supports(ctx context.Context, id uuid.UUID) (int, error) {
	if t, known := s.tallies.GetIfPresent(id); known {
		return int(t.Load()), nil
	}
	var n int
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		n, err = participation.CountSupports(tx, id)
		return err
	})
	if err == nil {
		t := &atomic.Int64{}
		t.Store(int64(n))
		s.tallies.Set(id, t)
	}
	return n, err
}

// carry adds supports to a count that is carried on.
func (s *Service) carry(id uuid.UUID, supports int64) {
	if t, known := s.tallies.GetIfPresent(id); known {
		t.Add(supports)
	}
}
