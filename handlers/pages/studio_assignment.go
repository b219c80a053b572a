package pages

import (
	"context"
	"net/http"
	"strings"

	"academy/app/access"
	"academy/app/coursework"
	"academy/handlers/request"
	"academy/handlers/views/layout"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Task is what the assignment of a lesson asks for.
func (p *Pages) Task(c *fiber.Ctx) error { return p.task(c, http.StatusOK, nil, layout.Form{}) }

// task shows it, with what was just sent of it if that was refused.
func (p *Pages) task(c *fiber.Ctx, status int, sent *coursework.TaskChange, f layout.Form) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Coursework.Task(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	if sent == nil {
		f.Values = studio.TaskValues(c.UserContext(), v.Task)
	} else {
		v.Rubric, v.From = sent.Rubric, sent.From
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Task(s, v, f) })
}

// SaveTask keeps what an assignment asks for in the draft of its course.
func (p *Pages) SaveTask(c *fiber.Ctx) error {
	id, err := request.ID(c, "lesson")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	change := taskChange(c)
	if err := p.App.Coursework.SaveTask(c.UserContext(), who, c.Params("slug"), id, change); err != nil {
		f, status, err := form(c, err, studio.TaskFields()...)
		if err != nil {
			return err
		}
		return p.task(c, status, &change, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/assignments/"+id.String())
}

func taskChange(c *fiber.Ctx) coursework.TaskChange {
	change := coursework.TaskChange{From: whole(c, "from"), Task: coursework.Task{
		Text: c.FormValue("text") != "", Files: c.FormValue("files") != "", Words: whole(c, "words"), MostFiles: whole(c, "most_files"),
		MostMegabytes: whole(c, "most_megabytes"), OpensAt: moment(c, "opens_at"), DueAt: moment(c, "due_at"), GraceHours: whole(c, "grace_hours"),
		Deduct: whole(c, "deduct"), Again: c.FormValue("again"), MostTimes: whole(c, "most_times"), Points: decimal(c.FormValue("points")),
		PassPercent: whole(c, "pass_percent"), Rubric: rubricIn(c), Notes: coursework.Text{KO: request.Text(c, "notes_ko"), EN: request.Text(c, "notes_en")},
		Named: c.FormValue("named") != "",
	}}
	if kind := c.FormValue("kind"); kind != "" {
		change.Kinds = []string{kind}
	}
	return change
}

// rubricIn is the criteria that say something.
func rubricIn(c *fiber.Ctx) []coursework.Criterion {
	ko, en, points := request.All(c, "criterion_ko"), request.All(c, "criterion_en"), request.All(c, "criterion_points")
	var list []coursework.Criterion
	for i := range min(len(ko), len(en), len(points)) {
		text := coursework.Text{KO: strings.TrimSpace(ko[i]), EN: strings.TrimSpace(en[i])}
		if text != (coursework.Text{}) {
			list = append(list, coursework.Criterion{Text: text, Points: decimal(points[i])})
		}
	}
	return list
}

// Submissions is what was handed in for the assignments of a course.
func (p *Pages) Submissions(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Coursework.MarkingQueue(c.UserContext(), who, c.Params("slug"), request.Query(c, "done") != "", request.Query(c, "cursor"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Submissions(s, v) })
}

// Submission is one of them, to be marked.
func (p *Pages) Submission(c *fiber.Ctx) error { return p.submission(c, http.StatusOK, layout.Form{}) }

func (p *Pages) submission(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "submission")
	if err != nil {
		return err
	}
	who, lang := actor(c)
	v, err := p.App.Coursework.ToMark(c.UserContext(), who, lang, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Submission(s, v, f) })
}

// MarkSubmission marks a submission or gives it back, and leads to what waits.
func (p *Pages) MarkSubmission(c *fiber.Ctx) error {
	id, err := request.ID(c, "submission")
	if err != nil {
		return err
	}
	given := coursework.Given{
		Seen: whole(c, "seen"), Return: c.FormValue("do") == "return", Total: decimal(c.FormValue("total")), Comment: request.Text(c, "comment"), Until: moment(c, "until"),
	}
	for _, points := range request.All(c, "points") {
		given.Points = append(given.Points, decimal(points))
	}
	who, _ := actor(c)
	if err := p.App.Coursework.Mark(c.UserContext(), who, c.Params("slug"), id, given); err != nil {
		f, status, err := form(c, err, "total", "comment", "until")
		if err != nil {
			return err
		}
		f.Values["points"] = strings.Join(request.All(c, "points"), " ")
		return p.submission(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/submissions")
}

// SubmissionFile leads those who make a course to a file that was handed in there.
func (p *Pages) SubmissionFile(c *fiber.Ctx) error {
	id, err := request.ID(c, "submission")
	if err != nil {
		return err
	}
	return p.answerFile(c, func(ctx context.Context, who access.Actor, asset uuid.UUID) (string, error) {
		return p.App.Coursework.MarkedFile(ctx, who, c.Params("slug"), id, asset)
	})
}
