package quizzes

import (
	"context"
	"encoding/json"
	"slices"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// QuestionWork is a question as its authors edit it.
type QuestionWork struct {
	Course Head
	ID     uuid.UUID // zero for a new one
	QuestionChange
	Uses  []QuestionUse
	Edits []QuestionEdit
	// Shared says that other courses may copy it. Takers are those that have, as far as who asks may open them; Others
	// counts the rest.
	Shared bool
	Takers []QuestionTaker
	Others int
	// Copied says that it is a copy of a question of Home, of that question's version CopiedVersion; Newer is a newer one, or 0.
	Copied               bool
	Home                 Text
	CopiedVersion, Newer int
	// Copy is the copy that the course has of a question which another course shares.
	Copy uuid.UUID
}

// QuestionTaker is a course that has a copy of a question.
type QuestionTaker struct {
	Slug     string
	Title    Text
	Question uuid.UUID
}

// QuestionChange is a question as an author leaves it. From is the version that the author began with, 0 for a new one.
type QuestionChange struct {
	From       int
	Type       string
	Prompt     Text
	Feedback   Text
	Body       json.RawMessage
	Category   string
	Tags       string // with commas between them
	Difficulty string
}

// QuestionUse is a lesson whose quiz asks a question, for learners or in the draft.
type QuestionUse struct {
	Lesson uuid.UUID
	Title  Text
	Live   bool
}

// QuestionEdit is a version and how many attempts were asked it.
type QuestionEdit struct {
	Number  int
	At      time.Time
	Answers int
}

const mostEdits = 20

// Question shows a question to its authors.
func (s *Service) Question(ctx context.Context, who access.Actor, slug string, id uuid.UUID) (QuestionWork, error) {
	v := QuestionWork{ID: id}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		work, head, err := s.Look(tx, who, slug)
		if err != nil {
			return err
		}
		v.Course = head
		q, err := assessment.FindTracedQuestion(tx, work.CourseID, id, mostEdits, assessment.Reader{ID: who.ID, All: who.Has(access.Admin)})
		if err == nil {
			v.trace(q)
		}
		return err
	})
	return v, err
}

func (v *QuestionWork) trace(q assessment.TracedQuestion) {
	v.QuestionChange = changeOf(q.BankQuestion)
	for _, u := range q.Uses.V {
		v.Uses = append(v.Uses, QuestionUse{u.LessonID, u.Title, u.Live})
	}
	for _, e := range q.Edits.V {
		v.Edits = append(v.Edits, QuestionEdit{e.Number, e.CreatedAt, e.Answers})
	}
	for _, t := range q.Takers.V {
		v.Takers = append(v.Takers, QuestionTaker{t.Slug, t.Title, t.Question})
	}
	v.Shared, v.Others = q.Shared, q.Copies-len(v.Takers)
	v.Copied, v.Home, v.CopiedVersion, v.Newer = q.CopiedFrom != nil, q.Home, q.CopiedVersion, q.Newer
}

// NewQuestion is an empty question of a type.
func (s *Service) NewQuestion(ctx context.Context, who access.Actor, slug, typ string) (QuestionWork, error) {
	if !Known(typ) {
		return QuestionWork{}, fault.ErrMissing
	}
	v := QuestionWork{QuestionChange: QuestionChange{Type: typ, Body: json.RawMessage("{}")}}
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		_, v.Course, err = s.Look(tx, who, slug)
		return err
	})
	return v, err
}

// SaveQuestion keeps a question of a course and answers its ID; zero makes a new one. Where it says something new it gets
// a new version, which whoever starts from now on is asked; attempts keep theirs. ErrStale says that somebody else has
// saved it since. What is wrong with the question is told at the fields prompt, body, category, tags and difficulty.
func (s *Service) SaveQuestion(ctx context.Context, who access.Actor, slug string, id uuid.UUID, c QuestionChange) (uuid.UUID, error) {
	tags, err := c.check()
	if err != nil {
		return id, err
	}
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		work, err := s.lookToChange(tx, who, slug)
		if err != nil {
			return err
		}
		if id == uuid.Nil {
			id, err = insert(tx, work.CourseID, c, tags)
			return err
		}
		return update(tx, work.CourseID, id, c, tags)
	})
	return id, err
}

// check finds what an author must mend before a question can be kept.
func (c *QuestionChange) check() ([]string, error) {
	fields := map[string]string{}
	for _, key := range c.draft("new", 1).Problems() {
		field := "body"
		if key == "assessment.draft.prompt" {
			field = "prompt_ko"
		}
		if fields[field] == "" {
			fields[field] = key
		}
	}
	c.Category = clean(c.Category)
	if utf8.RuneCountInString(c.Category) > maxCategory {
		fields["category"] = "quizzes.category_long"
	}
	tags, wrong := tagsOf(c.Tags)
	if wrong {
		fields["tags"] = "quizzes.tag"
	}
	if c.Difficulty != "" && !slices.Contains(Difficulties(), c.Difficulty) {
		fields["difficulty"] = "quizzes.difficulty"
	}
	if len(fields) > 0 {
		return nil, &fault.Error{Kind: fault.Invalid, Key: "form.invalid", Fields: fields}
	}
	return tags, nil
}

// draft is the question with marks that fit its type: what it is worth is said in each quiz.
func (c QuestionChange) draft(key string, marks float64) QuestionDraft {
	if c.Type == questions.TypeText {
		marks = 0
	}
	return QuestionDraft{Key: key, Type: c.Type, Marks: marks, Prompt: questions.Composed(c.Prompt), Feedback: questions.Composed(c.Feedback), Body: c.Body}
}

// questionKey is the name of a question in a course folder when nobody has given it one.
func questionKey(id uuid.UUID) string { return "q-" + id.String()[24:] }

func insert(tx *models.Tx, courseID uuid.UUID, c QuestionChange, tags []string) (uuid.UUID, error) {
	id := models.NewID()
	row := assessment.Question{ID: id, CourseID: courseID, Key: questionKey(id), Category: c.Category, Tags: tags, Difficulty: c.Difficulty, ChangedAt: tx.Now}
	if err := assessment.InsertQuestions(tx, []assessment.Question{row}); err != nil {
		return id, err
	}
	return id, newVersion(tx, assessment.BankQuestion{Question: row}, c)
}

func update(tx *models.Tx, courseID, id uuid.UUID, c QuestionChange, tags []string) error {
	q, err := assessment.LockQuestion(tx, courseID, id)
	if err != nil {
		return err
	}
	if q.Number != c.From || q.Type != c.Type {
		return ErrStale
	}
	q.Category, q.Tags, q.Difficulty = c.Category, tags, c.Difficulty
	if err := assessment.UpdateQuestion(tx, q.Question); err != nil {
		return err
	}
	return newVersion(tx, q, c)
}

// newVersion writes what a question says if that is new.
func newVersion(tx *models.Tx, q assessment.BankQuestion, c QuestionChange) error {
	d := c.draft(q.Key, 1)
	question, problems := d.Make()
	if len(problems) > 0 {
		return ErrDraft
	}
	next, err := made{draft: d, question: question}.version(tx, q.ID, q.Number+1)
	if err != nil {
		return err
	}
	last := assessment.QuestionVersion{Type: q.Type, Prompt: q.Prompt, Body: q.Body, Feedback: q.Feedback}
	if q.Number > 0 && same(last, next) {
		return nil
	}
	return assessment.InsertVersions(tx, []assessment.QuestionVersion{next})
}
