package authoring_test

import (
	"errors"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/app/learning"
	"academy/app/library"
	"academy/app/locale"
	"academy/models"
	"academy/models/assets"
	"academy/models/courses"

	"github.com/google/uuid"
)

// shelve puts something ready into the library of a course.
func (d *desk) shelve(slug string, a assets.Asset) uuid.UUID {
	d.t.Helper()
	a.ID, a.CreatedAt, a.Bytes = models.NewID(), time.Now(), 1000
	if a.State == "" {
		a.State = "ready"
	}
	d.must(d.DB.Write(d.t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindCourse(tx, slug)
		a.CourseID = &c.ID
		return errors.Join(err, assets.InsertAsset(tx, a))
	}))
	return a.ID
}

func film(name string) assets.Asset {
	return assets.Asset{Name: name, Kind: "film", DurationMS: 60_000, VideoKey: "v", PosterKey: "p", ContentType: "video/mp4"}
}

func (d *desk) lecture(title string) uuid.UUID {
	d.t.Helper()
	id, err := d.Authoring.AddLesson(d.t.Context(), d.who, d.slug, authoring.NewLesson{Section: d.section(0), Kind: "lecture", Title: authoring.Text{KO: title, EN: title}})
	d.must(err)
	return id
}

func (d *desk) setFilm(lesson uuid.UUID, c authoring.FilmChange) error {
	return d.Authoring.SetFilm(d.t.Context(), d.who, d.slug, lesson, c)
}

func TestSetFilm_TakesFilmsOfItsOwnCourseAndTellsTheSecondToChooseOne(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.must(d.Authoring.CreateCourse(t.Context(), d.who, authoring.NewCourse{Title: authoring.Text{KO: "다른"}, Slug: "other", Agenda: "public-diplomacy", Level: "beginner"}))
	lecture := d.lecture("강의")
	mine, other := d.shelve(d.slug, film("하나.mp4")), d.shelve("other", film("남.mp4"))
	refused := film("깨진.mp4")
	refused.State = "refused"
	for name, asset := range map[string]uuid.UUID{
		"another course's": other, "a picture": d.shelve(d.slug, assets.Asset{Name: "a.png", Kind: "image"}), "a refused one": d.shelve(d.slug, refused), "none": {},
	} {
		if f := fault.Of(d.setFilm(lecture, authoring.FilmChange{Asset: asset})); f.Fields["asset"] == "" {
			t.Errorf("%s: %+v", name, f)
		}
	}
	before := d.lesson(lecture)
	d.must(d.setFilm(lecture, authoring.FilmChange{Asset: mine}))
	if got := d.lesson(lecture); got.Film == nil || got.Film.ID != mine || got.From != before.From {
		t.Errorf("it plays %+v, and whoever writes meanwhile began from %d, now %d", got.Film, before.From, got.From)
	}
	if err := d.setFilm(lecture, authoring.FilmChange{Asset: d.shelve(d.slug, film("둘.mp4"))}); !errors.Is(err, authoring.ErrStale) {
		t.Errorf("who did not know of the first one overwrites it: %v", err)
	}
	if err := d.setFilm(d.reading(d.section(0), "글"), authoring.FilmChange{Asset: mine}); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("a reading plays a film: %v", err)
	}
}

func TestSetFilm_WhatWasWatchedCountsOnlyForTheSameContentAndCompletionsStay(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Import(t)
	d.slug = "small"
	admin := d.Person(t, "관리자", access.Instructor, access.Admin)
	d.who = admin
	learner := d.Person(t, "한배움")
	_, err := d.Learning.Enrol(t.Context(), learner, "small")
	d.must(err)
	outline, err := d.Learning.Course(t.Context(), learner, locale.KO, "small")
	d.must(err)
	var lecture uuid.UUID
	for _, s := range outline.Sections {
		for _, l := range s.Lessons {
			if l.Kind == "lecture" {
				lecture = l.ID
			}
		}
	}
	watch := func(to float64) learning.LessonPage {
		t.Helper()
		page, err := d.Learning.Lesson(t.Context(), learner, locale.KO, "small", lecture)
		d.must(err)
		if to > 0 {
			d.Wait(time.Hour)
			_, err = d.Learning.ClaimCoverage(t.Context(), learner, lecture, learning.CoverageClaim{ViewID: uuid.NewString(), Intervals: [][2]float64{{0, to}}})
			d.must(err)
			page, err = d.Learning.Lesson(t.Context(), learner, locale.KO, "small", lecture)
			d.must(err)
		}
		return page
	}
	replace := func(same bool) {
		t.Helper()
		was := d.lesson(lecture)
		change := authoring.FilmChange{Asset: d.shelve("small", film("새.mp4")), Same: same}
		if was.Film != nil {
			change.Was = was.Film.ID
		} else {
			t.Fatal("an imported film is not in the library of its course")
		}
		d.must(d.setFilm(lecture, change))
		d.must(d.DB.Write(t.Context(), func(tx *models.Tx) error {
			for _, lang := range []string{"ko", "en"} {
				if err := assets.UpdateCaption(tx, assets.Caption{AssetID: change.Asset, Lang: lang, VTT: "WEBVTT\n\n00:00.000 --> 00:01.000\na\n"}); err != nil {
					return err
				}
			}
			return nil
		}))
		d.must(d.Authoring.Publish(t.Context(), d.who, "small"))
	}
	before := watch(20).Lecture.Percent
	replace(true)
	if got := watch(0).Lecture.Percent; got == 0 || before == 0 {
		t.Errorf("of the same content %d%% counted and now %d%%", before, got)
	}
	replace(false)
	if got := watch(0).Lecture.Percent; got != 0 {
		t.Errorf("of another film %d%% is already watched", got)
	}
	if got := watch(60).Lesson.State; got != "completed" {
		t.Fatalf("watched to the end it is %s", got)
	}
	replace(false)
	if got := watch(0); got.Lesson.State != "completed" || got.Lecture.Percent != 0 {
		t.Errorf("with another film it is %s at %d%%", got.Lesson.State, got.Lecture.Percent)
	}
}

