package pages

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"academy/app/assessment"
	"academy/app/questions/formats"
	"academy/app/quizzes"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// ImportForm asks for a file of questions.
func (p *Pages) ImportForm(c *fiber.Ctx) error { return p.importForm(c, http.StatusOK, layout.Form{}) }

func (p *Pages) importForm(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	head, err := p.App.Quizzes.Head(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.ImportForm(s, head, f) })
}

// BringQuestions reads a file and leads to what it would bring.
func (p *Pages) BringQuestions(c *fiber.Ctx) error {
	id, err := p.bringQuestions(c)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		if sending := request.Of(c).Sending; sending != nil {
			f.Values = map[string]string{"format": sending.Field("format"), "lang": sending.Field("lang")}
		}
		return p.importForm(c, status, f)
	}
	return respond.SeeOther(c, studioPath(c)+"/bank/import/"+id.String())
}

func (p *Pages) bringQuestions(c *fiber.Ctx) (uuid.UUID, error) {
	sending := request.Of(c).Sending
	if sending == nil {
		return uuid.Nil, fiber.ErrBadRequest
	}
	name, content, err := sending.File()
	if err != nil {
		return uuid.Nil, err
	}
	data, err := io.ReadAll(content)
	if err != nil {
		return uuid.Nil, err
	}
	who, _ := actor(c)
	file := quizzes.SentFile{Name: name, Format: sending.Field("format"), Lang: language(sending.Field("lang")), Data: data}
	return p.App.Quizzes.BringQuestions(c.UserContext(), who, c.Params("slug"), file)
}

// language is one of the academy's; anything else is Korean.
func language(given string) string {
	if given == "en" {
		return given
	}
	return "ko"
}

// Import shows what a file would bring.
func (p *Pages) Import(c *fiber.Ctx) error { return p.imported(c, http.StatusOK, layout.Form{}) }

func (p *Pages) imported(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "import")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	v, err := p.App.Quizzes.Import(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	view := studio.ImportView{Import: v, Looks: make([]*assessment.Slot, len(v.Items))}
	for i, item := range v.Items {
		if item.State == formats.Refused {
			continue
		}
		look, err := p.App.Assessment.Preview(item.Draft, lang)
		if err != nil {
			return err
		}
		view.Looks[i] = &look
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Import(s, view, f) })
}

// TakeQuestions takes the questions that are ticked into the bank, or takes all of them out again.
func (p *Pages) TakeQuestions(c *fiber.Ctx) error {
	id, err := request.ID(c, "import")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	if c.FormValue("do") == "undo" {
		_, err = p.App.Quizzes.UndoImport(ctx, who, slug, id)
	} else {
		err = p.App.Quizzes.TakeQuestions(ctx, who, slug, id, places(request.All(c, "item")))
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.imported(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/bank/import/"+id.String())
}

func places(values []string) []int {
	var list []int
	for _, value := range values {
		if n, err := strconv.Atoi(value); err == nil {
			list = append(list, n)
		}
	}
	return list
}

// ExportQuestions sends the questions of a course as a file, or the empty table to fill in.
func (p *Pages) ExportQuestions(c *fiber.Ctx) error {
	who, lang := actor(c)
	format := formats.Format(c.Query("format"))
	var file bytes.Buffer
	var err error
	if c.Query("template") != "" {
		if _, err = p.App.Quizzes.Head(c.UserContext(), who, c.Params("slug")); err == nil {
			err = formats.WriteTemplate(&file, formats.XLSX)
		}
	} else {
		_, err = p.App.Quizzes.ExportQuestions(c.UserContext(), who, c.Params("slug"), format, string(lang), &file)
	}
	if err != nil {
		return err
	}
	c.Attachment(c.Params("slug") + "-questions" + format.Extension())
	c.Set(fiber.HeaderContentType, fiber.MIMEOctetStream)
	return c.Send(file.Bytes())
}
