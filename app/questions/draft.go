package questions

import (
	"encoding/json"
	"math"
	"regexp"

	"academy/models"

	"golang.org/x/text/unicode/norm"
)

// Draft is a question as an author writes it.
type Draft struct {
	// Key names the question in its course: the same key is the same question.
	Key   string
	Type  string
	Marks float64
	// Prompt is Markdown, and so are the texts of the choices and the feedback.
	Prompt   models.Text
	Feedback models.Text
	// Section is the title of the part of a quiz that begins with the question; empty where none does.
	Section models.Text
	// Body is the JSON of the type's struct.
	Body json.RawMessage
}

// Write makes a draft of a question.
func Write(key string, marks float64, prompt, feedback models.Text, q Question) Draft {
	return Draft{Key: key, Type: q.Type(), Marks: marks, Prompt: prompt, Feedback: feedback, Body: write(q)}
}

// maxMarks is what the marks of one slot may be at most; marks have two decimals.
const maxMarks = 1000

// keys stand in form values and in lists that are joined by commas.
var keys = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`) //nolint:gochecknoglobals // compiled once

// Make turns a draft into a question, or lists the keys of what is wrong with it. Texts come out in NFC.
func (d Draft) Make() (Question, []string) {
	var problems []string
	if !keys.MatchString(d.Key) {
		problems = append(problems, "assessment.draft.key")
	}
	if d.Prompt == (models.Text{}) {
		problems = append(problems, "assessment.draft.prompt")
	}
	q, known := blank(d.Type)
	if !known {
		return nil, append(problems, "assessment.draft.type")
	}
	if !d.marked(q.Scored()) {
		problems = append(problems, "assessment.draft.marks")
	}
	if err := strict(d.Body, q); err != nil {
		return nil, append(problems, "assessment.draft.body")
	}
	q.Texts(func(t *models.Text) { *t = Composed(*t) })
	return q, append(problems, q.check(d.Prompt)...)
}

// Problems lists the keys of what is wrong with a draft.
func (d Draft) Problems() []string {
	_, problems := d.Make()
	return problems
}

// marked says whether the marks fit: a question that asks nothing earns nothing.
func (d Draft) marked(by Marker) bool {
	if by == ByNobody {
		return d.Marks == 0
	}
	return d.Marks > 0 && d.Marks <= maxMarks && math.Abs(d.Marks*100-math.Round(d.Marks*100)) < 1e-6
}

// Composed is a text in NFC: the same letters typed on another machine are then the same text.
func Composed(t models.Text) models.Text {
	return models.Text{KO: norm.NFC.String(t.KO), EN: norm.NFC.String(t.EN)}
}

// covers says whether a text exists in every language of another.
func covers(t, other models.Text) bool {
	return t != (models.Text{}) && (t.KO != "" || other.KO == "") && (t.EN != "" || other.EN == "")
}

// problems gathers what an author must mend, each once.
type problems []string

func (p *problems) demand(met bool, key string) {
	for _, known := range *p {
		met = met || known == key
	}
	if !met {
		*p = append(*p, key)
	}
}
