package gift_test

import (
	"bytes"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"academy/app/prose"
	"academy/app/questions"
	"academy/app/questions/formats/gift"
	"academy/app/questions/formats/item"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
)

const samples = "../../../../../shared/samples/gift"

// parsed is a question as another reader of GIFT reads it.
type parsed struct {
	Type, Title, ID string
	Tags            []string
	Stem            formatted
	GlobalFeedback  *formatted
	IsTrue          bool
	TrueFeedback    *formatted
	FalseFeedback   *formatted
	Choices         json.RawMessage
	MatchPairs      []struct {
		Subquestion formatted
		Subanswer   string
	}
}

type formatted struct{ Format, Text string }

type choice struct {
	IsCorrect bool
	Weight    *float64
	Text      json.RawMessage
	Feedback  *formatted
}

// words is what a reader sees of Markdown or HTML, without any space.
func words(text string, markdown bool) string {
	if markdown {
		text = prose.NewWriter().HTML(text)
	}
	doc, _ := html.Parse(strings.NewReader(text))
	var out strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			out.WriteString(n.Data)
		}
	}
	return strings.Join(strings.Fields(out.String()), "")
}

func (f *formatted) words() string {
	switch {
	case f == nil:
		return ""
	case f.Format == "html":
		return words(f.Text, false)
	case f.Format == "markdown":
		return words(f.Text, true)
	}
	return strings.Join(strings.Fields(f.Text), "")
}

func TestRead_AgreesWithAnotherReaderOnEverySample(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(samples, "*.gift"))
	if len(files) == 0 {
		t.Skip("the samples do not lie beside this clone")
	}
	for _, name := range files {
		t.Run(filepath.Base(name), func(t *testing.T) {
			t.Parallel()
			raw, _ := os.ReadFile(name)
			theirs, _ := os.ReadFile(strings.TrimSuffix(name, ".gift") + ".json")
			var want []parsed
			if err := json.Unmarshal(theirs, &want); err != nil {
				t.Fatal(err)
			}
			var asked []parsed
			for _, w := range want {
				if w.Type != "Category" {
					asked = append(asked, w)
				}
			}
			got := gift.Read(raw, "en")
			if len(got) != len(asked) {
				t.Fatalf("read %d questions, want %d", len(got), len(asked))
			}
			for i := range got {
				compare(t, got[i], asked[i])
			}
		})
	}
}

func compare(t *testing.T, got item.Item, want parsed) {
	t.Helper()
	if got.State == item.Refused {
		t.Errorf("line %d is refused: %v", got.Line, got.Problems)
		return
	}
	q, problems := got.Draft.Make()
	if len(problems) > 0 {
		t.Fatalf("line %d: %v", got.Line, problems)
	}
	same(t, "stem", words(got.Draft.Prompt.EN, true), want.Stem.words())
	same(t, "feedback", words(got.Draft.Feedback.EN, true), want.GlobalFeedback.words())
	if want.Title != "" {
		same(t, "title", got.Name, want.Title)
	}
	if want.ID != "" {
		same(t, "id", got.Draft.Key, want.ID)
	}
	if diff := cmp.Diff(want.Tags, got.Tags); diff != "" {
		t.Error(diff)
	}
	switch q := q.(type) {
	case *questions.TrueFalse:
		same(t, "type", "TF", want.Type)
		wrong, right := q.IfTrue, q.IfFalse
		if want.IsTrue {
			wrong, right = right, wrong
		}
		same(t, "first", words(wrong.EN, true), want.TrueFeedback.words())
		same(t, "second", words(right.EN, true), want.FalseFeedback.words())
		if *q.Answer != want.IsTrue {
			t.Errorf("got %v", *q.Answer)
		}
	case *questions.Single:
		same(t, "type", "MC", want.Type)
		compareChoices(t, q.Choices, want)
	case *questions.Multiple:
		same(t, "type", "MC", want.Type)
		compareChoices(t, q.Choices, want)
	case *questions.ShortAnswer:
		same(t, "type", "Short", want.Type)
		compareAnswers(t, q, want)
	case *questions.Matching:
		same(t, "type", "Matching", want.Type)
		for i, p := range q.Pairs {
			same(t, "left", words(p.Left.EN, true), want.MatchPairs[i].Subquestion.words())
			same(t, "right", words(p.Right.EN, true), strings.ReplaceAll(want.MatchPairs[i].Subanswer, " ", ""))
		}
	case *questions.Numeric:
		same(t, "type", "Numerical", want.Type)
		compareNumbers(t, q, want)
	case *questions.Essay:
		same(t, "type", "Essay", want.Type)
	case *questions.Text:
		same(t, "type", "Description", want.Type)
	}
}

