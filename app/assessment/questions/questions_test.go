package questions

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"academy/models"

	"github.com/google/go-cmp/cmp"
)

func text(s string) models.Text { return models.Text{KO: s, EN: s} }

func draft(typ string) Draft {
	d := Draft{Key: "q", Type: typ, Marks: 10, Prompt: text("?")}
	yes := true
	switch typ {
	case Single:
		d.Choices = []Choice{{"a", text("A"), false}, {"b", text("B"), true}, {"c", text("C"), false}}
	case Multiple:
		d.Choices = []Choice{{"a", text("A"), true}, {"b", text("B"), true}, {"c", text("C"), true}, {"d", text("D"), false}, {"e", text("E"), false}}
	case TrueFalse:
		d.Answer = &yes
	case ShortAnswer:
		d.Accepted = []string{"외교부", "Ministry of Foreign Affairs", "MOFA"}
	}
	return d
}

func mustMake(t testing.TB, d Draft) Question {
	t.Helper()
	q, problems := d.Make()
	if len(problems) > 0 {
		t.Fatalf("draft of %s: %v", d.Type, problems)
	}
	return q
}

func TestGrade(t *testing.T) {
	t.Parallel()
	cases := []struct {
		typ, response string
		want          float64
	}{
		{Single, `{"choice":"b"}`, 1},
		{Single, `{"choice":"a"}`, 0},
		{Single, `null`, 0},
		{Multiple, `{"choices":["a","b","c"]}`, 1},
		{Multiple, `{"choices":["a","b"]}`, 2.0 / 3},
		{Multiple, `{"choices":["a","b","c","d"]}`, 0.5},
		{Multiple, `{"choices":["a","d"]}`, 0},
		{Multiple, `{"choices":["d","e"]}`, 0},
		{Multiple, `{"choices":["a","b","c","d","e"]}`, 0},
		{Multiple, `{"choices":["a","a","a"]}`, 1.0 / 3},
		{Multiple, `null`, 0},
		{TrueFalse, `{"value":true}`, 1},
		{TrueFalse, `{"value":false}`, 0},
		{TrueFalse, `null`, 0},
		{ShortAnswer, `{"text":"외교부"}`, 1},
		{ShortAnswer, `{"text":"외교부"}`, 1}, // decomposed, as macOS sends it
		{ShortAnswer, `{"text":"  외교부\n"}`, 1},
		{ShortAnswer, `{"text":"ministry  OF\tforeign affairs"}`, 1},
		{ShortAnswer, `{"text":"ｍｏｆａ"}`, 1}, // full-width Latin
		{ShortAnswer, `{"text":"MO\u200bFA\u202e"}`, 1},
		{ShortAnswer, `{"text":"MO FA"}`, 0},
		{ShortAnswer, `{"text":"외교"}`, 0},
		{ShortAnswer, `{"text":"\u200b"}`, 0},
		{ShortAnswer, `null`, 0},
	}
	for _, c := range cases {
		q := mustMake(t, draft(c.typ))
		canonical, err := q.Accept(json.RawMessage(c.response))
		if err != nil {
			t.Errorf("%s %s: %v", c.typ, c.response, err)
			continue
		}
		if got := q.Grade(canonical); got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%s %s: got %v, want %v", c.typ, c.response, got, c.want)
		}
	}
}

func TestAccept_RefusesOtherShapes(t *testing.T) {
	t.Parallel()
	long, _ := json.Marshal(map[string]string{"text": strings.Repeat("가", maxText+1)})
	cases := map[string][]string{
		Single:      {`{"choice":"z"}`, `{"choice":1}`, `{"choices":["a"]}`, `"b"`, `[]`, ``, `{"choice":"b"} {"choice":"b"}`, `{"choice":"b","correct":true}`, `{`},
		Multiple:    {`{"choices":["z"]}`, `{"choices":"a"}`, `{"choice":"a"}`, `{"choices":[""]}`, `{"choices":["a",2]}`},
		TrueFalse:   {`{"value":"true"}`, `{"value":1}`, `{"choice":"true"}`, `true`},
		ShortAnswer: {`{"text":5}`, `{"text":"a\u0000b"}`, `{"answer":"x"}`, string(long), `{"text":"` + strings.Repeat(" ", maxResponse) + `"}`},
	}
	for typ, responses := range cases {
		q := mustMake(t, draft(typ))
		for _, r := range responses {
			if got, err := q.Accept(json.RawMessage(r)); !errors.Is(err, ErrShape) {
				t.Errorf("%s %.60s: got %s, %v, want ErrShape", typ, r, got, err)
			}
		}
	}
}

