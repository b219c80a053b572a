package authoring_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"

	"github.com/google/uuid"
)

// desk is an instructor with a new course.
type desk struct {
	*apptest.Academy
	t    *testing.T
	who  access.Actor
	slug string
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	a := apptest.Open(t)
	d := &desk{a, t, a.Person(t, "이수민", access.Instructor), "city-diplomacy"}
	d.must(a.Authoring.CreateCourse(t.Context(), d.who, authoring.NewCourse{
		Title: authoring.Text{KO: "도시외교", EN: "City diplomacy"}, Slug: d.slug, Agenda: "public-diplomacy", Level: "beginner",
	}))
	return d
}

func (d *desk) addSection(title string) {
	d.t.Helper()
	_, err := d.Authoring.AddSection(d.t.Context(), d.who, d.slug, authoring.Text{KO: title})
	d.must(err)
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) work() authoring.CourseWork {
	d.t.Helper()
	w, err := d.Authoring.CourseWork(d.t.Context(), d.who, d.slug)
	d.must(err)
	return w
}

func (d *desk) section(i int) uuid.UUID { return d.work().Sections[i].ID }

// reading adds a reading that can be published.
func (d *desk) reading(section uuid.UUID, title string) uuid.UUID {
	d.t.Helper()
	id, err := d.Authoring.AddLesson(d.t.Context(), d.who, d.slug, authoring.NewLesson{Section: section, Kind: "reading", Title: authoring.Text{KO: title, EN: title}})
	d.must(err)
	d.save(id, func(c *authoring.LessonChange) { c.Body = authoring.Text{KO: "글", EN: "Text"} })
	return id
}

func (d *desk) lesson(id uuid.UUID) authoring.LessonWork {
	d.t.Helper()
	l, err := d.Authoring.LessonWork(d.t.Context(), d.who, d.slug, id)
	d.must(err)
	return l
}

func (d *desk) save(id uuid.UUID, change func(*authoring.LessonChange)) {
	d.t.Helper()
	c := d.lesson(id).LessonChange
	change(&c)
	d.must(d.Authoring.SaveLesson(d.t.Context(), d.who, d.slug, id, c))
}

// publish gives the course the texts it lacks and publishes it.
func (d *desk) publish() {
	d.t.Helper()
	v, err := d.Authoring.CourseSettings(d.t.Context(), d.who, d.slug)
	d.must(err)
	if v.Summary.KO == "" {
		v.Summary, v.Description = authoring.Text{KO: "요약", EN: "Summary"}, authoring.Text{KO: "소개", EN: "About"}
		d.must(d.Authoring.SaveSettings(d.t.Context(), d.who, d.slug, v.SettingsChange))
	}
	d.must(d.Authoring.Publish(d.t.Context(), d.who, d.slug))
}

// order is the titles of all lessons as learners or authors find them.
func (d *desk) order() string {
	var titles []string
	for _, s := range d.work().Sections {
		for _, l := range s.Lessons {
			titles = append(titles, l.Title.KO)
		}
		titles = append(titles, "/")
	}
	return strings.Join(titles, " ")
}

func TestStudio_ACourseIsMadePublishedLearnedAndCompleted(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first, second := d.reading(d.section(0), "하나"), d.reading(d.section(0), "둘")
	d.save(second, func(c *authoring.LessonChange) { c.Requires = []uuid.UUID{first} })
	if _, err := d.Learning.Course(t.Context(), access.Actor{}, locale.KO, d.slug); !errors.Is(err, models.ErrNotFound) {
		t.Fatalf("a draft is seen by strangers: %v", err)
	}
	d.publish()
	citizen := d.Person(t, "김하늘")
	if _, err := d.Learning.Enrol(t.Context(), citizen, d.slug); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Learning.CompleteLesson(t.Context(), citizen, locale.KO, second); err == nil {
		t.Fatal("a locked lesson was completed")
	}
	for _, id := range []uuid.UUID{first, second} {
		if _, err := d.Learning.CompleteLesson(t.Context(), citizen, locale.KO, id); err != nil {
			t.Fatal(err)
		}
	}
	c, err := d.Learning.Course(t.Context(), citizen, locale.KO, d.slug)
	if err != nil || c.Enrolment == nil || c.Enrolment.State != "completed" {
		t.Fatalf("%v, %+v", err, c.Enrolment)
	}
}

func TestStudio_EditsAreNotSeenBeforeTheyArePublished(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.reading(d.section(0), "하나")
	d.publish()
	d.save(id, func(c *authoring.LessonChange) { c.Title.KO = "새 하나" })
	d.reading(d.section(0), "둘")
	seen := func() string {
		d.Learning.Forget(d.slug)
		c, err := d.Learning.Course(t.Context(), access.Actor{}, locale.KO, d.slug)
		d.must(err)
		return c.Sections[0].Lessons[0].Title
	}
	if got := seen(); got != "하나" {
		t.Errorf("learners see %q before publishing", got)
	}
	review, err := d.Authoring.PublishReview(t.Context(), d.who, d.slug)
	d.must(err)
	var kinds []string
	for _, c := range review.Changes {
		kinds = append(kinds, c.Kind+" "+c.Title.KO)
	}
	if got := strings.Join(kinds, ", "); got != "changed 새 하나, added 둘" {
		t.Errorf("the review says %q", got)
	}
	d.publish()
	if got := seen(); got != "새 하나" {
		t.Errorf("learners see %q after publishing", got)
	}
}

