package learning_test

import (
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// class is a small course, a citizen in it, and its lessons by kind.
type class struct {
	*apptest.Academy
	who     access.Actor
	lessons map[string]uuid.UUID
}

func newClass(t *testing.T) *class {
	t.Helper()
	c := &class{Academy: apptest.Open(t), lessons: map[string]uuid.UUID{}}
	c.Import(t)
	c.who = c.Person(t, "김하늘")
	if _, err := c.Learning.Enrol(t.Context(), c.who, "small"); err != nil {
		t.Fatal(err)
	}
	page, err := c.Learning.Course(t.Context(), c.who, locale.KO, "small")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range page.Sections {
		for _, l := range s.Lessons {
			c.lessons[l.Kind] = l.ID
		}
	}
	return c
}

func (c *class) open(t *testing.T, kind string) learning.LessonPage {
	t.Helper()
	page, err := c.Learning.Lesson(t.Context(), c.who, locale.KO, "small", c.lessons[kind])
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func (c *class) claim(t *testing.T, view string, seq int, intervals ...[2]float64) learning.CoverageResult {
	t.Helper()
	r, err := c.Learning.ClaimCoverage(t.Context(), c.who, c.lessons["lecture"], learning.CoverageClaim{ViewID: view, Seq: seq, Intervals: intervals})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (c *class) exec(t *testing.T, query string) {
	t.Helper()
	if _, err := c.DB.Jobs().Exec(t.Context(), query); err != nil {
		t.Fatal(err)
	}
}

func TestClaimCoverage_BelievesNoMoreThanTheAllowanceAtOnce(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "lecture")
	r := c.claim(t, "v", 1, [2]float64{0, 60})
	if r.Accepted != 0 || len(r.Rejected) != 1 || r.Rejected[0].Reason != "too_fast" {
		t.Fatalf("got %+v", r)
	}
	c.Wait(20 * time.Second)
	if r := c.claim(t, "v", 2, [2]float64{0, 60}); r.Percent != 100 || !r.Completed {
		t.Fatalf("twice 20 s and the allowance are more than 60 s, got %+v", r)
	}
}

func TestClaimCoverage_TenFakedViewsGetNoMoreThanOne(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "lecture")
	var claims sync.WaitGroup
	for i := range 10 {
		claims.Go(func() { c.claim(t, uuid.NewString(), 1, [2]float64{float64(i) * 6, float64(i)*6 + 6}) })
	}
	claims.Wait()
	if r := c.claim(t, "look", 1); r.Percent > 55 {
		t.Fatalf("ten views at once covered %d %%, the allowance is half a minute", r.Percent)
	}
}

func TestClaimCoverage_TheSameClaimTwiceCountsOnce(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "lecture")
	first := c.claim(t, "v", 1, [2]float64{0, 10})
	again := c.claim(t, "v", 1, [2]float64{10, 20})
	if first.Accepted != 10 || again.Accepted != 10 || len(again.Ranges) != 1 || again.Ranges[0] != [2]float64{0, 10} {
		t.Fatalf("got %+v, then %+v", first, again)
	}
}

func TestClaimCoverage_RefusesWhatIsNotInTheVideo(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "lecture")
	r := c.claim(t, "v", 1, [2]float64{-5, 3}, [2]float64{50, 90}, [2]float64{7, 7}, [2]float64{1, 2})
	if len(r.Rejected) != 3 || r.Accepted != 1 {
		t.Fatalf("got %+v", r)
	}
}

func TestClaimCoverage_KeepsFewOfTheIntervalsItRefuses(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "lecture")
	crumbs := make([][2]float64, 200)
	for i := range crumbs {
		crumbs[i] = [2]float64{float64(i) / 5, float64(i)/5 + 0.001}
	}
	if r := c.claim(t, "v", 1, crumbs...); len(r.Rejected) != 200 || len(r.Ranges) != 0 {
		t.Errorf("%d are refused, %d are believed", len(r.Rejected), len(r.Ranges))
	}
	if again := c.claim(t, "v", 1, crumbs...); len(again.Rejected) != 20 || again.Rejected[0].Reason != "malformed" {
		t.Errorf("%d of them are kept", len(again.Rejected))
	}
}

