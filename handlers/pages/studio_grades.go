package pages

import (
	"io"
	"net/http"
	"strings"

	"academy/app/grades"
	"academy/handlers/request"
	"academy/handlers/respond"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"
	"academy/handlers/views/studio"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
)

// Gradebook lists the learners of a course with their grades. Names are sent in forms, as among Learners.
func (p *Pages) Gradebook(c *fiber.Ctx) error {
	who, _ := actor(c)
	q := grades.Query{Name: request.Text(c, "name"), Only: request.Text(c, "only"), After: request.Query(c, "after")}
	v, err := p.App.Grades.Gradebook(c.UserContext(), who, c.Params("slug"), q)
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return studio.Gradebook(s, v) })
}

// GradesFile is the whole gradebook to be taken along, as CSV or as a workbook.
func (p *Pages) GradesFile(kind string) fiber.Handler {
	return func(c *fiber.Ctx) error {
		who, _ := actor(c)
		v, err := p.App.Grades.WholeGradebook(c.UserContext(), who, c.Params("slug"))
		if err != nil {
			return err
		}
		name, rows := v.Course.Slug+"-grades."+kind, studio.GradesTable(c.UserContext(), v)
		if kind == "csv" {
			return respond.CSV(c, name, rows)
		}
		return respond.XLSX(c, name, rows, studio.NumbersInGrades)
	}
}

// Weights is how much each graded lesson counts.
func (p *Pages) Weights(c *fiber.Ctx) error { return p.weights(c, http.StatusOK, layout.Form{}) }

func (p *Pages) weights(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Grades.Weights(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.Weights(s, v, f) })
}

// SaveWeights changes it.
func (p *Pages) SaveWeights(c *fiber.Ctx) error {
	who, _ := actor(c)
	was, values := request.Named(c, "was_"), map[string]string{}
	var typed []grades.NewWeight
	for id, weight := range request.Named(c, "weight_") {
		lesson, err := uuid.Parse(id)
		if err != nil {
			return fiber.ErrNotFound
		}
		w := grades.NewWeight{Lesson: lesson, Weight: weight, WasWeight: was[id]}
		typed, values[w.Field()] = append(typed, w), weight
	}
	if err := p.App.Grades.SetWeights(c.UserContext(), who, c.Params("slug"), typed); err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		f.Values = values
		return p.weights(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/grades/weights")
}

// LearnerGrades is the grades of one learner with how they came about.
func (p *Pages) LearnerGrades(c *fiber.Ctx) error {
	return p.learnerGrades(c, http.StatusOK, layout.Form{})
}

func (p *Pages) learnerGrades(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "enrolment")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Grades.Learner(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.LearnerGrades(s, v, f) })
}

// GiveGrade gives a grade in place of what the attempts come to, or takes it away again.
func (p *Pages) GiveGrade(c *fiber.Ctx) error {
	id, err := request.ID(c, "enrolment")
	if err != nil {
		return err
	}
	lesson, err := uuid.Parse(c.FormValue("lesson"))
	if err != nil {
		return fiber.ErrNotFound
	}
	who, _ := actor(c)
	err = p.App.Grades.Override(c.UserContext(), who, c.Params("slug"), grades.Override{
		Enrolment: id, Lesson: lesson, Percent: request.Text(c, "percent"), Remove: c.FormValue("do") == "remove", Reason: request.Text(c, "reason"), From: c.FormValue("from"),
	})
	if err != nil {
		f, status, err := form(c, err, "lesson", "percent", "reason")
		if err != nil {
			return err
		}
		return p.learnerGrades(c, status, f)
	}
	return p.done(c, "flash.saved", studioPath(c)+"/grades/"+id.String())
}

// GradesImportForm asks for a table of grades.
func (p *Pages) GradesImportForm(c *fiber.Ctx) error {
	return p.gradesImportForm(c, http.StatusOK, layout.Form{})
}

func (p *Pages) gradesImportForm(c *fiber.Ctx, status int, f layout.Form) error {
	who, _ := actor(c)
	v, err := p.App.Grades.Weights(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.GradesImportForm(s, v.Course, f) })
}

// BringGrades reads a table and leads to what it would change.
func (p *Pages) BringGrades(c *fiber.Ctx) error {
	id, err := p.bringGrades(c)
	if err != nil {
		f, status, err := form(c, err)
		if err != nil {
			return err
		}
		return p.gradesImportForm(c, status, f)
	}
	return respond.SeeOther(c, studioPath(c)+"/grades/import/"+id.String())
}

func (p *Pages) bringGrades(c *fiber.Ctx) (uuid.UUID, error) {
	sending := request.Of(c).Sending
	if sending == nil {
		return uuid.Nil, fiber.ErrBadRequest
	}
	name, content, err := sending.File()
	if err != nil {
		return uuid.Nil, err
	}
	data, err := io.ReadAll(content)
	if err != nil {
		return uuid.Nil, err
	}
	who, _ := actor(c)
	return p.App.Grades.BringGrades(c.UserContext(), who, c.Params("slug"), grades.SentFile{Name: name, Data: data})
}

// GradesImport shows what a table would change.
func (p *Pages) GradesImport(c *fiber.Ctx) error {
	return p.gradesImport(c, http.StatusOK, layout.Form{})
}

func (p *Pages) gradesImport(c *fiber.Ctx, status int, f layout.Form) error {
	id, err := request.ID(c, "import")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	v, err := p.App.Grades.Import(c.UserContext(), who, c.Params("slug"), id)
	if err != nil {
		return err
	}
	return p.show(c, status, func(s layout.Shell) templ.Component { return studio.GradesImport(s, v, f) })
}

// TakeGrades gives the grades that are ticked, or undoes all that were given.
func (p *Pages) TakeGrades(c *fiber.Ctx) error {
	id, err := request.ID(c, "import")
	if err != nil {
		return err
	}
	who, _ := actor(c)
	kept := 0
	if c.FormValue("do") == "undo" {
		kept, err = p.App.Grades.UndoGrades(c.UserContext(), who, c.Params("slug"), id)
	} else {
		err = p.App.Grades.TakeGrades(c.UserContext(), who, c.Params("slug"), id, places(request.All(c, "item")), request.Text(c, "reason"))
	}
	if err != nil {
		f, status, err := form(c, err, "reason")
		if err != nil {
			return err
		}
		return p.gradesImport(c, status, f)
	}
	flash := "flash.saved"
	if kept > 0 {
		flash = "flash.some_kept"
	}
	return p.done(c, flash, strings.Join([]string{studioPath(c), "grades", "import", id.String()}, "/"))
}

// OwnGrades is a learner's own grades in a course.
func (p *Pages) OwnGrades(c *fiber.Ctx) error {
	who, _ := actor(c)
	v, err := p.App.Grades.Own(c.UserContext(), who, c.Params("slug"))
	if err != nil {
		return err
	}
	return p.show(c, http.StatusOK, func(s layout.Shell) templ.Component { return learn.Grades(s, v) })
}