func TestStudio_TheSecondToSaveIsToldAndOverwritesNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.reading(d.section(0), "하나")
	mine, theirs := d.lesson(id).LessonChange, d.lesson(id).LessonChange
	theirs.Title.KO = "그들의 것"
	d.must(d.Authoring.SaveLesson(t.Context(), d.who, d.slug, id, theirs))
	mine.Title.KO = "내 것"
	if err := d.Authoring.SaveLesson(t.Context(), d.who, d.slug, id, mine); !errors.Is(err, authoring.ErrStale) {
		t.Fatalf("got %v", err)
	}
	if got := d.lesson(id).Title.KO; got != "그들의 것" {
		t.Errorf("kept %q", got)
	}
	before := d.lesson(id).LessonChange
	d.save(id, func(c *authoring.LessonChange) { c.Title.KO = "또 다른 것" })
	d.publish()
	before.Title.KO = "늦은 것"
	if err := d.Authoring.SaveLesson(t.Context(), d.who, d.slug, id, before); !errors.Is(err, authoring.ErrStale) {
		t.Errorf("across a publishing: got %v", err)
	}
}

func TestStudio_LessonsMoveWithinAndBetweenSections(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	a := d.Authoring
	d.addSection("2장")
	one, two := d.section(0), d.section(1)
	first, _, third := d.reading(one, "1"), d.reading(one, "2"), d.reading(one, "3")
	for _, step := range []struct {
		move func() error
		want string
	}{
		{func() error { return a.StepLesson(t.Context(), d.who, d.slug, first, 1) }, "2 1 3 / /"},
		{func() error { return a.StepLesson(t.Context(), d.who, d.slug, third, 1) }, "2 1 / 3 /"},
		{func() error { return a.StepLesson(t.Context(), d.who, d.slug, third, -1) }, "2 1 3 / /"},
		{func() error { return a.MoveLesson(t.Context(), d.who, d.slug, third, authoring.Spot{Section: one}) }, "3 2 1 / /"},
		{func() error {
			return a.MoveLesson(t.Context(), d.who, d.slug, first, authoring.Spot{Section: two, Place: 9})
		}, "3 2 / 1 /"},
		{func() error { return a.MoveSection(t.Context(), d.who, d.slug, two, -1) }, "1 / 3 2 /"},
		{func() error { return a.RemoveLesson(t.Context(), d.who, d.slug, first) }, "/ 3 2 /"},
		{func() error { return a.RemoveSection(t.Context(), d.who, d.slug, two) }, "3 2 /"},
	} {
		d.must(step.move())
		if got := d.order(); got != step.want {
			t.Fatalf("got %q, want %q", got, step.want)
		}
	}
	if err := a.RemoveSection(t.Context(), d.who, d.slug, one); err == nil {
		t.Error("a section went with its lessons")
	}
}

func TestStudio_ACycleOfRequirementsIsRefused(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first, second := d.reading(d.section(0), "1"), d.reading(d.section(0), "2")
	d.save(second, func(c *authoring.LessonChange) { c.Requires = []uuid.UUID{first} })
	c := d.lesson(first).LessonChange
	c.Requires = []uuid.UUID{second}
	var f *fault.Error
	if err := d.Authoring.SaveLesson(t.Context(), d.who, d.slug, first, c); !errors.As(err, &f) || f.Fields["requires"] != "authoring.cycle" {
		t.Errorf("got %v", err)
	}
}

func TestStudio_WhoeverHadAllButARemovedLessonHasCompleted(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first, second := d.reading(d.section(0), "1"), d.reading(d.section(0), "2")
	d.publish()
	citizen := d.Person(t, "김하늘")
	if _, err := d.Learning.Enrol(t.Context(), citizen, d.slug); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Learning.CompleteLesson(t.Context(), citizen, locale.KO, first); err != nil {
		t.Fatal(err)
	}
	d.must(d.Authoring.RemoveLesson(t.Context(), d.who, d.slug, second))
	d.publish()
	d.Work(t)
	for range 200 {
		c, err := d.Learning.Course(t.Context(), citizen, locale.KO, d.slug)
		d.must(err)
		if c.Enrolment.State == "completed" {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("still active after ten seconds")
}

func TestStudio_OnlyItsStaffSeeACourseAndOnlyEditorsChangeIt(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	other := d.Person(t, "박서연", access.Instructor)
	if _, err := d.Authoring.CourseWork(t.Context(), other, d.slug); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another instructor: %v", err)
	}
	if _, err := d.Authoring.CourseWork(t.Context(), d.Person(t, "김하늘"), d.slug); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a citizen: %v", err)
	}
	d.must(d.Authoring.SetStaff(t.Context(), d.who, d.slug, other.Email, authoring.Assistant))
	if _, err := d.Authoring.CourseWork(t.Context(), other, d.slug); err != nil {
		t.Errorf("an assistant may look: %v", err)
	}
	if _, err := d.Authoring.AddSection(t.Context(), other, d.slug, authoring.Text{KO: "2장"}); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("an assistant changes: %v", err)
	}
	if err := d.Authoring.SetStaff(t.Context(), other, d.slug, other.Email, authoring.Owner); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("an assistant makes an owner: %v", err)
	}
	if err := d.Authoring.RemoveStaff(t.Context(), d.who, d.slug, d.who.ID); !errors.Is(err, authoring.ErrLastOwner) {
		t.Errorf("the last owner leaves: %v", err)
	}
}

