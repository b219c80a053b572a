package coursework

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/questions"
	"academy/models"
	"academy/models/courses"
	"academy/models/coursework"
	"academy/models/operations"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Given is what somebody says of a submission: points by criterion where there is a rubric, else points; or that it goes back,
// with what is to do and, where nothing is taken any more, until when.
type Given struct {
	// Seen is how many marks the marker has seen.
	Seen    int
	Return  bool
	Points  []float64
	Total   float64
	Comment string
	Until   *time.Time
}

const maxComment = 5000

// Mark marks or returns a submission. One that the learner has replaced meanwhile is ErrNewer, one that somebody else has
// marked meanwhile ErrMarkedSince.
func (s *Service) Mark(ctx context.Context, who access.Actor, slug string, id uuid.UUID, g Given) error {
	g.Comment = strings.TrimSpace(norm.NFC.String(g.Comment))
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		if head.State == "archived" {
			return fault.New(fault.Conflict, "authoring.archived")
		}
		row, err := held(tx, work.CourseID, id)
		if err != nil {
			return err
		}
		switch {
		case row.CitizenID == who.ID:
			return ErrOwnWork
		case row.Newer || row.State == coursework.Replaced:
			return ErrNewer
		case len(row.Marks.V) != g.Seen:
			return ErrMarkedSince
		}
		mark, err := g.mark(row)
		if err != nil {
			return err
		}
		if g.Return {
			err = s.giveBack(tx, who, row, g)
		}
		if err != nil {
			return err
		}
		return s.say(tx, who, head, row, mark)
	})
}

// held finds a submission and holds its enrolment and itself, in this order.
func held(tx *models.Tx, courseID, id uuid.UUID) (coursework.ToMark, error) {
	row, err := coursework.FindToMark(tx, courseID, id)
	if err != nil {
		return row, err
	}
	if _, err := courses.LockEnrolmentByID(tx, row.EnrolmentID); err != nil {
		return row, err
	}
	if _, err := coursework.LockSubmission(tx, id); err != nil {
		return row, err
	}
	return coursework.FindToMark(tx, courseID, id)
}

// mark works out what is written down.
func (g Given) mark(row coursework.ToMark) (coursework.Mark, error) {
	m := coursework.Mark{SubmissionID: row.ID, Number: len(row.Marks.V) + 1, Decision: coursework.Marked, Comment: g.Comment}
	if wrong := g.commentWrong(row); wrong != "" {
		return m, fault.Field("comment", wrong)
	}
	if g.Return {
		m.Decision = coursework.Returned
		return m, nil
	}
	t := row.Task.V
	share, err := g.share(t)
	if err != nil {
		return m, err
	}
	points := math.Round(share*t.Points*100) / 100
	m.Points, m.Most = &points, &t.Points
	for i, c := range t.Rubric {
		m.Criteria = append(m.Criteria, coursework.MarkCriterion{Criterion: c, Given: g.Points[i]})
	}
	m.Deducted = float64(min(100, t.Deduct*row.LateDays))
	left := left(points, t.Points, m.Deducted)
	m.Percent = &left
	return m, nil
}

// commentWrong is what is wrong with the comment: what goes back says what to do, and a second mark why it is another.
func (g Given) commentWrong(row coursework.ToMark) string {
	switch {
	case utf8.RuneCountInString(g.Comment) > maxComment:
		return "coursework.comment_long"
	case g.Comment == "" && g.Return:
		return "coursework.comment_needed"
	case g.Comment == "" && corrects(row):
		return "coursework.reason_needed"
	}
	return ""
}

// corrects says whether another mark stands already: who gives a second one says why.
func corrects(row coursework.ToMark) bool {
	return slices.ContainsFunc(row.Marks.V, func(m coursework.Mark) bool { return m.Decision == coursework.Marked })
}

// left is the per cent of all points that a submission has earned, less what is taken off, in hundredths rounded down.
func left(points, most, deducted float64) float64 {
	hundredths := int64(math.Round(points*100)) * 100_00 / int64(math.Round(most*100))
	return float64(max(0, hundredths-int64(math.Round(deducted*100)))) / 100
}

// share is the points given of all there are.
func (g Given) share(t Task) (float64, error) {
	wrong := fault.Field("points", "coursework.points_range")
	if len(t.Rubric) == 0 {
		if !(g.Total >= 0 && g.Total <= t.Points) {
			return 0, wrong
		}
		return g.Total / t.Points, nil
	}
	var given, most float64
	for i, c := range t.Rubric {
		if i >= len(g.Points) || !(g.Points[i] >= 0 && g.Points[i] <= c.Points) {
			return 0, wrong
		}
		given, most = given+g.Points[i], most+c.Points
	}
	return given / most, nil
}

