package authoring_test

import (
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
)

func TestArchive_NobodyEntersButWhoLearnsGoesOnAndCompletes(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	first := d.reading(d.section(0), "하나")
	d.publish()
	ctx, citizen, late := t.Context(), d.Person(t, "김하늘"), d.Person(t, "최늦음")
	if _, err := d.Learning.Enrol(ctx, citizen, d.slug); err != nil {
		t.Fatal(err)
	}
	d.must(d.Authoring.Archive(ctx, d.who, d.slug))
	d.must(d.Authoring.Archive(ctx, d.who, d.slug))
	if _, err := d.Learning.Enrol(ctx, late, d.slug); !errors.Is(err, learning.ErrArchived) {
		t.Errorf("somebody entered: %v", err)
	}
	if r, err := d.Learning.Enrol(ctx, citizen, d.slug); err != nil || r.New {
		t.Errorf("who is in is in: %v", err)
	}
	list, err := d.Learning.Catalogue(ctx, access.Actor{}, locale.KO, learning.Filter{})
	if err != nil || len(list.Cards) != 0 {
		t.Errorf("%v: the catalogue shows %d courses", err, len(list.Cards))
	}
	page, err := d.Learning.Course(ctx, late, locale.KO, d.slug)
	if err != nil || !page.Archived || page.Intake.Open {
		t.Errorf("%v: the page says %+v", err, page.CourseCard)
	}
	if _, err := d.Learning.CompleteLesson(ctx, citizen, locale.KO, first); err != nil {
		t.Errorf("the one who learns cannot go on: %v", err)
	}
	if page, err := d.Learning.Course(ctx, citizen, locale.KO, d.slug); err != nil || page.Enrolment.State != "completed" {
		t.Errorf("%v %+v", err, page.Enrolment)
	}
	d.must(d.Authoring.Unarchive(ctx, d.who, d.slug))
	if _, err := d.Learning.Enrol(ctx, late, d.slug); err != nil {
		t.Errorf("taken back, nobody can enter: %v", err)
	}
}

func TestArchive_ACourseThatIsArchivedDoesNotChange(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	d.reading(d.section(0), "하나")
	d.must(d.Authoring.Archive(ctx, d.who, d.slug))
	for name, err := range map[string]error{
		"an edit":       d.Authoring.RemoveSection(ctx, d.who, d.slug, d.section(0)),
		"publishing":    d.Authoring.Publish(ctx, d.who, d.slug),
		"discarding":    d.Authoring.DiscardDraft(ctx, d.who, d.slug),
		"going back":    d.Authoring.Restore(ctx, d.who, d.slug, 1),
		"a later edits": d.Authoring.SaveSettings(ctx, d.who, d.slug, authoring.SettingsChange{}),
	} {
		if !errors.Is(err, authoring.ErrArchived) {
			t.Errorf("%s: %v", name, err)
		}
	}
	d.must(d.Authoring.Unarchive(ctx, d.who, d.slug))
	if got := d.work().Course.State; got != "draft" {
		t.Errorf("never published, it is %s", got)
	}
	a := apptest.Open(t)
	a.Import(t)
	owner := a.Person(t, "이수민", access.Instructor)
	if err := errors.Join(a.Authoring.Appoint(ctx, "test", "small", owner.Email), a.Authoring.Archive(ctx, owner, "small")); err != nil {
		t.Fatal(err)
	}
	if report, err := a.Authoring.ImportCourse(ctx, "test", small(t)); !errors.Is(err, authoring.ErrRefused) || report.Items[0].Problems[0].Key != "import.archived" {
		t.Errorf("a folder: %v", err)
	}
}

func TestArchive_OnlyOwnersMay(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	other := d.Person(t, "박서연", access.Instructor)
	if err := d.Authoring.Archive(t.Context(), other, d.slug); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	for _, part := range []authoring.Part{authoring.Editor, authoring.Assistant} {
		d.must(d.Authoring.SetStaff(t.Context(), d.who, d.slug, other.Email, part))
		if err := d.Authoring.Archive(t.Context(), other, d.slug); !errors.Is(err, fault.ErrDenied) {
			t.Errorf("%s: %v", part, err)
		}
	}
	if err := d.Authoring.Archive(t.Context(), d.Person(t, "김하늘"), d.slug); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a citizen: %v", err)
	}
}

// TestArchive_WhileOthersEnrol archives in the middle of many enrolments: each is before it or refused.
func TestArchive_WhileOthersEnrol(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.reading(d.section(0), "하나")
	d.publish()
	var group sync.WaitGroup
	var mu sync.Mutex
	in := 0
	for range 8 {
		who := d.Person(t, "시민")
		group.Go(func() {
			_, err := d.Learning.Enrol(t.Context(), who, d.slug)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				in++
			} else if !errors.Is(err, learning.ErrArchived) {
				t.Error(err)
			}
		})
	}
	group.Go(func() {
		if err := d.Authoring.Archive(t.Context(), d.who, d.slug); err != nil {
			t.Error(err)
		}
	})
	group.Wait()
	err := d.DB.Write(t.Context(), func(tx *models.Tx) error {
		var rows int
		err := tx.SQL().QueryRow("select count(*) from enrolments").Scan(&rows)
		if rows != in {
			t.Errorf("%d were let in, %d are in", in, rows)
		}
		if err == nil {
			_, err = tx.SQL().Exec(`insert into enrolments (id, cohort_id, course_id, citizen_id, state, last_seen_at, enrolled_at)
				select gen_random_uuid(), h.id, h.course_id, u.id, 'active', now(), now() from cohorts h, users u where u.name = '이수민' limit 1`)
		}
		return err
	})
	if err == nil || !strings.Contains(err.Error(), "is archived") {
		t.Errorf("the schema lets somebody in: %v", err)
	}
}

