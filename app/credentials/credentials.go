package credentials

import (
	"crypto/rand"
	"fmt"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/credentials/diploma"
	"academy/app/credentials/paper"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what credentials need of the world.
type Deps struct {
	DB       *models.DB
	Queue    *jobs.Queue
	Store    media.Store
	Printer  *diploma.Printer
	Messages *locale.Catalogue
	// BaseURL begins the verification address.
	BaseURL string
	// Scratch is a folder for files in the making, empty for the system's own.
	Scratch string
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error)
	// ReadName is a name as accounts bear it, and whether it is one.
	ReadName func(typed string) (string, bool)
	// Asked is what a revision of a course asks of whoever completes it, in words, one sentence a line.
	Asked func(tx *models.Tx, revisionID uuid.UUID) (models.Text, error)
	// Served is the approved hours of a volunteer, which nobody changes until the transaction ends.
	Served func(tx *models.Tx, citizenID uuid.UUID) (Served, error)
}

// Head is what every studio page of a course shows.
type Head struct {
	Slug               string
	Title              models.Text
	State              string // draft, published or archived
	Part               access.Part
	Changed, Published bool
	Active             int
	ChangedAt          time.Time
}

// Service is the area.
type Service struct {
	Deps
	pictures *otter.Cache[string, *paper.Picture] // by key; what has a key never changes
	sheets   *otter.Cache[sheetKey, Paper]
}

// mostPictures bounds the seals and signatures that are kept ready: some tens of kilobytes each.
const mostPictures = 200

// New makes the area.
func New(d Deps) *Service {
	return &Service{
		d, otter.Must(&otter.Options[string, *paper.Picture]{MaximumSize: mostPictures}), otter.Must(&otter.Options[sheetKey, Paper]{MaximumSize: mostSheets}),
	}
}

// Faults of credentials.
var (
	ErrMistyped  = fault.Field("code", "credentials.mistyped")
	ErrUnknown   = fault.New(fault.Missing, "credentials.unknown")
	ErrBeingMade = fault.New(fault.Unavailable, "credentials.being_made")
	ErrWithheld  = fault.New(fault.Denied, "credentials.withheld")
	// ErrOverflow says that what a certificate has to say does not fit on its page. Nothing is issued then.
	ErrOverflow = fault.New(fault.Conflict, "credentials.overflow")
)

// VerifyURL is where anyone sees whether a certificate is valid: what its QR code says.
func (s *Service) VerifyURL(code string) string { return s.BaseURL + "/certificates/" + code }

// printer speaks a language in the zone of the academy: the day on a certificate is the day in Seoul.
func (s *Service) printer(lang locale.Lang) locale.Printer { return s.Messages.Printer(lang, "") }

func newCode() (string, error) { return NewCode(rand.Reader) }

// number writes the place in the register, such as PDA-2026-004821.
func number(prefix string, day time.Time, n int) string {
	return fmt.Sprintf("%s-%d-%06d", prefix, day.Year(), n)
}

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
