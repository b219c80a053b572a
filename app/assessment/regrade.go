package assessment

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"academy/app/jobs"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"
	"academy/models/operations"

	"github.com/google/uuid"
)

const (
	// regradeList is how many enrolments are looked up at once, and regradeBatch how many are done in one transaction.
	regradeList  = 1000
	regradeBatch = 100
	// regradeLost is how long a worker may be silent before another one goes on.
	regradeLost = time.Minute
)

// Regrade judges the answers to a question again, one batch of learners after another. What is done is written down with
// each batch, so that whoever takes it up again goes on from there; two workers at once take turns.
//
// No attempt is missed: the regrade stands in the database before the first batch, so an attempt that is open when its
// learner's turn comes is judged by it when it is handed in, and one that is handed in at that moment holds its enrolment.
func (s *Service) Regrade(ctx context.Context, j jobs.Regrade) error {
	for {
		r, ids, err := s.regradeNext(ctx, j.ID)
		if err != nil || r.FinishedAt != nil {
			return err
		}
		for some := range slices.Chunk(ids, regradeBatch) {
			if err := s.DB.Write(ctx, func(tx *models.Tx) error { return s.regradeSome(tx, r, some) }); err != nil {
				return err
			}
		}
		if len(ids) < regradeList {
			return s.DB.Write(ctx, func(tx *models.Tx) error { return s.endRegrade(tx, j.ID) })
		}
	}
}

// ResumeRegrades hands on what a worker that died had in hand.
func (s *Service) ResumeRegrades(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		stalled, err := assessment.ListStalledRegrades(tx, tx.Now.Add(-regradeLost))
		for _, id := range stalled {
			err = errors.Join(err, s.Queue.Enqueue(tx, jobs.Regrade{ID: id}))
		}
		return err
	})
}

func concernedBy(r assessment.ToldRegrade) assessment.Concerned {
	return assessment.Concerned{QuestionID: r.QuestionID, Number: r.Number, At: r.AskedAt, RegradeID: r.ID}
}

func reached(r assessment.Regrade) uuid.UUID {
	if r.Reached == nil {
		return uuid.Nil
	}
	return *r.Reached
}

// regradeNext answers whose turn is next.
func (s *Service) regradeNext(ctx context.Context, id uuid.UUID) (r assessment.ToldRegrade, ids []uuid.UUID, err error) {
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		if r, err = assessment.FindRegrade(tx, id); err != nil || r.FinishedAt != nil {
			return err
		}
		ids, err = assessment.ListConcernedEnrolments(tx, concernedBy(r), reached(r.Regrade), regradeList)
		return err
	})
	return r, ids, err
}

// batch is some learners whose attempts are judged again in one transaction.
type batch struct {
	regrade  assessment.ToldRegrade
	attempts []again
	flagged  []assessment.FlaggedPass
	tally    assessment.RegradeTally
}

// regradeSome judges the attempts of some enrolments. Locks are taken in their order: regrade, enrolments, attempts.
func (s *Service) regradeSome(tx *models.Tx, r assessment.ToldRegrade, enrolmentIDs []uuid.UUID) error {
	held, err := assessment.LockRegrade(tx, r.ID)
	if err != nil || held.FinishedAt != nil {
		return err
	}
	last := reached(held)
	enrolmentIDs = slices.DeleteFunc(slices.Clone(enrolmentIDs), func(e uuid.UUID) bool { return bytes.Compare(e[:], last[:]) <= 0 })
	if len(enrolmentIDs) == 0 {
		return nil
	}
	b := batch{regrade: r}
	if err := s.judgeBatch(tx, &b, enrolmentIDs); err != nil {
		return err
	}
	if err := s.settleBatch(tx, &b); err != nil {
		return err
	}
	if err := s.tellBatch(tx, b); err != nil {
		return err
	}
	return assessment.UpdateRegradeReached(tx, r.ID, enrolmentIDs[len(enrolmentIDs)-1], b.tally)
}

// judgeBatch judges and writes slots and attempts.
func (s *Service) judgeBatch(tx *models.Tx, b *batch, enrolmentIDs []uuid.UUID) error {
	if err := courses.LockEnrolmentsByID(tx, enrolmentIDs); err != nil {
		return err
	}
	r := b.regrade
	rows, err := assessment.ListJudged(tx, concernedBy(r), enrolmentIDs)
	if err != nil {
		return err
	}
	cards, err := s.cardsOfQuestion(tx, r.QuestionID)
	if err != nil {
		return err
	}
	way := regrading{assessment.Correction{RegradeID: r.ID, Mode: r.Mode, VersionID: r.VersionID}, cards}
	var slots []assessment.SlotJudgement
	var attempts []assessment.AttemptJudgement
	for _, rows := range byAttempt(rows) {
		g := way.attempt(rows)
		b.attempts, b.tally = append(b.attempts, g), added(b.tally, g.tally())
		slots = append(slots, g.slots...)
		if g.changed() {
			attempts = append(attempts, assessment.AttemptJudgement{ID: g.was.AttemptID, Score: g.score, Max: g.most, Passed: g.passed(), Kept: g.kept})
		}
	}
	if err := assessment.UpdateJudged(tx, slots); err != nil {
		return err
	}
	return assessment.UpdateRegraded(tx, attempts)
}

