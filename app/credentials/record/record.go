// Package record is the learning record: what a citizen has done here, chosen by them line by line and shown to others by a
// code that ends. It owns the shares; courses, certificates and grants are only read, each time as they are.
package record

import (
	"crypto/sha256"
	"time"

	"academy/app/credentials/paper"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
)

// Deps is what the record needs of the world.
type Deps struct {
	DB       *models.DB
	Fonts    *paper.Fonts
	Messages *locale.Catalogue
	// BaseURL begins the address of a shared record.
	BaseURL string
}

// Service is the learning record.
type Service struct{ Deps }

// New makes it.
func New(d Deps) *Service { return &Service{d} }

// Faults of the record.
var (
	// ErrOver says that a code does not hold: it has ended, its holder has ended it, or the account is locked.
	ErrOver = fault.New(fault.Missing, "record.over")
	// ErrUnknown says that a code has never held.
	ErrUnknown = fault.New(fault.Missing, "record.unknown")
	// ErrMeanwhile says that another window has made or ended a share since the form was opened.
	ErrMeanwhile = fault.New(fault.Conflict, "record.meanwhile")
	errNothing   = fault.Field("line", "record.nothing_ticked")
	errGone      = fault.Field("line", "record.gone")
	errDays      = fault.Field("days", "record.days_wrong")
)

// Days are how long a share may hold.
func Days() []int { return []int{7, 30, 90} }

const (
	// mostLines is more than anybody has done, and as many as one form can carry.
	mostLines = 1000
	// overKept is how long a share is remembered after its end, so that its code is told to be over.
	overKept = 90 * 24 * time.Hour
	day      = 24 * time.Hour
)

// digest is what is kept of a code. The code has 80 bits of chance, so nothing needs to be slow here.
func digest(code string) []byte {
	sum := sha256.Sum256([]byte("learning record " + code))
	return sum[:]
}

// address is the page of a code in a language.
func (s *Service) address(lang locale.Lang, code string) string {
	if lang == locale.EN {
		return s.BaseURL + "/en/records/" + code
	}
	return s.BaseURL + "/records/" + code
}
