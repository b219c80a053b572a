package assessment

import (
	"encoding/json"
	"testing"
	"time"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// thirds is a quiz of n questions of which each answer given here earns two thirds.
func thirds(t *testing.T, n int, marks float64) ([]assessment.AnsweredSlot, map[uuid.UUID]*card) {
	t.Helper()
	d := sampleQuiz(uuid.Nil).Questions[1]
	d.Body = edited(d.Body, `"key":"c","text":{"ko":"다","en":"C"}`, `"key":"c","text":{"ko":"다","en":"C"},"correct":true`)
	q, problems := d.Make()
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	id := models.NewID()
	slots := make([]assessment.AnsweredSlot, n)
	for i := range slots {
		slots[i].Slot, slots[i].Marks, slots[i].QuestionVersionID = i+1, marks, id
		slots[i].Response.V = json.RawMessage(`{"choices":["a","b"]}`)
	}
	return slots, map[uuid.UUID]*card{id: {typ: questions.TypeMultiple, question: q}}
}

func TestGrade_CountsHundredths(t *testing.T) {
	t.Parallel()
	slots, cards := thirds(t, 3, 10)
	o := grade(slots, cards, 66)
	if o.score != 20.01 || o.scores[1] != 6.67 || !o.passed {
		t.Errorf("got %+v", o)
	}
	if grade(slots, cards, 67).passed {
		t.Error("66.7 percent passed a mark of 67")
	}
}

func TestGrade_PassMarkIsMetExactly(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		right, of, mark int
		want            bool
	}{{7, 10, 70, true}, {6, 10, 70, false}, {0, 10, 0, true}, {10, 10, 100, true}, {9, 10, 100, false}, {29, 100, 29, true}, {57, 100, 57, true}, {58, 100, 59, false}} {
		slots, cards := thirds(t, c.of, 0.1)
		for i := range slots {
			slots[i].Response.V = json.RawMessage("null")
			if i < c.right {
				slots[i].Response.V = json.RawMessage(`{"choices":["a","b","c"]}`)
			}
		}
		if got := grade(slots, cards, c.mark).passed; got != c.want {
			t.Errorf("%d of %d at %d%%: got %v", c.right, c.of, c.mark, got)
		}
	}
}

func TestPercent_RoundsDown(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ score, most, want float64 }{{2, 3, 66.66}, {7, 10, 70}, {0, 10, 0}, {10, 10, 100}, {0.29, 1, 29}, {1, 0, 0}, {69.99, 100, 69.99}} {
		if got := percent(c.score, c.most); got != c.want {
			t.Errorf("%v of %v: got %v, want %v", c.score, c.most, got, c.want)
		}
	}
}

func TestLate(t *testing.T) {
	t.Parallel()
	deadline := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	if late(nil, deadline) || late(&deadline, deadline.Add(grace)) || !late(&deadline, deadline.Add(grace+1)) {
		t.Error("the grace is not 30 s, its end included")
	}
}
