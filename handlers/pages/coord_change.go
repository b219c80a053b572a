package pages

import (
	"net/http"

	"academy/handlers/request"
	"academy/handlers/views/layout"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// UndoRoster takes back the last thing that one did on the board.
func (p *Pages) UndoRoster(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.Undo(c.UserContext(), who, id); err != nil {
		return p.refusedOnBoard(c, err)
	}
	return p.done(c, "flash.roster_undone", coordPath(c, "/roster"))
}

// MoveSeat gives somebody another seat in place of one.
func (p *Pages) MoveSeat(c *fiber.Ctx) error {
	activity, seat, err := activityAnd(c, "seat")
	if err != nil {
		return err
	}
	need, err := uuid.Parse(request.Text(c, "need"))
	if err != nil {
		return p.seat(c, http.StatusUnprocessableEntity, layout.Form{Key: "form.invalid", Errors: map[string]string{"need": "volunteering.choose"}})
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.Move(c.UserContext(), who, activity, seat, need, request.Text(c, "move_reason")); err != nil {
		f, status, err := form(c, err, "need", "move_reason")
		if err != nil {
			return err
		}
		if key := f.Errors["reason"]; key != "" { // the page has two reasons
			delete(f.Errors, "reason")
			f.Errors["move_reason"] = key
		}
		return p.seat(c, status, f)
	}
	return p.done(c, "flash.moved", coordPath(c, "/roster"))
}
