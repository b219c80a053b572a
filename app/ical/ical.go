// Package ical writes calendars as RFC 5545 has them: as much of it as a list of appointments needs. It knows nothing of
// shifts.
package ical

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Calendar is a list of appointments under a name.
type Calendar struct {
	Name   string
	Stamp  time.Time
	Events []Event
}

// Event is an appointment. UID stays the same for good; of two with the same, the one with the higher Sequence counts.
type Event struct {
	UID                                 string
	Sequence                            int
	Starts, Ends                        time.Time
	Summary, Place, Description, Status string
	URL                                 string
}

// The statuses of an event.
const (
	Confirmed = "CONFIRMED"
	Tentative = "TENTATIVE"
	Cancelled = "CANCELLED"
)

// Bytes writes the calendar.
func (c Calendar) Bytes() []byte {
	var w writer
	w.line("BEGIN", "VCALENDAR")
	w.line("VERSION", "2.0")
	w.line("PRODID", "-//Participatory Diplomacy Academy//Calendar//EN")
	w.line("CALSCALE", "GREGORIAN")
	w.line("METHOD", "PUBLISH")
	w.text("X-WR-CALNAME", c.Name)
	w.line("REFRESH-INTERVAL;VALUE=DURATION", "PT1H")
	for _, e := range c.Events {
		w.event(e, c.Stamp)
	}
	w.line("END", "VCALENDAR")
	return []byte(w.String())
}

type writer struct{ strings.Builder }

func (w *writer) event(e Event, stamp time.Time) {
	w.line("BEGIN", "VEVENT")
	w.line("UID", e.UID)
	w.line("DTSTAMP", moment(stamp))
	w.line("SEQUENCE", strconv.Itoa(e.Sequence))
	w.line("DTSTART", moment(e.Starts))
	w.line("DTEND", moment(e.Ends))
	w.line("STATUS", e.Status)
	w.text("SUMMARY", e.Summary)
	w.text("LOCATION", e.Place)
	w.text("DESCRIPTION", e.Description)
	if e.URL != "" {
		w.line("URL", e.URL)
	}
	if e.Status == Cancelled {
		w.line("TRANSP", "TRANSPARENT")
	}
	w.line("END", "VEVENT")
}

// moment is a time in UTC, so that no calendar has to know our zone.
func moment(t time.Time) string { return t.UTC().Format("20060102T150405Z") }

func (w *writer) text(name, value string) {
	if value != "" {
		w.line(name, escape(value))
	}
}

func escape(text string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", `\n`).Replace(text)
}

// width is how many octets a line may have.
const width = 75

// line writes a line, folded where it is too long; no character is cut in two.
func (w *writer) line(name, value string) {
	rest, room := name+":"+value, width
	for len(rest) > room {
		cut := room
		for !utf8.RuneStart(rest[cut]) {
			cut--
		}
		w.WriteString(rest[:cut] + "\r\n ")
		rest, room = rest[cut:], width-1
	}
	w.WriteString(rest + "\r\n")
}