func TestSaveLesson_PicturesComeFromTheLibraryAndAreDescribed(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.reading(d.section(0), "글")
	save := func(body string) map[string]string {
		l := d.lesson(id).LessonChange
		l.Body = authoring.Text{KO: body, EN: "Text"}
		err := d.Authoring.SaveLesson(t.Context(), d.who, d.slug, id, l)
		if err == nil {
			return nil
		}
		return fault.Of(err).Fields
	}
	picture := "/library/" + uuid.NewString()
	for body, want := range map[string]string{
		"![고양이](" + picture + ")":                 "",
		"![](" + picture + ")":                    "authoring.picture_alt",
		"![ ](" + picture + ")":                   "authoring.picture_alt",
		"![a](https://elsewhere.example/spy.gif)": "authoring.picture_elsewhere",
		"![a][r]\n\n[r]: //elsewhere.example/spy": "authoring.picture_elsewhere",
		"`![](x)` in code":                        "",
	} {
		if got := save(body)["body_ko"]; got != want {
			t.Errorf("%s: %q, want %q", body, got, want)
		}
	}
}

func TestLibrary_IsChangedByItsEditorsAndKeepsWhatIsUsed(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	picture := d.shelve(d.slug, assets.Asset{Name: "cat.png", Kind: "image", ImageKey: "i"})
	lesson := d.reading(d.section(0), "글")
	alt := models.Text{KO: "  고양이\n [한] 마리 "}
	d.must(d.Library.Describe(t.Context(), d.who, d.slug, picture, alt))
	v, err := d.Authoring.CourseMedia(t.Context(), d.who, d.slug)
	d.must(err)
	if len(v.Items) != 1 || v.Items[0].Alt.KO != "고양이 (한) 마리" || len(v.Items[0].Used) != 0 {
		t.Errorf("the library holds %+v", v.Items)
	}
	if f := fault.Of(d.Library.Describe(t.Context(), d.who, d.slug, picture, models.Text{KO: " "})); f.Fields["alt_ko"] == "" {
		t.Errorf("described by nothing: %+v", f)
	}
	stranger, assistant := d.Person(t, "남", access.Instructor), d.Person(t, "조교", access.Instructor)
	d.must(d.Authoring.SetStaff(t.Context(), d.who, d.slug, assistant.Email, authoring.Assistant))
	for who, want := range map[*access.Actor]fault.Kind{&stranger: fault.Missing, &assistant: fault.Denied} {
		if err := d.Library.RemoveMedia(t.Context(), *who, d.slug, picture); fault.Of(err).Kind != want {
			t.Errorf("%s removes it: %v", who.Name, err)
		}
		if _, err := d.Library.BeginUpload(t.Context(), *who, library.UploadRequest{Name: "a", Bytes: 1, Purpose: "attachment", Course: d.slug}); fault.Of(err).Kind != want {
			t.Errorf("%s sends to it: %v", who.Name, err)
		}
	}
	d.save(lesson, func(c *authoring.LessonChange) { c.Body.KO = "![고양이](/library/" + picture.String() + ")" })
	if err := d.Library.RemoveMedia(t.Context(), d.who, d.slug, picture); !errors.Is(err, library.ErrInUse) {
		t.Errorf("what a text shows is removed: %v", err)
	}
	d.save(lesson, func(c *authoring.LessonChange) { c.Body.KO = "글" })
	d.must(d.Library.RemoveMedia(t.Context(), d.who, d.slug, picture))
	if err := d.Library.RemoveMedia(t.Context(), d.who, d.slug, picture); fault.Of(err).Kind != fault.Missing {
		t.Errorf("removed twice: %v", err)
	}
}

