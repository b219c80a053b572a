package pages

import (
	"net/http"
	"strings"
	"time"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/coord"
	"academy/handlers/views/layout"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Board is the roster of an activity.
func (p *Pages) Board(c *fiber.Ctx) error { return p.board(c, http.StatusOK, layout.Form{}) }

func (p *Pages) board(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	day, err := time.ParseInLocation(time.DateOnly, request.Query(c, "day"), locale.Seoul())
	if err != nil {
		day = time.Time{}
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Board(c.UserContext(), who, id, day)
	if err != nil {
		return err
	}
	byPerson := request.Query(c, "view") == "person"
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Board(s, v, byPerson, f) })
}

// refusedOnBoard shows the board with why something could not be done.
func (p *Pages) refusedOnBoard(c *fiber.Ctx, err error) error {
	f, status, err := form(c, err)
	if err != nil {
		return err
	}
	return p.board(c, status, f)
}

// PublishRoster tells volunteers what has changed.
func (p *Pages) PublishRoster(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.Publish(c.UserContext(), who, id); err != nil {
		return p.refusedOnBoard(c, err)
	}
	return p.done(c, "flash.roster_told", coordPath(c, "/roster"))
}

// activityAnd reads the activity and another ID out of the address.
func activityAnd(c *fiber.Ctx, name string) (activity, id uuid.UUID, err error) {
	if activity, err = request.ID(c, "activity"); err == nil {
		id, err = request.ID(c, name)
	}
	return activity, id, err
}

// Candidates is who could have a seat.
func (p *Pages) Candidates(c *fiber.Ctx) error {
	// Whoever was dropped on the seat stands chosen.
	return p.candidates(c, http.StatusOK, layout.Form{Values: map[string]string{"citizen": request.Query(c, "citizen")}})
}

func (p *Pages) candidates(c *fiber.Ctx, status int, f layout.Form) error {
	activity, need, err := activityAnd(c, "need")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Candidates(c.UserContext(), who, activity, need, request.Query(c, "q"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Assign(s, v, f) })
}

// Assign gives a seat.
func (p *Pages) Assign(c *fiber.Ctx) error {
	activity, need, err := activityAnd(c, "need")
	if err != nil {
		return err
	}
	citizen, err := uuid.Parse(request.Text(c, "citizen"))
	if err != nil {
		return p.candidates(c, http.StatusUnprocessableEntity, layout.Form{Key: "form.invalid", Errors: map[string]string{"citizen": "volunteering.choose"}})
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.Assign(c.UserContext(), who, activity, need, citizen, request.Text(c, "reason")); err != nil {
		f, status, err := form(c, err, "citizen", "reason")
		if err != nil {
			return err
		}
		return p.candidates(c, status, f)
	}
	return p.done(c, "flash.assigned", coordPath(c, "/roster"))
}

// Seat is one seat.
func (p *Pages) Seat(c *fiber.Ctx) error { return p.seat(c, http.StatusOK, layout.Form{}) }

func (p *Pages) seat(c *fiber.Ctx, status int, f layout.Form) error {
	activity, id, err := activityAnd(c, "seat")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Seat(c.UserContext(), who, activity, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Seat(s, v, f) })
}

// Unassign takes a seat away.
func (p *Pages) Unassign(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "seat")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.Unassign(c.UserContext(), who, activity, id, request.Text(c, "reason")); err != nil {
		f, status, err := form(c, err, "reason")
		if err != nil {
			return err
		}
		return p.seat(c, status, f)
	}
	return p.done(c, "flash.unassigned", coordPath(c, "/roster"))
}

// AskRoster has a roster worked out and leads to where its progress can be seen.
func (p *Pages) AskRoster(c *fiber.Ctx) error {
	id, err := request.ID(c, "activity")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	run, err := p.App.Volunteering.AskRoster(c.UserContext(), who, id)
	if err != nil {
		return p.refusedOnBoard(c, err)
	}
	return respond.SeeOther(c, coordPath(c, "/preview/"+run.String()))
}

// PreviewRoster is a roster that is proposed. While it is worked out the browser itself asks anew.
func (p *Pages) PreviewRoster(c *fiber.Ctx) error {
	return p.previewRoster(c, http.StatusOK, layout.Form{})
}

