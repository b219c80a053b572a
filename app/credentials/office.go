package credentials

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Certifies says whether whoever the head was found for may issue, revoke and reissue certificates of the course.
func (h Head) Certifies() bool { return h.Part == access.Owner }

// Faults of those who look after certificates.
var (
	// ErrNoNames says that assistants see no names.
	ErrNoNames = fault.New(fault.Denied, "insight.no_names")
	// ErrNotOwner says that only the owners of a course issue and revoke its certificates.
	ErrNotOwner = fault.New(fault.Denied, "credentials.not_owner")
	// ErrChanged says that somebody else has revoked or reissued a certificate in the meantime.
	ErrChanged = fault.New(fault.Conflict, "credentials.changed")
	// ErrRunning says that certificates of the course are being issued, or taken along, at the moment.
	ErrRunning = fault.New(fault.Conflict, "credentials.running")
	// ErrNobody says that there is nobody to issue a certificate to, or none to take along.
	ErrNobody = fault.New(fault.Conflict, "credentials.nobody")
	// ErrNotCompleted says that there is nothing to certify.
	ErrNotCompleted = fault.New(fault.Conflict, "credentials.not_completed")
	// ErrGone says that a file has served its time.
	ErrGone = fault.New(fault.Missing, "credentials.bundle_gone")
)

// The states of certificates that one may ask for.
const (
	Issued     = credentials.Issued
	Expired    = "expired"
	Revoked    = "revoked"
	Superseded = "superseded"
)

// States are the states that one may ask for.
func States() []string { return []string{Issued, Expired, Revoked, Superseded} }

const (
	perPage   = 50
	perRead   = 500
	runsShown = 5
	maxSearch = 100 // characters
	maxReason = 500
	lookAfter = "look after certificates"
)

// Entry is a certificate in the register of a course.
type Entry struct {
	ID           uuid.UUID
	Code, Number string
	Holder       string
	// State is issued, expired, revoked or superseded.
	State     string
	Course    models.Text
	Slug      string // of the course, in lists
	Minutes   int
	IssuedAt  time.Time
	ExpiresAt *time.Time
	EndedAt   *time.Time // when it was revoked or superseded
	Reason    string     // the public code of a revocation
}

// Register is a page of the certificates of a course, the newest first.
type Register struct {
	Course Head
	// Search and State are what was asked for, empty for all.
	Search, State string
	Entries       []Entry
	Next          string // where the next page begins, empty on the last
	// Lacking is how many have completed the course and were never issued a certificate.
	Lacking int
	Runs    []Run
}

// RegisterQuery says which certificates are asked for.
type RegisterQuery struct{ Search, State, After string }

func (q RegisterQuery) filter() credentials.RegisterFilter {
	f := credentials.RegisterFilter{Limit: perPage, Text: cut(oneLine(q.Search), maxSearch), Reason: lookAfter}
	if code, err := ParseCode(f.Text); err == nil {
		f.Code = code
	}
	for _, state := range States() {
		if q.State == state {
			f.State = state
		}
	}
	if after, err := uuid.Parse(q.After); err == nil {
		f.After = after
	}
	return f
}

// Register shows a page of the certificates of a course to its owners and editors. Whose they saw is noted.
func (s *Service) Register(ctx context.Context, who access.Actor, slug string, q RegisterQuery) (Register, error) {
	f := q.filter()
	f.Action = "course.certificates_listed"
	v := Register{Search: f.Text, State: f.State}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.clerk(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course, f.CourseID, f.ActorID = head, &work.CourseID, who.ID
		rows, tally, err := credentials.FindRegister(tx, f, runsShown)
		v.fill(rows, f.Limit, tx.Now)
		v.Lacking, v.Runs = tally.Lacking, runsOf(tally.Runs.V)
		return err
	})
	return v, err
}

// AtLarge finds certificates of whichever course by what stands on them, for those who look after all of them. Without
// anything to be found by there is no list. Whose they saw is noted.
func (s *Service) AtLarge(ctx context.Context, who access.Actor, search string) (Register, error) {
	f := RegisterQuery{Search: search}.filter()
	f.Action, f.ActorID = "certificates.found", who.ID
	v := Register{Search: f.Text}
	if err := access.Check(who, access.CertifyAll); err != nil || f.Text == "" {
		return v, err
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error { return v.list(tx, f) })
	return v, err
}

// WholeRegister is all certificates of a course, to be taken along by its owners. That they were taken is noted.
func (s *Service) WholeRegister(ctx context.Context, who access.Actor, slug string) (Register, error) {
	f := credentials.RegisterFilter{Action: "course.certificates_taken", Limit: perRead, Reason: "take the register along"}
	var v Register
	for {
		err := s.DB.Write(ctx, func(tx *models.Tx) error {
			work, head, err := s.officer(tx, who, slug)
			if err != nil {
				return err
			}
			v.Course, f.CourseID, f.ActorID = head, &work.CourseID, who.ID
			return v.list(tx, f)
		})
		if err != nil || v.Next == "" {
			return v, err
		}
		f.After = uuid.MustParse(v.Next)
	}
}

// fill adds the next page.
func (v *Register) fill(rows []credentials.Listed, limit int, now time.Time) {
	v.Next = ""
	if len(rows) > limit {
		rows = rows[:limit]
		v.Next = rows[limit-1].ID.String()
	}
	for _, c := range rows {
		e := entryOf(c.Certificate, now)
		e.Slug = c.Slug
		v.Entries = append(v.Entries, e)
	}
}

func (v *Register) list(tx *models.Tx, f credentials.RegisterFilter) error {
	rows, err := credentials.ListRegister(tx, f)
	v.fill(rows, f.Limit, tx.Now)
	return err
}

func entryOf(c credentials.Certificate, now time.Time) Entry {
	e := Entry{
		ID: c.ID, Code: c.Code, Number: c.Number, Holder: c.HolderName, State: c.State, Course: c.CourseTitle, Minutes: c.Minutes, IssuedAt: c.IssuedAt,
		ExpiresAt: c.ExpiresAt, EndedAt: c.RevokedAt, Reason: c.RevokedCode,
	}
	if c.SupersededAt != nil {
		e.EndedAt = c.SupersededAt
	}
	if c.Expired(now) {
		e.State = Expired
	}
	return e
}

// clerk finds a course for its owners and editors: certificates bear names, which assistants do not see.
func (s *Service) clerk(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = ErrNoNames
	}
	return work, head, err
}

// officer finds a course for those who look after its certificates: its owners, and administrators, who are taken for
// owners everywhere.
func (s *Service) officer(tx *models.Tx, who access.Actor, slug string) (courses.Work, Head, error) {
	if err := access.Check(who, access.Certify); err != nil {
		return courses.Work{}, Head{}, err
	}
	work, head, err := s.clerk(tx, who, slug)
	if err == nil && !head.Certifies() {
		err = ErrNotOwner
	}
	return work, head, err
}

// cut is the beginning of a text.
func cut(text string, most int) string {
	runes := []rune(text)
	return string(runes[:min(len(runes), most)])
}

// reasonOf is a reason as it is kept, or what is wrong with it.
func reasonOf(text string) (reason, wrong string) {
	reason = strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")))
	switch {
	case reason == "":
		return reason, "credentials.reason_needed"
	case utf8.RuneCountInString(reason) > maxReason:
		return reason, "credentials.reason_long"
	}
	return reason, ""
}
