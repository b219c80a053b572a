// Package participation is what citizens say and what becomes of it: agendas, proposals with supports and comments, the
// decisions of moderators, official answers and commitments. What somebody had learned is kept with each act as a band,
// and never decides whether the act is allowed.
package participation

import (
	"sync/atomic"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Deps is what participation needs of the rest.
type Deps struct {
	DB       *models.DB
	Queue    *jobs.Queue
	Messages *locale.Catalogue
}

// Service is the area.
type Service struct {
	Deps
	agendas *otter.Cache[agendaIn, Agenda]
	shares  *otter.Cache[struct{}, map[string]float64]
	tallies *otter.Cache[uuid.UUID, *atomic.Int64]
}

type agendaIn struct {
	slug string
	lang locale.Lang
}

// An agenda is the same for everybody, and shown from memory for a moment.
const (
	agendaLife  = 3 * time.Second
	mostAgendas = 200
)

// sharesLife is how long it is taken for true which words proposals are full of.
const sharesLife = 10 * time.Minute

// New makes the area.
func New(d Deps) *Service {
	return &Service{
		Deps:    d,
		agendas: otter.Must(&otter.Options[agendaIn, Agenda]{MaximumSize: mostAgendas, ExpiryCalculator: otter.ExpiryWriting[agendaIn, Agenda](agendaLife)}),
		shares:  otter.Must(&otter.Options[struct{}, map[string]float64]{MaximumSize: 1, ExpiryCalculator: otter.ExpiryWriting[struct{}, map[string]float64](sharesLife)}),
		tallies: otter.Must(&otter.Options[uuid.UUID, *atomic.Int64]{MaximumSize: mostTallies, ExpiryCalculator: otter.ExpiryWriting[uuid.UUID, *atomic.Int64](tallyLife)}),
	}
}

// Faults of participation.
var (
	ErrConsent   = fault.New(fault.Denied, "voice.consent_needed")
	ErrOwn       = fault.New(fault.Denied, "voice.own_proposal")
	ErrClosed    = fault.New(fault.Conflict, "voice.closed")
	ErrFrozen    = fault.New(fault.Conflict, "voice.frozen")
	ErrStale     = fault.New(fault.Conflict, "voice.stale")
	ErrLookFirst = fault.New(fault.Conflict, "voice.look_first")
	ErrState     = fault.New(fault.Conflict, "voice.not_now")
	ErrOwnCase   = fault.New(fault.Denied, "voice.own_case")
	ErrDecided   = fault.New(fault.Conflict, "voice.decided")
	ErrSameJudge = fault.New(fault.Denied, "voice.same_judge")
	ErrAppealed  = fault.New(fault.Conflict, "voice.appealed")
	ErrTooLate   = fault.New(fault.Conflict, "voice.too_late")
	ErrOwnDraft  = fault.New(fault.Denied, "voice.own_draft")
	ErrObjected  = fault.New(fault.Conflict, "voice.objected")
	ErrPhase     = fault.New(fault.Conflict, "voice.phase_closed")
	ErrExtended  = fault.New(fault.Conflict, "voice.extended")
	ErrEvidence  = fault.Field("evidence", "voice.evidence_unknown")
	ErrNoPhase   = fault.Field("agenda", "voice.phase_no_proposals")
)

// The most that texts take, as the schema says too.
const (
	TitleMax   = 100
	ProblemMax = 3000
	IdeaMax    = 5000
	CommentMax = 1000
	ReasonMax  = 2000
	SummaryMax = 300

	titleMin, textMin = 5, 10
	perPage           = 20
	onHub             = 6
	commentsPerPage   = 30
)

// settings are the rules that stand in the database.
type settings struct {
	calendar rules.Calendar
	clocks   map[string]participation.ClockSetting
	ladder   rules.Ladder
}

func findSettings(tx *models.Tx) (settings, error) {
	row, err := participation.FindSettings(tx)
	return settings{rules.NewCalendar(locale.Seoul(), row.Holidays.V), row.Clocks.V, ladder(row.Thresholds.V)}, err
}

func ladder(at map[string]int) rules.Ladder {
	return rules.Ladder{Frozen: at["frozen"], Listed: at["listed"], Answer: at["answer"]}
}

// due is when a step that begins now must be done.
func (s settings) due(name string, now time.Time) *time.Time {
	c := s.clocks[name]
	at := s.calendar.Due(now, rules.Clock{Days: c.Days, Working: c.Working})
	return &at
}

// within says whether something that begins by a time is still allowed now.
func (s settings) within(name string, from, now time.Time) bool {
	return !rules.Overdue(*s.due(name, from), now)
}

// note writes an event and has it told to all whom it concerns.
func (s *Service) note(tx *models.Tx, e participation.Event) error {
	id, err := participation.InsertEvent(tx, e)
	if err != nil {
		return err
	}
	return s.Queue.Enqueue(tx, jobs.TellOfProposal{EventID: id})
}

// reason reads why something is done: it must be said, and not too long.
func reason(typed string) (string, error) {
	text := rules.Text(typed)
	if !rules.Fits(text, 1, ReasonMax) {
		return "", fault.Field("reason", "voice.reason_needed")
	}
	return text, nil
}

func of(id uuid.UUID, own *uuid.UUID) bool { return own != nil && *own == id }

// staff says whether somebody sees what only those who look after proposals see.
func staff(who access.Actor) bool { return who.May(access.Moderate) }

func ptr[T any](v T) *T { return &v }

func utc(at *time.Time) *time.Time {
	if at == nil {
		return nil
	}
	return ptr(at.UTC())
}

func veil(name string) string { return rules.Veil(name) }
