package assessment

import (
	"testing"

	"academy/app/questions"
)

// essayQuiz is a quiz with one question that a person marks and a text that asks nothing.
func essayQuiz(d *QuizDraft) {
	d.Questions = append(d.Questions[:1],
		questions.Write("essay", 10, words("쓰세요", "Write"), words("", ""), &questions.Essay{}),
		questions.Write("text", 0, words("읽으세요", "Read"), words("", ""), &questions.Text{}),
	)
}

func TestSubmit_WaitsForSomebodyWhoMarksTheEssay(t *testing.T) {
	t.Parallel()
	a := openAcademy(t, essayQuiz)
	who := a.citizen()
	attempt := a.start(who)
	if attempt.Asked != 2 || attempt.Slots[2].Asks {
		t.Errorf("asked: %d, and the text asks: %v", attempt.Asked, attempt.Slots[2].Asks)
	}
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	a.save(who, answer(attempt, 2, 1, `{"text":"시민이 함께하는 외교"}`))
	result := a.submit(who, attempt)
	if result.State != "submitted" || result.Passed || result.Review != "" {
		t.Errorf("got %+v", result)
	}
	if got := a.count("select count(*) from attempt_slots where attempt_id = '" + attempt.ID.String() + "' and score is null"); got != 1 {
		t.Errorf("%d slots wait, want 1", got)
	}
	if got := a.submit(who, attempt); got != result {
		t.Errorf("handed in twice: %+v", got)
	}
}

func TestSubmit_GradesAtOnceWhenNobodyHasWrittenAnything(t *testing.T) {
	t.Parallel()
	a := openAcademy(t, essayQuiz)
	who := a.citizen()
	attempt := a.start(who)
	a.save(who, answer(attempt, 1, 1, `{"choice":"b"}`))
	if result := a.submit(who, attempt); result.State != "graded" || result.Score != 10 || result.Max != 20 || result.Passed {
		t.Errorf("got %+v", result)
	}
}
