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
	return Write("q", 10, text("? [[1]] [[2]] [[3]]"), models.Text{}, sample(typ))
}

func sample(typ string) Question {
	abc := []Choice{{Key: "a", Text: text("A")}, {Key: "b", Text: text("B"), Correct: true}, {Key: "c", Text: text("C")}}
	switch typ {
	case TypeSingle:
		return NewSingle(abc...)
	case TypeMultiple:
		yes := func(key string) Choice { return Choice{Key: key, Text: text(key), Correct: true} }
		no := func(key string) Choice { return Choice{Key: key, Text: text(key)} }
		return NewMultiple("", yes("a"), yes("b"), yes("c"), no("d"), no("e"))
	case TypeTrueFalse:
		return NewTrueFalse(true)
	case TypeShortAnswer:
		return &ShortAnswer{Accepted: []string{"외교부", "Ministry of Foreign Affairs", "MOFA"}, Partly: []PartAnswer{{Text: "외무부", Percent: 50}}}
	case TypeNumeric:
		return &Numeric{Answers: []NumericAnswer{{Value: 3.14, Tolerance: 0.01}, {Value: 3, Tolerance: 0.5, Percent: 40}}}
	case TypeMatching:
		return &Matching{Pairs: []Pair{{text("서울"), text("한국")}, {text("부산"), text("한국")}, {text("도쿄"), text("일본")}, {Right: text("중국")}}}
	case TypeOrdering:
		return &Ordering{Items: []models.Text{text("첫째"), text("둘째"), text("셋째"), text("넷째")}}
	case TypeCloze:
		return &Cloze{Gaps: []Gap{
			{ID: "1", Text: &ShortAnswer{Accepted: []string{"외교"}}}, {ID: "2", Weight: 2, Choice: NewSingle(abc...)},
			{ID: "3", Number: &Numeric{Answers: []NumericAnswer{{Value: 1991}}}},
		}}
	case TypeEssay:
		return &Essay{byHand: byHand{Rubric: []Criterion{{text("근거"), 5}}}}
	case TypeFile:
		return &File{}
	}
	return &Text{}
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
		{TypeSingle, `{"choice":"b"}`, 1},
		{TypeSingle, `{"choice":"a"}`, 0},
		{TypeSingle, `null`, 0},
		{TypeMultiple, `{"choices":["a","b","c"]}`, 1},
		{TypeMultiple, `{"choices":["a","b"]}`, 2.0 / 3},
		{TypeMultiple, `{"choices":["a","b","c","d"]}`, 0.5},
		{TypeMultiple, `{"choices":["a","d"]}`, 0},
		{TypeMultiple, `{"choices":["d","e"]}`, 0},
		{TypeMultiple, `{"choices":["a","b","c","d","e"]}`, 0},
		{TypeMultiple, `{"choices":["a","a","a"]}`, 1.0 / 3},
		{TypeMultiple, `null`, 0},
		{TypeTrueFalse, `{"value":true}`, 1},
		{TypeTrueFalse, `{"value":false}`, 0},
		{TypeTrueFalse, `null`, 0},
		{TypeShortAnswer, `{"text":"외교부"}`, 1},
		{TypeShortAnswer, `{"text":"외교부"}`, 1}, // decomposed, as macOS sends it
		{TypeShortAnswer, `{"text":"  외교부\n"}`, 1},
		{TypeShortAnswer, `{"text":"ministry  OF\tforeign affairs"}`, 1},
		{TypeShortAnswer, `{"text":"ｍｏｆａ"}`, 1}, // full-width Latin
		{TypeShortAnswer, `{"text":"MO\u200bFA\u202e"}`, 1},
		{TypeShortAnswer, `{"text":"MO FA"}`, 0},
		{TypeShortAnswer, `{"text":"외교"}`, 0},
		{TypeShortAnswer, `{"text":"\u200b"}`, 0},
		{TypeShortAnswer, `null`, 0},
		{TypeShortAnswer, `{"text":"외무부"}`, 0.5},
		{TypeNumeric, `{"number":"3.15"}`, 1},
		{TypeNumeric, `{"number":"３．１４"}`, 1},
		{TypeNumeric, `{"number":"3,13"}`, 1},
		{TypeNumeric, `{"number":"314e-2"}`, 1},
		{TypeNumeric, `{"number":"2.5"}`, 0.4},
		{TypeNumeric, `{"number":"−3.14"}`, 0},
		{TypeNumeric, `null`, 0},
		{TypeEssay, `{"text":"길게"}`, 0},
		{TypeMatching, `null`, 0},
		{TypeOrdering, `null`, 0},
		{TypeCloze, `{"gaps":{"1":" 외교 ","2":"b","3":"1,991"}}`, 1},
		{TypeCloze, `{"gaps":{"2":"b"}}`, 0.5},
		{TypeCloze, `{"gaps":{"1":"국방","3":"1991"}}`, 0.25},
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
		TypeSingle:      {`{"choice":"z"}`, `{"choice":1}`, `{"choices":["a"]}`, `"b"`, `[]`, ``, `{"choice":"b"} {"choice":"b"}`, `{"choice":"b","correct":true}`, `{`},
		TypeMultiple:    {`{"choices":["z"]}`, `{"choices":"a"}`, `{"choice":"a"}`, `{"choices":[""]}`, `{"choices":["a",2]}`},
		TypeTrueFalse:   {`{"value":"true"}`, `{"value":1}`, `{"choice":"true"}`, `true`},
		TypeNumeric:     {`{"number":3.14}`, `{"number":"3.14.1"}`, `{"number":"세"}`, `{"number":"1","unit":"m"}`, `{"number":"1e9999"}`},
		TypeMatching:    {`{"pairs":{"l":"r"}}`, `{"pairs":[]}`},
		TypeOrdering:    {`{"order":["a"]}`, `{"order":["i","i","i","i"]}`},
		TypeCloze:       {`{"gaps":{"9":"x"}}`, `{"gaps":{"2":"z"}}`, `{"gaps":{"3":"x"}}`},
		TypeEssay:       {`{"text":1}`},
		TypeFile:        {`{"asset":"x"}`, `{"text":"x"}`},
		TypeText:        {`{"text":"x"}`},
		TypeShortAnswer: {`{"text":5}`, `{"text":"a\u0000b"}`, `{"answer":"x"}`, string(long), `{"text":"` + strings.Repeat(" ", maxResponse) + `"}`},
	}
	for typ, responses := range cases {
		q := sample(typ)
		for _, r := range responses {
			if got, err := q.Accept(json.RawMessage(r)); !errors.Is(err, ErrShape) && !errors.Is(err, ErrNumber) {
				t.Errorf("%s %.60s: got %s, %v, want ErrShape", typ, r, got, err)
			}
		}
	}
}

