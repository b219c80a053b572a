package views_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"academy/app/locale"
)

// sources are the files written by hand, by their path below this folder.
func sources(t *testing.T, suffixes ...string) map[string]string {
	t.Helper()
	texts := map[string]string{}
	err := fs.WalkDir(os.DirFS("."), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, suffix := range suffixes {
			if strings.HasSuffix(path, suffix) {
				raw, err := os.ReadFile(path)
				texts[path] = string(raw)
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(texts) == 0 {
		t.Fatal("no sources found")
	}
	return texts
}

func catalogueOf(t *testing.T) *locale.Catalogue {
	t.Helper()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// messageFiles are the texts of this project's own pages, which nobody else uses.
func messageFiles() []string {
	return []string{"layout", "studio", "site", "catalogue", "learn", "quiz", "certificate", "certificates", "account", "admin"}
}

var keys = regexp.MustCompile(`"((?:layout|parts|studio|site|catalogue|learn|quiz|certificate|account|admin|notice|notify)\.[A-Za-z0-9_./]*)"`)

func TestViews_SayNothingWithoutAMessage(t *testing.T) {
	t.Parallel()
	c := catalogueOf(t)
	all := allKeys(t)
	for path, text := range sources(t, ".templ", ".go") {
		for _, found := range keys.FindAllStringSubmatch(text, -1) {
			key := found[1]
			switch {
			case strings.HasSuffix(key, ".js"):
			case strings.HasSuffix(key, "."):
				if !hasPrefix(all, key) {
					t.Errorf("%s: no message begins with %s", path, key)
				}
			case !c.Has(key):
				t.Errorf("%s: no message %s", path, key)
			}
		}
	}
}

// TestMessages_AreAllUsed keeps the files of messages from growing old.
func TestMessages_AreAllUsed(t *testing.T) {
	t.Parallel()
	used := map[string]bool{}
	var prefixes []string
	for _, text := range sources(t, ".templ", ".go") {
		for _, found := range keys.FindAllStringSubmatch(text, -1) {
			used[found[1]] = true
			if strings.HasSuffix(found[1], ".") {
				prefixes = append(prefixes, found[1])
			}
		}
	}
	for _, key := range allKeys(t) {
		made := strings.HasPrefix(key, "site.page.") // used by handlers
		for _, prefix := range prefixes {
			made = made || strings.HasPrefix(key, prefix)
		}
		if !used[key] && !made {
			t.Errorf("nothing says %s", key)
		}
	}
}

func allKeys(t *testing.T) []string {
	t.Helper()
	var all []string
	line := regexp.MustCompile(`(?m)^  "([^"]+)": \{`)
	files := append(messageFiles(), "notify")
	for _, name := range files {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "locale", "messages", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range line.FindAllStringSubmatch(string(raw), -1) {
			if name != "notify" || strings.HasPrefix(found[1], "notice.") || strings.HasPrefix(found[1], "notify.kind.") {
				all = append(all, found[1])
			}
		}
	}
	return all
}

func hasPrefix(all []string, prefix string) bool {
	for _, key := range all {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func TestTemplates_HoldNoKorean(t *testing.T) {
	t.Parallel()
	for path, text := range sources(t, ".templ") {
		if i := strings.IndexFunc(text, func(r rune) bool { return unicode.Is(unicode.Hangul, r) }); i >= 0 {
			t.Errorf("%s: Korean words belong into messages: %.40q", path, text[i:])
		}
	}
}

func TestTemplates_HaveNoInlineStyleOrScript(t *testing.T) {
	t.Parallel()
	forbidden := regexp.MustCompile(`\sstyle=|<style|\son[a-z]+=|<script[^>]*>[^<]`)
	for path, text := range sources(t, ".templ") {
		if found := forbidden.FindString(text); found != "" {
			t.Errorf("%s: %q", path, found)
		}
	}
}

func TestTemplates_PrintUnescapedInOneFileOnly(t *testing.T) {
	t.Parallel()
	for path, text := range sources(t, ".templ", ".go") {
		if strings.Contains(text, "templ.Raw") && path != "parts/html.templ" {
			t.Errorf("%s prints without escaping", path)
		}
	}
}

func TestTemplates_UseIconsOfTheSprite(t *testing.T) {
	t.Parallel()
	raw, err := os.ReadFile(filepath.Join("..", "assets", "icons.txt"))
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Fields(string(raw))
	name := regexp.MustCompile(`(?:Icon|Notice|Meta|Empty)\((?:"[a-z]?", )?"([a-z0-9-]+)"`)
	for path, text := range sources(t, ".templ") {
		for _, found := range name.FindAllStringSubmatch(text, -1) {
			if !slices.Contains(known, found[1]) {
				t.Errorf("%s: %s is not in icons.txt", path, found[1])
			}
		}
	}
}

func TestPages_ExistInBothLanguages(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"help", "terms", "privacy", "accessibility"} {
		for _, lang := range []locale.Lang{locale.KO, locale.EN} {
			if text, ok := locale.Page(name, lang); !ok || len(text) < 1000 {
				t.Errorf("%s.%s: missing or very short", name, lang)
			}
		}
		if !catalogueOf(t).Has("site.page." + name) {
			t.Errorf("%s has no title", name)
		}
	}
	if _, ok := locale.Page("../messages/site", locale.KO); ok {
		t.Error("a name must not lead out of the folder")
	}
}
