package voice

import (
	"context"
	"net/url"

	"academy/app/locale"
	"academy/app/participation"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// filled fills the form of the filters with what is set.
func filled(f participation.Filter) layout.Form {
	return layout.Form{Values: map[string]string{"q": f.Query, "agenda": f.Agenda, "state": f.State}}
}

func groups(ctx context.Context) []parts.Choice {
	return append([]parts.Choice{{Value: "", Label: locale.T(ctx, "voice.any")}}, messages(ctx, "voice.group.", participation.StateGroups()...)...)
}

func nextPage(l participation.List) string {
	if l.Next == "" {
		return ""
	}
	query := url.Values{"cursor": {l.Next}}
	for name, value := range map[string]string{"q": l.Filter.Query, "agenda": l.Filter.Agenda, "state": l.Filter.State} {
		if value != "" {
			query.Set(name, value)
		}
	}
	return "/proposals?" + query.Encode()
}

func changesPage(next string) string { return paged("/changes", next) }

func paged(path, next string) string {
	if next == "" {
		return ""
	}
	return path + "?cursor=" + url.QueryEscape(next)
}

// signIn leads to the door, and back.
func signIn(ctx context.Context, path string) string {
	return "/login?next=" + url.QueryEscape(string(layout.Href(ctx, path)))
}
