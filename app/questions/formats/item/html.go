package item

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/renderer/html"
	xhtml "golang.org/x/net/html"
)

// converting turns texts from one form into the other.
type converting struct {
	toMarkdown *converter.Converter
	toHTML     goldmark.Markdown
}

func newConverting() converting {
	return converting{
		converter.NewConverter(converter.WithPlugins(
			base.NewBasePlugin(),
			commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)),
			strikethrough.NewStrikethroughPlugin(),
			table.NewTablePlugin(table.WithHeaderPromotion(true), table.WithNewlineBehavior(table.NewlineBehaviorPreserve)),
		)),
		goldmark.New(goldmark.WithExtensions(extension.GFM, extension.CJK), goldmark.WithRendererOptions(html.WithXHTML())),
	}
}

// HTML is Markdown of HTML. What our Markdown cannot show is dropped, and f hears of it.
func (s *Sheet) HTML(f *Found, text string) string {
	if len(text) > mostText {
		f.Refuse("formats.text_long", mostText)
		return ""
	}
	if strings.TrimSpace(text) == "" {
		return ""
	}
	doc, err := xhtml.Parse(strings.NewReader(text))
	if err != nil {
		f.Refuse("formats.html")
		return ""
	}
	prune(f, doc)
	shield(doc)
	made, err := s.converter.toMarkdown.ConvertNode(doc)
	if err != nil {
		f.Refuse("formats.html")
		return ""
	}
	return strings.TrimSpace(unshielded.Replace(string(made)))
}

// What the converter leaves to be misread is kept from it: entities that are meant as they stand, and angle brackets,
// which it would write as entities that nobody likes to read.
const (
	ampersand = "\ue002"
	less      = "\ue003"
	greater   = "\ue004"
)

var unshielded = strings.NewReplacer(ampersand, `\&`, less, `\<`, greater, `\>`, "\u00a0", " ") //nolint:gochecknoglobals // made once

func shield(n *xhtml.Node) {
	if n.Type == xhtml.ElementNode && (n.Data == "code" || n.Data == "pre") {
		return
	}
	if n.Type == xhtml.TextNode {
		n.Data = entity.ReplaceAllString(n.Data, ampersand+"$1")
		n.Data = strings.NewReplacer("<", less, ">", greater).Replace(n.Data)
	}
	for child := range n.ChildNodes() {
		shield(child)
	}
}

// prune takes out of a tree what Markdown cannot show, and puts words where there are some.
func prune(f *Found, n *xhtml.Node) {
	for child := n.FirstChild; child != nil; {
		next := child.NextSibling
		if words, gone := replaced(f, child); gone {
			if words != "" {
				n.InsertBefore(&xhtml.Node{Type: xhtml.TextNode, Data: words}, child)
			}
			n.RemoveChild(child)
		} else {
			prune(f, child)
		}
		child = next
	}
}

// replaced is what stands for an element that cannot be shown.
func replaced(f *Found, n *xhtml.Node) (string, bool) {
	if n.Type == xhtml.CommentNode {
		return "", true
	}
	if n.Type != xhtml.ElementNode {
		return "", false
	}
	switch n.Data {
	case "img":
		f.Drop("formats.picture", attribute(n, "src"))
		return attribute(n, "alt"), true
	case "object", "video", "audio", "iframe", "embed", "svg", "canvas", "applet":
		f.Drop("formats.media", n.Data)
		return words(n), true
	case "script", "style", "form", "input", "button", "select", "textarea", "template", "noscript":
		f.Drop("formats.element", n.Data)
		return "", true
	case "a":
		if !addressed(attribute(n, "href")) {
			f.Drop("formats.element", "a")
			return words(n), true
		}
	case "math":
		f.Drop("formats.math")
		return formula(n), true
	case "sub":
		return lowered(words(n)), true
	case "sup":
		return raised(words(n)), true
	}
	return "", false
}

// addressed says whether a link leads somewhere that we link to.
func addressed(href string) bool {
	address, err := url.Parse(strings.TrimSpace(href))
	if err != nil {
		return false
	}
	switch address.Scheme {
	case "", "http", "https", "mailto":
		return true
	}
	return false
}

func attribute(n *xhtml.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func words(n *xhtml.Node) string {
	if n.Type == xhtml.TextNode {
		return n.Data
	}
	var out strings.Builder
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		out.WriteString(words(child))
	}
	return out.String()
}

