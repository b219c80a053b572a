package naming

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"
)

// Correction is a wish for another name, as its holder sees it.
type Correction struct {
	Name, Reason string
	State        string // open, done, refused
	AskedAt      time.Time
	SettledAt    *time.Time
	Answer       string // why it was refused
}

// Naming is the name on a certificate, and what its holder has asked for.
type Naming struct {
	Code, Number, Course, Holder string
	State                        string
	Corrections                  []Correction // the newest first
}

// Open says that a wish waits for an answer.
func (n Naming) Open() bool { return len(n.Corrections) > 0 && n.Corrections[0].State == "open" }

// mostShown is how many wishes about one certificate its page lists.
const mostShown = 10

// Naming answers the name on a certificate of one's own and the wishes about it.
func (s *Service) Naming(ctx context.Context, who access.Actor, lang locale.Lang, typed string) (Naming, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Naming{}, err
	}
	var view Naming
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := ownOfCourse(tx, who, typed)
		if err != nil {
			return err
		}
		view = Naming{Code: c.Code, Number: c.Number, Course: c.CourseTitle.In(string(lang)), Holder: c.HolderName, State: c.State}
		rows, err := records.ListCorrections(tx, c.ID, mostShown)
		for _, r := range rows {
			view.Corrections = append(view.Corrections, Correction{r.WishedName, r.Reason, r.State, r.AskedAt, r.SettledAt, r.Answer})
		}
		return err
	})
	return view, err
}

// Ask asks those who look after the course to put another name on a certificate. One wish a certificate is open at a time.
func (s *Service) Ask(ctx context.Context, who access.Actor, typed, name, reason string) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	name, fine := s.ReadName(name)
	reason, wrong := reasonOf(reason)
	fields := map[string]string{}
	if !fine {
		fields["name"] = "naming.name_wrong"
	}
	if wrong != "" {
		fields["reason"] = wrong
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		c, err := ownOfCourse(tx, who, typed)
		if err != nil {
			return err
		}
		if c, err = records.LockCertificate(tx, c.ID); err != nil {
			return err // held, so that nobody revokes it before the wish stands
		}
		if c.State != "issued" {
			return ErrSettled
		}
		if fine && name == c.HolderName {
			fields["name"] = "naming.name_same"
		}
		if len(fields) > 0 {
			return fault.Fields(fields)
		}
		err = records.InsertCorrection(tx, records.NameCorrection{ID: models.NewID(), CertificateID: c.ID, WishedName: name, Reason: reason, State: "open", AskedAt: tx.Now})
		if errors.Is(err, models.ErrConflict) {
			return ErrAsked.Because(err)
		}
		if err != nil {
			return err
		}
		return note(tx, who.ID, "certificate.name_correction_asked", c, "")
	})
}
