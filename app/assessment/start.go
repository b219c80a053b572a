package assessment

import (
	"context"
	"errors"
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

// begin makes a new attempt, as it was prepared or else as the quiz asks now, and shows it without reading it again.
func (s *Service) begin(tx *models.Tx, citizenID uuid.UUID, admission Admission, use assessment.QuizUse, lang locale.Lang) (Attempt, error) {
	a := newAttempt(tx, citizenID, admission, use)
	drawn, err := s.beginPrepared(tx, a, use)
	if errors.Is(err, models.ErrNotFound) {
		drawn, err = s.beginAfresh(tx, a, use)
	}
	if err != nil {
		return Attempt{}, err
	}
	s.remember(tx, a.Attempt, drawn.slots)
	return a.view(tx, drawn, lang), nil
}

// beginAfresh draws what an attempt is asked, and writes both.
func (s *Service) beginAfresh(tx *models.Tx, a *fresh, use assessment.QuizUse) (paper, error) {
	asked, err := assessment.ListAsked(tx, use.ID)
	if err != nil {
		return paper{}, err
	}
	drawn, err := s.draw(tx, asked, assessment.Shuffled{Shuffle: use.Shuffle, ShuffleQuestions: use.ShuffleQuestions}, a.Seed)
	if err != nil {
		return paper{}, err
	}
	if len(drawn.slots) == 0 {
		return paper{}, ErrEmpty
	}
	a.Max = drawn.max
	return drawn, assessment.InsertAttempt(tx, a.Attempt, drawn.slots)
}

// beginPrepared writes an attempt as it was prepared; ErrNotFound where nothing is, or the quiz would ask something else now.
func (s *Service) beginPrepared(tx *models.Tx, a *fresh, use assessment.QuizUse) (paper, error) {
	if !use.Prepared {
		return paper{}, models.ErrNotFound
	}
	p, err := assessment.InsertPreparedAttempt(tx, a.Attempt)
	if err != nil {
		return paper{}, err
	}
	a.Seed, a.Max = p.Seed, p.Max
	drawn := paper{slots: p.Of(a.ID), max: p.Max}
	drawn.cards, err = s.cardsOf(tx, askedIn(drawn.slots))
	return drawn, err
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

// chance is the source that the choices of one slot are shuffled by: the same for the same seed, for ever.
func chance(seed int64, slot int, shuffle bool) *rand.Rand {
	if !shuffle {
		return nil
	}
	return source(seed, ofChoices, slot)
}

func (a *fresh) view(tx *models.Tx, drawn paper, lang locale.Lang) Attempt {
	view := headed(a.HeadedAttempt, tx.Now, lang)
	for _, slot := range drawn.slots {
		shown := drawn.cards[slot.QuestionVersionID].slot(assessment.AnsweredSlot{AttemptSlot: slot}, lang)
		shown.Checkable = checkable(a.Terms, drawn.cards[slot.QuestionVersionID])
		view.count(&shown)
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
