package insight_test

import (
	"context"
	"errors"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/insight"
	"academy/models"
	"academy/models/modeltest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

const week = 7 * 24 * time.Hour

// desk is an academy with the small course and the owner of it.
type desk struct {
	*apptest.Academy
	t   *testing.T
	who access.Actor
}

func openDesk(t *testing.T, crowds ...apptest.Crowd) *desk {
	t.Helper()
	d := &desk{apptest.Open(t), t, access.Actor{}}
	d.Import(t)
	d.who = d.Person(t, "이수민", access.Instructor)
	d.must(d.Authoring.Appoint(t.Context(), "test", "small", d.who.Email))
	for _, c := range crowds {
		d.Enrol(t, "small", c)
	}
	return d
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) course() insight.CourseFigures {
	d.t.Helper()
	v, err := d.Insight.CourseFigures(d.t.Context(), d.who, "small")
	d.must(err)
	return v
}

func (d *desk) lesson(i int) insight.LessonFigures {
	d.t.Helper()
	v, err := d.Insight.LessonFigures(d.t.Context(), d.who, "small", d.course().Lessons[i].ID)
	d.must(err)
	return v
}

// value reads a single value straight from the database.
func value[T any](d *desk, query string, args ...any) (v T) {
	d.t.Helper()
	d.must(d.DB.Write(d.t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), query, args...).Scan(&v)
	}))
	return v
}

func TestFigures_CountWhoOpenedCompletedAndStopped(t *testing.T) {
	t.Parallel()
	d := openDesk(t,
		apptest.Crowd{People: 20, Opened: 3, Score: 80, To: 60, Done: true, Away: 2 * week},
		apptest.Crowd{People: 30, Opened: 2, To: 30, Away: 2 * week},
		apptest.Crowd{People: 10, Opened: 1, Away: time.Hour},
		apptest.Crowd{People: 11, Away: 2 * week})
	v := d.course()
	var got [][3]insight.Count
	for _, l := range v.Lessons {
		got = append(got, [3]insight.Count{l.Opened, l.Completed, l.Stopped})
	}
	if diff := cmp.Diff([][3]insight.Count{{60, 50, 0}, {50, 20, 30}, {20, 0, 0}}, got); diff != "" || v.Learners != 70 || v.Elsewhere != 10 {
		t.Errorf("%s of %d, %d elsewhere", diff, v.Learners, v.Elsewhere)
	}
	if stops := v.Stops(); len(stops) != 1 || stops[0].Number != 2 || stops[0].Loss() != 60 {
		t.Errorf("they stop at %+v", stops)
	}
}

func TestFigures_ShowWhereALectureLosesPeople(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 20, Opened: 2, To: 60}, apptest.Crowd{People: 30, Opened: 2, From: 10, To: 30}, apptest.Crowd{People: 50, Opened: 3, To: 30}, apptest.Crowd{People: 20, Opened: 1})
	v := d.lesson(1)
	if v.Curve == nil || v.Curve.Opened != 100 || v.Curve.Length.Round(time.Second) != time.Minute {
		t.Fatalf("the curve is %+v", v.Curve)
	}
	bins := v.Curve.Bins
	if bins[5] != 70 || bins[20] != 100 || bins[45] != 20 || v.Watched != 50 {
		t.Errorf("%v, half watched %d %%", bins, v.Watched)
	}
	if f := v.Curve.Fall; f == nil || f.At.Round(time.Second) != 30*time.Second || f.Before != 100 || f.After != 20 {
		t.Errorf("most leave at %+v", f)
	}
	if reading := d.lesson(0); reading.Curve != nil || reading.Watched != -1 || reading.Days != 3 {
		t.Errorf("a reading has %+v", reading)
	}
}

func TestFigures_ShowScoresInBandsOfTenOrMore(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 12, Opened: 3, Score: 35}, apptest.Crowd{People: 4, Opened: 3, Score: 55}, apptest.Crowd{People: 25, Opened: 3, Score: 100}, apptest.Crowd{People: 5, Opened: 3})
	want := []insight.Band{{From: 0, To: 39, People: 10}, {From: 40, To: 100, People: 30}}
	if diff := cmp.Diff(want, d.lesson(2).Bands); diff != "" {
		t.Error(diff)
	}
}

