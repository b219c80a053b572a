package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
)

func TestLearners_AreReachedFromTheHeadAndShowWhyALessonIsLocked(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.teaching(t, apptest.Crowd{People: 3, Opened: 1, Away: monthAgo})
	list := b.get(b.get("/studio/small").find(".studio-h .meta a[href$='/learners']").AttrOr("href", "")).want(http.StatusOK)
	if list.find("tbody tr").Length() != 3 || strings.Contains(list.find("main").Text(), "@") {
		t.Errorf("the list says %q", list.text())
	}
	if found := b.sendTo("/studio/small/learners", url.Values{"name": {"민 2"}}).want(http.StatusOK); found.find("tbody tr").Length() != 1 || found.find("#name").AttrOr("value", "") != "민 2" {
		t.Errorf("the search finds %q", found.text())
	}
	if none := b.sendTo("/studio/small/learners", url.Values{"name": {"<script>"}}).want(http.StatusOK); !strings.Contains(none.text(), "찾는 학습자가 없습니다") {
		t.Errorf("the search finds %q", none.text())
	}
	one := b.get(list.find("tbody a").First().AttrOr("href", "")).want(http.StatusOK)
	if got := one.text(); one.find(".standings li").Length() != 3 || !strings.Contains(got, "먼저 마쳐야 할 차시") || !strings.Contains(got, "수료까지 남은 것") || strings.Contains(got, "@") {
		t.Errorf("the learner's page says %q", got)
	}
	if s.looks(t, "course.learners_listed", who) != 3 || s.looks(t, "course.learner_seen", who) != 1 {
		t.Error("not every look is noted")
	}
}

func TestCheating_LearnersAreSeenByThoseWhoTeachThem(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, owner := s.teaching(t, apptest.Crowd{People: 1, Opened: 1, Away: monthAgo})
	learner := b.get("/studio/small/learners").want(http.StatusOK).find("tbody a").AttrOr("href", "")
	helper, assistant := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), owner, "small", assistant.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	if helper.get("/studio/small").want(http.StatusOK).find("a[href$='/learners']").Length() != 0 {
		t.Error("an assistant is led to the names")
	}
	for _, path := range []string{"/studio/small/learners", learner} {
		helper.get(path).want(http.StatusForbidden)
		thief.get(path).want(http.StatusNotFound)
		citizen.get(path).want(http.StatusForbidden)
	}
	own := newCourse(t, thief)
	thief.get(own + "/learners").want(http.StatusOK)
	thief.get(own + learner[strings.LastIndex(learner, "/learners"):]).want(http.StatusNotFound)
	b.get("/studio/small/learners/nothing").want(http.StatusNotFound)
	if s.looks(t, "course.learner_seen", owner) != 0 {
		t.Error("looks are noted that were none")
	}
}
