package volunteering

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
)

// maxMessage is the most characters of a message.
const maxMessage = 1000

// MessageDraft is what is to be told, and to whom: those of a shift, those of a duty, or with neither all of the activity. ID
// is chosen by whoever sends it, so that the same message goes out once.
type MessageDraft struct {
	ID          uuid.UUID
	Shift, Duty *uuid.UUID
	Body        string
}

// Messages are what was told in an activity, and whom one can tell something.
type Messages struct {
	Activity uuid.UUID
	Title    Text
	// Fresh is an ID for the next one.
	Fresh  uuid.UUID
	Duties []Duty
	Shifts []PlannedShift
	Sent   []SentMessage
}

// SentMessage is one that was sent.
type SentMessage struct {
	By, Body     string
	At           time.Time
	People       int
	Duty         *Text
	Starts, Ends *time.Time
}

const messagesMost = 50

// MessagesOf shows what was told in an activity.
func (s *Service) MessagesOf(ctx context.Context, who access.Actor, activity uuid.UUID) (Messages, error) {
	plan, err := s.ShiftPlan(ctx, who, activity)
	if err != nil {
		return Messages{}, err
	}
	v := Messages{Activity: activity, Title: plan.Title, Fresh: models.NewID()}
	needed := map[uuid.UUID]bool{}
	for _, shift := range plan.Shifts {
		if shift.Cancelled || shift.Over {
			continue
		}
		v.Shifts = append(v.Shifts, shift)
		for _, n := range shift.Needs {
			needed[n.Duty] = true
		}
	}
	v.Duties = slices.DeleteFunc(slices.Clone(plan.Duties), func(d Duty) bool { return !needed[d.ID] })
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := volunteering.ListMessages(tx, activity, messagesMost)
		for _, m := range rows {
			v.Sent = append(v.Sent, SentMessage{By: m.Name, Body: m.Body, At: m.SentAt, People: m.People, Duty: m.Duty, Starts: m.StartsAt, Ends: m.EndsAt})
		}
		return err
	})
	return v, err
}

// SendMessage tells something to those who know of a seat that is not over, as a notice and by mail, and answers how many these
// are. Sent twice it is told once.
func (s *Service) SendMessage(ctx context.Context, who access.Actor, activity uuid.UUID, d MessageDraft) (int, error) {
	if err := coordinate(who); err != nil {
		return 0, err
	}
	d.Body = clean(d.Body)
	switch {
	case d.Body == "":
		return 0, fault.Field("body", "volunteering.message_needed")
	case utf8.RuneCountInString(d.Body) > maxMessage:
		return 0, fault.Field("body", "volunteering.long")
	case d.Shift != nil && d.Duty != nil:
		return 0, fault.Field("to", "volunteering.choose")
	}
	d.ID = d.known()
	people := 0
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		a, err := s.lockOwn(tx, who, activity)
		if err != nil {
			return err
		}
		if err := ofActivity(tx, activity, d); err != nil {
			return err
		}
		m := volunteering.Message{ID: d.ID, ActivityID: activity, ShiftID: d.Shift, DutyID: d.Duty, Body: d.Body, SentBy: &who.ID}
		to, err := volunteering.ListRecipients(tx, m)
		if err != nil {
			return err
		}
		if people = len(to); people == 0 {
			return fault.Field("to", "volunteering.message_nobody")
		}
		m.People = people
		isNew, err := volunteering.InsertMessage(tx, m)
		if err != nil || !isNew {
			return err
		}
		if err := s.Queue.EnqueueAll(tx, messageJobs(a, m, to)); err != nil {
			return err
		}
		return noteOn(tx, who, "roster.message", "activity", activity, "")
	})
	return people, err
}

// known is the ID under which a message is kept: the same words to the same people from the same form are one, others are not.
func (d MessageDraft) known() uuid.UUID {
	if d.ID == uuid.Nil {
		return models.NewID()
	}
	return uuid.NewSHA1(d.ID, []byte(strings.Join([]string{idText(d.Shift), idText(d.Duty), d.Body}, "\x00")))
}

func idText(id *uuid.UUID) string {
	if id == nil {
		return ""
	}
	return id.String()
}

// ofActivity lets through a shift and a duty of the activity only.
func ofActivity(tx *models.Tx, activity uuid.UUID, d MessageDraft) error {
	if d.Shift == nil {
		return nil
	}
	shift, err := volunteering.FindShift(tx, *d.Shift)
	if err == nil && shift.ActivityID != activity {
		err = fault.ErrMissing
	}
	return err
}

func messageJobs(a volunteering.Activity, m volunteering.Message, to []uuid.UUID) []jobs.Args {
	list := make([]jobs.Args, len(to))
	for i, id := range to {
		list[i] = jobs.Notify{
			UserID: id, Notice: "roster_message", EventKey: "roster_message:" + m.ID.String(), Link: "/me/shifts",
			Params: map[string]string{"activity_ko": a.Title.In("ko"), "activity_en": a.Title.In("en"), "text": m.Body},
		}
	}
	return list
}

// SeatParam is the parameter of notices whose mails have the shift of a seat as a file for calendars.
const SeatParam = "seat"

// reminded bounds how many are reminded in one transaction.
const reminded = 500

// Remind reminds volunteers of their shifts two days and two hours before, each once; of a shift that has moved, anew.
func (s *Service) Remind(ctx context.Context) error {
	for _, hours := range [][2]int{{48, 2}, {2, 0}} {
		for more := true; more; {
			err := s.DB.Write(ctx, func(tx *models.Tx) error {
				due, err := volunteering.InsertReminders(tx, hours[0], hours[1], reminded)
				if err != nil {
					return err
				}
				more = len(due) == reminded
				var list []jobs.Args
				for _, d := range due {
					list = append(list, s.reminder(d, hours[0]))
				}
				return s.Queue.EnqueueAll(tx, list)
			})
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// reminder tells of a shift to come, with a file for the calendar and its address.
func (s *Service) reminder(d volunteering.Due, hours int) jobs.Notify {
	params := map[string]string{"activity_ko": d.Title.In("ko"), "activity_en": d.Title.In("en"), "calendar": s.BaseURL + "/me/shifts/" + d.ID.String() + ".ics", SeatParam: d.ID.String()}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		params["when_"+string(lang)] = s.Messages.Printer(lang, "").DateTime(d.StartsAt)
	}
	key := "shift_reminder:" + d.ID.String() + ":" + strconv.Itoa(hours) + ":" + strconv.FormatInt(d.StartsAt.Unix(), 10)
	return jobs.Notify{UserID: d.CitizenID, Notice: "shift_reminder", EventKey: key, Params: params, Link: "/me/shifts"}
}
