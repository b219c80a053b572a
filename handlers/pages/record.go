package pages

import (
	"errors"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"academy/app/credentials/record"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	views "academy/handlers/views/record"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

const recordPath = "/me/record"

// RecordForm is one's own record, with what is shared of it just now already ticked.
func (p *Pages) RecordForm(c *fiber.Ctx) error {
	who, lang := actor(c)
	mine, err := p.App.Record.Mine(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	d := views.Draft{Ticked: ticked(mine, request.Query(c, "tick")), Days: "30"}
	if mine.Share != nil {
		d.Hide, d.Results = mine.Share.HideName, mine.Share.Results
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return views.Choose(s, mine, d, layout.Form{}) })
}

// ticked is what stands ticked before anybody has: what is shared, or all or nothing where that was asked for.
func ticked(mine record.Mine, asked string) map[record.Ref]bool {
	all := map[record.Ref]bool{}
	for _, section := range mine.Sections {
		for _, line := range section.Lines {
			all[line.Ref] = asked == "all" || (line.Chosen && asked != "none")
		}
	}
	return all
}

// ChangeRecord shows the form again with a choice that was made before.
func (p *Pages) ChangeRecord(c *fiber.Ctx) error {
	return p.recordForm(c, http.StatusOK, layout.Form{})
}

func (p *Pages) recordForm(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	mine, err := p.App.Record.Mine(c.UserContext(), who, lang)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return views.Choose(s, mine, draft(c), f) })
}

// choice reads what is ticked. What names no line is passed over: no page of ours sends it.
func choice(c *fiber.Ctx) record.Choice {
	chosen := record.Choice{HideName: request.Text(c, "name") == "hidden", Results: request.Text(c, "results") != ""}
	for _, given := range request.All(c, "line") {
		kind, name, _ := strings.Cut(given, ":")
		if id, err := uuid.Parse(name); err == nil {
			chosen.Lines = append(chosen.Lines, record.Ref{Kind: kind, ID: id})
		}
	}
	return chosen
}

func draft(c *fiber.Ctx) views.Draft {
	chosen := choice(c)
	d := views.Draft{Ticked: map[record.Ref]bool{}, Hide: chosen.HideName, Results: chosen.Results, Days: request.Text(c, "days")}
	for _, ref := range chosen.Lines {
		d.Ticked[ref] = true
	}
	return d
}

// refusedRecord shows the form again with what is wrong with it.
func (p *Pages) refusedRecord(c *fiber.Ctx, err error) error {
	f, status, err := form(c, err, "days")
	if err != nil {
		return err
	}
	return p.recordForm(c, status, f)
}

// PreviewRecord shows what others would see, and shares nothing.
func (p *Pages) PreviewRecord(c *fiber.Ctx) error {
	who, lang := actor(c)
	r, err := p.App.Record.Preview(c.UserContext(), who, lang, choice(c))
	if err != nil {
		return p.refusedRecord(c, err)
	}
	d, replacing := draft(c), request.Text(c, "replaces")
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return views.Preview(s, r, d, replacing) })
}

// PrintRecord sends the preview as a PDF.
func (p *Pages) PrintRecord(c *fiber.Ctx) error {
	who, lang := actor(c)
	file, err := p.App.Record.PreviewPDF(c.UserContext(), who, lang, choice(c))
	if err != nil {
		return p.refusedRecord(c, err)
	}
	return sendRecord(c, file)
}

// ShareRecord makes a link and shows it, this once: the page is the answer to the form itself, for no address may hold the
// code of somebody's record before its holder gives it away.
func (p *Pages) ShareRecord(c *fiber.Ctx) error {
	who, lang := actor(c)
	t := record.Terms{Choice: choice(c)}
	t.Days, _ = strconv.Atoi(request.Text(c, "days"))
	if id, err := uuid.Parse(request.Text(c, "replaces")); err == nil {
		t.Replaces = id
	}
	made, err := p.App.Record.Share(c.UserContext(), who, lang, t)
	if err != nil {
		return p.refusedRecord(c, err)
	}
	return p.show(c, http.StatusCreated, func(s layout.Shell) templ.Component { return views.Made(s, made) })
}

// EndRecord makes the link void.
func (p *Pages) EndRecord(c *fiber.Ctx) error {
	who, _ := actor(c)
	if err := p.App.Record.End(c.UserContext(), who); err != nil {
		return err
	}
	return p.done(c, "flash.record_ended", recordPath)
}

// SharedRecord is the public page of a code. Search engines leave it out, and no other site is told its address.
func (p *Pages) SharedRecord(c *fiber.Ctx) error {
	who, lang := actor(c)
	code := c.Params("code")
	secluded(c)
	r, err := p.App.Record.Open(c.UserContext(), who, lang, code)
	if err != nil {
		return p.overRecord(c, err)
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return views.Show(s, r, code) })
}

// SharedRecordPDF sends a shared record as a PDF.
func (p *Pages) SharedRecordPDF(c *fiber.Ctx) error {
	who, lang := actor(c)
	secluded(c)
	file, err := p.App.Record.PDF(c.UserContext(), who, lang, c.Params("code"))
	if err != nil {
		return p.overRecord(c, err)
	}
	return sendRecord(c, file)
}

func secluded(c *fiber.Ctx) {
	c.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	c.Set(fiber.HeaderReferrerPolicy, "no-referrer")
}

// overRecord is the same page for every code that shows nothing.
func (p *Pages) overRecord(c *fiber.Ctx, err error) error {
	status := http.StatusNotFound
	switch {
	case errors.Is(err, record.ErrOver):
		status = http.StatusGone
	case !errors.Is(err, record.ErrUnknown):
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return views.Over(s) })
}

func sendRecord(c *fiber.Ctx, file record.File) error {
	c.Set(fiber.HeaderContentType, "application/pdf")
	c.Set(fiber.HeaderContentDisposition, mime.FormatMediaType("attachment", map[string]string{"filename": file.Name}))
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file.Bytes)
}
