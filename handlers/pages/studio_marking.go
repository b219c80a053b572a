package pages

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"academy/app/assessment"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Marking is what is to be marked in a course.
func (p *Pages) Marking(c *fiber.Ctx) error { return p.marking(c, http.StatusOK, layout.Form{}) }

func (p *Pages) marking(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Assessment.Marking(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Marking(s, v, f) })
}

// GiveMark marks one answer and leads to the next.
func (p *Pages) GiveMark(c *fiber.Ctx) error {
	attempt, err := uuid.Parse(c.FormValue("attempt"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	if err := p.App.Assessment.GiveMark(c.UserContext(), who, c.Params("slug"), markOf(c, attempt)); err != nil {
		f, status, err := refusedMark(c, err)
		if err != nil {
			return err
		}
		return p.marking(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/marking")
}

// markOf reads the fields of a mark.
func markOf(c *fiber.Ctx, attempt uuid.UUID) assessment.Mark {
	mark := assessment.Mark{Attempt: attempt, Slot: whole(c, "slot"), Marks: decimal(c.FormValue("marks")), Comment: request.Text(c, "comment")}
	for _, points := range request.All(c, "points") {
		mark.Points = append(mark.Points, decimal(points))
	}
	return mark
}

// refusedMark is the form of a mark as it comes back.
func refusedMark(c *fiber.Ctx, refused error) (layout.Form, int, error) {
	f, status, err := form(c, refused, "attempt", "slot", "marks", "comment", "reason")
	if err == nil {
		f.Values["points"] = strings.Join(request.All(c, "points"), " ")
	}
	return f, status, err
}

// GivenMarks is what was marked in a course.
func (p *Pages) GivenMarks(c *fiber.Ctx) error { return p.givenMarks(c, http.StatusOK, layout.Form{}) }

func (p *Pages) givenMarks(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Assessment.GivenMarks(c.UserContext(), who, lang, c.Params("slug"), request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.GivenMarks(s, v, f) })
}

// CorrectMark gives an answer another mark.
func (p *Pages) CorrectMark(c *fiber.Ctx) error {
	attempt, err := uuid.Parse(c.FormValue("attempt"))
	seen, wrong := time.Parse(time.RFC3339Nano, c.FormValue("seen"))
	if err != nil || wrong != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	correction := assessment.MarkCorrection{Mark: markOf(c, attempt), Seen: seen, Reason: request.Text(c, "reason")}
	if err := p.App.Assessment.CorrectMark(c.UserContext(), who, c.Params("slug"), correction); err != nil {
		f, status, err := refusedMark(c, err)
		if err != nil {
			return err
		}
		return p.givenMarks(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/marking/given")
}

// LateAnswers is the answers of a course that came too late.
func (p *Pages) LateAnswers(c *fiber.Ctx) error {
	return p.lateAnswers(c, http.StatusOK, layout.Form{})
}

func (p *Pages) lateAnswers(c *fiber.Ctx, status int, f layout.Form) error {
	who, lang := actor(c)
	v, err := p.App.Assessment.LateAnswers(c.UserContext(), who, lang, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.LateAnswers(s, v, f) })
}

// DecideLate takes or leaves one of them and leads to the next.
func (p *Pages) DecideLate(c *fiber.Ctx) error {
	attempt, err := uuid.Parse(c.FormValue("attempt"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	decision := assessment.LateDecision{Attempt: attempt, Slot: whole(c, "slot"), OpID: request.Text(c, "op_id"), Take: c.FormValue("do") == "take"}
	if err := p.App.Assessment.DecideLate(c.UserContext(), who, c.Params("slug"), decision); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.lateAnswers(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/marking/late")
}

// decimal reads a number; what is none is no number, which no rule takes.
func decimal(text string) float64 {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil {
		return math.NaN()
	}
	return n
}
