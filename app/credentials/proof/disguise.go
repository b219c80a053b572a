package proof

import (
	"strings"

	"github.com/piprate/json-gold/ld"
)

// disguise stands before web addresses while json-gold makes RDF of a document. It looks at each of them with a regular
// expression that takes longer than everything else together, and silently drops what it does not like; function
// address has looked before, and drops nothing.
const disguise = "x-academy-"

// disguised is an expanded document with its web addresses in disguise.
func disguised(value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = disguised(inner)
		}
		return list
	case map[string]any:
		if _, literal := v["@value"]; literal {
			return v
		}
		object := make(map[string]any, len(v))
		for name, inner := range v {
			if name == "@id" || name == "@type" {
				object[name] = renamed(inner)
			} else {
				object[dress(name)] = disguised(inner)
			}
		}
		return object
	}
	return value
}

func renamed(value any) any {
	switch v := value.(type) {
	case string:
		return dress(v)
	case []any:
		list := make([]any, len(v))
		for i, inner := range v {
			list[i] = renamed(inner)
		}
		return list
	}
	return value
}

func dress(name string) string {
	if strings.HasPrefix(name, "http") {
		return disguise + name
	}
	return name
}

// undisguise gives the names in a graph back as they were.
func undisguise(dataset *ld.RDFDataset) {
	for _, quads := range dataset.Graphs {
		for _, q := range quads {
			q.Subject, q.Predicate, q.Object = undress(q.Subject), undress(q.Predicate), undress(q.Object)
		}
	}
}

func undress(node ld.Node) ld.Node {
	if name, dressed := strings.CutPrefix(node.GetValue(), disguise); dressed && ld.IsIRI(node) {
		return ld.NewIRI(name)
	}
	return node
}
