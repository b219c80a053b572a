package formats_test

import (
	"fmt"
	"os"
	"testing"

	"academy/app/questions"
	"academy/app/questions/formats"

	"github.com/google/go-cmp/cmp"
)

func TestMoodle_ReadsEachTypeAndSaysWhatItDrops(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile("testdata/moodle.xml")
	if err != nil {
		t.Fatal(err)
	}
	items, err := formats.Read(formats.Moodle, raw, "en")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		line := fmt.Sprintf("%d %s %s %s", it.Line, it.Name, it.Type, it.State)
		for _, p := range it.Problems {
			line += " " + p.Key
		}
		got = append(got, line)
	}
	want := []string{
		"4 Capital single partly formats.file formats.picture", "16 Ports multiple ok", "18 TF true_false ok", "20 SA short_answer ok",
		"22 N numeric ok", "25 M matching ok", "29 E essay ok", "32 F file ok", "33 D text ok", "34 C cloze ok", "35 G cloze ok",
		"38 O ordering ok", "40 Calc calculated refused formats.type", "42   refused formats.xml",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	capital := items[0]
	if d := capital.Draft; d.Key != "capital-1" || d.Marks != 2.5 || d.Feedback.EN != "H₂O & xⁿ" || capital.Category != "$course$/top/외교" || len(capital.Tags) != 2 {
		t.Errorf("got %+v", capital)
	}
	if got, want := capital.Draft.Prompt.EN, "What is the **capital** of Korea ?\n\n- one\n- two\n\na map"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	bodies := map[int]string{
		0: `{"choices":[{"key":"a","text":{"en":"Seoul"},"correct":true,"feedback":{"en":"Yes"}},{"key":"b","text":{"en":"Busan *"},"percent":33.33333},{"key":"c","text":{"en":"2 \\* 3 \\* 4"}}]}`,
		3: `{"accepted":["Foreign*"],"partly":[{"text":"MOFA","percent":50,"feedback":{"en":"in full"}}],"case":true,"wildcards":true}`,
		4: `{"answers":[{"value":1.5,"tolerance":0.1}],"units":[{"name":"m","factor":1},{"name":"km","factor":1000}]}`,
		5: `{"pairs":[{"left":{"en":"Korea"},"right":{"en":"Seoul"}},{"left":{"en":"Japan"},"right":{"en":"Tokyo"}},{"right":{"en":"Beijing"}}]}`,
		6: `{"notes":{"en":"Look at sources"},"lines":15,"template":{"en":"Dear"}}`,
		9: `{"gaps":[{"id":"1","text":{"accepted":["Seoul"],"partly":[{"text":"Souel","percent":50,"feedback":{"en":"spelling"}}]}},` +
			`{"id":"2","weight":2,"choice":{"choices":[{"key":"a","text":{"en":"city"},"correct":true},{"key":"b","text":{"en":"river"},"feedback":{"en":"no } river"}},{"key":"c","text":{"en":"a \u0026 b"}}]}},` +
			`{"id":"3","number":{"answers":[{"value":9.5,"tolerance":0.5},{"value":9,"tolerance":1,"percent":50}]}}]}`,
		10: `{"gaps":[{"id":"1","choice":{"choices":[{"key":"a","text":{"en":"sea"}},{"key":"b","text":{"en":"capital"},"correct":true}]}},` +
			`{"id":"2","choice":{"choices":[{"key":"a","text":{"en":"Korea"},"correct":true},{"key":"b","text":{"en":"Japan"}}]}}]}`,
	}
	for i, want := range bodies {
		if diff := cmp.Diff(want, string(items[i].Draft.Body)); diff != "" {
			t.Errorf("%s: %s", items[i].Name, diff)
		}
	}
	if got := items[9].Draft.Prompt.EN; got != "[[1]] is a [[2]] of [[3]] million." || items[9].Draft.Marks != 4 {
		t.Errorf("got %q, %v", got, items[9].Draft.Marks)
	}
	back, problems := again(t, formats.Moodle, items)
	if diff := cmp.Diff(drafts(items), drafts(back)); diff != "" || len(problems) != 2 {
		t.Errorf("%s %v", diff, problems)
	}
}

func TestAiken_ReadsLooseFilesAndNamesLines(t *testing.T) {
	t.Parallel()
	raw := "\ufeffWhat is 2 * 3?\r\nA second line\r\na) 5\r\nb) 6\r\n\r\nANSWER: b\r\n\r\nNo answer?\nA. x\nB. y\n\nWrong letter?\nA. x\nB. y\nANSWER: C\n"
	items, err := formats.Read(formats.Aiken, []byte(raw), "en")
	if err != nil || len(items) != 3 {
		t.Fatalf("got %+v, %v", items, err)
	}
	if got := items[0].Draft.Prompt.EN; items[0].State != formats.OK || got != "What is 2 \\* 3?\\\nA second line" {
		t.Errorf("got %q", got)
	}
	q, _ := items[0].Draft.Make()
	if list := q.(*questions.Single).Choices; !list[1].Correct || list[1].Text.EN != "6" {
		t.Errorf("got %+v", list)
	}
	if p := items[1].Problems; items[1].State != formats.Refused || items[1].Line != 8 || p[0].Key != "formats.aiken_no_answer" {
		t.Errorf("got %+v", items[1])
	}
	if p := items[2].Problems; items[2].State != formats.Refused || p[0].Line != 15 || p[0].Key != "formats.aiken_answer" {
		t.Errorf("got %+v", items[2])
	}
}

func TestDetect_KnowsEachFormat(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		data string
		want formats.Format
	}{
		"a.xml": {"<?xml version=\"1.0\"?><quiz>", formats.Moodle}, "b.xml": {"<assessmentItem>", formats.QTI}, "c.zip": {"PK\x03\x04", formats.QTI},
		"d.xlsx": {"PK\x03\x04", formats.XLSX}, "e.csv": {"type,key", formats.CSV}, "f.txt": {"What?\nA. x\nANSWER: A", formats.Aiken}, "g.txt": {"What?{=x}", formats.GIFT},
	} {
		if got, ok := formats.Detect(name, []byte(c.data)); !ok || got != c.want {
			t.Errorf("%s: got %s", name, got)
		}
	}
	if got, ok := formats.Detect("x.pdf", []byte("%PDF")); ok {
		t.Errorf("got %s", got)
	}
}

func TestWriteTemplate_IsOfATable(t *testing.T) {
	t.Parallel()
	if err := formats.WriteTemplate(os.Stderr, formats.GIFT); err == nil {
		t.Error("GIFT has no template")
	}
}
