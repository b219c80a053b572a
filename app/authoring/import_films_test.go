package authoring_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"
	"academy/models/modeltest"
	"academy/models/operations"

	"github.com/google/uuid"
)

// taking is a store that remembers what was put into it, and may refuse to take more.
type taking struct {
	media.Store
	full bool
	put  []string
}

func (s *taking) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if s.full && strings.HasSuffix(key, "poster.jpg") {
		return media.ErrUnavailable
	}
	s.put = append(s.put, key)
	return s.Store.Put(ctx, key, content, size, contentType)
}

func openTaking(t *testing.T) (*apptest.Academy, *taking) {
	t.Helper()
	files, err := media.NewFiles(t.TempDir(), apptest.Key("media"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	store := &taking{Store: files}
	return apptest.OpenWith(t, modeltest.Fresh(t), store), store
}

func (s *taking) left(t *testing.T) []string {
	t.Helper()
	return slices.DeleteFunc(slices.Clone(s.put), func(key string) bool {
		_, err := s.Stat(t.Context(), key)
		return errors.Is(err, media.ErrNotFound)
	})
}

// filmOf is the film that learners of a course see, with its captions.
func filmOf(t *testing.T, a *apptest.Academy, slug string) (assets.Asset, []assets.Caption) {
	t.Helper()
	var film assets.Asset
	var captions []assets.Caption
	err := a.DB.Read(t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindCourse(tx, slug)
		if err != nil {
			return err
		}
		lessons, err := courses.ListDraftLessons(tx, *c.PublishedRevisionID)
		for _, l := range lessons {
			if l.AssetID != nil {
				if film, err = assets.FindAsset(tx, *l.AssetID); err == nil {
					captions, err = assets.ListCaptions(tx, []uuid.UUID{film.ID})
				}
			}
		}
		return err
	})
	if err != nil || film.ID == uuid.Nil {
		t.Fatalf("no film in %s: %v", slug, err)
	}
	return film, captions
}

func TestImportCourse_TheSameFilmInTwoCoursesIsTwoFilms(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	other := small(t)
	spoil(t, other, "course.yaml", "slug: small", "slug: other")
	spoil(t, other, "film.ko.vtt", "시민과 외교입니다.", "다른 자막입니다.")
	a.ImportFolder(t, other)
	first, captions := filmOf(t, a, "small")
	second, _ := filmOf(t, a, "other")
	if first.ID == second.ID {
		t.Error("watching one would be watching the other")
	}
	for _, c := range captions {
		if strings.Contains(c.VTT, "다른 자막") {
			t.Error("one course has written over the other's captions")
		}
	}
}

func TestImportCourse_AgainKeepsTheFilmAndTakesItsCaptions(t *testing.T) {
	t.Parallel()
	a, store := openTaking(t)
	a.Import(t)
	before, put := filmID(t, a), len(store.put)
	again := small(t)
	spoil(t, again, "film.ko.vtt", "시민과 외교입니다.", "고친 자막입니다.")
	a.ImportFolder(t, again)
	film, captions := filmOf(t, a, "small")
	if film.ID != before || len(store.put) != put {
		t.Error("the film was taken again, so what was watched of it is lost")
	}
	if len(captions) != 2 || !strings.Contains(captions[1].VTT, "고친 자막") {
		t.Errorf("got %+v", captions)
	}
}

func filmID(t *testing.T, a *apptest.Academy) uuid.UUID {
	t.Helper()
	film, _ := filmOf(t, a, "small")
	return film.ID
}

func TestImportCourse_TwoLessonsWithOneFilmAreWatchedEachForItself(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	twice := small(t)
	spoil(t, twice, "course.yaml", "  - key: last\n", `      - key: film-two
        kind: lecture
        title: {ko: 다시 보기, en: Again}
        minutes: 1
        video: film.mp4
        captions: {ko: film.ko.vtt, en: film.en.vtt}
  - key: last
`)
	for range 2 {
		a.ImportFolder(t, twice)
		c, err := a.Learning.Course(t.Context(), a.Person(t, "김하늘"), locale.KO, "small")
		if err != nil || len(c.Sections[0].Lessons) != 3 {
			t.Fatalf("%v %+v", err, c.Sections)
		}
		films := map[uuid.UUID]bool{}
		err = a.DB.Read(t.Context(), func(tx *models.Tx) error {
			course, err := courses.FindCourse(tx, "small")
			if err != nil {
				return err
			}
			lessons, err := courses.ListDraftLessons(tx, *course.PublishedRevisionID)
			for _, l := range lessons {
				if l.AssetID != nil {
					films[*l.AssetID] = true
				}
			}
			return err
		})
		if err != nil || len(films) != 2 {
			t.Errorf("%v: %d films", err, len(films))
		}
	}
}

func TestImportCourse_LeavesNothingInTheStoreWhereItFails(t *testing.T) {
	t.Parallel()
	refused := func(t *testing.T) fstest.MapFS {
		folder := small(t)
		spoil(t, folder, "film.en.vtt", "00:00:05.000", "00:09:05.000")
		return folder
	}
	for _, c := range []struct {
		name   string
		folder func(*testing.T) fstest.MapFS
		full   bool
	}{{"refused after the film was taken", refused, false}, {"the store goes away", small, true}} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			a, store := openTaking(t)
			store.full = c.full
			if _, err := a.Authoring.ImportCourse(t.Context(), "test", c.folder(t)); err == nil {
				t.Fatal("it was imported")
			}
			if len(store.put) == 0 || len(store.left(t)) > 0 {
				t.Errorf("put %v, left %v", store.put, store.left(t))
			}
		})
	}
}

