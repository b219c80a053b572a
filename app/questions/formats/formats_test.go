package formats_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/app/prose"
	"academy/app/questions"
	"academy/app/questions/formats"
	"academy/app/questions/formats/table"
	"academy/models"

	"github.com/google/go-cmp/cmp"
)

const samples = "../../../../shared/samples"

func sample(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(samples, name))
	if err != nil {
		t.Skip("the samples do not lie beside this clone")
	}
	return raw
}

// said are texts that formats could trip over. All are Markdown as it comes out of HTML again.
func said(r *rand.Rand) string {
	list := []string{
		"공공 외교", "plain words", "a = b ~ c # d { e } : f", "50% of **all**", "first\n\nsecond", "x -> y", "\\[\\[9\\]\\] & \\< \\>",
		"[html] `code` end", "=1+1", "%50% sum", "- one\n- two", "\"quoted\" 'text'", "**굵게**라고 쓴다", "ends with \\\\", "a, b; c | d",
	}
	return list[r.IntN(len(list))] + fmt.Sprintf(" %d", r.IntN(10_000))
}

// random makes a valid draft of any type, in one language.
func random(r *rand.Rand, typ string, n int) questions.Draft {
	text := func() models.Text { return models.Text{EN: said(r)} }
	maybe := func() models.Text {
		if r.IntN(2) == 0 {
			return models.Text{}
		}
		return text()
	}
	choose := func(many bool) []questions.Choice {
		var list []questions.Choice
		count := 2 + r.IntN(5)
		for i := range count {
			list = append(list, questions.Choice{Key: string(rune('a' + i)), Text: text(), Correct: many && r.IntN(2) == 0, Feedback: maybe()})
		}
		right := r.IntN(count)
		list[right].Correct, list[(right+1)%count].Correct = true, false
		return list
	}
	typed := func() *questions.ShortAnswer {
		q := &questions.ShortAnswer{Case: r.IntN(2) == 0, Spaceless: r.IntN(2) == 0}
		for i := range 1 + r.IntN(3) {
			q.Accepted = append(q.Accepted, fmt.Sprintf("답 %d *Á* = {%d}", i, r.IntN(100)))
		}
		q.Partly = []questions.PartAnswer{{Text: "%거의% ~", Percent: 50, Feedback: maybe()}}
		return q
	}
	numbers := func() *questions.Numeric {
		return &questions.Numeric{Answers: []questions.NumericAnswer{
			{Value: float64(r.IntN(1e6)) / 100, Tolerance: float64(r.IntN(100)) / 10, Feedback: maybe()}, {Value: -3, Tolerance: 1, Percent: 40},
		}}
	}
	prompt := said(r)
	var q questions.Question
	switch typ {
	case questions.TypeSingle:
		list := choose(false)
		for i := range list {
			if !list[i].Correct && r.IntN(2) == 0 {
				list[i].Percent = float64(r.IntN(9)*10 - 40)
			}
		}
		q = questions.NewSingle(list...)
	case questions.TypeMultiple:
		q = questions.NewMultiple([]string{questions.Share, questions.All, questions.Weights}[r.IntN(3)], choose(true)...)
		if m := q.(*questions.Multiple); m.Scoring == questions.Weights {
			right := 0.0
			for _, c := range m.Choices {
				if c.Correct {
					right++
				}
			}
			for i := range m.Choices {
				m.Choices[i].Percent = -25
				if m.Choices[i].Correct {
					m.Choices[i].Percent = float64(int(1e7/right)) / 1e5
				}
			}
		}
	case questions.TypeTrueFalse:
		b := questions.NewTrueFalse(r.IntN(2) == 0)
		b.IfTrue, b.IfFalse = maybe(), maybe()
		q = b
	case questions.TypeShortAnswer:
		q = typed()
	case questions.TypeNumeric:
		q = numbers()
	case questions.TypeMatching:
		m := &questions.Matching{}
		for i := range 2 + r.IntN(4) {
			m.Pairs = append(m.Pairs, questions.Pair{Left: models.Text{EN: fmt.Sprintf("%d %s", i, said(r))}, Right: models.Text{EN: fmt.Sprintf("right %d", i)}})
		}
		q = m
	case questions.TypeOrdering:
		o := &questions.Ordering{Scoring: []string{"", questions.All}[r.IntN(2)]}
		for i := range 2 + r.IntN(4) {
			o.Items = append(o.Items, models.Text{EN: fmt.Sprintf("%d %s", i, said(r))})
		}
		q = o
	case questions.TypeCloze:
		prompt = "First [[1]], then [[2]] and [[3]]. " + prompt
		single := choose(false)
		for i := range single {
			single[i].Text = models.Text{EN: fmt.Sprintf("word %d", i)}
		}
		q = &questions.Cloze{Gaps: []questions.Gap{{ID: "1", Text: typed()}, {ID: "2", Number: numbers()}, {ID: "3", Weight: 2, Choice: questions.NewSingle(single...)}}}
	case questions.TypeEssay:
		e := &questions.Essay{Lines: r.IntN(20), Most: r.IntN(2) * 500, Template: maybe()}
		e.Notes = maybe()
		q = e
	case questions.TypeFile:
		f := &questions.File{}
		f.Notes = maybe()
		q = f
	default:
		q = &questions.Text{}
	}
	marks := 1 + float64(r.IntN(20))
	if typ == questions.TypeText {
		marks = 0
	}
	return questions.Write(fmt.Sprintf("%d-%s", n, typ), marks, models.Text{EN: prompt}, maybe(), q)
}

