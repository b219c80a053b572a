package naming

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/models"
	records "academy/models/credentials"
	"academy/models/operations"

	"github.com/google/uuid"
)

// Wish is a wish for another name, as those who look after the course see it.
type Wish struct {
	ID, Certificate      uuid.UUID
	Code, Number         string
	Holder, Name, Reason string
	AskedAt              time.Time
}

// Wishes are the open ones of a course, the oldest first.
type Wishes struct {
	Course credentials.Head
	List   []Wish
}

// mostWishes is how many are listed at once; as they are settled, others move up.
const mostWishes = 50

// Wishes lists the open wishes to the owners and editors of a course. That they looked at names is noted.
func (s *Service) Wishes(ctx context.Context, who access.Actor, slug string) (Wishes, error) {
	var view Wishes
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		courseID, head, err := s.look(tx, who, slug)
		if err != nil {
			return err
		}
		view.Course = head
		rows, err := records.ListOpenCorrections(tx, courseID, mostWishes)
		for _, r := range rows {
			view.List = append(view.List, Wish{r.ID, r.CertificateID, r.Code, r.Number, r.HolderName, r.WishedName, r.Reason, r.AskedAt})
		}
		if err != nil || len(rows) == 0 {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: "course.name_corrections_seen", ObjectKind: "course", ObjectID: &courseID})
	})
	return view, err
}

// look finds a course for its owners and editors: assistants see no names.
func (s *Service) look(tx *models.Tx, who access.Actor, slug string) (uuid.UUID, credentials.Head, error) {
	work, head, err := s.Look(tx, who, slug)
	if err == nil && !head.Part.MayEdit() {
		err = errNoNames
	}
	return work.CourseID, head, err
}

// Refuse answers a wish with why the name stays as it is. Granting one is reissuing the certificate.
func (s *Service) Refuse(ctx context.Context, who access.Actor, slug string, id uuid.UUID, answer string) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		courseID, _, err := s.look(tx, who, slug)
		if err != nil {
			return err
		}
		answer, wrong := reasonOf(answer)
		if wrong != "" {
			return fault.Field("answer", wrong)
		}
		wish, err := records.LockOpenCorrection(tx, courseID, id)
		if errors.Is(err, models.ErrNotFound) {
			return ErrGone.Because(err)
		}
		if err != nil {
			return err
		}
		if err := records.UpdateCorrectionRefused(tx, wish.ID, who.ID, answer); err != nil {
			return err
		}
		about := records.Certificate{ID: wish.CertificateID, CitizenID: wish.CitizenID}
		if err := note(tx, who.ID, "certificate.name_correction_refused", about, answer); err != nil {
			return err
		}
		return s.Queue.Enqueue(tx, jobs.Notify{
			UserID: wish.CitizenID, Notice: "name_refused", EventKey: "name_correction:" + wish.ID.String(),
			Params: map[string]string{"number": wish.Number}, Link: "/certificates/" + wish.Code + "/name",
		})
	})
}
