// Package item holds what all formats of questions have in common: the item that a reader finds and a writer is given,
// the text that may be Markdown, HTML or plain, and files of XML and archives opened within bounds.
package item

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/models"
)

// Item is one question of a file, as it would be taken over.
type Item struct {
	// Name is its name in the file, or the beginning of its prompt.
	Name string
	// Type is one of ours, or what the file calls a type that we do not have.
	Type string
	// Line is where it begins, counted from 1; 0 where the format has no lines.
	Line int
	// Draft is the question, empty where it is refused.
	Draft questions.Draft
	// Points are the marks that the file gives it; 0 where it gives none.
	Points   float64
	Category string
	Tags     []string
	State    string
	// Problems say what was dropped, or why nothing was taken.
	Problems []Problem
}

// The states of an item: as it was, without something, or not at all.
const (
	OK      = "ok"
	Partly  = "partly"
	Refused = "refused"
)

// Problem is a message that stands in app/locale. Where a writer has it, Item names the question.
type Problem struct {
	Line int
	Item string
	Key  string
	Args []any
}

// FileError says that a file cannot be read at all, and why.
type FileError struct{ Problem }

func (e *FileError) Error() string { return fmt.Sprintf("file of questions: %s %v", e.Key, e.Args) }

// Unreadable makes a FileError.
func Unreadable(key string, args ...any) error { return &FileError{Problem{Key: key, Args: args}} }

// Bounds of what is read. A course has some hundred questions.
const (
	MostBytes = 10 << 20
	MostItems = 5_000
	mostText  = 100_000
	// mostElements is how many elements of XML one question may have.
	mostElements = 4_000
	mostName     = 80
)

// Found is a question while it is being read.
type Found struct {
	Name, ID string
	Type     string
	Line     int
	Marks    float64
	Prompt   models.Text
	Feedback models.Text
	Category string
	Tags     []string
	Question questions.Question

	problems []Problem
	refused  bool
}

// Drop says that something of the question is not taken over.
func (f *Found) Drop(key string, args ...any) {
	for _, p := range f.problems {
		if p.Key == key && fmt.Sprintln(p.Args...) == fmt.Sprintln(args...) {
			return
		}
	}
	f.problems = append(f.problems, Problem{Line: f.Line, Key: key, Args: args})
}

// TooLong refuses a question that is longer than anybody could read, before it is read any further.
func (f *Found) TooLong(bytes, elements int) bool {
	if bytes <= mostText && elements <= mostElements {
		return false
	}
	f.Refuse("formats.text_long", mostText)
	return true
}

// Keep takes back what Drop said.
func (f *Found) Keep(key string) {
	f.problems = slices.DeleteFunc(f.problems, func(p Problem) bool { return p.Key == key })
}

// Refuse says that the question is not taken over, and why.
func (f *Found) Refuse(key string, args ...any) {
	f.Drop(key, args...)
	f.refused = true
}

// RefuseAt is Refuse where the line is known better than by the beginning of the question.
func (f *Found) RefuseAt(line int, key string, args ...any) {
	f.problems = append(f.problems, Problem{Line: line, Key: key, Args: args})
	f.refused = true
}

// Refused says whether Refuse was called.
func (f *Found) Refused() bool { return f.refused }

// Sheet gathers the items of one file, whose texts are all in one language.
type Sheet struct {
	Lang string

	items     []Item
	taken     map[string]int
	converter converting
}

// NewSheet begins with nothing.
func NewSheet(lang string) *Sheet {
	return &Sheet{Lang: lang, taken: map[string]int{}, converter: newConverting()}
}

// Text is a text in the language of the file.
func (s *Sheet) Text(markdown string) models.Text {
	if s.Lang == "en" {
		return models.Text{EN: markdown}
	}
	return models.Text{KO: markdown}
}

// Items are what was added.
func (s *Sheet) Items() []Item { return s.items }

// Full says that the file holds more questions than are read; the first that is not is added as refused.
func (s *Sheet) Full(line int) bool {
	if len(s.items) < MostItems {
		return false
	}
	if len(s.items) == MostItems {
		s.items = append(s.items, Item{Line: line, State: Refused, Problems: []Problem{{Line: line, Key: "formats.too_many", Args: []any{MostItems}}}})
	}
	return true
}

// Broken adds what could not be read at all.
func (s *Sheet) Broken(name string, p Problem) {
	s.items = append(s.items, Item{Name: name, Line: p.Line, State: Refused, Problems: []Problem{p}})
}