func randoms(t *testing.T, n int) []formats.Item {
	t.Helper()
	r := rand.New(rand.NewPCG(3, 5))
	var items []formats.Item
	for i := range n {
		typ := questions.Types()[i%len(questions.Types())]
		d := random(r, typ, i)
		if _, problems := d.Make(); len(problems) > 0 {
			t.Fatalf("%+v: %v", d, problems)
		}
		items = append(items, formats.Item{Name: fmt.Sprintf("Item %d", i), Type: typ, Draft: d, State: formats.OK})
	}
	return items
}

func drafts(items []formats.Item) []questions.Draft {
	var list []questions.Draft
	for _, it := range items {
		if it.State != formats.Refused {
			list = append(list, it.Draft)
		}
	}
	return list
}

func again(t *testing.T, format formats.Format, items []formats.Item) ([]formats.Item, []formats.Problem) {
	t.Helper()
	var out bytes.Buffer
	problems, err := formats.Write(&out, format, items, "en")
	if err != nil {
		t.Fatal(err)
	}
	back, err := formats.Read(format, out.Bytes(), "en")
	if err != nil {
		t.Fatalf("%v\n%s", err, out.String())
	}
	return back, problems
}

// TestWrite_SaysWhatItLosesAndNothingElseChanges holds for each question: it comes back as it was, or Write has said why not.
func TestWrite_SaysWhatItLosesAndNothingElseChanges(t *testing.T) {
	t.Parallel()
	items := randoms(t, 330)
	for _, format := range formats.Formats() {
		t.Run(string(format), func(t *testing.T) {
			t.Parallel()
			back, problems := again(t, format, items)
			lost := map[string]bool{}
			for _, p := range problems {
				lost[p.Item] = true
			}
			byKey := map[string]questions.Draft{}
			for _, it := range back {
				if it.State != formats.OK && !lost[it.Name] {
					t.Errorf("%s %s: %v", it.Name, it.State, it.Problems)
				}
				byKey[it.Draft.Key] = it.Draft
			}
			kept := 0
			for _, it := range items {
				if lost[it.Name] {
					continue
				}
				kept++
				if diff := cmp.Diff(show(format, it.Draft), show(format, byKey[it.Draft.Key])); diff != "" {
					t.Errorf("%s %s: %s", it.Name, it.Type, diff)
				}
			}
			t.Logf("%d of %d come back as they were", kept, len(items))
		})
	}
}

// show is a draft to be compared. QTI says its texts in HTML, so they come back spelled in another way that looks the same.
func show(format formats.Format, d questions.Draft) string {
	if q, problems := d.Make(); format == formats.QTI && len(problems) == 0 {
		writer := prose.NewWriter()
		looks := func(t *models.Text) { t.KO, t.EN = writer.HTML(t.KO), writer.HTML(t.EN) }
		looks(&d.Prompt)
		looks(&d.Feedback)
		q.Texts(looks)
		d = questions.Write(d.Key, d.Marks, d.Prompt, d.Feedback, q)
	}
	b, _ := json.MarshalIndent(d, "", " ")
	return string(b)
}

