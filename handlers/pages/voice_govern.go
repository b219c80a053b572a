package pages

import (
	"net/http"
	"strconv"
	"strings"

	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/voice"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// Agendas lists the agendas for those who look after them.
func (p *Pages) Agendas(c *fiber.Ctx) error {
	v, err := p.App.Voice.Topics(c.UserContext(), request.Lang(c))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return voice.Agendas(s, v) })
}

// AgendaForm is the form of an agenda; without a short name, of a new one.
func (p *Pages) AgendaForm(c *fiber.Ctx) error { return p.agenda(c, http.StatusOK, layout.Form{}) }

func (p *Pages) agenda(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Voice.EditAgenda(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.EditAgenda(s, v, f) })
}

// SaveAgenda changes an agenda, or makes a new one.
func (p *Pages) SaveAgenda(c *fiber.Ctx) error {
	who, _ := actor(c)
	slug := c.Params("slug")
	e := participation.AgendaEdit{
		Slug: slug, Parent: request.Text(c, "parent"), Division: request.Text(c, "division"), Pillars: request.All(c, "pillars"),
		Title:   participation.Text{KO: request.Text(c, "title_ko"), EN: request.Text(c, "title_en")},
		Summary: participation.Text{KO: request.Text(c, "summary_ko"), EN: request.Text(c, "summary_en")},
	}
	if slug == "" {
		e.Slug = strings.ToLower(request.Text(c, "slug"))
	}
	if err := p.App.Voice.SetAgenda(c.UserContext(), who, e, slug == ""); err != nil {
		f, status, err := form(c, err, "slug", "title_ko", "title_en", "summary_ko", "summary_en", "parent", "division")
		if err != nil {
			return err
		}
		f.Values["pillars"] = strings.Join(e.Pillars, " ")
		return p.agenda(c, status, f)
	}
	return p.done(c, "flash.saved", "/mod/agendas/"+e.Slug)
}

// onAgenda does something to an agenda and shows its form again.
func (p *Pages) onAgenda(c *fiber.Ctx, err error, fields ...string) error {
	if err != nil {
		f, status, err := form(c, err, fields...)
		if err != nil {
			return err
		}
		return p.agenda(c, status, f)
	}
	return p.done(c, "flash.saved", "/mod/agendas/"+c.Params("slug"))
}

// AddPhase says when something can be done on an agenda.
func (p *Pages) AddPhase(c *fiber.Ctx) error {
	who, _ := actor(c)
	n := participation.NewPhase{Kind: request.Text(c, "kind"), First: request.Text(c, "first"), Last: request.Text(c, "last")}
	return p.onAgenda(c, p.App.Voice.AddPhase(c.UserContext(), who, c.Params("slug"), n), "kind", "first", "last")
}

// RemovePhase takes a phase away.
func (p *Pages) RemovePhase(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "phase")
	if err != nil {
		return err
	}
	return p.onAgenda(c, p.App.Voice.RemovePhase(c.UserContext(), who, c.Params("slug"), id))
}

// RemoveDocument takes a document off an agenda.
func (p *Pages) RemoveDocument(c *fiber.Ctx) error {
	who, _ := actor(c)
	id, err := request.ID(c, "document")
	if err != nil {
		return err
	}
	return p.onAgenda(c, p.App.Voice.RemoveDocument(c.UserContext(), who, c.Params("slug"), id))
}

// VoiceRules is the rules by which proposals go.
func (p *Pages) VoiceRules(c *fiber.Ctx) error { return p.voiceRules(c, http.StatusOK, layout.Form{}) }

func (p *Pages) voiceRules(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Voice.Rules(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return voice.Rules(s, v, f) })
}

// onRules does something to the rules. A fault calls why it is done reason; the form has a name of its own for that.
func (p *Pages) onRules(c *fiber.Ctx, err error, why string, fields ...string) error {
	if err != nil {
		f, status, err := form(c, err, append(fields, why)...)
		if err != nil {
			return err
		}
		return p.voiceRules(c, status, named(f, "reason", why))
	}
	return p.done(c, "flash.saved", "/mod/rules")
}

// numberOr0 reads a whole number; what is none is 0, which every use case refuses.
func numberOr0(c *fiber.Ctx, name string) int {
	n, err := strconv.Atoi(request.Text(c, name))
	if err != nil {
		return 0
	}
	return n
}

// SetLadder says what numbers of supports bring about.
func (p *Pages) SetLadder(c *fiber.Ctx) error {
	who, _ := actor(c)
	l := rules.Ladder{Frozen: numberOr0(c, "frozen"), Listed: numberOr0(c, "listed"), Answer: numberOr0(c, "answer")}
	return p.onRules(c, p.App.Voice.SetLadder(c.UserContext(), who, l, request.Text(c, "ladder_reason")), "ladder_reason", "frozen", "listed", "answer")
}

// SetClocks says how long steps may take.
func (p *Pages) SetClocks(c *fiber.Ctx) error {
	who, _ := actor(c)
	clocks := map[string]rules.Clock{}
	fields := []string{}
	for _, name := range participation.ClockNames() {
		clocks[name] = rules.Clock{Days: numberOr0(c, "days_"+name), Working: request.Text(c, "working_"+name) != ""}
		fields = append(fields, "days_"+name, "working_"+name)
	}
	return p.onRules(c, p.App.Voice.SetClocks(c.UserContext(), who, clocks, request.Text(c, "clock_reason")), "clock_reason", fields...)
}

// AddHoliday adds a day on which no office works.
func (p *Pages) AddHoliday(c *fiber.Ctx) error {
	who, _ := actor(c)
	title := participation.Text{KO: request.Text(c, "name_ko"), EN: request.Text(c, "name_en")}
	return p.onRules(c, p.App.Voice.AddHoliday(c.UserContext(), who, request.Text(c, "day"), title), "", "day", "name_ko", "name_en")
}

// RemoveHoliday takes a day away.
func (p *Pages) RemoveHoliday(c *fiber.Ctx) error {
	who, _ := actor(c)
	return p.onRules(c, p.App.Voice.RemoveHoliday(c.UserContext(), who, request.Text(c, "day")), "", "day")
}
