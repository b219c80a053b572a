package assessment

import (
	"context"
	"math/rand/v2"

	"academy/app/access"
	"academy/app/locale"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// Start opens an attempt, or answers the one that is open already, and says whether this call made it. The password
// matters only where the quiz has one and none is open. Attempts are counted while the enrolment is held, so of several starts at once one makes an attempt and the others find it.
func (s *Service) Start(ctx context.Context, who access.Actor, lang locale.Lang, quizID uuid.UUID, password string) (view Attempt, created bool, err error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Attempt{}, false, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		admission, err := s.Admit(tx, who.ID, quizID)
		if err != nil {
			return err
		}
		if admission.EnrolmentID == uuid.Nil {
			return ErrNotEnrolled
		}
		use, err := s.used(tx, quizID, &admission)
		if err != nil {
			return err
		}
		if use.OpenID != nil {
			view, err = s.resume(tx, *use.OpenID, who.ID, lang)
			return err
		}
		if err := mayBegin(admission, use, password, tx.Now); err != nil {
			return err
		}
		created = true
		view, err = s.begin(tx, who.ID, admission, use, lang)
		return err
	})
	if err != nil {
		return Attempt{}, false, err
	}
	return view, created, nil
}

// used counts the attempts. An open one whose time is over is handed in first: it would take no answers. Should no
// attempt be left after it, that is rolled back with the rest, and the sweeper does it.
func (s *Service) used(tx *models.Tx, quizID uuid.UUID, admission *Admission) (assessment.QuizUse, error) {
	use, err := assessment.FindQuizUse(tx, quizID, admission.EnrolmentID)
	if err != nil || use.OpenID == nil {
		return use, err
	}
	open, err := assessment.LockAttempt(tx, *use.OpenID)
	if err != nil {
		return use, err
	}
	if open.Open() && !late(open.Deadline, tx.Now) {
		return use, nil
	}
	use.OpenID = nil
	done, err := s.finish(tx, &open)
	admission.CourseDone = admission.CourseDone || done
	return use, err
}

func (s *Service) resume(tx *models.Tx, attemptID, citizenID uuid.UUID, lang locale.Lang) (Attempt, error) {
	a, err := assessment.FindHeaded(tx, attemptID, citizenID)
	if err != nil {
		return Attempt{}, err
	}
	return s.show(tx, a, lang)
}

// begin writes a new attempt with the snapshot of what it is asked, and shows it without reading it again.
func (s *Service) begin(tx *models.Tx, citizenID uuid.UUID, admission Admission, use assessment.QuizUse, lang locale.Lang) (Attempt, error) {
	asked, err := assessment.ListAsked(tx, use.ID)
	if err != nil {
		return Attempt{}, err
	}
	a := newAttempt(tx, citizenID, admission, use)
	chosen := choose(asked, a.Seed)
	cards, err := s.cardsOf(tx, versionsIn(chosen))
	if err != nil {
		return Attempt{}, err
	}
	if use.ShuffleQuestions {
		mix(chosen, cards, a.Seed)
	}
	slots := a.snapshot(chosen, cards, use.Shuffle)
	if len(slots) == 0 {
		return Attempt{}, ErrEmpty
	}
	if err := assessment.InsertAttempt(tx, a.Attempt); err != nil {
		return Attempt{}, err
	}
	if err := assessment.InsertAttemptSlots(tx, slots); err != nil {
		return Attempt{}, err
	}
	s.remember(tx, a.Attempt, slots)
	return a.view(tx, slots, cards, lang), nil
}

// fresh is an attempt that is just being made.
type fresh struct{ assessment.HeadedAttempt }

func newAttempt(tx *models.Tx, citizenID uuid.UUID, admission Admission, use assessment.QuizUse) *fresh {
	a := assessment.Attempt{
		ID: models.NewID(), QuizID: use.ID, LessonID: admission.LessonID, EnrolmentID: admission.EnrolmentID,
		CitizenID: citizenID, Number: use.Last + 1, State: "in_progress", PassPercent: max(use.PassPercent, admission.PassPercent),
		Seed: rand.Int64(), StartedAt: tx.Now,
	}
	a.Deadline = deadlineOf(use.GrantedQuiz, tx.Now)
	return &fresh{assessment.HeadedAttempt{
		Attempt: a, CourseSlug: admission.CourseSlug, CourseTitle: admission.CourseTitle, LessonTitle: admission.LessonTitle,
		Terms: use.GrantedQuiz, Used: use.Last + 1, NextLessonID: admission.NextLessonID, CourseDone: admission.CourseDone,
	}}
}

// snapshot copies what is asked, with the order of the choices drawn from the attempt's seed, and counts the marks.
func (a *fresh) snapshot(chosen []section, cards map[uuid.UUID]*card, shuffle bool) []assessment.AttemptSlot {
	var slots []assessment.AttemptSlot
	var most int64
	for _, part := range chosen {
		for i, asked := range part.asked {
			most += hundredths(asked.marks)
			slot := assessment.AttemptSlot{
				AttemptID: a.ID, Slot: len(slots) + 1, QuestionVersionID: asked.version, Marks: asked.marks,
				ChoiceOrder: cards[asked.version].question.Order(chance(a.Seed, len(slots)+1, shuffle)),
			}
			if i == 0 {
				slot.Section = part.title
			}
			slots = append(slots, slot)
		}
	}
	a.Max = float64(most) / 100
	return slots
}

// chance is the source that the choices of one slot are shuffled by: the same for the same seed, for ever.
func chance(seed int64, slot int, shuffle bool) *rand.Rand {
	if !shuffle {
		return nil
	}
	return source(seed, ofChoices, slot)
}

func (a *fresh) view(tx *models.Tx, slots []assessment.AttemptSlot, cards map[uuid.UUID]*card, lang locale.Lang) Attempt {
	view := headed(a.HeadedAttempt, tx.Now, lang)
	for _, slot := range slots {
		shown := cards[slot.QuestionVersionID].slot(assessment.AnsweredSlot{AttemptSlot: slot}, lang)
		view.count(shown)
		view.Slots = append(view.Slots, shown)
	}
	return view
}

// remember saves the first answer of the attempt a query.
func (s *Service) remember(tx *models.Tx, a assessment.Attempt, slots []assessment.AttemptSlot) {
	known := &sheet{citizenID: a.CitizenID, versions: make(map[int]uuid.UUID, len(slots))}
	for _, slot := range slots {
		known.versions[slot.Slot] = slot.QuestionVersionID
	}
	tx.AfterCommit(func() { s.sheets.Set(a.ID, known) })
}