func TestDuplicateCourse_IsACourseOfItsOwn(t *testing.T) {
	t.Parallel()
	a, store := openTaking(t)
	a.Import(t)
	ctx, who := t.Context(), a.Person(t, "이수민", access.Instructor)
	if err := a.Authoring.Appoint(ctx, "test", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	more, err := a.Authoring.CourseMore(ctx, who, "small")
	if err != nil || more.Copy.Slug != "small-copy" || more.Copy.Title.EN != "A small course of diplomacy (copy)" {
		t.Fatalf("%v %+v", err, more)
	}
	if err := a.Authoring.DuplicateCourse(ctx, who, "small", more.Copy); err != nil {
		t.Fatal(err)
	}
	var bad *fault.Error
	if err := a.Authoring.DuplicateCourse(ctx, who, "small", more.Copy); !errors.As(err, &bad) || bad.Fields["slug"] != "authoring.slug_taken" {
		t.Errorf("a second click: %v", err)
	}
	if _, err := a.Learning.Course(ctx, access.Actor{}, locale.KO, "small-copy"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("learners see it: %v", err)
	}
	if err := a.Authoring.Publish(ctx, who, "small-copy"); err != nil {
		t.Fatal(err)
	}
	first, _ := filmOf(t, a, "small")
	second, captions := filmOf(t, a, "small-copy")
	if first.ID == second.ID || first.VideoKey != second.VideoKey || len(captions) != 2 || len(store.put) != 2 {
		t.Errorf("the films: %+v, %+v, %d captions, %d objects", first, second, len(captions), len(store.put))
	}
	one, two := exported(t, a, "small"), exported(t, a, "small-copy")
	if !slices.Equal(differing(t, one, two), []string{"course.yaml"}) {
		t.Errorf("more than its name differs: %v", differing(t, one, two))
	}
	if err := a.Library.DropMedia(ctx, jobs.DropMedia{Key: second.VideoKey}); err != nil || len(store.left(t)) != 2 {
		t.Errorf("%v: the film both show is gone", err)
	}
}

func differing(t *testing.T, one, two []byte) []string {
	t.Helper()
	return slices.DeleteFunc(strings.Split(difference(t, unzipped(t, one), unzipped(t, two)), "\n"), func(line string) bool {
		return !strings.HasSuffix(line, ".yaml") && !strings.HasSuffix(line, ".md") && !strings.HasSuffix(line, ".vtt") && !strings.HasSuffix(line, ".mp4") || strings.Contains(line, " ")
	})
}

func TestDuplicateCourse_OfADraftByThoseWhoMayChangeItWithItsDatesMoved(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	ctx := t.Context()
	d.reading(d.section(0), "하나")
	opens := d.DB.Now().Truncate(time.Hour).UTC()
	d.must(d.DB.Write(ctx, func(tx *models.Tx) error {
		_, err := tx.SQL().Exec("update cohorts set opens_at = $1", opens)
		return err
	}))
	d.Wait(10*24*time.Hour + time.Minute)
	other := d.Person(t, "박서연", access.Instructor)
	n := authoring.CourseCopy{Title: authoring.Text{KO: "새 도시외교"}, Slug: "city-two"}
	if err := d.Authoring.DuplicateCourse(ctx, other, d.slug, n); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a stranger: %v", err)
	}
	d.must(d.Authoring.SetStaff(ctx, d.who, d.slug, other.Email, authoring.Assistant))
	if err := d.Authoring.DuplicateCourse(ctx, other, d.slug, n); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("an assistant: %v", err)
	}
	d.must(d.Authoring.SetStaff(ctx, d.who, d.slug, other.Email, authoring.Editor))
	d.must(d.Authoring.DuplicateCourse(ctx, other, d.slug, n))
	staff, err := d.Authoring.Staff(ctx, other, "city-two")
	if err != nil || len(staff.Members) != 1 || staff.Members[0].ID != other.ID || staff.Members[0].Part != authoring.Owner {
		t.Errorf("%v %+v", err, staff.Members)
	}
	d.must(d.DB.Read(ctx, func(tx *models.Tx) error {
		c, err := courses.FindCourse(tx, "city-two")
		if err != nil {
			return err
		}
		cohort, err := courses.FindSelfPaced(tx, c.ID)
		if err == nil && !cohort.OpensAt.Equal(opens.Add(10*24*time.Hour)) {
			t.Errorf("it opens at %s, the first at %s", cohort.OpensAt, opens)
		}
		return err
	}))
}

func TestDuplicateCourse_ManyAtOnceAreOneCopy(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.reading(d.section(0), "하나")
	var group sync.WaitGroup
	var mu sync.Mutex
	made := 0
	for range 5 {
		group.Go(func() {
			err := d.Authoring.DuplicateCourse(t.Context(), d.who, d.slug, authoring.CourseCopy{Title: authoring.Text{KO: "사본"}, Slug: "copy"})
			var bad *fault.Error
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made++
			} else if !errors.As(err, &bad) || bad.Fields["slug"] == "" {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if made != 1 {
		t.Errorf("%d copies", made)
	}
}
