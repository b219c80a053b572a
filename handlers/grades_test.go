package handlers_test

import (
	"encoding/csv"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/grades"
	spreadsheet "academy/app/sheet"
	"academy/models"

	"github.com/google/uuid"
)

const book = "/studio/small/grades"

// graded is the owner of the small course with learners who have passed its quiz and others who have failed it.
func (s *site) graded(t *testing.T, passed, failed int) (*browser, access.Actor) {
	t.Helper()
	b, who := s.teaching(t)
	s.Sit(t, "small", apptest.Sitting{People: passed, Attempts: taken(true)})
	s.Sit(t, "small", apptest.Sitting{People: failed, Attempts: taken(false)})
	return b, who
}

// completed counts the quizzes that learners have completed.
func (s *site) completed(t *testing.T) (n int) {
	t.Helper()
	err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from lesson_progress p join lessons l on l.id = p.lesson_id and l.kind = 'quiz' where p.completed_at is not null").Scan(&n)
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func give(p *page, percent, reason string) url.Values {
	form := formOf(p, "details.add form", url.Values{"percent": {percent}, "reason": {reason}, "do": {"give"}})
	form.Del("_csrf")
	return form
}

func TestGrades_ShowWhoStandsWhereByNameAndByHowTheyStand(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.graded(t, 2, 1)
	s.Enrol(t, "small", apptest.Crowd{People: 60})
	first := b.get(b.get("/studio/small").find(".subnav a[href$='/grades']").AttrOr("href", "")).want(http.StatusOK)
	if first.find("tbody tr").Length() != 50 || first.find(".gradebook[tabindex='0'] caption").Length() != 1 || first.find("tbody th[scope=row]").Length() != 50 {
		t.Errorf("the first page has %d rows", first.find("tbody tr").Length())
	}
	second := b.get(first.find("a[rel=next]").AttrOr("href", "")).want(http.StatusOK)
	if second.find("tbody tr").Length() != 13 || second.find("a[rel=next]").Length() != 0 {
		t.Errorf("the second page has %d rows", second.find("tbody tr").Length())
	}
	for filter, want := range map[string]int{"failed": 1, "unfinished": 50, "waiting": 0, "overridden": 0, "nonsense": 50} {
		if got := b.get(book + "?only=" + filter).want(http.StatusOK).find("tbody tr").Length(); got != want {
			t.Errorf("%s: %d rows, want %d", filter, got, want)
		}
	}
	found := b.sendTo(book, url.Values{"name": {"응시자 2"}}).want(http.StatusOK)
	if got := found.find("tbody tr").Text(); found.find("tbody tr").Length() != 1 || !strings.Contains(got, "75%") || !strings.Contains(got, "기준 미달") && !strings.Contains(got, "채점됨") {
		t.Errorf("the search finds %q", got)
	}
	if s.looks(t, "course.grades_listed", who) == 0 {
		t.Error("nobody knows who has looked")
	}
}

func TestGrades_AreEmptyBeforeAnythingIsGraded(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	if got := b.get(course + "/grades").want(http.StatusOK); got.find(".empty").Length() != 1 {
		t.Errorf("it says %q", got.text())
	}
	b.get(course + "/grades/weights").want(http.StatusOK)
	b.get(course + "/grades/import").want(http.StatusOK)
	table(t, b.get(course+"/grades.csv"))
}

func TestGrades_AGivenGradeStaysThroughGradingAndCompletesButNeverTakesBack(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.graded(t, 0, 1)
	learner := b.get(book).find("tbody a").AttrOr("href", "")
	page := b.get(learner).want(http.StatusOK)
	if got := page.text(); !strings.Contains(got, "(25 × 1) ÷ (1) = 25%") || !strings.Contains(got, "채점된 응시 한 번의 점수입니다: 25%") {
		t.Errorf("how it was worked out: %q", got)
	}
	for percent, reason := range map[string]string{"101": "이유", "33.333": "이유", "": "이유", "80": " ", "70": strings.Repeat("가", 501)} {
		back := b.sendTo(learner, give(page, percent, reason)).want(http.StatusUnprocessableEntity)
		if back.find(".err").Length() != 1 || back.find("[name=percent]").AttrOr("value", "") != percent || back.find("details.add[open]").Length() != 1 {
			t.Errorf("%q for %.10q is not told beside its field, or lost: %s", percent, reason, back.find(".err").Text())
		}
	}
	b.sendTo(learner, give(page, "60", "보고서를 늦게 냈습니다")).want(http.StatusSeeOther)
	if n := s.completed(t); n != 0 {
		t.Errorf("a grade below the pass mark completes %d lessons", n)
	}
	stale := b.sendTo(learner, give(page, "90", "다른 창에서")).want(http.StatusConflict)
	if stale.find("[name=percent]").AttrOr("value", "") != "90" || stale.find("[name=reason]").Text() != "다른 창에서" || !strings.Contains(stale.text(), "보고서를 늦게") {
		t.Error("what was typed is lost, or what is there now is not shown")
	}
	page = b.get(learner)
	b.sendTo(learner, give(page, "70", "구술로 보충했습니다")).want(http.StatusSeeOther)
	if n := s.completed(t); n != 1 {
		t.Errorf("a grade at the pass mark completes %d lessons", n)
	}
	if row := b.get(book + "?only=overridden").find("tbody tr").Text(); !strings.Contains(row, "70%") || !strings.Contains(row, "직접 정한 점수") {
		t.Errorf("the gradebook says %q", row)
	}
	form := give(b.get(learner), "", "잘못 적었습니다")
	form.Set("do", "remove")
	b.sendTo(learner, form).want(http.StatusSeeOther)
	got := b.get(learner)
	if n := s.completed(t); n != 1 || !strings.Contains(got.text(), "= 25%") || got.find("ul.rows li").Length() != 3 {
		t.Errorf("taken away, %d lessons are complete, and it says %q", n, got.text())
	}
	if s.looks(t, "course.grade_given", who) != 3 || s.looks(t, "course.grades_seen", who) == 0 {
		t.Error("the audit does not say who gave which grades")
	}
}

func TestGrades_WeightsCountForAllAtOnceAndNobodyOverwritesAnother(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graded(t, 1, 0)
	page := b.get(book + "/weights").want(http.StatusOK)
	name := page.find("input[name^=weight_]").AttrOr("name", "")
	for _, bad := range []string{"-1", "1000.01", "much", "0.001", ""} {
		back := b.sendTo(book+"/weights", formOf(page, "form[data-unsaved]", url.Values{name: {bad}})).want(http.StatusUnprocessableEntity)
		if back.find("#"+name+"-err").Length() != 1 || back.find("#"+name).AttrOr("value", "") != bad {
			t.Errorf("%q is not told beside its field", bad)
		}
	}
	b.sendTo(book+"/weights", formOf(page, "form[data-unsaved]", url.Values{name: {"2.5"}})).want(http.StatusSeeOther)
	if back := b.sendTo(book+"/weights", formOf(page, "form[data-unsaved]", url.Values{name: {"3"}})).want(http.StatusConflict); back.find("#"+name).AttrOr("value", "") != "3" || !strings.Contains(back.text(), "지금 2.5") {
		t.Error("the other tab is not told what is there now")
	}
	b.sendTo(book+"/weights", formOf(b.get(book+"/weights"), "form[data-unsaved]", url.Values{name: {"0"}})).want(http.StatusSeeOther)
	if row := b.get(book).find("tbody td").First().Text(); row != "—" {
		t.Errorf("without any weight the course grade is %q", row)
	}
}

func table(t *testing.T, p *page) [][]string {
	t.Helper()
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(p.want(http.StatusOK).body, "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func tableText(t *testing.T, rows [][]string) string {
	t.Helper()
	var text strings.Builder
	if err := csv.NewWriter(&text).WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// bringGrades sends a table of grades.
func (b *browser) bringGrades(course, name, content string) *page {
	b.t.Helper()
	body, contentType := formWith(b.t, [][2]string{{"_csrf", b.token()}}, sent{name, []byte(content)})
	return b.do(http.MethodPost, course+"/grades/import", body, map[string]string{"Content-Type": contentType})
}

func TestGrades_ATableIsTakenAlongFilledInLookedAtTakenAndUndone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	s.Work(t)
	b, who := s.graded(t, 2, 2)
	rows := table(t, b.get(book+".csv"))
	last := len(rows[0]) - 1
	if len(rows) != 5 || !strings.HasSuffix(rows[0][0], "[learner]") || !strings.HasSuffix(rows[0][last], ":new]") || rows[0][last-1] == "" {
		t.Fatalf("the table is %q", rows)
	}
	rows[1][last], rows[2][last], rows[3][last] = "90", "many", "95.5"
	rows = append(rows, append([]string(nil), rows[1]...), append([]string(nil), rows[4]...))
	rows[6][0], rows[6][last] = models.NewID().String(), "100"
	path := b.bringGrades("/studio/small", "성적.csv", tableText(t, rows)).want(http.StatusSeeOther).to()
	page := b.get(path).want(http.StatusOK)
	if page.find("tbody tr").Length() != 5 || page.find("input[name=item]").Length() != 2 {
		t.Fatalf("%d rows, %d can be taken: %s", page.find("tbody tr").Length(), page.find("input[name=item]").Length(), page.text())
	}
	if got := page.find("tbody tr").First().Text(); !strings.Contains(got, "3번째 줄") || !strings.Contains(got, "many") {
		t.Errorf("the broken row says %q", got)
	}
	all := func(do string) url.Values {
		return url.Values{"do": {do}, "item": {"0", "2"}, "reason": {"구술 시험"}}
	}
	noReason := all("take")
	noReason.Del("reason")
	b.sendTo(path, noReason).want(http.StatusUnprocessableEntity)
	b.sendTo(path, url.Values{"do": {"take"}, "reason": {"구술 시험"}}).want(http.StatusUnprocessableEntity)
	b.sendTo(path, url.Values{"do": {"take"}, "item": {"0", "4"}, "reason": {"구술 시험"}}).want(http.StatusConflict)

	one := b.get(book).find("tbody a").AttrOr("href", "")
	b.sendTo(one, give(b.get(one), "10", "먼저")).want(http.StatusSeeOther)
	moved := b.sendTo(path, all("take")).want(http.StatusConflict)
	if moved.find("textarea[name=reason]").Text() != "구술 시험" || !strings.Contains(moved.text(), "그 사이에 바뀜") {
		t.Errorf("a grade that has changed meanwhile: %q", moved.text())
	}
	if got := b.get(book + "?only=overridden").find("tbody tr").Length(); got != 1 {
		t.Errorf("half is taken: %d grades are given", got)
	}
	form := give(b.get(one), "", "되돌림")
	form.Set("do", "remove")
	b.sendTo(one, form).want(http.StatusSeeOther)

	b.sendTo(path, all("take")).want(http.StatusSeeOther)
	b.sendTo(path, all("take")).want(http.StatusSeeOther)
	if got := b.get(book + "?only=overridden").find("tbody tr").Length(); got != 2 {
		t.Errorf("%d grades are given", got)
	}
	for tries := 0; s.completed(t) != 2; tries++ {
		if tries > 100 {
			t.Fatalf("%d lessons are completed", s.completed(t))
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.sendTo(one, give(b.get(one), "99", "나중에")).want(http.StatusSeeOther)
	var citizen uuid.UUID
	if err := s.DB.Jobs().QueryRow(t.Context(), "select citizen_id from enrolments where id = $1", rows[1][0]).Scan(&citizen); err != nil {
		t.Fatal(err)
	}
	own := access.Actor{ID: citizen, Roles: []access.Role{access.Citizen, access.Admin}, Confirmed: true}
	if _, err := s.Grades.UndoGrades(t.Context(), own, "small", uuid.MustParse(path[strings.LastIndex(path, "/")+1:])); !errors.Is(err, grades.ErrOwn) {
		t.Errorf("somebody whose grade is among them undoes them: %v", err)
	}
	b.sendTo(path, all("undo")).want(http.StatusSeeOther)
	b.sendTo(path, all("undo")).want(http.StatusSeeOther)
	if got := b.get(book + "?only=overridden").find("tbody tr"); got.Length() != 1 || !strings.Contains(got.Text(), "99%") {
		t.Errorf("undone, there is %q", got.Text())
	}
	if n := s.completed(t); n != 2 {
		t.Errorf("undone, %d lessons are complete", n)
	}
	if s.looks(t, "course.grades_taken", who) != 1 || s.looks(t, "course.grades_imported", who) != 1 || s.looks(t, "course.grades_import_undone", who) != 1 {
		t.Error("the audit does not say who took which grades along")
	}
}

func TestGrades_AWorkbookGoesOutAndComesBack(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graded(t, 1, 1)
	lines, err := spreadsheet.ReadXLSX([]byte(b.get(book+".xlsx").want(http.StatusOK).body), 100)
	if err != nil || len(lines) != 3 {
		t.Fatalf("%v, %v", lines, err)
	}
	rows := [][]string{lines[0].Cells, lines[1].Cells}
	for len(rows[1]) < len(rows[0]) {
		rows[1] = append(rows[1], "")
	}
	rows[1][len(rows[0])-1] = "88.25"
	var file strings.Builder
	if err := spreadsheet.WriteXLSX(&file, rows, spreadsheet.Frozen{Rows: 1, Columns: 2, NumbersFrom: 3}); err != nil {
		t.Fatal(err)
	}
	path := b.bringGrades("/studio/small", "성적.xlsx", file.String()).want(http.StatusSeeOther).to()
	if got := b.get(path).text(); !strings.Contains(got, "88.25%") || !strings.Contains(got, "1개를 가져올 수 있습니다") {
		t.Errorf("it says %q", got)
	}
	for name, content := range map[string]string{
		"empty": "", "no columns": "a,b\n1,2\n", "broken": "PK\x03\x04 nothing", "no new grades": tableText(t, [][]string{rows[0]}),
		"no grades of now": "학습자 [learner],새 점수 [check:new]\n" + models.NewID().String() + ",5\n", "binary": "\x00\x01\x02\xff",
	} {
		if back := b.bringGrades("/studio/small", "x", content).want(http.StatusUnprocessableEntity); back.find("#file-err").Length() != 1 {
			t.Errorf("%s is not told beside its field", name)
		}
	}
}

func TestGrades_LearnersSeeTheirOwnWithTheReasonAndNobodyElses(t *testing.T) {
	t.Parallel()
	s := serve(t)
	teacher, _ := s.teaching(t)
	b, who := s.signedIn(t)
	s.startQuiz(t, b, who)
	lesson := b.get("/learn/small/" + s.lessons(t, who)["reading"].String()).want(http.StatusOK)
	path := lesson.find("a[href$='/small/grades']").AttrOr("href", "")
	if got := b.get(path).want(http.StatusOK).text(); !strings.Contains(got, "응시 중") || !strings.Contains(got, "아직 계산할 점수가 없습니다") {
		t.Errorf("before grading it says %q", got)
	}
	learner := teacher.get(book).find("tbody a").AttrOr("href", "")
	teacher.sendTo(learner, give(teacher.get(learner), "82.5", "구술 <b>시험</b>")).want(http.StatusSeeOther)
	got := b.get(path).want(http.StatusOK)
	if !strings.Contains(got.text(), "(82.5 × 1) ÷ (1) = 82.5%") || !strings.Contains(got.text(), "구술 <b>시험</b>") || got.find("h2 a[href*='/learn/small/']").Length() != 1 {
		t.Errorf("it says %q", got.text())
	}
	stranger, _ := s.signedIn(t)
	stranger.get(path).want(http.StatusNotFound)
	stranger.get("/learn/nothing/grades").want(http.StatusNotFound)
	if got := s.open(t).get(path); got.status != http.StatusSeeOther && got.status != http.StatusUnauthorized {
		t.Errorf("a visitor gets %d", got.status)
	}
}

func TestCheating_GradesAreForThoseAloneWhoMayChangeTheCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, owner := s.graded(t, 1, 0)
	learner := b.get(book).find("tbody a").AttrOr("href", "")
	form := give(b.get(learner), "100", "몰래")
	rows := table(t, b.get(book+".csv"))
	rows[1][len(rows[0])-1] = "100"
	path := b.bringGrades("/studio/small", "t.csv", tableText(t, rows)).want(http.StatusSeeOther).to()
	helper, assistant := s.signedIn(t, access.Instructor)
	if err := s.Authoring.SetStaff(t.Context(), owner, "small", assistant.Email, authoring.Assistant); err != nil {
		t.Fatal(err)
	}
	thief, _ := s.signedIn(t, access.Instructor)
	citizen, _ := s.signedIn(t)
	if helper.get("/studio/small").find(".subnav a[href$='/grades']").Length() != 0 {
		t.Error("an assistant is led to the names")
	}
	for who, status := range map[*browser]int{helper: http.StatusForbidden, thief: http.StatusNotFound, citizen: http.StatusForbidden} {
		for _, p := range []string{book, book + ".csv", book + ".xlsx", book + "/weights", book + "/import", learner, path} {
			who.get(p).want(status)
		}
		if got := who.sendTo(learner, form); got.status != status {
			t.Errorf("giving a grade: %d", got.status)
		}
		who.sendTo(path, url.Values{"do": {"take"}, "item": {"0"}, "reason": {"몰래"}}).want(status)
		who.bringGrades("/studio/small", "t.csv", tableText(t, rows)).want(status)
	}
	own := newCourse(t, thief)
	id := learner[strings.LastIndex(learner, "/"):]
	thief.get(own + "/grades" + id).want(http.StatusNotFound)
	thief.sendTo(own+"/grades"+id, form).want(http.StatusNotFound)
	thief.get(own + path[strings.Index(path, "/grades"):]).want(http.StatusNotFound)

	s.second(t, thief, own)
	thief.get(own + "/grades" + id).want(http.StatusNotFound)
	thief.sendTo(own+"/grades"+id, form).want(http.StatusNotFound)
	rows[0][len(rows[0])-2], rows[0][len(rows[0])-1] = "[x]", "[x:new]"
	stolen := thief.bringGrades(own, "t.csv", tableText(t, rows)).want(http.StatusSeeOther).to()
	if got := thief.get(stolen); got.find("input[name=item]").Length() != 0 || strings.Contains(got.text(), "응시자") {
		t.Errorf("the learner of another course is shown: %s", got.text())
	}
	thief.sendTo(stolen, url.Values{"do": {"take"}, "item": {"0"}, "reason": {"몰래"}}).want(http.StatusConflict)
	form.Set("lesson", models.NewID().String())
	b.sendTo(learner, form).want(http.StatusNotFound)
	if got := b.get(book + "?only=overridden").find("tbody tr").Length(); got != 0 {
		t.Errorf("%d grades were given", got)
	}
}

// second publishes a course with a quiz.
func (s *site) second(t *testing.T, b *browser, course string) {
	t.Helper()
	newQuiz(t, b, course)
	b.sendTo(course+"/settings", formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
}

func TestGrades_OfFiveThousandLearnersAreTakenAlongInSeconds(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.graded(t, 5000, 0)
	for _, kind := range []string{".csv", ".xlsx"} {
		began := time.Now()
		got := b.get(book + kind).want(http.StatusOK)
		t.Logf("%s: %d bytes in %v", kind, len(got.body), time.Since(began))
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("%s takes %v", kind, took)
		}
	}
	rows := table(t, b.get(book+".csv"))
	for i := range rows[1:] {
		rows[i+1][len(rows[0])-1] = "90"
	}
	began := time.Now()
	path := b.bringGrades("/studio/small", "t.csv", tableText(t, rows)).want(http.StatusSeeOther).to()
	t.Logf("read in %v", time.Since(began))
	form := formOf(b.get(path).want(http.StatusOK), "main form", url.Values{"do": {"take"}, "reason": {"모두"}})
	began = time.Now()
	b.sendTo(path, form).want(http.StatusSeeOther)
	t.Logf("%d grades given in %v", len(form["item"]), time.Since(began))
}
