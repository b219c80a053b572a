package credentials

import (
	"context"
	"time"

	"academy/app/access"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"

	"github.com/google/uuid"
)

// Filed is a certificate as those who look after it see it: with what has happened to it.
type Filed struct {
	// Course is empty where a volunteer's service is certified.
	Course Head
	Entry
	// PrivateReason is why it was revoked, as it stands in the record.
	PrivateReason string
	Criteria      models.Text
	HiddenName    bool
	// Ready says that it is printed.
	Ready bool
	// Successor stands in its place, and it in that of Predecessor; nil where there is none.
	Successor, Predecessor *Neighbour
	Duties                 []FiledDuty
	History                []Event
	// Wish is the holder's open wish for another name, nil without one.
	Wish *OpenWish
	// Newest says that no other certificate of the same completion came after it.
	Newest bool
}

// MayEnd says whether it may be revoked and reissued.
func (f Filed) MayEnd() bool {
	return (f.OfService() || f.Course.Certifies()) && (f.State == Issued || f.State == Expired)
}

// OfService says whether a volunteer's service is certified: who has served asks for another one themselves.
func (f Filed) OfService() bool { return f.Course.Slug == "" }

// MayFollow says whether another one may be issued after it.
func (f Filed) MayFollow() bool { return f.Course.Certifies() && f.State == Revoked && f.Newest }

// OpenWish is a wish for another name that waits for an answer.
type OpenWish credentials.OpenWish

// Neighbour is a certificate that another one points to.
type Neighbour credentials.Neighbour

// Event is something that was done to a certificate; By is empty for the academy itself.
type Event credentials.Event

// FiledDuty is a duty that came with a certificate; RevokedAt is when it was taken back.
type FiledDuty struct {
	Title     models.Text
	EndsAt    time.Time
	RevokedAt *time.Time
}

// Filed shows a certificate of a course to its owners and editors; with an empty slug, one of a volunteer's service to those who
// look after all. That they have seen it is noted.
func (s *Service) Filed(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (Filed, error) {
	var v Filed
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		course, head, err := s.keeper(tx, who, slug, s.clerk)
		if err != nil {
			return err
		}
		f, err := credentials.FindFiled(tx, course, id, who.ID)
		v = filedOf(f, tx.Now)
		v.Course = head
		return err
	})
	return v, err
}

// keeper answers of which course those are who look after a certificate, nil for those of service.
func (s *Service) keeper(tx *models.Tx, who access.Actor, slug string, find func(*models.Tx, access.Actor, string) (courses.Work, Head, error)) (*uuid.UUID, Head, error) {
	if slug == "" {
		return nil, Head{}, access.Check(who, access.CertifyAll)
	}
	work, head, err := find(tx, who, slug)
	return &work.CourseID, head, err
}

func filedOf(f credentials.Filed, now time.Time) Filed {
	v := Filed{
		Entry: entryOf(f.Certificate, now), PrivateReason: f.RevokedReason, Criteria: f.Criteria, HiddenName: f.HideName, Ready: f.Printed(),
		Successor: neighbourOf(f.Successor.V), Predecessor: neighbourOf(f.Predecessor.V), Newest: f.Newest,
	}
	if wish := OpenWish(f.Wish.V); wish.Name != "" {
		v.Wish = &wish
	}
	for _, e := range f.History.V {
		v.History = append(v.History, Event(e))
	}
	for _, d := range f.Duties.V {
		v.Duties = append(v.Duties, FiledDuty(d))
	}
	return v
}

func neighbourOf(n credentials.Neighbour) *Neighbour {
	if n.Code == "" {
		return nil
	}
	found := Neighbour(n)
	return &found
}
