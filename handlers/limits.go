package handlers

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"academy/handlers/guard"
	"academy/handlers/request"
)

// What one request may take. Bytes of lectures never pass here, but for the parts of uploads to a store that is a folder,
// which are streamed: forms and JSON are all there is.
const (
	bodyLimit = 64 << 10
	// textLimit is for where whole texts are written, in two languages: the studio, as pages and as JSON.
	textLimit   = 2 << 20
	headerLimit = 16 << 10
)

// limitOf is how many bytes a request to a path may have.
func limitOf(path string) int {
	if _, path = request.Split(path); strings.HasPrefix(path, "/studio/") || strings.HasPrefix(path, "/api/v1/studio/") {
		return textLimit
	}
	return bodyLimit
}

const (
	// deadline is for what a request starts: queries, the store.
	deadline = 15 * time.Second
	// readTimeout is for a whole request to arrive.
	readTimeout = 20 * time.Second
	// writeTimeout is for an answer to be taken; files move it on as long as something gets through.
	writeTimeout = 30 * time.Second
	idleTimeout  = 75 * time.Second
)

// DefaultRates let a lecture hall sign in from one address, and a learner's player and quiz talk all the time.
func DefaultRates() guard.Rates { return guard.Rates{PerAddress: 600, PerAccount: 600} }

// networks reads addresses and networks.
func networks(list []string) ([]netip.Prefix, error) {
	var all []netip.Prefix
	for _, text := range list {
		if address, err := netip.ParseAddr(text); err == nil {
			all = append(all, netip.PrefixFrom(address, address.BitLen()))
			continue
		}
		network, err := netip.ParsePrefix(text)
		if err != nil {
			return nil, fmt.Errorf("trusted proxy: %w", err)
		}
		all = append(all, network.Masked())
	}
	return all, nil
}
