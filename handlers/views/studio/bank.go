package studio

import (
	"context"
	"net/url"
	"strconv"
	"strings"

	"academy/app/authoring"
	"academy/app/locale"
	"academy/app/questions"
	"academy/app/quizzes"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// BankView is the bank with what its list was narrowed by. Lesson is the quiz that questions are chosen for, if any.
type BankView struct {
	quizzes.Bank
	Filter quizzes.BankFilter
	Lesson uuid.UUID
	// Shared says that the list shows what other courses share.
	Shared bool
}

// listPath is the own questions or those that others share, for the same quiz.
func (v BankView) listPath(shared bool) string {
	return BankView{Bank: v.Bank, Lesson: v.Lesson, Shared: shared}.bankPath("")
}

// rowPath leads to a question: to be changed, or to be looked at.
func (v BankView) rowPath(r quizzes.BankRow) string {
	if v.Shared {
		return sharedPath(v.Course.Slug, r.ID, v.Lesson)
	}
	return questionPath(v.Course.Slug, r.ID, v.Lesson)
}

// prompt is a question's first line in the reader's language, or the other one.
func prompt(ctx context.Context, r quizzes.BankRow) string {
	return parts.Plain(r.Prompt.In(string(locale.From(ctx).Lang)))
}

// bankPath is where the list goes on, narrowed as it is.
func (v BankView) bankPath(cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": v.Filter.Text, "type": v.Filter.Type, "tag": v.Filter.Tag, "category": v.Filter.Category, "difficulty": v.Filter.Difficulty, "cursor": cursor,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if v.Filter.Archived {
		q.Set("archived", "true")
	}
	if v.Shared {
		q.Set("from", "shared")
	}
	if v.Lesson != uuid.Nil {
		q.Set("lesson", v.Lesson.String())
	}
	return path(v.Course.Slug, "bank") + "?" + q.Encode()
}

func (v BankView) filter() parts.Form {
	return parts.Form{Values: map[string]string{
		"q": v.Filter.Text, "type": v.Filter.Type, "tag": v.Filter.Tag, "category": v.Filter.Category, "difficulty": v.Filter.Difficulty,
	}}
}

// narrowed says whether the list shows less than everything.
func (v BankView) narrowed() bool {
	f := v.Filter
	return f.Text+f.Type+f.Tag+f.Category+f.Difficulty != "" || f.Archived
}

func anyOf(ctx context.Context, label string, list []parts.Choice) []parts.Choice {
	return append([]parts.Choice{{Label: locale.T(ctx, label)}}, list...)
}

func typeChoices(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, typ := range questions.Types() {
		list = append(list, parts.Choice{Value: typ, Label: locale.T(ctx, "quiz.type."+typ)})
	}
	return list
}

func plainChoices(values []string) []parts.Choice {
	var list []parts.Choice
	for _, v := range values {
		list = append(list, parts.Choice{Value: v, Label: v})
	}
	return list
}

func difficultyChoices(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, d := range quizzes.Difficulties() {
		list = append(list, parts.Choice{Value: d, Label: locale.T(ctx, "studio.bank.difficulty."+d)})
	}
	return list
}

// QuestionValues is a question as its form shows it, but for what is its type's own.
func QuestionValues(c quizzes.QuestionChange) map[string]string {
	return map[string]string{
		"prompt_ko": c.Prompt.KO, "prompt_en": c.Prompt.EN, "feedback_ko": c.Feedback.KO, "feedback_en": c.Feedback.EN,
		"category": c.Category, "tags": c.Tags, "difficulty": c.Difficulty,
	}
}

// marks writes marks without needless zeros.
func marks(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

func sharedPath(slug string, id uuid.UUID, lesson uuid.UUID) string {
	p := path(slug, "bank", "shared", id.String())
	if lesson != uuid.Nil {
		p += "?lesson=" + lesson.String()
	}
	return p
}

// takePath is where the copy of a shared question is asked for.
func takePath(slug string, lesson uuid.UUID) string {
	return BankView{Bank: quizzes.Bank{Course: quizzes.Head{Slug: slug}}, Lesson: lesson, Shared: true}.bankPath("")
}

// mayTake says whether a course can take questions into its bank.
func mayTake(c quizzes.Head) bool { return c.Part.MayEdit() && c.State != "archived" }

// sharedForm is a shared question as its fields show it.
func sharedForm(v quizzes.QuestionWork) layout.Form {
	return layout.Form{Values: QuestionValues(v.QuestionChange)}
}

func questionPath(slug string, id uuid.UUID, lesson uuid.UUID) string {
	p := path(slug, "bank", id.String())
	if lesson != uuid.Nil {
		p += "?lesson=" + lesson.String()
	}
	return p
}

func quizPath(slug string, lesson uuid.UUID) string { return path(slug, "quizzes", lesson.String()) }

func tagList(tags []string) string { return strings.Join(tags, ", ") }

// head is the head of a course as the frame shows it.
func head(c quizzes.Head) authoring.CourseHead { return authoring.CourseHead(c) }

// mostTitle is how many characters of a prompt make a title.
const mostTitle = 60

// questionTitle names a question by the beginning of its prompt, and a new one by its type.
func questionTitle(ctx context.Context, v quizzes.QuestionWork) string {
	if v.ID == uuid.Nil {
		return locale.T(ctx, "studio.bank.new") + ": " + locale.T(ctx, "quiz.type."+v.Type)
	}
	text := []rune(strings.Join(strings.Fields(v.Prompt.In(string(locale.From(ctx).Lang))), " "))
	return string(text[:min(len(text), mostTitle)])
}

// backFromQuestion leads to where the author came from: the quiz, or the bank.
func backFromQuestion(v quizzes.QuestionWork, lesson uuid.UUID) string {
	if lesson != uuid.Nil {
		return quizPath(v.Course.Slug, lesson)
	}
	return path(v.Course.Slug, "bank")
}

func backKey(lesson uuid.UUID) string {
	if lesson != uuid.Nil {
		return "studio.quiz.back"
	}
	return "studio.bank.back"
}

func savePath(v quizzes.QuestionWork, lesson uuid.UUID) string {
	p := path(v.Course.Slug, "bank", "new")
	if v.ID != uuid.Nil {
		p = path(v.Course.Slug, "bank", v.ID.String())
	}
	if lesson != uuid.Nil {
		p += "?lesson=" + lesson.String()
	}
	return p
}

func promptHint(ctx context.Context, typ string) string {
	if typ == questions.TypeCloze {
		return locale.T(ctx, "studio.bank.gaps_hint")
	}
	return locale.T(ctx, "studio.markdown")
}