func TestAccept_TakesTheLongestText(t *testing.T) {
	t.Parallel()
	q := mustMake(t, draft(TypeShortAnswer))
	escaped := `{"text":"` + strings.Repeat(`\ud83d\ude00`, maxText) + `"}`
	if _, err := q.Accept(json.RawMessage(escaped)); err != nil {
		t.Errorf("2,000 characters, each two escapes: %v", err)
	}
}

func TestAccept_MakesNullOfAnAnswerTakenBack(t *testing.T) {
	t.Parallel()
	cases := map[string][]string{
		TypeSingle:      {`null`, `{}`, `{"choice":""}`, `{"choice":null}`},
		TypeMultiple:    {`null`, `{}`, `{"choices":[]}`, `{"choices":null}`},
		TypeTrueFalse:   {`null`, `{}`, `{"value":null}`},
		TypeShortAnswer: {`null`, `{}`, `{"text":""}`, `{"text":" \n\t "}`},
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
	got, err := mustMake(t, draft(TypeMultiple)).Accept(json.RawMessage(`{"choices":["c","a","c"]}`))
	if err != nil || string(got) != `{"choices":["a","c"]}` {
		t.Errorf("got %s, %v", got, err)
	}
}

// random makes a valid draft of any type that the academy marks.
func random(r *rand.Rand) Draft {
	choose := func(many bool) []Choice {
		var list []Choice
		n := 2 + r.IntN(6)
		for i := range n {
			list = append(list, Choice{Key: string(rune('a' + i)), Text: text("x"), Correct: many && r.IntN(2) == 0})
		}
		right := r.IntN(n)
		list[right].Correct, list[(right+1)%n].Correct = true, false
		return list
	}
	typed := func() *ShortAnswer {
		q := &ShortAnswer{Case: r.IntN(2) == 0, Spaceless: r.IntN(2) == 0}
		for range 1 + r.IntN(4) {
			q.Accepted = append(q.Accepted, fmt.Sprintf("답 %d Á", r.IntN(100)))
		}
		return q
	}
	numbers := &Numeric{Answers: []NumericAnswer{{Value: r.NormFloat64() * 1e6, Tolerance: r.Float64(), Relative: r.IntN(2) == 0}}}
	var q Question
	switch r.IntN(8) {
	case 0:
		q = NewSingle(choose(false)...)
	case 1:
		q = NewMultiple([]string{Share, All}[r.IntN(2)], choose(true)...)
	case 2:
		q = NewTrueFalse(r.IntN(2) == 0)
	case 3:
		q = typed()
	case 4:
		q = numbers
	case 5:
		q = sample(TypeMatching)
	case 6:
		q = sample(TypeOrdering)
	default:
		q = &Cloze{Gaps: []Gap{{ID: "1", Text: typed()}, {ID: "2", Number: numbers}, {ID: "3", Weight: 2, Choice: NewSingle(choose(false)...)}}}
	}
	return Write("q", 1+float64(r.IntN(20)), text("[[1]] [[2]] [[3]]"), models.Text{}, q)
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
	for _, typ := range Types() {
		d := draft(typ)
		if typ == TypeText {
			d.Marks = 0
		}
		q := mustMake(t, d)
		back, err := Restore(typ, write(q))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(q.Form(), back.Form()); diff != "" || string(q.Correct()) != string(back.Correct()) || string(write(q)) != string(write(back)) {
			t.Errorf("%s: %s", typ, diff)
		}
	}
	if _, err := Restore("hotspot", json.RawMessage(`{}`)); err == nil {
		t.Error("an unknown type was restored")
	}
}

func TestOrder_IsTheSameForTheSameSeedAndLosesNothing(t *testing.T) {
	t.Parallel()
	q := mustMake(t, draft(TypeMultiple))
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
	if diff := cmp.Diff([]string{"true", "false"}, mustMake(t, draft(TypeTrueFalse)).Order(rand.New(rand.NewPCG(3, 3)))); diff != "" {
		t.Error(diff)
	}
}

func TestMake_ListsWhatIsWrong(t *testing.T) {
	t.Parallel()
	change := func(typ string, f func(d *Draft)) Draft { d := draft(typ); f(&d); return d }
	body := func(q Question) Draft { return Write("q", 10, text("? [[1]]"), models.Text{}, q) }
	abc := func() []Choice {
		return []Choice{{Key: "a", Text: text("A")}, {Key: "b", Text: text("B"), Correct: true}}
	}
	twice, half, both := abc(), abc(), abc()
	twice[1].Key, half[1].Text.EN, both[0].Correct = "a", "", true
	gap := func(g Gap) Draft { return body(&Cloze{Gaps: []Gap{g}}) }
	cases := map[string]Draft{
		"assessment.draft.key":            change(TypeSingle, func(d *Draft) { d.Key = "a b" }),
		"assessment.draft.marks":          change(TypeSingle, func(d *Draft) { d.Marks = 0.001 }),
		"assessment.draft.prompt":         change(TypeSingle, func(d *Draft) { d.Prompt = models.Text{} }),
		"assessment.draft.type":           change(TypeSingle, func(d *Draft) { d.Type = "hotspot" }),
		"assessment.draft.body":           change(TypeSingle, func(d *Draft) { d.Body = json.RawMessage(`{"accepted":["a"]}`) }),
		"assessment.draft.choice_key":     body(NewSingle(twice...)),
		"assessment.draft.choice_text":    body(NewSingle(half...)),
		"assessment.draft.choice_count":   body(NewSingle(abc()[1:]...)),
		"assessment.draft.one_correct":    body(NewSingle(both...)),
		"assessment.draft.some_correct":   body(NewMultiple("", both...)),
		"assessment.draft.scoring":        body(NewMultiple("best", abc()...)),
		"assessment.draft.weights":        body(NewMultiple(Weights, abc()...)),
		"assessment.draft.answer_missing": body(&TrueFalse{}),
		"assessment.draft.accepted_count": body(&ShortAnswer{}),
		"assessment.draft.accepted_text":  body(&ShortAnswer{Accepted: []string{" "}}),
		"assessment.draft.percent":        body(&ShortAnswer{Accepted: []string{"a"}, Partly: []PartAnswer{{Text: "b", Percent: 101}}}),
		"assessment.draft.numbers":        body(&Numeric{}),
		"assessment.draft.tolerance":      body(&Numeric{Answers: []NumericAnswer{{Tolerance: -1}}}),
		"assessment.draft.unit":           body(&Numeric{Answers: []NumericAnswer{{}}, Units: []Unit{{"m", 1}, {"m", 1}}}),
		"assessment.draft.unit_first":     body(&Numeric{Answers: []NumericAnswer{{}}, Units: []Unit{{"m", 2}}}),
		"assessment.draft.pair_text":      body(&Matching{Pairs: []Pair{{text("a"), text("b")}, {text("c"), text("d")}, {}}}),
		"assessment.draft.pair_twice":     body(&Matching{Pairs: []Pair{{text("a"), text("b")}, {text("a"), text("c")}, {text("d"), text("e")}}}),
		"assessment.draft.pair_count":     body(&Matching{Pairs: []Pair{{text("a"), text("b")}}}),
		"assessment.draft.item_text":      body(&Ordering{Items: []models.Text{{KO: "a"}, text("b")}}),
		"assessment.draft.item_twice":     body(&Ordering{Items: []models.Text{text("b"), text("b")}}),
		"assessment.draft.item_count":     body(&Ordering{Items: []models.Text{text("b")}}),
		"assessment.draft.gap_kind":       gap(Gap{ID: "1"}),
		"assessment.draft.gap_marks":      gap(Gap{ID: "2", Number: &Numeric{Answers: []NumericAnswer{{}}}}),
		"assessment.draft.rubric":         body(&Essay{byHand: byHand{Rubric: []Criterion{{}}}}),
		"assessment.draft.essay_size":     body(&Essay{Most: maxEssay + 1}),
	}
	for want, d := range cases {
		if _, problems := d.Make(); len(problems) != 1 || problems[0] != want {
			t.Errorf("got %v, want %s", problems, want)
		}
	}
}

func TestGuess_IsWhatChanceEarnsOnAverage(t *testing.T) {
	t.Parallel()
	cases := []struct {
		q    Question
		want float64
	}{
		{sample(TypeSingle), 1.0 / 3},
		{sample(TypeTrueFalse), 0.5},
		{sample(TypeShortAnswer), 0},
		{sample(TypeMatching), 1.0 / 3},
		{&Ordering{Items: []models.Text{text("a"), text("b"), text("c")}}, 0.5}, // 1, 1/2 four times, 0
		{&Ordering{Items: []models.Text{text("a"), text("b"), text("c")}, Scoring: All}, 1.0 / 6},
		{NewMultiple(All, sample(TypeMultiple).(*Multiple).Choices...), 1.0 / 32},
		{NewMultiple("", Choice{Key: "a", Correct: true}, Choice{Key: "b"}), 0.25},
		{sample(TypeCloze), 2.0 / 3 / 4},
	}
	for _, c := range cases {
		if got, ok := c.q.Guess(); !ok || got < c.want-1e-9 || got > c.want+1e-9 {
			t.Errorf("%s: got %v, want %v", c.q.Type(), got, c.want)
		}
	}
}

func FuzzAccept(f *testing.F) {
	seeds := []string{
		`{"choice":"b"}`, `{"choices":["a","d"]}`, `{"value":true}`, `{"text":"외교부"}`, `null`, `{"text":"\ud800"}`, `{"number":"3,14"}`, `{"number":"1e-999"}`,
		`{"pairs":{"l1":"r1"}}`, `{"order":["i"]}`, `{"gaps":{"1":"외교","2":"b","3":"1,991"}}`, `{"asset":"01890000-0000-7000-8000-000000000000"}`,
	}
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, response string) {
		for _, typ := range Types() {
			q := sample(typ)
			canonical, err := q.Accept(json.RawMessage(response))
			if err != nil {
				continue
			}
			q.Picks(canonical)
			if g := q.Grade(canonical); g < 0 || g > 1 {
				t.Errorf("%s %q graded %v", typ, response, g)
			}
			if again, err := q.Accept(canonical); err != nil || string(again) != string(canonical) {
				t.Errorf("%s %q: %s, then %s (%v)", typ, response, canonical, again, err)
			}
		}
	})
}

