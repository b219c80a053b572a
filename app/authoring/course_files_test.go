package authoring_test

import (
	"bytes"
	"errors"
	"image"
	"image/png"
	"io"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

func drawnPicture(t *testing.T, width int) []byte {
	t.Helper()
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewNRGBA(image.Rect(0, 0, width, 20))); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

// shelveFile puts a picture or a file with its bytes into the library of the course.
func (d *desk) shelveFile(a assets.Asset, content []byte) uuid.UUID {
	d.t.Helper()
	id := models.NewID()
	a.ID, a.State, a.CreatedAt, a.Bytes, a.SourceKey = id, "ready", d.DB.Now(), int64(len(content)), media.SourceKey(id, "")
	d.must(d.Files.Put(d.t.Context(), a.SourceKey, bytes.NewReader(content), a.Bytes, a.ContentType))
	if a.Kind == "image" {
		a.ImageKey = media.PictureKey(id)
		d.must(d.Files.Put(d.t.Context(), a.ImageKey, bytes.NewReader(content), a.Bytes, a.ContentType))
	}
	d.must(d.DB.Write(d.t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindCourse(tx, d.slug)
		a.CourseID = &c.ID
		return errors.Join(err, assets.InsertAsset(tx, a))
	}))
	return id
}

// illustrated is a course with pictures of the same name, a file and the address of somebody else's picture.
func illustrated(t *testing.T) (d *desk, lesson, stolen uuid.UUID) {
	t.Helper()
	d = openDesk(t)
	other := &desk{d.Academy, t, d.who, "elsewhere"}
	d.must(d.Authoring.CreateCourse(t.Context(), d.who, authoring.NewCourse{Title: authoring.Text{KO: "남의 강좌"}, Slug: other.slug, Agenda: "public-diplomacy", Level: "beginner"}))
	stolen = other.shelveFile(assets.Asset{Name: "secret.pdf", Kind: "file", ContentType: "application/pdf"}, []byte("%PDF-1.7 secret"))
	picture := assets.Asset{Name: "우리 동네 지도.png", Kind: "image", ContentType: "image/png", Alt: models.Text{KO: "동네 지도", EN: "A map"}}
	first, second := d.shelveFile(picture, drawnPicture(t, 40)), d.shelveFile(picture, drawnPicture(t, 50))
	file := d.shelveFile(assets.Asset{Name: "자료.pdf", Kind: "file", ContentType: "application/pdf"}, []byte("%PDF-1.7 hello"))
	lesson = d.reading(d.section(0), "그림")
	link := func(id uuid.UUID) string { return authoring.MediaPath + id.String() }
	d.save(lesson, func(c *authoring.LessonChange) {
		c.Body.KO = "![지도](" + link(first) + ")\n\n![둘째](" + link(second) + ") [자료](" + link(file) + ") [남의 것](" + link(stolen) + ")"
		c.Body.EN = "![Map](" + link(first) + ")"
	})
	d.publish()
	return d, lesson, stolen
}

func TestExportCourse_CarriesPicturesAndFilesAndComesBackTheSame(t *testing.T) {
	t.Parallel()
	d, _, stolen := illustrated(t)
	there, files := roundTrip(t, d.Academy, d.slug)
	f := folder.Read(files)
	if f.Broken() || len(f.Course.Media) != 3 || f.Course.Media[0].Alt.EN != "A map" {
		t.Errorf("got %+v", f.Items())
	}
	for _, m := range f.Course.Media {
		if strings.Contains(m.Name+m.File, "secret") {
			t.Error("somebody else's file is taken along")
		}
	}
	body := f.Course.Lessons()[0].Body.KO
	if !strings.Contains(body, "(media/우리-동네-지도.png)") || !strings.Contains(body, "(media/우리-동네-지도-2.png)") || !strings.Contains(body, stolen.String()) {
		t.Errorf("the text says %q", body)
	}
	admin := there.Person(t, "관리자", "admin")
	work, err := there.Authoring.CourseMedia(t.Context(), admin, d.slug)
	if err != nil || len(work.Items) != 3 {
		t.Fatalf("%v: the library has %d", err, len(work.Items))
	}
	for _, item := range work.Items {
		if len(item.Used) != 1 {
			t.Errorf("%s is used by %d", item.Name, len(item.Used))
		}
		if item.Kind == "image" && (item.Name != "우리 동네 지도.png" || item.Thumb == "" || item.Alt.KO != "동네 지도") {
			t.Errorf("got %+v", item)
		}
	}
}

func TestImportCourse_TakesTheSamePicturesOnceHoweverOftenTheFolderComes(t *testing.T) {
	t.Parallel()
	d, _, _ := illustrated(t)
	there, files := roundTrip(t, d.Academy, d.slug)
	there.ImportFolder(t, files)
	admin := there.Person(t, "관리자", "admin")
	if work, err := there.Authoring.CourseMedia(t.Context(), admin, d.slug); err != nil || len(work.Items) != 3 {
		t.Errorf("%v: the library has %d", err, len(work.Items))
	}
}