func TestMedia_IsSeenByThoseWhoLearnInTheCourseOrMakeIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.Import(t)
	picture := d.shelve("small", assets.Asset{Name: "cat.png", Kind: "image", ImageKey: "i"})
	paper := d.shelve("small", assets.Asset{Name: "안내문.hwp", Kind: "file", SourceKey: "s"})
	talk := d.shelve("small", film("강의.mp4"))
	learner, stranger, admin := d.Person(t, "한배움"), d.Person(t, "남"), d.Person(t, "관리", access.Admin)
	_, err := d.Learning.Enrol(t.Context(), learner, "small")
	d.must(err)
	for _, id := range []uuid.UUID{picture, paper} {
		for _, who := range []access.Actor{learner, admin} {
			if _, err := d.Learning.Media(t.Context(), who, id); err != nil {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		for _, who := range []access.Actor{stranger, d.who, {}} {
			if _, err := d.Learning.Media(t.Context(), who, id); err == nil {
				t.Errorf("%q sees %s", who.Name, id)
			}
		}
	}
	if _, err := d.Learning.Media(t.Context(), learner, talk); err == nil {
		t.Error("a film is fetched past its player")
	}
}

const (
	goodSRT = "1\n00:00:01,000 --> 00:00:02,500\n안녕하세요\n\n2\n00:00:03,000 --> 00:00:04,000\n시작합니다\n"
	badVTT  = "WEBVTT\n\n00:01.000 --> 00:02.000\nfine\n\n00:05.000 --> 00:04.000\nbackwards\n"
)

func TestSetCaptions_TakesThemWholeOrNamesTheLinesAndLearnersSeeThemOncePublished(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	lecture := d.lecture("강의")
	set := func(lang, text, was string) ([]authoring.CaptionProblem, error) {
		return d.Authoring.SetCaptions(t.Context(), d.who, d.slug, lecture, authoring.CaptionsChange{Lang: lang, Text: text, Was: was})
	}
	if _, err := set("ko", goodSRT, ""); fault.Of(err).Kind != fault.Invalid {
		t.Errorf("captions of no film: %v", err)
	}
	d.must(d.setFilm(lecture, authoring.FilmChange{Asset: d.shelve(d.slug, film("하나.mp4"))}))
	if problems, err := set("ko", badVTT, ""); !errors.Is(err, authoring.ErrCaptions) || len(problems) == 0 || problems[0].Line != 6 {
		t.Errorf("what is wrong is told as %v, %v", problems, err)
	}
	if got := d.lesson(lecture).Captioned; len(got) != 0 {
		t.Errorf("half taken: %v", got)
	}
	for _, lang := range []string{"ko", "en"} {
		if _, err := set(lang, goodSRT, ""); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := set("ko", "", ""); !errors.Is(err, authoring.ErrStale) {
		t.Errorf("who began from nothing overwrites them: %v", err)
	}
	d.publish()
	seen := func() string {
		vtt, err := d.Learning.Caption(t.Context(), lecture, "ko")
		d.must(err)
		return vtt
	}
	published := seen()
	v, err := d.Authoring.Captions(t.Context(), d.who, d.slug, lecture)
	d.must(err)
	if _, err := set("ko", "WEBVTT\n\n00:01.000 --> 00:02.000\n고친 자막\n", v.Tracks[0].Mark); err != nil {
		t.Fatal(err)
	}
	if seen() != published {
		t.Error("learners see captions that are not published")
	}
	review, err := d.Authoring.PublishReview(t.Context(), d.who, d.slug)
	d.must(err)
	if len(review.Changes) != 1 || review.Changes[0].Kind != "changed" {
		t.Errorf("the review says %+v", review.Changes)
	}
	d.publish()
	if seen() == published {
		t.Error("published captions are the old ones")
	}
}

func TestLecture_IsPublishedWithoutCaptionsForARecordedReasonOnly(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	lecture := d.lecture("강의")
	d.must(d.setFilm(lecture, authoring.FilmChange{Asset: d.shelve(d.slug, film("하나.mp4"))}))
	d.must(d.Authoring.SaveSettings(t.Context(), d.who, d.slug, func() authoring.SettingsChange {
		v, err := d.Authoring.CourseSettings(t.Context(), d.who, d.slug)
		d.must(err)
		v.Summary, v.Description = authoring.Text{KO: "요약", EN: "Summary"}, authoring.Text{KO: "소개", EN: "About"}
		return v.SettingsChange
	}()))
	if err := d.Authoring.Publish(t.Context(), d.who, d.slug); !errors.Is(err, authoring.ErrNotYet) {
		t.Fatalf("without captions it is published: %v", err)
	}
	d.save(lecture, func(c *authoring.LessonChange) { c.CaptionsMissing = "수어 영상이라 소리가 없습니다" })
	d.must(d.Authoring.Publish(t.Context(), d.who, d.slug))
}
