package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/insight"
	"academy/app/jobs"
)

// taken is an attempt at the small course's quiz in which those who know the rest take the wrong choice first.
func taken(knows bool) [][]apptest.Answered {
	if knows {
		return [][]apptest.Answered{{
			{Response: `{"choice":"b"}`}, {Response: `{"choices":["a","b"]}`, Earned: 10}, {Response: `{"value":true}`, Earned: 10}, {Response: `{"text":"외교"}`, Earned: 10},
		}}
	}
	return [][]apptest.Answered{{{Response: `{"choice":"a"}`, Earned: 10}, {Response: `{"choices":["c"]}`}, {Response: `{"value":false}`}, {Response: `{"text":"<b>모름</b>"}`}}}
}

func (s *site) analyse(t *testing.T, attempts string) {
	t.Helper()
	if err := s.Insight.AnalyseItems(t.Context(), jobs.AnalyseItems{QuizID: s.QuizID(t, "small"), Attempts: attempts}); err != nil {
		t.Fatal(err)
	}
}

func TestItems_LeadFromTheFiguresToAQuestionWithAWrongKey(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	s.Sit(t, "small", apptest.Sitting{People: 30, Attempts: taken(true)})
	s.Sit(t, "small", apptest.Sitting{People: 20, Attempts: taken(false)})
	list := b.get(b.get("/studio/small/analytics").want(http.StatusOK).find("a[href$='/analytics/items']").AttrOr("href", "")).want(http.StatusOK)
	quiz := list.find("tbody a").AttrOr("href", "")
	if waits := b.get(quiz).want(http.StatusOK); waits.header.Get("Refresh") == "" || !strings.Contains(waits.text(), "지금 계산하고 있습니다") || waits.find("main table").Length() != 0 {
		t.Errorf("before the job it says %q", waits.text())
	}
	s.analyse(t, insight.First)
	got := b.get(quiz).want(http.StatusOK)
	if got.header.Get("Refresh") != "" || !strings.Contains(got.text(), "잘하는 사람이 더 틀림") || !strings.Contains(got.text(), "평균55.0%") {
		t.Errorf("it says %q", got.text())
	}
	first := got.find("#item-1 .picks tbody tr")
	if first.Length() != 3 || !strings.Contains(first.Eq(0).Text(), "정답") || !strings.Contains(first.Eq(1).Text(), "60%") || strings.Contains(got.body, "<b>모름") {
		t.Errorf("of the first question it says %q", first.Text())
	}
	if row := b.get("/studio/small/analytics/items").want(http.StatusOK).find("tbody tr").Text(); !strings.Contains(row, "55.0%") || !strings.Contains(row, "약 50명") {
		t.Errorf("the list says %q", row)
	}
	rows := sheet(t, b.get(quiz+".csv"))
	if len(rows) != 5 || rows[1][4] != "40.0" || rows[1][9] != "-100.0" || rows[1][8] != "" || !strings.Contains(rows[1][11], "잘하는 사람이 더 틀림") {
		t.Errorf("the table says %q", rows)
	}
	english := b.get("/en" + quiz).want(http.StatusOK).text()
	if !strings.Contains(english, "check the key") || !strings.Contains(english, "Cronbach") {
		t.Errorf("in English it says %q", english)
	}
}

func TestItems_AreWorkedOutAnewByAForm(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	s.Sit(t, "small", apptest.Sitting{People: 12, Attempts: taken(true)})
	quiz := "/studio/small/analytics/items/" + s.QuizID(t, "small").String() + "?attempts=last"
	b.get(quiz).want(http.StatusOK)
	s.analyse(t, insight.Last)
	done := b.get(quiz).want(http.StatusOK)
	if done.find("form[action$='attempts=last']").Length() != 1 || done.find(".seg [aria-current]").Text() != "마지막 응시" {
		t.Fatalf("it says %q", done.text())
	}
	if to := b.sendTo(quiz, url.Values{}).want(http.StatusSeeOther).to(); !strings.HasSuffix(to, quiz) {
		t.Errorf("it leads to %q", to)
	}
	if again := b.get(quiz).want(http.StatusOK); again.header.Get("Refresh") != "" || !strings.Contains(again.text(), "지금 계산하고 있습니다") || again.find("main table").Length() == 0 {
		t.Errorf("while it is worked out it says %q", again.text())
	}
}

func TestItems_SayWhyThereIsNothingToSee(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	quiz := "/studio/small/analytics/items/" + s.QuizID(t, "small").String()
	if got := b.get(quiz).want(http.StatusOK); !strings.Contains(got.text(), "아직 끝까지 푼 사람이 없습니다") || got.find("main form").Length() != 0 {
		t.Errorf("before anybody it says %q", got.text())
	}
	s.Sit(t, "small", apptest.Sitting{People: 9, Attempts: taken(true)})
	b.get(quiz)
	s.analyse(t, insight.First)
	got := b.get(quiz).want(http.StatusOK)
	if !strings.Contains(got.text(), "10명 미만이라 숫자를 보여 드리지 않습니다") || got.find("main table").Length() != 0 || strings.Contains(got.body, "75.0") {
		t.Errorf("of nine it says %q", got.text())
	}
	if rows := sheet(t, b.get(quiz+".csv")); len(rows) != 1 {
		t.Errorf("of nine the table says %q", rows)
	}
	if row := b.get("/studio/small/analytics/items").want(http.StatusOK).find("tbody tr").Text(); strings.Contains(row, "75.0") || !strings.Contains(row, "10명 미만") {
		t.Errorf("of nine the list says %q", row)
	}
	if got := b.get(newCourse(t, b) + "/analytics/items").want(http.StatusOK).text(); !strings.Contains(got, "게시한 퀴즈가 없습니다") {
		t.Errorf("without a quiz it says %q", got)
	}
}

func TestCheating_ItemsAreForThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, owner := s.teaching(t)
	s.Sit(t, "small", apptest.Sitting{People: 20, Attempts: taken(true)})
	quiz := "/studio/small/analytics/items/" + s.QuizID(t, "small").String()
	assistant, who := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), owner, "small", who.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	stranger := s.open(t)
	for _, path := range []string{"/studio/small/analytics/items", quiz, quiz + ".csv", quiz + "?attempts=all"} {
		assistant.get(path).want(http.StatusOK)
		thief.get(path).want(http.StatusNotFound)
		citizen.get(path).want(http.StatusForbidden)
		if got := stranger.get(path); got.status != http.StatusSeeOther && got.status != http.StatusUnauthorized {
			t.Errorf("a stranger gets %d", got.status)
		}
	}
	thief.sendTo(quiz, url.Values{}).want(http.StatusNotFound)
	citizen.sendTo(quiz, url.Values{}).want(http.StatusForbidden)
	own := newCourse(t, thief)
	thief.get(own + strings.TrimPrefix(quiz, "/studio/small")).want(http.StatusNotFound)
	assistant.get("/studio/small/analytics/items/nothing").want(http.StatusNotFound)
	assistant.get(quiz + "?attempts=best").want(http.StatusUnprocessableEntity)
	if page := assistant.get(quiz); strings.Contains(page.body, "응시자 ") {
		t.Error("an assistant sees names")
	}
}
