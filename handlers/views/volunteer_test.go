package views_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestVolunteerViews_SayWhatThereIsToSay holds the pages of volunteers and coordinators, and their messages, against one another.
func TestVolunteerViews_SayWhatThereIsToSay(t *testing.T) {
	t.Parallel()
	c, said := catalogueOf(t), map[string]bool{}
	var beginnings []string
	named := regexp.MustCompile(`"((?:volunteer|coord|volunteering)\.[A-Za-z0-9_.]*)"`)
	for path, text := range sources(t, ".templ", ".go") {
		for _, found := range named.FindAllStringSubmatch(text, -1) {
			switch key := found[1]; {
			case strings.HasSuffix(key, "."):
				beginnings = append(beginnings, key)
			case !c.Has(key):
				t.Errorf("%s: no message %s", path, key)
			default:
				said[key] = true
			}
		}
	}
	line := regexp.MustCompile(`(?m)^  "((?:volunteer|coord)\.[^"]+)": \{`)
	for _, name := range []string{"volunteer", "coord"} {
		raw, err := os.ReadFile(filepath.Join("..", "..", "app", "locale", "messages", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range line.FindAllStringSubmatch(string(raw), -1) {
			key := found[1]
			if !said[key] && !slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(key, b) }) {
				t.Errorf("nothing says %s", key)
			}
		}
	}
}
