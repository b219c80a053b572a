package proof

import (
	"fmt"
	"slices"
	"strings"

	"github.com/piprate/json-gold/ld"
)

// maxTwins is how many nodes without a name may look alike. Telling alike nodes apart takes time that grows as the
// factorial of their number; real credentials have none or two.
const maxTwins = 5

// told refuses a graph in which too many nameless nodes cannot be told apart by what is said of each of them directly.
func told(dataset *ld.RDFDataset) error {
	said := map[string][]string{}
	for graph, quads := range dataset.Graphs {
		for _, q := range quads {
			subject, predicate, object := seen(q.Subject), q.Predicate.GetValue(), seen(q.Object)
			note(said, q.Subject, "s "+predicate+" "+object)
			note(said, q.Object, "o "+predicate+" "+subject)
			if strings.HasPrefix(graph, "_:") {
				said[graph] = append(said[graph], "g "+subject+" "+predicate+" "+object)
			}
		}
	}
	alike := map[string]int{}
	for _, lines := range said {
		slices.Sort(lines)
		alike[strings.Join(lines, "\n")]++
	}
	twins := 0
	for _, n := range alike {
		if n > 1 {
			twins += n
		}
	}
	if twins > maxTwins {
		return fmt.Errorf("%w: %d nameless parts that look alike", ErrMalformed, twins)
	}
	return nil
}

func note(said map[string][]string, node ld.Node, line string) {
	if ld.IsBlankNode(node) {
		said[node.GetValue()] = append(said[node.GetValue()], line)
	}
}

// seen is a node as its neighbour sees it: nameless ones all look the same.
func seen(node ld.Node) string {
	if ld.IsBlankNode(node) {
		return "_:"
	}
	if l, ok := node.(ld.Literal); ok {
		return fmt.Sprintf("%q^^%s@%s", l.Value, l.Datatype, l.Language)
	}
	return "<" + node.GetValue() + ">"
}