func TestAccept_TakesTheLongestText(t *testing.T) {
	t.Parallel()
	q := mustMake(t, draft(ShortAnswer))
	escaped := `{"text":"` + strings.Repeat(`\ud83d\ude00`, maxText) + `"}`
	if _, err := q.Accept(json.RawMessage(escaped)); err != nil {
		t.Errorf("2,000 characters, each two escapes: %v", err)
	}
}

func TestAccept_MakesNullOfAnAnswerTakenBack(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		Single:      {`null`, `{}`, `{"choice":""}`, `{"choice":null}`},
		Multiple:    {`null`, `{}`, `{"choices":[]}`, `{"choices":null}`},
		TrueFalse:   {`null`, `{}`, `{"value":null}`},
		ShortAnswer: {`null`, `{}`, `{"text":""}`, `{"text":" \n\t "}`},
	}
	for typ, responses := range cases {
		q := mustMake(t, draft(typ))
		for _, r := range responses {
			got, err := q.Accept(json.RawMessage(r))
			if err != nil || string(got) != "null" || Answered(got) {
				t.Errorf("%s %s: got %s, %v, want null", typ, r, got, err)
			}
		}
	}
}

func TestAccept_KeepsChoicesOnceAndInTheirOrder(t *testing.T) {
	t.Parallel()
	got, err := mustMake(t, draft(Multiple)).Accept(json.RawMessage(`{"choices":["c","a","c"]}`))
	if err != nil || string(got) != `{"choices":["a","c"]}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// random makes a valid draft of any type.
func random(r *rand.Rand) Draft {
	d := Draft{Key: "q", Marks: 1 + float64(r.IntN(20)), Prompt: text("?")}
	switch d.Type = []string{Single, Multiple, TrueFalse, ShortAnswer}[r.IntN(4)]; d.Type {
	case TrueFalse:
		yes := r.IntN(2) == 0
		d.Answer = &yes
	case ShortAnswer:
		for range 1 + r.IntN(4) {
			d.Accepted = append(d.Accepted, fmt.Sprintf("답 %d Á", r.IntN(100)))
		}
	default:
		n := 2 + r.IntN(6)
		for i := range n {
			d.Choices = append(d.Choices, Choice{Key: string(rune('a' + i)), Text: text("x"), Correct: d.Type == Multiple && r.IntN(2) == 0})
		}
		right := r.IntN(n)
		d.Choices[right].Correct = true
		d.Choices[(right+1)%n].Correct = false
	}
	return d
}

func TestCorrectResponseEarnsFullMarksOfEveryQuestion(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		d := random(r)
		q := mustMake(t, d)
		canonical, err := q.Accept(q.Correct())
		if err != nil {
			t.Fatalf("%+v: its own answer is refused: %v", d, err)
		}
		if got := q.Grade(canonical); got != 1 {
			t.Fatalf("%+v: correct response %s graded %v", d, canonical, got)
		}
		again, err := q.Accept(canonical)
		if err != nil || string(again) != string(canonical) {
			t.Fatalf("canonical form is not stable: %s, then %s (%v)", canonical, again, err)
		}
	}
}

func TestRestore_GivesBackWhatWasMade(t *testing.T) {
	t.Parallel()
	for _, typ := range []string{Single, Multiple, TrueFalse, ShortAnswer} {
		q := mustMake(t, draft(typ))
		body, err := json.Marshal(q)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Restore(typ, body)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q.Options(), back.Options()); diff != "" || string(q.Correct()) != string(back.Correct()) {
			t.Errorf("%s: %s", typ, diff)
		}
	}
	if _, err := Restore("hotspot", json.RawMessage(`{}`)); err == nil {
		t.Error("an unknown type was restored")
	}
}

func TestOrder_IsTheSameForTheSameSeedAndLosesNothing(t *testing.T) {
	t.Parallel()
	q := mustMake(t, draft(Multiple))
	seeded := func(n uint64) []string { return q.Order(rand.New(rand.NewPCG(n, 1))) }
	if diff := cmp.Diff(seeded(7), seeded(7)); diff != "" {
		t.Error(diff)
	}
	seen := map[string]bool{}
	for n := range uint64(50) {
		order := seeded(n)
		seen[strings.Join(order, "")] = true
		if len(order) != 5 {
			t.Fatalf("got %v", order)
		}
	}
	if len(seen) < 10 {
		t.Errorf("50 seeds gave %d orders", len(seen))
	}
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "e"}, q.Order(nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"true", "false"}, mustMake(t, draft(TrueFalse)).Order(rand.New(rand.NewPCG(3, 3)))); diff != "" {
		t.Error(diff)
	}
}

func TestMake_ListsWhatIsWrong(t *testing.T) {
	t.Parallel()
	change := func(typ string, f func(d *Draft)) Draft { d := draft(typ); f(&d); return d }
	cases := map[string]Draft{
		"assessment.draft.key":            change(Single, func(d *Draft) { d.Key = "a b" }),
		"assessment.draft.marks":          change(Single, func(d *Draft) { d.Marks = 0.001 }),
		"assessment.draft.prompt":         change(Single, func(d *Draft) { d.Prompt = models.Text{} }),
		"assessment.draft.type":           change("essay", func(*Draft) {}),
		"assessment.draft.choice_key":     change(Single, func(d *Draft) { d.Choices[1].Key = "a" }),
		"assessment.draft.choice_text":    change(Single, func(d *Draft) { d.Choices[1].Text.EN = "" }),
		"assessment.draft.choice_count":   change(Single, func(d *Draft) { d.Choices = d.Choices[1:2] }),
		"assessment.draft.one_correct":    change(Single, func(d *Draft) { d.Choices[0].Correct = true }),
		"assessment.draft.some_correct":   change(Multiple, func(d *Draft) { d.Choices[3].Correct, d.Choices[4].Correct = true, true }),
		"assessment.draft.answer_missing": change(TrueFalse, func(d *Draft) { d.Answer = nil }),
		"assessment.draft.accepted_count": change(ShortAnswer, func(d *Draft) { d.Accepted = nil }),
		"assessment.draft.accepted_text":  change(ShortAnswer, func(d *Draft) { d.Accepted[0] = " " }),
		"assessment.draft.foreign_answer": change(ShortAnswer, func(d *Draft) { d.Choices = []Choice{{}} }),
	}
	for want, d := range cases {
		if _, problems := d.Make(); len(problems) != 1 || problems[0] != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

func FuzzAccept(f *testing.F) {
	for _, seed := range []string{`{"choice":"b"}`, `{"choices":["a","d"]}`, `{"value":true}`, `{"text":"외교부"}`, `null`, `{"text":"\ud800"}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, response string) {
		for _, typ := range []string{Single, Multiple, TrueFalse, ShortAnswer} {
			q := mustMake(t, draft(typ))
			canonical, err := q.Accept(json.RawMessage(response))
			if err != nil {
				continue
			}
			if g := q.Grade(canonical); g < 0 || g > 1 {
				t.Errorf("%s %q graded %v", typ, response, g)
			}
			if again, err := q.Accept(canonical); err != nil || string(again) != string(canonical) {
				t.Errorf("%s %q: %s, then %s (%v)", typ, response, canonical, again, err)
			}
		}
	})
}