func TestStudio_AnEarlierRevisionComesBackAsADraft(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	id := d.reading(d.section(0), "처음")
	d.publish()
	d.save(id, func(c *authoring.LessonChange) { c.Title.KO = "나중" })
	if err := d.Authoring.Restore(t.Context(), d.who, d.slug, 1); err == nil {
		t.Error("a draft was thrown away")
	}
	d.publish()
	d.must(d.Authoring.Restore(t.Context(), d.who, d.slug, 1))
	if got := d.lesson(id).Title.KO; got != "처음" {
		t.Errorf("got %q", got)
	}
	d.must(d.Authoring.DiscardDraft(t.Context(), d.who, d.slug))
	if got := d.lesson(id).Title.KO; got != "나중" {
		t.Errorf("after discarding: got %q", got)
	}
}

func TestStudio_WhatIsMissingStandsInTheWayOfPublishing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	if err := d.Authoring.Publish(t.Context(), d.who, d.slug); !errors.Is(err, authoring.ErrNotYet) {
		t.Errorf("an empty course: %v", err)
	}
	review, err := d.Authoring.PublishReview(t.Context(), d.who, d.slug)
	d.must(err)
	if len(review.Problems) != 3 {
		t.Errorf("got %v", review.Problems)
	}
	d.reading(d.section(0), "하나")
	d.publish()
	if err := d.Authoring.Publish(t.Context(), d.who, d.slug); !errors.Is(err, authoring.ErrNothing) {
		t.Errorf("nothing new: %v", err)
	}
}

func TestStudio_AMoveThatBeginsFromAnOrderOfYesterdayIsRefused(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	a, one := d.Authoring, d.section(0)
	d.addSection("2장")
	first, second := d.reading(one, "1"), d.reading(one, "2")
	was := d.work().Order
	d.must(a.MoveLesson(t.Context(), d.who, d.slug, first, authoring.Spot{Section: one, Place: 1, Was: was}))
	if err := a.MoveLesson(t.Context(), d.who, d.slug, second, authoring.Spot{Section: one, Place: 1, Was: was}); !errors.Is(err, authoring.ErrMoved) {
		t.Errorf("a lesson: %v", err)
	}
	if err := a.PlaceSection(t.Context(), d.who, d.slug, one, authoring.Spot{Place: 1, Was: was}); !errors.Is(err, authoring.ErrMoved) {
		t.Errorf("a section: %v", err)
	}
	d.must(a.PlaceSection(t.Context(), d.who, d.slug, one, authoring.Spot{Place: 1, Was: d.work().Order}))
	if got := d.order(); got != "/ 2 1 /" {
		t.Errorf("the order is %q", got)
	}
}

func TestPublish_OfThreeHundredLessonsTakesNoMoreQueriesThanOfFew(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.reading(d.section(0), "하나")
	d.must(d.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().Exec(`with made as (
				insert into lessons (id, course_id, key, kind) select gen_random_uuid(), l.course_id, 'many-' || n, 'reading' from lessons l, generate_series(1, 299) n returning id, key
			) insert into revision_lessons (revision_id, lesson_id, section_id, position, title, minutes, required, body)
			select r.revision_id, m.id, r.section_id, split_part(m.key, '-', 2)::integer + 1, r.title, 5, true, r.body from made m, revision_lessons r`)
		return err
	}))
	if n := len(d.work().Sections[0].Lessons); n != 300 {
		t.Fatalf("%d lessons", n)
	}
	v, err := d.Authoring.CourseSettings(t.Context(), d.who, d.slug)
	d.must(err)
	v.Summary = authoring.Text{KO: "요약", EN: "Summary"}
	d.must(d.Authoring.SaveSettings(t.Context(), d.who, d.slug, v.SettingsChange))
	before := d.DB.Queries()
	d.must(d.Authoring.Publish(t.Context(), d.who, d.slug))
	if n := d.DB.Queries() - before; n > 20 {
		t.Errorf("publishing took %d queries", n)
	} else {
		t.Logf("publishing took %d queries", n)
	}
}
