package quizzes

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions/formats"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
)

// SentFile is a file of questions. An empty Format is to be found out; Lang is that of its texts, where it has one.
type SentFile struct {
	Name, Format, Lang string
	Data               []byte
}

// Import is what a file would bring.
type Import struct {
	Course Head
	ID     uuid.UUID
	Name   string
	Format string
	Items  []formats.Item
	// Taken counts the questions that were taken over.
	Taken int
}

// maxFileName is the most characters of a file's name that are kept.
const maxFileName = 300

// BringQuestions reads a file for an author to look at, and answers the ID of what it found. Nothing is taken over yet.
// A file that cannot be read is told at the field file.
func (s *Service) BringQuestions(ctx context.Context, who access.Actor, slug string, file SentFile) (uuid.UUID, error) {
	format, items, err := file.read()
	if err != nil {
		return uuid.Nil, err
	}
	raw, err := json.Marshal(items)
	if err != nil {
		return uuid.Nil, fmt.Errorf("items of %s: %w", format, err)
	}
	id := models.NewID()
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		return assessment.InsertQuestionImport(tx, assessment.QuestionImport{
			ID: id, CourseID: work.CourseID, BroughtBy: who.ID, Name: file.title(), Format: string(format), Items: models.JSON[json.RawMessage]{V: raw}, BroughtAt: tx.Now,
		})
	})
	return id, err
}

func (f SentFile) title() string {
	name := []rune(clean(f.Name))
	return string(name[:min(len(name), maxFileName)])
}

func (f SentFile) read() (formats.Format, []formats.Item, error) {
	format := formats.Format(f.Format)
	if f.Format == "" {
		found, ok := formats.Detect(f.Name, f.Data)
		if !ok {
			return "", nil, fault.Field("file", "quizzes.format_unknown")
		}
		format = found
	}
	if !slices.Contains(formats.Formats(), format) {
		return "", nil, fault.Field("format", "quizzes.format_unknown")
	}
	items, err := formats.Read(format, f.Data, f.Lang)
	if bad := (*formats.FileError)(nil); errors.As(err, &bad) {
		return "", nil, &fault.Error{Kind: fault.Invalid, Key: bad.Key, Args: bad.Args, Fields: map[string]string{"file": "quizzes.file_unread"}}
	}
	if err == nil && len(items) == 0 {
		return "", nil, fault.Field("file", "quizzes.file_empty")
	}
	return format, items, err
}

// Import shows what a file would bring, or has brought.
func (s *Service) Import(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (Import, error) {
	v := Import{ID: id}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.FindQuestionImport(tx, work.CourseID, id)
		if err != nil {
			return err
		}
		v.Course, v.Name, v.Format, v.Taken = head, row.Name, row.Format, len(row.Taken)
		return json.Unmarshal(row.Items.V, &v.Items)
	})
	return v, err
}

// TakeQuestions takes some of the questions of a file into the bank, by their places from 0. Refused ones cannot be
// taken, and nothing is taken twice.
func (s *Service) TakeQuestions(ctx context.Context, who access.Actor, slug string, id uuid.UUID, chosen []int) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.LockQuestionImport(tx, work.CourseID, id)
		if err != nil || len(row.Taken) > 0 {
			return err
		}
		var items, wanted []formats.Item
		if err := json.Unmarshal(row.Items.V, &items); err != nil {
			return fmt.Errorf("import %s: %w", id, err)
		}
		for i, item := range items {
			if slices.Contains(chosen, i) && item.State != formats.Refused {
				wanted = append(wanted, item)
			}
		}
		if len(wanted) == 0 {
			return fault.Field("item", "quizzes.choose_some")
		}
		taken, err := take(tx, work.CourseID, wanted)
		if err != nil {
			return err
		}
		return assessment.UpdateTaken(tx, id, taken)
	})
}

// take writes questions into the bank of a course and answers their IDs. Each gets a key of its own: a file brought
// twice changes nothing that is there.
func take(tx *models.Tx, courseID uuid.UUID, items []formats.Item) (courses.Strings, error) {
	var rows []assessment.Question
	var versions []assessment.QuestionVersion
	var ids courses.Strings
	for _, item := range items {
		id := models.NewID()
		d := item.Draft
		d.Key = questionKey(id)
		question, problems := d.Make()
		if len(problems) > 0 {
			return nil, ErrDraft.Because(fmt.Errorf("%s: %v", item.Name, problems))
		}
		version, err := made{draft: d, question: question}.version(tx, id, 1)
		if err != nil {
			return nil, err
		}
		tags, _ := tagsOf(strings.Join(item.Tags, ","))
		rows = append(rows, assessment.Question{ID: id, CourseID: courseID, Key: d.Key, Category: shortened(item.Category, maxCategory), Tags: fitting(tags), ChangedAt: tx.Now, Points: item.Points})
		versions, ids = append(versions, version), append(ids, id.String())
	}
	if err := assessment.InsertQuestions(tx, rows); err != nil {
		return nil, err
	}
	return ids, assessment.InsertVersions(tx, versions)
}

// fitting are the tags that a question may have.
func fitting(tags []string) []string {
	tags = slices.DeleteFunc(tags, func(tag string) bool { return utf8.RuneCountInString(tag) > maxTag })
	return tags[:min(len(tags), maxTags)]
}

func shortened(text string, most int) string {
	runes := []rune(clean(text))
	return string(runes[:min(len(runes), most)])
}

// UndoImport takes the questions of a file out of the bank again. Those that a quiz asks or somebody has answered are put
// away instead; it answers how many.
func (s *Service) UndoImport(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (kept int, err error) {
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		row, err := assessment.LockQuestionImport(tx, work.CourseID, id)
		if err != nil || len(row.Taken) == 0 {
			return err
		}
		if kept, err = assessment.DeleteUnasked(tx, work.CourseID, row.Taken); err != nil {
			return err
		}
		if kept > 0 {
			if err := assessment.UpdateArchived(tx, work.CourseID, ids(row.Taken), true); err != nil {
				return err
			}
		}
		return assessment.UpdateTaken(tx, id, courses.Strings{})
	})
	return kept, err
}

func ids(texts []string) []uuid.UUID {
	list := make([]uuid.UUID, 0, len(texts))
	for _, text := range texts {
		if id, err := uuid.Parse(text); err == nil {
			list = append(list, id)
		}
	}
	return list
}

// importsKept is how long one may come back to what a file would bring, or undo it.
const importsKept = 30 * 24 * time.Hour

// Sweep forgets old imports.
func (s *Service) Sweep(ctx context.Context) error {
	return s.DB.Write(ctx, func(tx *models.Tx) error { return assessment.DeleteImportsBefore(tx, tx.Now.Add(-importsKept)) })
}

// ImportFile takes all questions of a file that can be taken into the bank of a course, for an operator.
func (s *Service) ImportFile(ctx context.Context, slug string, file SentFile) ([]formats.Item, error) {
	_, items, err := file.read()
	if err != nil {
		return nil, err
	}
	wanted := slices.DeleteFunc(slices.Clone(items), func(i formats.Item) bool { return i.State == formats.Refused })
	return items, s.DB.Write(ctx, func(tx *models.Tx) error {
		course, err := courses.FindCourse(tx, slug)
		if err != nil || len(wanted) == 0 {
			return err
		}
		_, err = take(tx, course.ID, wanted)
		return err
	})
}
