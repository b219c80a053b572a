package questions

import (
	"encoding/json"

	"academy/models"
)

// Essay is a text that a person marks, by a rubric if there is one.
type Essay struct {
	byHand
	// Lines is the height of the field; 0 is ten.
	Lines int `json:"lines,omitempty"`
	// Most is the most characters; 0 is as many as there may be.
	Most int `json:"most,omitempty"`
	// Template is what the field begins with.
	Template models.Text `json:"template,omitzero"`
}

// byHand is what the types have in common that a person marks.
type byHand struct {
	plainly
	// Rubric says what is looked at; the points are added up and their share of all points is that of the marks.
	Rubric []Criterion `json:"rubric,omitempty"`
	// Notes are for those who mark.
	Notes models.Text `json:"notes,omitzero"`
}

// Criterion is something that is looked at, with the most points for it.
type Criterion struct {
	Text   models.Text `json:"text"`
	Points float64     `json:"points"`
}

const (
	maxEssay      = 20_000
	maxEssayBytes = 12*maxEssay + 100
	maxLines      = 60
	usualLines    = 10
	maxCriteria   = 20
)

// Scored is by hand.
func (byHand) Scored() Marker { return ByHand }

// Grade earns nothing before somebody has marked it.
func (byHand) Grade(json.RawMessage) float64 { return 0 }

// Correct is nothing: there are many ways.
func (byHand) Correct() json.RawMessage { return none() }

// Guess cannot be said.
func (byHand) Guess() (float64, bool) { return 0, false }

// Picks is nothing: every answer is its own.
func (byHand) Picks(json.RawMessage) []string { return nil }

// Texts are those of the rubric.
func (h *byHand) Texts(visit func(*models.Text)) {
	visit(&h.Notes)
	for i := range h.Rubric {
		visit(&h.Rubric[i].Text)
	}
}

// ByPerson is a question that a person marks.
type ByPerson interface {
	// Guide is what is looked at, and what the author says to those who mark.
	Guide() ([]Criterion, models.Text)
}

// Guide is the rubric and the notes.
func (h *byHand) Guide() ([]Criterion, models.Text) { return h.Rubric, h.Notes }

func (h *byHand) check(prompt models.Text) []string {
	var p problems
	for _, c := range h.Rubric {
		p.demand(covers(c.Text, prompt) && c.Points > 0 && c.Points <= maxMarks, "assessment.draft.rubric")
	}
	p.demand(len(h.Rubric) <= maxCriteria, "assessment.draft.rubric")
	return p
}

// Type is the name stored.
func (q *Essay) Type() string { return TypeEssay }

// Form is a field of several lines.
func (q *Essay) Form() Form {
	f := Form{Lines: usualLines, Most: maxEssay}
	if q.Lines > 0 {
		f.Lines = q.Lines
	}
	if q.Most > 0 {
		f.Most = q.Most
	}
	return f
}

// Accept takes {text}.
func (q *Essay) Accept(response json.RawMessage) (json.RawMessage, error) {
	return acceptText(response, maxEssayBytes, q.Form().Most)
}

// Texts are those of the rubric and the template.
func (q *Essay) Texts(visit func(*models.Text)) {
	q.byHand.Texts(visit)
	visit(&q.Template)
}

func (q *Essay) check(prompt models.Text) []string {
	p := problems(q.byHand.check(prompt))
	p.demand(q.Lines >= 0 && q.Lines <= maxLines && q.Most >= 0 && q.Most <= maxEssay, "assessment.draft.essay_size")
	return p
}
