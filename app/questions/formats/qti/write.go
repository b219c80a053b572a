package qti

import (
	"fmt"
	"io"
	"regexp"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
)

// writer writes the items of a package.
type writer struct {
	*item.Pen
	files map[string]string
	names []string
}

const (
	schema    = "http://www.imsglobal.org/xsd/imsqti_v2p1"
	packaging = "http://www.imsglobal.org/xsd/imscp_v1p1"
)

// Write writes items as a package of QTI 2.1 and says what that cannot say of them.
func Write(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	w := &writer{Pen: item.NewPen(lang), files: map[string]string{}, names: []string{manifest}}
	var resources strings.Builder
	for i := range items {
		q, ok := w.Begin(&items[i])
		if !ok {
			continue
		}
		it := &items[i]
		w.LoseIf(len(it.Tags) > 0, "formats.lost_tags")
		w.LoseIf(it.Category != "", "formats.lost_category")
		name := fmt.Sprintf("items/%04d.xml", i+1)
		page := &page{writer: w, marks: it.Draft.Marks}
		w.files[name] = page.item(it, q)
		w.names = append(w.names, name)
		fmt.Fprintf(&resources, "    <resource identifier=\"RES-%04d\" type=\"imsqti_item_xmlv2p1\" href=\"%s\"><file href=\"%s\"/></resource>\n", i+1, name, name)
	}
	w.files[manifest] = fmt.Sprintf(`<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="MANIFEST" xmlns="%s">
  <metadata><schema>QTIv2.1 Package</schema><schemaversion>1.0.0</schemaversion></metadata>
  <organizations/>
  <resources>
%s  </resources>
</manifest>
`, packaging, resources.String())
	return w.Problems, item.WriteArchive(to, w.names, w.files)
}

// page is one item while it is written.
type page struct {
	*writer
	marks        float64
	declarations strings.Builder
	// rules are what adds up to the score, and told whether a choice has feedback.
	rules []string
	told  bool
}

var named = regexp.MustCompile(`^[A-Za-z_]`) //nolint:gochecknoglobals // compiled once

// identifier is a key as an identifier, which begins with a letter.
func identifier(key string) string {
	if named.MatchString(key) {
		return key
	}
	return keyMark + key
}

func (p *page) item(it *item.Item, q questions.Question) string {
	prompt := p.HTML(it.Draft.Prompt)
	body := prompt + "\n" + p.interaction(q)
	if c, is := q.(*questions.Cloze); is {
		body = p.gapped(prompt, c)
	}
	var out strings.Builder
	fmt.Fprintf(&out, `<?xml version="1.0" encoding="UTF-8"?>
<assessmentItem xmlns="%s" identifier="%s" title="%s" adaptive="false" timeDependent="false">
%s`, schema, identifier(it.Draft.Key), item.Escaped(strings.Join(strings.Fields(it.Name), " ")), p.declarations.String())
	p.outcomes(&out, q)
	fmt.Fprintf(&out, "<itemBody>\n%s\n</itemBody>\n", body)
	p.processing(&out)
	if feedback := p.HTML(it.Draft.Feedback); feedback != "" {
		fmt.Fprintf(&out, "<modalFeedback outcomeIdentifier=\"FEEDBACK_ALL\" identifier=\"%s\" showHide=\"show\">%s</modalFeedback>\n", general, feedback)
	}
	out.WriteString("</assessmentItem>\n")
	return out.String()
}

func (p *page) outcomes(out *strings.Builder, q questions.Question) {
	if q.Scored() == questions.ByNobody {
		return
	}
	external := ""
	if q.Scored() == questions.ByHand {
		external = ` externalScored="human"`
	}
	fmt.Fprintf(out, "<outcomeDeclaration identifier=\"SCORE\" cardinality=\"single\" baseType=\"float\"%s><defaultValue><value>0</value></defaultValue></outcomeDeclaration>\n", external)
	fmt.Fprintf(out, "<outcomeDeclaration identifier=\"MAXSCORE\" cardinality=\"single\" baseType=\"float\"><defaultValue><value>%s</value></defaultValue></outcomeDeclaration>\n", item.Digits(p.marks))
	fmt.Fprintf(out, "<outcomeDeclaration identifier=\"FEEDBACK_ALL\" cardinality=\"single\" baseType=\"identifier\"><defaultValue><value>%s</value></defaultValue></outcomeDeclaration>\n", general)
	if p.told {
		cardinality := "single"
		if q.Type() == questions.TypeMultiple {
			cardinality = "multiple"
		}
		fmt.Fprintf(out, "<outcomeDeclaration identifier=\"FEEDBACK\" cardinality=\"%s\" baseType=\"identifier\"/>\n", cardinality)
	}
}

func (p *page) processing(out *strings.Builder) {
	if len(p.rules) == 0 {
		return
	}
	out.WriteString("<responseProcessing>\n")
	if p.told {
		out.WriteString("<setOutcomeValue identifier=\"FEEDBACK\"><variable identifier=\"RESPONSE\"/></setOutcomeValue>\n")
	}
	out.WriteString(strings.Join(p.rules, "\n") + "\n</responseProcessing>\n")
}

// declare says what is right, and what answers earn where that is not everything.
func (p *page) declare(id, cardinality, base string, correct []string, mapping string) {
	fmt.Fprintf(&p.declarations, "<responseDeclaration identifier=\"%s\" cardinality=\"%s\" baseType=\"%s\">\n", id, cardinality, base)
	if len(correct) > 0 {
		p.declarations.WriteString("<correctResponse>")
		for _, value := range correct {
			fmt.Fprintf(&p.declarations, "<value>%s</value>", item.Escaped(value))
		}
		p.declarations.WriteString("</correctResponse>\n")
	}
	p.declarations.WriteString(mapping + "</responseDeclaration>\n")
}

func mappingOf(whole float64, entries ...string) string {
	return fmt.Sprintf("<mapping lowerBound=\"0\" upperBound=\"%s\" defaultValue=\"0\">%s</mapping>\n", item.Digits(whole), strings.Join(entries, ""))
}