func TestFigures_OfFewerThanTenAreHiddenToTheirLast(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 9, Opened: 3, Score: 80, To: 60, Away: 2 * week})
	if v := d.course(); !v.Learners.Few() || v.Nobody || len(v.Stops()) > 0 || v.Lessons[0].Opened != 0 {
		t.Errorf("nine are told of: %+v", v)
	}
	for i := range 3 {
		if v := d.lesson(i); v.Curve != nil || v.Bands != nil || v.Watched != -1 || v.Days != -1 || v.Lesson.Opened != 0 {
			t.Errorf("nine are told of: %+v", v)
		}
	}
}

func TestFigures_ALessonThatNineHaveOpenedIsHiddenInACourseOfMany(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 100, Opened: 1}, apptest.Crowd{People: 9, Opened: 3, To: 60, Score: 90})
	if v := d.lesson(1); v.Curve != nil || v.Watched != -1 || v.Days != -1 || v.Lesson.Completed != 0 {
		t.Errorf("nine are told of: %+v", v)
	}
	if v := d.lesson(2); v.Bands != nil {
		t.Errorf("nine are told of: %+v", v)
	}
}

func TestFigures_WhoLeftTheCourseIsInNone(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 30, Opened: 2, To: 60, Away: 2 * week})
	d.must(d.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), "update enrolments set state = 'withdrawn'")
		return err
	}))
	if v := d.course(); !v.Nobody || v.Lessons[0].Opened != 0 || v.Lessons[1].Stopped != 0 {
		t.Errorf("they are in %+v", v)
	}
	if list, err := d.Insight.Away(t.Context(), d.who, "small", ""); err != nil || len(list.People) != 0 {
		t.Errorf("%v: they are listed", err)
	}
}

func TestFigures_OfACourseThatWasNeverPublishedAreNone(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.must(d.Authoring.CreateCourse(t.Context(), d.who, authoring.NewCourse{Title: authoring.Text{KO: "새것"}, Slug: "fresh", Agenda: "public-diplomacy", Level: "beginner"}))
	v, err := d.Insight.CourseFigures(t.Context(), d.who, "fresh")
	if err != nil || len(v.Lessons) != 0 || v.Course.Slug != "fresh" {
		t.Errorf("%v %+v", err, v)
	}
	if _, err := d.Insight.LessonFigures(t.Context(), d.who, "fresh", uuid.New()); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a lesson: %v", err)
	}
	if list, err := d.Insight.Away(t.Context(), d.who, "fresh", ""); err != nil || len(list.People) != 0 {
		t.Errorf("names: %v", err)
	}
}

func TestFigures_AreAddedUpOnceForAllWhoAsk(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 20, Opened: 2, To: 60})
	before := d.DB.Queries()
	var group sync.WaitGroup
	const asking = 12
	for range asking {
		group.Go(func() { _, _ = d.Insight.CourseFigures(context.Background(), d.who, "small") })
	}
	group.Wait()
	if n := d.DB.Queries() - before; n != asking+1 {
		t.Errorf("%d who ask take %d queries", asking, n)
	}
	d.lesson(1)
	before = d.DB.Queries()
	if d.lesson(1); d.DB.Queries()-before != 2 {
		t.Errorf("asked again it takes %d queries", d.DB.Queries()-before)
	}
}

