package participation_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/models"

	"github.com/google/uuid"
)

// at stops the clock at a time in Seoul.
func (f *forum) at(clock string) {
	f.t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04:05", clock, locale.Seoul())
	f.must(err)
	f.DB.Now = func() time.Time { return now.UTC() }
}

func (f *forum) phase(slug, kind, first, last string) {
	f.t.Helper()
	f.must(f.Voice.AddPhase(f.t.Context(), f.officer, slug, participation.NewPhase{Kind: kind, First: first, Last: last}))
}

// phaseSteps are the steps of phases that somebody was told of.
func (f *forum) phaseSteps() []string {
	f.t.Helper()
	var steps []string
	f.must(f.DB.Jobs().QueryRow(f.t.Context(), `select array_agg(distinct split_part(args->>'event_key', ':', 3) order by split_part(args->>'event_key', ':', 3))
		from river_job where kind = 'notify' and args->>'notice' = 'agenda_phase' and args->>'user_id' = $1`, f.moderator.ID.String()).Scan(&steps))
	return steps
}

func TestPhases_DecideWhatIsAllowedFromMidnightToMidnightInSeoul(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.at("2026-12-01 12:00:00")
	crowd := f.people(3)
	f.phase("public-diplomacy", "propose", "2026-12-02", "2026-12-10")
	f.phase("public-diplomacy", "support", "2026-12-05", "2026-12-20")
	f.phase("public-diplomacy", "discuss", "2026-12-05", "2026-12-20")
	f.at("2026-12-01 23:59:59")
	_, err := f.Voice.Submit(t.Context(), f.author, uuid.Nil, writing("일정 앞에 쓴 제안입니다"))
	if fieldsOf(err)["agenda"] == "" {
		t.Errorf("a proposal before its phase: %v", err)
	}
	kept, err := f.Voice.Save(t.Context(), f.author, uuid.Nil, writing("미리 써 둔 초안입니다"))
	f.must(err) // a draft can be kept at any time
	if err := f.sql("update proposals set state = 'submitted', submitted_at = $2 where id = $1", kept, f.DB.Now()); err == nil {
		t.Error("the schema takes a proposal before its phase")
	}
	f.at("2026-12-02 00:00:00")
	f.must(f.Voice.Tend(t.Context()))
	id := f.gathering("때맞추어 쓴 제안입니다")

	support := func(i int) error { return f.Voice.Support(t.Context(), crowd[i], id, true) }
	comment := func() error {
		return f.Voice.Comment(t.Context(), crowd[0], id, participation.NewComment{Body: "찬성합니다", Consent: true})
	}
	f.at("2026-12-04 23:59:59")
	f.refused(support(0), participation.ErrPhase)
	f.refused(comment(), participation.ErrPhase)
	if v := f.page(crowd[0], id); v.MaySupport || v.MayComment || len(v.Phases) != 3 {
		t.Errorf("the page offers what is refused: %+v", v.Phases)
	}
	f.at("2026-12-05 00:00:00")
	f.must(support(0))
	f.must(comment())
	if v := f.page(crowd[1], id); !v.MaySupport || !v.MayComment {
		t.Error("the page does not offer what is open")
	}
	f.at("2026-12-20 23:59:59")
	f.must(support(1))
	f.must(f.Voice.Tend(t.Context()))
	f.is(id, "gathering")
	f.at("2026-12-21 00:00:00")
	f.refused(support(2), participation.ErrPhase)
	f.must(f.Voice.Tend(t.Context()))
	f.is(id, "lapsed")
	if got := f.phaseSteps(); !slices.Equal(got, []string{"closed", "closing", "opened"}) {
		t.Errorf("told of %v", got)
	}
}

func TestPhases_OfANationalAgendaHoldBelowItUnlessAPriorityHasItsOwn(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.at("2026-12-01 12:00:00")
	f.phase("cultural-exchange", "support", "2026-12-01", "2026-12-20")
	_, err := f.Voice.Submit(t.Context(), f.author, uuid.Nil, writing("상위 의제의 일정을 따릅니다"))
	if fieldsOf(err)["agenda"] == "" {
		t.Errorf("the phases above do not hold: %v", err)
	}
	f.phase("public-diplomacy", "propose", "2026-12-01", "2026-12-02")
	id := f.gathering("자기 일정이 먼저입니다")
	f.refused(f.Voice.Support(t.Context(), f.second, id, true), participation.ErrPhase)
	a, err := f.Voice.Agenda(t.Context(), f.author, locale.KO, "public-diplomacy")
	f.must(err)
	if len(a.Phases) != 1 || a.Phases[0].Stage != rules.Open || !a.MayPropose {
		t.Errorf("got %+v", a.Phases)
	}
	f.at("2026-12-01 23:00:00") // what is over before anybody was told is told once
	f.must(f.Voice.Tend(t.Context()))
	f.must(f.Voice.Tend(t.Context()))
}

