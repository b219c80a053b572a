package coursework_test

import (
	"bytes"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/coursework"
	"academy/app/fault"
	"academy/app/learning"
	"academy/app/library"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// course is a folder of a course with one assignment; terms say what it asks for.
func course(slug, terms string) fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{
		"task.ko.md": text("교류 계획을 쓰세요."), "task.en.md": text("Write a plan."),
		"course.yaml": text(`slug: ` + slug + `
title: {ko: 교류 강좌, en: Exchange}
summary: {ko: 교류를 배웁니다., en: About exchange.}
level: beginner
languages: [ko, en]
minutes: 30
agenda: public-diplomacy
palette: blue
completion: {coverage: 0, score: 0}
sections:
  - key: first
    title: {ko: 시작, en: Beginning}
    lessons:
      - key: plan
        kind: assignment
        title: {ko: 교류 계획, en: A plan}
        minutes: 30
        body: {ko: task.ko.md, en: task.en.md}
        assignment: {` + terms + `}
`)}
}

const plain = "hand_in: [text, files], again: returned, points: 100"

// class is a course with an assignment, somebody who teaches it and somebody who learns.
type class struct {
	*apptest.Academy
	t              *testing.T
	lesson         uuid.UUID
	teacher, learn access.Actor
}

func open(t *testing.T, terms string) *class {
	t.Helper()
	c := &class{Academy: apptest.Open(t), t: t}
	c.ImportFolder(t, course("exchange", terms))
	c.teacher, c.learn = c.Person(t, "김교수", access.Admin), c.learner("이학습")
	c.lesson = c.lessonOf("exchange")
	return c
}

func (c *class) lessonOf(slug string) (id uuid.UUID) {
	c.t.Helper()
	err := c.DB.Read(c.t.Context(), func(tx *models.Tx) error {
		found, err := courses.FindCourse(tx, slug)
		if err != nil {
			return err
		}
		lessons, err := courses.ListLessons(tx, found.ID)
		id = lessons[0].ID
		return err
	})
	if err != nil {
		c.t.Fatal(err)
	}
	return id
}

func (c *class) learner(name string) access.Actor {
	c.t.Helper()
	who := c.Person(c.t, name)
	if _, err := c.Learning.Enrol(c.t.Context(), who, "exchange"); err != nil {
		c.t.Fatal(err)
	}
	return who
}

func (c *class) own(who access.Actor) coursework.Own {
	c.t.Helper()
	v, err := c.Coursework.Own(c.t.Context(), who, c.lesson)
	if err != nil {
		c.t.Fatal(err)
	}
	return v
}

// handIn hands a text in on top of what is there.
func (c *class) handIn(who access.Actor, text string) (coursework.Receipt, error) {
	return c.Coursework.HandIn(c.t.Context(), who, c.lesson, coursework.HandIn{
		OpID: uuid.NewString(), DraftChange: coursework.DraftChange{From: c.own(who).Draft.Version, Text: text},
	})
}

func (c *class) must(who access.Actor, text string) coursework.Receipt {
	c.t.Helper()
	r, err := c.handIn(who, text)
	if err != nil {
		c.t.Fatal(err)
	}
	return r
}

func (c *class) mark(id uuid.UUID, g coursework.Given) error {
	return c.Coursework.Mark(c.t.Context(), c.teacher, "exchange", id, g)
}

func (c *class) state(who access.Actor) learning.CoursePage {
	c.t.Helper()
	page, err := c.Learning.Course(c.t.Context(), who, locale.KO, "exchange")
	if err != nil {
		c.t.Fatal(err)
	}
	return page
}

func (c *class) file(who access.Actor, name, content string) uuid.UUID {
	c.t.Helper()
	asset, err := c.Library.TakeFile(c.t.Context(), who, library.UploadRequest{Name: name, Purpose: library.ForAssignment}, bytes.NewReader([]byte(content)))
	if err != nil {
		c.t.Fatal(err)
	}
	return asset
}