func TestShortAnswer_ComparesByTheRulesOfItsAuthor(t *testing.T) {
	t.Parallel()
	cases := []struct {
		q     ShortAnswer
		given string
		want  float64
	}{
		{ShortAnswer{Accepted: []string{"공공 외교"}, Spaceless: true}, "공공외교", 1},
		{ShortAnswer{Accepted: []string{"공공 외교"}}, "공공외교", 0},
		{ShortAnswer{Accepted: []string{"MOFA"}, Case: true}, "mofa", 0},
		{ShortAnswer{Accepted: []string{"*외교*"}, Wildcards: true}, "시민의 외교 활동", 1},
		{ShortAnswer{Accepted: []string{"외교 *"}, Wildcards: true}, "외교활동", 0},
		{ShortAnswer{Accepted: []string{"a*b*c"}, Wildcards: true}, "aXbYbZc", 1},
		{ShortAnswer{Accepted: []string{"a*b"}, Wildcards: true}, "ab c", 0},
		{ShortAnswer{Accepted: []string{`5 \* 3`}, Wildcards: true}, "5 * 3", 1},
		{ShortAnswer{Accepted: []string{`5 \* 3`}, Wildcards: true}, "5 x 3", 0},
		{ShortAnswer{Accepted: []string{"ab*ba"}, Wildcards: true}, "aba", 0},
	}
	for _, c := range cases {
		if got := c.q.judge(c.given); got != c.want {
			t.Errorf("%q for %q: got %v, want %v", c.given, c.q.Accepted, got, c.want)
		}
	}
}

