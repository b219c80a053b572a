package coursework

import (
	"context"
	"math"
	"slices"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/models"
	"academy/models/courses"
	"academy/models/coursework"

	"github.com/google/uuid"
)

// The most that can be asked for.
const (
	maxText      = 20_000
	mostFiles    = 20
	mostSize     = 50 // megabytes: what a form takes from a browser without script
	mostWords    = 5_000
	mostGrace    = 24 * 60 // hours
	mostTimes    = 100
	mostPoints   = 1000
	mostCriteria = 20
	maxCriterion = 1000
	maxNotes     = 5000
)

// Agains are the times when something may be handed in again: never, until it is due, until it is marked, or when it was
// returned for that.
func Agains() []string { return []string{"returned", "never", "due", "marked"} }

// TaskWork is what an assignment asks for, as its authors set it.
type TaskWork struct {
	Course Head
	Lesson uuid.UUID
	Title  Text
	TaskChange
}

// TaskChange is an assignment as an author leaves it. From is the version of the lesson that the author began with.
type TaskChange struct {
	Task
	From int
}

// usualTask is that of a new assignment.
func usualTask() Task { return Task{Text: true, Files: true}.Usual() }

// Task shows what the assignment of a lesson asks for, in the draft or, where nobody has changed it, as learners see it.
func (s *Service) Task(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID) (TaskWork, error) {
	v := TaskWork{Lesson: lessonID}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		row, err := coursework.FindTask(tx, work.ID, lessonID)
		if err == nil && row.Kind != "assignment" {
			err = models.ErrNotFound
		}
		if err != nil {
			return err
		}
		v.Title, v.From, v.Task = row.Title, row.Version, usualTask()
		if row.Task != nil {
			v.Task = row.Task.V
		}
		return nil
	})
	return v, err
}

// SaveTask keeps what an assignment asks for in the draft of its course.
func (s *Service) SaveTask(ctx context.Context, who access.Actor, slug string, lessonID uuid.UUID, c TaskChange) error {
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		_, _, err := s.Look(tx, who, slug)
		return err
	})
	if err != nil {
		return err
	}
	if problems := taskProblems(c.Task); len(problems) > 0 {
		return fault.Fields(problems)
	}
	return s.Compose(ctx, who, slug, lessonID, c.From, c.Task)
}

// CheckTask says what is wrong with an assignment that comes from elsewhere.
func CheckTask(t Task) []string {
	var keys []string
	for _, key := range taskProblems(t) {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}

// taskProblems finds what an author must mend, by field.
func taskProblems(t Task) map[string]string {
	w := wrong{}
	w.demand(t.Text || t.Files, "text", "coursework.task.nothing")
	w.between("most_files", t.MostFiles, 1, mostFiles)
	w.between("most_megabytes", t.MostMegabytes, 1, mostSize)
	w.between("words", t.Words, 0, mostWords)
	w.between("grace_hours", t.GraceHours, 0, mostGrace)
	w.between("deduct", t.Deduct, 0, 100)
	w.between("most_times", t.MostTimes, 0, mostTimes)
	w.between("pass_percent", t.PassPercent, 0, 100)
	w.demand(sensible(t.OpensAt), "opens_at", "coursework.task.date")
	w.demand(sensible(t.DueAt), "due_at", "coursework.task.date")
	w.demand(t.OpensAt == nil || t.DueAt == nil || t.DueAt.After(*t.OpensAt), "due_at", "coursework.task.due")
	w.demand(t.DueAt != nil || t.GraceHours <= 0, "grace_hours", "coursework.task.grace")
	w.demand(slices.Contains(Agains(), t.Again), "again", "coursework.task.choice")
	w.demand(t.Again != "due" || t.DueAt != nil, "again", "coursework.task.again_due")
	w.demand(inHundredths(t.Points) && t.Points <= mostPoints, "points", "coursework.task.points")
	known := !slices.ContainsFunc(t.Kinds, func(k string) bool { return !slices.Contains(questions.FileKinds(), k) })
	w.demand(known && len(t.Kinds) <= len(questions.FileKinds()), "kinds", "coursework.task.choice")
	w.rubric(t)
	return w
}

// wrong is what an author must mend, by field.
type wrong map[string]string

func (w wrong) demand(met bool, field, key string) {
	if !met {
		w[field] = key
	}
}

func (w wrong) between(field string, n, least, most int) {
	w.demand(n >= least && n <= most, field, "coursework.task.number")
}

func (w wrong) rubric(t Task) {
	w.demand(len(t.Rubric) <= mostCriteria, "rubric", "coursework.task.rubric_many")
	for _, c := range t.Rubric {
		fits := max(utf8.RuneCountInString(c.Text.KO), utf8.RuneCountInString(c.Text.EN)) <= maxCriterion
		w.demand(c.Text != Text{} && fits && inHundredths(c.Points) && c.Points <= mostPoints, "rubric", "coursework.task.rubric")
	}
	w.demand(max(utf8.RuneCountInString(t.Notes.KO), utf8.RuneCountInString(t.Notes.EN)) <= maxNotes, "notes", "coursework.task.notes")
}

// inHundredths says whether points are more than none and have at most two decimals.
func inHundredths(n float64) bool { return n > 0 && math.Abs(n*100-math.Round(n*100)) < 1e-6 }

// sensible says whether a time, if there is one, can have been meant.
func sensible(at *time.Time) bool { return at == nil || at.Year() >= 2000 && at.Year() <= 2199 }

// form is which files an assignment takes.
func form(t courses.AssignmentWork) questions.File {
	return questions.File{Kinds: t.Kinds, Most: t.MostMegabytes}
}
