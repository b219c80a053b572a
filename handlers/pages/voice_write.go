package pages

import (
	"errors"
	"net/http"
	"strconv"

	"academy/app/participation"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/voice"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// NewProposalForm is where a proposal is written.
func (p *Pages) NewProposalForm(c *fiber.Ctx) error {
	f := layout.Form{Values: map[string]string{"agenda": request.Query(c, "agenda")}}
	return p.writing(c, http.StatusOK, voice.Draft{Action: "/proposals/new"}, f)
}

func (p *Pages) writing(c *fiber.Ctx, status int, d voice.Draft, f layout.Form) error {
	who, lang := actor(c)
	var err error
	if d.Form, err = p.App.Voice.WriteForm(c.UserContext(), who, lang); err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Write(s, d, f) })
}

func written(c *fiber.Ctx) participation.Writing {
	from, err := strconv.Atoi(c.FormValue("from"))
	if err != nil {
		from = 0
	}
	return participation.Writing{
		Agenda: request.Text(c, "agenda"), Title: request.Text(c, "title"), Problem: request.Text(c, "problem"), Idea: request.Text(c, "idea"), Lang: request.Lang(c), From: from,
		Seen: request.Text(c, "seen") != "", Consent: request.Text(c, "consent") != "",
	}
}

// NewProposal keeps what was written as a draft, or sends it in.
func (p *Pages) NewProposal(c *fiber.Ctx) error {
	return p.keepWriting(c, uuid.Nil, voice.Draft{Action: "/proposals/new"})
}

// EditProposalForm is where one's own proposal is written further.
func (p *Pages) EditProposalForm(c *fiber.Ctx) error {
	v, d, err := p.editedProposal(c)
	if err != nil {
		return err
	}
	f := layout.Form{Values: map[string]string{"agenda": v.AgendaSlug, "title": v.Title, "problem": v.Problem, "idea": v.Text, "from": strconv.Itoa(v.Version)}}
	return p.writing(c, http.StatusOK, d, f)
}

// editedProposal finds the proposal that its author goes on writing.
func (p *Pages) editedProposal(c *fiber.Ctx) (participation.Proposal, voice.Draft, error) {
	who, lang := actor(c)
	id, err := request.ID(c, "id")
	if err != nil {
		return participation.Proposal{}, voice.Draft{}, err
	}
	v, err := p.App.Voice.Writing(c.UserContext(), who, lang, id)
	d := voice.Draft{Action: "/proposals/" + id.String() + "/edit", Editing: true, Public: v.State == "gathering"}
	if v.State == "returned" {
		d.Reason = v.Reason
	}
	return v, d, err
}

// EditProposal keeps what was written further.
func (p *Pages) EditProposal(c *fiber.Ctx) error {
	v, d, err := p.editedProposal(c)
	if err != nil {
		return err
	}
	return p.keepWriting(c, v.ID, d)
}

func (p *Pages) keepWriting(c *fiber.Ctx, id uuid.UUID, d voice.Draft) error {
	who, lang := actor(c)
	w := written(c)
	keep, flash := p.App.Voice.Submit, "flash.submitted"
	if request.Text(c, "do") == "draft" {
		keep, flash = p.App.Voice.Save, "flash.draft_saved"
	}
	kept, err := keep(c.UserContext(), who, id, w)
	if err == nil {
		return p.done(c, flash, "/proposals/"+kept.String())
	}
	f, status, refused := form(c, err, "agenda", "title", "problem", "idea", "from", "consent")
	if refused != nil {
		return refused
	}
	if errors.Is(err, participation.ErrLookFirst) {
		if d.Findings, err = p.App.Voice.Look(c.UserContext(), lang, w, id); err != nil {
			return err
		}
		d.Looked, f.Key, status = true, "", http.StatusOK
	}
	if errors.Is(err, participation.ErrConsent) {
		f.Errors = map[string]string{"consent": participation.ErrConsent.Key}
	}
	return p.writing(c, status, d, f)
}
