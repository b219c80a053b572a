package authoring_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/assessment"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
)

// enrolled is a citizen who learns in a course.
func (d *desk) enrolled(name, slug string) access.Actor {
	d.t.Helper()
	who := d.Person(d.t, name)
	_, err := d.Learning.Enrol(d.t.Context(), who, slug)
	d.must(err)
	return who
}

// settings saves the settings of a course with a change.
func (d *desk) settings(slug string, change func(*authoring.SettingsChange)) error {
	d.t.Helper()
	v, err := d.Authoring.CourseSettings(d.t.Context(), d.who, slug)
	d.must(err)
	change(&v.SettingsChange)
	return d.Authoring.SaveSettings(d.t.Context(), d.who, slug, v.SettingsChange)
}

func TestRelease_OpensOnItsDateOrSomeDaysAfterTheEnrolmentAndTheLaterCounts(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	dated, later, free := d.reading(d.section(0), "날짜"), d.reading(d.section(0), "며칠 뒤"), d.reading(d.section(0), "처음부터")
	date := d.DB.Now().Add(5 * 24 * time.Hour).Truncate(time.Minute)
	d.save(dated, func(c *authoring.LessonChange) { c.Release = authoring.Release{How: authoring.OnDate, At: date} })
	d.save(later, func(c *authoring.LessonChange) { c.Release = authoring.Release{How: authoring.AfterDays, Days: 3} })
	part := d.work().Sections[0]
	d.must(d.Authoring.SaveSection(ctx, d.who, d.slug, part.ID, authoring.SectionChange{From: part.Version, Title: part.Title, Release: authoring.Release{How: authoring.AfterDays, Days: 1}}))
	if got := d.lesson(dated).Release; !got.At.Equal(date) || got.How != authoring.OnDate {
		t.Errorf("the lesson says %+v", got)
	}
	d.publish()
	citizen := d.enrolled("김하늘", d.slug)
	seoul := locale.Seoul()
	year, month, day := d.DB.Now().In(seoul).Date()
	midnight := func(days int) time.Time { return time.Date(year, month, day+days, 0, 0, 0, 0, seoul) }
	for id, want := range map[uuid.UUID]time.Time{dated: date, later: midnight(3), free: midnight(1)} {
		page, err := d.Learning.Course(ctx, citizen, locale.KO, d.slug)
		d.must(err)
		for _, l := range page.Sections[0].Lessons {
			if l.ID == id && (!l.Locked || l.WhyLocked != "release" || !l.OpensAt.Equal(want)) {
				t.Errorf("%s opens %s, not %s: %+v", l.Title, l.OpensAt, want, l)
			}
		}
		if _, err := d.Learning.Lesson(ctx, citizen, locale.KO, d.slug, id); !errors.Is(err, learning.ErrEarly) {
			t.Errorf("opened early: %v", err)
		}
		if _, err := d.Learning.CompleteLesson(ctx, citizen, locale.KO, id); !errors.Is(err, learning.ErrEarly) {
			t.Errorf("completed early: %v", err)
		}
	}
	d.Wait(midnight(1).Sub(d.DB.Now()))
	if _, err := d.Learning.CompleteLesson(ctx, citizen, locale.KO, free); err != nil {
		t.Errorf("its day has come: %v", err)
	}
	d.Wait(5 * 24 * time.Hour)
	for _, id := range []uuid.UUID{dated, later} {
		if _, err := d.Learning.CompleteLesson(ctx, citizen, locale.KO, id); err != nil {
			t.Errorf("its day has come: %v", err)
		}
	}
	if page, err := d.Learning.Course(ctx, citizen, locale.KO, d.slug); err != nil || page.Enrolment.State != "completed" {
		t.Errorf("%v %+v", err, page.Enrolment)
	}
}

func TestRelease_WhatCannotBeIsRefusedAtItsField(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.reading(d.section(0), "하나")
	for field, r := range map[string]authoring.Release{
		"opens": {How: "never"}, "opens_at": {How: authoring.OnDate}, "opens_days": {How: authoring.AfterDays, Days: -1},
	} {
		c := d.lesson(id).LessonChange
		c.Release = r
		var bad *fault.Error
		if err := d.Authoring.SaveLesson(t.Context(), d.who, d.slug, id, c); !errors.As(err, &bad) || bad.Fields[field] == "" {
			t.Errorf("%+v: %v", r, err)
		}
	}
}

