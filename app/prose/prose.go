// Package prose turns the Markdown that people write into HTML that is safe to show, and into plain words for search.
package prose

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// Writer renders Markdown; it may be shared.
type Writer struct {
	markdown goldmark.Markdown
	policy   *bluemonday.Policy
}

// NewWriter makes a writer of GitHub's Markdown with the line rules of Korean. Raw HTML is dropped, headings begin at
// h2 because the page has its own h1, and links into the world say so to search engines and the opened page.
func NewWriter() *Writer {
	policy := bluemonday.NewPolicy()
	policy.AllowStandardURLs()
	policy.AllowRelativeURLs(true)
	policy.AllowAttrs("href", "title").OnElements("a")
	policy.RequireNoReferrerOnLinks(true)
	policy.RequireNoFollowOnLinks(true)
	policy.AllowElements("p", "br", "hr", "h2", "h3", "h4", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li",
		"table", "thead", "tbody", "tr")
	policy.AllowAttrs("align", "scope").Matching(regexp.MustCompile(`^(left|right|center|col|row)$`)).OnElements("th", "td")
	policy.AllowElements("th", "td")
	// Pictures come from the academy alone: another house would learn who reads what.
	policy.AllowAttrs("src").Matching(regexp.MustCompile(`^/library/[0-9a-f-]{36}$`)).OnElements("img")
	policy.AllowAttrs("alt", "title").OnElements("img")
	return &Writer{goldmark.New(goldmark.WithExtensions(extension.GFM, extension.CJK)), policy}
}

// HTML renders Markdown as sanitised HTML. Text that cannot be rendered comes out escaped, never as it was.
func (w *Writer) HTML(markdown string) string {
	var out bytes.Buffer
	if err := w.markdown.Convert([]byte(markdown), &out); err != nil {
		return bluemonday.StrictPolicy().Sanitize(markdown)
	}
	html := strings.NewReplacer("<h1", "<h2", "</h1>", "</h2>", "<th>", `<th scope="col">`).Replace(out.String())
	return strings.TrimSpace(w.policy.Sanitize(html))
}

// Inline renders one line of Markdown without a paragraph around it, for what stands inside a label.
func (w *Writer) Inline(markdown string) string {
	html := w.HTML(markdown)
	inner, ok := strings.CutPrefix(html, "<p>")
	if !ok || strings.Count(html, "<p>") > 1 || !strings.HasSuffix(inner, "</p>") {
		return html
	}
	return strings.TrimSuffix(inner, "</p>")
}

// Picture is a picture in a text: where it is and what it is said to show.
type Picture struct{ Address, Alt string }

// Pictures finds the pictures in a text, in their order.
func (w *Writer) Pictures(markdown string) []Picture {
	var list []Picture
	source := []byte(markdown)
	_ = ast.Walk(w.markdown.Parser().Parse(text.NewReader(source)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if image, ok := n.(*ast.Image); ok && entering {
			list = append(list, Picture{string(image.Destination), plain(image, source)})
		}
		return ast.WalkContinue, nil
	})
	return list
}

// plain is the text within a node.
func plain(n ast.Node, source []byte) string {
	var out strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if t, ok := n.(*ast.Text); ok && entering {
			out.Write(t.Value(source))
		}
		return ast.WalkContinue, nil
	})
	return out.String()
}

// Words is the text without its marks.
func (w *Writer) Words(markdown string) string {
	return bluemonday.StrictPolicy().Sanitize(w.HTML(markdown))
}
