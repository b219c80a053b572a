package pages

import (
	"net/http"
	"strconv"
	"strings"

	"academy/app/participation"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/voice"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Desk is what waits for moderators and officers.
func (p *Pages) Desk(c *fiber.Ctx) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Desk(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Desk(s, v) })
}

// ModerationLog is what moderators have decided, for everybody to see.
func (p *Pages) ModerationLog(c *fiber.Ctx) error {
	v, err := p.App.Voice.Log(c.UserContext(), request.Lang(c))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Log(s, v) })
}

// Case is a text before a moderator.
func (p *Pages) Case(c *fiber.Ctx) error { return p.caseOf(c, http.StatusOK, layout.Form{}) }

func (p *Pages) caseOf(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	id, err := request.ID(c, "case")
	if err != nil {
		return err
	}
	v, err := p.App.Voice.Case(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.CasePage(s, v, f) })
}

// Decide decides on a text, or on an appeal against a decision.
func (p *Pages) Decide(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "case")
	if err != nil {
		return err
	}
	do, why := request.Text(c, "do"), request.Text(c, "reason")
	if do == "reverse" || do == "uphold" {
		err = p.App.Voice.DecideAppeal(c.UserContext(), who, id, do == "reverse", why)
	} else {
		err = p.App.Voice.Moderate(c.UserContext(), who, id, participation.Verdict{Do: do, Code: request.Text(c, "code"), Reason: why})
	}
	if err != nil {
		f, status, err := form(c, err, "do", "code", "reason")
		if err != nil {
			return err
		}
		return p.caseOf(c, status, f)
	}
	return p.done(c, "flash.decided", "/mod")
}

// Officer is where an office deals with a proposal.
func (p *Pages) Officer(c *fiber.Ctx) error { return p.officer(c, http.StatusOK, layout.Form{}) }

func (p *Pages) officer(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	return p.officerOf(c, id, status, f)
}

func (p *Pages) officerOf(c *fiber.Ctx, id uuid.UUID, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Drafting(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Officer(s, v, f) })
}

// onDesk does something about a proposal at the desk. Where two forms of the page have a field alike, its own names say
// which was refused: pairs of a fault's field and the form's.
func (p *Pages) onDesk(c *fiber.Ctx, do func(id uuid.UUID) error, names map[string]string, fields ...string) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	if err := do(id); err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		for from, to := range names {
			f = named(f, from, to)
		}
		return p.officer(c, status, f)
	}
	return p.done(c, "flash.saved", "/mod/proposals/"+id.String())
}

// TakeUp says which office answers.
func (p *Pages) TakeUp(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.onDesk(c, func(id uuid.UUID) error {
		return p.App.Voice.TakeUp(c.UserContext(), who, id, request.Text(c, "owner"))
	}, map[string]string{"division": "owner"}, "owner")
}

// DraftAnswer keeps the draft of an answer.
func (p *Pages) DraftAnswer(c *fiber.Ctx) error {
	who, _ := actor(c)
	n := participation.NewAnswer{Outcome: request.Text(c, "outcome"), Summary: request.Text(c, "summary"), Division: request.Text(c, "division"), Because: request.Text(c, "because")}
	fields := []string{"outcome", "summary", "division", "because"}
	for i := 1; i <= 20; i++ {
		clause, reply := "clause_"+strconv.Itoa(i), "reply_"+strconv.Itoa(i)
		n.Points = append(n.Points, participation.Point{Clause: request.Text(c, clause), Reply: request.Text(c, reply)})
		fields = append(fields, clause, reply)
	}
	return p.onDesk(c, func(id uuid.UUID) error { return p.App.Voice.DraftAnswer(c.UserContext(), who, id, n) }, nil, fields...)
}

// Sign publishes an answer that somebody else has drafted.
func (p *Pages) Sign(c *fiber.Ctx) error {
	who, _ := actor(c)
	version, err := strconv.Atoi(c.FormValue("version"))
	if err != nil {
		version = 0
	}
	return p.onDesk(c, func(id uuid.UUID) error { return p.App.Voice.Sign(c.UserContext(), who, id, version) }, nil)
}

// Commit promises to do something.
func (p *Pages) Commit(c *fiber.Ctx) error {
	who, _ := actor(c)
	n := participation.NewCommitment{Title: request.Text(c, "commitment"), Division: request.Text(c, "commitment_division"), DueOn: request.Text(c, "due_on")}
	return p.onDesk(c, func(id uuid.UUID) error { return p.App.Voice.Commit(c.UserContext(), who, id, n) }, map[string]string{"division": "commitment_division"}, "commitment", "commitment_division", "due_on")
}

// SetProgress says how far a commitment has come.
func (p *Pages) SetProgress(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "commitment")
	if err != nil {
		return err
	}
	percent, err := strconv.Atoi(c.FormValue("percent"))
	if err != nil {
		percent = -1
	}
	proposal, err := p.App.Voice.SetProgress(c.UserContext(), who, id, participation.Progress{State: request.Text(c, "state"), Percent: percent, Note: request.Text(c, "note")})
	if err != nil {
		f, status, err := form(c, err, "state", "percent", "note", "commitment_id")
		if err != nil {
			return err
		}
		return p.officerOf(c, proposal, status, f)
	}
	return p.done(c, "flash.saved", "/mod/proposals/"+proposal.String())
}

// Extend gives a step more time.
func (p *Pages) Extend(c *fiber.Ctx) error {
	who, _ := actor(c)
	days, err := strconv.Atoi(c.FormValue("days"))
	if err != nil {
		days = 0
	}
	return p.onDesk(c, func(id uuid.UUID) error {
		return p.App.Voice.Extend(c.UserContext(), who, id, days, request.Text(c, "extend_reason"))
	}, map[string]string{"reason": "extend_reason"}, "days", "extend_reason")
}

// Override brings a step of the ladder forward.
func (p *Pages) Override(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.onDesk(c, func(id uuid.UUID) error {
		return p.App.Voice.Override(c.UserContext(), who, id, request.Text(c, "effect"), request.Text(c, "override_reason"))
	}, map[string]string{"reason": "override_reason"}, "effect", "override_reason")
}

// Merge takes a proposal into another, which is named by its address or its ID.
func (p *Pages) Merge(c *fiber.Ctx) error {
	who, _ := actor(c)
	name := strings.TrimSpace(request.Text(c, "into"))
	into, err := uuid.Parse(name[strings.LastIndex(name, "/")+1:])
	if err != nil {
		into = uuid.Nil
	}
	return p.onDesk(c, func(id uuid.UUID) error {
		return p.App.Voice.Merge(c.UserContext(), who, id, into, request.Text(c, "merge_reason"))
	}, map[string]string{"reason": "merge_reason"}, "into", "merge_reason")
}
