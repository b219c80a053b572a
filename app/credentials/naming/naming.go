// Package naming is the holder's side of certificates: the list of one's own, whether others see the whole name, and the wish
// that another name stand there, which those who look after the course grant by reissuing or refuse.
package naming

import (
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"
	records "academy/models/credentials"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Deps is what naming needs of the world.
type Deps struct {
	DB    *models.DB
	Queue *jobs.Queue
	// ReadName composes a name as accounts have them, and says whether it is one.
	ReadName func(typed string) (string, bool)
	// Look finds a course for somebody who makes it; to everybody else it is not there.
	Look func(tx *models.Tx, who access.Actor, slug string) (courses.Work, credentials.Head, error)
}

// Service is the holder's side.
type Service struct{ Deps }

// New makes it.
func New(d Deps) *Service { return &Service{d} }

// Faults of names.
var (
	// ErrAsked says that a wish is open already.
	ErrAsked = fault.New(fault.Conflict, "naming.asked_already")
	// ErrSettled says that a certificate does not count any more, so that its name need not change.
	ErrSettled = fault.New(fault.Conflict, "naming.not_valid")
	// ErrGone says that somebody else has settled a wish meanwhile.
	ErrGone    = fault.New(fault.Conflict, "naming.settled_meanwhile")
	errNoNames = fault.New(fault.Denied, "insight.no_names")
)

// maxReason is the most characters of a reason or an answer.
const maxReason = 500

// reasonOf is a reason as it is kept, or what is wrong with it.
func reasonOf(text string) (reason, wrong string) {
	reason = strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(text, "\r\n", "\n")))
	switch {
	case reason == "":
		return reason, "naming.reason_needed"
	case utf8.RuneCountInString(reason) > maxReason:
		return reason, "naming.reason_long"
	}
	return reason, ""
}

// own finds a certificate for its holder. To everybody else a code that is somebody's is answered like one that is not.
func own(tx *models.Tx, who access.Actor, typed string) (records.Certificate, error) {
	code, err := credentials.ParseCode(typed)
	if err != nil {
		return records.Certificate{}, credentials.ErrUnknown
	}
	c, err := records.FindByCode(tx, code)
	if errors.Is(err, models.ErrNotFound) || (err == nil && c.CitizenID != who.ID) {
		return c, credentials.ErrUnknown
	}
	return c, err
}

// ownOfCourse is own of a certificate on which somebody else puts another name. That of one's service is made anew whenever
// its holder asks.
func ownOfCourse(tx *models.Tx, who access.Actor, typed string) (records.Certificate, error) {
	c, err := own(tx, who, typed)
	if err == nil && c.Kind != credentials.CourseKind {
		err = credentials.ErrUnknown
	}
	return c, err
}

func note(tx *models.Tx, actorID uuid.UUID, action string, c records.Certificate, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &actorID, Action: action, SubjectID: &c.CitizenID, ObjectKind: "certificate", ObjectID: &c.ID, Reason: reason,
	})
}

// HideName says whether others see only part of the name on a certificate of one's own. Saying it twice changes nothing.
func (s *Service) HideName(ctx context.Context, who access.Actor, typed string, hide bool) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := own(tx, who, typed)
		if err != nil {
			return err
		}
		changed, err := records.UpdateHideName(tx, c.ID, hide)
		if err != nil || !changed {
			return err
		}
		action := "certificate.name_shown"
		if hide {
			action = "certificate.name_hidden"
		}
		return note(tx, who.ID, action, c, "")
	})
}
