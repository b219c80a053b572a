package credentials

import (
	"context"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"
	"academy/models/identity"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Revocation is why a certificate is taken back: a code that everybody may know, and a text for the record.
type Revocation struct{ Code, Reason string }

// RevokedCodes are the reasons of revocations that everybody may know.
func RevokedCodes() []string { return credentials.RevokedCodes() }

// checked is the revocation as it is kept, or what is wrong with it.
func (r Revocation) checked() (Revocation, error) {
	wrong := map[string]string{}
	if !slices.Contains(RevokedCodes(), r.Code) {
		wrong["code"] = "credentials.revoked_code"
	}
	reason, key := reasonOf(r.Reason)
	if key != "" {
		wrong["reason"] = key
	}
	if len(wrong) > 0 {
		return r, fault.Fields(wrong)
	}
	return Revocation{r.Code, reason}, nil
}

// Revoke takes a certificate of a course back, and with it what the course has qualified for, and has the holder told. With an
// empty slug it is one of a volunteer's service.
// What somebody else has revoked or reissued meanwhile is ErrChanged.
func (s *Service) Revoke(ctx context.Context, who access.Actor, slug string, id uuid.UUID, r Revocation) error {
	r, err := r.checked()
	if err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		course, _, err := s.keeper(tx, who, slug, s.officer)
		if err != nil {
			return err
		}
		c, err := holdOf(tx, course, id)
		if err != nil {
			return err
		}
		done, err := s.revoke(tx, c, credentials.Revocation{Code: r.Code, Reason: r.Reason, By: &who.ID})
		if err == nil && !done {
			err = ErrChanged
		}
		return err
	})
}

// RevokeByCommand takes a certificate back on the word of whoever runs the academy. Revoking again changes nothing.
func (s *Service) RevokeByCommand(ctx context.Context, typed string, r Revocation) error {
	code, err := ParseCode(typed)
	if err != nil {
		return ErrMistyped.Because(err)
	}
	if r, err = r.checked(); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := credentials.FindByCode(tx, code)
		if err != nil {
			return err
		}
		if c, err = lock(tx, c); err != nil {
			return err
		}
		_, err = s.revoke(tx, c, credentials.Revocation{Code: r.Code, Reason: r.Reason})
		return err
	})
}

// hold finds a certificate of a course for those who look after it, and holds it.
func (s *Service) hold(tx *models.Tx, who access.Actor, slug string, id uuid.UUID) (credentials.Certificate, error) {
	work, _, err := s.officer(tx, who, slug)
	if err != nil {
		return credentials.Certificate{}, err
	}
	return holdOf(tx, &work.CourseID, id)
}

func holdOf(tx *models.Tx, course *uuid.UUID, id uuid.UUID) (credentials.Certificate, error) {
	c, err := credentials.FindOfCourse(tx, course, id)
	if err != nil {
		return c, err
	}
	return lock(tx, c)
}

// lock holds a certificate after what it hangs on: locks are taken in one order.
func lock(tx *models.Tx, c credentials.Certificate) (credentials.Certificate, error) {
	if c.EnrolmentID != nil {
		if _, err := courses.LockEnrolmentByID(tx, *c.EnrolmentID); err != nil {
			return c, err
		}
	}
	return credentials.LockCertificate(tx, c.ID)
}

// revoke takes a held certificate back, if it counts, and says whether it did.
func (s *Service) revoke(tx *models.Tx, c credentials.Certificate, r credentials.Revocation) (bool, error) {
	done, err := credentials.UpdateRevoked(tx, c.ID, r)
	if err != nil || !done {
		return false, err
	}
	if c.EnrolmentID != nil {
		if err := credentials.UpdateGrantsRevoked(tx, *c.EnrolmentID); err != nil {
			return false, err
		}
	}
	if err := s.record(tx, r.By, "certificate.revoked", c, r.Reason); err != nil {
		return false, err
	}
	if err := s.settleWish(tx, c, r.By); err != nil {
		return false, err
	}
	return true, s.tell(tx, "certificate_revoked", c)
}

// settleWish answers the holder who waits for another name on a certificate that counts no more, if there is such a wish.
func (s *Service) settleWish(tx *models.Tx, c credentials.Certificate, by *uuid.UUID) error {
	holder, err := identity.FindUser(tx, c.CitizenID)
	if err != nil {
		return err
	}
	answer := s.printer(locale.Parse(holder.Locale)).T("naming.revoked_answer")
	refused, err := credentials.UpdateCorrectionsRefused(tx, c.ID, by, answer)
	if err != nil || len(refused) == 0 {
		return err
	}
	if err := s.record(tx, by, "certificate.name_correction_refused", c, answer); err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: c.CitizenID, Notice: "name_refused", EventKey: "name_correction:" + refused[0].String(),
		Params: map[string]string{"number": c.Number}, Link: "/certificates/" + c.Code + "/name",
	})
}

// record notes what was done to whose certificate; a nil actor is the academy itself.
func (s *Service) record(tx *models.Tx, actorID *uuid.UUID, action string, c credentials.Certificate, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: actorID, Action: action, SubjectID: &c.CitizenID, ObjectKind: "certificate", ObjectID: &c.ID, Reason: reason,
	})
}