func is(t *testing.T, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

func field(err error, name string) string { return fault.Of(err).Fields[name] }

func TestAssignment_WithoutAPassMarkIsCompleteWhenItIsHandedIn(t *testing.T) {
	t.Parallel()
	c := open(t, plain)
	if v := c.own(c.learn); v.State != coursework.Todo || v.Why != "" {
		t.Fatalf("before: %+v", v)
	}
	long := strings.Repeat("교류 계획 ", 3000)
	if r := c.must(c.learn, long); !r.Complete || r.Number != 1 || r.Text != long {
		t.Errorf("receipt: %d %t, %d bytes", r.Number, r.Complete, len(r.Text))
	}
	if e := c.state(c.learn).Enrolment; e == nil || e.State != "completed" {
		t.Errorf("the course is %+v", e)
	}
	_, err := c.handIn(c.learn, strings.Repeat("가", 20_001))
	if field(err, "text") == "" {
		t.Errorf("more than there may be: %v", err)
	}
}

func TestAssignment_SentTwiceIsHandedInOnceAndEachTabIsHeard(t *testing.T) {
	t.Parallel()
	c := open(t, "hand_in: [text], again: marked, points: 100")
	h := coursework.HandIn{OpID: "tab-1", DraftChange: coursework.DraftChange{Text: "첫 글"}}
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			r, err := c.Coursework.HandIn(t.Context(), c.learn, c.lesson, h)
			if err != nil || r.Number != 1 {
				t.Errorf("the same again: %d, %v", r.Number, err)
			}
		})
	}
	group.Wait()
	// Another tab that has seen nothing of it may not hand in over it.
	_, err := c.Coursework.HandIn(t.Context(), c.learn, c.lesson, coursework.HandIn{OpID: "tab-2", DraftChange: coursework.DraftChange{Text: "다른 글"}})
	is(t, err, coursework.ErrStale)
	if r := c.must(c.learn, "고친 글"); r.Number != 2 {
		t.Errorf("handed in again as %d", r.Number)
	}
	handed := c.own(c.learn).Handed
	if len(handed) != 2 || handed[0].Text != "고친 글" || handed[1].Text != "첫 글" || handed[1].State != coursework.Replaced {
		t.Errorf("kept: %+v", handed)
	}
	is(t, c.mark(handed[1].ID, coursework.Given{Total: 50}), coursework.ErrNewer)
}

