package quizzes

import (
	"maps"
	"slices"

	"academy/app/questions"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// QuestionDraft is a question as an author writes it.
type QuestionDraft = questions.Draft

// QuizDraft is a quiz as an author writes it.
type QuizDraft struct {
	CourseID uuid.UUID
	// ID is zero for a new quiz.
	ID uuid.UUID
	Terms
	Questions []QuestionDraft
}

// Problem is something that an author must mend. Question counts from 0 and is -1 for the quiz itself; Key is a message.
type Problem struct {
	Question int
	Key      string
}

// The most a quiz may ask for.
const (
	maxQuestions = 200
	maxAttempts  = 1000
	maxTimeLimit = 24 * 60 * 60
	maxDelay     = 365 * 24 * 60 * 60
	maxPassword  = 100
	maxSection   = 200
)

// Validate lists what is wrong with a draft, without a database. None means that SaveQuiz will take it.
func (d QuizDraft) Validate() []Problem {
	_, problems := d.build()
	return problems
}

// made is a question ready to be stored.
type made struct {
	draft    QuestionDraft
	question questions.Question
	// draw is set for a place that draws from pool; of these found says what they are found by.
	draw  *drawDraft
	pool  []made
	found assessment.Question
}

func (d QuizDraft) build() ([]made, []Problem) {
	problems := d.terms()
	list := make([]made, 0, len(d.Questions))
	seen := map[string]bool{}
	for i, draft := range d.Questions {
		draft.Prompt, draft.Feedback = questions.Composed(draft.Prompt), questions.Composed(draft.Feedback)
		m, wrong := makeOne(draft)
		if seen[draft.Key] {
			wrong = append(wrong, "assessment.draft.key_twice")
		}
		seen[draft.Key] = true
		for _, key := range wrong {
			problems = append(problems, Problem{i, key})
		}
		list = append(list, m)
	}
	return list, problems
}

func makeOne(draft QuestionDraft) (made, []string) {
	if draft.Type == typeDraw {
		return makeDraw(draft)
	}
	q, wrong := draft.Make()
	return made{draft: draft, question: q}, wrong
}

func (d QuizDraft) terms() []Problem {
	var problems []Problem
	for _, key := range slices.Sorted(maps.Values(termProblems(d.Usual()))) {
		problems = append(problems, Problem{-1, key})
	}
	asks := func(q QuestionDraft) bool { return q.Type != questions.TypeText }
	if !slices.ContainsFunc(d.Questions, asks) || len(d.Questions) > maxQuestions {
		problems = append(problems, Problem{-1, "assessment.draft.questions"})
	}
	return problems
}
