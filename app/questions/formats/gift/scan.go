// Package gift reads and writes Moodle's GIFT: one question after another, each ended by a blank line, its answers in
// braces.
package gift

import (
	"regexp"
	"strings"

	"academy/app/questions/formats/item"
)

// chunk is the text of one question and what the comments before it said.
type chunk struct {
	line     int
	text     string
	category string
	id       string
	tags     []string
	// problem is why the braces do not fit together.
	problem string
}

// scanner walks over the lines of a file.
type scanner struct {
	lines    []string
	at       int
	category string
	id       string
	tags     []string
}

var (
	idMark  = regexp.MustCompile(`\[id:\s*([^\]]+?)\s*\]`)  //nolint:gochecknoglobals // compiled once
	tagMark = regexp.MustCompile(`\[tag:\s*([^\]]+?)\s*\]`) //nolint:gochecknoglobals // compiled once
)

const categoryMark = "$CATEGORY:"

func isComment(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "//") }

// next is the next question.
func (s *scanner) next() (chunk, bool) {
	for ; s.at < len(s.lines); s.at++ {
		line := strings.TrimSpace(s.lines[s.at])
		switch {
		case line == "":
		case isComment(line):
			s.comment(line)
		case strings.HasPrefix(line, categoryMark):
			s.category = strings.TrimSpace(strings.TrimPrefix(line, categoryMark))
		default:
			c := chunk{line: s.at + 1, category: s.category, id: s.id, tags: s.tags}
			s.id, s.tags = "", nil
			c.text, c.problem = s.question()
			return c, true
		}
	}
	return chunk{}, false
}

func (s *scanner) comment(line string) {
	if m := idMark.FindStringSubmatch(line); m != nil {
		s.id = m[1]
	}
	for _, m := range tagMark.FindAllStringSubmatch(line, -1) {
		s.tags = append(s.tags, m[1])
	}
}

// question takes the lines of a question: until a blank line outside its braces. Where braces do not fit together it ends
// at the first blank line all the same, so that the next question is read.
func (s *scanner) question() (string, string) {
	begin, blank, problem := s.at, -1, ""
	var b braces
	for ; s.at < len(s.lines); s.at++ {
		line := s.lines[s.at]
		if strings.TrimSpace(line) == "" {
			if b.depth == 0 || b.problem != "" {
				break
			}
			if blank < 0 {
				blank = s.at
			}
			continue
		}
		if isComment(line) || b.problem != "" {
			continue
		}
		b.walk(line)
		if b.problem != "" && blank >= 0 {
			break
		}
	}
	problem = b.problem
	if b.depth > 0 && problem == "" {
		problem = "formats.gift_open"
	}
	if problem != "" && blank >= 0 {
		s.at = blank
	}
	return s.joined(begin), problem
}

// joined is the text of the lines since begin, without comments.
func (s *scanner) joined(begin int) string {
	var kept []string
	for _, line := range s.lines[begin:min(s.at, len(s.lines))] {
		if !isComment(line) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// braces counts what is opened and closed.
type braces struct {
	depth   int
	problem string
}

func (b *braces) walk(line string) {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case '{':
			b.depth++
			if b.depth > 1 {
				b.problem = "formats.gift_open"
			}
		case '}':
			b.depth--
			if b.depth < 0 {
				b.problem = "formats.gift_close"
			}
		}
	}
}

// index is where one of some characters stands that no backslash escapes; -1 where none does.
func index(text, wanted string) int {
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' {
			i++
		} else if strings.IndexByte(wanted, text[i]) >= 0 {
			return i
		}
	}
	return -1
}

// cut is strings.Cut at an unescaped character.
func cut(text, at string) (string, string, bool) {
	if i := index(text, at); i >= 0 {
		return text[:i], text[i+1:], true
	}
	return text, "", false
}

// named takes ::the name:: off a text.
func named(text string) (string, string) {
	rest, is := strings.CutPrefix(strings.TrimSpace(text), "::")
	if !is {
		return "", text
	}
	for i := 0; i+1 < len(rest); i++ {
		if rest[i] == '\\' {
			i++
		} else if rest[i] == ':' && rest[i+1] == ':' {
			return strings.TrimSpace(plain(rest[:i])), rest[i+2:]
		}
	}
	return "", text
}

var escaped = regexp.MustCompile(`\\[~=#{}:n\\]`) //nolint:gochecknoglobals // compiled once

// plain takes the backslashes off.
func plain(text string) string {
	return escaped.ReplaceAllStringFunc(text, func(pair string) string {
		if pair == `\n` {
			return "\n"
		}
		return pair[1:]
	})
}

var prefix = regexp.MustCompile(`^\s*\[(html|markdown|plain|moodle)\]`) //nolint:gochecknoglobals // compiled once

// formatted takes a [format] off a text; one without keeps the format around it.
func formatted(text, around string) (string, string) {
	if m := prefix.FindStringSubmatch(text); m != nil {
		return m[1], text[len(m[0]):]
	}
	return around, text
}

// blankSpace stands where the answer belongs in the middle of a sentence.
const blankSpace = "_____"

// markdown is a text of a format as Markdown. In what is not Markdown a line may end anywhere, and \n is its end.
func (r *reader) markdown(text, format string) string {
	text = strings.TrimSpace(text)
	if format == "markdown" {
		text = strings.ReplaceAll(text, "\x00", `\_\_\_\_\_`)
		return item.Markdown(r.found, plain(text))
	}
	text = strings.ReplaceAll(text, "\x00", blankSpace)
	if format == "html" {
		return r.sheet.HTML(r.found, plain(text))
	}
	text = plain(strings.ReplaceAll(text, "\n", " "))
	if format == "plain" {
		return item.Plain(text)
	}
	return r.sheet.Loose(r.found, text)
}
