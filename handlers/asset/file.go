package asset

import (
	"strconv"
	"strings"
)

// File is one built file with the compressed copies that exist of it.
type File struct {
	Type string // value for Content-Type

	plain, br, gzip []byte
}

// Body chooses the smallest copy that an Accept-Encoding header allows. The encoding is empty for the plain bytes; a reply
// must carry Vary: Accept-Encoding whichever copy is sent.
func (f File) Body(acceptEncoding string) (content []byte, encoding string) {
	if f.br != nil && accepts(acceptEncoding, "br") {
		return f.br, "br"
	}
	if f.gzip != nil && accepts(acceptEncoding, "gzip") {
		return f.gzip, "gzip"
	}
	return f.plain, ""
}

// accepts reads one coding out of an Accept-Encoding header (RFC 9110, 12.5.3): named or by "*", and not with a weight of 0.
func accepts(header, coding string) bool {
	wildcard := false
	for part := range strings.SplitSeq(header, ",") {
		name, parameters, _ := strings.Cut(strings.TrimSpace(part), ";")
		name = strings.TrimSpace(name)
		switch {
		case strings.EqualFold(name, coding):
			return weight(parameters) > 0
		case name == "*":
			wildcard = weight(parameters) > 0
		}
	}
	return wildcard
}

func weight(parameters string) float64 {
	value, ok := strings.CutPrefix(strings.ReplaceAll(strings.ToLower(parameters), " ", ""), "q=")
	if !ok {
		return 1
	}
	q, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return 0
	}
	return q
}
