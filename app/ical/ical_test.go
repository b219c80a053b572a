package ical

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

func TestBytes_FoldsLinesAndEscapesWhatHasAMeaning(t *testing.T) {
	t.Parallel()
	begins := time.Date(2026, 12, 10, 0, 0, 0, 0, time.UTC)
	file := string(Calendar{Name: "나의 봉사 근무", Stamp: begins, Events: []Event{{
		UID: "a@b", Sequence: 3, Starts: begins, Ends: begins.Add(4 * time.Hour), Summary: strings.Repeat("시민외교 포럼, 통역 지원; ", 9), Place: "A\\B", Description: "하나\r\n둘", Status: Cancelled,
	}}}.Bytes())
	for _, l := range strings.Split(file, "\r\n") {
		if len(l) > width || !utf8.ValidString(l) {
			t.Errorf("a line of %d octets: %q", len(l), l)
		}
	}
	whole := strings.ReplaceAll(file, "\r\n ", "")
	for _, want := range []string{
		"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", "UID:a@b\r\n", "SEQUENCE:3\r\n", "DTSTART:20261210T000000Z\r\n", "DTEND:20261210T040000Z\r\n", "STATUS:CANCELLED\r\n",
		`SUMMARY:시민외교 포럼\, 통역 지원\; `, `LOCATION:A\\B`, `DESCRIPTION:하나\n둘`, "END:VEVENT\r\nEND:VCALENDAR\r\n",
	} {
		if !strings.Contains(whole, want) {
			t.Errorf("no %q in %s", want, whole)
		}
	}
}
