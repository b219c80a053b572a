package credentials

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"
	"academy/models/identity"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Issue gives a completed enrolment its certificate and what the course qualifies for, prints it in both languages
// and tells the citizen. It is a job: a second run finds what the first has done and does the rest.
func (s *Service) Issue(ctx context.Context, job jobs.IssueCertificate) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	var c credentials.Certificate
	var palette string
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		e, err := courses.LockEnrolmentByID(tx, job.EnrolmentID)
		if err != nil {
			return err
		}
		if e.State != "completed" {
			return fmt.Errorf("enrolment %s is %s: %w", e.ID, e.State, models.ErrConflict)
		}
		course, err := courses.FindCourseByID(tx, e.CourseID)
		if err != nil {
			return err
		}
		palette = course.Palette
		c, err = s.issue(tx, e, course, code)
		return err
	})
	if err != nil {
		return fmt.Errorf("issue certificate: %w", err)
	}
	if c.Printed() || c.State != "issued" {
		return nil
	}
	return s.print(ctx, c, palette)
}

// issue writes the certificate, or finds the one that is there. The enrolment is held.
func (s *Service) issue(tx *models.Tx, e courses.Enrolment, course courses.Course, code string) (credentials.Certificate, error) {
	c, err := credentials.FindByEnrolment(tx, e.ID)
	if !errors.Is(err, models.ErrNotFound) {
		return c, err
	}
	revision, err := courses.FindRevision(tx, *e.CompletedRevisionID)
	if err != nil {
		return c, err
	}
	holder, err := identity.FindUser(tx, e.CitizenID)
	if err != nil {
		return c, err
	}
	day := e.CompletedAt.In(s.printer(locale.KO).Zone)
	n, err := credentials.InsertNumber(tx, day.Year())
	if err != nil {
		return c, err
	}
	c = credentials.Certificate{
		ID: models.NewID(), Code: code, Number: number(day, n), EnrolmentID: e.ID, CitizenID: e.CitizenID, CourseID: e.CourseID, HolderName: holder.Name,
		CourseTitle: revision.Title, Minutes: course.Minutes, State: "issued", IssuedAt: *e.CompletedAt,
	}
	if err := credentials.InsertCertificate(tx, c); err != nil {
		return c, err
	}
	if err := grant(tx, e, revision); err != nil {
		return c, err
	}
	if err := s.record(tx, nil, "certificate.issued", c, ""); err != nil {
		return c, err
	}
	return c, s.Queue.Enqueue(tx, jobs.Notify{
		UserID: e.CitizenID, Notice: "certificate_issued", EventKey: "certificate:" + c.ID.String(),
		Params: map[string]string{"course_ko": c.CourseTitle.In("ko"), "course_en": c.CourseTitle.In("en")}, Link: "/certificates/" + c.Code,
	})
}

// grant makes the role grant of a course that has one.
func grant(tx *models.Tx, e courses.Enrolment, r courses.Revision) error {
	if r.GrantDutyID == nil {
		return nil
	}
	return credentials.InsertGrant(tx, credentials.RoleGrant{
		ID: models.NewID(), CitizenID: e.CitizenID, DutyID: *r.GrantDutyID, Source: "course", EnrolmentID: &e.ID,
		GrantedAt: tx.Now, EndsAt: e.CompletedAt.AddDate(0, *r.GrantMonths, 0),
	})
}

// print puts the files into the store and then says where they are; a run in between leaves files that the next
// one writes again.
func (s *Service) print(ctx context.Context, c credentials.Certificate, palette string) error {
	keys := map[locale.Lang]string{}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		file, err := s.Printer.PDF(s.face(c, palette, lang))
		if err != nil {
			return err
		}
		keys[lang] = media.CertificateKey(c.ID, string(lang))
		if err := s.Store.Put(ctx, keys[lang], bytes.NewReader(file), int64(len(file)), "application/pdf"); err != nil {
			return fmt.Errorf("keep certificate: %w", err)
		}
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		return credentials.UpdatePrinted(tx, c.ID, keys[locale.KO], keys[locale.EN])
	})
}

func (s *Service) face(c credentials.Certificate, palette string, lang locale.Lang) Face {
	own, other := s.printer(lang), s.printer(lang.Other())
	return Face{
		Lang: string(lang), Name: c.HolderName,
		Course: c.CourseTitle.In(string(lang)), Issuer: own.T("credentials.issuer"), Hours: own.Minutes(c.Minutes),
		CourseOther: c.CourseTitle.In(string(lang.Other())), IssuerOther: other.T("credentials.issuer"), HoursOther: other.Minutes(c.Minutes),
		Code: c.Code, Number: c.Number, VerifyURL: s.VerifyURL(c.Code), IssuedOn: c.IssuedAt.In(own.Zone), Seed: c.Code, Palette: palette,
	}
}

// Revoke takes a certificate back, and with it what the course has qualified for. The reason is for the record, not for the public page; a zero actor is the command
// line. Revoking again changes nothing.
func (s *Service) Revoke(ctx context.Context, actorID uuid.UUID, code, reason string) error {
	code, err := ParseCode(code)
	if err != nil {
		return ErrMistyped.Because(err)
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := credentials.FindByCode(tx, code)
		if err != nil {
			return err
		}
		done, err := credentials.UpdateRevoked(tx, code, reason)
		if err != nil || !done {
			return err
		}
		if err := credentials.UpdateGrantsRevoked(tx, c.EnrolmentID); err != nil {
			return err
		}
		var actor *uuid.UUID
		if actorID != uuid.Nil {
			actor = &actorID
		}
		return s.record(tx, actor, "certificate.revoked", c, reason)
	})
}

// record notes what was done to whose certificate; a nil actor is the academy itself.
func (s *Service) record(tx *models.Tx, actorID *uuid.UUID, action string, c credentials.Certificate, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: actorID, Action: action, SubjectID: &c.CitizenID, ObjectKind: "certificate", ObjectID: &c.ID, Reason: reason,
	})
}