func TestDraft_IsKeptAndAnotherTabIsTold(t *testing.T) {
	t.Parallel()
	c := open(t, plain)
	first, err := c.Coursework.SaveDraft(t.Context(), c.learn, c.lesson, coursework.DraftChange{Text: "하나"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Coursework.SaveDraft(t.Context(), c.learn, c.lesson, coursework.DraftChange{From: first.Version, Text: "하나 둘"}); err != nil {
		t.Fatal(err)
	}
	_, err = c.Coursework.SaveDraft(t.Context(), c.learn, c.lesson, coursework.DraftChange{From: first.Version, Text: "하나 셋"})
	is(t, err, coursework.ErrStale)
	if got := fault.Of(err).Data["text"]; got != "하나 둘" {
		t.Errorf("told of %v", got)
	}
	if v := c.own(c.learn); v.State != coursework.Drafted || v.Draft.Text != "하나 둘" {
		t.Errorf("kept: %+v", v.Draft)
	}
}

func TestAssignment_IsTakenLateWithinItsGraceAndRefusedAfterwards(t *testing.T) {
	t.Parallel()
	due := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	c := open(t, "hand_in: [text], again: never, points: 50, pass_percent: 60, due_at: "+due+", grace_hours: 48, deduct_percent_a_day: 10")
	other := c.learner("박늦음")
	c.Wait(26 * time.Hour) // the second day has begun
	r := c.must(c.learn, "늦은 글")
	if r.LateDays != 2 {
		t.Errorf("%d days late", r.LateDays)
	}
	_, err := c.handIn(c.learn, "또")
	is(t, err, coursework.ErrNotAgain)
	if e := c.state(c.learn).Enrolment; e.State == "completed" {
		t.Error("complete before it was marked")
	}
	if err := c.mark(r.ID, coursework.Given{Total: 45, Comment: "좋습니다."}); err != nil {
		t.Fatal(err)
	}
	m := c.own(c.learn).Handed[0].Marks[0]
	if *m.Points != 45 || m.Deducted != 20 || *m.Percent != 70 || m.By != "" {
		t.Errorf("mark: %+v", m)
	}
	if e := c.state(c.learn).Enrolment; e.State != "completed" {
		t.Error("not complete with the pass mark reached")
	}
	c.Wait(48 * time.Hour)
	_, err = c.handIn(other, "너무 늦은 글")
	is(t, err, coursework.ErrClosed)
	if _, err := c.Coursework.SaveDraft(t.Context(), other, c.lesson, coursework.DraftChange{Text: "너무 늦은 글"}); err != nil {
		t.Errorf("what was typed is lost: %v", err)
	}
}

func TestMarking_GivesBackWithATimeOfItsOwnAndKeepsEveryWord(t *testing.T) {
	t.Parallel()
	due := time.Now().Add(time.Hour).UTC().Format(time.RFC3339)
	c := open(t, "hand_in: [text], again: never, points: 10, pass_percent: 50, due_at: "+due+`, rubric: [{text: {ko: 내용, en: Content}, points: 3}, {text: {ko: 표현, en: Style}, points: 1}]`)
	r := c.must(c.learn, "첫 글")
	c.Wait(2 * time.Hour)
	if got := field(c.mark(r.ID, coursework.Given{Return: true}), "comment"); got == "" {
		t.Error("given back without a word")
	}
	if got := field(c.mark(r.ID, coursework.Given{Return: true, Comment: "근거를 더해 주세요."}), "until"); got == "" {
		t.Error("given back without a time")
	}
	until := time.Now().Add(26 * time.Hour)
	if err := c.mark(r.ID, coursework.Given{Return: true, Comment: "근거를 더해 주세요.", Until: &until}); err != nil {
		t.Fatal(err)
	}
	if v := c.own(c.learn); v.State != coursework.Returned || v.Why != "" || !v.Extended {
		t.Fatalf("given back: %+v", v)
	}
	second := c.must(c.learn, "고친 글")
	if second.LateDays != 0 {
		t.Errorf("late in its own time by %d days", second.LateDays)
	}
	for _, wrong := range [][]float64{nil, {3}, {4, 1}, {3, -1}} {
		if got := field(c.mark(second.ID, coursework.Given{Points: wrong}), "points"); got == "" {
			t.Errorf("%v are taken", wrong)
		}
	}
	if err := c.mark(second.ID, coursework.Given{Points: []float64{1, 1}}); err != nil {
		t.Fatal(err)
	}
	is(t, c.mark(second.ID, coursework.Given{Points: []float64{3, 1}}), coursework.ErrMarkedSince)
	if err := c.mark(second.ID, coursework.Given{Seen: 1, Points: []float64{3, 1}, Comment: "다시 보니 좋습니다."}); err != nil {
		t.Fatal(err)
	}
	marks := c.own(c.learn).Handed[0].Marks
	if len(marks) != 2 || *marks[0].Percent != 100 || *marks[1].Percent != 50 || marks[0].Criteria[0].Given != 3 {
		t.Errorf("marks: %+v", marks)
	}
}

func TestMarking_TellsWhoMarksThatTheLearnerHasHandedInAgain(t *testing.T) {
	t.Parallel()
	c := open(t, "hand_in: [text], again: marked, points: 100")
	for range 5 {
		who := c.learner("경쟁")
		r := c.must(who, "첫 글")
		var group sync.WaitGroup
		var marked, again error
		group.Go(func() { marked = c.mark(r.ID, coursework.Given{Total: 80}) })
		group.Go(func() { _, again = c.handIn(who, "둘째 글") })
		group.Wait()
		if (marked == nil) == (again == nil) {
			t.Errorf("marked %v, handed in again %v", marked, again)
		}
	}
}

func TestMarking_ASecondMarkSaysWhyItIsAnother(t *testing.T) {
	t.Parallel()
	c := open(t, "hand_in: [text], again: never, points: 10, pass_percent: 50")
	r := c.must(c.learn, "글")
	if err := c.mark(r.ID, coursework.Given{Total: 4}); err != nil {
		t.Fatal(err)
	}
	if got := field(c.mark(r.ID, coursework.Given{Seen: 1, Total: 8}), "comment"); got != "coursework.reason_needed" {
		t.Errorf("corrected without a word: %q", got)
	}
	if err := c.mark(r.ID, coursework.Given{Seen: 1, Total: 8, Comment: "둘째 쪽을 못 보았습니다."}); err != nil {
		t.Fatal(err)
	}
	if e := c.state(c.learn).Enrolment; e.State != "completed" {
		t.Error("the corrected mark does not complete the lesson")
	}
}

func TestCheating_NobodyMarksTheirOwnWork(t *testing.T) {
	t.Parallel()
	c := open(t, plain)
	if _, err := c.Learning.Enrol(t.Context(), c.teacher, "exchange"); err != nil {
		t.Fatal(err)
	}
	r := c.must(c.teacher, "내 글")
	is(t, c.mark(r.ID, coursework.Given{Total: 100}), coursework.ErrOwnWork)
	is(t, c.mark(r.ID, coursework.Given{Return: true, Comment: "더 쓸 때까지"}), coursework.ErrOwnWork)
}

func TestCheating_OfSeveralTabsThatHandInAtOnceOneDoes(t *testing.T) {
	t.Parallel()
	c := open(t, "hand_in: [text], again: marked, points: 100, most_times: 3")
	var group sync.WaitGroup
	var taken atomic.Int32
	for i := range 6 {
		group.Go(func() {
			_, err := c.Coursework.HandIn(t.Context(), c.learn, c.lesson, coursework.HandIn{OpID: fmt.Sprint("tab-", i), DraftChange: coursework.DraftChange{Text: fmt.Sprint("글 ", i)}})
			if err == nil {
				taken.Add(1)
			} else if !errors.Is(err, coursework.ErrStale) {
				t.Errorf("refused with %v", err)
			}
		})
	}
	group.Wait()
	if n := len(c.own(c.learn).Handed); taken.Load() != 1 || n != 1 {
		t.Errorf("%d were taken, %d are there", taken.Load(), n)
	}
	for n := range 2 {
		c.must(c.learn, fmt.Sprint("다시 ", n))
	}
	_, err := c.handIn(c.learn, "네 번째")
	is(t, err, coursework.ErrNotAgain)
}

func TestCheating_AssignmentsAreForThoseWhoLearnAndForTheirMakers(t *testing.T) {
	t.Parallel()
	c := open(t, plain)
	r := c.must(c.learn, "내 글")
	stranger, other := c.Person(t, "남"), c.learner("다른 학습자")
	_, err := c.Coursework.HandIn(t.Context(), stranger, c.lesson, coursework.HandIn{OpID: "x", DraftChange: coursework.DraftChange{Text: "글"}})
	is(t, err, coursework.ErrNotEnrolled)
	if v := c.own(other); len(v.Handed) != 0 {
		t.Errorf("another learner sees %+v", v.Handed)
	}
	c.ImportFolder(t, course("elsewhere", plain))
	if _, err := c.Coursework.ToMark(t.Context(), c.teacher, locale.KO, "elsewhere", r.ID); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a submission of another course: %v", err)
	}
	instructor := c.Person(t, "다른 강사", access.Instructor)
	if err := c.Coursework.Mark(t.Context(), instructor, "exchange", r.ID, coursework.Given{Total: 100}); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("somebody who does not make the course marks: %v", err)
	}
	if err := c.Learning.Withdraw(t.Context(), other, "exchange"); err != nil {
		t.Fatal(err)
	}
	_, err = c.Coursework.HandIn(t.Context(), other, c.lesson, coursework.HandIn{OpID: "x", DraftChange: coursework.DraftChange{Text: "글"}})
	is(t, err, coursework.ErrNotEnrolled)
}

