package credentials

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"
	"academy/models"
)

// Deps is what credentials need of the world.
type Deps struct {
	DB       *models.DB
	Queue    *jobs.Queue
	Store    media.Store
	Printer  *Printer
	Messages *locale.Catalogue
	// BaseURL begins the verification address.
	BaseURL string
}

// Service is the area.
type Service struct{ Deps }

// New makes the area.
func New(d Deps) *Service { return &Service{d} }

// Faults of credentials.
var (
	ErrMistyped  = fault.Field("code", "credentials.mistyped")
	ErrUnknown   = fault.New(fault.Missing, "credentials.unknown")
	ErrBeingMade = fault.New(fault.Unavailable, "credentials.being_made")
	ErrWithheld  = fault.New(fault.Denied, "credentials.withheld")
)

// VerifyURL is where anyone sees whether a certificate is valid: what its QR code says.
func (s *Service) VerifyURL(code string) string { return s.BaseURL + "/certificates/" + code }

// printer speaks a language in the zone of the academy: the day on a certificate is the day in Seoul.
func (s *Service) printer(lang locale.Lang) locale.Printer { return s.Messages.Printer(lang, "") }

func newCode() (string, error) { return NewCode(rand.Reader) }

// number writes the place in the register, such as PDA-2026-004821.
func number(day time.Time, n int) string { return fmt.Sprintf("PDA-%d-%06d", day.Year(), n) }

// veil hides all of a name but its first letter, as people do on Korean notice boards.
func veil(name string) string {
	runes := []rune(name)
	for i := 1; i < len(runes); i++ {
		if runes[i] != ' ' {
			runes[i] = '○'
		}
	}
	return strings.TrimSpace(string(runes))
}
