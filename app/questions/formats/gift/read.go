package gift

import (
	"regexp"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"

	"golang.org/x/text/unicode/norm"
)

// reader reads one question at a time.
type reader struct {
	sheet *item.Sheet
	found *item.Found
	// format is that of the question, which its answers have too unless they say another.
	format string
}

// Read reads a file of GIFT.
func Read(data []byte, lang string) []item.Item {
	s := scanner{lines: strings.Split(norm.NFC.String(item.Clean(data)), "\n")}
	sheet := item.NewSheet(lang)
	for {
		c, more := s.next()
		if !more || sheet.Full(c.line) {
			return sheet.Items()
		}
		r := reader{sheet: sheet, found: &item.Found{ID: c.id, Line: c.line, Category: c.category, Tags: c.tags}}
		r.read(c)
		sheet.Add(r.found)
	}
}

func (r *reader) read(c chunk) {
	var text string
	r.found.Name, text = named(c.text)
	if c.problem != "" {
		r.found.Refuse(c.problem)
	}
	if r.found.TooLong(len(text), 0) || c.problem != "" {
		r.found.Name = r.nameless(text)
		return
	}
	r.format, text = formatted(text, "moodle")
	before, rest, asks := cut(text, "{")
	if !asks {
		r.prompt(text)
		r.found.Question = &questions.Text{}
		return
	}
	block, after, _ := cut(rest, "}")
	if index(after, "{}") >= 0 {
		r.found.Refuse("formats.gift_two_blocks")
		r.found.Name = r.nameless(text)
		return
	}
	if strings.TrimSpace(after) != "" {
		before += "\x00" + after
	}
	r.prompt(before)
	r.answers(block)
}

// nameless is a name for what has none.
func (r *reader) nameless(text string) string {
	if r.found.Name != "" {
		return r.found.Name
	}
	return item.NameOf(models.Text{EN: text})
}

func (r *reader) prompt(text string) { r.found.Prompt = r.text(text) }

// text is a text of the question, in its format unless it says another.
func (r *reader) text(text string) models.Text {
	format, text := formatted(text, r.format)
	return r.sheet.Text(r.markdown(text, format))
}

var judgement = regexp.MustCompile(`(?i)^(T|TRUE|F|FALSE)\s*(#|$)`) //nolint:gochecknoglobals // compiled once

// answers makes the question of what stands in the braces.
func (r *reader) answers(block string) {
	block = r.general(block)
	switch {
	case block == "":
		r.found.Question = &questions.Essay{}
	case block[0] == '#':
		r.numeric(strings.TrimSpace(block[1:]))
	case judgement.MatchString(block):
		r.trueFalse(block)
	default:
		r.listed(block)
	}
}

// general takes the feedback for everybody off a block: ####what everybody is told.
func (r *reader) general(block string) string {
	for from := 0; ; {
		i := index(block[from:], "#")
		if i < 0 {
			return strings.TrimSpace(block)
		}
		from += i
		if strings.HasPrefix(block[from:], "####") {
			r.found.Feedback = r.text(block[from+4:])
			return strings.TrimSpace(block[:from])
		}
		from++
	}
}

// trueFalse reads {TRUE#for a wrong answer#for the right answer}, and so with FALSE.
func (r *reader) trueFalse(block string) {
	answer, rest, _ := cut(block, "#")
	q := questions.NewTrueFalse(strings.EqualFold(strings.TrimSpace(answer)[:1], "T"))
	first, second, _ := cut(rest, "#")
	q.IfTrue, q.IfFalse = r.text(second), r.text(first)
	if !*q.Answer {
		q.IfTrue, q.IfFalse = q.IfFalse, q.IfTrue
	}
	r.found.Question = q
}

// answer is one answer of a list.
type answer struct {
	right    bool
	weighted bool
	percent  float64
	text     string
	feedback models.Text
}

var weight = regexp.MustCompile(`^\s*%(-?[0-9.]+)%`) //nolint:gochecknoglobals // compiled once

