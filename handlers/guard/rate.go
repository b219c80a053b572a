package guard

import (
	"sync"
	"time"

	"academy/app/fault"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// ErrRate carries the seconds to wait.
var ErrRate = fault.New(fault.Limited, "access.rate")

// Rates are how many requests are answered a minute. Addresses are counted for strangers who want to change
// something, and generously: a classroom shares one. Accounts are counted whatever the address. WrongCodes are those that
// show nothing, by address: see Guesses. Checks are credentials that one address has verified, which takes work.
type Rates struct{ PerAddress, PerAccount, WrongCodes, Checks int }

// Rate slows down whoever asks too often. Each process counts for itself and in memory.
func Rate(r Rates) fiber.Handler {
	addresses, accounts := newMinutes(r.PerAddress), newMinutes(r.PerAccount)
	return func(c *fiber.Ctx) error {
		v := request.Of(c)
		var wait time.Duration
		switch {
		case v.Actor.Known() && (request.API(c) || request.Unsafe(c)):
			wait = accounts.count(v.Actor.ID.String(), time.Now())
		case !v.Actor.Known() && request.Unsafe(c):
			wait = addresses.count(v.Address, time.Now())
		}
		if wait > 0 {
			return ErrRate.After(int(wait/time.Second) + 1)
		}
		return c.Next()
	}
}

// minutes counts by name in this minute and the one before. What counts is this minute's number and that share of the
// earlier one which the last sixty seconds still reach into.
type minutes struct {
	most   int
	mutex  sync.Mutex
	start  time.Time
	now    map[string]int
	before map[string]int
}

// maxNames bounds the memory: when more than these ask in one minute, counting begins anew.
const maxNames = 200_000

func newMinutes(most int) *minutes {
	return &minutes{most: most, now: map[string]int{}, before: map[string]int{}}
}

// count counts one request and answers how long to wait; 0 lets it pass.
func (m *minutes) count(name string, at time.Time) time.Duration {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.turn(at)
	if wait := m.wait(name, at); wait > 0 {
		return wait
	}
	if len(m.now) >= maxNames {
		m.now = map[string]int{}
	}
	m.now[name]++
	return 0
}

// full answers how long to wait, and counts nothing.
func (m *minutes) full(name string, at time.Time) time.Duration {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.turn(at)
	return m.wait(name, at)
}

func (m *minutes) wait(name string, at time.Time) time.Duration {
	into := at.Sub(m.start)
	reaching := float64(m.before[name]) * float64(time.Minute-into) / float64(time.Minute)
	if float64(m.now[name])+reaching < float64(m.most) {
		return 0
	}
	return time.Minute - into
}

func (m *minutes) turn(at time.Time) {
	switch passed := at.Sub(m.start); {
	case passed < time.Minute:
	case passed < 2*time.Minute:
		m.start, m.before, m.now = m.start.Add(time.Minute), m.now, map[string]int{}
	default:
		m.start, m.before, m.now = at, map[string]int{}, map[string]int{}
	}
}