func TestPrerequisites_NobodyEntersBeforeTheyAreCompletedAndWhoIsInStays(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	first := d.reading(d.section(0), "하나")
	d.publish()
	d.must(d.Authoring.CreateCourse(ctx, d.who, authoring.NewCourse{Title: authoring.Text{KO: "심화", EN: "Further"}, Slug: "further", Agenda: "public-diplomacy", Level: "beginner"}))
	basic := d.slug
	d.slug = "further"
	d.reading(d.section(0), "둘")
	d.publish()
	early := d.enrolled("이미들음", "further")
	d.must(d.settings("further", func(c *authoring.SettingsChange) { c.Prerequisites = []string{basic} }))
	d.publish()
	citizen := d.Person(t, "김하늘")
	if _, err := d.Learning.Enrol(ctx, citizen, "further"); !errors.Is(err, learning.ErrFirst) {
		t.Fatalf("entered without what comes first: %v", err)
	}
	if err := d.DB.Write(ctx, func(tx *models.Tx) error {
		_, err := tx.SQL().Exec(`insert into enrolments (id, cohort_id, course_id, citizen_id, state, last_seen_at, enrolled_at)
			select gen_random_uuid(), h.id, h.course_id, $1, 'active', now(), now() from cohorts h join courses c on c.id = h.course_id where c.slug = 'further'`, citizen.ID)
		return err
	}); err == nil {
		t.Error("the schema lets somebody in")
	}
	page, err := d.Learning.Course(ctx, citizen, locale.KO, "further")
	if err != nil || len(page.Prerequisites) != 1 || page.Prerequisites[0].Completed || page.Prerequisites[0].Slug != basic {
		t.Errorf("%v: the page says %+v", err, page.Prerequisites)
	}
	if page, err := d.Learning.Course(ctx, early, locale.KO, "further"); err != nil || page.Enrolment.State != "active" {
		t.Errorf("who was in is out: %v", err)
	}
	d.must(enrolAndComplete(d, citizen, basic, first))
	if _, err := d.Learning.Enrol(ctx, citizen, "further"); err != nil {
		t.Errorf("all is completed: %v", err)
	}
	d.must(d.Authoring.Archive(ctx, d.who, basic))
	if _, err := d.Learning.Enrol(ctx, d.Person(t, "박서연"), "further"); err != nil {
		t.Errorf("a course that nobody can enter any more is asked for: %v", err)
	}
}

func enrolAndComplete(d *desk, who access.Actor, slug string, lesson uuid.UUID) error {
	if _, err := d.Learning.Enrol(d.t.Context(), who, slug); err != nil {
		return err
	}
	_, err := d.Learning.CompleteLesson(d.t.Context(), who, locale.KO, lesson)
	return err
}

func TestPrerequisites_ACircleIsRefusedWhenItIsDrawnThoughItStandsInDrafts(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	for _, slug := range []string{"second", "third"} {
		d.must(d.Authoring.CreateCourse(ctx, d.who, authoring.NewCourse{Title: authoring.Text{KO: slug}, Slug: slug, Agenda: "public-diplomacy", Level: "beginner"}))
	}
	wait := func(slug string, first ...string) error {
		return d.settings(slug, func(c *authoring.SettingsChange) { c.Prerequisites = first })
	}
	d.must(wait("second", d.slug))
	d.must(wait("third", "second"))
	var bad *fault.Error
	for _, first := range []string{"third", "second", d.slug} {
		if err := wait(d.slug, first); !errors.As(err, &bad) || bad.Fields["prerequisites"] != "authoring.prerequisite_circle" {
			t.Errorf("%s waits for %s: %v", d.slug, first, err)
		}
	}
	if err := d.DB.Write(ctx, func(tx *models.Tx) error {
		_, err := tx.SQL().Exec(`insert into revision_prerequisites (revision_id, course_id)
			select r.id, k.id from course_revisions r join courses c on c.id = r.course_id, courses k where c.slug = $1 and k.slug = 'third'`, d.slug)
		return err
	}); err == nil {
		t.Error("the schema takes a circle")
	}
	if err := wait(d.slug, "nowhere"); !errors.As(err, &bad) || bad.Fields["prerequisites"] != "authoring.prerequisite_unknown" {
		t.Errorf("a course that is not there: %v", err)
	}
	other := d.Person(t, "박서연", access.Instructor)
	d.must(d.Authoring.CreateCourse(ctx, other, authoring.NewCourse{Title: authoring.Text{KO: "남의 초안"}, Slug: "others-draft", Agenda: "public-diplomacy", Level: "beginner"}))
	if err := wait(d.slug, "others-draft"); !errors.As(err, &bad) {
		t.Errorf("somebody else's draft is found out: %v", err)
	}
}

