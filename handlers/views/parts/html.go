package parts

import (
	"strings"

	"golang.org/x/net/html"
)

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

// Plain is the text of sanitised HTML, for places that hold no marks: an option, a name.
func Plain(sanitised string) string {
	var text strings.Builder
	tokens := html.NewTokenizer(strings.NewReader(sanitised))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(text.String()), " ")
		case html.TextToken:
			text.Write(tokens.Text())
		case html.StartTagToken, html.SelfClosingTagToken:
			text.WriteString(described(tokens))
		}
	}
}

// described is what a picture shows.
func described(tokens *html.Tokenizer) string {
	name, more := tokens.TagName()
	for more && string(name) == "img" {
		var key, value []byte
		if key, value, more = tokens.TagAttr(); string(key) == "alt" {
			return string(value)
		}
	}
	return ""
}
