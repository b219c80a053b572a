package moodle

import (
	"html"
	"regexp"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

var (
	gapStart = regexp.MustCompile(`\{(\d*):([A-Z_]+):`)         //nolint:gochecknoglobals // compiled once
	percent  = regexp.MustCompile(`^%(-?[0-9]+(?:\.[0-9]+)?)%`) //nolint:gochecknoglobals // compiled once
	numbered = regexp.MustCompile(`\[\[(\d{1,3})\]\]`)          //nolint:gochecknoglobals // compiled once
	escape   = regexp.MustCompile(`\\([~#}{"/\\=])`)            //nolint:gochecknoglobals // compiled once
)

// cloze reads a text with gaps such as {2:SHORTANSWER:=Seoul~%50%Souel}.
func (r *reader) cloze() {
	q := &questions.Cloze{}
	text := r.node.Child("questiontext", "text").Raw()
	var out strings.Builder
	weights := 0.0
	for {
		m := gapStart.FindStringSubmatchIndex(text)
		if m == nil {
			break
		}
		end := closing(text[m[1]:])
		if end < 0 {
			r.found.Refuse("formats.cloze_open")
			return
		}
		gap := r.gap(text[m[4]:m[5]], text[m[1]:m[1]+end])
		if w, err := strconv.ParseFloat(text[m[2]:m[3]], 64); err == nil && w > 1 {
			gap.Weight = w
		}
		weights += item.Weight(gap)
		gap.ID = strconv.Itoa(len(q.Gaps) + 1)
		q.Gaps = append(q.Gaps, gap)
		out.WriteString(text[:m[0]] + item.Gap(len(q.Gaps)))
		text = text[m[1]+end+1:]
	}
	out.WriteString(text)
	if r.found.Marks == 0 {
		r.found.Marks = weights
	}
	r.found.Question = q
	r.gapped(out.String())
}

// gapped is the prompt with gaps.
func (r *reader) gapped(text string) {
	r.found.Prompt = r.sheet.Text(item.Gapped(r.markdown(r.node.Child("questiontext"), text)))
}

// closing is where the brace of a gap is closed.
func closing(text string) int {
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '}':
			return i
		}
	}
	return -1
}

func (r *reader) gap(typ, inner string) questions.Gap {
	list := parts(inner, '~')
	switch typ {
	case "SHORTANSWER", "SA", "MW":
		return questions.Gap{Text: r.gapText(list, false)}
	case "SHORTANSWER_C", "SAC", "MWC":
		return questions.Gap{Text: r.gapText(list, true)}
	case "NUMERICAL", "NM":
		return questions.Gap{Number: r.gapNumber(list)}
	}
	if strings.HasPrefix(typ, "MULTICHOICE") || strings.HasPrefix(typ, "MC") {
		return questions.Gap{Choice: r.gapChoice(list)}
	}
	r.found.Refuse("formats.type", typ)
	return questions.Gap{}
}

// parts splits at a character that no backslash escapes.
func parts(text string, at byte) []string {
	var list []string
	begin := 0
	for i := 0; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '&':
			// An entity such as &#39; holds a # that is none.
			if end := strings.IndexByte(text[i:min(len(text), i+10)], ';'); end > 0 && at == '#' {
				i += end
			}
		case at:
			list = append(list, text[begin:i])
			begin = i + 1
		}
	}
	return append(list, text[begin:])
}

// part is one answer of a gap.
func (r *reader) part(text string) (string, float64, models.Text) {
	earns := 0.0
	text = strings.TrimSpace(text)
	if rest, right := strings.CutPrefix(text, "="); right {
		earns, text = 100, rest
	}
	if m := percent.FindStringSubmatch(text); m != nil {
		earns, _ = item.Number(m[1])
		text = text[len(m[0]):]
	}
	said := parts(text, '#')
	feedback := ""
	if len(said) > 1 {
		feedback = escape.ReplaceAllString(strings.Join(said[1:], "#"), "$1")
	}
	node := r.node.Child("questiontext")
	return escape.ReplaceAllString(said[0], "$1"), earns, r.sheet.Text(r.markdown(&item.Node{Attrs: node.Attrs}, feedback))
}

// bare is an answer that is typed: where the text around it is HTML, so is its spelling.
func (r *reader) bare(text string) string {
	if format := r.node.Child("questiontext").Attrs["format"]; format != "markdown" && format != "plain_text" {
		text = html.UnescapeString(text)
	}
	return strings.TrimSpace(text)
}

func (r *reader) gapText(list []string, lettered bool) *questions.ShortAnswer {
	var spellings []item.Spelling
	for _, p := range list {
		text, earns, feedback := r.part(p)
		spellings = append(spellings, item.Spelling{Text: r.bare(text), Percent: earns, Feedback: feedback})
	}
	q := item.ShortAnswer(r.found, spellings)
	q.Case = lettered
	return q
}

func (r *reader) gapNumber(list []string) *questions.Numeric {
	q := &questions.Numeric{}
	for _, p := range list {
		text, earns, feedback := r.part(p)
		value, tolerance, _ := strings.Cut(r.bare(text), ":")
		n, ok := item.Number(value)
		if earns <= 0 || value == "*" {
			r.found.Drop("formats.number_other", value)
			continue
		}
		if !ok {
			r.found.Refuse("formats.number", value)
			continue
		}
		a := questions.NumericAnswer{Value: n, Feedback: feedback}
		a.Tolerance, _ = item.Number(tolerance)
		if earns != 100 {
			a.Percent = earns
		}
		q.Answers = append(q.Answers, a)
	}
	return q
}

func (r *reader) gapChoice(list []string) *questions.Single {
	var choices []questions.Choice
	node := &item.Node{Attrs: r.node.Child("questiontext").Attrs}
	for _, p := range list {
		text, earns, feedback := r.part(p)
		choices = append(choices, questions.Choice{Text: r.sheet.Text(r.markdown(node, text)), Percent: earns, Feedback: feedback})
	}
	q, _ := item.Weighted(choices, false).(*questions.Single)
	return q
}

// chosen reads gaps [[1]] that are filled from a list of words: the number says which is right, and its group which may
// be chosen.
func (r *reader) chosen(name string) {
	options := r.node.Children(name)
	q := &questions.Cloze{}
	text := numbered.ReplaceAllStringFunc(r.node.Child("questiontext", "text").Raw(), func(mark string) string {
		right, _ := strconv.Atoi(strings.Trim(mark, "[]"))
		if right < 1 || right > len(options) || len(q.Gaps) > len(options)*10 {
			r.found.Refuse("formats.gap_unknown", mark)
			return mark
		}
		q.Gaps = append(q.Gaps, questions.Gap{ID: strconv.Itoa(len(q.Gaps) + 1), Choice: r.group(options, right-1)})
		return item.Gap(len(q.Gaps))
	})
	r.found.Question = q
	r.gapped(text)
}

func (r *reader) group(options []*item.Node, right int) *questions.Single {
	var list []questions.Choice
	for i, n := range options {
		if n.Child("group").Text() != options[right].Child("group").Text() {
			continue
		}
		c := questions.Choice{Text: r.sheet.Text(r.sheet.HTML(r.found, n.Child("text").Raw()))}
		if i == right {
			c.Percent = 100
		}
		list = append(list, c)
	}
	q, _ := item.Weighted(list, false).(*questions.Single)
	return q
}
