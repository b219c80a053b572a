package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

// newAssignment makes a course with an assignment by forms alone, publishes it, and answers the paths of the course in the
// studio and of the lesson for learners.
func newAssignment(t *testing.T, b *browser, change url.Values) (course, lesson string) {
	t.Helper()
	course = newCourse(t, b)
	section := b.get(course).want(http.StatusOK).find("input[name=section]").AttrOr("value", "")
	work := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"assignment"}, "lesson_ko": {"교류 계획"}, "lesson_en": {"A plan"}}).want(http.StatusSeeOther).to()
	settings := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	if review := b.get(course + "/publish").text(); !strings.Contains(review, "과제 내용") || !strings.Contains(review, "과제 설정") {
		t.Errorf("the review finds nothing missing: %s", review)
	}
	id := work[strings.LastIndex(work, "/")+1:]
	b.sendTo(work, formOf(b.get(work), "form[data-unsaved]", url.Values{"body_ko": {"계획을 쓰세요."}, "body_en": {"Write a plan."}, "do": {"save"}})).want(http.StatusSeeOther)
	task := b.get(work).find("a[href*='/assignments/']").AttrOr("href", "")
	b.sendTo(task, formOf(b.get(task).want(http.StatusOK), "form[data-unsaved]", change)).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", formOf(b.get(course+"/publish"), "form[action$='/publish']", nil)).want(http.StatusSeeOther)
	return course, "/learn/city-diplomacy/" + id
}

func TestAssignment_IsMadeHandedInMarkedAndReadByFormsAlone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	teacher, _ := s.signedIn(t, access.Instructor)
	course, lesson := newAssignment(t, teacher, url.Values{
		"again": {"marked"}, "points": {"20"}, "pass_percent": {"50"}, "criterion_ko": {"내용", "", ""}, "criterion_en": {"Content", "", ""}, "criterion_points": {"4", "", ""},
	})
	b, who := s.signedIn(t)
	b.submit(b.get("/courses/city-diplomacy/enrol").want(http.StatusOK), "/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	page := b.get(lesson).want(http.StatusOK)
	b.sendTo(lesson+"/draft", formOf(page, "pd-assignment form", url.Values{"text": {"임시 글"}})).want(http.StatusSeeOther)
	page = b.get(lesson)
	if got := page.find("textarea#text").Text(); got != "임시 글" {
		t.Errorf("kept %q", got)
	}
	body, contentType := formWith(t, [][2]string{{"_csrf", b.token()}}, plan)
	b.do(http.MethodPost, lesson+"/file", body, map[string]string{"Content-Type": contentType}).want(http.StatusSeeOther)
	page = b.get(lesson)
	if got := page.find(".handed a").Text(); got != plan.name {
		t.Errorf("the file is %q", got)
	}
	form := formOf(page, "pd-assignment form", url.Values{"text": {"낸 글"}})
	for range 2 { // pressed twice it is one
		b.sendTo(lesson+"/submission", form).want(http.StatusSeeOther)
	}
	if back := b.sendTo(lesson+"/submission", url.Values{"op_id": {"other-tab"}, "from": {"0"}, "text": {"다른 창의 글"}}).want(http.StatusConflict); back.find("textarea#text").Text() != "다른 창의 글" {
		t.Error("what was typed in another tab is lost")
	}
	queue := teacher.get(course + "/submissions").want(http.StatusOK)
	if queue.find("tbody tr").Length() != 1 || strings.Contains(queue.find("tbody").Text(), who.Name) {
		t.Errorf("the queue: %s", queue.text())
	}
	at := queue.find("tbody a").AttrOr("href", "")
	sub := teacher.get(at).want(http.StatusOK)
	if !strings.Contains(sub.text(), "낸 글") {
		t.Errorf("to mark: %s", sub.text())
	}
	saved := teacher.get(sub.find(".handed a").AttrOr("href", "")).want(http.StatusSeeOther)
	if got := teacher.get(saved.to()).want(http.StatusOK); got.body != string(plan.content) {
		t.Errorf("the file says %q", got.body)
	}
	bad := teacher.sendTo(at, formOf(sub, "form[aria-labelledby=mark-h]", url.Values{"points": {"5"}, "comment": {"잘 썼습니다."}, "do": {"mark"}})).want(http.StatusUnprocessableEntity)
	if bad.find("#points-err").Length() != 1 || bad.find("#comment").Text() != "잘 썼습니다." || bad.find("[name=points]").AttrOr("value", "") != "5" {
		t.Error("what is wrong is not told beside its field, or the feedback is lost")
	}
	teacher.sendTo(at, formOf(bad, "form[aria-labelledby=mark-h]", url.Values{"points": {"3"}, "do": {"mark"}})).want(http.StatusSeeOther)
	if text := b.get(lesson).text(); !strings.Contains(text, "잘 썼습니다.") || !strings.Contains(text, "20점 만점에 15점") {
		t.Errorf("feedback: %s", text)
	}
	if text := b.get("/learn/city-diplomacy/grades").want(http.StatusOK).text(); !strings.Contains(text, "75%") || !strings.Contains(text, "제출 1") {
		t.Errorf("own grades: %s", text)
	}
	if text := teacher.get(course + "/grades").want(http.StatusOK).text(); !strings.Contains(text, "75") || !strings.Contains(text, "교류 계획") {
		t.Errorf("the gradebook: %s", text)
	}
	learner := teacher.get(course+"/grades").find("tbody a").AttrOr("href", "")
	teacher.get(learner).want(http.StatusOK)
	s.takeAtMostFive(t, b, lesson)
	s.takeAtMostFive(t, teacher, course+"/submissions", at, strings.Replace(lesson, "/learn/city-diplomacy/", course+"/assignments/", 1))
}

func TestAssignment_BadSettingsComeBackFilledIn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course, lesson := newAssignment(t, b, nil)
	task := strings.Replace(lesson, "/learn/city-diplomacy/", course+"/assignments/", 1)
	back := b.sendTo(task, formOf(b.get(task), "form[data-unsaved]", url.Values{
		"text": nil, "files": nil, "points": {"viel"}, "due_at": {"2026-13-45T00:00"}, "grace_hours": {"-1"}, "criterion_ko": {"내용", "", ""}, "criterion_points": {"", "", ""},
	})).want(http.StatusUnprocessableEntity)
	for _, name := range []string{"text", "points", "due_at", "grace_hours", "rubric"} {
		if back.find("#"+name+"-err").Length() != 1 {
			t.Errorf("nothing is said beside %s", name)
		}
	}
	if back.find("[name=criterion_ko]").First().AttrOr("value", "") != "내용" {
		t.Error("the rubric is lost")
	}
}
