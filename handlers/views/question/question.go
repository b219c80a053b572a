// Package question is the form in which authors write a question: for each type its fields, and how they are read back.
// A type is one file here, as in app/questions. Fields of the same name stand in rows; the n-th of each make the n-th row.
package question

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"academy/app/locale"
	"academy/app/questions"
	"academy/app/quizzes"
)

// Block is a part of the form: rows of the same cells.
type Block struct {
	Name string
	// Legend and Hint are message keys; a block without a hint has none.
	Legend, Hint string
	Rows         [][]Cell
	// Lines says that rows are numbered and may be left empty.
	Lines bool
}

// Cell is a field. Label is a message key. More puts it among what is asked for rarely.
type Cell struct {
	Name, Label, Kind, Value, Lang string
	Checked, More                  bool
	Options                        []string // of a choice, with their labels under Label + "." + option
}

// The kinds of cells.
const (
	line   = "text"
	area   = "area"
	number = "number"
	check  = "checkbox"
	one    = "radio"
	choice = "select"
	hidden = "hidden"
)

// Sent reads what was sent of a form: every value of a field, in the order of the form.
type Sent func(name string) []string

// Blocks are the fields of a question. A body that its type does not understand gives an empty form.
func Blocks(typ string, body json.RawMessage) []Block {
	q, err := questions.Restore(typ, body)
	if err != nil {
		if q, err = questions.Restore(typ, json.RawMessage("{}")); err != nil {
			return nil
		}
	}
	switch q := q.(type) {
	case *questions.Single:
		return single(q)
	case *questions.Multiple:
		return multiple(q)
	case *questions.TrueFalse:
		return trueFalse(q)
	case *questions.ShortAnswer:
		return shortAnswer(q)
	case *questions.Numeric:
		return numeric(q)
	case *questions.Matching:
		return matching(q)
	case *questions.Ordering:
		return ordering(q)
	case *questions.Cloze:
		return cloze(q)
	case *questions.Essay:
		return essay(q)
	case *questions.File:
		return file(q)
	}
	return nil
}

// Read makes the body of a question from what was sent of its form.
func Read(typ string, sent Sent) json.RawMessage {
	var q any
	switch typ {
	case questions.TypeSingle:
		q = readSingle(sent)
	case questions.TypeMultiple:
		q = readMultiple(sent)
	case questions.TypeTrueFalse:
		q = readTrueFalse(sent)
	case questions.TypeShortAnswer:
		q = readShortAnswer(sent)
	case questions.TypeNumeric:
		q = readNumeric(sent)
	case questions.TypeMatching:
		q = readMatching(sent)
	case questions.TypeOrdering:
		q = readOrdering(sent)
	case questions.TypeCloze:
		q = readCloze(sent)
	case questions.TypeEssay:
		q = readEssay(sent)
	case questions.TypeFile:
		q = readFile(sent)
	default:
		q = questions.Text{}
	}
	body, err := json.Marshal(q)
	if err != nil {
		return json.RawMessage("null")
	}
	return body
}

// both is a text in both languages.
func both(name, label string, t quizzes.Text) []Cell {
	return []Cell{{Name: name + "_ko", Label: label, Kind: line, Value: t.KO, Lang: "ko"}, {Name: name + "_en", Label: label, Kind: line, Value: t.EN, Lang: "en"}}
}

// more marks cells as asked for rarely.
func more(cells ...Cell) []Cell {
	for i := range cells {
		cells[i].More = true
	}
	return cells
}

// decimal is a field for a number, empty for zero.
func decimal(name, label string, n float64) Cell {
	c := Cell{Name: name, Label: label, Kind: number}
	if n != 0 {
		c.Value = written(n)
	}
	return c
}

func written(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// unread stands for a number that nobody can read: no rule takes it, so the author is told.
const unread = -1e12

func (sent Sent) at(name string, i int) string {
	if all := sent(name); i < len(all) {
		return strings.TrimSpace(all[i])
	}
	return ""
}

func (sent Sent) text(name string, i int) quizzes.Text {
	return quizzes.Text{KO: sent.at(name+"_ko", i), EN: sent.at(name+"_en", i)}
}

// number reads a number, 0 where nothing was typed.
func (sent Sent) number(name string, i int) float64 {
	text := sent.at(name, i)
	if text == "" {
		return 0
	}
	n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
	if err != nil || n != n || n > 1e15 || n < -1e15 {
		return unread
	}
	return n
}

func (sent Sent) has(name string) bool { return sent.at(name, 0) != "" }

// marked says whether the box of a row is ticked.
func (sent Sent) marked(name string, i int) bool {
	for _, value := range sent(name) {
		if value == strconv.Itoa(i) {
			return true
		}
	}
	return false
}

// rows counts the rows of a block by one of its fields.
func (sent Sent) rows(name string) int { return min(len(sent(name)), mostRows) }

// The rows of a block: as many as there are and two to fill in, four at least.
const (
	leastRows = 4
	spareRows = 2
	mostRows  = 60
)

// padded is how many rows to show where there are n.
func padded(n int) int { return max(leastRows, n+spareRows) }

// label is the label of a cell in the reader's language.
func label(ctx context.Context, c Cell) string { return locale.T(ctx, c.Label) }

// split parts the cells of a row that are asked for rarely from the others.
func split(row []Cell) (few, rare []Cell) {
	for _, c := range row {
		if c.More {
			rare = append(rare, c)
		} else {
			few = append(few, c)
		}
	}
	return few, rare
}

func rowLabel(ctx context.Context, b Block, i int) string {
	if !b.Lines {
		return locale.T(ctx, b.Legend)
	}
	return locale.T(ctx, "question.row", locale.T(ctx, b.Legend), i+1)
}

func optionText(ctx context.Context, c Cell, option string) string {
	if option == "" {
		option = "none"
	}
	return locale.T(ctx, c.Label+"."+option)
}