func TestClaimCoverage_NeedsTheLectureOpened(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	_, err := c.Learning.ClaimCoverage(t.Context(), c.who, c.lessons["lecture"], learning.CoverageClaim{ViewID: "v", Seq: 1, Intervals: [][2]float64{{0, 5}}})
	if !errors.Is(err, learning.ErrUnopened) {
		t.Fatalf("got %v", err)
	}
	stranger := c.Person(t, "박서연")
	c.open(t, "lecture")
	_, err = c.Learning.ClaimCoverage(t.Context(), stranger, c.lessons["lecture"], learning.CoverageClaim{ViewID: "v", Seq: 1})
	if err == nil {
		t.Fatal("somebody who is not enrolled was believed")
	}
}

func TestLesson_StaysLockedUntilWhatItNeedsIsDone(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	if _, err := c.Learning.Lesson(t.Context(), c.who, locale.KO, "small", c.lessons["quiz"]); !errors.Is(err, learning.ErrLocked) {
		t.Fatalf("got %v", err)
	}
	c.open(t, "lecture")
	c.Wait(time.Minute)
	c.claim(t, "v", 1, [2]float64{0, 50})
	if page := c.open(t, "quiz"); page.Quiz == nil || page.Quiz.Questions != 4 {
		t.Fatalf("got %+v", page.Quiz)
	}
}

func TestEnrol_TwelveTimesAtOnceIsOneEnrolment(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	who := c.Person(t, "이수민")
	var mu sync.Mutex
	seen, made := map[uuid.UUID]bool{}, 0
	var calls sync.WaitGroup
	for range 12 {
		calls.Go(func() {
			r, err := c.Learning.Enrol(t.Context(), who, "small")
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				t.Error(err)
			}
			seen[r.ID] = true
			if r.New {
				made++
			}
		})
	}
	calls.Wait()
	if len(seen) != 1 || made != 1 {
		t.Fatalf("got %d enrolments, %d new", len(seen), made)
	}
}

func TestEnrol_LetsNobodyInWithoutTheKeyOfACourseThatAsksForOne(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	who := c.Person(t, "이수민")
	if err := c.Learning.Withdraw(t.Context(), c.who, "small"); err != nil {
		t.Fatal(err)
	}
	c.exec(t, "update cohorts set policy = 'key'")
	for name, one := range map[string]access.Actor{"a newcomer": who, "somebody who has left": c.who} {
		if r, err := c.Learning.Enrol(t.Context(), one, "small"); !errors.Is(err, learning.ErrKeyNeeded) {
			t.Errorf("%s: got %+v, %v", name, r, err)
		}
	}
	c.exec(t, "update cohorts set policy = 'approval'")
	if r, err := c.Learning.Enrol(t.Context(), who, "small"); err != nil || r.State != "applied" {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestWithdraw_KeepsProgressForALaterReturn(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	c.open(t, "reading")
	if _, err := c.Learning.CompleteLesson(t.Context(), c.who, locale.KO, c.lessons["reading"]); err != nil {
		t.Fatal(err)
	}
	if err := c.Learning.Withdraw(t.Context(), c.who, "small"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Learning.Lesson(t.Context(), c.who, locale.KO, "small", c.lessons["reading"]); !errors.Is(err, learning.ErrNotEnrolled) {
		t.Fatalf("got %v", err)
	}
	if r, err := c.Learning.Enrol(t.Context(), c.who, "small"); err != nil || r.State != "active" || r.New {
		t.Fatalf("got %+v %v", r, err)
	}
	if page := c.open(t, "reading"); page.Percent != 33 {
		t.Fatalf("got %d %%, want 33", page.Percent)
	}
}

func TestCatalogue_FindsTwoSyllablesInsideAWord(t *testing.T) {
	t.Parallel()
	c := newClass(t)
	for _, query := range []string{"외교", "공공외교", "diplomacy", "DIPLO", "외", "작은 강좌"} {
		page, err := c.Learning.Catalogue(t.Context(), c.who, locale.KO, learning.Filter{Query: query})
		if err != nil || len(page.Cards) != 1 || page.Cards[0].Mine == nil {
			t.Errorf("%q: got %d courses, %v", query, len(page.Cards), err)
		}
	}
	for _, query := range []string{"외국", "교공", "!!!'):*"} {
		page, err := c.Learning.Catalogue(t.Context(), c.who, locale.KO, learning.Filter{Query: query})
		if err != nil || len(page.Cards) != 0 && query != "!!!'):*" {
			t.Errorf("%q: got %d courses, %v", query, len(page.Cards), err)
		}
	}
	if page, err := c.Learning.Catalogue(t.Context(), c.who, locale.KO, learning.Filter{Agenda: "cultural-exchange", Level: "beginner", Language: "en"}); err != nil || page.Total != 1 {
		t.Errorf("got %+v, %v", page, err)
	}
}
