package pages

import (
	"net/http"

	"academy/handlers/request"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"
	"academy/handlers/views/volunteer"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// SwapForm is what one of one's seats could be swapped for, and the way to somebody who takes it over.
func (p *Pages) SwapForm(c *fiber.Ctx) error { return p.swapForm(c, http.StatusOK, layout.Form{}) }

func (p *Pages) swapForm(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.SwapChoices(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return volunteer.Swap(s, v, f) })
}

// refusedSwap shows the form again with why something could not be done.
func (p *Pages) refusedSwap(c *fiber.Ctx, err error, fields ...string) error {
	f, status, err := form(c, err, fields...)
	if err != nil {
		return err
	}
	return p.swapForm(c, status, f)
}

// OfferSwap asks somebody to change places.
func (p *Pages) OfferSwap(c *fiber.Ctx) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	seat, err := uuid.Parse(request.Text(c, "seat"))
	if err != nil {
		return p.swapForm(c, http.StatusUnprocessableEntity, layout.Form{Key: "form.invalid", Errors: map[string]string{"seat": "volunteering.choose"}})
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.OfferSwap(c.UserContext(), who, id, seat); err != nil {
		return p.refusedSwap(c, err, "seat", "note")
	}
	return p.done(c, "flash.swap_offered", myShiftsPath)
}

// AskCover looks for somebody who takes a seat over.
func (p *Pages) AskCover(c *fiber.Ctx) error {
	id, err := request.ID(c, "assignment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.AskCover(c.UserContext(), who, id, request.Text(c, "note")); err != nil {
		return p.refusedSwap(c, err, "seat", "note")
	}
	return p.done(c, "flash.cover_asked", myShiftsPath)
}

// AnswerSwap says yes or no to a swap, or takes it back.
func (p *Pages) AnswerSwap(c *fiber.Ctx) error {
	id, err := request.ID(c, "swap")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	do := c.FormValue("do")
	switch do {
	case "swap_accept", "swap_refuse":
		_, err = p.App.Volunteering.AnswerSwap(c.UserContext(), who, id, do == "swap_accept")
	case "swap_withdraw":
		err = p.App.Volunteering.WithdrawSwap(c.UserContext(), who, id)
	default:
		return fiber.ErrBadRequest
	}
	return p.answered(c, do, err)
}

// answered leads back to one's shifts, with why something could not be done.
func (p *Pages) answered(c *fiber.Ctx, do string, err error) error {
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.myShifts(c, status, f)
	}
	return p.done(c, "flash."+do, myShiftsPath)
}

// AnswerCover takes a seat over, says no, or stops looking for somebody.
func (p *Pages) AnswerCover(c *fiber.Ctx) error {
	id, err := request.ID(c, "cover")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	do := c.FormValue("do")
	switch do {
	case "cover_take":
		err = p.App.Volunteering.TakeCover(c.UserContext(), who, id)
	case "cover_decline":
		err = p.App.Volunteering.DeclineCover(c.UserContext(), who, id)
	case "cover_withdraw":
		err = p.App.Volunteering.WithdrawCover(c.UserContext(), who, id)
	default:
		return fiber.ErrBadRequest
	}
	return p.answered(c, do, err)
}

// Swaps is the swaps of an activity.
func (p *Pages) Swaps(c *fiber.Ctx) error { return p.swaps(c, http.StatusOK, layout.Form{}) }

func (p *Pages) swaps(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Swaps(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Swaps(s, v, f) })
}

// DecideSwap approves or refuses a swap that both want.
func (p *Pages) DecideSwap(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "swap")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	do := c.FormValue("do")
	if do != "approved" && do != "refused" {
		return fiber.ErrBadRequest
	}
	if err := p.App.Volunteering.DecideSwap(c.UserContext(), who, activity, id, do == "approved", request.Text(c, "reason")); err != nil {
		f, status, err := form(c, err, "reason")
		if err != nil {
			return err
		}
		f.Values["swap"] = id.String() // the page has a form for each
		return p.swaps(c, status, f)
	}
	return p.done(c, "flash.swap_"+do, coordPath(c, "/swaps"))
}
