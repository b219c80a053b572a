package handlers_test

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/models"

	"github.com/google/uuid"
)

const monthAgo = 30 * 24 * time.Hour

// teaching is the browser of the small course's owner, with a crowd in it.
func (s *site) teaching(t *testing.T, crowds ...apptest.Crowd) (*browser, access.Actor) {
	t.Helper()
	b, who := s.signedIn(t, access.Instructor)
	if err := s.Authoring.Appoint(t.Context(), "test", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	for _, c := range crowds {
		s.Enrol(t, "small", c)
	}
	return b, who
}

// looks counts what the audit says of names that somebody has seen or taken.
func (s *site) looks(t *testing.T, action string, who access.Actor) (n int) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from audit_entries where action = $1 and actor_id = $2", action, who.ID).Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// sheet reads a table as a spreadsheet would.
func sheet(t *testing.T, p *page) [][]string {
	t.Helper()
	text, marked := strings.CutPrefix(p.want(http.StatusOK).body, "\uFEFF")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || !strings.HasPrefix(p.header.Get("Content-Type"), "text/csv") || !strings.HasPrefix(p.header.Get("Content-Disposition"), `attachment; filename="small-`) {
		t.Fatalf("%v, %v: %.200q", err, p.header, p.body)
	}
	return rows
}

func TestFigures_LeadFromTheTabToWhereMostStop(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t, apptest.Crowd{People: 30, Opened: 2, From: 10, To: 40, Away: monthAgo}, apptest.Crowd{People: 20, Opened: 3, To: 60, Score: 80})
	tab := b.get("/studio/small").want(http.StatusOK).find(".subnav a[href$='/analytics']")
	course := b.get(tab.AttrOr("href", "")).want(http.StatusOK)
	if rows := course.find("table tbody tr"); rows.Length() != 3 || !strings.Contains(rows.Eq(1).Text(), "약 50명 (100%)") || !strings.Contains(rows.Eq(1).Text(), "약 30명 (60%)") {
		t.Errorf("the table says %q", rows.Text())
	}
	if course.find(".bars svg").Length() != 3 || !strings.Contains(course.text(), "연 사람의 60%가") {
		t.Errorf("the page says %q", course.text())
	}
	lesson := b.get(course.find("a.btn.primary").AttrOr("href", "")).want(http.StatusOK)
	if lesson.find(".curve svg path").Length() < 2 || lesson.find("table tbody tr").Length() != 30 {
		t.Errorf("a curve with %d rows", lesson.find("table tbody tr").Length())
	}
	at := lesson.find("a[href*='captions?at=']").AttrOr("href", "")
	if src := b.get(at).want(http.StatusOK).find("video").AttrOr("src", ""); !strings.HasSuffix(src, "#t=40") {
		t.Errorf("%q plays %q", at, src)
	}
}

func TestFigures_SayWhyThereIsNothingToSee(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t)
	if got := b.get("/studio/small/analytics").want(http.StatusOK); !strings.Contains(got.text(), "아직 배우는 사람이 없습니다") || got.find("table").Length() > 0 {
		t.Errorf("without learners it says %q", got.text())
	}
	few := serve(t)
	b, _ = few.teaching(t, apptest.Crowd{People: 9, Opened: 3, To: 60, Score: 90, Away: monthAgo})
	got := b.get("/studio/small/analytics").want(http.StatusOK)
	if !strings.Contains(got.text(), "10명 미만이라 숫자를 보여 드리지 않습니다") || got.find("table,svg.curve,.bars").Length() > 0 || got.find("a[href$='/analytics/learners']").Length() != 1 {
		t.Errorf("of nine it says %q", got.text())
	}
	for _, row := range sheet(t, b.get("/studio/small/analytics.csv"))[1:] {
		if strings.Join(row[3:], ",") != "<10,,<10,,<10," {
			t.Errorf("of nine the table says %q", row)
		}
	}
	fresh := newCourse(t, b)
	if got := b.get(fresh + "/analytics").want(http.StatusOK).text(); !strings.Contains(got, "아직 게시하지 않았습니다") {
		t.Errorf("before publishing it says %q", got)
	}
	b.get(fresh + "/analytics/learners").want(http.StatusOK)
}

func TestFigures_OfALessonThatFewOpenedAreHiddenOnItsPageAndInItsTable(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t, apptest.Crowd{People: 40, Opened: 1}, apptest.Crowd{People: 9, Opened: 3, To: 60, Score: 90, Away: monthAgo})
	links := b.get("/studio/small/analytics").want(http.StatusOK).find("table a")
	for _, i := range []int{1, 2} {
		lesson := links.Eq(i).AttrOr("href", "")
		if got := b.get(lesson).want(http.StatusOK); got.find("table,.curve,.bars").Length() > 0 || strings.Contains(got.text(), "90") {
			t.Errorf("of nine it says %q", got.text())
		}
		for _, row := range sheet(t, b.get(lesson+".csv"))[1:] {
			if row[3] != "<10" || row[4] != "" {
				t.Errorf("of nine the table says %q", row)
			}
		}
	}
}

