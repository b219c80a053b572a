// Package admin holds the pages of those who run the academy. It must not know who they are: routes say who may come.
package admin

import (
	"regexp"
	"strings"
)

// piece is a part of a mail's text; a link is shown as one.
type piece struct {
	text string
	link bool
}

// pieces splits a text at its web addresses. A full stop or bracket after an address is not part of it.
func pieces(text string) []piece {
	var all []piece
	at := 0
	for _, span := range regexp.MustCompile(`https?://[^\s<>"]+`).FindAllStringIndex(text, -1) {
		end := span[0] + len(strings.TrimRight(text[span[0]:span[1]], ".,;:!?)]"))
		all = append(all, piece{text: text[at:span[0]]}, piece{text: text[span[0]:end], link: true})
		at = end
	}
	return append(all, piece{text: text[at:]})
}

func nextPage(cursor string) string {
	if cursor == "" {
		return ""
	}
	return "/admin/outbox?cursor=" + cursor
}