func TestFiles_AreTheLearnersOwnAndStayWithWhatWasHandedIn(t *testing.T) {
	t.Parallel()
	c := open(t, "hand_in: [files], again: marked, points: 100, most_files: 1, kinds: [document]")
	other := c.learner("다른 학습자")
	mine, theirs := c.file(c.learn, "계획.txt", "계획"), c.file(other, "남의 것.txt", "남의 계획")
	_, err := c.handIn(c.learn, "글은 받지 않습니다")
	is(t, err, coursework.ErrEmpty)
	_, err = c.Coursework.AddFile(t.Context(), c.learn, c.lesson, theirs)
	if field(err, "file") == "" {
		t.Errorf("somebody else's file: %v", err)
	}
	for range 2 { // the same again is no second one
		v, err := c.Coursework.AddFile(t.Context(), c.learn, c.lesson, mine)
		if len(v.Draft.Files) != 1 && field(err, "file") == "" {
			t.Errorf("added: %+v, %v", v.Draft, err)
		}
	}
	_, err = c.Coursework.AddFile(t.Context(), c.learn, c.lesson, c.file(c.learn, "둘째.txt", "둘째"))
	if field(err, "file") != "coursework.many_files" {
		t.Errorf("one too many: %v", err)
	}
	r := c.must(c.learn, "")
	if len(r.Files) != 1 || r.Files[0].Name != "계획.txt" {
		t.Fatalf("handed in: %+v", r)
	}
	if _, err := c.Coursework.RemoveFile(t.Context(), c.learn, c.lesson, mine); err != nil || len(c.own(c.learn).Handed[0].Files) != 1 {
		t.Errorf("taken out of what was handed in: %v", err)
	}
	if _, err := c.Coursework.OwnFile(t.Context(), other, c.lesson, mine); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("another learner reads it: %v", err)
	}
	if at, err := c.Coursework.MarkedFile(t.Context(), c.teacher, "exchange", r.ID, mine); err != nil || !strings.Contains(at, "answer-") || strings.Contains(at, url.QueryEscape("계획")) {
		t.Errorf("who marks without names is sent to %s, %v", at, err)
	}
	if _, err := c.Coursework.MarkedFile(t.Context(), c.teacher, "exchange", r.ID, theirs); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a file that was not handed in: %v", err)
	}
}
