// Package aiken reads and writes Aiken: questions with one right choice, as people type them into an editor.
package aiken

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"

	"golang.org/x/text/unicode/norm"
)

var (
	choice = regexp.MustCompile(`^\s*([A-Za-z])[.)]\s+(.*\S)\s*$`)       //nolint:gochecknoglobals // compiled once
	answer = regexp.MustCompile(`^\s*(?i:ANSWER)\s*:\s*([A-Za-z]?)\s*$`) //nolint:gochecknoglobals // compiled once
)

// reader gathers the lines of a question until its answer.
type reader struct {
	sheet   *item.Sheet
	line    int
	size    int
	stem    []string
	letters []string
	choices []string
}

// Read reads a file of Aiken. A question without its answer is refused with its line.
func Read(data []byte, lang string) []item.Item {
	r := &reader{sheet: item.NewSheet(lang)}
	for i, line := range strings.Split(norm.NFC.String(item.Clean(data)), "\n") {
		if r.sheet.Full(i + 1) {
			return r.sheet.Items()
		}
		r.read(i+1, line)
	}
	r.refuse()
	return r.sheet.Items()
}

func (r *reader) read(number int, line string) {
	r.size += len(line)
	if m := answer.FindStringSubmatch(line); m != nil {
		r.end(number, strings.ToUpper(m[1]))
		return
	}
	if m := choice.FindStringSubmatch(line); m != nil && r.line > 0 {
		r.letters = append(r.letters, strings.ToUpper(m[1]))
		r.choices = append(r.choices, m[2])
		return
	}
	line = strings.TrimSpace(line)
	if line == "" {
		return
	}
	if len(r.choices) > 0 {
		r.refuse()
	}
	if r.line == 0 {
		r.line = number
	}
	r.stem = append(r.stem, line)
}

func (r *reader) found() *item.Found {
	f := &item.Found{Line: r.line}
	if f.TooLong(r.size, 0) {
		return f
	}
	return &item.Found{Line: r.line, Prompt: r.sheet.Text(item.Plain(strings.Join(r.stem, "\n")))}
}

func (r *reader) end(number int, letter string) {
	if r.line == 0 {
		r.line = number
	}
	f := r.found()
	if f.Refused() {
		r.choices = nil
	}
	var list []questions.Choice
	right := 0
	for i, text := range r.choices {
		c := questions.Choice{Key: item.Letter(i), Text: r.sheet.Text(item.Plain(text)), Correct: r.letters[i] == letter}
		if c.Correct {
			right++
		}
		list = append(list, c)
	}
	if right != 1 {
		f.RefuseAt(number, "formats.aiken_answer", letter)
	}
	f.Question = questions.NewSingle(list...)
	r.sheet.Add(f)
	*r = reader{sheet: r.sheet}
}

// refuse ends a question that has no answer.
func (r *reader) refuse() {
	if r.line > 0 {
		f := r.found()
		f.Refuse("formats.aiken_no_answer")
		r.sheet.Add(f)
	}
	*r = reader{sheet: r.sheet}
}

// Write writes the questions with one right choice as Aiken, and says of the others that they are not written.
func Write(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	pen := item.NewPen(lang)
	var out strings.Builder
	for i := range items {
		q, ok := pen.Begin(&items[i])
		if !ok {
			continue
		}
		single, is := q.(*questions.Single)
		if !is {
			pen.Lose("formats.lost_type", q.Type())
			continue
		}
		question(pen, &out, items[i], single)
	}
	_, err := io.WriteString(to, out.String())
	return pen.Problems, err
}

func question(pen *item.Pen, out *strings.Builder, it item.Item, q *questions.Single) {
	pen.Marks()
	pen.LoseIf(it.Draft.Feedback != models.Text{}, "formats.lost_feedback")
	pen.LoseIf(it.Category != "", "formats.lost_category")
	pen.LoseIf(len(it.Tags) > 0, "formats.lost_tags")
	stem := words(pen, it.Draft.Prompt)
	fmt.Fprintf(out, "%s\n", strings.Join(stemLines(stem), "\n"))
	right := "A"
	for i, c := range q.Choices {
		letter := strings.ToUpper(item.Letter(i))
		pen.LoseIf(c.Feedback != models.Text{}, "formats.lost_answer_feedback")
		pen.LoseIf(c.Percent != 0, "formats.lost_scoring")
		fmt.Fprintf(out, "%s. %s\n", letter, strings.Join(strings.Fields(words(pen, c.Text)), " "))
		if c.Correct {
			right = letter
		}
	}
	fmt.Fprintf(out, "ANSWER: %s\n\n", right)
}

// stemLines are the lines of a stem that hold something. One that begins like a choice would be taken for one.
func stemLines(stem string) []string {
	var list []string
	for _, line := range strings.Split(stem, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if choice.MatchString(line) && len(list) > 0 || answer.MatchString(line) {
			line = "- " + line
		}
		list = append(list, line)
	}
	return list
}

func words(pen *item.Pen, t models.Text) string {
	text, exact := item.Words(pen.Text(t))
	pen.LoseIf(!exact, "formats.lost_markup")
	return text
}
