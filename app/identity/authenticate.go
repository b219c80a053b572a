package identity

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"academy/app/access"
	"academy/models"
	records "academy/models/identity"

	"github.com/google/uuid"
)

// Authenticate says who an access token stands for. The session behind it is looked up, at most ten seconds ago, so
// that signing out, locking and changes of role act at once here and soon in other processes. Whatever is wrong with
// the token is ErrSignedOut.
func (s *Service) Authenticate(ctx context.Context, accessToken string) (access.Actor, error) {
	user, session, err := s.access.Read(accessToken)
	if err != nil {
		return access.Actor{}, ErrSignedOut.Because(err)
	}
	who, fresh := s.seen.get(session, s.DB.Now())
	if !fresh {
		who, err = s.lookUp(ctx, session)
	}
	if errors.Is(err, models.ErrNotFound) || (err == nil && who.ID != user) {
		return access.Actor{}, ErrSignedOut.Because(err)
	}
	return who, err
}

func (s *Service) lookUp(ctx context.Context, session uuid.UUID) (access.Actor, error) {
	var who access.Actor
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		keep := s.seen.observe(tx.Now)
		holder, err := records.FindHolder(tx, session)
		if err != nil {
			return err
		}
		who = actor(holder)
		keep(who)
		return nil
	})
	return who, err
}

func actor(h records.Holder) access.Actor {
	who := access.Actor{ID: h.UserID, SessionID: h.SessionID, Email: h.Email, Name: h.Name, Locale: h.Locale, TimeZone: h.TimeZone, Confirmed: h.Confirmed}
	for _, role := range strings.Fields(h.Roles) {
		who.Roles = append(who.Roles, access.Role(role))
	}
	return who
}

// remembered is how long a session is taken to be as it was seen.
const remembered = 10 * time.Second

// seen remembers the people behind sessions for a moment. Its size is bounded by the sessions that are used within
// twice that moment.
type seen struct {
	mutex   sync.RWMutex
	entries map[uuid.UUID]sighting
	// drops counts what has been dropped, so that what was read before a drop is not remembered after it.
	drops int
	swept time.Time
}

type sighting struct {
	who access.Actor
	at  time.Time
}

func newSeen() *seen { return &seen{entries: map[uuid.UUID]sighting{}} }

func (s *seen) get(session uuid.UUID, now time.Time) (access.Actor, bool) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	found, ok := s.entries[session]
	return found.who, ok && found.fresh(now)
}

func (e sighting) fresh(now time.Time) bool { return now.Sub(e.at) < remembered }

// observe is called before the database is asked; what it answers keeps the result, unless something was dropped in
// the meantime.
func (s *seen) observe(now time.Time) (keep func(who access.Actor)) {
	s.mutex.RLock()
	defer s.mutex.RUnlock()
	drops := s.drops
	return func(who access.Actor) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		if s.drops != drops {
			return
		}
		s.sweep(now)
		s.entries[who.SessionID] = sighting{who: who, at: now}
	}
}

func (s *seen) sweep(now time.Time) {
	if now.Sub(s.swept) < remembered {
		return
	}
	s.swept = now
	s.forget(func(e sighting) bool { return !e.fresh(now) })
}

func (s *seen) dropSession(id uuid.UUID) {
	s.drop(func(e sighting) bool { return e.who.SessionID == id })
}

func (s *seen) dropUser(id uuid.UUID) {
	s.drop(func(e sighting) bool { return e.who.ID == id })
}

func (s *seen) drop(which func(sighting) bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.drops++
	s.forget(which)
}

func (s *seen) forget(which func(sighting) bool) {
	for id, e := range s.entries {
		if which(e) {
			delete(s.entries, id)
		}
	}
}
