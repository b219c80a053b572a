package volunteering

import (
	"context"
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// Emergency is whom to call if something happens to a volunteer. There is one only as long as the volunteer consents.
type Emergency struct {
	Name, Phone, Relation string
	Consent               bool
	// Of is the volunteer's name, for those who coordinate.
	Of       string
	Activity uuid.UUID
	Seat     uuid.UUID
}

var phones = regexp.MustCompile(`^\+?[0-9][0-9 ()-]{5,38}$`) //nolint:gochecknoglobals // compiled once

// MyEmergency shows whom one has named.
func (s *Service) MyEmergency(ctx context.Context, who access.Actor) (Emergency, error) {
	var v Emergency
	if err := access.Check(who, access.Learn); err != nil {
		return v, err
	}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		found, err := volunteering.FindEmergencyContact(tx, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		v = Emergency{Name: found.Name, Phone: found.Phone, Relation: found.Relation, Consent: err == nil}
		return err
	})
	return v, err
}

// SetEmergency names whom to call, with the consent that those who coordinate one's activities see it.
func (s *Service) SetEmergency(ctx context.Context, who access.Actor, e Emergency) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	e.Name, e.Phone, e.Relation = clean(e.Name), strings.TrimSpace(e.Phone), clean(e.Relation)
	wrong := map[string]string{}
	if e.Name == "" || utf8.RuneCountInString(e.Name) > 80 {
		wrong["name"] = "volunteering.emergency_name"
	}
	if !phones.MatchString(e.Phone) {
		wrong["phone"] = "volunteering.emergency_phone"
	}
	if utf8.RuneCountInString(e.Relation) > 40 {
		wrong["relation"] = "volunteering.long"
	}
	if !e.Consent {
		wrong["consent"] = "volunteering.emergency_consent"
	}
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := volunteering.LockVolunteer(tx, who.ID); errors.Is(err, models.ErrNotFound) {
			return ErrNotVolunteer
		} else if err != nil {
			return err
		}
		return volunteering.SaveEmergencyContact(tx, volunteering.EmergencyContact{CitizenID: who.ID, Name: e.Name, Phone: e.Phone, Relation: e.Relation})
	})
}

// ForgetEmergency takes the consent back, and forgets whom to call.
func (s *Service) ForgetEmergency(ctx context.Context, who access.Actor) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error { return volunteering.DeleteEmergencyContact(tx, who.ID) })
}

// SeatEmergency shows those who look after an activity whom to call for somebody who has a seat in it. Each look is noted, one
// that finds nothing too.
func (s *Service) SeatEmergency(ctx context.Context, who access.Actor, activity, seat uuid.UUID) (Emergency, error) {
	v := Emergency{Activity: activity, Seat: seat}
	if err := coordinate(who); err != nil {
		return v, err
	}
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := volunteering.FindAssignment(tx, seat)
		if err != nil {
			return err
		}
		shift, err := volunteering.FindShift(tx, a.ShiftID)
		if err != nil {
			return err
		}
		if shift.ActivityID != activity || !holdsSeat(a.State) {
			return fault.ErrMissing
		}
		if _, err := findOwn(tx, who, activity); err != nil {
			return err
		}
		person, err := volunteering.FindPerson(tx, a.CitizenID)
		if err != nil {
			return err
		}
		found, err := volunteering.FindEmergencyContact(tx, a.CitizenID)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		v.Of, v.Name, v.Phone, v.Relation, v.Consent = person.Name, found.Name, found.Phone, found.Relation, found.Name != ""
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "volunteer.emergency_viewed", SubjectID: &a.CitizenID, ObjectKind: "shift_assignment", ObjectID: &seat,
		})
	})
	return v, err
}
