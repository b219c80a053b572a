package credentials

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/credentials"
	"academy/models/identity"

	"github.com/google/uuid"
)

// Served is what somebody has done as a volunteer, in minutes that are approved.
type Served struct {
	Minutes    int
	Activities []ServedActivity
}

// ServedActivity is an activity of it, with the first and the last day.
type ServedActivity struct {
	Title       Text
	Minutes     int
	First, Last time.Time
}

// IssueService certifies the approved hours of a volunteer. It is a job: where the certificate that counts says the same,
// nothing is done; where hours or name have changed since, another one stands in its place.
func (s *Service) IssueService(ctx context.Context, job jobs.IssueService) error {
	code, err := newCode()
	if err != nil {
		return err
	}
	var c credentials.Certificate
	err = s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		c, err = s.certifyService(tx, job.CitizenID, code)
		return err
	})
	if err != nil || c.ID == uuid.Nil {
		return err
	}
	return s.printFirst(ctx, c)
}

func (s *Service) certifyService(tx *models.Tx, citizenID uuid.UUID, code string) (credentials.Certificate, error) {
	claim, err := s.serviceClaim(tx, citizenID)
	if err != nil || claim.Minutes <= 0 {
		return credentials.Certificate{}, err // corrected away since it was asked for: there is nothing to certify
	}
	old, err := credentials.FindService(tx, citizenID)
	if errors.Is(err, models.ErrNotFound) {
		return s.certify(tx, claim, deed{code: code})
	}
	if err != nil || says(old, claim) {
		return old, err
	}
	c := claim.certificate()
	c.Code, c.HideName = code, old.HideName
	return c, s.replaceService(tx, old, &c)
}

// says whether a certificate says what a claim does.
func says(c credentials.Certificate, claim Claim) bool {
	return c.Minutes == claim.Minutes && c.HolderName == claim.Holder && c.CourseTitle == claim.Title && c.Criteria == claim.Criteria
}

// replaceService puts a certificate in the place of one that says something else.
func (s *Service) replaceService(tx *models.Tx, old credentials.Certificate, c *credentials.Certificate) error {
	if _, err := lock(tx, old); err != nil {
		return err
	}
	done, err := credentials.UpdateSuperseded(tx, old.ID, c.ID)
	if err != nil {
		return err
	}
	if !done {
		return ErrChanged
	}
	if err := s.register(tx, c); err != nil {
		return err
	}
	if err := s.record(tx, nil, "certificate.superseded", old, ""); err != nil {
		return err
	}
	if err := s.record(tx, nil, "certificate.reissued", *c, ""); err != nil {
		return err
	}
	return s.tell(tx, issuedNotice(*c), *c)
}

// serviceClaim is what a volunteer can claim, whose hours nobody changes from here on.
func (s *Service) serviceClaim(tx *models.Tx, citizenID uuid.UUID) (Claim, error) {
	served, err := s.Served(tx, citizenID)
	if err != nil || served.Minutes <= 0 {
		return Claim{}, err
	}
	holder, err := identity.FindUser(tx, citizenID)
	if err != nil {
		return Claim{}, err
	}
	return Claim{
		Kind: ServiceKind, Citizen: citizenID, Holder: holder.Name, Minutes: served.Minutes, Day: tx.Now,
		Title:    models.Text{KO: s.serviceTitle(served, locale.KO), EN: s.serviceTitle(served, locale.EN)},
		Criteria: models.Text{KO: s.serviceLines(served, locale.KO), EN: s.serviceLines(served, locale.EN)},
	}, nil
}

// serviceTitle names the activity in which most was done, and how many others there are.
func (s *Service) serviceTitle(served Served, lang locale.Lang) string {
	most := served.Activities[0]
	for _, a := range served.Activities {
		if a.Minutes > most.Minutes {
			most = a
		}
	}
	title := cut(most.Title.In(string(lang)), maxServiceTitle)
	if others := len(served.Activities) - 1; others > 0 {
		return s.printer(lang).T("credentials.service_and_more", title, others)
	}
	return title
}

const (
	maxServiceTitle = 60
	maxServiceLines = 40
)

// serviceLines is what was done where and when, an activity a line.
func (s *Service) serviceLines(served Served, lang locale.Lang) string {
	p := s.printer(lang)
	p.Zone = time.UTC // these are days of a calendar
	var lines []string
	for i, a := range served.Activities {
		if i == maxServiceLines {
			lines = append(lines, p.T("credentials.service_more", len(served.Activities)-i))
			break
		}
		days := p.Date(a.First)
		if !a.Last.Equal(a.First) {
			days = fmt.Sprintf("%s – %s", days, p.Date(a.Last))
		}
		lines = append(lines, p.T("credentials.service_line", a.Title.In(string(lang)), days, p.Minutes(a.Minutes)))
	}
	return strings.Join(lines, "\n")
}

// Proof is the certificate of one's own service that counts; its code is empty where there is none.
type Proof struct {
	Code, Number string
	Minutes      int
	IssuedAt     time.Time
	Ready        bool
}

// ServiceProof is the certificate of one's own service, if there is one.
func (s *Service) ServiceProof(ctx context.Context, who access.Actor) (Proof, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Proof{}, err
	}
	var v Proof
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := credentials.FindService(tx, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		v = Proof{Code: c.Code, Number: c.Number, Minutes: c.Minutes, IssuedAt: c.IssuedAt, Ready: c.Printed()}
		return err
	})
	return v, err
}
