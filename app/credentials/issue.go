package credentials

import (
	"context"
	"errors"
	"fmt"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/credentials"

	"github.com/google/uuid"
)

// Issue gives a completed enrolment its certificate and what the course qualifies for, prints it in the language of the
// citizen and tells them. It is a job: a second run finds what the first has done and does the rest. What has been revoked
// since stays revoked: only a person issues another one.
func (s *Service) Issue(ctx context.Context, job jobs.IssueCertificate) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	var c credentials.Certificate
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		claim, err := s.courseClaim(tx, job.EnrolmentID)
		if err != nil {
			return err
		}
		if c, err = credentials.FindByEnrolment(tx, job.EnrolmentID); !errors.Is(err, models.ErrNotFound) {
			return err
		}
		c, err = s.certify(tx, claim, deed{code: code})
		return err
	})
	if err != nil {
		return fmt.Errorf("issue certificate: %w", err)
	}
	return s.printFirst(ctx, c)
}

// deed is how a certificate comes to be made: under which code, and by whom and why where a person has asked for it.
type deed struct {
	code   string
	by     *uuid.UUID
	reason string
}

// certify makes a certificate of a claim: it enters the register, grants what the claim qualifies for and has the
// citizen told. What the claim hangs on is held.
func (s *Service) certify(tx *models.Tx, claim Claim, d deed) (credentials.Certificate, error) {
	c := claim.certificate()
	c.Code = d.code
	if err := s.register(tx, &c); err != nil {
		return c, err
	}
	if err := grant(tx, claim); err != nil {
		return c, err
	}
	if err := s.record(tx, d.by, "certificate.issued", c, d.reason); err != nil {
		return c, err
	}
	return c, s.tell(tx, issuedNotice(c), c)
}

// issuedNotice is the kind of notice by which a holder hears of a certificate.
func issuedNotice(c credentials.Certificate) string {
	if c.Kind == ServiceKind {
		return "service_certified"
	}
	return "certificate_issued"
}

// register writes a certificate under the next number of its year. What does not fit on its page is ErrOverflow.
func (s *Service) register(tx *models.Tx, c *credentials.Certificate) error {
	day := c.IssuedAt.In(s.printer(locale.KO).Zone)
	look, err := lookOf(tx, *c, "")
	if err != nil {
		return err
	}
	n, err := credentials.InsertNumber(tx, look.prefix(), day.Year())
	if err != nil {
		return err
	}
	c.Number = number(look.prefix(), day, n)
	if err := s.fits(*c, look); err != nil {
		return err
	}
	return credentials.InsertCertificate(tx, *c)
}

// tell has the holder told what became of a certificate.
func (s *Service) tell(tx *models.Tx, notice string, c credentials.Certificate) error {
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: c.CitizenID, Notice: notice, EventKey: "certificate:" + c.ID.String(),
		Params: map[string]string{"course_ko": c.CourseTitle.In("ko"), "course_en": c.CourseTitle.In("en")}, Link: "/certificates/" + c.Code,
	})
}

// grant makes the role grant of a claim that has one.
func grant(tx *models.Tx, claim Claim) error {
	if claim.Duty == nil {
		return nil
	}
	return credentials.InsertGrant(tx, credentials.RoleGrant{
		ID: models.NewID(), CitizenID: claim.Citizen, DutyID: claim.Duty.ID, Source: CourseKind, EnrolmentID: claim.Enrolment,
		GrantedAt: tx.Now, EndsAt: claim.Duty.Until,
	})
}
