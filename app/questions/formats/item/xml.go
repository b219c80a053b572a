package item

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/htmlindex"
)

// Bounds of a tree.
const (
	mostDepth = 100
	mostNodes = 400_000
)

// Node is an element of an XML file, or where it has no name a piece of text.
type Node struct {
	Name  string
	Attrs map[string]string
	Kids  []*Node
	Data  string
	Line  int
	// Cut says that the file broke off inside.
	Cut bool
}

// ParseXML reads a tree. Where the file breaks off, what was read until there comes back with the problem.
func ParseXML(data []byte) (*Node, *Problem) {
	d := xml.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(label string, from io.Reader) (io.Reader, error) {
		encoding, err := htmlindex.Get(label)
		if err != nil {
			return nil, fmt.Errorf("charset %q: %w", label, err)
		}
		return encoding.NewDecoder().Reader(from), nil
	}
	root := &Node{}
	open, count := []*Node{root}, 0
	for {
		token, err := d.Token()
		line, _ := d.InputPos()
		if errors.Is(err, io.EOF) && len(open) == 1 {
			return root, nil
		}
		problem := bound(token, err, line)
		if count++; count > mostNodes || len(open) > mostDepth {
			problem = &Problem{Line: line, Key: "formats.xml_deep"}
		}
		if problem != nil {
			for _, n := range open {
				n.Cut = true
			}
			return root, problem
		}
		open = grow(open, token, line)
	}
}

// bound is what cannot be read on. Entities of a file's own could grow without end, or name other files.
func bound(token xml.Token, err error, line int) *Problem {
	if err != nil {
		return &Problem{Line: line, Key: "formats.xml", Args: []any{err.Error()}}
	}
	directive, is := token.(xml.Directive)
	if is && (bytes.Contains(directive, []byte("ENTITY")) || bytes.Contains(directive, []byte("["))) {
		return &Problem{Line: line, Key: "formats.xml_entities"}
	}
	return nil
}

func grow(open []*Node, token xml.Token, line int) []*Node {
	top := open[len(open)-1]
	switch t := token.(type) {
	case xml.StartElement:
		n := &Node{Name: t.Name.Local, Line: line, Attrs: make(map[string]string, len(t.Attr))}
		for _, a := range t.Attr {
			n.Attrs[a.Name.Local] = Clean([]byte(a.Value))
		}
		top.Kids = append(top.Kids, n)
		return append(open, n)
	case xml.EndElement:
		return open[:len(open)-1]
	case xml.CharData:
		top.Kids = append(top.Kids, &Node{Data: Clean(t), Line: line})
	}
	return open
}

// Child is the first child of a name, never nil.
func (n *Node) Child(names ...string) *Node {
	for _, name := range names {
		found := &Node{Line: n.Line}
		for _, kid := range n.Kids {
			if kid.Name == name {
				found = kid
				break
			}
		}
		n = found
	}
	return n
}

// Has says whether there is a child of a name.
func (n *Node) Has(name string) bool { return n.Child(name).Name == name }

// Children are the children of a name.
func (n *Node) Children(name string) []*Node {
	var list []*Node
	for _, kid := range n.Kids {
		if kid.Name == name {
			list = append(list, kid)
		}
	}
	return list
}

// All are the elements of a name below, in their order; they are not looked for inside one another.
func (n *Node) All(names ...string) []*Node {
	var list []*Node
	for _, kid := range n.Kids {
		found := false
		for _, name := range names {
			found = found || kid.Name == name
		}
		if found {
			list = append(list, kid)
		} else {
			list = append(list, kid.All(names...)...)
		}
	}
	return list
}

// First is the first of All, never nil.
func (n *Node) First(names ...string) *Node {
	for _, found := range n.All(names...) {
		return found
	}
	return &Node{Line: n.Line}
}

// Text is all text below, without the space around it.
func (n *Node) Text() string { return strings.TrimSpace(n.Raw()) }

// Raw is all text below.
func (n *Node) Raw() string {
	var out strings.Builder
	n.gather(&out)
	return out.String()
}

func (n *Node) gather(out *strings.Builder) {
	out.WriteString(n.Data)
	for _, kid := range n.Kids {
		kid.gather(out)
	}
}

// Markup is what stands inside, as HTML. Where with says something of an element, that stands for it.
func (n *Node) Markup(with func(*Node) (string, bool)) string {
	var out strings.Builder
	for _, kid := range n.Kids {
		kid.markup(&out, with)
	}
	return out.String()
}

func (n *Node) markup(out *strings.Builder, with func(*Node) (string, bool)) {
	if n.Name == "" {
		_ = xml.EscapeText(out, []byte(n.Data))
		return
	}
	if instead, is := with(n); is {
		out.WriteString(instead)
		return
	}
	out.WriteString("<" + n.Name)
	for _, key := range []string{"src", "alt", "href", "data", "type", "title", "start", "colspan", "rowspan"} {
		if value, has := n.Attrs[key]; has {
			out.WriteString(" " + key + `="` + Escaped(value) + `"`)
		}
	}
	if len(n.Kids) == 0 && void(n.Name) {
		out.WriteString("/>")
		return
	}
	out.WriteString(">")
	for _, kid := range n.Kids {
		kid.markup(out, with)
	}
	out.WriteString("</" + n.Name + ">")
}

func void(name string) bool {
	switch name {
	case "br", "hr", "img", "col":
		return true
	}
	return false
}

// Size is how many bytes of text and how many elements there are below, files that lie inside not counted.
func (n *Node) Size() (bytes, elements int) {
	bytes = len(n.Data)
	for _, kid := range n.Kids {
		if kid.Name == "file" {
			continue
		}
		b, e := kid.Size()
		bytes, elements = bytes+b, elements+e+1
	}
	return bytes, elements
}

// Escaped is a text as it stands in XML, in an element or an attribute.
func Escaped(text string) string {
	text = strings.Map(storable, strings.ToValidUTF8(text, "\ufffd"))
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;").Replace(text)
}
