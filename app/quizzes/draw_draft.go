package quizzes

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"
	"academy/models/courses"

	"github.com/google/uuid"
)

// typeDraw is what a draft calls a place that draws: it goes into a folder beside the questions, with all that it can
// draw, so that a course taken elsewhere asks the same.
const typeDraw = "draw"

// drawDraft is the body of such a draft.
type drawDraft struct {
	Draw
	From []pooled `json:"from"`
}

// pooled is a question that can be drawn, with what it is found by.
type pooled struct {
	Key        string          `json:"key"`
	Type       string          `json:"type"`
	Prompt     Text            `json:"prompt"`
	Feedback   Text            `json:"feedback"`
	Tags       courses.Strings `json:"tags,omitempty"`
	Category   string          `json:"category,omitempty"`
	Difficulty string          `json:"difficulty,omitempty"`
	Body       json.RawMessage `json:"body"`
}

// maxPool is the most questions that one draw takes along.
const maxPool = 500

// makeDraw reads a draw and answers what is wrong with it.
func makeDraw(draft QuestionDraft) (made, []string) {
	m := made{draft: draft, draw: &drawDraft{}}
	reader := json.NewDecoder(bytes.NewReader(draft.Body))
	reader.DisallowUnknownFields()
	if reader.Decode(m.draw) != nil {
		return m, []string{"assessment.draft.body"}
	}
	w := wrong{}
	w.draw(m.draw.Draw)
	w.marks(draft.Marks)
	w.demand(len(m.draw.From) <= maxPool, "from", "assessment.draft.questions")
	for _, p := range m.draw.From {
		w.pooled(&m, p)
	}
	var keys []string
	for _, key := range w {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return m, slices.Compact(keys)
}

// pooled makes one of the questions that can be drawn.
func (w wrong) pooled(m *made, p pooled) {
	draft := QuestionDraft{Key: p.Key, Type: p.Type, Marks: m.draft.Marks, Prompt: questions.Composed(p.Prompt), Feedback: questions.Composed(p.Feedback), Body: p.Body}
	q, problems := draft.Make()
	for _, key := range problems {
		w["from "+p.Key+key] = key
	}
	tags, bad := tagsOf(strings.Join(p.Tags, ","))
	w.demand(!bad, "tags", "quizzes.tag")
	w.demand(p.Difficulty == "" || slices.Contains(Difficulties(), p.Difficulty), "difficulty", "quizzes.difficulty")
	m.pool = append(m.pool, made{draft: draft, question: q, found: assessment.Question{Tags: tags, Category: clean(p.Category), Difficulty: p.Difficulty}})
}

// writtenDraw is a draw as a draft, with all that it can draw now beside what is placed in its quiz.
func writtenDraw(tx *models.Tx, courseID uuid.UUID, placed courses.Strings, s assessment.WrittenSlot) (QuestionDraft, error) {
	d := drawDraft{Draw: s.Draw.V}
	rows, err := assessment.ListDrawn(tx, courseID, placed, s.Draw.V)
	if err != nil {
		return QuestionDraft{}, err
	}
	for _, row := range rows {
		d.From = append(d.From, pooled{row.Key, row.Type, row.Prompt, row.Feedback, row.Tags, row.Category, row.Difficulty, row.Body.V})
	}
	body, err := json.Marshal(d)
	if err != nil {
		return QuestionDraft{}, fmt.Errorf("draw: %w", err)
	}
	return QuestionDraft{Type: typeDraw, Marks: s.Marks, Body: body}, nil
}
