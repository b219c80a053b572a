package parts

import (
	"context"
	"strings"

	"academy/app/grades"
	"academy/app/locale"
)

// GradeText is a grade with its sign, or a dash where there is none yet.
func GradeText(h *grades.Hundredths) string {
	if h == nil {
		return "—"
	}
	return h.String() + "%"
}

// GradeState is how a cell of the gradebook is called: its state, or that it misses the pass mark.
func GradeState(ctx context.Context, c grades.Cell) string {
	state := locale.T(ctx, "parts.grades.state."+c.State)
	if c.Percent == nil || c.Passed {
		return state
	}
	if c.State == grades.Graded {
		return locale.T(ctx, "parts.grades.failed")
	}
	return state + " · " + locale.T(ctx, "parts.grades.failed")
}

// GradeIcon says the same as the state once more, for the eye.
func GradeIcon(c grades.Cell) string {
	switch {
	case c.State == grades.Overridden:
		return "square-pen"
	case c.State == grades.Waiting, c.State == grades.Untold:
		return "clock"
	case c.State == grades.Begun:
		return "play"
	case c.State == grades.NotStarted:
		return "circle"
	case c.Passed:
		return "circle-check"
	}
	return "circle-alert"
}

// GradeTone is the colour of a state.
func GradeTone(c grades.Cell) string {
	switch {
	case c.Percent != nil && !c.Passed:
		return "r"
	case c.State == grades.Waiting:
		return "y"
	case c.State == grades.Overridden:
		return "b"
	case c.State == grades.Graded:
		return "g"
	}
	return "n"
}

// GradeHow says in words what the attempts come to and how.
func GradeHow(ctx context.Context, l grades.LessonStanding) string {
	if l.Untold {
		return locale.T(ctx, "parts.grades.how_untold")
	}
	graded, one := 0, "parts.grades.how_one"
	if l.Grading == grades.ByLastMark {
		one = "parts.grades.how_marked"
	}
	for _, a := range l.Attempts {
		if a.Percent != nil {
			graded++
		}
	}
	switch graded {
	case 0:
		return locale.T(ctx, "parts.grades.how_none")
	case 1:
		return locale.T(ctx, one, GradeText(l.Earned))
	}
	return locale.T(ctx, "parts.grades.how."+l.Grading, graded, GradeText(l.Earned))
}

// GradeSum writes a course grade out as it is worked out: of the lessons that are graded, or of all that count.
func GradeSum(ctx context.Context, v grades.Standing, final bool) string {
	var terms, weights []string
	for _, l := range v.Lessons {
		switch {
		case l.Weight == 0:
		case l.Percent != nil:
			terms, weights = append(terms, l.Percent.String()+" × "+l.Weight.String()), append(weights, l.Weight.String())
		case final:
			terms, weights = append(terms, "0 × "+l.Weight.String()), append(weights, l.Weight.String())
		}
	}
	grade := v.SoFar
	if final {
		grade = v.Final
	}
	if grade == nil {
		return locale.T(ctx, "parts.grades.sum_none")
	}
	return "(" + strings.Join(terms, " + ") + ") ÷ (" + strings.Join(weights, " + ") + ") = " + GradeText(grade)
}
