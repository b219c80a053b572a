package participation

import (
	"context"
	"time"

	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/identity"
	"academy/models/participation"

	"github.com/google/uuid"
)

// atOnce is how many proposals a job looks at in one go, and how many people it tells.
const atOnce = 500

// Tend does what time and numbers bring about: gatherings end, steps of the ladder are reached, figures are taken anew,
// and whoever must act is told a day before. It runs every minute, and twice is once.
func (s *Service) Tend(ctx context.Context) error {
	for _, do := range []func(*models.Tx, settings) error{s.carryLate, s.count, s.round, s.lapse, s.warn, s.balance} {
		err := s.DB.Write(ctx, func(tx *models.Tx) error {
			set, err := findSettings(tx)
			if err != nil {
				return err
			}
			return do(tx, set)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// carryLate carries over who supported a proposal in the moment in which it was merged.
func (*Service) carryLate(tx *models.Tx, _ settings) error {
	rows, err := participation.ListMerged(tx, tx.Now.Add(-time.Hour))
	for _, p := range rows {
		if err := participation.InsertCarried(tx, p.ID, *p.MergedInto); err != nil {
			return err
		}
	}
	return err
}

// count looks at proposals that somebody has just supported, and at the first run of a day at all of the last.
func (s *Service) count(tx *models.Tx, set settings) error {
	since := tx.Now.Add(-10 * time.Minute)
	if day := tx.Now.In(locale.Seoul()); day.Hour() == 0 && day.Minute() < 10 {
		since = tx.Now.Add(-26 * time.Hour)
	}
	rows, err := participation.ListCounted(tx, since, atOnce)
	for _, r := range rows {
		if err := s.countOne(tx, set, r); err != nil {
			return err
		}
	}
	return err
}

func (s *Service) countOne(tx *models.Tx, set settings, r participation.Counted) error {
	old := rules.Split{Informed: r.Informed, General: r.General, Of: r.SplitOf, On: r.SplitOn}
	now := old.Refresh(r.Learned, r.Supports-r.Learned, set.calendar.Today(tx.Now))
	if now != old {
		f := participation.Figure{Informed: now.Informed, General: now.General, SplitOf: now.Of, SplitOn: now.On}
		if err := participation.SaveFigure(tx, r.ID, r.Supports, f); err != nil {
			return err
		}
	}
	_, listed, answer := set.ladder.Reached(r.Supports)
	if !answer && (!listed || r.ListedAt != nil) {
		return nil
	}
	p, err := participation.LockProposal(tx, r.ID)
	if err != nil || rules.State(p.State) != rules.Gathering {
		return err
	}
	if answer {
		return s.review(tx, p, set, "")
	}
	if p.ListedAt != nil {
		return nil
	}
	if err := participation.UpdateListed(tx, p.ID); err != nil {
		return err
	}
	return s.note(tx, participation.Event{ProposalID: p.ID, Kind: "listed"})
}

// balance counts anew who took part on each agenda, every half an hour: of a nation's worth of supports that takes seconds,
// so each is a statement of its own.
func (*Service) balance(tx *models.Tx, _ settings) error {
	ids, err := participation.ListUncounted(tx, tx.Now.Add(-30*time.Minute))
	for _, id := range ids {
		if err := participation.SaveAgendaFigures(tx, id); err != nil {
			return err
		}
	}
	return err
}

// lapse ends gatherings that are over; those that have reached enough go on to be answered.
func (s *Service) lapse(tx *models.Tx, set settings) error {
	ids, err := participation.ListEnded(tx, atOnce)
	if err != nil {
		return err
	}
	for _, id := range ids {
		p, err := participation.LockProposal(tx, id)
		if err != nil {
			return err
		}
		if rules.State(p.State) != rules.Gathering {
			continue
		}
		n, err := participation.CountSupports(tx, id)
		if err != nil {
			return err
		}
		if _, _, enough := set.ladder.Reached(n); enough {
			if err := s.review(tx, p, set, ""); err != nil {
				return err
			}
			continue
		}
		why := s.Messages.Printer(locale.Lang(p.Lang), "").T("voice.lapsed_because", n, set.ladder.Answer)
		if err := participation.UpdateState(tx, id, participation.Move{State: string(rules.Lapsed), Reason: why}); err != nil {
			return err
		}
		if err := s.note(tx, participation.Event{ProposalID: id, Kind: "lapsed", Reason: why}); err != nil {
			return err
		}
	}
	return nil
}

// warn tells those who must act that something falls due within a day.
func (s *Service) warn(tx *models.Tx, _ settings) error {
	rows, err := participation.ListDue(tx, tx.Now.Add(24*time.Hour), atOnce)
	if err != nil || len(rows) == 0 {
		return err
	}
	moderators, err := identity.ListHolders(tx, "moderator", atOnce)
	if err != nil {
		return err
	}
	for _, p := range rows {
		link := "/mod/proposals/" + p.ID.String()
		if *p.DueFor == "moderation" {
			link = "/mod"
		}
		var list []jobs.Args
		for _, id := range moderators {
			list = append(list, jobs.Notify{
				UserID: id, Notice: "proposal_due", EventKey: "proposal_due:" + p.ID.String() + ":" + p.DueAt.UTC().Format(time.RFC3339), Link: link,
				Params: s.both(map[string]string{"title": p.Title}, "step", "voice.due_for."+*p.DueFor),
			})
		}
		if err := s.Queue.EnqueueAll(tx, list); err != nil {
			return err
		}
		if err := participation.UpdateWarned(tx, p.ID); err != nil {
			return err
		}
	}
	return nil
}

// both puts a message in both languages among the words of a notice.
func (s *Service) both(params map[string]string, name, key string) map[string]string {
	params[name+"_ko"] = s.Messages.Printer(locale.KO, "").T(key)
	params[name+"_en"] = s.Messages.Printer(locale.EN, "").T(key)
	return params
}

// told are the events that supporters hear of as well; the others concern the author alone.
var told = map[string]bool{"review": true, "answered": true, "corrected": true, "committed": true, "implemented": true, "cancelled": true, "merged": true} //nolint:gochecknoglobals // a constant table

// Tell takes the job of the same name: the author hears of every step, supporters of those that concern them.
func (s *Service) Tell(ctx context.Context, job jobs.TellOfProposal) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		e, err := participation.FindEvent(tx, job.EventID)
		if err != nil {
			return err
		}
		p, err := participation.FindProposal(tx, e.ProposalID)
		if err != nil {
			return err
		}
		var list []jobs.Args
		if p.AuthorID != nil && job.Behind == uuid.Nil {
			list = append(list, s.notice(*p.AuthorID, "proposal_step", p, e))
		}
		if told[e.Kind] {
			ids, err := participation.ListSupporters(tx, p.ID, job.Behind, atOnce)
			if err != nil {
				return err
			}
			for _, id := range ids {
				list = append(list, s.notice(id, "proposal_followed", p, e))
			}
			if len(ids) == atOnce {
				list = append(list, jobs.TellOfProposal{EventID: e.ID, Behind: ids[atOnce-1]})
			}
		}
		return s.Queue.EnqueueAll(tx, list)
	})
}

func (s *Service) notice(to uuid.UUID, kind string, p participation.Proposal, e participation.Event) jobs.Notify {
	return jobs.Notify{
		UserID: to, Notice: kind, EventKey: kind + ":" + e.ID.String(), Link: "/proposals/" + p.ID.String(),
		Params: s.both(map[string]string{"title": p.Title}, "step", "voice.step."+e.Kind),
	}
}

// tellOfCase tells the author of a text what has been decided about it.
func (s *Service) tellOfCase(tx *models.Tx, c participation.Case, decision string) error {
	if c.AuthorID == nil {
		return nil
	}
	row, err := participation.FindQueued(tx, c.ID)
	if err != nil {
		return err
	}
	params := map[string]string{}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		params["title_"+string(lang)] = subject(row, lang)
	}
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: *c.AuthorID, Notice: "text_moderated", EventKey: "case:" + c.ID.String() + ":" + decision, Link: "/me/receipts",
		Params: s.both(params, "step", "voice.decision."+decision),
	})
}

// subject is what a text was written on: a proposal, or a meeting.
func subject(r participation.Queued, lang locale.Lang) string {
	if r.Meeting != nil {
		return r.Meeting.In(string(lang))
	}
	return r.Title
}
