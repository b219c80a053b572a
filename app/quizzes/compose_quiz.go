package quizzes

import (
	"context"
	"math"
	"slices"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
)

// QuizWork is a quiz as its authors put it together.
type QuizWork struct {
	Course Head
	Lesson uuid.UUID
	Title  Text
	QuizChange
	Questions []QuizQuestion
	// Marks is what all questions are worth together.
	Marks float64
}

// QuizQuestion is a question of a quiz, as its author sees it in the list.
type QuizQuestion struct {
	BankRow
	Marks float64
}

// QuizChange is a quiz as an author leaves it. From is the version of the lesson that the author began with.
type QuizChange struct {
	From        int
	PassPercent int
	MaxAttempts int // 0 when not limited
	Minutes     int // 0 when not limited
	Shuffle     bool
	Slots       []SlotChange
}

// SlotChange is a question and what it is worth.
type SlotChange struct {
	Question uuid.UUID
	Marks    float64
}

// usualTerms are those of a new quiz.
func usualTerms() courses.QuizWork { return courses.QuizWork{PassPercent: 60} }

// Quiz shows what the quiz of a lesson asks, in the draft or, where nobody has changed it, as learners see it.
func (s *Service) Quiz(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (QuizWork, error) {
	v := QuizWork{Lesson: lessonID}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		quiz, err := assessment.FindLessonQuiz(tx, work.ID, lessonID)
		if err == nil && quiz.Kind != "quiz" {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		v.Title = quiz.Title
		composed := usualTerms()
		if quiz.Work != nil {
			composed = quiz.Work.V
		}
		v.QuizChange = changeOf(composed, quiz.Version)
		v.fill(s, quiz.Questions.V)
		return nil
	})
	return v, err
}

func changeOf(q courses.QuizWork, version int) QuizChange {
	c := QuizChange{From: version, PassPercent: q.PassPercent, MaxAttempts: q.MaxAttempts, Minutes: (q.TimeLimitS + 59) / 60, Shuffle: q.Shuffle}
	for _, slot := range q.Slots {
		c.Slots = append(c.Slots, SlotChange(slot))
	}
	return c
}

func (c QuizChange) composition() courses.QuizWork {
	q := courses.QuizWork{PassPercent: c.PassPercent, MaxAttempts: c.MaxAttempts, TimeLimitS: c.Minutes * 60, Shuffle: c.Shuffle}
	for _, slot := range c.Slots {
		q.Slots = append(q.Slots, courses.QuizWorkSlot(slot))
	}
	return q
}

func (c QuizChange) ids() []uuid.UUID {
	ids := make([]uuid.UUID, len(c.Slots))
	for i, slot := range c.Slots {
		ids[i] = slot.Question
	}
	return ids
}

// fill says what the questions of a quiz say.
func (v *QuizWork) fill(s *Service, rows []assessment.WorkQuestion) {
	for _, slot := range v.Slots {
		if i := slices.IndexFunc(rows, func(r assessment.WorkQuestion) bool { return r.ID == slot.Question }); i >= 0 {
			r := rows[i]
			row := BankRow{ID: r.ID, Key: r.Key, Type: r.Type, Version: r.Number, Prompt: Text{KO: s.Inline(r.Prompt.KO), EN: s.Inline(r.Prompt.EN)}}
			v.Questions = append(v.Questions, QuizQuestion{row, slot.Marks})
			v.Marks += slot.Marks
		}
	}
}

// SaveQuizWork keeps what the quiz of a lesson asks in the draft of its course.
func (s *Service) SaveQuizWork(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, c QuizChange) error {
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, _, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		return c.check(tx, work.CourseID)
	})
	if err != nil {
		return err
	}
	return s.Compose(ctx, who, slug, lessonID, c.From, c.composition())
}

// check finds what an author must mend. Questions of other courses are refused, and one may stand in a quiz once.
func (c *QuizChange) check(tx *models.Tx, courseID uuid.UUID) error {
	fields := map[string]string{}
	demand := func(met bool, field, key string) {
		if !met {
			fields[field] = key
		}
	}
	demand(c.PassPercent >= 0 && c.PassPercent <= 100, "pass_percent", "assessment.draft.pass_percent")
	demand(c.MaxAttempts >= 0 && c.MaxAttempts <= maxAttempts, "attempts", "assessment.draft.attempts")
	demand(c.Minutes >= 0 && c.Minutes*60 <= maxTimeLimit, "minutes", "assessment.draft.time_limit")
	demand(len(c.Slots) <= maxQuestions, "slots", "assessment.draft.questions")
	rows, err := assessment.ListBankQuestions(tx, courseID, c.ids())
	if err != nil {
		return err
	}
	if len(rows) != len(c.Slots) {
		return models.ErrNotFound
	}
	for i, slot := range c.Slots {
		j := slices.IndexFunc(rows, func(r assessment.BankQuestion) bool { return r.ID == slot.Question })
		if rows[j].Type == questions.TypeText {
			c.Slots[i].Marks = 0
			continue
		}
		demand(rows[j].Type != questions.TypeFile, "marks", "assessment.draft.no_files")
		demand(slot.Marks > 0 && slot.Marks <= 1000 && math.Abs(slot.Marks*100-math.Round(slot.Marks*100)) < 1e-6, "marks", "assessment.draft.marks")
	}
	if len(fields) > 0 {
		return &fault.Error{Kind: fault.Invalid, Key: "form.invalid", Fields: fields}
	}
	return nil
}

// NewQuiz makes a quiz that asks nothing yet.
func (*Service) NewQuiz(tx *models.Tx, courseID uuid.UUID) (uuid.UUID, error) {
	quiz := assessment.Quiz{ID: models.NewID(), CourseID: courseID, PassPercent: usualTerms().PassPercent}
	return quiz.ID, assessment.InsertQuiz(tx, quiz)
}

// ShowQuiz makes a quiz ask what its authors have composed. Attempts in progress go on with what they were asked.
func (*Service) ShowQuiz(tx *models.Tx, quizID uuid.UUID, q courses.QuizWork) error {
	if err := assessment.UpdateTerms(tx, assessment.Quiz{ID: quizID, PassPercent: q.PassPercent, MaxAttempts: q.MaxAttempts, TimeLimitS: q.TimeLimitS, Shuffle: q.Shuffle}); err != nil {
		return err
	}
	if err := assessment.DeleteSlots(tx, quizID); err != nil || len(q.Slots) == 0 {
		return err
	}
	slots := make([]assessment.QuizSlot, len(q.Slots))
	for i, slot := range q.Slots {
		slots[i] = assessment.QuizSlot{QuizID: quizID, Slot: i + 1, QuestionID: slot.Question, Marks: slot.Marks}
	}
	return assessment.InsertSlots(tx, slots)
}

// Take puts what an author has sent in the place of what is kept, so that a form which is refused comes back as it was
// filled in. Questions that the quiz does not show are left out.
func (v *QuizWork) Take(sent QuizChange) {
	known := v.Questions
	v.QuizChange, v.Questions = sent, nil
	for _, slot := range sent.Slots {
		if i := slices.IndexFunc(known, func(q QuizQuestion) bool { return q.ID == slot.Question }); i >= 0 {
			v.Questions = append(v.Questions, QuizQuestion{known[i].BankRow, slot.Marks})
		}
	}
}