func TestFigures_AreTakenAlongInTheLanguageOfTheReader(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t, apptest.Crowd{People: 40, Opened: 3, To: 30, Score: 90, Away: monthAgo})
	course := sheet(t, b.get("/en/studio/small/analytics.csv"))
	if course[0][1] != "Lesson title" || course[2][1] != "Short lecture" || course[2][3] != "40" || course[2][4] != "100" || len(course) != 4 {
		t.Errorf("it says %q", course)
	}
	links := b.get("/studio/small/analytics").find("table a")
	lecture := sheet(t, b.get(links.Eq(1).AttrOr("href", "")+".csv"))
	if len(lecture) < 30 || lecture[1][3] != "40" {
		t.Errorf("the lecture says %q", lecture)
	}
	quiz := sheet(t, b.get(links.Eq(2).AttrOr("href", "")+".csv"))
	if last := quiz[len(quiz)-1]; last[1] != "0" || last[2] != "100" || last[3] != "40" {
		t.Errorf("the quiz says %q", quiz)
	}
}

func TestFigures_NamesAreShownByNameAloneAndEachLookIsNoted(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.teaching(t, apptest.Crowd{People: 51, Opened: 2, Away: monthAgo})
	if err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), `update users set name = '=HYPERLINK("http://evil.test")' where name = '시민 7'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	first := b.get("/studio/small/analytics/learners").want(http.StatusOK)
	if first.find("tbody tr").Length() != 50 || strings.Contains(first.find("main").Text(), "@example.org") {
		t.Errorf("%d people: %q", first.find("tbody tr").Length(), first.text())
	}
	if second := b.get(first.find("a[rel=next]").AttrOr("href", "")).want(http.StatusOK); second.find("tbody tr").Length() != 1 || second.find("a[rel=next]").Length() != 0 {
		t.Error("the second page does not have the last one")
	}
	if n := s.looks(t, "course.learners_seen", who); n != 2 {
		t.Errorf("%d looks are noted", n)
	}
	rows := sheet(t, b.get("/studio/small/analytics/learners.csv"))
	text := ""
	for _, row := range rows[1:] {
		text += row[0] + "\n"
	}
	if len(rows) != 52 || strings.Contains(text, "@") || !strings.Contains(text, "'=HYPERLINK") || s.looks(t, "course.learners_taken", who) != 1 {
		t.Errorf("%d rows, %d noted: %q", len(rows), s.looks(t, "course.learners_taken", who), text)
	}
}

func TestCheating_FiguresAreForThoseWhoMakeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.teaching(t, apptest.Crowd{People: 20, Opened: 2, Away: monthAgo})
	lesson := b.get("/studio/small/analytics").want(http.StatusOK).find("table a").First().AttrOr("href", "")
	paths := []string{"/studio/small/analytics", "/studio/small/analytics.csv", lesson, lesson + ".csv", "/studio/small/analytics/learners", "/studio/small/analytics/learners.csv"}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	stranger := s.open(t)
	for _, path := range paths {
		thief.get(path).want(http.StatusNotFound)
		citizen.get(path).want(http.StatusForbidden)
		if got := stranger.get(path); got.status != http.StatusSeeOther && got.status != http.StatusUnauthorized {
			t.Errorf("a stranger gets %d", got.status)
		}
	}
	own := newCourse(t, thief)
	thief.get(own + "/analytics/" + lesson[strings.LastIndex(lesson, "/")+1:]).want(http.StatusNotFound)
	b.get("/studio/small/analytics/" + uuid.NewString()).want(http.StatusNotFound)
	b.get("/studio/small/analytics/nothing").want(http.StatusNotFound)
	b.get("/studio/nowhere/analytics").want(http.StatusNotFound)
}

func TestCheating_AssistantsSeeFiguresAndNoNames(t *testing.T) {
	t.Parallel()
	s := serve(t)
	_, owner := s.teaching(t, apptest.Crowd{People: 20, Opened: 2, Away: monthAgo})
	b, who := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), owner, "small", who.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	got := b.get("/studio/small/analytics").want(http.StatusOK)
	if got.find("table").Length() != 1 || got.find("a[href*='learners']").Length() != 0 || strings.Contains(got.body, "시민 ") {
		t.Errorf("an assistant sees %q", got.text())
	}
	for _, path := range []string{"/studio/small/analytics/learners", "/studio/small/analytics/learners.csv"} {
		if refused := b.get(path).want(http.StatusForbidden); strings.Contains(refused.body, "시민 ") {
			t.Errorf("an assistant sees %q", refused.text())
		}
	}
	if s.looks(t, "course.learners_seen", who)+s.looks(t, "course.learners_taken", who) != 0 {
		t.Error("looks are noted that were none")
	}
}
