package authoring_test

import (
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/locale"
	"academy/models/modeltest"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// small is the test course as a folder that can be spoilt.
func small(t *testing.T) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	from := os.DirFS("../apptest/testdata/small")
	err := fs.WalkDir(from, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := fs.ReadFile(from, path)
		folder[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

func spoil(t *testing.T, folder fstest.MapFS, file, old, replacement string) {
	t.Helper()
	text := string(folder[file].Data)
	if !strings.Contains(text, old) {
		t.Fatalf("%s has no %q", file, old)
	}
	folder[file] = &fstest.MapFile{Data: []byte(strings.Replace(text, old, replacement, 1))}
}

func TestImportCourse_RefusesAFolderWholeWithFileAndLine(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	for _, c := range []struct {
		name, file, old, replacement string
		line                         int
		key                          string
	}{
		{"a misspelt field", "course.yaml", "level:", "levle:", 5, "import.yaml"},
		{"an unknown level", "course.yaml", "beginner", "easy", 5, "import.one_of"},
		{"a missing language", "course.yaml", ", en: Why learn", "", 19, "import.both_languages"},
		{"an unknown agenda", "course.yaml", "public-diplomacy", "nothing", 8, "import.agenda"},
		{"an unknown duty", "course.yaml", "event-guide", "nothing", 12, "import.duty"},
		{"a lock nobody can open", "course.yaml", "requires: [film]", "requires: [check]", 31, "import.cycle"},
		{"a lock of an unknown lesson", "course.yaml", "requires: [film]", "requires: [gone]", 35, "import.unknown_lesson"},
		{"a key that stands twice", "course.yaml", "- key: film", "- key: why", 22, "import.twice"},
		{"a file that is not there", "course.yaml", "why.ko.md", "gone.md", 0, "import.no_file"},
		{"a way out of the folder", "course.yaml", "why.ko.md", "../../../../etc/passwd", 0, "import.no_file"},
		{"captions without a time", "film.ko.vtt", "00:00:05.000", "later", 3, "captions.time"},
		{"captions longer than the film", "film.ko.vtt", "00:00:05.000", "00:09:05.000", 0, "import.captions_length"},
		{"a question without a right answer", "check.yaml", ", correct: true}", "}", 6, "assessment.draft.one_correct"},
		{"broken YAML", "check.yaml", "questions:", "questions: [", 0, "import.yaml"},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := small(t)
			spoil(t, folder, c.file, c.old, c.replacement)
			report, err := a.Authoring.ImportCourse(t.Context(), "test", folder)
			if !errors.Is(err, authoring.ErrRefused) || report.Refused == 0 {
				t.Fatalf("got %v, %+v", err, report)
			}
			for _, item := range report.Items {
				for _, p := range item.Problems {
					if !a.Messages.Has(p.Key) {
						t.Errorf("no message for %s", p.Key)
					}
					if p.Key == c.key && (p.Line == c.line || c.line == 0) {
						return
					}
				}
			}
			t.Fatalf("got %+v", report.Items)
		})
	}
	if there, err := a.Authoring.Exists(t.Context(), "small"); err != nil || there {
		t.Fatalf("something of a refused folder was taken: %t %v", there, err)
	}
}

func TestImportCourse_AgainKeepsLessonsAndTheirProgress(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	who := a.Person(t, "김하늘")
	if _, err := a.Learning.Enrol(t.Context(), who, "small"); err != nil {
		t.Fatal(err)
	}
	page, err := a.Learning.Course(t.Context(), who, locale.KO, "small")
	if err != nil {
		t.Fatal(err)
	}
	reading := page.Sections[0].Lessons[0].ID
	if _, err := a.Learning.CompleteLesson(t.Context(), who, locale.KO, reading); err != nil {
		t.Fatal(err)
	}
	folder := small(t)
	spoil(t, folder, "course.yaml", "왜 배우나요", "배우는 까닭")
	report, err := a.Authoring.ImportCourse(t.Context(), "test", folder)
	if err != nil || report.Revision != 2 {
		t.Fatalf("got %+v, %v", report, err)
	}
	page, err = a.Learning.Course(t.Context(), access.Actor{ID: who.ID, Roles: who.Roles}, locale.KO, "small")
	if err != nil {
		t.Fatal(err)
	}
	if l := page.Sections[0].Lessons[0]; l.ID != reading || l.State != "completed" || l.Title != "배우는 까닭" {
		t.Fatalf("got %+v", l)
	}
}
