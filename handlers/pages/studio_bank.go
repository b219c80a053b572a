package pages

import (
	"net/http"
	"slices"
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

// Bank is the questions of a course.
func (p *Pages) Bank(c *fiber.Ctx) error { return p.bank(c, http.StatusOK, layout.Form{}) }

func (p *Pages) bank(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	filter := quizzes.BankFilter{
		Text: request.Query(c, "q"), Type: c.Query("type"), Tag: request.Query(c, "tag"), Category: request.Query(c, "category"),
		Difficulty: c.Query("difficulty"), Archived: c.Query("archived") != "", Cursor: c.Query("cursor"),
	}
	v, err := p.App.Quizzes.Bank(c.UserContext(), who, c.Params("slug"), filter)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component {
		return studio.Bank(s, studio.BankView{Bank: v, Filter: filter, Lesson: lessonOf(c)}, f)
	})
}

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
	who, _ := actor(c)
	edit := quizzes.BankEdit{Questions: ids(request.All(c, "question")), Do: c.FormValue("do"), Value: request.Text(c, "value")}
	if edit.Do == "add" {
		return p.addToQuiz(c, edit.Questions)
	}
	if difficulty, ok := strings.CutPrefix(edit.Do, "difficulty."); ok {
		edit.Do, edit.Value = quizzes.SetDifficulty, difficulty
	}
	if err := p.App.Quizzes.EditBank(c.UserContext(), who, c.Params("slug"), edit); err != nil {
		f, status, err := form(c, err, "value")
		if err != nil {
			return err
		}
		return p.bank(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/bank?"+string(c.Request().URI().QueryString()))
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

// addToQuiz puts questions at the end of a quiz. One that is there already stays where it is.
func (p *Pages) addToQuiz(c *fiber.Ctx, chosen []uuid.UUID) error {
	who, _ := actor(c)
	ctx, slug, lesson := c.UserContext(), c.Params("slug"), lessonOf(c)
	v, err := p.App.Quizzes.Quiz(ctx, who, slug, lesson)
	if err != nil {
		return err
	}
	change := v.QuizChange
	for _, id := range chosen {
		if !slices.ContainsFunc(change.Slots, func(s quizzes.SlotChange) bool { return s.Question == id }) {
			change.Slots = append(change.Slots, quizzes.SlotChange{Question: id, Marks: usualMarks})
		}
	}
	if err := p.App.Quizzes.SaveQuizWork(ctx, who, slug, lesson, change); err != nil {
		return err
	}
	return p.done(c, "flash.saved", studioPath(c)+"/quizzes/"+lesson.String())
}

// usualMarks are what a question is worth until its author says something else.
const usualMarks = 10

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
