// Package meetings is where citizens and an office come together: town halls, roundtables, seminars and open lectures, with
// who comes, who is in line, who was there, and what came of it. Seats are given while the meeting's row is held.
package meetings

import (
	"sync/atomic"
	"time"

	"academy/app/access"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/meetings"
	"academy/models/operations"
	"academy/models/participation"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what meetings need of the rest.
type Deps struct {
	DB       *models.DB
	Queue    *jobs.Queue
	Messages *locale.Catalogue
	BaseURL  string
	// CheckInKey makes the codes that are shown on the day, and the links of those who come online.
	CheckInKey attendance.Key
}

// Service is the area.
type Service struct {
	Deps
	coming  *otter.Cache[comingIn, []Card]
	reasons atomic.Pointer[[]participation.Reason]
}

// comingIn names the next meetings of an agenda, or of all, as they are shown to everybody.
type comingIn struct {
	agenda string
	lang   locale.Lang
	most   int
}

// The next meetings are the same for everybody, and shown beside other things from memory for a moment.
const (
	comingLife = 3 * time.Second
	mostComing = 200
)

// New makes the area.
func New(d Deps) *Service {
	return &Service{Deps: d, coming: otter.Must(&otter.Options[comingIn, []Card]{MaximumSize: mostComing, ExpiryCalculator: otter.ExpiryWriting[comingIn, []Card](comingLife)})}
}

// Text is a text in both languages.
type Text = models.Text

// Faults of meetings.
var (
	ErrNotOpen   = fault.New(fault.Conflict, "meetings.not_open")
	ErrClosed    = fault.New(fault.Conflict, "meetings.closed")
	ErrCancelled = fault.New(fault.Conflict, "meetings.cancelled")
	ErrOfferOver = fault.New(fault.Conflict, "meetings.offer_over")
	ErrNotNow    = fault.New(fault.Conflict, "meetings.not_now")
	ErrStale     = fault.New(fault.Conflict, "meetings.stale")
	ErrAsked     = fault.New(fault.Conflict, "meetings.asked")
)

// Kinds are the kinds of meetings.
func Kinds() []string { return []string{"town_hall", "roundtable", "seminar", "open_lecture"} }

// Languages are those in which meetings are held; ksl is Korean Sign Language.
func Languages() []string { return []string{"ko", "en", "ksl"} }

// The most that texts take, as the schema says too.
const (
	TitleMax   = 120
	SummaryMax = 4000
	LineMax    = 200
	AnswerMax  = 1000
	ReasonMax  = 2000

	perPage = 20
	atOnce  = 500
)

// look lets nobody but those who look after what citizens say.
func look(who access.Actor) error { return access.Check(who, access.Moderate) }

// reason reads why something is done: it must be said, and not too long.
func reason(typed string) (string, error) {
	text := rules.Text(typed)
	if !rules.Fits(text, 1, ReasonMax) {
		return "", fault.Field("reason", "voice.reason_needed")
	}
	return text, nil
}

// note keeps who did what to a meeting.
func note(tx *models.Tx, who access.Actor, action string, id uuid.UUID, reason string) error {
	return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: action, ObjectKind: "meeting", ObjectID: &id, Reason: reason})
}

// both are the languages in which everybody is told.
func (s *Service) both() map[string]locale.Printer {
	return map[string]locale.Printer{"ko": s.Messages.Printer(locale.KO, ""), "en": s.Messages.Printer(locale.EN, "")}
}

// words are what every notice of a meeting is filled with.
func (s *Service) words(m meetings.Meeting) map[string]string {
	params := map[string]string{}
	for lang, say := range s.both() {
		params["meeting_"+lang], params["when_"+lang] = m.Title.In(lang), say.DateTime(m.StartsAt)
	}
	return params
}

// tell has somebody told of a step of their registration. What is told twice under one mark is told once.
func (s *Service) tell(tx *models.Tx, notice, step string, m meetings.Meeting, r meetings.Registration, mark string) error {
	params := s.words(m)
	for lang, say := range s.both() {
		params["step_"+lang] = say.T("meetings.step." + step)
	}
	return s.tellWith(tx, notice, params, m, r, step+":"+mark)
}

func (s *Service) tellWith(tx *models.Tx, notice string, params map[string]string, m meetings.Meeting, r meetings.Registration, mark string) error {
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: r.CitizenID, Notice: notice, EventKey: notice + ":" + r.ID.String() + ":" + mark, Params: params, Link: path(m.ID),
	})
}

func path(id uuid.UUID) string { return "/events/" + id.String() }

func ptr[T any](v T) *T { return &v }

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return ptr(at.UTC())
}
