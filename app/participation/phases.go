package participation

import (
	"time"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/identity"
	"academy/models/participation"

	"github.com/google/uuid"
)

// Phase is a time in which one thing can be done on an agenda, as it is shown.
type Phase struct {
	ID   uuid.UUID
	Kind string
	// From is the first day, Last the last one.
	From, Last time.Time
	Stage      rules.Stage
}

func phases(rows []participation.Phase, now time.Time) []Phase {
	list := make([]Phase, len(rows))
	for i, f := range rows {
		list[i] = Phase{f.ID, f.Kind, f.StartsAt.UTC(), f.EndsAt.Add(-time.Minute).UTC(), phase(f).At(now)}
	}
	return list
}

func phase(f participation.Phase) rules.Phase {
	return rules.Phase{Kind: f.Kind, From: f.StartsAt, Until: f.EndsAt}
}

// allows says whether something can be done by the phases that hold.
func allows(rows []participation.Phase, kind string, now time.Time) bool {
	all := make([]rules.Phase, len(rows))
	for i, f := range rows {
		all[i] = phase(f)
	}
	return rules.Allowed(all, kind, now)
}

// round opens phases of agendas, warns a day before they end, and closes them. What can be done is decided by their times
// alone; this tells of it, and ends what was gathered for.
func (s *Service) round(tx *models.Tx, _ settings) error {
	rows, err := participation.LockStepping(tx, atOnce)
	if err != nil || len(rows) == 0 {
		return err
	}
	defer s.agendas.InvalidateAll()
	moderators, err := identity.ListHolders(tx, "moderator", atOnce)
	if err != nil {
		return err
	}
	for _, f := range rows {
		if err := s.step(tx, f, moderators); err != nil {
			return err
		}
	}
	return nil
}

// step takes one phase on. What was missed while nothing ran is not told any more: only that it is over.
func (s *Service) step(tx *models.Tx, f participation.Stepping, moderators []uuid.UUID) error {
	stage, next := phase(f.Phase).At(tx.Now), f.Phase
	if f.OpenedAt == nil && stage != rules.Before {
		next.OpenedAt = &tx.Now
		if stage == rules.Open {
			if err := s.tellOfPhase(tx, f, "opened", moderators); err != nil {
				return err
			}
		}
	}
	if f.WarnedAt == nil && stage != rules.Before && rules.Warns(f.EndsAt, tx.Now) {
		next.WarnedAt = &tx.Now
		if stage == rules.Open {
			authors, err := participation.ListConcerned(tx, f.AgendaID, concerns(f.Kind), atOnce)
			if err == nil {
				err = s.tellOfPhase(tx, f, "closing", append(authors, moderators...))
			}
			if err != nil {
				return err
			}
		}
	}
	if f.ClosedAt == nil && stage == rules.Over {
		next.ClosedAt = &tx.Now
		if f.Kind == "support" {
			if err := participation.UpdateGatheringEnds(tx, f.Phase); err != nil {
				return err
			}
		}
		if err := s.tellOfPhase(tx, f, "closed", moderators); err != nil {
			return err
		}
	}
	return participation.UpdateStepped(tx, next)
}

// concerns is the state of proposals whose authors are told that a phase is about to end: they have something left to do.
func concerns(kind string) string {
	switch kind {
	case "propose":
		return string(rules.Draft)
	case "support", "discuss":
		return string(rules.Gathering)
	}
	return ""
}

func (s *Service) tellOfPhase(tx *models.Tx, f participation.Stepping, step string, to []uuid.UUID) error {
	told := map[uuid.UUID]bool{}
	var list []jobs.Args
	for _, id := range to {
		if told[id] {
			continue
		}
		told[id] = true
		last := f.EndsAt.Add(-time.Minute)
		params := map[string]string{"agenda_ko": f.Title.In("ko"), "agenda_en": f.Title.In("en")}
		for _, lang := range []locale.Lang{locale.KO, locale.EN} {
			p := s.Messages.Printer(lang, "")
			params["step_"+string(lang)] = p.T("voice.phase_step."+step, p.T("voice.phase."+f.Kind), p.Date(last))
		}
		list = append(list, jobs.Notify{
			UserID: id, Notice: "agenda_phase", EventKey: "agenda_phase:" + f.ID.String() + ":" + step, Link: "/topics/" + f.Slug, Params: params,
		})
	}
	return s.Queue.EnqueueAll(tx, list)
}