func TestGoverning_IsForOfficersAndKeptWithItsReason(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.at("2026-12-01 12:00:00")
	ctx := t.Context()
	edit := participation.AgendaEdit{Slug: "sports-exchange", Parent: "cultural-exchange", Division: "culture-division", Title: participation.Text{KO: "스포츠 교류", EN: "Sport"}, Pillars: []string{"participation", "nothing"}}
	for _, err := range []error{
		f.Voice.SetAgenda(ctx, f.moderator, edit, true), f.Voice.AddPhase(ctx, f.moderator, "public-diplomacy", participation.NewPhase{}),
		f.Voice.SetLadder(ctx, f.author, rules.Ladder{Frozen: 1, Listed: 2, Answer: 3}, "까닭"), f.Voice.RemoveHoliday(ctx, f.moderator, "2026-12-25"),
	} {
		f.refused(err, fault.ErrDenied)
	}
	f.must(f.Voice.SetAgenda(ctx, f.officer, edit, true))
	if err := f.Voice.SetAgenda(ctx, f.officer, edit, true); fieldsOf(err)["slug"] == "" {
		t.Errorf("one short name twice: %v", err)
	}
	edit.Title.KO = "스포츠로 하는 교류"
	f.must(f.Voice.SetAgenda(ctx, f.officer, edit, false))
	f.phase("sports-exchange", "support", "2026-12-01", "2026-12-03")
	if err := f.Voice.AddPhase(ctx, f.officer, "sports-exchange", participation.NewPhase{Kind: "support", First: "2026-12-03", Last: "2026-12-04"}); fieldsOf(err)["first"] == "" {
		t.Errorf("two phases overlap: %v", err)
	}
	v, err := f.Voice.EditAgenda(ctx, f.officer, locale.KO, "sports-exchange")
	f.must(err)
	if v.Values.Title.KO != "스포츠로 하는 교류" || len(v.Values.Pillars) != 1 || len(v.Phases) != 1 || len(v.Changes) != 3 || v.Changes[2].Action != "agenda.made" {
		t.Errorf("got %+v", v)
	}
	f.must(f.Voice.RemovePhase(ctx, f.officer, "sports-exchange", v.Phases[0].ID))
	if err := f.Voice.RemovePhase(ctx, f.officer, "public-diplomacy", v.Phases[0].ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestGoverning_KeepsRulesThatCanHold(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.at("2026-12-01 12:00:00")
	ctx := t.Context()
	for _, l := range []rules.Ladder{{Frozen: 0, Listed: 2, Answer: 3}, {Frozen: 5, Listed: 4, Answer: 9}, {Frozen: 1, Listed: 9, Answer: 9}, {Frozen: 1, Listed: 2, Answer: 1e9}} {
		if err := f.Voice.SetLadder(ctx, f.officer, l, "까닭"); fieldsOf(err)["ladder"] == "" {
			t.Errorf("%+v is taken: %v", l, err)
		}
	}
	if err := f.Voice.SetLadder(ctx, f.officer, rules.Ladder{Frozen: 2, Listed: 3, Answer: 4}, " "); fieldsOf(err)["reason"] == "" {
		t.Errorf("without a reason: %v", err)
	}
	f.must(f.Voice.SetLadder(ctx, f.officer, rules.Ladder{Frozen: 2, Listed: 3, Answer: 4}, "작은 지역의 의제라서"))
	id := f.gathering("기준이 낮아진 뒤의 제안입니다")
	f.all(f.people(4), id)
	f.must(f.Voice.Tend(ctx))
	f.is(id, "under_review")

	if err := f.Voice.AddHoliday(ctx, f.officer, "2026-12-01", participation.Text{KO: "오늘", EN: "Today"}); fieldsOf(err)["day"] == "" {
		t.Errorf("today becomes a holiday: %v", err)
	}
	f.must(f.Voice.AddHoliday(ctx, f.officer, "2026-12-02", participation.Text{KO: "임시공휴일", EN: "A day off"}))
	f.submitted("휴일을 건너뛰는 제안입니다")
	if c := f.openCase(); c.DueAt == nil || !c.DueAt.Equal(time.Date(2026, 12, 7, 15, 0, 0, 0, time.UTC)) { // three working days after Tuesday, Wednesday off: Monday the 7th ends
		t.Errorf("moderation is due at %v", c.DueAt)
	}
	f.must(f.Voice.RemoveHoliday(ctx, f.officer, "2026-12-02"))
	f.refused(f.Voice.RemoveHoliday(ctx, f.officer, "2026-10-09"), participation.ErrStale) // a day that clocks were set by stays
	v, err := f.Voice.Rules(ctx, f.officer, locale.KO)
	f.must(err)
	if len(v.Changes) != 3 || v.Changes[2].Reason != "작은 지역의 의제라서" || v.Ladder.Answer != 4 {
		t.Errorf("got %+v", v.Changes)
	}
}
