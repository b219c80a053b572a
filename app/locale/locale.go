// Package locale holds every sentence the academy says, in Korean and in English, and how each language writes
// dates, counts and lengths of time. Messages are rendered at the edge: use cases answer keys.
package locale

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Lang is a language of the academy.
type Lang string

// The languages. Korean is the first: its pages stand at /, English ones under /en.
const (
	KO Lang = "ko"
	EN Lang = "en"
)

// Parse gives the language of a tag such as en-GB; anything unknown is Korean.
func Parse(tag string) Lang {
	if strings.HasPrefix(strings.ToLower(strings.TrimSpace(tag)), "en") {
		return EN
	}
	return KO
}

// Accepted picks the language of an Accept-Language header: the first of ours that stands in it.
func Accepted(header string) Lang {
	for _, part := range strings.Split(header, ",") {
		tag, _, _ := strings.Cut(strings.TrimSpace(strings.ToLower(part)), ";")
		if strings.HasPrefix(tag, "ko") || strings.HasPrefix(tag, "en") {
			return Parse(tag)
		}
	}
	return KO
}

// Other is the language a page can be switched to.
func (l Lang) Other() Lang {
	if l == KO {
		return EN
	}
	return KO
}

//go:embed messages/*.json
var messages embed.FS

// Catalogue is every message in every language; read-only once loaded.
type Catalogue struct{ texts map[string]map[Lang]string }

// Load reads the messages. A key that stands twice or lacks a language is an error, found when the program starts.
func Load() (*Catalogue, error) {
	c := &Catalogue{texts: map[string]map[Lang]string{}}
	files, err := fs.Glob(messages, "messages/*.json")
	if err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	for _, name := range files {
		if err := c.read(name); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Catalogue) read(name string) error {
	raw, err := messages.ReadFile(name)
	if err != nil {
		return fmt.Errorf("messages: %w", err)
	}
	var texts map[string]map[Lang]string
	if err := json.Unmarshal(raw, &texts); err != nil {
		return fmt.Errorf("messages %s: %w", name, err)
	}
	for key, text := range texts {
		if _, twice := c.texts[key]; twice {
			return fmt.Errorf("messages %s: %q stands twice", name, key)
		}
		if text[KO] == "" || text[EN] == "" {
			return fmt.Errorf("messages %s: %q lacks a language", name, key)
		}
		c.texts[key] = text
	}
	return nil
}

// Has says whether there is such a message.
func (c *Catalogue) Has(key string) bool { _, ok := c.texts[key]; return ok }

// Printer speaks one language and shows times in one zone.
type Printer struct {
	Lang      Lang
	Zone      *time.Location
	catalogue *Catalogue
}

// Printer makes the printer of a language. A zone that is not known is Asia/Seoul.
func (c *Catalogue) Printer(lang Lang, zone string) Printer {
	loc, err := time.LoadLocation(zone)
	if err != nil || zone == "" {
		loc = Seoul()
	}
	return Printer{Lang: lang, Zone: loc, catalogue: c}
}

// Seoul is the zone of the academy.
func Seoul() *time.Location {
	if loc, err := time.LoadLocation("Asia/Seoul"); err == nil {
		return loc
	}
	return time.FixedZone("KST", 9*60*60)
}

// T is the message of a key. In it {0} is the first argument, {0|one|many} chooses by number ("{0} {0|lesson|lessons}")
// and {0:을/를} adds the Korean particle that follows the argument's last sound. A key without a message is shown as
// it is, which the test of the catalogue does not let pass.
func (p Printer) T(key string, args ...any) string {
	text, ok := p.catalogue.texts[key][p.Lang]
	if !ok {
		return key
	}
	return fill(text, args)
}

func fill(text string, args []any) string {
	if !strings.Contains(text, "{") {
		return text
	}
	var out strings.Builder
	for {
		before, rest, open := strings.Cut(text, "{")
		out.WriteString(before)
		if !open {
			return out.String()
		}
		inner, after, closed := strings.Cut(rest, "}")
		if !closed {
			out.WriteString("{" + rest)
			return out.String()
		}
		out.WriteString(argument(inner, args))
		text = after
	}
}

func argument(spec string, args []any) string {
	digits := strings.IndexFunc(spec, func(r rune) bool { return r < '0' || r > '9' })
	if digits < 0 {
		digits = len(spec)
	}
	n, err := strconv.Atoi(spec[:digits])
	if err != nil || n >= len(args) {
		return "{" + spec + "}"
	}
	value := fmt.Sprint(args[n])
	switch how := spec[digits:]; {
	case strings.HasPrefix(how, "|"):
		one, many, _ := strings.Cut(how[1:], "|")
		if value == "1" {
			return one
		}
		return many
	case strings.HasPrefix(how, ":"):
		closed, open, _ := strings.Cut(how[1:], "/")
		return value + particle(value, closed, open)
	}
	return value
}

// particle chooses by the final consonant of the last Hangul syllable; a syllable is 28 steps apart from the next
// vowel in Unicode. After ㄹ the particle 으로 becomes 로. Other scripts take the form after a vowel.
func particle(word, closed, open string) string {
	runes := []rune(norm.NFC.String(word))
	if len(runes) == 0 {
		return open
	}
	last := runes[len(runes)-1]
	if last >= '0' && last <= '9' {
		if strings.ContainsRune("013678", last) {
			return closed
		}
		return open
	}
	if last < 0xAC00 || last > 0xD7A3 {
		return open
	}
	final := (last - 0xAC00) % 28
	if final == 0 || (final == 8 && closed == "으로") {
		return open
	}
	return closed
}

type key struct{}

// With puts the printer of a request into its context, for the views.
func With(ctx context.Context, p Printer) context.Context { return context.WithValue(ctx, key{}, p) }

// From takes it out again; without one it panics, since a page without a language is a mistake of ours.
func From(ctx context.Context) Printer { return ctx.Value(key{}).(Printer) }

// T is From(ctx).T.
func T(ctx context.Context, key string, args ...any) string { return From(ctx).T(key, args...) }
