package pages

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"academy/app/locale"
	"academy/app/quizzes"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Quiz is where the quiz of a lesson is put together.
func (p *Pages) Quiz(c *fiber.Ctx) error { return p.quizWork(c, http.StatusOK, nil, layout.Form{}) }

// quizWork shows a quiz, with what was just sent of it if that was refused.
func (p *Pages) quizWork(c *fiber.Ctx, status int, sent *quizzes.QuizChange, f layout.Form) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Quizzes.Quiz(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	kept := studio.QuizValues(c.UserContext(), v.Terms)
	if sent == nil {
		f.Values = kept
	} else {
		v.Take(*sent)
		f.Values = request.Fields(c, append(studio.QuizFields(), "draw_count", "draw_tag", "draw_category", "draw_difficulty")...)
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Quiz(s, v, f) })
}

// SaveQuiz keeps a quiz in the draft, after the button pressed has changed it, and leads on from there.
func (p *Pages) SaveQuiz(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	change := quizChange(c)
	place := change.step(c)
	if err := p.App.Quizzes.SaveQuizWork(c.UserContext(), who, c.Params("slug"), id, change.QuizChange); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.quizWork(c, status, &change.QuizChange, f)
	}
	if c.FormValue("do") == "bank" {
		return respond.SeeOther(c, studioPath(c)+"/bank?lesson="+id.String())
	}
	if c.FormValue("do") == "try" {
		return respond.SeeOther(c, studioPath(c)+"/quizzes/"+id.String()+"/try")
	}
	return p.done(c, "flash.saved", studioPath(c)+"/quizzes/"+id.String()+place)
}

type quizSteps struct{ quizzes.QuizChange }

func quizChange(c *fiber.Ctx) quizSteps {
	change := quizzes.QuizChange{From: whole(c, "from"), Terms: quizzes.Terms{
		PassPercent: whole(c, "pass_percent"), MaxAttempts: whole(c, "attempts"), TimeLimitS: 60 * whole(c, "minutes"), Shuffle: c.FormValue("shuffle") != "",
		ShuffleQuestions: c.FormValue("shuffle_questions") != "", OpensAt: moment(c, "opens_at"), ClosesAt: moment(c, "closes_at"), DelayS: 60 * whole(c, "delay"),
		Password: strings.TrimSpace(request.Text(c, "password")), Grading: c.FormValue("grading"), ReviewDuring: c.FormValue("review_during"),
		ReviewAfter: c.FormValue("review_after"), ReviewLater: c.FormValue("review_later"), ReviewClosed: c.FormValue("review_closed"),
	}}
	marks, rows := request.All(c, "marks"), request.All(c, "row")
	for i, place := range request.All(c, "slot") {
		if i >= len(rows) {
			break
		}
		row := rows[i]
		slot := quizzes.SlotChange{Marks: -1, Section: sectionIn(c, row)}
		if place == "draw" {
			slot.Draw = drawIn(c, "."+row)
		} else if id, err := uuid.Parse(place); err == nil {
			slot.Question = id
		} else {
			continue
		}
		if i < len(marks) {
			if n, err := strconv.ParseFloat(strings.TrimSpace(marks[i]), 64); err == nil {
				slot.Marks = n
			}
		}
		change.Slots = append(change.Slots, slot)
	}
	return quizSteps{change}
}

// moment reads a time of the reader's zone: nil where none was given, zero where it cannot be read.
func moment(c *fiber.Ctx, name string) *time.Time {
	written := request.Text(c, name)
	if written == "" {
		return nil
	}
	at, _ := time.ParseInLocation(studio.DateForm, written, locale.From(c.UserContext()).Zone) //nolint:errcheck // zero is told as what it is
	return &at
}

// sectionIn is the title of the section that begins with a row of the form; nil where both languages are empty.
func sectionIn(c *fiber.Ctx, row string) *quizzes.Text {
	title := quizzes.Text{KO: request.Text(c, "section_ko."+row), EN: request.Text(c, "section_en."+row)}
	if title == (quizzes.Text{}) {
		return nil
	}
	return &title
}

func drawIn(c *fiber.Ctx, ending string) *quizzes.Draw {
	return &quizzes.Draw{
		Count: whole(c, "draw_count"+ending), Tag: request.Text(c, "draw_tag"+ending), Category: request.Text(c, "draw_category"+ending),
		Difficulty: c.FormValue("draw_difficulty" + ending),
	}
}

// step does what the button pressed says, as in "up.3", and answers where on the page the author should be.
func (q *quizSteps) step(c *fiber.Ctx) string {
	way, number, _ := strings.Cut(c.FormValue("do"), ".")
	if way == "draw" {
		q.Slots = append(q.Slots, quizzes.SlotChange{Draw: drawIn(c, ""), Marks: quizzes.UsualMarks})
		return "#slot-" + strconv.Itoa(len(q.Slots))
	}
	i := slices.Index(request.All(c, "row"), number) // rows are numbered as they were drawn, and may have been dragged since
	if i < 0 || i >= len(q.Slots) {
		return ""
	}
	j := i
	switch way {
	case "up":
		j = max(0, i-1)
	case "down":
		j = min(len(q.Slots)-1, i+1)
	case "section":
		q.section(i)
	case "remove":
		q.remove(i)
		return ""
	}
	q.Slots[i].Section, q.Slots[j].Section = q.Slots[j].Section, q.Slots[i].Section
	q.Slots[i], q.Slots[j] = q.Slots[j], q.Slots[i]
	return "#slot-" + strconv.Itoa(j+1)
}

// section begins a section at a place, with a title to be written over.
func (q *quizSteps) section(i int) {
	n := 1
	for _, slot := range q.Slots[:i] {
		if slot.Section != nil {
			n++
		}
	}
	q.Slots[i].Section = &quizzes.Text{KO: strconv.Itoa(n) + "부", EN: "Part " + strconv.Itoa(n)}
}

// remove takes a place out. The section that began with it begins with the next one.
func (q *quizSteps) remove(i int) {
	if i+1 < len(q.Slots) {
		q.Slots[i+1].Section = cmp.Or(q.Slots[i+1].Section, q.Slots[i].Section)
	}
	q.Slots = slices.Delete(q.Slots, i, i+1)
}
