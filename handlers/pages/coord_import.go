package pages

import (
	"bytes"
	"io"
	"net/http"

	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// ShiftImportForm asks for a table of shifts.
func (p *Pages) ShiftImportForm(c *fiber.Ctx) error {
	return p.shiftImportForm(c, http.StatusOK, layout.Form{})
}

func (p *Pages) shiftImportForm(c *fiber.Ctx, status int, f layout.Form) error {
	v, err := p.shiftPlan(c)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.ShiftImportForm(s, v, f) })
}

// ShiftTemplate sends the table to be filled in.
func (p *Pages) ShiftTemplate(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	var file bytes.Buffer
	if err := p.App.Volunteering.WriteShiftTemplate(c.UserContext(), who, id, lang, &file); err != nil {
		return err
	}
	c.Attachment("shifts.xlsx")
	c.Set(fiber.HeaderContentType, fiber.MIMEOctetStream)
	return c.Send(file.Bytes())
}

// BringShifts reads a table and leads to what it would add.
func (p *Pages) BringShifts(c *fiber.Ctx) error {
	id, err := p.bringShifts(c)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.shiftImportForm(c, status, f)
	}
	return respond.SeeOther(c, coordPath(c, "/shifts/import/"+id.String()))
}

func (p *Pages) bringShifts(c *fiber.Ctx) (uuid.UUID, error) {
	activity, err := request.ID(c, "activity")
	if err != nil {
		return uuid.Nil, err
	}
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
	return p.App.Volunteering.BringShifts(c.UserContext(), who, activity, volunteering.SentFile{Name: name, Data: data})
}

// ShiftImport shows what a table would add.
func (p *Pages) ShiftImport(c *fiber.Ctx) error {
	return p.shiftImport(c, http.StatusOK, layout.Form{})
}

func (p *Pages) shiftImport(c *fiber.Ctx, status int, f layout.Form) error {
	activity, id, err := activityAnd(c, "import")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.ShiftImport(c.UserContext(), who, activity, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.ShiftImport(s, v, f) })
}

// TakeShifts adds the shifts of a table, or takes them out again.
func (p *Pages) TakeShifts(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "import")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	flash := "flash.shifts_added"
	switch c.FormValue("do") {
	case "undo":
		flash, err = "flash.import_undone", p.App.Volunteering.UndoShifts(c.UserContext(), who, activity, id)
	case "take", "good":
		_, err = p.App.Volunteering.TakeShifts(c.UserContext(), who, activity, id, c.FormValue("do") == "good")
	default:
		return fiber.ErrBadRequest
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.shiftImport(c, status, f)
	}
	return p.done(c, flash, coordPath(c, "/shifts/import/"+id.String()))
}
