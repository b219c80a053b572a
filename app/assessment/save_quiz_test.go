package assessment

import (
	"encoding/json"
	"testing"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions"
	"academy/app/quizzes"
	"academy/models"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func (a *academy) resave(change func(d *QuizDraft)) {
	a.t.Helper()
	draft := sampleQuiz(a.courseID)
	draft.ID = a.quizID
	change(&draft)
	a.write(func(tx *models.Tx) error {
		id, err := a.quizzes.SaveQuiz(tx, draft)
		if err == nil && id != a.quizID {
			a.t.Errorf("got quiz %s, want %s", id, a.quizID)
		}
		return err
	})
}

func TestSaveQuiz_KeepsTheVersionOfAnUnchangedQuestion(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	versions := func() int { return a.count("select count(*) from question_versions") }
	a.resave(func(*QuizDraft) {})
	if got := versions(); got != 4 {
		t.Errorf("saved again: got %d versions, want 4", got)
	}
	a.resave(func(d *QuizDraft) { d.Questions[0].Marks = 5 })
	if got := versions(); got != 4 {
		t.Errorf("other marks: got %d versions, want 4", got)
	}
	a.resave(func(d *QuizDraft) { d.Questions[0].Body = edited(d.Questions[0].Body, `"가"`, `"새 보기"`) })
	a.resave(func(d *QuizDraft) {
		d.Questions[0].Body = edited(d.Questions[0].Body, `"가"`, `"새 보기"`)
		d.Questions[3].Body = edited(d.Questions[3].Body, `"secret-accepted"`, `"secret-accepted","MOFA"`)
	})
	if got := versions(); got != 6 {
		t.Errorf("two changes: got %d versions, want 6", got)
	}
	if got := a.count("select count(*) from questions"); got != 4 {
		t.Errorf("got %d questions, want 4", got)
	}
}

func TestSaveQuiz_TakesTheSameLettersTypedOnAnotherMachineAsTheSame(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.resave(func(d *QuizDraft) {
		d.Questions[3].Body = edited(d.Questions[3].Body, `"외교부"`, `"외교부"`)
	})
	if got := a.count("select count(*) from question_versions"); got != 4 {
		t.Errorf("got %d versions, want 4", got)
	}
}

func TestSaveQuiz_LeavesAttemptsWithWhatTheyWereAsked(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	who := a.citizen()
	attempt := a.start(who)
	a.resave(func(d *QuizDraft) {
		d.PassPercent = 100
		d.Questions = d.Questions[:2]
		d.Questions[0].Body = edited(edited(d.Questions[0].Body, `,"correct":true`, ``), `"key":"a","text":{"ko":"가","en":"A"}`, `"key":"a","text":{"ko":"가","en":"A"},"correct":true`)
		d.Questions[0].Prompt.KO = "다른 질문"
	})
	for i, r := range right() {
		a.save(who, answer(attempt, i+1, 1, r))
	}
	if got := a.submit(who, attempt); got.Score != 40 || got.Max != 40 || !got.Passed {
		t.Errorf("got %+v, want 40 of 40", got)
	}
	next := a.start(who)
	if len(next.Slots) != 2 || next.Slots[0].Prompt != "<p>다른 질문</p>" || next.PassPercent != 100 {
		t.Errorf("the next attempt is not asked the new quiz: %+v", next)
	}
}

func TestSaveQuiz_RefusesAnotherCoursesQuiz(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	draft := sampleQuiz(models.NewID())
	draft.ID = a.quizID
	err := a.db.Write(t.Context(), func(tx *models.Tx) error {
		_, err := a.quizzes.SaveQuiz(tx, draft)
		return err
	})
	wantFault(t, err, fault.ErrMissing)
}

func TestSaveQuiz_RefusesWhatValidateFindsFaultWith(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	err := a.db.Write(t.Context(), func(tx *models.Tx) error {
		_, err := a.quizzes.SaveQuiz(tx, QuizDraft{CourseID: a.courseID})
		return err
	})
	wantFault(t, err, quizzes.ErrDraft)
}

func TestValidate(t *testing.T) {
	t.Parallel()
	if got := sampleQuiz(uuid.Nil).Validate(); len(got) != 0 {
		t.Errorf("a good quiz: %v", got)
	}
	d := sampleQuiz(uuid.Nil)
	d.PassPercent, d.MaxAttempts, d.TimeLimitS = 101, -1, -1
	d.Questions[1].Key = "q1"
	d.Questions[2].Body = json.RawMessage(`{}`)
	d.Questions[3].Type = "hotspot"
	want := []Problem{
		{Question: -1, Key: "assessment.draft.attempts"}, {Question: -1, Key: "assessment.draft.pass_percent"}, {Question: -1, Key: "assessment.draft.time_limit"},
		{Question: 1, Key: "assessment.draft.key_twice"}, {Question: 2, Key: "assessment.draft.answer_missing"}, {Question: 3, Key: "assessment.draft.type"},
	}
	if diff := cmp.Diff(want, d.Validate()); diff != "" {
		t.Error(diff)
	}
	if got := (QuizDraft{}).Validate(); len(got) != 1 || got[0].Key != "assessment.draft.questions" {
		t.Errorf("an empty quiz: %v", got)
	}
}

func TestEveryFaultHasAMessage(t *testing.T) {
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*fault.Error{
		ErrNotEnrolled, ErrLocked, ErrAttemptsUsed, ErrAttemptClosed, ErrDeadlinePassed, ErrStale, ErrOpID, ErrOpReused, ErrSeq, quizzes.ErrDraft, quizzes.ErrStale, questions.ErrShape, {Key: questions.ErrNumber.Fields["response"]},
	} {
		if !catalogue.Has(f.Key) {
			t.Errorf("%s has no message", f.Key)
		}
	}
	drafts := []QuestionDraft{{Type: "hotspot"}, {Type: "single", Body: json.RawMessage(`{"accepted":["x"]}`)}, {Type: "short_answer", Body: json.RawMessage(`{"accepted":[" "]}`)}}
	for _, typ := range questions.Types() {
		drafts = append(drafts, QuestionDraft{Type: typ, Body: json.RawMessage("{}")})
	}
	broken := QuizDraft{Terms: quizzes.Terms{PassPercent: -1, MaxAttempts: -1, TimeLimitS: -1}, Questions: drafts}
	for _, p := range append(broken.Validate(), QuizDraft{}.Validate()...) {
		if !catalogue.Has(p.Key) {
			t.Errorf("%s has no message", p.Key)
		}
	}
}

func TestLoadQuizzes_AnswersWhatItsAuthorWrote(t *testing.T) {
	t.Parallel()
	a := openAcademy(t)
	a.write(func(tx *models.Tx) error {
		loaded, err := a.quizzes.LoadQuizzes(tx, []uuid.UUID{a.quizID}, nil)
		want := sampleQuiz(a.courseID)
		want.ID = a.quizID
		if diff := cmp.Diff(want, loaded[a.quizID]); diff != "" {
			t.Error(diff)
		}
		return err
	})
}