func TestReadWriteRead_IsStable(t *testing.T) {
	t.Parallel()
	items := randoms(t, 110)
	for _, format := range formats.Formats() {
		first, _ := again(t, format, items)
		second, problems := again(t, format, first)
		if diff := cmp.Diff(drafts(first), drafts(second)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
		for _, p := range problems {
			if p.Key != "formats.lost_question" && p.Key != "formats.lost_answer_feedback" {
				t.Errorf("%s loses what it has read: %+v", format, p)
			}
		}
	}
}

func TestTable_HoldsEveryTypeInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, format := range []formats.Format{formats.CSV, formats.XLSX} {
		var out bytes.Buffer
		if err := formats.WriteTemplate(&out, format); err != nil {
			t.Fatal(err)
		}
		back, err := formats.Read(format, out.Bytes(), "ko")
		if err != nil {
			t.Fatal(err)
		}
		if got := formats.Count(back); got.OK != len(questions.Types()) || len(back) != got.OK {
			t.Errorf("%s: %+v\n%s", format, back, out.String())
		}
		if diff := cmp.Diff(drafts(table.Examples()), drafts(back)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
		if format == formats.CSV && strings.Contains(out.String(), `{""`) {
			t.Errorf("an example needs JSON:\n%s", out.String())
		}
	}
}

func TestTable_OfTheManualIsRead(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("../../../docs/question-table.md")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(raw), "```csv\n")
	example, _, _ := strings.Cut(rest, "```")
	items, err := formats.Read(formats.CSV, []byte(example), "ko")
	if err != nil || len(items) != len(questions.Types()) || formats.Count(items).OK != len(items) {
		t.Errorf("%v: %+v", err, items)
	}
}

func TestTable_NoCellIsAFormula(t *testing.T) {
	t.Parallel()
	for _, prompt := range []string{"=1+1", "'=1+1", "+1", "-1", "@x", "''-x", "'quoted'"} {
		d := questions.Write("k", 1, models.Text{EN: prompt}, models.Text{}, questions.NewTrueFalse(true))
		items := []formats.Item{{Name: "n", Draft: d, State: formats.OK}}
		var out bytes.Buffer
		if _, err := formats.Write(&out, formats.CSV, items, "en"); err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{",=", ",+", ",-", ",@"} {
			if strings.Contains(out.String(), bad) {
				t.Errorf("%q: a spreadsheet would compute %s", prompt, out.String())
			}
		}
		back, err := formats.Read(formats.CSV, out.Bytes(), "en")
		if err != nil || len(back) != 1 || back[0].Draft.Prompt.EN != prompt {
			t.Errorf("%q came back as %+v (%v)", prompt, back, err)
		}
	}
}

func TestTable_ReadsEUCKRAndNamesBadRows(t *testing.T) {
	t.Parallel()
	euckr := []byte("type;prompt;correct;nonsense\ntrue_false;\xb4\xeb\xc7\xd1\xb9\xce\xb1\xb9;O;x\nriddle;a;b\ntrue_false;c;maybe\n")
	items, err := formats.Read(formats.CSV, euckr, "ko")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		line := fmt.Sprintf("%d %s", it.Line, it.State)
		for _, p := range it.Problems {
			line += " " + p.Key
		}
		got = append(got, line)
	}
	want := []string{"1 refused formats.table_column", "2 ok", "3 refused formats.type", "4 refused formats.no_answer"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if items[1].Draft.Prompt.KO != "대한민국" {
		t.Errorf("got %+v", items[1])
	}
}

func TestQTI_ReadsEverySampleAndNamesWhatItCannot(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(samples, "qti", "items-2.1", "*.xml"))
	for _, name := range []string{"qti/test_qti_1.2.zip", "qti/test_qti_2.1.zip", "common-cartridge/all-question-types.imscc", "common-cartridge/course-1.imscc"} {
		files = append(files, filepath.Join(samples, name))
	}
	var got []string
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Skip("the samples do not lie beside this clone")
		}
		items, err := formats.Read(formats.QTI, raw, "en")
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		for _, it := range items {
			line := fmt.Sprintf("%s %s %s", filepath.Base(name), it.Type, it.State)
			for _, p := range it.Problems {
				line += fmt.Sprintf(" %s%v", strings.TrimPrefix(p.Key, "formats."), p.Args)
			}
			got = append(got, line)
		}
		if len(drafts(items)) == 0 {
			continue
		}
		back, _ := again(t, formats.QTI, items)
		if diff := cmp.Diff(drafts(items), drafts(back)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	want, _ := os.ReadFile("testdata/qti.txt")
	if diff := cmp.Diff(string(want), strings.Join(got, "\n")+"\n"); diff != "" {
		t.Errorf("%s\n%s", diff, strings.Join(got, "\n"))
	}
}