func TestDuplicateCourse_HasPicturesOfItsOwnInItsTexts(t *testing.T) {
	t.Parallel()
	d, lesson, _ := illustrated(t)
	d.must(d.Authoring.DuplicateCourse(t.Context(), d.who, d.slug, authoring.CourseCopy{Title: authoring.Text{KO: "사본", EN: "Copy"}, Slug: "copy"}))
	first := d.lesson(lesson).Body.KO
	d.slug = "copy"
	body := d.lesson(d.work().Sections[0].Lessons[0].ID).Body.KO
	work, err := d.Authoring.CourseMedia(t.Context(), d.who, "copy")
	if err != nil || len(work.Items) != 3 {
		t.Fatalf("%v: the library has %d", err, len(work.Items))
	}
	for _, item := range work.Items {
		if !strings.Contains(body, item.ID.String()) || strings.Contains(first, item.ID.String()) {
			t.Errorf("%s does not stand in the text of the copy", item.Name)
		}
	}
	d.publish()
	d.slug = "city-diplomacy"
	d.save(lesson, func(c *authoring.LessonChange) { c.Body = authoring.Text{KO: "그림 없이", EN: "Without"} })
	d.must(d.Authoring.Publish(t.Context(), d.who, d.slug))
	if err := d.Library.RemoveMedia(t.Context(), d.who, d.slug, uuid.MustParse(regexp.MustCompile(`[0-9a-f-]{36}`).FindString(first))); err == nil {
		t.Error("a picture went that a copy shows")
	}
	citizen := d.enrolled("김하늘", "copy")
	for _, id := range regexp.MustCompile(`[0-9a-f-]{36}`).FindAllString(body, 3) {
		if _, err := d.Learning.Media(t.Context(), citizen, uuid.MustParse(id)); err != nil {
			t.Errorf("a learner of the copy does not see %s: %v", id, err)
		}
	}
}

func TestImportCourse_PicturesAreDescribedAndInTheFolderAndWhatTheySay(t *testing.T) {
	t.Parallel()
	d, _, _ := illustrated(t)
	zipped := unzipped(t, exported(t, d.Academy, d.slug))
	lesson := folder.Read(zipped).Course.Lessons()[0].Key
	for name, c := range map[string]struct {
		file, content, key string
	}{
		"a picture of another house":   {"lessons/" + lesson + ".en.md", "![x](https://elsewhere.example/x.png)", "authoring.picture_elsewhere"},
		"a picture without words":      {"lessons/" + lesson + ".en.md", "![](media/우리-동네-지도.png)", "authoring.picture_alt"},
		"a file that is not there":     {"lessons/" + lesson + ".en.md", "[x](media/other.pdf)", "import.media_unlisted"},
		"a program with a nice name":   {"media/자료.pdf", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff\x00\x00", "import.media_refused"},
		"a picture cut in the middle":  {"media/우리-동네-지도.png", string(drawnPicture(t, 40)[:40]), "import.media_refused"},
		"nothing under a good name":    {"media/자료.pdf", "", "import.media_refused"},
		"a page with script as a file": {"media/자료.pdf", "<!doctype html><script>alert(1)</script>", "import.media_refused"},
	} {
		spoilt := fstest.MapFS{}
		for _, file := range []string{"course.yaml", "lessons/" + lesson + ".ko.md", "lessons/" + lesson + ".en.md", "media/우리-동네-지도.png", "media/우리-동네-지도-2.png", "media/자료.pdf"} {
			raw, err := zipped.Open(file)
			d.must(err)
			content, err := io.ReadAll(raw)
			d.must(err)
			spoilt[file] = &fstest.MapFile{Data: content}
		}
		spoilt[c.file] = &fstest.MapFile{Data: []byte(c.content)}
		spoilt["course.yaml"].Data = bytes.Replace(spoilt["course.yaml"].Data, []byte("slug: "+d.slug), []byte("slug: spoilt"), 1)
		report, err := d.Authoring.ImportCourse(t.Context(), "test", spoilt)
		if !errors.Is(err, authoring.ErrRefused) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		found := false
		for _, item := range report.Items {
			for _, p := range item.Problems {
				found = found || p.Key == c.key
			}
		}
		if !found {
			t.Errorf("%s: %+v", name, report.Items)
		}
	}
}

func TestExportCourse_LeavesInTheLibraryWhatNoTextShows(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.shelveFile(assets.Asset{Name: "초안.pdf", Kind: "file", ContentType: "application/pdf"}, []byte("%PDF-1.7 not yet"))
	d.reading(d.section(0), "글만")
	d.publish()
	_, files := roundTrip(t, d.Academy, d.slug)
	if got := folder.Read(files).Course.Media; len(got) != 0 {
		t.Errorf("it takes %+v along", got)
	}
}
