package learning

import (
	"time"

	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
)

// RuleOf is what a revision asks of whoever completes it.
func (s *Service) RuleOf(tx *models.Tx, revisionID uuid.UUID) (Rule, error) {
	c, err := within(tx, s.contents, revisionID, s.loadContent)
	if err != nil {
		return Rule{}, err
	}
	s.forgetWaiting(c)
	return newStanding(&outline{content: c}, nil, time.Time{}, time.Time{}).rule(), nil
}

// Lines are the rule in words, one sentence a part.
func (r Rule) Lines(p locale.Printer) []string {
	if len(r.Parts) == 0 {
		return []string{p.T("catalogue.rule_none")}
	}
	lines := make([]string, len(r.Parts))
	for i, part := range r.Parts {
		lines[i] = part.Text(p)
	}
	return lines
}

// Text is a part as a sentence: "강의 2개를 각각 80% 이상 시청".
func (part RulePart) Text(p locale.Printer) string {
	switch part.Kind {
	case "lectures":
		return p.T(oneOrMore("learning.rule.lecture", "learning.rule.lectures", part.Count), part.Percent, part.Count)
	case "assignments":
		return p.T(oneOrMore("learning.rule.assignment", "learning.rule.assignments", part.Count), part.Count)
	case "quizzes":
		return p.T(oneOrMore("learning.rule.quiz", "learning.rule.quizzes", part.Count), part.Percent, part.Count)
	}
	return p.T(oneOrMore("learning.rule.reading", "learning.rule.readings", part.Count), part.Count)
}

func oneOrMore(one, more string, count int) string {
	if count == 1 {
		return one
	}
	return more
}
