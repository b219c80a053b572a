package qti

import (
	"math"
	"strings"

	"academy/app/questions/formats/item"
)

// declared is what an item declares of one response: what is right, and what an answer earns.
type declared struct {
	identifier  string
	cardinality string
	baseType    string
	correct     []string
	entries     []entry
	otherwise   float64
	upper       float64
	lettered    bool
	// mapped says that the entries count, and not only what is right.
	mapped bool
	// compared are numbers with their tolerance and what they earn.
	compared []comparison
}

type entry struct {
	key   string
	value float64
}

type comparison struct {
	value, tolerance, earns float64
	relative                bool
}

// declarations are the responses of an item by their identifiers.
func declarations(n *item.Node) map[string]*declared {
	all := map[string]*declared{}
	processing := n.Child("responseProcessing")
	for _, r := range n.Children("responseDeclaration") {
		d := &declared{
			identifier: r.Attrs["identifier"], cardinality: r.Attrs["cardinality"], baseType: r.Attrs["baseType"], lettered: true,
		}
		for _, v := range r.Child("correctResponse").Children("value") {
			d.correct = append(d.correct, v.Text())
		}
		d.mapping(r.Child("mapping"))
		d.mapped = len(d.entries) > 0 && mapped(processing, d.identifier)
		d.compare(processing)
		all[d.identifier] = d
	}
	return all
}

func (d *declared) mapping(n *item.Node) {
	d.otherwise, _ = item.Number(n.Attrs["defaultValue"])
	d.upper, _ = item.Number(n.Attrs["upperBound"])
	for _, e := range n.Children("mapEntry") {
		value, _ := item.Number(e.Attrs["mappedValue"])
		d.entries = append(d.entries, entry{e.Attrs["mapKey"], value})
		if e.Attrs["caseSensitive"] == "false" {
			d.lettered = false
		}
	}
}

// mapped says whether the marks of a response come from its mapping.
func mapped(processing *item.Node, identifier string) bool {
	if template := processing.Attrs["template"]; template != "" {
		return strings.Contains(template, "map_response")
	}
	for _, m := range processing.All("mapResponse") {
		if m.Attrs["identifier"] == identifier {
			return true
		}
	}
	return len(processing.All("match")) == 0
}

// compare reads the numbers that a response is compared with, and what is earned then.
func (d *declared) compare(processing *item.Node) {
	for _, branch := range branches(processing) {
		equal := branch.First("equal")
		if equal.Name == "" || equal.First("variable").Attrs["identifier"] != d.identifier {
			continue
		}
		text := equal.First("baseValue").Text()
		if text == "" && len(d.correct) > 0 {
			text = d.correct[0]
		}
		value, ok := item.Number(text)
		if !ok {
			continue
		}
		c := comparison{value: value, relative: equal.Attrs["toleranceMode"] == "relative", earns: earned(branch)}
		for _, field := range strings.Fields(equal.Attrs["tolerance"]) {
			t, _ := item.Number(field)
			c.tolerance = max(c.tolerance, t)
		}
		d.compared = append(d.compared, c)
	}
}

// branches are the cases of a response processing, in their order.
func branches(n *item.Node) []*item.Node {
	var list []*item.Node
	for _, kid := range n.Kids {
		switch kid.Name {
		case "":
		case "responseIf", "responseElseIf":
			list = append(list, kid)
		default:
			list = append(list, branches(kid)...)
		}
	}
	return list
}

// earned is the score that a case sets; where it is no plain number it is NaN.
func earned(branch *item.Node) float64 {
	for _, set := range branch.All("setOutcomeValue") {
		if set.Attrs["identifier"] != "SCORE" {
			continue
		}
		values := set.All("baseValue")
		if len(values) == 0 {
			return math.NaN()
		}
		n, _ := item.Number(values[len(values)-1].Text())
		return n
	}
	return math.NaN()
}

// value is what a key earns by the mapping.
func (d *declared) value(key string) float64 {
	for _, e := range d.entries {
		if e.key == key {
			return e.value
		}
	}
	return d.otherwise
}

// most is the most that a single answer earns.
func (d *declared) most() float64 {
	most := 0.0
	for _, e := range d.entries {
		most = max(most, e.value)
	}
	for _, c := range d.compared {
		if !math.IsNaN(c.earns) {
			most = max(most, c.earns)
		}
	}
	return most
}

// right says whether a key is among what is right.
func (d *declared) right(key string) bool {
	for _, c := range d.correct {
		if c == key {
			return true
		}
	}
	return false
}

// marks are what an item says it earns at most; 0 where it says nothing.
func marks(n *item.Node, all map[string]*declared) float64 {
	for _, o := range n.Children("outcomeDeclaration") {
		value, ok := item.Number(o.Child("defaultValue", "value").Text())
		if o.Attrs["identifier"] == "MAXSCORE" && ok && value > 0 {
			return value
		}
	}
	for _, o := range n.Children("outcomeDeclaration") {
		if value, ok := item.Number(o.Attrs["normalMaximum"]); o.Attrs["identifier"] == "SCORE" && ok && value > 0 {
			return value
		}
	}
	sum := 0.0
	for _, d := range all {
		if d.mapped {
			sum += d.whole()
		}
	}
	return sum
}

// whole is what a response earns when everything is right.
func (d *declared) whole() float64 {
	if d.cardinality == "single" {
		return d.most()
	}
	sum := 0.0
	for _, e := range d.entries {
		sum += max(0, e.value)
	}
	if d.upper > 0 {
		return min(sum, d.upper)
	}
	return sum
}
