package pages

import (
	"net/http"
	"strings"

	"academy/app/quizzes"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/question"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Bank is the questions of a course, or those that other courses share with it.
func (p *Pages) Bank(c *fiber.Ctx) error { return p.bank(c, http.StatusOK, layout.Form{}) }

func (p *Pages) bank(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v := studio.BankView{Filter: bankFilter(c), Lesson: lessonOf(c), Shared: ofOthers(c)}
	list := p.App.Quizzes.Bank
	if v.Shared {
		list = p.App.Quizzes.SharedBank
	}
	var err error
	if v.Bank, err = list(c.UserContext(), who, c.Params("slug"), v.Filter); err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Bank(s, v, f) })
}

func bankFilter(c *fiber.Ctx) quizzes.BankFilter {
	return quizzes.BankFilter{
		Text: request.Query(c, "q"), Type: c.Query("type"), Tag: request.Query(c, "tag"), Category: request.Query(c, "category"),
		Difficulty: c.Query("difficulty"), Archived: c.Query("archived") != "", Cursor: c.Query("cursor"),
	}
}

// ofOthers says whether a page is about the questions that other courses share.
func ofOthers(c *fiber.Ctx) bool { return c.Query("from") == "shared" }

// lessonOf is the quiz that questions are written or chosen for; zero for none.
func lessonOf(c *fiber.Ctx) uuid.UUID {
	id, err := uuid.Parse(c.Query("lesson"))
	if err != nil {
		return uuid.Nil
	}
	return id
}

// EditBank changes the questions that are ticked, or puts them into the quiz that they were chosen for.
func (p *Pages) EditBank(c *fiber.Ctx) error {
	if ofOthers(c) {
		return p.takeShared(c)
	}
	who, _ := actor(c)
	edit := quizzes.BankEdit{Questions: ids(request.All(c, "question")), Do: c.FormValue("do"), Value: request.Text(c, "value")}
	if edit.Do == "add" {
		return p.addToQuiz(c, edit.Questions)
	}
	if difficulty, ok := strings.CutPrefix(edit.Do, "difficulty."); ok {
		edit.Do, edit.Value = quizzes.SetDifficulty, difficulty
	}
	if err := p.App.Quizzes.EditBank(c.UserContext(), who, c.Params("slug"), edit); err != nil {
		return p.bankAgain(c, err)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/bank?"+string(c.Request().URI().QueryString()))
}

// bankAgain shows the bank with what is wrong.
func (p *Pages) bankAgain(c *fiber.Ctx, err error) error {
	f, status, err := form(c, err, "value")
	if err != nil {
		return err
	}
	return p.bank(c, status, f)
}

// takeShared copies questions that other courses share: those that are ticked, or all that were found. They go into the
// quiz that they were chosen for, or else stay in the bank.
func (p *Pages) takeShared(c *fiber.Ctx) error {
	who, _ := actor(c)
	ctx, slug := c.UserContext(), c.Params("slug")
	if c.FormValue("do") == "copy_found" {
		if _, err := p.App.Quizzes.CopyFound(ctx, who, slug, bankFilter(c)); err != nil {
			return err
		}
		return p.done(c, "flash.saved", studioPath(c)+"/bank?"+string(c.Request().URI().QueryString()))
	}
	copies, err := p.App.Quizzes.CopyShared(ctx, who, slug, ids(request.All(c, "question")))
	switch {
	case err != nil:
		return p.bankAgain(c, err)
	case c.FormValue("do") == "add":
		return p.addToQuiz(c, copies)
	case len(copies) == 1:
		return p.done(c, "flash.saved", studioPath(c)+"/bank/"+copies[0].String())
	}
	return p.done(c, "flash.saved", studioPath(c)+"/bank?"+string(c.Request().URI().QueryString()))
}

// SharedQuestion is a question that another course shares, to be looked at and copied.
func (p *Pages) SharedQuestion(c *fiber.Ctx) error {
	id, err := request.ID(c, "question")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Quizzes.SharedQuestion(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.SharedQuestion(s, v, lessonOf(c)) })
}

