package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/authoring"
)

// essays is a published course whose quiz asks a question and an essay, with an attempt that waits for a mark of the essay.
type essays struct {
	*site
	teacher, learner *browser
	course, attempt  string
	owner, who       access.Actor
}

func (s *site) essay(t *testing.T) essays {
	t.Helper()
	e := essays{site: s}
	e.teacher, e.owner = s.signedIn(t, access.Instructor)
	e.course = newCourse(t, e.teacher)
	quiz, _ := newQuiz(t, e.teacher, e.course)
	essay := newQuestion(t, e.teacher, e.course, "essay")
	e.teacher.sendTo(essay, formOf(e.teacher.get(essay), "form[data-unsaved]", url.Values{"do": {"save"}, "most": {"10000"}})).want(http.StatusSeeOther)
	lesson := quiz[strings.LastIndex(quiz, "/")+1:]
	e.teacher.sendTo(quiz, formOf(e.teacher.get(quiz), "form[data-unsaved]", url.Values{"do": {"remove.0"}})).want(http.StatusSeeOther)
	e.teacher.sendTo(e.course+"/bank?lesson="+lesson, url.Values{"question": {essay[strings.LastIndex(essay, "/")+1:]}, "do": {"add"}}).want(http.StatusSeeOther)
	settings := formOf(e.teacher.get(e.course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	e.teacher.sendTo(e.course+"/settings", settings).want(http.StatusSeeOther)
	e.teacher.sendTo(e.course+"/publish", nil).want(http.StatusSeeOther)

	e.learner, e.who = s.signedIn(t)
	return e.by(e.learner)
}

// by is the same course with an attempt of somebody else.
func (e essays) by(b *browser) essays {
	b.sendTo("/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	start := b.get(b.get("/learn/city-diplomacy").to()).find("a[href*='/quiz/']").AttrOr("href", "")
	e.learner, e.attempt = b, b.submit(b.get(start), start+"/attempts", nil).want(http.StatusSeeOther).to()
	return e
}

// handIn answers both questions and hands in.
func (e essays) handIn(text string) {
	for n, fields := range map[string]url.Values{"1": {"value": {"false"}}, "2": {"text": {text}}} {
		page := e.attempt + "/questions/" + n
		e.learner.submit(e.learner.get(page).want(http.StatusOK), page, fields).want(http.StatusSeeOther)
	}
	e.learner.submit(e.learner.get(e.attempt+"/check"), e.attempt+"/submit", nil).want(http.StatusSeeOther)
}

// mark gives the essay points of 5.
func (e essays) mark(points string) {
	queue := e.course + "/marking"
	e.teacher.sendTo(queue, formOf(e.teacher.get(queue), "main form", url.Values{"points": {points}, "comment": {"근거가 좋아요"}})).want(http.StatusSeeOther)
}

// correction is the form that corrects the mark.
func (e essays) correction(points, reason string) url.Values {
	form := formOf(e.teacher.get(e.course+"/marking/given").want(http.StatusOK), "details.add form", url.Values{"points": {points}, "reason": {reason}})
	form.Del("_csrf")
	return form
}

// told counts the notices of a kind that are on their way to the learner.
func (e essays) told(t *testing.T, kind string) (n int) {
	t.Helper()
	const sent = "select count(*) from river_job where kind = 'notify' and args->>'user_id' = $1 and args->>'notice' = $2"
	if err := e.DB.Jobs().QueryRow(t.Context(), sent, e.who.ID.String(), kind).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMarking_AMarkIsCorrectedWithAReasonThatTheLearnerReads(t *testing.T) {
	t.Parallel()
	e := serve(t).essay(t)
	e.handIn("첫 줄")
	given := e.course + "/marking/given"
	if got := e.teacher.get(given).want(http.StatusOK); got.find("details.add").Length() != 0 || got.find(".empty").Length() != 1 {
		t.Error("there is something to correct before anything was marked")
	}
	e.mark("4")
	if n := e.told(t, "attempt_marked"); n != 1 {
		t.Errorf("told %d times that it is marked", n)
	}
	if got := e.teacher.get(given).find("details.add [name=points]").AttrOr("value", ""); got != "4" {
		t.Errorf("the correction begins with %q points", got)
	}
	if got := e.learner.get(e.attempt).text(); !strings.Contains(got, "5점 가운데 4점") {
		t.Errorf("the learner does not see what each criterion earned: %q", got)
	}
	for reason, points := range map[string]string{"": "5", strings.Repeat("가", 2001): "5", "이유": "6"} {
		back := e.teacher.sendTo(given, e.correction(points, reason)).want(http.StatusUnprocessableEntity)
		if back.find(".err").Length() != 1 || back.find("[name=points]").AttrOr("value", "") != points || back.find("details[open]").Length() != 1 {
			t.Errorf("%.10q for %s points is not refused beside its field: %q", reason, points, back.find(".err").Text())
		}
	}
	form := e.correction("1", "기준을 잘못 보았습니다")
	e.teacher.sendTo(given, form).want(http.StatusSeeOther)
	e.teacher.sendTo(given, form).want(http.StatusConflict)
	got := e.learner.get(e.attempt).want(http.StatusOK)
	if !strings.Contains(got.text(), "2 / 10점") || !strings.Contains(got.text(), "까닭: 기준을 잘못 보았습니다") || !strings.Contains(got.text(), "근거가 좋아요") {
		t.Errorf("the learner sees %q", got.text())
	}
	if n := e.told(t, "mark_corrected"); n != 1 || e.looks(t, "course.mark_corrected", e.owner) != 1 {
		t.Errorf("the learner is told %d times, the audit %d", n, e.looks(t, "course.mark_corrected", e.owner))
	}
	if got := e.teacher.get(e.course + "/grades").find("tbody").Text(); !strings.Contains(got, "60%") {
		t.Errorf("the gradebook says %q", got)
	}
}

func TestMarking_ALessonThatIsCompleteStaysSoWhenItsMarkIsCorrected(t *testing.T) {
	t.Parallel()
	e := serve(t).essay(t)
	e.handIn("첫 줄")
	e.mark("5")
	if n := e.completed(t); n != 1 {
		t.Fatalf("%d lessons are complete", n)
	}
	e.teacher.sendTo(e.course+"/marking/given", e.correction("0", "남의 글입니다")).want(http.StatusSeeOther)
	if n := e.completed(t); n != 1 {
		t.Errorf("%d lessons are complete with the mark taken back", n)
	}
}

func TestCheating_MarksAreCorrectedByThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	e := s.essay(t)
	e.handIn("첫 줄")
	e.mark("1")
	given, form := e.course+"/marking/given", e.correction("5", "나에게 만점을")
	e.learner.get(given).want(http.StatusForbidden)
	e.learner.sendTo(given, form).want(http.StatusForbidden)
	thief, _ := s.signedIn(t, access.Instructor)
	thief.get(given).want(http.StatusNotFound)
	thief.sendTo(given, form).want(http.StatusNotFound)
	other := thief.sendTo("/studio/new", url.Values{"title_ko": {"남의 강좌"}, "title_en": {"Other"}, "slug": {"other"}, "agenda": {"public-diplomacy"}, "level": {"beginner"}}).want(http.StatusSeeOther).to()
	thief.sendTo(other+"/marking/given", form).want(http.StatusNotFound)
	if got := e.learner.get(e.attempt).text(); !strings.Contains(got, "2 / 10점") {
		t.Errorf("it has become %q", got)
	}
	// What nobody has marked by hand cannot be given another mark.
	form.Set("slot", "1")
	e.teacher.sendTo(given, form).want(http.StatusNotFound)
	form.Set("slot", "2")

	var group sync.WaitGroup
	var lock sync.Mutex
	answers := map[int]int{}
	for range 4 {
		group.Go(func() {
			got := e.teacher.sendTo(given, form)
			lock.Lock()
			defer lock.Unlock()
			answers[got.status]++
		})
	}
	group.Wait()
	if answers[http.StatusSeeOther] != 1 || answers[http.StatusConflict] != 3 {
		t.Errorf("of four corrections at once: %v", answers)
	}
}

func TestCheating_NobodyMarksOrGradesThemselves(t *testing.T) {
	t.Parallel()
	s := serve(t)
	e := s.essay(t)
	e = e.by(e.teacher)
	e.handIn("내 글")
	queue := e.course + "/marking"
	form := formOf(e.teacher.get(queue), "main form", url.Values{"points": {"5"}})
	if got := e.teacher.sendTo(queue, form).want(http.StatusConflict); !strings.Contains(got.text(), "자기 답안은 채점할 수 없습니다") {
		t.Errorf("told %q", got.text())
	}
	helper, assistant := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), e.owner, "city-diplomacy", assistant.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	form.Del("_csrf")
	helper.sendTo(queue, form).want(http.StatusSeeOther)
	e.teacher.sendTo(queue+"/given", e.correction("5", "더 주고 싶어서")).want(http.StatusConflict)
	book := e.course + "/grades"
	learners := e.teacher.get(book).find("tbody a")
	for i := range learners.Nodes {
		learner := learners.Eq(i).AttrOr("href", "")
		page := e.teacher.get(learner)
		want := http.StatusConflict
		if !strings.Contains(page.find("ul.dots").Text(), "100%") && strings.Contains(page.text(), "응시 중") {
			want = http.StatusSeeOther // that of the other learner
		}
		e.teacher.sendTo(learner, give(page, "100", "그냥")).want(want)
	}
}

func TestQuiz_AnAnswerOfTenThousandCharactersInAnyScriptIsKeptToItsLastInEveryPlace(t *testing.T) {
	t.Parallel()
	e := serve(t).essay(t)
	mixed := "\u202eעברית مرحبا\u202c 외\u200b교\u200d\ufeff 👩\u200d👩\u200d👧 <b>&amp;\n"
	text := strings.Repeat(mixed, 10_000/utf8.RuneCountInString(mixed)+1)
	text = string([]rune(text)[:9_999]) + "끝"
	page := e.attempt + "/questions/2"
	e.learner.submit(e.learner.get(page), page, url.Values{"text": {text + "넘침"}}).want(http.StatusUnprocessableEntity)
	e.handIn(text)
	if got := e.teacher.get(e.course + "/marking").want(http.StatusOK).find(".answer").Text(); got != text {
		t.Errorf("who marks sees %d characters of %d", utf8.RuneCountInString(got), utf8.RuneCountInString(text))
	}
	e.mark("5")
	if got := e.learner.get(e.attempt).want(http.StatusOK).find("ul.ans .kept").Text(); !strings.Contains(got, text) {
		t.Errorf("the learner sees %d characters: %.200s", utf8.RuneCountInString(got), got)
	}
	if got := e.teacher.get(e.course + "/marking/given").want(http.StatusOK).find(".answer").Text(); got != text {
		t.Errorf("who corrects sees %d characters", utf8.RuneCountInString(got))
	}
}