// split takes a list of answers apart: each begins with = or ~.
func (r *reader) split(block string) []answer {
	var list []answer
	begin := index(block, "=~")
	if begin < 0 || strings.TrimSpace(block[:begin]) != "" {
		r.found.Refuse("formats.gift_answers")
		return nil
	}
	for begin >= 0 && begin < len(block) {
		rest := block[begin+1:]
		end := index(rest, "=~")
		if end < 0 {
			end = len(rest)
		}
		list = append(list, r.answer(block[begin] == '=', rest[:end]))
		begin += 1 + end
	}
	return list
}

func (r *reader) answer(right bool, text string) answer {
	a := answer{right: right}
	if right {
		a.percent = 100
	}
	if m := weight.FindStringSubmatch(text); m != nil {
		if n, ok := item.Number(m[1]); ok {
			a.percent, a.weighted, text = n, true, text[len(m[0]):]
		}
	}
	a.text, text, _ = cut(text, "#")
	a.feedback = r.text(text)
	return a
}

func (r *reader) listed(block string) {
	list := r.split(block)
	rights, arrows := 0, 0
	for _, a := range list {
		if a.right {
			rights++
		}
		if strings.Contains(a.text, "->") {
			arrows++
		}
	}
	switch {
	case len(list) == 0:
	case rights < len(list):
		r.choices(list, rights == 0)
	case arrows == len(list):
		r.pairs(list)
	case arrows > 0:
		r.found.Refuse("formats.gift_pairs")
	default:
		r.typed(list)
	}
}

func (r *reader) choices(list []answer, many bool) {
	var choices []questions.Choice
	for _, a := range list {
		choices = append(choices, questions.Choice{Text: r.text(a.text), Percent: a.percent, Feedback: a.feedback})
	}
	r.found.Question = item.Weighted(choices, many)
}

func (r *reader) pairs(list []answer) {
	q := &questions.Matching{}
	for _, a := range list {
		left, right, _ := strings.Cut(a.text, "->")
		q.Pairs = append(q.Pairs, questions.Pair{Left: r.text(left), Right: r.text(right)})
		if a.feedback != (models.Text{}) {
			r.found.Drop("formats.pair_feedback")
		}
	}
	r.found.Question = q
}

func (r *reader) typed(list []answer) {
	var spellings []item.Spelling
	for _, a := range list {
		_, text := formatted(a.text, "")
		text = strings.Join(strings.Fields(plain(text)), " ")
		spellings = append(spellings, item.Spelling{Text: text, Percent: a.percent, Feedback: a.feedback})
	}
	r.found.Question = item.ShortAnswer(r.found, spellings)
}

// numeric reads {#1822:5} and {#=1822:0 =%50%1822:2}.
func (r *reader) numeric(block string) {
	list := []answer{r.answer(true, block)}
	if index(block, "=~") >= 0 {
		list = r.split(block)
	}
	q := &questions.Numeric{}
	for _, a := range list {
		n, ok := number(a.text)
		switch {
		case !a.right && !a.weighted || strings.TrimSpace(a.text) == "*" || a.percent <= 0:
			r.found.Drop("formats.number_other", strings.TrimSpace(plain(a.text)))
			continue
		case !ok:
			r.found.Refuse("formats.number", strings.TrimSpace(plain(a.text)))
			continue
		}
		n.Feedback = a.feedback
		if a.percent != 100 {
			n.Percent = a.percent
		}
		q.Answers = append(q.Answers, n)
	}
	r.found.Question = q
}

// number reads 1822:5 and 1817..1827.
func number(text string) (questions.NumericAnswer, bool) {
	_, text = formatted(text, "")
	if from, to, is := strings.Cut(text, ".."); is {
		low, ok := item.Number(plain(from))
		high, also := item.Number(plain(to))
		return questions.NumericAnswer{Value: (low + high) / 2, Tolerance: (high - low) / 2}, ok && also
	}
	value, tolerance, is := strings.Cut(strings.ReplaceAll(text, `\:`, ":"), ":")
	n, ok := item.Number(value)
	t, also := item.Number(tolerance)
	return questions.NumericAnswer{Value: n, Tolerance: t}, ok && (also || !is)
}