func TestImportCourse_WhatAKilledImportLeftIsFoundTomorrowAndWhatIsUsedStays(t *testing.T) {
	t.Parallel()
	a, store := openTaking(t)
	a.Import(t)
	var planned int
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRow("select count(*) from river_job where kind = 'drop_media' and state = 'scheduled'").Scan(&planned)
	})
	if err != nil || planned != len(store.put) {
		t.Fatalf("%v: %d of %d objects are looked at again", err, planned, len(store.put))
	}
	orphan := media.VideoKey(models.NewID())
	if err := store.Put(t.Context(), orphan, strings.NewReader("x"), 1, "video/mp4"); err != nil {
		t.Fatal(err)
	}
	for _, key := range store.put {
		if err := a.Library.DropMedia(t.Context(), jobs.DropMedia{Key: key}); err != nil {
			t.Fatal(err)
		}
	}
	if left := store.left(t); len(left) != 2 || slices.Contains(left, orphan) {
		t.Errorf("left %v", left)
	}
}

func TestImportCourse_ReportsCaptionsOnTheFileOfTheirLanguage(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	folder := small(t)
	spoil(t, folder, "film.en.vtt", "00:00:05.000", "00:09:05.000")
	report, err := a.Authoring.ImportCourse(t.Context(), "test", folder)
	if !errors.Is(err, authoring.ErrRefused) {
		t.Fatal(err)
	}
	for _, item := range report.Items {
		if (item.State == "refused") != (item.Name == "film.en.vtt") {
			t.Errorf("%s is %s", item.Name, item.State)
		}
	}
}

func TestImportCourse_TheAuditNamesTheOperator(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	who := a.Person(t, "이수민", "instructor")
	if err := a.Authoring.Appoint(t.Context(), "root", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		entries, err := operations.ListAudit(tx, who.ID, 1)
		if err == nil && (len(entries) != 1 || entries[0].Details.V["operator"] != "root") {
			t.Errorf("got %+v", entries)
		}
		var operator string
		return errors.Join(err, tx.SQL().QueryRow("select details ->> 'operator' from audit_entries where action = 'course.imported'").Scan(&operator))
	})
	if err != nil {
		t.Fatal(err)
	}
}
