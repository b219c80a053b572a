package participation

import (
	"context"
	"strconv"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Ruled is the rules by which proposals go, as they are edited.
type Ruled struct {
	Ladder   rules.Ladder
	Clocks   map[string]rules.Clock
	Holidays []Holiday
	Changes  []RuleChange
}

// Holiday is a day on which no office works.
type Holiday struct {
	Day   string // as 2026-12-25
	At    time.Time
	Title models.Text
	// Past says that it is today: clocks have been set by it.
	Past bool
}

// ClockNames are the clocks that run over proposals, in the order of a proposal's life.
func ClockNames() []string {
	return []string{"moderation", "gathering", "review", "answer", "objection", "appeal"}
}

// LadderNames are the steps that numbers of supports bring about, the lowest first.
func LadderNames() []string { return []string{"frozen", "listed", "answer"} }

// Rules answers the rules to those who look after them, with the holidays from today on.
func (s *Service) Rules(ctx context.Context, who access.Actor, lang locale.Lang) (Ruled, error) {
	if err := access.Check(who, access.Govern); err != nil {
		return Ruled{}, err
	}
	v := Ruled{Clocks: map[string]rules.Clock{}}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		today := rules.NewCalendar(locale.Seoul(), nil).Today(tx.Now)
		row, err := participation.FindRuled(tx, today)
		if err != nil {
			return err
		}
		v.Ladder = ladder(row.Thresholds.V)
		for name, c := range row.Clocks.V {
			v.Clocks[name] = rules.Clock{Days: c.Days, Working: c.Working}
		}
		for _, h := range row.Days.V {
			at, _ := time.ParseInLocation("2006-01-02", h.Day, locale.Seoul()) // a date of the database is one
			v.Holidays = append(v.Holidays, Holiday{h.Day, at, h.Title, h.Day <= today})
		}
		v.Changes, err = s.ruleChanges(tx, lang, "proposal_rules", uuid.Nil)
		return err
	})
	return v, err
}

// rule changes the rules, one person at a time, and keeps who did what and why.
func (s *Service) rule(ctx context.Context, who access.Actor, action, why string, do func(*models.Tx) (details map[string]string, err error)) error {
	if err := access.Check(who, access.Govern); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if err := participation.LockRules(tx); err != nil {
			return err
		}
		details, err := do(tx)
		if err != nil {
			return err
		}
		return audit(tx, who, deed{action: action, kind: "proposal_rules", reason: why, details: details})
	})
}

// mostSupports is the most that a step of the ladder may ask for.
const mostSupports = 10_000_000

// SetLadder says what numbers of supports bring about, and why that changes. What was brought about stays.
func (s *Service) SetLadder(ctx context.Context, who access.Actor, l rules.Ladder, why string) error {
	text, err := reason(why)
	if err != nil {
		return err
	}
	if l.Frozen < 1 || l.Listed < l.Frozen || l.Answer <= l.Listed || l.Answer > mostSupports {
		return fault.Field("ladder", "voice.govern.ladder_wrong")
	}
	return s.rule(ctx, who, "rules.ladder", text, func(tx *models.Tx) (map[string]string, error) {
		details := map[string]string{}
		for i, n := range []int{l.Frozen, l.Listed, l.Answer} {
			name := LadderNames()[i]
			if err := participation.UpdateThreshold(tx, name, n); err != nil {
				return nil, err
			}
			details[name] = strconv.Itoa(n)
		}
		return details, nil
	})
}

// SetClocks says how long steps may take, and why that changes. A clock that is running keeps its due day.
func (s *Service) SetClocks(ctx context.Context, who access.Actor, clocks map[string]rules.Clock, why string) error {
	text, err := reason(why)
	if err != nil {
		return err
	}
	for _, name := range ClockNames() {
		if c, there := clocks[name]; !there || c.Days < 1 || c.Days > 400 {
			return fault.Field("clocks", "voice.govern.clock_wrong")
		}
	}
	return s.rule(ctx, who, "rules.clocks", text, func(tx *models.Tx) (map[string]string, error) {
		details := map[string]string{}
		for _, name := range ClockNames() {
			c := clocks[name]
			if err := participation.UpdateClock(tx, name, participation.ClockSetting{Days: c.Days, Working: c.Working}); err != nil {
				return nil, err
			}
			details["clock_"+name] = strconv.Itoa(c.Days)
		}
		return details, nil
	})
}

// AddHoliday adds a day on which no office works. Clocks that start later count it.
func (s *Service) AddHoliday(ctx context.Context, who access.Actor, day string, title models.Text) error {
	title = models.Text{KO: rules.Line(title.KO), EN: rules.Line(title.EN)}
	wrong := map[string]string{}
	at, err := time.ParseInLocation("2006-01-02", day, locale.Seoul())
	if err != nil {
		wrong["day"] = "voice.govern.day_wrong"
	}
	for name, text := range map[string]string{"name_ko": title.KO, "name_en": title.EN} {
		if !rules.Fits(text, 1, 60) {
			wrong[name] = "voice.govern.name_wrong"
		}
	}
	if err := fault.Fields(wrong); err != nil {
		return err
	}
	return s.rule(ctx, who, "rules.holiday_added", "", func(tx *models.Tx) (map[string]string, error) {
		if !at.After(tx.Now) || at.After(tx.Now.AddDate(5, 0, 0)) {
			return nil, fault.Field("day", "voice.govern.day_wrong")
		}
		return what(day + " " + title.KO), participation.InsertHoliday(tx, participation.Holiday{Day: day, Title: title})
	})
}

// RemoveHoliday takes a day away that is still to come.
func (s *Service) RemoveHoliday(ctx context.Context, who access.Actor, day string) error {
	if _, err := time.Parse("2006-01-02", day); err != nil {
		return models.ErrNotFound
	}
	return ofStale(s.rule(ctx, who, "rules.holiday_removed", "", func(tx *models.Tx) (map[string]string, error) {
		return what(day), participation.DeleteHoliday(tx, day, tx.Now)
	}))
}