// giveBack sees to it that what goes back can come in again.
func (s *Service) giveBack(tx *models.Tx, who access.Actor, row coursework.ToMark, g Given) error {
	closes := row.Task.V.Closes(row.ExtendedTo)
	if g.Until == nil {
		if closes != nil && tx.Now.After(*closes) {
			return fault.Field("until", "coursework.until_needed")
		}
		return nil
	}
	if !g.Until.After(tx.Now) || g.Until.Year() > 2199 {
		return fault.Field("until", "coursework.until_past")
	}
	return s.extend(tx, who, row, Extension{DueAt: *g.Until, Reason: g.Comment})
}

// Extension is until when one learner may hand in, and why.
type Extension struct {
	DueAt  time.Time
	Reason string
}

const maxReason = 500

func (s *Service) extend(tx *models.Tx, who access.Actor, row coursework.ToMark, x Extension) error {
	reason := []rune(x.Reason)
	err := coursework.SaveExtension(tx, coursework.Extension{
		CourseID: row.CourseID, EnrolmentID: row.EnrolmentID, LessonID: row.LessonID, GrantedBy: who.ID, DueAt: x.DueAt, Reason: string(reason[:min(len(reason), maxReason)]),
	})
	if err != nil {
		return err
	}
	return operations.InsertAudit(tx, operations.AuditEntry{ActorID: &who.ID, Action: "course.assignment_extended", SubjectID: &row.CitizenID, ObjectKind: "submission", ObjectID: &row.ID})
}

// say writes a mark, tells learning what it comes to and the learner that there is something to read.
func (s *Service) say(tx *models.Tx, who access.Actor, head Head, row coursework.ToMark, m coursework.Mark) error {
	if err := coursework.InsertMark(tx, m, who.ID); err != nil {
		return err
	}
	if corrects(row) {
		if err := noteCorrected(tx, who, row, m); err != nil {
			return err
		}
	}
	notice := "assignment_returned"
	if m.Percent != nil {
		notice = "assignment_marked"
		if err := s.grade(tx, row, *m.Percent); err != nil {
			return err
		}
	}
	return s.Queue.Enqueue(tx, jobs.Notify{
		UserID: row.CitizenID, Notice: notice, EventKey: "submission:" + row.ID.String() + ":" + strconv.Itoa(m.Number),
		Params: map[string]string{"course_ko": head.Title.In("ko"), "course_en": head.Title.In("en"), "lesson_ko": row.Title.In("ko"), "lesson_en": row.Title.In("en")},
		Link:   "/learn/" + head.Slug + "/" + row.LessonID.String(),
	})
}

// noteCorrected says in the audit that a mark was not the first one. Why, and what it was, stands with the marks themselves.
func noteCorrected(tx *models.Tx, who access.Actor, row coursework.ToMark, m coursework.Mark) error {
	return operations.InsertAudit(tx, operations.AuditEntry{
		ActorID: &who.ID, Action: "course.mark_corrected", SubjectID: &row.CitizenID, ObjectKind: "submission", ObjectID: &row.ID,
		Details: models.JSON[map[string]string]{V: map[string]string{"mark": strconv.Itoa(m.Number)}},
	})
}

// grade tells learning and the gradebook what a submission comes to.
func (s *Service) grade(tx *models.Tx, row coursework.ToMark, percent float64) error {
	need := row.Task.V.PassPercent
	switch a, err := s.Admit(tx, row.CitizenID, row.LessonID); {
	case err == nil:
		need = a.PassPercent
	case !errors.Is(err, models.ErrNotFound): // where learners see the lesson no more, its own pass mark is all there is
		return err
	}
	passed := percent >= float64(need)
	if err := coursework.SaveGrade(tx, row.EnrolmentID, row.LessonID, percent, passed); err != nil {
		return err
	}
	return s.Graded(tx, row.EnrolmentID, row.LessonID, percent, passed)
}

// MarkedFile answers an address at which somebody who makes a course can save a file that was handed in there. Who has seen
// whose is written down.
func (s *Service) MarkedFile(ctx context.Context, who access.Actor, slug string, submissionID, assetID uuid.UUID) (string, error) {
	var f coursework.SubmittedFile
	err := s.DB.Write(ctx, func(tx *models.Tx) error {
		work, _, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		if f, err = coursework.FindMarkedFile(tx, work.CourseID, submissionID, assetID); err != nil {
			return err
		}
		return operations.InsertAudit(tx, operations.AuditEntry{
			ActorID: &who.ID, Action: "course.submission_file", SubjectID: &f.CitizenID, ObjectKind: "submission", ObjectID: &f.SubmissionID,
		})
	})
	if err != nil {
		return "", err
	}
	f.Name = questions.Unnamed(f.ID, f.Name)
	return s.Address(ctx, f.Asset)
}
