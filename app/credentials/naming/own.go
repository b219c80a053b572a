package naming

import (
	"context"
	"time"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"

	"github.com/google/uuid"
)

// Certificate is one of somebody's own.
type Certificate struct {
	Code, Number string
	// Service says that it is of what one has done as a volunteer.
	Service  bool
	Course   string
	Holder   string
	State    string // issued, revoked, superseded
	IssuedAt time.Time
	// ExpiresAt is when it stops being good, nil for never; Expired says that it has.
	ExpiresAt *time.Time
	Expired   bool
	// Printed says that the PDF is there.
	Printed, HiddenName bool
	// Correction is what became of the newest wish for another name: open, done, refused; empty where there was none.
	Correction string
}

// Certificates is a page of one's own.
type Certificates struct {
	List []Certificate
	Next string // the cursor of the next page, empty on the last
}

const perPage = 20

// Certificates answers one's own certificates, the newest first.
func (s *Service) Certificates(ctx context.Context, who access.Actor, lang locale.Lang, cursor string) (Certificates, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Certificates{}, err
	}
	after, _ := uuid.Parse(cursor) // what is none begins the list anew
	var rows []records.OwnCertificate
	var now time.Time
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		now = tx.Now
		rows, err = records.ListOwn(tx, who.ID, after, perPage+1)
		return err
	})
	var view Certificates
	if len(rows) > perPage {
		rows = rows[:perPage]
		view.Next = rows[perPage-1].ID.String()
	}
	for _, r := range rows {
		view.List = append(view.List, Certificate{
			Code: r.Code, Number: r.Number, Service: r.Kind == credentials.ServiceKind, Course: r.CourseTitle.In(string(lang)), Holder: r.HolderName, State: r.State, IssuedAt: r.IssuedAt,
			Printed: r.Printed(), HiddenName: r.HideName, Correction: r.Correction, ExpiresAt: r.ExpiresAt, Expired: r.Expired(now),
		})
	}
	return view, err
}
