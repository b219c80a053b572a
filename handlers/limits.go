package handlers

import (
	"fmt"
	"net/netip"
	"path"
	"strings"
	"time"

	"academy/app/credentials/proof"
	"academy/app/library"
	"academy/handlers/guard"
	"academy/handlers/request"
)

// What one request may take. Bytes of lectures never pass here, but for the parts of uploads to a store that is a folder
// and the files of those whose browser runs no script, which are streamed: forms and JSON are all there is.
const (
	bodyLimit = 64 << 10
	// textLimit is for where whole texts are written, in two languages: the studio, as pages and as JSON.
	textLimit = 2 << 20
	// handedInLimit is for a long text in Korean, of which a form makes nine bytes a syllable.
	handedInLimit = 256 << 10
	headerLimit   = 16 << 10
)

// limitOf is how many bytes a request to a path may have.
func limitOf(address string) int {
	if _, address = request.Split(address); strings.HasPrefix(address, "/studio/") || strings.HasPrefix(address, "/api/v1/studio/") {
		return textLimit
	}
	for _, pattern := range []string{"/learn/*/*/draft", "/learn/*/*/submission", "/api/v1/lessons/*/submission", "/api/v1/lessons/*/submissions", "/proposals/new", "/proposals/*/edit", "/mod/proposals/*/answer", "/api/v1/proposals"} {
		if found, err := path.Match(pattern, address); err == nil && found {
			return handedInLimit
		}
	}
	if address == "/verify/credential" || address == "/api/v1/verify" {
		return proof.MaxBytes + bodyLimit
	}
	return bodyLimit
}

// fileLimitOf is how many bytes a form that brings a file may have, 0 for paths that take none.
func fileLimitOf(address string) int64 {
	_, address = request.Split(address)
	for _, pattern := range []string{"/studio/*/files", "/studio/*/lessons/*/files", "/attempts/*/questions/*/file", "/learn/*/*/file"} {
		if found, err := path.Match(pattern, address); err == nil && found {
			return library.FormLimit + bodyLimit
		}
	}
	for _, pattern := range []string{"/studio/*/bank/import", "/studio/*/grades/import", "/coord/activities/*/shifts/import"} {
		if found, err := path.Match(pattern, address); err == nil && found {
			return tableLimit + bodyLimit
		}
	}
	return 0
}

// tableLimit is for a file of questions, grades or shifts, which is held in memory while it is read.
const tableLimit = 20 << 20

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
// Codes of certificates and records are typed from paper, rarely twenty times wrong in a minute.
func DefaultRates() guard.Rates {
	return guard.Rates{PerAddress: 600, PerAccount: 600, WrongCodes: 20, Checks: 60}
}

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
