package parts

import "strings"

// Split takes the first paragraph of a text that app has sanitised, without its <p>, from what follows it. A text
// that does not start with a paragraph has no first one. A legend and a label may hold a line, not blocks, so
// prompts and choices are printed in these two pieces.
func Split(sanitised string) (line, rest string) {
	text := strings.TrimSpace(sanitised)
	if !strings.Contains(text, "<p") && !startsWithBlock(text) {
		return text, ""
	}
	inner, found := strings.CutPrefix(text, "<p>")
	if !found {
		return "", text
	}
	line, rest, _ = strings.Cut(inner, "</p>")
	return line, strings.TrimSpace(rest)
}

func startsWithBlock(text string) bool {
	for _, tag := range []string{"<ul", "<ol", "<pre", "<blockquote", "<table", "<div", "<h1", "<h2", "<h3", "<h4", "<hr"} {
		if strings.HasPrefix(text, tag) {
			return true
		}
	}
	return false
}
