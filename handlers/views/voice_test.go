package views_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestVoice_SaysWhatThereIsToSay holds the pages on which citizens speak up, with what their use cases answer, and their
// messages against one another.
func TestVoice_SaysWhatThereIsToSay(t *testing.T) {
	t.Parallel()
	c, said := catalogueOf(t), map[string]bool{}
	var beginnings []string
	named := regexp.MustCompile(`"(voice\.[A-Za-z0-9_.]*)"`)
	for _, folder := range []string{".", "../pages", "../../app/participation"} {
		err := fs.WalkDir(os.DirFS(folder), ".", func(path string, _ fs.DirEntry, err error) error {
			if err != nil || strings.HasSuffix(path, "_templ.go") || strings.HasSuffix(path, "_test.go") || (filepath.Ext(path) != ".go" && filepath.Ext(path) != ".templ") {
				return err
			}
			raw, err := os.ReadFile(filepath.Join(folder, path))
			for _, found := range named.FindAllStringSubmatch(string(raw), -1) {
				switch key := found[1]; {
				case strings.HasSuffix(key, "."):
					beginnings = append(beginnings, key)
				case !c.Has(key):
					t.Errorf("%s: no message %s", path, key)
				default:
					said[key] = true
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile("../../app/locale/messages/voice.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range regexp.MustCompile(`(?m)^  "(voice\.[^"]+)": \{`).FindAllStringSubmatch(string(raw), -1) {
		key := found[1]
		if !said[key] && !slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
			t.Errorf("nothing says %s", key)
		}
	}
}
