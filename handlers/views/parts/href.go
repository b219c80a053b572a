package parts

import (
	"context"
	"strings"

	"academy/app/locale"

	"github.com/a-h/templ"
)

// Href is the address of a page in the reader's language: English pages stand under /en. The path starts with a
// slash and may carry a query.
func Href(ctx context.Context, path string) templ.SafeURL {
	return HrefIn(locale.From(ctx).Lang, path)
}

// HrefIn is the address of a page in a given language.
func HrefIn(lang locale.Lang, path string) templ.SafeURL {
	if lang != locale.EN {
		return templ.SafeURL(path)
	}
	if path == "/" || strings.HasPrefix(path, "/?") {
		return templ.SafeURL("/en" + path[1:])
	}
	return templ.SafeURL("/en" + path)
}