func TestNumeric_TakesUnitsAndRelativeTolerance(t *testing.T) {
	t.Parallel()
	q := &Numeric{Answers: []NumericAnswer{{Value: 1500, Tolerance: 1, Relative: true}}, Units: []Unit{{"m", 1}, {"km", 1000}}}
	for given, want := range map[[2]string]float64{{"1,500", "m"}: 1, {"1.515", "km"}: 1, {"1.516", "km"}: 0, {"1500", ""}: 0, {"1485", "m"}: 1} {
		if got := q.judge(given[0], given[1]); got != want {
			t.Errorf("%v: got %v, want %v", given, got, want)
		}
	}
}

func TestOrdering_NeverBeginsWithTheAnswer(t *testing.T) {
	t.Parallel()
	q := &Ordering{Items: []models.Text{text("a"), text("b")}}
	for seed := range uint64(20) {
		begin := q.Order(rand.New(rand.NewPCG(seed, 1)))
		if got := q.Grade(write(ordered{begin})); got == 1 {
			t.Fatalf("%v is right already", begin)
		}
	}
	all := &Ordering{Items: []models.Text{text("a"), text("b"), text("c"), text("d"), text("e")}}
	ids := all.ids()
	for want, given := range map[float64][]string{
		1: ids, 0.75: {ids[1], ids[2], ids[3], ids[4], ids[0]}, 0: {ids[4], ids[3], ids[2], ids[1], ids[0]},
	} {
		if got := all.Grade(write(ordered{given})); got != want {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}

func TestForm_NamesNothingByItsPlace(t *testing.T) {
	t.Parallel()
	for _, q := range []Question{sample(TypeMatching), sample(TypeOrdering)} {
		for _, o := range q.Form().Options() {
			if len(o.ID) != 11 {
				t.Errorf("%s: %q may tell where it belongs", q.Type(), o.ID)
			}
		}
	}
}
