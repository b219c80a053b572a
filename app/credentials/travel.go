package credentials

import (
	"errors"

	"academy/app/fault"
	"academy/models"
	"academy/models/courses"
	"academy/models/credentials"

	"github.com/google/uuid"
)

// TemplateOf is the template of a course as it travels with it, nil of a course without one.
func (s *Service) TemplateOf(tx *models.Tx, courseID uuid.UUID) (*TemplateChange, error) {
	found, err := credentials.FindCurrentLook(tx, courseID)
	if errors.Is(err, models.ErrNotFound) {
		return nil, nil //nolint:nilnil // a course need not have one
	}
	if err != nil {
		return nil, err
	}
	c := s.change(look{Look: &found})
	return &c, nil
}

// CheckTemplate says what is wrong, by field, with a template that comes with a course. Its pictures are judged when it is kept.
func (s *Service) CheckTemplate(course courses.Revision, slug string, c TemplateChange) map[string]string {
	c.Seal, c.Signature = uuid.Nil, uuid.Nil
	return s.draw(credentials.Bench{}, courses.Work{Revision: course, Slug: slug}, c.clean()).wrong
}

// KeepTemplate keeps a template that has come with a course, where it says something else than the course's newest. Whether
// it fits on its page was asked before: the copy of a course may have a longer title, and certificates are refused then.
func (s *Service) KeepTemplate(tx *models.Tx, courseID uuid.UUID, by *uuid.UUID, c TemplateChange) error {
	bench, err := credentials.FindBench(tx, courseID)
	if err != nil {
		return err
	}
	c = c.clean()
	c.From = bench.Version
	if bench.ID != uuid.Nil && c == s.change(benchLook(bench, "")) {
		return nil
	}
	next, wrong := compose(bench, courses.Work{Revision: courses.Revision{CourseID: courseID}}, c)
	if len(wrong) > 0 {
		return fault.Fields(wrong)
	}
	return insertVersion(tx, next, bench.Version, by)
}

// insertVersion writes the version after one.
func insertVersion(tx *models.Tx, next credentials.Look, after int, by *uuid.UUID) error {
	t := next.Template
	t.ID, t.Version, t.CreatedBy, t.CreatedAt = models.NewID(), after+1, by, tx.Now
	return credentials.InsertTemplate(tx, t)
}