// settleBatch flags the passes that would be lost, works out anew what the attempts of each learner come to, and tells
// learning. Where the average of all would no longer be a pass, the last of the attempts keeps it, as one that loses its own.
func (s *Service) settleBatch(tx *models.Tx, b *batch) error {
	before, err := assessment.ListGrades(tx, b.enrolments())
	if err != nil {
		return err
	}
	after, err := assessment.SettleGrades(tx, b.pairs())
	if err != nil {
		return err
	}
	for i, g := range after {
		was := slices.IndexFunc(before, func(o assessment.QuizGrade) bool { return o.EnrolmentID == g.EnrolmentID && o.QuizID == g.QuizID })
		if was >= 0 && before[was].Passed && !g.Passed {
			if after[i], err = s.keepPass(tx, b, before[was], g); err != nil {
				return err
			}
		}
		if _, err := s.Graded(tx, g.EnrolmentID, g.LessonID, after[i].Percent, after[i].Passed); err != nil {
			return err
		}
	}
	return b.flag(tx)
}

// keepPass keeps a pass that no attempt alone has lost.
func (s *Service) keepPass(tx *models.Tx, b *batch, before, after assessment.QuizGrade) (assessment.QuizGrade, error) {
	for _, g := range slices.Backward(b.attempts) {
		if g.changed() && g.was.EnrolmentID == after.EnrolmentID && g.was.QuizID == after.QuizID {
			b.flagged = append(b.flagged, assessment.FlaggedPass{RegradeID: b.regrade.ID, AttemptID: g.was.AttemptID, Before: before.Percent, After: after.Percent})
			b.tally.Flagged++
			if err := assessment.UpdatePassKept(tx, g.was.AttemptID, g.passed(), true); err != nil {
				return after, err
			}
			break
		}
	}
	return assessment.SettleGrade(tx, after.EnrolmentID, after.QuizID)
}

// flag writes the passes to decide about, and forgets those that are earned after all.
func (b *batch) flag(tx *models.Tx) error {
	var earned []uuid.UUID
	for _, g := range b.attempts {
		switch {
		case g.lost():
			b.flagged = append(b.flagged, assessment.FlaggedPass{RegradeID: b.regrade.ID, AttemptID: g.was.AttemptID, Before: g.before(), After: g.after()})
		case g.graded && g.earned:
			earned = append(earned, g.was.AttemptID)
		}
	}
	if err := assessment.DeleteFlagged(tx, earned); err != nil {
		return err
	}
	return assessment.InsertFlagged(tx, b.flagged)
}

// enrolments are those whose attempts have changed, and pairs the same with the quiz of each.
func (b *batch) enrolments() (ids []uuid.UUID) {
	for _, p := range b.pairs() {
		ids = append(ids, p[0])
	}
	return ids
}

func (b *batch) pairs() (list [][2]uuid.UUID) {
	for _, g := range b.attempts {
		if g.changed() {
			list = append(list, [2]uuid.UUID{g.was.EnrolmentID, g.was.QuizID})
		}
	}
	return list
}

// tellBatch has everybody told whose score has changed, once a regrade.
func (s *Service) tellBatch(tx *models.Tx, b batch) error {
	title, err := assessment.FindCourseTitle(tx, b.regrade.CourseID)
	if err != nil {
		return err
	}
	var notices []jobs.Args
	told := uuid.Nil
	for _, g := range b.attempts {
		if g.was.CitizenID != told && (g.points() != 0 || g.graded && g.was.State != "graded") {
			told = g.was.CitizenID
			notices = append(notices, jobs.Notify{
				UserID: g.was.CitizenID, Notice: "regraded", EventKey: "regrade:" + b.regrade.ID.String(),
				Params: map[string]string{"course_ko": title.In("ko"), "course_en": title.In("en")}, Link: "/attempts/" + g.was.AttemptID.String(),
			})
		}
	}
	return s.Queue.EnqueueAll(tx, notices)
}

// endRegrade closes a regrade that has reached everybody and has the quizzes analysed anew.
func (s *Service) endRegrade(tx *models.Tx, id uuid.UUID) error {
	r, err := assessment.LockRegrade(tx, id)
	if err != nil || r.FinishedAt != nil {
		return err
	}
	if err := assessment.UpdateRegradeFinished(tx, id); err != nil {
		return err
	}
	quizzes, err := assessment.ListRegradedQuizzes(tx, id)
	if err != nil {
		return err
	}
	for _, quizID := range quizzes {
		if err := s.Regraded(tx, quizID); err != nil {
			return err
		}
	}
	details := map[string]string{"regrade": id.String()}
	for name, n := range map[string]int{"done": r.Done, "raised": r.Raised, "lowered": r.Lowered, "gained": r.Gained, "flagged": r.Flagged, "unjudged": r.Unjudged} {
		details[name] = strconv.Itoa(n)
	}
	return operations.InsertAudit(tx, operations.AuditEntry{
		Action: "regrade.finished", ObjectKind: "question", ObjectID: &r.QuestionID, Details: models.JSON[map[string]string]{V: details},
	})
}
