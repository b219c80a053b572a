package quiz

import (
	"strconv"

	"academy/app/assessment"
)

func builderPath(v assessment.TriedQuiz) string {
	return "/studio/" + v.Slug + "/quizzes/" + v.Lesson.String()
}

// tryPath is a question of the same trial: its seed draws the same again.
func tryPath(v assessment.TriedQuiz, at int) string {
	return builderPath(v) + "/try?seed=" + strconv.FormatInt(v.Seed, 10) + "&at=" + strconv.Itoa(at)
}
