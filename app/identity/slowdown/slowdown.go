// Package slowdown makes those wait who fail too often. It counts per key and knows neither what has failed nor who:
// keys are hashed with a secret, so that no e-mail or network address can be read back from the table.
package slowdown

import (
	"crypto/hmac"
	"crypto/sha256"
	"net/netip"
	"time"

	"academy/models"
	"academy/models/identity"
)

const (
	// forgotten is after how long without a failure a counter starts anew.
	forgotten = time.Hour
	firstWait = time.Minute
	longest   = 15 * time.Minute
)

// Counter is one thing that is counted, with the number of failures that are free.
type Counter struct {
	key  []byte
	free int
}

// Guard makes counters.
type Guard struct{ secret []byte }

// New makes a guard.
func New(secret []byte) Guard { return Guard{secret: secret} }

// Account counts what fails for one account, whether it exists or not.
func (g Guard) Account(emailKey string) Counter { return Counter{g.key("account:" + emailKey), 5} }

// Address counts what fails from one network address. It is generous: a classroom shares one.
func (g Guard) Address(address string) Counter {
	return Counter{g.key("address:" + network(address)), 30}
}

// Changes counts how often the holder of an account replaces its password.
func (g Guard) Changes(emailKey string) Counter { return Counter{g.key("changes:" + emailKey), 5} }

// Mails counts the mails that are asked for to one address, so that nobody's inbox can be filled through us.
func (g Guard) Mails(emailKey string) Counter { return Counter{g.key("mails:" + emailKey), 3} }

// MailsFrom counts the mails that are asked for from one network address.
func (g Guard) MailsFrom(address string) Counter {
	return Counter{g.key("mails-from:" + network(address)), 30}
}

// Registrations counts the accounts that are opened from one network address. It is more generous still: a school
// that shares one may open its accounts in one lesson.
func (g Guard) Registrations(address string) Counter {
	return Counter{g.key("registrations:" + network(address)), 100}
}

func (g Guard) key(text string) []byte {
	h := hmac.New(sha256.New, g.secret)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// network takes the first 64 bits of an IPv6 address: whoever has one has all those below it.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Unmap().Is4() {
		return address
	}
	prefix, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return prefix.String()
}

// Wait says how long it takes until the next try is heard; 0 when it is heard now. The answer may be old by the time
// it is acted on: Hold gives one that stays true.
func Wait(tx *models.Tx, counters ...Counter) (time.Duration, error) {
	return longestOf(tx, counters, identity.ListSignInFailures)
}

// Hold is Wait that keeps everybody else from counting on these counters until the transaction ends, so that a burst
// of tries at once gets no more of them than tries one after another. Everywhere accounts come before addresses.
func Hold(tx *models.Tx, counters ...Counter) (time.Duration, error) {
	return longestOf(tx, counters, identity.LockSignInFailures)
}

func longestOf(tx *models.Tx, counters []Counter, list func(*models.Tx, [][]byte) ([]identity.SignInFailure, error)) (time.Duration, error) {
	free, keys := map[string]int{}, [][]byte{}
	for _, c := range counters {
		free[string(c.key)], keys = c.free, append(keys, c.key)
	}
	rows, err := list(tx, keys)
	if err != nil {
		return 0, err
	}
	var wait time.Duration
	for _, r := range rows {
		wait = max(wait, left(r.Count-free[string(r.Key)], tx.Now.Sub(r.LastAt)))
	}
	return wait, nil
}

// left is what remains of the wait: one minute from the last free failure, doubled by each further one.
func left(over int, since time.Duration) time.Duration {
	if over < 0 || since >= forgotten {
		return 0
	}
	wait := longest
	if over < 4 {
		wait = firstWait << over
	}
	return max(wait-since, 0)
}

// Count notes one failure on each counter.
func Count(tx *models.Tx, counters ...Counter) error {
	for _, c := range counters {
		if err := identity.UpdateSignInFailure(tx, c.key, tx.Now.Add(-forgotten)); err != nil {
			return err
		}
	}
	return nil
}

// Clear forgets a counter's failures.
func Clear(tx *models.Tx, c Counter) error { return identity.DeleteSignInFailure(tx, c.key) }

// Sweep removes counters that no longer count.
func Sweep(tx *models.Tx) error { return identity.DeleteSignInFailures(tx, tx.Now.Add(-forgotten)) }
