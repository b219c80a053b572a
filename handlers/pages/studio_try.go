package pages

import (
	"encoding/json"
	"net/http"
	"strconv"

	"academy/app/assessment"
	"academy/app/fault"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/quiz"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
)

// TryQuiz is a question of a quiz as its author tries it.
func (p *Pages) TryQuiz(c *fiber.Ctx) error {
	at, err := strconv.Atoi(c.Query("at", "1"))
	if err != nil {
		return fault.ErrMissing
	}
	seed, _ := strconv.ParseInt(c.Query("seed"), 10, 64) //nolint:errcheck // what is no number is a new trial
	return p.tryQuiz(c, http.StatusOK, assessment.QuizTrial{Seed: seed, At: at}, layout.Form{})
}

// GradeTrial says what an author's answer would earn.
func (p *Pages) GradeTrial(c *fiber.Ctx) error {
	seed, _ := strconv.ParseInt(c.FormValue("seed"), 10, 64) //nolint:errcheck // what is no number is a new trial
	try := assessment.QuizTrial{Seed: seed, At: whole(c, "at")}
	response := answered(c)
	if c.FormValue("move") != "" {
		return p.tryQuiz(c, http.StatusOK, try, layout.Form{Values: map[string]string{"response": string(response)}})
	}
	try.Response = response
	if response == nil {
		try.Response = json.RawMessage("null")
	}
	return p.tryQuiz(c, http.StatusOK, try, layout.Form{})
}

// tryQuiz shows the question again where an answer cannot be taken, with what is wrong with it.
func (p *Pages) tryQuiz(c *fiber.Ctx, status int, try assessment.QuizTrial, f layout.Form) error {
	lesson, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	try.Slug, try.Lesson = c.Params("slug"), lesson
	v, err := p.App.Assessment.TryQuiz(c.UserContext(), who, lang, try)
	if err != nil && len(try.Response) > 0 {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		f.Values["response"] = string(try.Response)
		try.Response = nil
		return p.tryQuiz(c, status, try, f)
	}
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return quiz.Try(s, v, f) })
}
