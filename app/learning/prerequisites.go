package learning

import (
	"slices"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// prerequisites lists what comes before a course, with what of it the reader has completed.
func prerequisites(tx *models.Tx, o *outline, who access.Actor, lang locale.Lang) ([]Prerequisite, error) {
	first := o.course.Prerequisites.V
	if len(first) == 0 {
		return nil, nil
	}
	var done []uuid.UUID
	if who.Known() {
		ids := make([]uuid.UUID, len(first))
		for i, p := range first {
			ids[i] = p.ID
		}
		var err error
		if done, err = courses.ListCompletedAmong(tx, who.ID, ids); err != nil {
			return nil, err
		}
	}
	list := make([]Prerequisite, len(first))
	for i, p := range first {
		list[i] = Prerequisite{Slug: p.Slug, Title: p.Title.In(string(lang)), Completed: slices.Contains(done, p.ID)}
	}
	return list, nil
}

// mayEnter says whether what comes before a course is completed. It reads the course anew: the schema refuses by what is
// true now, not by what was a moment ago.
func (s *Service) mayEnter(tx *models.Tx, slug string, who access.Actor) error {
	head, err := courses.FindHead(tx, slug)
	if err != nil {
		return err
	}
	list, err := prerequisites(tx, &outline{course: head}, who, locale.Parse(who.Locale))
	if err != nil {
		return err
	}
	var missing []string
	for _, p := range list {
		if !p.Completed {
			missing = append(missing, p.Title)
		}
	}
	if len(missing) > 0 {
		return ErrFirst.With(join(missing))
	}
	return nil
}
