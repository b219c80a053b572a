package proof

import (
	"embed"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/maypok86/otter/v2"
	"github.com/piprate/json-gold/ld"
)

//go:embed all:contexts
var contextFiles embed.FS

// The contexts that our own credentials are written in.
const (
	ContextCredentials = "https://www.w3.org/ns/credentials/v2"
	ContextBadges      = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
)

// maxContexts is how many one document may name, and keptContexts how many combinations are kept ready.
const (
	maxContexts  = 4
	keptContexts = 16
)

// Suite is eddsa-rdfc-2022 over the contexts in this binary. It is safe for several goroutines at once.
type Suite struct {
	options *ld.JsonLdOptions
	// ready are contexts as json-gold understands them: to read them takes longer than to sign a credential.
	ready *otter.Cache[string, *ld.Context]
}

// NewSuite reads the contexts.
func NewSuite() (*Suite, error) {
	raw, err := contextFiles.ReadFile("contexts/contexts.json")
	if err != nil {
		return nil, fmt.Errorf("the contexts of credentials are not in this binary, run `make build` to fetch and embed them: %w", err)
	}
	var held library
	if err := json.Unmarshal(raw, &held); err != nil {
		return nil, fmt.Errorf("contexts of credentials: %w", err)
	}
	options := ld.NewJsonLdOptions("")
	options.DocumentLoader, options.SafeMode, options.Algorithm, options.Format = held, true, ld.AlgorithmURDNA2015, "application/n-quads"
	return &Suite{options: options, ready: otter.Must(&otter.Options[string, *ld.Context]{MaximumSize: keptContexts})}, nil
}

// library is the contexts by address. It stands where json-gold would go to the network.
type library map[string]any

// LoadDocument answers a context that is held here.
func (l library) LoadDocument(address string) (*ld.RemoteDocument, error) {
	document, held := l[address]
	if !held {
		return nil, fmt.Errorf("%w: %.200q", ErrContext, address)
	}
	return &ld.RemoteDocument{DocumentURL: address, Document: document}, nil
}

// context understands the list of contexts a document names. Contexts written into the document are refused: whoever
// changes one changes what all terms mean.
func (s *Suite) context(named any) (*ld.Context, error) {
	list, err := addresses(named)
	if err != nil {
		return nil, err
	}
	key := strings.Join(list, " ")
	if ready, ok := s.ready.GetIfPresent(key); ok {
		return ready, nil
	}
	for _, address := range list {
		if _, err := s.options.DocumentLoader.LoadDocument(address); err != nil {
			return nil, err
		}
	}
	parsed, err := ld.NewContext(nil, s.options).Parse(named)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrContext, err)
	}
	s.ready.Set(key, parsed)
	return parsed, nil
}

func addresses(named any) ([]string, error) {
	array, ok := named.([]any)
	if !ok {
		array = []any{named}
	}
	if len(array) == 0 || len(array) > maxContexts {
		return nil, fmt.Errorf("%w: %d named", ErrContext, len(array))
	}
	var list []string
	for _, one := range array {
		address, ok := one.(string)
		if !ok {
			return nil, fmt.Errorf("%w: written into the document", ErrContext)
		}
		list = append(list, address)
	}
	return list, nil
}
