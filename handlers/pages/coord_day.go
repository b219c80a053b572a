package pages

import (
	"net/http"
	"time"

	"academy/app/credentials/paper"
	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// CheckInDesk is the check-in of an activity.
func (p *Pages) CheckInDesk(c *fiber.Ctx) error {
	return p.checkInDesk(c, http.StatusOK, layout.Form{})
}

func (p *Pages) checkInDesk(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	day, err := time.ParseInLocation(time.DateOnly, request.Query(c, "day"), locale.Seoul())
	if err != nil || day.Year() < 2000 || day.Year() > 2200 {
		day = time.Time{}
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Desk(c.UserContext(), who, id, day, request.Query(c, "q"))
	if err != nil {
		return err
	}
	var qr [][]bool
	if v.Address != "" {
		if qr, err = paper.QR(v.Address); err != nil {
			return err
		}
	}
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Desk(s, v, qr, f) })
}

// deskPath leads back to the day that was looked at.
func deskPath(c *fiber.Ctx) string {
	path := coordPath(c, "/checkin")
	if day := request.Text(c, "day"); day != "" {
		if _, err := time.Parse(time.DateOnly, day); err == nil {
			path += "?day=" + day
		}
	}
	return path
}

// MarkSeat notes what has become of somebody, or takes the last mark back.
func (p *Pages) MarkSeat(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "assignment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	mark := request.Text(c, "mark")
	if mark == "undo" {
		err = p.App.Volunteering.UndoMark(c.UserContext(), who, activity, id)
	} else {
		err = p.App.Volunteering.MarkSeat(c.UserContext(), who, activity, id, volunteering.Mark(mark))
	}
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.checkInDesk(c, status, f)
	}
	return p.done(c, "flash.marked_"+mark, deskPath(c))
}

// WalkIns is who could be added on the spot.
func (p *Pages) WalkIns(c *fiber.Ctx) error { return p.walkIns(c, http.StatusOK, layout.Form{}) }

func (p *Pages) walkIns(c *fiber.Ctx, status int, f layout.Form) error {
	activity, need, err := activityAnd(c, "need")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.WalkIns(c.UserContext(), who, activity, need, request.Query(c, "q"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.WalkIn(s, v, f) })
}

// WalkIn adds somebody on the spot and checks them in.
func (p *Pages) WalkIn(c *fiber.Ctx) error {
	activity, need, err := activityAnd(c, "need")
	if err != nil {
		return err
	}
	citizen, err := uuid.Parse(request.Text(c, "citizen"))
	if err != nil {
		return p.walkIns(c, http.StatusUnprocessableEntity, layout.Form{Key: "form.invalid", Errors: map[string]string{"citizen": "volunteering.choose"}})
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.WalkIn(c.UserContext(), who, activity, need, citizen, request.Text(c, "reason")); err != nil {
		f, status, err := form(c, err, "citizen", "reason")
		if err != nil {
			return err
		}
		return p.walkIns(c, status, f)
	}
	return p.done(c, "flash.walked_in", coordPath(c, "/checkin"))
}