// Add makes an item of what was found. What the rules of our types do not allow is refused.
func (s *Sheet) Add(f *Found) {
	it := Item{Name: f.Name, Type: f.Type, Line: f.Line, Category: f.Category, Tags: f.Tags}
	if it.Name == "" {
		it.Name = NameOf(f.Prompt)
	}
	if f.Question != nil && it.Type == "" {
		it.Type = f.Question.Type()
	}
	if !f.refused && f.Question == nil {
		f.Refuse("formats.type", f.Type)
	}
	if !f.refused {
		it.Draft = s.draft(f)
	}
	it.Problems = f.problems
	it.State = OK
	switch {
	case f.refused:
		it.State, it.Draft = Refused, questions.Draft{}
	case len(f.problems) > 0:
		it.State = Partly
	}
	if f.Marks > 0 {
		it.Points = it.Draft.Marks
	}
	s.items = append(s.items, it)
}

func (s *Sheet) draft(f *Found) questions.Draft {
	f.Prompt, f.Feedback = questions.Composed(f.Prompt), questions.Composed(f.Feedback)
	marks := f.Marks
	switch {
	case f.Question.Scored() == questions.ByNobody:
		marks = 0
	case marks == 0:
		marks = 1
	}
	if fine := math.Round(marks*100) / 100; fine != marks {
		marks = fine
	}
	d := questions.Write("key", marks, f.Prompt, f.Feedback, f.Question)
	q, problems := d.Make()
	for _, key := range problems {
		f.Refuse(key)
	}
	if long(d) {
		f.Refuse("formats.text_long", mostText)
	}
	if f.refused {
		return d
	}
	made := questions.Write("key", marks, f.Prompt, f.Feedback, q)
	made.Key = s.key(f, made)
	return made
}

func long(d questions.Draft) bool {
	return len(d.Prompt.KO)+len(d.Prompt.EN)+len(d.Feedback.KO)+len(d.Feedback.EN)+len(d.Body) > mostText
}

var (
	keyed   = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`) //nolint:gochecknoglobals // compiled once
	unkeyed = regexp.MustCompile(`[^A-Za-z0-9_-]+`)       //nolint:gochecknoglobals // compiled once
)

// mostDerived is how much of an ID is kept in a key made of it.
const mostDerived = 60

// key is the ID that the file gives, as far as it can be a key; a question without one is named by what it says, so that
// the same question has the same key in another file.
func (s *Sheet) key(f *Found, d questions.Draft) string {
	key := f.ID
	if !keyed.MatchString(key) {
		key = strings.Trim(unkeyed.ReplaceAllString(key, "-"), "-")
		key = fmt.Sprintf("%.*s", mostDerived, key)
	}
	if key == "" {
		sum := sha256.Sum256([]byte(d.Type + "\x00" + d.Prompt.KO + "\x00" + d.Prompt.EN + "\x00" + string(d.Body)))
		key = "q-" + hex.EncodeToString(sum[:6])
	}
	free := key
	for s.taken[free] > 0 {
		s.taken[key]++
		free = fmt.Sprintf("%.70s-%d", key, s.taken[key])
	}
	s.taken[free]++
	return free
}

var marked = regexp.MustCompile("[\\\\*_`#>\\[\\]|~]|\\s+") //nolint:gochecknoglobals // compiled once

// NameOf is the beginning of a prompt without its marks.
func NameOf(prompt models.Text) string {
	text := prompt.KO
	if text == "" {
		text = prompt.EN
	}
	name := strings.Join(strings.Fields(marked.ReplaceAllString(beginning(text, 4*mostName), " ")), " ")
	return beginning(name, mostName)
}

func beginning(text string, runes int) string {
	for i := range text {
		if runes--; runes < 0 {
			return text[:i]
		}
	}
	return text
}

// Number reads a number; what is not finite is none.
func Number(text string) (float64, bool) {
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	return n, err == nil && !math.IsInf(n, 0) && !math.IsNaN(n) && math.Abs(n) < 1e300
}

// Digits writes a number so that Number reads the same one.
func Digits(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// Letter is the key of the nth choice: a, b, … z, then aa.
func Letter(n int) string {
	if n < 26 {
		return string(rune('a' + n))
	}
	return Letter(n/26-1) + Letter(n%26)
}

// Clean is the text of a file without a byte order mark, without carriage returns and without what cannot be stored.
func Clean(data []byte) string {
	text := strings.TrimPrefix(string(data), "\ufeff")
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	if strings.Contains(text, ";base64,") {
		text = inlined.ReplaceAllString(text, "data:")
	}
	return strings.Map(storable, strings.ToValidUTF8(text, "\ufffd"))
}

// inlined are pictures written out within a text, which are dropped all the same and would only make it long.
var inlined = regexp.MustCompile(`data\\?:[a-z]+/[a-z0-9.+-]+;base64,[A-Za-z0-9+/=\\]+`) //nolint:gochecknoglobals // compiled once

// storable drops what neither XML nor the database can keep, and the marks that readers put into texts themselves.
func storable(r rune) rune {
	if r < ' ' && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff' || r >= gapOpen && r <= lastMark {
		return -1
	}
	return r
}
