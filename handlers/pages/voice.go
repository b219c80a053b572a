package pages

import (
	"net/http"
	"strconv"

	"academy/app/participation"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/meeting"
	"academy/handlers/views/voice"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const receiptsPath = "/me/receipts"

// eventsBeside is how many of the next events stand beside other things.
const eventsBeside = 2

// Hub is the first page of taking part.
func (p *Pages) Hub(c *fiber.Ctx) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Hub(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	events, err := p.App.Meetings.Coming(c.UserContext(), lang, "", eventsBeside)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Hub(s, v, meeting.Coming(events)) })
}

// Topics is all agendas.
func (p *Pages) Topics(c *fiber.Ctx) error {
	v, err := p.App.Voice.Topics(c.UserContext(), request.Lang(c))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Topics(s, v) })
}

// Topic is the page of an agenda.
func (p *Pages) Topic(c *fiber.Ctx) error { return p.topic(c, http.StatusOK, layout.Form{}) }

func (p *Pages) topic(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Agenda(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	events, err := p.App.Meetings.Coming(c.UserContext(), lang, v.Slug, eventsBeside)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Topic(s, v, f, meeting.Coming(events)) })
}

// AddDocument puts something to read on an agenda.
func (p *Pages) AddDocument(c *fiber.Ctx) error {
	who, _ := actor(c)
	d := participation.NewDocument{Title: request.Text(c, "title"), URL: request.Text(c, "url")}
	if given := request.Text(c, "pages"); given != "" {
		if d.Pages, _ = strconv.Atoi(given); d.Pages == 0 {
			d.Pages = -1 // no number: the use case says so
		}
	}
	if err := p.App.Voice.AddDocument(c.UserContext(), who, c.Params("slug"), d); err != nil {
		f, status, err := form(c, err, "title", "url", "pages")
		if err != nil {
			return err
		}
		return p.topic(c, status, f)
	}
	return p.done(c, "flash.saved", "/topics/"+c.Params("slug"))
}

// Proposals is the list of proposals.
func (p *Pages) Proposals(c *fiber.Ctx) error {
	f := participation.Filter{Query: request.Query(c, "q"), Agenda: request.Query(c, "agenda"), State: request.Query(c, "state"), Cursor: request.Query(c, "cursor")}
	v, err := p.App.Voice.Proposals(c.UserContext(), request.Lang(c), f)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.List(s, v) })
}

// Overdue is the public list of what should have been done.
func (p *Pages) Overdue(c *fiber.Ctx) error {
	v, err := p.App.Voice.Overdue(c.UserContext(), request.Lang(c))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Overdue(s, v) })
}

// Changes is what was promised and what became of it.
func (p *Pages) Changes(c *fiber.Ctx) error {
	v, err := p.App.Voice.Changes(c.UserContext(), request.Lang(c), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Changes(s, v) })
}

// OpenData sends proposals as a table without personal data. A header says where it goes on.
func (p *Pages) OpenData(c *fiber.Ctx) error {
	list, next, err := p.App.Voice.Open(c.UserContext(), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	table := [][]string{{"id", "agenda", "state", "outcome", "language", "title", "submitted_at", "due_at", "answered_at", "supports", "informed_about", "general_about", "comments"}}
	for _, r := range list {
		outcome := ""
		if r.Outcome != nil {
			outcome = *r.Outcome
		}
		table = append(table, []string{
			r.ID.String(), r.AgendaSlug, r.State, outcome, r.Lang, r.Title, timeIn(r.SubmittedAt), timeIn(r.DueAt), timeIn(r.AnsweredAt), strconv.Itoa(r.Supports), shown(r.Informed), shown(r.General), strconv.Itoa(r.Comments),
		})
	}
	if next != "" {
		c.Set(fiber.HeaderLink, "<"+p.BaseURL+"/proposals.csv?cursor="+next+`>; rel="next"`)
	}
	return respond.CSV(c, "proposals.csv", table)
}

// Proposal is the page of one.
func (p *Pages) Proposal(c *fiber.Ctx) error { return p.proposal(c, http.StatusOK, layout.Form{}) }

func (p *Pages) proposal(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	v, err := p.App.Voice.Proposal(c.UserContext(), who, lang, id, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Show(s, v, f) })
}

// onProposal does something about a proposal, and shows it again: with what is wrong, or with what was done. The fields of
// its form are named apart from those of the others on the page; a fault calls the first of them reason.
func (p *Pages) onProposal(c *fiber.Ctx, flash string, do func(id uuid.UUID) error, fields ...string) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	if err := do(id); err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		if len(fields) > 0 {
			f = named(f, "reason", fields[0])
		}
		return p.proposal(c, status, f)
	}
	return p.done(c, flash, "/proposals/"+id.String())
}

// named calls a field with an error as its form does.
func named(f layout.Form, from, to string) layout.Form {
	if key, wrong := f.Errors[from]; wrong && from != to {
		errors := map[string]string{}
		for name, k := range f.Errors {
			errors[name] = k
		}
		delete(errors, from)
		errors[to] = key
		f.Errors = errors
	}
	return f
}