func TestAway_ListsByNameInPagesAndNotesWhoseNamesWereSeen(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 51, Opened: 2, Away: 2 * week}, apptest.Crowd{People: 3, Opened: 2, Away: week - time.Hour}, apptest.Crowd{People: 2, Away: 3 * week}, apptest.Crowd{People: 4, Opened: 3, Done: true, Away: 3 * week})
	first, err := d.Insight.Away(t.Context(), d.who, "small", "")
	d.must(err)
	if len(first.People) != 50 || first.Next == "" || first.People[0].Percent != 40 || first.People[0].Lesson.KO != "짧은 강의" {
		t.Fatalf("%d people, %+v", len(first.People), first.People[0])
	}
	seen := value[string](d, "select details->>'citizens' from audit_entries where action = 'course.learners_seen' and actor_id = $1 and object_kind = 'course' and reason <> ''", d.who.ID)
	if n := len(strings.Fields(seen)); n != 50 {
		t.Errorf("%d are noted", n)
	}
	last, err := d.Insight.Away(t.Context(), d.who, "small", first.Next)
	d.must(err)
	if len(last.People) != 3 || last.Next != "" || last.People[2].Lesson.KO != "" {
		t.Errorf("the last page has %+v", last)
	}
	if n := value[int](d, "select count(*) from audit_entries where action = 'course.learners_seen'"); n != 2 {
		t.Errorf("%d entries", n)
	}
	all, err := d.Insight.AwayAll(t.Context(), d.who, "small")
	if err != nil || len(all.People) != 53 || value[int](d, "select count(*) from audit_entries where action = 'course.learners_taken'") != 1 {
		t.Errorf("%v: %d people taken", err, len(all.People))
	}
}

func TestAway_ALongListIsTakenWhole(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 1203, Opened: 1, Away: 2 * week})
	all, err := d.Insight.AwayAll(t.Context(), d.who, "small")
	d.must(err)
	names := map[string]bool{}
	for _, p := range all.People {
		names[p.Name] = true
	}
	if len(all.People) != 1203 || len(names) != 1203 {
		t.Errorf("%d of 1203, %d names", len(all.People), len(names))
	}
	if n := value[int](d, "select sum(array_length(string_to_array(details->>'citizens', ' '), 1)) from audit_entries where action = 'course.learners_taken'"); n != 1203 {
		t.Errorf("%d are noted", n)
	}
}

func TestFigures_AreForThoseWhoMakeTheCourseAndNamesForOwnersAndEditors(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 20, Opened: 2, Away: 2 * week})
	ctx, lesson := t.Context(), d.course().Lessons[0].ID
	helper := d.Person(t, "박서연", access.Instructor)
	ask := func(who access.Actor) []error {
		_, course := d.Insight.CourseFigures(ctx, who, "small")
		_, one := d.Insight.LessonFigures(ctx, who, "small", lesson)
		_, names := d.Insight.Away(ctx, who, "small", "")
		_, all := d.Insight.AwayAll(ctx, who, "small")
		return []error{course, one, names, all}
	}
	for i, err := range ask(helper) {
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("a stranger, %d: %v", i, err)
		}
	}
	for i, err := range ask(d.Person(t, "김하늘")) {
		if err == nil {
			t.Errorf("a citizen, %d", i)
		}
	}
	d.must(d.Authoring.SetStaff(ctx, d.who, "small", helper.Email, authoring.Assistant))
	if got := ask(helper); got[0] != nil || got[1] != nil || !errors.Is(got[2], insight.ErrNoNames) || !errors.Is(got[3], insight.ErrNoNames) {
		t.Errorf("an assistant: %v", got)
	}
	if n := value[int](d, "select count(*) from audit_entries where action like 'course.learners%'"); n != 0 {
		t.Errorf("%d entries of names that nobody saw", n)
	}
	d.must(d.Authoring.SetStaff(ctx, d.who, "small", helper.Email, authoring.Editor))
	for _, who := range []access.Actor{helper, d.Person(t, "한지우", access.Admin)} {
		if got := ask(who); slices.ContainsFunc(got, func(err error) bool { return err != nil }) {
			t.Errorf("%s: %v", who.Name, got)
		}
	}
}

func TestCheating_ALessonOfAnotherCourseIsNotThere(t *testing.T) {
	t.Parallel()
	d := openDesk(t, apptest.Crowd{People: 20, Opened: 2})
	d.ImportFolder(t, apptest.Sample(t, "oda-basics"))
	lesson := d.course().Lessons[0].ID
	d.must(d.Authoring.Appoint(t.Context(), "test", "oda-basics", d.who.Email))
	if _, err := d.Insight.LessonFigures(t.Context(), d.who, "oda-basics", lesson); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("it is shown: %v", err)
	}
}
