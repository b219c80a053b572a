package credentials

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	"academy/models/credentials"

	"github.com/google/uuid"
)

// Correction is the name that a certificate is to bear, and why it is another one than before.
type Correction struct{ Name, Reason string }

// Reissue puts a certificate with a corrected name in the place of one, under a number and a code of its own, and answers
// it. The day, the hours and what the holder is qualified for stay; the old one says what stands in its place. What
// somebody else has revoked or reissued meanwhile is ErrChanged.
func (s *Service) Reissue(ctx context.Context, who access.Actor, slug string, id uuid.UUID, w Correction) (Entry, error) {
	reason, wrong := reasonOf(w.Reason)
	name, ok := s.ReadName(w.Name)
	fields := map[string]string{}
	if wrong != "" {
		fields["reason"] = wrong
	}
	if !ok {
		fields["name"] = "credentials.name"
	}
	if len(fields) > 0 {
		return Entry{}, fault.Fields(fields)
	}
	code, err := newCode()
	if err != nil {
		return Entry{}, err
	}
	var made Entry
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		old, err := s.hold(tx, who, slug, id)
		if err != nil {
			return err
		}
		if old.HolderName == name {
			return fault.Field("name", "credentials.same_name")
		}
		c := old.Replaced(models.NewID(), code, name)
		made = entryOf(c, tx.Now)
		return s.supersede(tx, who.ID, [2]credentials.Certificate{old, c}, reason)
	})
	return made, err
}

// supersede writes a certificate in the place of another one, which is held, and has it printed and the holder told.
func (s *Service) supersede(tx *models.Tx, by uuid.UUID, pair [2]credentials.Certificate, reason string) error {
	old, c := pair[0], pair[1]
	done, err := credentials.UpdateSuperseded(tx, old.ID, c.ID)
	if err != nil {
		return err
	}
	if !done {
		return ErrChanged
	}
	if err := s.register(tx, &c); err != nil {
		return err
	}
	if err := credentials.UpdateCorrectionsDone(tx, old.ID, &by); err != nil {
		return err
	}
	if err := s.record(tx, &by, "certificate.superseded", old, reason); err != nil {
		return err
	}
	if err := s.record(tx, &by, "certificate.reissued", c, reason); err != nil {
		return err
	}
	if err := s.tell(tx, "certificate_reissued", c); err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.PrintCertificate{ID: c.ID})
}

// IssueAnew issues a certificate for a completion whose last one was revoked, as the holder is called now, and answers it.
// It also gives back what the course qualifies for.
func (s *Service) IssueAnew(ctx context.Context, who access.Actor, slug string, id uuid.UUID, reason string) (Entry, error) {
	reason, wrong := reasonOf(reason)
	if wrong != "" {
		return Entry{}, fault.Field("reason", wrong)
	}
	code, err := newCode()
	if err != nil {
		return Entry{}, err
	}
	var made Entry
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		old, err := s.hold(tx, who, slug, id)
		if err != nil {
			return err
		}
		newest, err := credentials.FindByEnrolment(tx, *old.EnrolmentID)
		if err != nil {
			return err
		}
		if newest.ID != old.ID || old.State != Revoked {
			return ErrChanged
		}
		claim, err := s.courseClaim(tx, *old.EnrolmentID)
		if err != nil {
			return err
		}
		c, err := s.certify(tx, claim, deed{code: code, by: &who.ID, reason: reason})
		if err != nil {
			return err
		}
		made = entryOf(c, tx.Now)
		return s.Queue.Enqueue(tx, jobs.PrintCertificate{ID: c.ID})
	})
	return made, err
}
