package pages

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"academy/app/assessment"
	"academy/app/fault"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/quiz"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// QuizStart says the rules of a quiz.
func (p *Pages) QuizStart(c *fiber.Ctx) error { return p.quizStart(c, http.StatusOK, layout.Form{}) }

func (p *Pages) quizStart(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	start, err := p.App.Assessment.QuizStart(c.UserContext(), who, lang, id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return quiz.Start(s, start, f) })
}

// StartAttempt begins an attempt, or goes on with the one that is open.
func (p *Pages) StartAttempt(c *fiber.Ctx) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	attempt, _, err := p.App.Assessment.Start(c.UserContext(), who, lang, id, c.FormValue("password"))
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.quizStart(c, status, f)
	}
	return respond.SeeOther(c, attemptPath(attempt.ID))
}

func attemptPath(id uuid.UUID) string { return "/attempts/" + id.String() }

func questionPath(id uuid.UUID, slot int) string {
	return attemptPath(id) + "/questions/" + strconv.Itoa(slot)
}

func (p *Pages) attempt(c *fiber.Ctx) (assessment.Attempt, error) {
	id, err := request.ID(c, "id")
	if err != nil {
		return assessment.Attempt{}, err
	}
	who, lang := actor(c)
	return p.App.Assessment.Attempt(c.UserContext(), who, lang, id)
}

// open says that an attempt takes answers.
func open(a assessment.Attempt) bool { return a.State == "in_progress" }

// Attempt shows the result of an attempt, or leads to where there is something to do.
func (p *Pages) Attempt(c *fiber.Ctx) error {
	a, err := p.attempt(c)
	if err != nil {
		return err
	}
	if !open(a) {
		return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return quiz.Result(s, a) })
	}
	for _, slot := range a.Slots {
		if slot.Asks && !slot.Answered {
			return respond.SeeOther(c, questionPath(a.ID, slot.Slot))
		}
	}
	return respond.SeeOther(c, attemptPath(a.ID)+"/check")
}

// Question shows one question.
func (p *Pages) Question(c *fiber.Ctx) error { return p.question(c, http.StatusOK, layout.Form{}) }

func (p *Pages) question(c *fiber.Ctx, status int, f layout.Form) error {
	slot, err := request.Number(c, "slot")
	if err != nil {
		return err
	}
	a, err := p.attempt(c)
	if err != nil {
		return err
	}
	last := 0
	for _, s := range a.Slots {
		last = max(last, s.Slot)
	}
	switch {
	case !open(a):
		return respond.SeeOther(c, attemptPath(a.ID))
	case slot > last:
		return respond.SeeOther(c, attemptPath(a.ID)+"/check")
	case !has(a, slot):
		return fault.ErrMissing
	}
	return p.showBare(c, status, func(s layout.Shell) templ.Component { return quiz.Question(s, a, slot, f) })
}

func has(a assessment.Attempt, slot int) bool {
	for _, s := range a.Slots {
		if s.Slot == slot {
			return true
		}
	}
	return false
}

// Answer saves an answer and goes where the button pressed says. The same form sent twice is one answer. When another
// tab was faster, the question comes back with what that one saved.
func (p *Pages) Answer(c *fiber.Ctx) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	slot, err := request.Number(c, "slot")
	if err != nil {
		return err
	}
	response := answered(c)
	if response != nil {
		who, _ := actor(c)
		_, err = p.App.Assessment.SaveResponse(c.UserContext(), who, assessment.Answer{
			AttemptID: id, Slot: slot, OpID: c.FormValue("op_id"), Seq: seq(c), Response: response,
		})
	}
	if err == nil && c.FormValue("go") == "verdict" {
		err = p.verdict(c, id, slot)
	}
	switch {
	case errors.Is(err, assessment.ErrStale):
		return p.question(c, http.StatusConflict, layout.Form{Key: assessment.ErrStale.Key})
	case errors.Is(err, assessment.ErrChecked):
		return respond.SeeOther(c, questionPath(id, slot))
	case errors.Is(err, assessment.ErrDeadlinePassed), errors.Is(err, assessment.ErrAttemptClosed):
		return respond.SeeOther(c, attemptPath(id))
	case err != nil:
		return p.answerRefused(c, response, err)
	}
	return respond.SeeOther(c, after(c, id, slot))
}

// verdict asks what the answer that is saved now earns.
func (p *Pages) verdict(c *fiber.Ctx, id uuid.UUID, slot int) error {
	who, lang := actor(c)
	_, err := p.App.Assessment.CheckAnswer(c.UserContext(), who, lang, id, slot)
	return err
}

func (p *Pages) answerRefused(c *fiber.Ctx, response json.RawMessage, err error) error {
	f, status, err := form(c, err)
	if err != nil {
		return err
	}
	if response != nil {
		f.Values["response"] = string(response)
	}
	return p.question(c, status, f)
}

// after is where an answer leads.
func after(c *fiber.Ctx, id uuid.UUID, slot int) string {
	if c.FormValue("move")+c.FormValue("remove") != "" {
		return questionPath(id, slot)
	}
	switch c.FormValue("go") {
	case "prev":
		return questionPath(id, max(1, slot-1))
	case "check":
		return attemptPath(id) + "/check"
	case "verdict":
		return questionPath(id, slot) + "#q"
	}
	return questionPath(id, slot+1) // beyond the last one this leads to the check
}

// Check is the last look before one hands in.
func (p *Pages) Check(c *fiber.Ctx) error {
	a, err := p.attempt(c)
	if err != nil {
		return err
	}
	if !open(a) {
		return respond.SeeOther(c, attemptPath(a.ID))
	}
	return p.showBare(c, http.StatusOK, func(s layout.Shell) templ.Component { return quiz.Check(s, a, layout.Form{}) })
}

// Submit hands an attempt in. Sent twice it is graded once.
func (p *Pages) Submit(c *fiber.Ctx) error {
	id, err := request.ID(c, "id")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	if _, err := p.App.Assessment.Submit(c.UserContext(), who, id); err != nil {
		return err
	}
	p.badges.moved(who)
	return respond.SeeOther(c, attemptPath(id))
}