func (p *Pages) previewRoster(c *fiber.Ctx, status int, f layout.Form) error {
	activity, id, err := activityAnd(c, "run")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Preview(c.UserContext(), who, activity, id)
	if err != nil {
		return err
	}
	if v.Going() {
		c.Set("Refresh", lookAgain)
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Preview(s, v, f) })
}

// TakeRoster gives the chosen ones of the proposed seats.
func (p *Pages) TakeRoster(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "run")
	if err != nil {
		return err
	}
	var chosen []volunteering.Choice
	for _, given := range request.All(c, "seat") {
		need, citizen, _ := strings.Cut(given, ":")
		n, errNeed := uuid.Parse(need)
		who, errWho := uuid.Parse(citizen)
		if errNeed == nil && errWho == nil {
			chosen = append(chosen, volunteering.Choice{Need: n, Citizen: who})
		}
	}
	who, _ := actor(c)
	if _, err := p.App.Volunteering.AcceptRoster(c.UserContext(), who, activity, id, chosen); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.previewRoster(c, status, f)
	}
	return p.done(c, "flash.roster_taken", coordPath(c, "/roster"))
}

// DropRoster wants nothing of a roster.
func (p *Pages) DropRoster(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "run")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.DropRoster(c.UserContext(), who, activity, id); err != nil {
		return p.refusedOnBoard(c, err)
	}
	return p.done(c, "flash.roster_dropped", coordPath(c, "/roster"))
}

// StopRoster ends the search for a roster and shows the best so far.
func (p *Pages) StopRoster(c *fiber.Ctx) error {
	activity, id, err := activityAnd(c, "run")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if err := p.App.Volunteering.StopRoster(c.UserContext(), who, activity, id); err != nil {
		return p.refusedOnBoard(c, err)
	}
	return respond.SeeOther(c, coordPath(c, "/preview/"+id.String()))
}

// Volunteers lists those who offer to help.
func (p *Pages) Volunteers(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Volunteering.Volunteers(c.UserContext(), who, request.Query(c, "state"), request.Query(c, "after"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return coord.Volunteers(s, v) })
}

// OneVolunteer is one of them.
func (p *Pages) OneVolunteer(c *fiber.Ctx) error {
	return p.oneVolunteer(c, http.StatusOK, layout.Form{})
}

func (p *Pages) oneVolunteer(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "citizen")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Volunteering.Volunteer(c.UserContext(), who, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return coord.Volunteer(s, v, f) })
}

// DecideVolunteer approves a volunteer, or does not.
func (p *Pages) DecideVolunteer(c *fiber.Ctx) error {
	d := volunteering.Decision{State: request.Text(c, "state"), Term: request.Text(c, "term"), Answer: request.Text(c, "answer"), LastDay: dayOf(c, "last_day")}
	return p.aboutVolunteer(c, "flash.volunteer_decided", func(id uuid.UUID) error {
		who, _ := actor(c)
		return p.App.Volunteering.DecideVolunteer(c.UserContext(), who, id, d)
	})
}

// GrantDuty qualifies a volunteer for a duty by hand.
func (p *Pages) GrantDuty(c *fiber.Ctx) error {
	duty, _ := uuid.Parse(request.Text(c, "duty")) // what is none is no duty of ours
	return p.aboutVolunteer(c, "flash.duty_granted", func(id uuid.UUID) error {
		who, _ := actor(c)
		return p.App.Volunteering.GrantDuty(c.UserContext(), who, id, duty, dayOf(c, "grant_day"), request.Text(c, "grant_reason"))
	})
}

func (p *Pages) aboutVolunteer(c *fiber.Ctx, flash string, decide func(id uuid.UUID) error) error {
	id, err := request.ID(c, "citizen")
	if err != nil {
		return err
	}
	if err := decide(id); err != nil {
		f, status, err := form(c, err, "state", "term", "answer", "last_day", "duty", "grant_day", "grant_reason")
		if err != nil {
			return err
		}
		return p.oneVolunteer(c, status, f)
	}
	return p.done(c, flash, "/coord/volunteers/"+id.String())
}