func TestPrerequisitesAndReleases_SurviveExportAndACopyMovesTheDates(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	id := d.reading(d.section(0), "하나")
	date := d.DB.Now().Add(20 * 24 * time.Hour).Truncate(time.Minute).UTC()
	d.save(id, func(c *authoring.LessonChange) { c.Release = authoring.Release{How: authoring.OnDate, At: date} })
	part := d.work().Sections[0]
	d.must(d.Authoring.SaveSection(ctx, d.who, d.slug, part.ID, authoring.SectionChange{From: part.Version, Title: part.Title, Release: authoring.Release{How: authoring.AfterDays, Days: 7}}))
	d.publish()
	roundTrip(t, d.Academy, d.slug)
	d.Wait(10 * 24 * time.Hour)
	d.must(d.Authoring.DuplicateCourse(ctx, d.who, d.slug, authoring.CourseCopy{Title: authoring.Text{KO: "사본", EN: "Copy"}, Slug: "copy"}))
	d.slug = "copy"
	section := d.work().Sections[0]
	if got := section.Lessons[0].Release; !got.At.Equal(date.Add(10 * 24 * time.Hour)) {
		t.Errorf("the copy opens %s, the first %s", got.At, date)
	}
	if section.Release.Days != 7 {
		t.Errorf("the section opens %+v", section.Release)
	}
	d.must(d.settings("copy", func(c *authoring.SettingsChange) { c.Prerequisites = []string{"city-diplomacy"} }))
	d.publish()
	d.must(d.Authoring.DuplicateCourse(ctx, d.who, "copy", authoring.CourseCopy{Title: authoring.Text{KO: "사본의 사본"}, Slug: "copy-copy"}))
	v, err := d.Authoring.CourseSettings(ctx, d.who, "copy-copy")
	if err != nil || len(v.Prerequisites) != 1 || v.Prerequisites[0] != "city-diplomacy" {
		t.Errorf("%v %v", err, v.Prerequisites)
	}
}

func TestRelease_NeitherAQuizNorALectureIsTakenBeforeItsDayByWhateverAddress(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	ctx, admin := t.Context(), a.Person(t, "관리자", access.Admin)
	d := &desk{a, t, admin, "small"}
	for _, part := range d.work().Sections {
		d.must(d.Authoring.SaveSection(ctx, admin, "small", part.ID, authoring.SectionChange{From: part.Version, Title: part.Title, Release: authoring.Release{How: authoring.AfterDays, Days: 2}}))
	}
	d.must(d.Authoring.Publish(ctx, admin, "small"))
	citizen := d.enrolled("김하늘", "small")
	page, err := d.Learning.Course(ctx, citizen, locale.KO, "small")
	d.must(err)
	for _, part := range page.Sections {
		for _, l := range part.Lessons {
			if _, err := d.Learning.Lesson(ctx, citizen, locale.KO, "small", l.ID); !errors.Is(err, learning.ErrEarly) && !errors.Is(err, learning.ErrLocked) {
				t.Errorf("%s is opened: %v", l.Kind, err)
			}
			switch l.Kind {
			case "quiz":
				quiz := d.quizOf(l.ID)
				if _, _, err := d.Assessment.Start(ctx, citizen, locale.KO, quiz, ""); !errors.Is(err, assessment.ErrLocked) {
					t.Errorf("the quiz is started: %v", err)
				}
			case "lecture":
				if _, err := d.Learning.VideoAddress(ctx, citizen, "small", l.ID); !errors.Is(err, learning.ErrEarly) {
					t.Errorf("the film is fetched: %v", err)
				}
				_, err := d.Learning.ClaimCoverage(ctx, citizen, l.ID, learning.CoverageClaim{ViewID: "v", Seq: 1, Intervals: [][2]float64{{0, 5}}})
				if !errors.Is(err, learning.ErrUnopened) {
					t.Errorf("the lecture is watched: %v", err)
				}
			}
		}
	}
}

// quizOf is the quiz of a lesson.
func (d *desk) quizOf(lesson uuid.UUID) uuid.UUID {
	d.t.Helper()
	var id uuid.UUID
	d.must(d.DB.Write(d.t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRow("select quiz_id from revision_lessons where lesson_id = $1 and quiz_id is not null limit 1", lesson).Scan(&id)
	}))
	return id
}

func TestPrerequisites_TwoChangesAtOnceNeverCloseACircle(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.must(d.Authoring.CreateCourse(t.Context(), d.who, authoring.NewCourse{Title: authoring.Text{KO: "둘째"}, Slug: "second", Agenda: "public-diplomacy", Level: "beginner"}))
	changes := map[string]authoring.SettingsChange{}
	for slug, first := range map[string]string{d.slug: "second", "second": d.slug} {
		v, err := d.Authoring.CourseSettings(t.Context(), d.who, slug)
		d.must(err)
		v.Prerequisites = []string{first}
		changes[slug] = v.SettingsChange
	}
	var group sync.WaitGroup
	var refused atomic.Int32
	for slug, change := range changes {
		group.Go(func() {
			var bad *fault.Error
			if err := d.Authoring.SaveSettings(t.Context(), d.who, slug, change); errors.As(err, &bad) || errors.Is(err, models.ErrConflict) {
				refused.Add(1)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if refused.Load() != 1 {
		t.Errorf("%d were refused", refused.Load())
	}
}