func same(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func compareChoices(t *testing.T, got []questions.Choice, want parsed) {
	t.Helper()
	var list []choice
	if err := json.Unmarshal(want.Choices, &list); err != nil || len(list) != len(got) {
		t.Fatalf("%d choices, want %d (%v)", len(got), len(list), err)
	}
	for i, w := range list {
		var text formatted
		_ = json.Unmarshal(w.Text, &text)
		same(t, "choice", words(got[i].Text.EN, true), text.words())
		same(t, "choice feedback", words(got[i].Feedback.EN, true), w.Feedback.words())
		if w.IsCorrect && !got[i].Correct || w.Weight != nil && got[i].Percent != *w.Weight {
			t.Errorf("choice %d: got %+v, want %+v", i, got[i], w)
		}
	}
}

func compareAnswers(t *testing.T, q *questions.ShortAnswer, want parsed) {
	t.Helper()
	var list []choice
	_ = json.Unmarshal(want.Choices, &list)
	var got, texts []string
	for _, s := range item.Spellings(q) {
		got = append(got, strings.Join(strings.Fields(s.Text), ""))
	}
	for _, w := range list {
		var text formatted
		_ = json.Unmarshal(w.Text, &text)
		texts = append(texts, strings.Join(strings.Fields(text.Text), ""))
	}
	if diff := cmp.Diff(texts, got); diff != "" {
		t.Error(diff)
	}
}

func compareNumbers(t *testing.T, q *questions.Numeric, want parsed) {
	t.Helper()
	var one struct{ Number, Range float64 }
	if json.Unmarshal(want.Choices, &one) == nil {
		if len(q.Answers) != 1 || q.Answers[0].Value != one.Number || math.Abs(q.Answers[0].Tolerance-one.Range) > 1e-9 {
			t.Errorf("got %+v, want %+v", q.Answers, one)
		}
		return
	}
	var many []choice
	if err := json.Unmarshal(want.Choices, &many); err != nil || len(many) != len(q.Answers) {
		t.Errorf("got %+v, want %s", q.Answers, want.Choices)
	}
}

func TestRead_RefusesWhatIsBrokenAndReadsOn(t *testing.T) {
	t.Parallel()
	cases := map[string]string{
		"formats.gift_open":       "Never closed {=a\n=b\n\nNext?{T}",
		"formats.gift_close":      "Never opened =a}\n\nNext?{T}",
		"formats.gift_two_blocks": "One {=a} two {=b}\n\nNext?{T}",
		"formats.gift_answers":    "What? {answer}\n\nNext?{T}",
		"formats.gift_pairs":      "What? {=a -> b =c}\n\nNext?{T}",
		"formats.number":          "What? {#seven}\n\nNext?{T}",
	}
	for key, text := range cases {
		items := gift.Read([]byte("\ufeff\r\n"+strings.ReplaceAll(text, "\n", "\r\n")), "ko")
		if len(items) != 2 || items[0].State != item.Refused || items[0].Line != 2 || items[1].State != item.OK {
			t.Errorf("%s: got %+v", key, items)
			continue
		}
		if got := items[0].Problems[0].Key; got != key {
			t.Errorf("got %s, want %s", got, key)
		}
		if items[1].Draft.Prompt.KO != "Next?" || items[1].Draft.Prompt.EN != "" {
			t.Errorf("%s: got %+v", key, items[1].Draft.Prompt)
		}
	}
}

func TestRead_TellsWhoIsWrongTheFirstFeedbackAndWhoIsRightTheSecondAsMoodleDoes(t *testing.T) {
	t.Parallel()
	items := gift.Read([]byte("Yes{TRUE#wrong#right}\n\nNo{F#wrong#right}\n\nOnly right{T##right}\n\nOnly wrong{FALSE#wrong}"), "en")
	want := [][2]string{{"right", "wrong"}, {"wrong", "right"}, {"right", ""}, {"wrong", ""}}
	if len(items) != len(want) {
		t.Fatalf("%d items", len(items))
	}
	var out bytes.Buffer
	if _, err := gift.Write(&out, items, "en"); err != nil {
		t.Fatal(err)
	}
	for again, list := range [][]item.Item{items, gift.Read(out.Bytes(), "en")} {
		for i, it := range list {
			made, _ := it.Draft.Make()
			q := made.(*questions.TrueFalse)
			if got := [2]string{q.IfTrue.EN, q.IfFalse.EN}; got != want[i] {
				t.Errorf("%d, read %d times: true is told %q, false %q", i, again+1, got[0], got[1])
			}
		}
	}
}

func TestRead_TakesBlankLinesInsideBraces(t *testing.T) {
	t.Parallel()
	items := gift.Read([]byte("Which?{\n=a\n\n~b\n\n// a word\n~%20%c\n####because\n}\n\nLast?{#1..5}"), "en")
	if len(items) != 2 || items[0].State != item.OK || items[0].Draft.Feedback.EN != "because" {
		t.Fatalf("got %+v", items)
	}
	q, _ := items[0].Draft.Make()
	if got := q.(*questions.Single).Choices; len(got) != 3 || !got[0].Correct || got[2].Percent != 20 {
		t.Errorf("got %+v", got)
	}
	q, _ = items[1].Draft.Make()
	if got := q.(*questions.Numeric).Answers; got[0].Value != 3 || got[0].Tolerance != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestRead_KeepsPlainTextAsItLooks(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"2 * 3 * 4 < 5_6_7", "# no heading", "1. no list", "a [link](x) | b", "a & b &amp; c", "x\\n\\ny", "`code`"} {
		items := gift.Read([]byte("[plain]"+strings.NewReplacer(`\n`, `\n`, "#", `\#`).Replace(text)+"{T}"), "en")
		want := strings.Join(strings.Fields(strings.ReplaceAll(text, `\n`, " ")), "")
		if got := words(items[0].Draft.Prompt.EN, true); got != want {
			t.Errorf("got %q of %q, want %q", got, items[0].Draft.Prompt.EN, want)
		}
	}
}

func TestReadWriteRead_IsStableOnEverySample(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(samples, "*.gift"))
	for _, name := range files {
		raw, _ := os.ReadFile(name)
		first := gift.Read(raw, "en")
		var out bytes.Buffer
		problems, err := gift.Write(&out, first, "en")
		if err != nil || len(problems) > 0 {
			t.Errorf("%s: %v %v", name, problems, err)
		}
		second := gift.Read(out.Bytes(), "en")
		var a, b []questions.Draft
		for _, it := range first {
			a = append(a, it.Draft)
		}
		for _, it := range second {
			b = append(b, it.Draft)
		}
		if diff := cmp.Diff(a, b); diff != "" {
			t.Errorf("%s: %s\n%s", name, diff, out.String())
		}
	}
}

func FuzzReadGIFT(f *testing.F) {
	files, _ := filepath.Glob(filepath.Join(samples, "*.gift"))
	for _, name := range files {
		raw, _ := os.ReadFile(name)
		f.Add(raw)
	}
	f.Add([]byte("a{=%%b\\\n\n~#}{"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		items := gift.Read(raw, "ko")
		var out bytes.Buffer
		if _, err := gift.Write(&out, items, "ko"); err != nil {
			t.Fatal(err)
		}
		for _, it := range items {
			if it.State != item.Refused {
				if _, problems := it.Draft.Make(); len(problems) > 0 {
					t.Errorf("%+v: %v", it, problems)
				}
			}
		}
	})
}