// formula is a formula on one line.
func formula(n *xhtml.Node) string {
	if n.Type == xhtml.TextNode {
		return strings.TrimSpace(n.Data)
	}
	var parts []string
	for child := n.FirstChild; child != nil; child = child.NextSibling {
		if part := formula(child); part != "" {
			parts = append(parts, part)
		}
	}
	switch n.Data {
	case "mfrac":
		return strings.Join(parts, "/")
	case "msup":
		return strings.Join(parts, "^")
	case "msub":
		return strings.Join(parts, "_")
	case "msqrt":
		return "√(" + strings.Join(parts, "") + ")"
	}
	return strings.Join(parts, " ")
}

const (
	plainly = "0123456789+-=()n"
	above   = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"
	below   = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₙ"
)

func raised(text string) string  { return small(text, above, "^") }
func lowered(text string) string { return small(text, below, "_") }

// small writes a text with raised or lowered letters, or with a sign before it where there are none.
func small(text, letters, sign string) string {
	var out strings.Builder
	for _, r := range text {
		i := strings.IndexRune(plainly, r)
		if i < 0 {
			return sign + "(" + text + ")"
		}
		out.WriteRune([]rune(letters)[i])
	}
	return out.String()
}

var (
	punctuation = regexp.MustCompile("[\\\\`*_\\[\\]<>~|]")                                                                                                           //nolint:gochecknoglobals // compiled once
	entity      = regexp.MustCompile(`&(#?[A-Za-z0-9]+;)`)                                                                                                            //nolint:gochecknoglobals // compiled once
	beginnings  = regexp.MustCompile(`(?m)^(#{1,6}(\s|$)|[+=-]|\d{1,9}[.)](\s|$))`)                                                                                   //nolint:gochecknoglobals // compiled once
	numbered    = regexp.MustCompile(`^\d+`)                                                                                                                          //nolint:gochecknoglobals // compiled once
	tags        = regexp.MustCompile(`(?i)</?(p|br|div|span|b|i|u|em|strong|a|ul|ol|li|img|table|tr|td|th|code|pre|sub|sup|h[1-6]|hr|font|blockquote)(\s[^<>]*)?/?>`) //nolint:gochecknoglobals // compiled once
)

// Plain is Markdown that shows a text as it is. A line of it stays a line.
func Plain(text string) string {
	text = punctuation.ReplaceAllString(text, `\$0`)
	text = entity.ReplaceAllString(text, `\&$1`)
	lines := strings.Split(strings.TrimSpace(text), "\n")
	for i, line := range lines {
		line = strings.TrimFunc(line, unicode.IsSpace)
		lines[i] = beginnings.ReplaceAllStringFunc(line, func(begin string) string {
			if digits := numbered.FindString(begin); digits != "" {
				return digits + `\` + begin[len(digits):]
			}
			return `\` + begin
		})
		if i > 0 && lines[i] != "" && lines[i-1] != "" {
			lines[i-1] += `\`
		}
	}
	return strings.Join(lines, "\n")
}

// Loose is Markdown of a text that is plain or HTML, as people mix them: whatever holds a tag is HTML.
func (s *Sheet) Loose(f *Found, text string) string {
	if tags.MatchString(text) {
		return s.HTML(f, text)
	}
	return Plain(xhtml.UnescapeString(text))
}

var picture = regexp.MustCompile(`!\[([^\[\]]*)\]\(([^()]*)\)`) //nolint:gochecknoglobals // compiled once

// Markdown is a text that is Markdown already, without pictures that do not lie in our library.
func Markdown(f *Found, text string) string {
	text = picture.ReplaceAllStringFunc(text, func(whole string) string {
		parts := picture.FindStringSubmatch(whole)
		if strings.HasPrefix(parts[2], "/library/") {
			return whole
		}
		f.Drop("formats.picture", parts[2])
		return parts[1]
	})
	return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n")
}

// Rendered is the HTML of Markdown, well-formed as XML.
func (s *Sheet) Rendered(markdown string) string {
	var out bytes.Buffer
	if err := s.converter.toHTML.Convert([]byte(markdown), &out); err != nil {
		return xhtml.EscapeString(markdown)
	}
	return strings.TrimSpace(strings.ReplaceAll(out.String(), "<!-- raw HTML omitted -->", ""))
}

var (
	unescaped = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])") //nolint:gochecknoglobals // compiled once
	lineEnd   = regexp.MustCompile(`\\\n`)                   //nolint:gochecknoglobals // compiled once
)

// Words are the words of Markdown, and whether nothing but words is lost.
func Words(markdown string) (string, bool) {
	text := unescaped.ReplaceAllString(lineEnd.ReplaceAllString(markdown, "\n"), "$1")
	return text, Plain(text) == markdown
}
