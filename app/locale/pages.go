package locale

import (
	"embed"
	"path"
)

//go:embed pages/*.md
var pages embed.FS

// Page is the Markdown of a text of the academy: help, terms, privacy or accessibility. It begins below the page's
// own title, whose message is site.page.<name>. It is false when there is no such text.
func Page(name string, l Lang) (string, bool) {
	text, err := pages.ReadFile(path.Join("pages", name+"."+string(l)+".md"))
	return string(text), err == nil
}
