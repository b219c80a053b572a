// Package catalogue holds the pages on which one finds, weighs and enters a course, and the page after it. It must
// not know how courses are searched or seats are counted.
package catalogue

import (
	"context"
	"net/url"

	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/parts"
)

// chip is a filter that is set, with the address of the list without it.
type chip struct{ text, path string }

// address is the path of the list for a filter; a cursor belongs to one filter only, so it is named apart.
func address(f learning.Filter, cursor string) string {
	q := url.Values{}
	for name, value := range map[string]string{
		"q": f.Query, "agenda": f.Agenda, "level": f.Level, "language": f.Language, "cursor": cursor,
	} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if len(q) == 0 {
		return "/courses"
	}
	return "/courses?" + q.Encode()
}

func nextPage(c learning.Catalogue) string {
	if c.Next == "" {
		return ""
	}
	return address(c.Filter, c.Next)
}

func chips(ctx context.Context, c learning.Catalogue) []chip {
	var set []chip
	without := func(text string, drop func(*learning.Filter)) {
		f := c.Filter
		drop(&f)
		set = append(set, chip{text, address(f, "")})
	}
	if c.Filter.Query != "" {
		without(locale.T(ctx, "catalogue.quoted", c.Filter.Query), func(f *learning.Filter) { f.Query = "" })
	}
	if c.Filter.Agenda != "" {
		without(agendaTitle(c), func(f *learning.Filter) { f.Agenda = "" })
	}
	if c.Filter.Level != "" {
		without(choiceText(levels(ctx), c.Filter.Level), func(f *learning.Filter) { f.Level = "" })
	}
	if c.Filter.Language != "" {
		without(choiceText(languages(ctx), c.Filter.Language), func(f *learning.Filter) { f.Language = "" })
	}
	return set
}

func agendaTitle(c learning.Catalogue) string {
	for _, a := range c.Agendas {
		if a.Slug == c.Filter.Agenda {
			return a.Title
		}
	}
	return c.Filter.Agenda
}

func choiceText(choices []parts.Choice, value string) string {
	for _, c := range choices {
		if c.Value == value {
			return c.Label
		}
	}
	return value
}

func levels(ctx context.Context) []parts.Choice {
	return []parts.Choice{
		{Value: "beginner", Label: locale.T(ctx, "parts.level.beginner")},
		{Value: "intermediate", Label: locale.T(ctx, "parts.level.intermediate")},
		{Value: "advanced", Label: locale.T(ctx, "parts.level.advanced")},
	}
}

func languages(ctx context.Context) []parts.Choice {
	return []parts.Choice{
		{Value: "ko", Label: locale.T(ctx, "parts.language.ko")},
		{Value: "en", Label: locale.T(ctx, "parts.language.en")},
	}
}

func agendas(c learning.Catalogue) []parts.Choice {
	choices := make([]parts.Choice, 0, len(c.Agendas))
	for _, a := range c.Agendas {
		choices = append(choices, parts.Choice{Value: a.Slug, Label: a.Title, Under: a.Level > 1})
	}
	return choices
}

func countText(ctx context.Context, c learning.Catalogue) string {
	if c.More {
		return locale.T(ctx, "catalogue.count_more", c.Total)
	}
	return locale.T(ctx, "catalogue.count", c.Total)
}
