package api_test

import (
	"fmt"
	"net/http"
	"testing"
	"testing/fstest"
	"time"

	"academy/app/apptest"
)

const examCourse = `slug: exam
title: {ko: 시험, en: Exam}
summary: {ko: 시험, en: Exam}
description: {ko: 시험, en: Exam}
level: beginner
languages: [ko, en]
minutes: 10
agenda: public-diplomacy
palette: blue
instructor: {ko: 아카데미, en: Academy}
completion: {coverage: 0, score: 60}
sections:
  - key: all
    title: {ko: 시험, en: Exam}
    lessons: [{key: exam, kind: quiz, title: {ko: 시험, en: Exam}, minutes: 10, required: true, quiz: quizzes/exam.yaml}]
`

// examOf is a course with a quiz of so many questions and nothing else.
func examOf(questions int) fstest.MapFS {
	quiz := "pass_percent: 60\nattempts: 0\ntime_limit_minutes: 60\nshuffle: true\nquestions:\n"
	for n := range questions {
		quiz += fmt.Sprintf("  - {key: q-%d, type: true_false, marks: 1, prompt: {ko: '맞습니까? %d', en: 'Is it true? %d'}, answer: true}\n", n, n, n)
	}
	return fstest.MapFS{"course.yaml": {Data: []byte(examCourse)}, "quizzes/exam.yaml": {Data: []byte(quiz)}}
}

func TestExams_TakeSixStatementsToStartAndTwoToSaveWhateverTheirSize(t *testing.T) {
	t.Parallel()
	for _, questions := range []int{5, 100} {
		a := apptest.Open(t)
		visitor := open(t, a)
		a.ImportFolder(t, examOf(questions))
		quiz := "/api/v1/quizzes/" + a.QuizID(t, "exam").String() + "/attempts"
		sit := func(email string) (started, saved int64) {
			me := visitor.newcomer(email)
			me.post("/api/v1/courses/exam/enrolments", nil).want(http.StatusCreated)
			var attempt string
			me.get("/api/v1/me").want(http.StatusOK) // whose session is looked up once in ten seconds
			started = statements(a, func() { attempt = me.post(quiz, nil).want(http.StatusCreated).text("id") })
			a.Wait(11 * time.Second)
			saved = statements(a, func() {
				me.put(fmt.Sprintf("/api/v1/attempts/%s/responses/%d", attempt, questions), `{"op_id":"one","seq":1,"response":{"value":true}}`).want(http.StatusOK)
			})
			return started, saved
		}
		sit("first@example.org") // who reads the questions into memory for all
		if started, saved := sit("second@example.org"); started > 6 || saved > 2 {
			t.Errorf("%d questions: a start takes %d statements, a save %d", questions, started, saved)
		}
	}
}

// statements counts what is asked of the database.
func statements(a *apptest.Academy, do func()) int64 {
	before := a.DB.Queries()
	do()
	return a.DB.Queries() - before
}