func TestRead_IsNotHurtByHostileFiles(t *testing.T) {
	t.Parallel()
	files, _ := filepath.Glob(filepath.Join(samples, "hostile", "*"))
	deep := []byte("<quiz>" + strings.Repeat("<question>", 5000))
	wide := []byte("<quiz>" + strings.Repeat("<question/>", 6000) + "</quiz>")
	inputs := [][]byte{deep, wide, []byte(strings.Repeat("a{", 1<<20)), []byte(strings.Repeat("a{T}\n\n", 6000)), bytes.Repeat([]byte("x"), 11<<20), []byte("<assessmentItem")}
	for _, long := range []string{
		"q{" + strings.Repeat("~", 4_000_000) + "}", "q{=a" + strings.Repeat("#", 4_000_000) + "}", strings.Repeat("// [id:x]\na{T}\n\n", 5000),
		"<quiz><question type=\"multianswer\"><questiontext><text>" + strings.Repeat("{1:SA:=a}", 500_000) + "</text></questiontext></question></quiz>",
		"<assessmentItem><itemBody><gapMatchInteraction>" + strings.Repeat("<gapText>x</gapText>", 50_000) + strings.Repeat("<gap/>", 50_000) + "</gapMatchInteraction></itemBody></assessmentItem>",
		"type,prompt,choices,correct\nsingle,x,\"" + strings.Repeat("a\n", 100_000) + "\",\"" + strings.Repeat("a,", 100_000) + "\"\n",
	} {
		inputs = append(inputs, []byte(long))
	}
	for _, name := range files {
		raw, _ := os.ReadFile(name)
		inputs = append(inputs, raw)
	}
	for i, raw := range inputs {
		for _, format := range formats.Formats() {
			begun := time.Now()
			items, err := formats.Read(format, raw, "ko")
			if spent := time.Since(begun); spent > 20*time.Second {
				t.Errorf("input %d as %s took %v", i, format, spent)
			}
			if err == nil && len(items) > 5001 {
				t.Errorf("input %d as %s gives %d items", i, format, len(items))
			}
		}
	}
	for _, name := range []string{"hostile/billion-laughs.xml", "hostile/xxe.xml"} {
		for _, format := range []formats.Format{formats.Moodle, formats.QTI} {
			_, err := formats.Read(format, sample(t, name), "ko")
			var bad *formats.FileError
			if !errors.As(err, &bad) || bad.Key != "formats.xml_entities" {
				t.Errorf("%s as %s: %v", name, format, err)
			}
		}
	}
}

func fuzz(f *testing.F, format formats.Format, globs ...string) {
	for _, glob := range globs {
		files, _ := filepath.Glob(filepath.Join(samples, glob))
		for _, name := range files {
			if raw, err := os.ReadFile(name); err == nil && len(raw) < 64<<10 {
				f.Add(raw)
			}
		}
	}
	var out bytes.Buffer
	if _, err := formats.Write(&out, format, table.Examples(), "ko"); err == nil {
		f.Add(out.Bytes())
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		items, err := formats.Read(format, raw, "ko")
		if err != nil {
			return
		}
		for _, it := range items {
			if it.State == formats.Refused {
				continue
			}
			if _, problems := it.Draft.Make(); len(problems) > 0 {
				t.Errorf("%+v: %v", it, problems)
			}
		}
		for _, to := range formats.Formats() {
			if to == formats.XLSX {
				continue
			}
			var out bytes.Buffer
			if _, err := formats.Write(&out, to, items, "ko"); err != nil {
				t.Fatal(err)
			}
			back, err := formats.Read(to, out.Bytes(), "ko")
			if err == nil && to == formats.CSV {
				if diff := cmp.Diff(drafts(items), drafts(back)); diff != "" {
					t.Errorf("%s: %s", to, diff)
				}
			}
		}
	})
}

func FuzzReadGIFT(f *testing.F)   { fuzz(f, formats.GIFT, "gift/*.gift") }
func FuzzReadAiken(f *testing.F)  { fuzz(f, formats.Aiken) }
func FuzzReadMoodle(f *testing.F) { fuzz(f, formats.Moodle, "hostile/*.xml") }
func FuzzReadQTI(f *testing.F) {
	fuzz(f, formats.QTI, "qti/items-2.1/*.xml", "qti/*.zip", "hostile/*.xml")
}
func FuzzReadCSV(f *testing.F)  { fuzz(f, formats.CSV, "hostile/*.csv") }
func FuzzReadXLSX(f *testing.F) { fuzz(f, formats.XLSX) }
