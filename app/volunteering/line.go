package volunteering

import (
	"context"
	"strconv"
	"time"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/volunteering/roster"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// promote offers the free seats of a need to those who are first in line and can take them. The shift is held; what is
// offered is decided once more when it is taken, so nobody in line has to be held.
func (s *Service) promote(tx *models.Tx, sheet volunteering.Sheet, needID uuid.UUID) error {
	if sheet.State != volunteering.Published {
		return nil
	}
	need, err := volunteering.FindNeed(tx, needID)
	if err != nil {
		return err
	}
	offered, err := volunteering.CountOffered(tx, needID)
	if err != nil {
		return err
	}
	line, err := volunteering.ListWaiting(tx, needID)
	free := need.Max - need.Taken - offered
	for _, a := range line {
		if err != nil || free <= 0 || !tx.Now.Before(a.StartsAt) {
			return err
		}
		if a.OfferedUntil != nil {
			continue
		}
		var took bool
		if took, err = s.offer(tx, sheet, a); took {
			free--
		}
	}
	return err
}

// offer keeps a free seat for one of those in line, unless a rule has come between.
func (s *Service) offer(tx *models.Tx, sheet volunteering.Sheet, a volunteering.Assignment) (bool, error) {
	p, err := volunteering.FindPerson(tx, a.CitizenID)
	if err != nil {
		return false, err
	}
	c := newScene(sheet, []volunteering.Person{p}, sight{needs: just(a.NeedID), mild: true})
	why, err := c.rules()
	if err != nil || len(c.needs) == 0 || why(0, 0) != roster.OK {
		return false, err
	}
	until := tx.Now.Add(time.Duration(sheet.OfferHours) * time.Hour)
	if until.After(a.StartsAt) {
		until = a.StartsAt
	}
	a.OfferedUntil = &until
	if err := volunteering.UpdateAssignment(tx, a); err != nil {
		return false, err
	}
	return true, s.tell(tx, "shift_offered", sheet.Activity, a, strconv.FormatInt(until.Unix(), 10))
}

// ExpireOffers takes back the seats that were offered and not answered in time, and offers them to the next in line.
func (s *Service) ExpireOffers(ctx context.Context) error {
	var late []volunteering.Assignment
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		late, err = volunteering.ListExpired(tx, 100)
		return err
	})
	for _, a := range late {
		if err == nil {
			err = s.DB.Write(ctx, func(tx *models.Tx) error { return s.expire(tx, a) })
		}
	}
	return err
}

func (s *Service) expire(tx *models.Tx, a volunteering.Assignment) error {
	if _, err := volunteering.LockShift(tx, a.ShiftID); err != nil {
		return err
	}
	a, err := volunteering.LockAssignment(tx, a.ID)
	if err != nil || a.OfferedUntil == nil || a.OfferedUntil.After(tx.Now) {
		return err
	}
	sheet, err := volunteering.FindShiftSheet(tx, a.ShiftID)
	if err != nil {
		return err
	}
	a.State = volunteering.ByVolunteer
	if err := settle(tx, a.CitizenID, a, "shift.offer_expired"); err != nil {
		return err
	}
	if err := s.tell(tx, "shift_offer_over", sheet.Activity, a, ""); err != nil {
		return err
	}
	return s.promote(tx, sheet, a.NeedID)
}

// tell has a volunteer told of an assignment. What is told twice under one mark is told once.
func (s *Service) tell(tx *models.Tx, notice string, of volunteering.Activity, a volunteering.Assignment, mark string) error {
	params := map[string]string{"activity_ko": of.Title.In("ko"), "activity_en": of.Title.In("en")}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		params["when_"+string(lang)] = s.Messages.Printer(lang, "").DateTime(a.StartsAt)
	}
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: a.CitizenID, Notice: notice, EventKey: notice + ":" + a.ID.String() + ":" + mark, Params: params, Link: "/me/shifts",
	})
}
