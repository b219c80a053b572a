package main

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
)

func TestDemoCourses_NamesEveryFolder(t *testing.T) {
	folders, err := fs.ReadDir(samples, "demo/courses")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range folders {
		if !slices.Contains(demoCourses(), f.Name()) {
			t.Errorf("%s is embedded and never imported", f.Name())
		}
	}
	if len(folders) != len(demoCourses()) {
		t.Errorf("got %d folders, %d names", len(folders), len(demoCourses()))
	}
}

func TestConfig_SaysEveryMistakeOnALineOfItsOwn(t *testing.T) {
	t.Setenv("ACADEMY_DATABASE_URL", "mysql://x")
	t.Setenv("ACADEMY_LISTEN", "nowhere")
	t.Setenv("ACADEMY_LOG", "loud")
	_, err := readConfig(false)
	if err == nil {
		t.Fatal("mistakes were taken")
	}
	for _, want := range []string{"ACADEMY_DATABASE_URL", "ACADEMY_SECRET", "ACADEMY_LISTEN", "ACADEMY_LOG"} {
		if !slices.ContainsFunc(strings.Split(err.Error(), "\n"), func(l string) bool { return len(l) > len(want) && l[:len(want)] == want }) {
			t.Errorf("no line for %s in %q", want, err)
		}
	}
}