// ids reads the IDs among some values.
func ids(values []string) []uuid.UUID {
	var list []uuid.UUID
	for _, value := range values {
		if id, err := uuid.Parse(value); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// addToQuiz puts questions at the end of the quiz that they were chosen for.
func (p *Pages) addToQuiz(c *fiber.Ctx, chosen []uuid.UUID) error {
	who, _ := actor(c)
	lesson := lessonOf(c)
	if err := p.App.Quizzes.AddToQuiz(c.UserContext(), who, c.Params("slug"), lesson, chosen); err != nil {
		return err
	}
	return p.done(c, "flash.saved", studioPath(c)+"/quizzes/"+lesson.String())
}

// NewQuestionForm is an empty question of a type.
func (p *Pages) NewQuestionForm(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Quizzes.NewQuestion(c.UserContext(), who, c.Params("slug"), c.Query("type"))
	if err != nil {
		return err
	}
	return p.questionForm(c, http.StatusOK, v, layout.Form{Values: studio.QuestionValues(v.QuestionChange)})
}

// EditQuestion is a question as its authors edit it.
func (p *Pages) EditQuestion(c *fiber.Ctx) error {
	v, err := p.questionWork(c)
	if err != nil {
		return err
	}
	return p.questionForm(c, http.StatusOK, v, layout.Form{Values: studio.QuestionValues(v.QuestionChange)})
}

func (p *Pages) questionWork(c *fiber.Ctx) (quizzes.QuestionWork, error) {
	who, _ := actor(c)
	if c.Params("question") == "" {
		return p.App.Quizzes.NewQuestion(c.UserContext(), who, c.Params("slug"), c.FormValue("type"))
	}
	id, err := request.ID(c, "question")
	if err != nil {
		return quizzes.QuestionWork{}, err
	}
	return p.App.Quizzes.Question(c.UserContext(), who, c.Params("slug"), id)
}

func (p *Pages) questionForm(c *fiber.Ctx, status int, v quizzes.QuestionWork, f layout.Form) error {
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Question(s, v, lessonOf(c), f) })
}

// SaveQuestion keeps a question. What is wrong comes back with everything that was typed; "rows" asks for more of them.
func (p *Pages) SaveQuestion(c *fiber.Ctx) error {
	v, err := p.questionWork(c)
	if err != nil {
		return err
	}
	change := questionChange(c)
	if c.FormValue("do") == "rows" {
		v.QuestionChange = change
		return p.questionForm(c, http.StatusOK, v, layout.Form{Values: studio.QuestionValues(change)})
	}
	who, _ := actor(c)
	id, err := p.App.Quizzes.SaveQuestion(c.UserContext(), who, c.Params("slug"), v.ID, change)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		v.QuestionChange, f.Values = change, studio.QuestionValues(change)
		return p.questionForm(c, status, v, f)
	}
	return p.savedQuestion(c, id, v.ID == uuid.Nil)
}

// savedQuestion leads on: a new question that was written for a quiz is put into it.
func (p *Pages) savedQuestion(c *fiber.Ctx, id uuid.UUID, isNew bool) error {
	lesson := lessonOf(c)
	switch {
	case isNew && lesson != uuid.Nil:
		return p.addToQuiz(c, []uuid.UUID{id})
	case lesson != uuid.Nil:
		return p.done(c, "flash.saved", studioPath(c)+"/quizzes/"+lesson.String())
	}
	return p.done(c, "flash.saved", studioPath(c)+"/bank/"+id.String())
}

func questionChange(c *fiber.Ctx) quizzes.QuestionChange {
	typ := c.FormValue("type")
	return quizzes.QuestionChange{
		From: whole(c, "from"), Type: typ, Prompt: text(c, "prompt"), Feedback: text(c, "feedback"), Category: request.Text(c, "category"),
		Tags: request.Text(c, "tags"), Difficulty: c.FormValue("difficulty"), Body: question.Read(typ, func(name string) []string { return request.All(c, name) }),
	}
}
