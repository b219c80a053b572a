package quizzes

import (
	"context"
	"slices"
	"strconv"
	"time"

	"academy/app/access"
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
	// Tags and Categories are those of the course's questions.
	Tags, Categories []string
	// Asks is how many questions an attempt is asked.
	Asks int
	// Marks is what all questions are worth together.
	Marks float64
	// Opening is when the quiz opens for learners; nil where that is no matter of the next hours. The attempts of
	// Prepared of the Learners are prepared by now.
	Opening            *time.Time
	Prepared, Learners int
}

// QuizQuestion is a place of a quiz, as its author sees it in the list: a question, or a draw of several.
type QuizQuestion struct {
	BankRow
	SlotChange
	// Found is how many questions a draw can choose from.
	Found int
}

// Terms are the rules of a quiz.
type Terms = courses.QuizTerms

// Draw is a number of questions that are drawn at random.
type Draw = courses.QuizDraw

// QuizChange is a quiz as an author leaves it. From is the version of the lesson that the author began with.
type QuizChange struct {
	Terms
	From  int
	Slots []SlotChange
}

// SlotChange is a place of a quiz.
type SlotChange = courses.QuizWorkSlot

// usualTerms are those of a new quiz.
func usualTerms() Terms { return Terms{PassPercent: 60}.Usual() }

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
		v.QuizChange = QuizChange{Terms: usualTerms(), From: quiz.Version}
		if quiz.Work != nil {
			v.Terms, v.Slots = quiz.Work.V.QuizTerms, quiz.Work.V.Slots
		}
		v.fill(s, quiz)
		if at := quiz.OpensAt; at != nil && (quiz.Prepared > 0 || at.Before(tx.Now.Add(nearOpening))) {
			opens := at.UTC()
			v.Opening, v.Prepared, v.Learners = &opens, quiz.Prepared, quiz.Learners
		}
		return nil
	})
	return v, err
}

// nearOpening is how long before a quiz opens its authors see how many learners it is prepared for.
const nearOpening = 30 * time.Minute

func (c QuizChange) composition() courses.QuizWork {
	return courses.QuizWork{QuizTerms: c.Terms, Slots: c.Slots}
}

func (c QuizChange) ids() []uuid.UUID {
	var ids []uuid.UUID
	for _, slot := range c.Slots {
		if slot.Draw == nil {
			ids = append(ids, slot.Question)
		}
	}
	return ids
}

// fill says what the places of a quiz ask.
func (v *QuizWork) fill(s *Service, quiz assessment.LessonQuiz) {
	rows := quiz.Questions.V
	v.Tags, v.Categories = quiz.AllTags, quiz.AllCategories
	for i, slot := range v.Slots {
		place := QuizQuestion{SlotChange: slot}
		if slot.Draw != nil {
			place.Found = quiz.Found.V[strconv.Itoa(i)]
		} else if at := slices.IndexFunc(rows, func(r assessment.WorkQuestion) bool { return r.ID == slot.Question }); at >= 0 {
			r := rows[at]
			place.BankRow = BankRow{ID: r.ID, Key: r.Key, Type: r.Type, Version: r.Number, Newer: r.Newer, Prompt: Text{KO: s.Inline(r.Prompt.KO), EN: s.Inline(r.Prompt.EN)}}
		} else {
			continue
		}
		v.add(place)
	}
}

func (v *QuizWork) add(place QuizQuestion) {
	v.Questions = append(v.Questions, place)
	v.Asks += place.asks()
	v.Marks += place.Marks * float64(place.asks())
}

// asks is how many questions a place asks.
func (q QuizQuestion) asks() int {
	switch {
	case q.Draw != nil:
		return q.Draw.Count
	case q.Type == questions.TypeText:
		return 0
	}
	return 1
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

// UsualMarks are what a question is worth until its author says something else.
const UsualMarks = 10

// AddToQuiz puts questions at the end of a quiz. One that is there already stays where it is.
func (s *Service) AddToQuiz(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, chosen []uuid.UUID) error {
	v, err := s.Quiz(ctx, who, slug, lessonID)
	if err != nil {
		return err
	}
	var rows []assessment.BankQuestion
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err == nil {
			rows, err = assessment.ListBankQuestions(tx, work.CourseID, chosen)
		}
		return err
	})
	if err != nil {
		return err
	}
	change := v.QuizChange
	for _, id := range chosen {
		if !slices.ContainsFunc(change.Slots, func(s SlotChange) bool { return s.Question == id }) {
			change.Slots = append(change.Slots, SlotChange{Question: id, Marks: pointsOf(rows, id)})
		}
	}
	return s.SaveQuizWork(ctx, who, slug, lessonID, change)
}

func pointsOf(rows []assessment.BankQuestion, id uuid.UUID) float64 {
	for _, r := range rows {
		if r.ID == id && r.Points > 0 {
			return r.Points
		}
	}
	return UsualMarks
}

// NewQuiz makes a quiz that asks nothing yet.
func (*Service) NewQuiz(tx *models.Tx, courseID uuid.UUID) (uuid.UUID, error) {
	quiz := assessment.Quiz{ID: models.NewID(), CourseID: courseID, QuizTerms: usualTerms()}
	return quiz.ID, assessment.InsertQuiz(tx, quiz)
}

// ShowQuiz makes a quiz of a course ask what its authors have composed. Attempts in progress go on with what they were asked.
func (*Service) ShowQuiz(tx *models.Tx, courseID, quizID uuid.UUID, q courses.QuizWork) error {
	if err := assessment.UpdateTerms(tx, assessment.Quiz{ID: quizID, CourseID: courseID, QuizTerms: q.QuizTerms}); err != nil {
		return err
	}
	if err := assessment.DeleteSlots(tx, quizID); err != nil || len(q.Slots) == 0 {
		return err
	}
	slots := make([]assessment.QuizSlot, len(q.Slots))
	for i, slot := range q.Slots {
		slots[i] = quizSlot(quizID, i+1, slot)
	}
	return assessment.InsertSlots(tx, slots)
}

func quizSlot(quizID uuid.UUID, number int, slot SlotChange) assessment.QuizSlot {
	row := assessment.QuizSlot{QuizID: quizID, Slot: number, QuestionID: &slot.Question, Marks: slot.Marks, Asks: 1, Section: slot.Section}
	if slot.Draw != nil {
		row.QuestionID, row.Draw, row.Asks = nil, &models.JSON[Draw]{V: *slot.Draw}, slot.Draw.Count
	}
	return row
}

// Take puts what an author has sent in the place of what is kept, so that a form which is refused comes back as it was
// filled in. Questions that the quiz does not show are left out.
func (v *QuizWork) Take(sent QuizChange) {
	known := v.Questions
	v.QuizChange, v.Questions, v.Asks, v.Marks = sent, nil, 0, 0
	for _, slot := range sent.Slots {
		place := QuizQuestion{SlotChange: slot}
		if slot.Draw == nil {
			i := slices.IndexFunc(known, func(q QuizQuestion) bool { return q.Draw == nil && q.ID == slot.Question })
			if i < 0 {
				continue
			}
			place.BankRow = known[i].BankRow
		}
		v.add(place)
	}
}