// Support supports a proposal, or takes that back.
func (p *Pages) Support(c *fiber.Ctx) error {
	who, _ := actor(c)
	if request.Text(c, "do") == "withdraw" {
		return p.onProposal(c, "flash.unsupported", func(id uuid.UUID) error { return p.App.Voice.Unsupport(c.UserContext(), who, id) })
	}
	return p.onProposal(c, "flash.supported", func(id uuid.UUID) error {
		return p.App.Voice.Support(c.UserContext(), who, id, request.Text(c, "consent") != "")
	})
}

// Comment says something about a proposal.
func (p *Pages) Comment(c *fiber.Ctx) error {
	who, _ := actor(c)
	said := participation.NewComment{
		Stance: request.Text(c, "stance"), Body: request.Text(c, "body"), Evidence: request.Text(c, "evidence"), At: request.Text(c, "at"), Consent: request.Text(c, "comment_consent") != "",
	}
	if parent, err := uuid.Parse(request.Text(c, "parent")); err == nil {
		said.Parent = parent
	}
	return p.onProposal(c, "flash.commented", func(id uuid.UUID) error { return p.App.Voice.Comment(c.UserContext(), who, id, said) }, "body", "stance", "evidence", "at")
}

// RemoveComment takes one's own comment away.
func (p *Pages) RemoveComment(c *fiber.Ctx) error {
	who, _ := actor(c)
	comment, err := request.ID(c, "comment")
	if err != nil {
		return err
	}
	return p.onProposal(c, "flash.comment_removed", func(uuid.UUID) error { return p.App.Voice.RemoveComment(c.UserContext(), who, comment) })
}

// WithdrawProposal takes one's own proposal back.
func (p *Pages) WithdrawProposal(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	before, err := p.App.Voice.Proposal(c.UserContext(), who, request.Lang(c), id, "")
	if err != nil {
		return err
	}
	if before.State == "draft" {
		if err := p.App.Voice.Withdraw(c.UserContext(), who, id, ""); err != nil {
			return err
		}
		return p.done(c, "flash.draft_deleted", receiptsPath)
	}
	return p.onProposal(c, "flash.proposal_withdrawn", func(id uuid.UUID) error {
		return p.App.Voice.Withdraw(c.UserContext(), who, id, request.Text(c, "withdraw_reason"))
	}, "withdraw_reason")
}

// Object speaks against an answer.
func (p *Pages) Object(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.onProposal(c, "flash.objected", func(id uuid.UUID) error {
		return p.App.Voice.Object(c.UserContext(), who, id, request.Text(c, "objection"))
	}, "objection")
}

// Report brings a proposal or a comment before a moderator.
func (p *Pages) Report(c *fiber.Ctx) error {
	who, _ := actor(c)
	comment, err := uuid.Parse(request.Text(c, "comment"))
	if err != nil {
		comment = uuid.Nil
	}
	return p.onProposal(c, "flash.reported", func(id uuid.UUID) error {
		return p.App.Voice.Report(c.UserContext(), who, id, comment, request.Text(c, "report"))
	}, "report")
}

// Receipts is what became of what one said.
func (p *Pages) Receipts(c *fiber.Ctx) error { return p.receipts(c, http.StatusOK, layout.Form{}) }

func (p *Pages) receipts(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Receipts(c.UserContext(), who, lang, request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Receipts(s, v, f) })
}

// Appeal speaks against a decision of a moderator.
func (p *Pages) Appeal(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := uuid.Parse(request.Text(c, "case"))
	if err != nil {
		id = uuid.Nil
	}
	if err := p.App.Voice.Appeal(c.UserContext(), who, id, request.Text(c, "appeal")); err != nil {
		f, status, err := form(c, err, "appeal", "case")
		if err != nil {
			return err
		}
		return p.receipts(c, status, named(f, "reason", "appeal"))
	}
	return p.done(c, "flash.appealed", receiptsPath)
}

// ConsentPage is what the consent to keeping opinions is about.
func (p *Pages) ConsentPage(c *fiber.Ctx) error {
	who, _ := actor(c)
	given, err := p.App.Voice.Consented(c.UserContext(), who)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.ConsentPage(s, given) })
}

// Consent gives it, or takes it back.
func (p *Pages) Consent(c *fiber.Ctx) error {
	who, _ := actor(c)
	given := request.Text(c, "do") != "withdraw"
	if err := p.App.Voice.Consent(c.UserContext(), who, given); err != nil {
		return err
	}
	if given {
		return p.done(c, "flash.consented", "/participate/consent")
	}
	return p.done(c, "flash.consent_withdrawn", "/participate/consent")
}

// Resting is what was said that rests on a lecture.
func (p *Pages) Resting(c *fiber.Ctx) error {
	who, lang := actor(c)
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	list, err := p.App.Voice.Resting(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Resting(s, c.Params("slug"), id.String(), list) })
}
