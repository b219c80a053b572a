package authoring_test

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
)

// exported is a course as the bytes of its ZIP.
func exported(t *testing.T, a *apptest.Academy, slug string) []byte {
	t.Helper()
	export, err := a.Authoring.ExportCourse(t.Context(), slug, false)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := folder.WriteZip(t.Context(), &out, export.Files); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func unzipped(t *testing.T, archive []byte) fs.FS {
	t.Helper()
	files, err := folder.OpenZip(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// roundTrip exports a course, imports it into an empty academy, exports it there and compares the bytes.
func roundTrip(t *testing.T, a *apptest.Academy, slug string) (there *apptest.Academy, files fs.FS) {
	t.Helper()
	first := exported(t, a, slug)
	if again := exported(t, a, slug); !bytes.Equal(first, again) {
		t.Fatal("the same course is not the same bytes")
	}
	there = apptest.Open(t)
	there.ImportFolder(t, unzipped(t, first))
	second := exported(t, there, slug)
	if !bytes.Equal(first, second) {
		t.Fatalf("%s came back another: %s", slug, difference(t, unzipped(t, first), unzipped(t, second)))
	}
	return there, unzipped(t, first)
}

func difference(t *testing.T, a, b fs.FS) string {
	t.Helper()
	var list []string
	err := fs.WalkDir(a, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		one, _ := fs.ReadFile(a, path)
		two, err := fs.ReadFile(b, path)
		if err != nil || !bytes.Equal(one, two) {
			list = append(list, path)
			if !strings.HasSuffix(path, ".mp4") {
				list = append(list, string(one), string(two))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(list, "\n")
}

func TestExportCourse_EverySampleComesBackTheSame(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	for _, slug := range []string{"event-interpreting", "civic-voice", "oda-basics", "climate-diplomacy", "public-diplomacy-101", "participatory-diplomacy"} {
		a.ImportFolder(t, apptest.Sample(t, slug))
		roundTrip(t, a, slug)
	}
}

func TestExportCourse_KeepsTheKeysOfTheFolderItCameFrom(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	_, files := roundTrip(t, a, "small")
	if got, want := folder.Read(files).Course, folder.Read(small(t)).Course; got.Sections[1].Key != want.Sections[1].Key || got.Sections[1].Lessons[0].Quiz.Questions[3].Key != want.Sections[1].Lessons[0].Quiz.Questions[3].Key {
		t.Errorf("got %+v", got)
	}
}

func TestExportCourse_CarriesTheSourceOptionalLessonsAndWhyCaptionsAreMissing(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	rich := small(t)
	spoil(t, rich, "course.yaml", "captions: {ko: film.ko.vtt, en: film.en.vtt}", "source: film.mp4\n        required: false\n        captions: {ko: film.ko.vtt}\n        captions_missing: 'It is English: nobody speaks, \"really\".'")
	spoil(t, rich, "course.yaml", "requires: [film]", "requires: [why, film]")
	a.ImportFolder(t, rich)
	there, files := roundTrip(t, a, "small")
	l := folder.Read(files).Course.Sections[0].Lessons[1]
	if l.Required || l.Source == "" || l.CaptionsMissing != `It is English: nobody speaks, "really".` || len(l.Captions) != 1 {
		t.Errorf("got %+v", l)
	}
	if film, _ := filmOf(t, there, "small"); film.SourceKey == "" || film.ContentType != "video/mp4" {
		t.Errorf("got %+v", film)
	}
}

func TestExportCourse_OfTheStudioComesBackTheSame(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first := d.reading(d.section(0), "하나: \"따옴표\" # 그리고\t탭")
	d.addSection("둘째 장 – 요약: 아니오")
	second := d.reading(d.section(1), "yes")
	d.save(second, func(c *authoring.LessonChange) {
		c.Requires, c.Required = []uuid.UUID{first}, false
		c.Body = authoring.Text{KO: "# 제목\n\n- 하나\n- 둘\n\n```\n  코드\n```", EN: "Line one  \nline two\n\n| a | b |\n|---|---|"}
	})
	v, err := d.Authoring.CourseSettings(t.Context(), d.who, d.slug)
	d.must(err)
	v.Title, v.Summary, v.Languages = authoring.Text{KO: "null"}, authoring.Text{KO: "2026-11-23"}, []string{"ko"}
	v.Description = authoring.Text{KO: "  여러 줄\n\n    들여쓰기\n끝: 'x'"}
	v.Duty, v.Months, v.Coverage, v.Score = "event-guide", 24, 0, 0
	d.must(d.Authoring.SaveSettings(t.Context(), d.who, d.slug, v.SettingsChange))
	d.must(d.Authoring.Publish(t.Context(), d.who, d.slug))
	there, _ := roundTrip(t, d.Academy, d.slug)
	page, err := there.Learning.Course(t.Context(), access.Actor{}, locale.KO, d.slug)
	if err != nil || page.Title != "null" || len(page.Sections) != 2 {
		t.Errorf("%v %+v", err, page)
	}
}

func TestExportCourse_ComesHomeWithoutLosingWhatWasLearned(t *testing.T) {
	t.Parallel()
	a, store := openTaking(t)
	a.ImportFolder(t, apptest.Sample(t, "climate-diplomacy"))
	before, _ := filmOf(t, a, "climate-diplomacy")
	put := len(store.put)
	a.ImportFolder(t, unzipped(t, exported(t, a, "climate-diplomacy")))
	if after, _ := filmOf(t, a, "climate-diplomacy"); after.ID != before.ID || len(store.put) != put {
		t.Error("a film that was drawn from slides is another one after its own export")
	}
}

func TestExportWork_IsForThoseWhoMayChangeTheCourse(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.reading(d.section(0), "하나")
	if _, err := d.Authoring.ExportWork(t.Context(), d.who, d.slug, false); !errors.Is(err, authoring.ErrUnpublished) {
		t.Errorf("nothing is published: %v", err)
	}
	if e, err := d.Authoring.ExportWork(t.Context(), d.who, d.slug, true); err != nil || len(e.Files) != 3 {
		t.Errorf("%v: %d files", err, len(e.Files))
	}
	other := d.Person(t, "박서연", access.Instructor)
	if _, err := d.Authoring.ExportWork(t.Context(), other, d.slug, true); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	d.must(d.Authoring.SetStaff(t.Context(), d.who, d.slug, other.Email, authoring.Assistant))
	if _, err := d.Authoring.ExportWork(t.Context(), other, d.slug, true); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("an assistant: %v", err)
	}
}
