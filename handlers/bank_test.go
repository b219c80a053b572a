package handlers_test

import (
	"archive/zip"
	"io/fs"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"academy/app/access"
)

// written is what an author types for a question of each type, beside its prompt.
var written = map[string]url.Values{
	"single":       {"choice_ko": {"서울", "부산", ""}, "choice_en": {"Seoul", "Busan", ""}, "choice_key": {"", "", ""}, "correct": {"0"}, "comment_ko": {"", "항구입니다", ""}},
	"multiple":     {"choice_ko": {"가", "나", "다"}, "choice_en": {"A", "B", "C"}, "correct": {"0", "2"}, "scoring": {"all"}},
	"true_false":   {"answer": {"false"}, "if_true_ko": {"다시 보세요"}},
	"short_answer": {"accepted": {"조약\ntreaty"}, "spaceless": {"true"}, "part": {"약속"}, "part_percent": {"50"}},
	"numeric":      {"value": {"3.14", ""}, "tolerance": {"0.01", ""}, "tolerance_kind": {"absolute", "absolute"}, "unit": {"m", "km"}, "factor": {"1", "1000"}},
	"matching":     {"left_ko": {"일본", "프랑스", ""}, "left_en": {"Japan", "France", ""}, "right_ko": {"도쿄", "파리", "로마"}, "right_en": {"Tokyo", "Paris", "Rome"}},
	"ordering":     {"item_ko": {"하나", "둘", "셋"}, "item_en": {"One", "Two", "Three"}, "scoring": {"longest"}},
	"cloze":        {"gap_id": {"1", "2", "3"}, "gap_kind": {"text", "number", "choice"}, "gap_answers": {"유엔\nUN", "1991:1", "*북한 | North Korea\n일본 | Japan"}},
	"essay":        {"lines": {"8"}, "most": {"1000"}, "criterion_ko": {"근거"}, "criterion_en": {"Reasons"}, "points": {"5"}, "template_ko": {"저는"}},
	"file":         {"criterion_ko": {"완성도"}, "criterion_en": {"Finish"}, "points": {"10"}},
	"text":         {},
}

// newQuestion writes a question through its form and answers its path.
func newQuestion(t *testing.T, b *browser, course, typ string) string {
	t.Helper()
	fields := url.Values{"type": {typ}, "from": {"0"}, "prompt_ko": {"물음 [[1]] [[2]] [[3]]"}, "prompt_en": {"Question [[1]] [[2]] [[3]]"}, "do": {"save"}}
	for name, values := range written[typ] {
		fields[name] = values
	}
	return b.sendTo(course+"/bank/new", fields).want(http.StatusSeeOther).to()
}

func TestBank_AQuestionOfEveryTypeIsWrittenByItsFormAloneAndStaysAsItIs(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	for typ := range written {
		path := newQuestion(t, b, course, typ)
		form := formOf(b.get(path).want(http.StatusOK), "form[data-unsaved]", url.Values{"do": {"save"}})
		for name, values := range written[typ] {
			for i, value := range values {
				if name != "correct" && (len(form[name]) <= i || form[name][i] != value) && name != "choice_key" {
					t.Errorf("%s: %s comes back as %q, want %q", typ, name, form[name], values)
					break
				}
			}
		}
		b.sendTo(path, form).want(http.StatusSeeOther)
		if got := b.get(path).find("section[aria-labelledby=uses-h] li").Length(); got != 1 {
			t.Errorf("%s: saved again as it is, it has %d versions", typ, got)
		}
		form.Set("prompt_ko", "다른 물음 [[1]] [[2]] [[3]]")
		b.sendTo(path, form).want(http.StatusSeeOther)
		if got := b.get(path).find("section[aria-labelledby=uses-h] li").Length(); got != 2 {
			t.Errorf("%s: changed, it has %d versions", typ, got)
		}
		b.sendTo(path, form).want(http.StatusConflict)
	}
	if got := b.get(course + "/bank").find("tbody tr").Length(); got != len(written) {
		t.Errorf("the bank lists %d questions", got)
	}
	if got := b.get(course + "/bank?type=cloze&q=" + url.QueryEscape("다른")).find("tbody tr").Length(); got != 1 {
		t.Errorf("the search finds %d", got)
	}
}

func TestBank_BadInputComesBackFilledIn(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	fields := url.Values{"type": {"single"}, "from": {"0"}, "prompt_ko": {"물음"}, "choice_ko": {"가", "나"}, "choice_en": {"", ""}, "tags": {strings.Repeat("가", 51)}, "do": {"save"}}
	back := b.sendTo(course+"/bank/new", fields).want(http.StatusUnprocessableEntity)
	if back.find("#body-err").Length() != 1 || back.find("#tags-err").Length() != 1 || back.find("[name=choice_ko]").Eq(1).AttrOr("value", "") != "나" {
		t.Errorf("what is wrong is not told, or what was typed is lost: %s", back.find(".err").Text())
	}
	fields.Set("do", "rows")
	if more := b.sendTo(course+"/bank/new", fields).want(http.StatusOK); more.find("[name=choice_ko]").Eq(0).AttrOr("value", "") != "가" {
		t.Error("asking for more rows loses what was typed")
	}
	b.get(course + "/bank/new?type=hotspot").want(http.StatusNotFound)
}

func TestBank_SeveralQuestionsAreChangedAtOnce(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	var chosen []string
	for _, typ := range []string{"single", "true_false"} {
		path := newQuestion(t, b, course, typ)
		chosen = append(chosen, path[strings.LastIndex(path, "/")+1:])
	}
	do := func(what, value string) *page {
		return b.sendTo(course+"/bank", url.Values{"question": chosen, "do": {what}, "value": {value}})
	}
	do("tag", "유엔").want(http.StatusSeeOther)
	do("category", "국제기구").want(http.StatusSeeOther)
	do("difficulty.hard", "").want(http.StatusSeeOther)
	if got := b.get(course + "/bank?tag=" + url.QueryEscape("유엔") + "&category=" + url.QueryEscape("국제기구") + "&difficulty=hard").find("tbody tr").Length(); got != 2 {
		t.Errorf("found %d by what they were given", got)
	}
	do("untag", "유엔").want(http.StatusSeeOther)
	if got := b.get(course + "/bank?tag=" + url.QueryEscape("유엔")).find("tbody tr").Length(); got != 0 {
		t.Errorf("%d have the tag still", got)
	}
	do("archive", "").want(http.StatusSeeOther)
	if got := b.get(course + "/bank").find("tbody tr").Length(); got != 0 {
		t.Errorf("%d are offered still", got)
	}
	if got := b.get(course + "/bank?archived=true").find("tbody tr").Length(); got != 2 {
		t.Errorf("%d are archived", got)
	}
	do("tag", strings.Repeat("가", 51)).want(http.StatusUnprocessableEntity)
	b.sendTo(course+"/bank", url.Values{"do": {"tag"}, "value": {"유엔"}}).want(http.StatusUnprocessableEntity)
}

// newQuiz adds a lesson with a quiz of two questions and answers the paths of its page and of the questions.
func newQuiz(t *testing.T, b *browser, course string) (quiz string, questions []string) {
	t.Helper()
	section := b.get(course).want(http.StatusOK).find("input[name=section]").AttrOr("value", "")
	lesson := b.sendTo(course+"/lessons", url.Values{"section": {section}, "kind": {"quiz"}, "lesson_ko": {"평가"}, "lesson_en": {"Quiz"}}).want(http.StatusSeeOther).to()
	id := lesson[strings.LastIndex(lesson, "/")+1:]
	var ids []string
	for _, typ := range []string{"single", "true_false"} {
		path := newQuestion(t, b, course, typ)
		questions = append(questions, path)
		ids = append(ids, path[strings.LastIndex(path, "/")+1:])
	}
	quiz = b.sendTo(course+"/bank?lesson="+id, url.Values{"question": ids, "do": {"add"}}).want(http.StatusSeeOther).to()
	return quiz, questions
}

func TestQuiz_IsPutTogetherByFormsAloneAndChangesForLearnersWhenPublished(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, questions := newQuiz(t, b, course)
	order := func() string {
		var all []string
		for i := range b.get(quiz).find("input[name=slot]").Nodes {
			all = append(all, b.get(quiz).find("input[name=slot]").Eq(i).AttrOr("value", "")[30:])
		}
		return strings.Join(all, " ")
	}
	before := order()
	form := formOf(b.get(quiz).want(http.StatusOK), "form[data-unsaved]", url.Values{"do": {"up.1"}, "pass_percent": {"80"}, "attempts": {"2"}, "minutes": {"10"}})
	b.sendTo(quiz, form).want(http.StatusSeeOther)
	if after := order(); after == before || b.get(quiz).find("#pass_percent").AttrOr("value", "") != "80" {
		t.Errorf("moved, the questions are %s, before %s", after, before)
	}
	b.sendTo(quiz, form).want(http.StatusConflict)
	bad := formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"save"}, "marks": {"0", "many"}, "pass_percent": {"101"}})
	if back := b.sendTo(quiz, bad).want(http.StatusUnprocessableEntity); back.find("#marks-err").Length() != 1 || back.find("#pass_percent-err").Length() != 1 || back.find("input[name=slot]").Length() != 2 {
		t.Error("what is wrong is not told beside its field, or the questions are lost")
	}
	settings := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	b.sendTo(course+"/duplicate", url.Values{"title_ko": {"사본"}, "title_en": {"Copy"}, "slug": {"copy"}}).want(http.StatusSeeOther)
	copied := b.get("/studio/copy").want(http.StatusOK).find("a[href*='/lessons/']").AttrOr("href", "")
	copied = "/studio/copy/quizzes/" + copied[strings.LastIndex(copied, "/")+1:]
	if got := b.get(copied).want(http.StatusOK).find("input[name=slot]").Length(); got != 2 {
		t.Errorf("a copy of the course asks %d questions", got)
	}
	if got := b.get(questions[0]).find("section[aria-labelledby=uses-h]").Text(); !strings.Contains(got, "평가") {
		t.Errorf("where it is asked: %s", got)
	}

	learner, _ := s.signedIn(t)
	learner.sendTo("/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	lesson := learner.get("/learn/city-diplomacy").to()
	start := learner.get(lesson).want(http.StatusOK).find("a[href*='/quiz/']").AttrOr("href", "")
	if got := learner.get(start).want(http.StatusOK).text(); !strings.Contains(got, "80점") {
		t.Errorf("the rules: %s", got)
	}
	form = formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"remove.0"}, "pass_percent": {"50"}})
	b.sendTo(quiz, form).want(http.StatusSeeOther)
	if got := learner.get(start).text(); !strings.Contains(got, "80점") {
		t.Error("learners see a draft")
	}
	for draft, want := range map[string]int{"": 2, "?draft=1": 1} {
		if got := asked(t, b.get(course+"/export.zip"+draft).want(http.StatusOK).body); got != want {
			t.Errorf("taken along %q, the quiz asks %d questions, want %d", draft, got, want)
		}
	}
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)
	if got := learner.get(start).text(); !strings.Contains(got, "50점") || !strings.Contains(got, "1문항") {
		t.Errorf("published, the rules are %s", got)
	}
}

// asked counts the questions in the archive of a course.
func asked(t *testing.T, archive string) int {
	t.Helper()
	files, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	quizzes, err := fs.Glob(files, "*/quizzes/*.yaml")
	if flat, _ := fs.Glob(files, "quizzes/*.yaml"); len(flat) > 0 {
		quizzes = flat
	}
	if err != nil || len(quizzes) != 1 {
		t.Fatalf("quizzes: %v, %v", quizzes, err)
	}
	text, err := fs.ReadFile(files, quizzes[0])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Count(string(text), "prompt:")
}

func TestCheating_AnotherCoursesQuestionsAreNotThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, questions := newQuiz(t, b, course)
	id := questions[0][strings.LastIndex(questions[0], "/")+1:]

	thief, _ := s.signedIn(t, access.Instructor)
	other := thief.sendTo("/studio/new", url.Values{"title_ko": {"남의 강좌"}, "title_en": {"Other"}, "slug": {"other"}, "agenda": {"public-diplomacy"}, "level": {"beginner"}}).want(http.StatusSeeOther).to()
	theirs, _ := newQuiz(t, thief, other)
	for _, path := range []string{course + "/bank", course + "/bank/new?type=single", questions[0], quiz, other + "/bank/" + id} {
		thief.get(path).want(http.StatusNotFound)
	}
	form := formOf(b.get(questions[0]), "form[data-unsaved]", url.Values{"do": {"save"}, "prompt_ko": {"바뀐 물음"}})
	form.Del("_csrf")
	thief.sendTo(questions[0], form).want(http.StatusNotFound)
	thief.sendTo(other+"/bank/"+id, form).want(http.StatusNotFound)
	thief.sendTo(other+"/bank", url.Values{"question": {id}, "do": {"archive"}})
	if got := b.get(course + "/bank").find("tbody tr").Length(); got != 2 {
		t.Errorf("somebody else has put questions away: %d are left", got)
	}
	lesson := theirs[strings.LastIndex(theirs, "/")+1:]
	thief.sendTo(other+"/bank?lesson="+lesson, url.Values{"question": {id}, "do": {"add"}}).want(http.StatusNotFound)

	citizen, _ := s.signedIn(t)
	for _, path := range []string{course + "/bank", questions[0], quiz} {
		citizen.get(path).want(http.StatusForbidden)
	}
}

// bring sends a file of questions.
func (b *browser) bring(course, name, content string) *page {
	b.t.Helper()
	body, contentType := formWith(b.t, [][2]string{{"_csrf", b.token()}, {"format", ""}, {"lang", "ko"}}, sent{name, []byte(content)})
	return b.do(http.MethodPost, course+"/bank/import", body, map[string]string{"Content-Type": contentType})
}

func TestBank_AFileIsLookedAtTakenInPartAndUndone(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	gift := "::수도:: 대한민국의 수도는? {=서울 ~부산}\n\n::깨진 문항:: 괄호가 {=하나\n\n::참:: 유엔은 1945년에 세워졌다. {T}\n"
	path := b.bring(course, "문항.gift", gift).want(http.StatusSeeOther).to()
	found := b.get(path).want(http.StatusOK)
	if got := found.find("ol.imports > li").Length(); got != 3 || found.find("input[name=item]").Length() != 2 {
		t.Fatalf("%d questions are shown, %d can be taken", got, found.find("input[name=item]").Length())
	}
	if got := found.find("ol.imports > li").Eq(1).Text(); !strings.Contains(got, "3번째 줄") {
		t.Errorf("the broken one says %q", got)
	}
	b.sendTo(path, url.Values{"do": {"take"}}).want(http.StatusUnprocessableEntity)
	b.sendTo(path, url.Values{"do": {"take"}, "item": {"0", "1"}}).want(http.StatusSeeOther)
	b.sendTo(path, url.Values{"do": {"take"}, "item": {"0", "2"}}).want(http.StatusSeeOther)
	if got := b.get(course + "/bank").find("tbody tr").Length(); got != 1 {
		t.Errorf("taken twice, the bank has %d questions", got)
	}
	for _, format := range []string{"gift", "aiken", "moodlexml", "qti", "csv", "xlsx"} {
		if got := b.get(course + "/bank/export?format=" + format).want(http.StatusOK); len(got.body) < 50 {
			t.Errorf("%s: %q", format, got.body)
		}
	}
	b.sendTo(path, url.Values{"do": {"undo"}}).want(http.StatusSeeOther)
	if got := b.get(course + "/bank").find("tbody tr").Length(); got != 0 {
		t.Errorf("undone, the bank has %d questions", got)
	}

	if back := b.bring(course, "x.xml", `<!DOCTYPE q [<!ENTITY a "aaaa">]><quiz>&a;</quiz>`).want(http.StatusUnprocessableEntity); back.find("#file-err").Length() != 1 {
		t.Error("a file with entities is not told beside its field")
	}
	thief, _ := s.signedIn(t, access.Instructor)
	thief.get(path).want(http.StatusNotFound)
	thief.sendTo(path, url.Values{"do": {"take"}, "item": {"0"}}).want(http.StatusNotFound)
	thief.get(course + "/bank/export?format=gift").want(http.StatusNotFound)
	thief.bring(course, "문항.gift", gift).want(http.StatusNotFound)
}

func TestBank_TheMarksOfAFileAreShownTakenIntoAQuizAndWrittenAgain(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, _ := newQuiz(t, b, course)
	const file = `<quiz><question type="truefalse"><name><text>참</text></name><questiontext format="plain_text"><text>유엔은 1945년에 세워졌다.</text></questiontext>
		<defaultgrade>2.5</defaultgrade><answer fraction="100"><text>true</text></answer><answer fraction="0"><text>false</text></answer></question></quiz>`
	path := b.bring(course, "문항.xml", file).want(http.StatusSeeOther).to()
	if got := b.get(path).want(http.StatusOK).find("ol.imports .pt").Text(); !strings.Contains(got, "2.5점") {
		t.Errorf("the preview says %q", got)
	}
	b.sendTo(path, url.Values{"do": {"take"}, "item": {"0"}}).want(http.StatusSeeOther)
	taken := b.get(course+"/bank?q="+url.QueryEscape("1945")).find("input[name=question]").AttrOr("value", "")
	b.sendTo(course+"/bank?lesson="+quiz[strings.LastIndex(quiz, "/")+1:], url.Values{"question": {taken}, "do": {"add"}}).want(http.StatusSeeOther)
	if got := formOf(b.get(quiz), "form[data-unsaved]", nil)["marks"]; len(got) != 3 || got[2] != "2.5" {
		t.Errorf("in the quiz they are worth %q", got)
	}
	if got := b.get(course + "/bank/export?format=moodlexml").want(http.StatusOK).body; !strings.Contains(got, "<defaultgrade>2.5</defaultgrade>") {
		t.Errorf("written again: %s", got)
	}
}

func TestMarking_AnEssayIsMarkedWithoutANameAndCompletesTheAttempt(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	quiz, _ := newQuiz(t, b, course)
	essay := newQuestion(t, b, course, "essay")
	lesson := quiz[strings.LastIndex(quiz, "/")+1:]
	form := formOf(b.get(quiz), "form[data-unsaved]", url.Values{"do": {"remove.0"}})
	b.sendTo(quiz, form).want(http.StatusSeeOther)
	b.sendTo(course+"/bank?lesson="+lesson, url.Values{"question": {essay[strings.LastIndex(essay, "/")+1:]}, "do": {"add"}}).want(http.StatusSeeOther)
	settings := formOf(b.get(course+"/settings"), "form[data-unsaved]", url.Values{"summary_ko": {"요약"}, "summary_en": {"Summary"}})
	b.sendTo(course+"/settings", settings).want(http.StatusSeeOther)
	b.sendTo(course+"/publish", nil).want(http.StatusSeeOther)

	learner, _ := s.signedIn(t)
	learner.sendTo("/courses/city-diplomacy/enrol", nil).want(http.StatusSeeOther)
	start := learner.get(learner.get("/learn/city-diplomacy").to()).find("a[href*='/quiz/']").AttrOr("href", "")
	attempt := learner.submit(learner.get(start), start+"/attempts", nil).want(http.StatusSeeOther).to()
	answer := func(n, field, value string) {
		page := attempt + "/questions/" + n
		learner.submit(learner.get(page).want(http.StatusOK), page, url.Values{field: {value}}).want(http.StatusSeeOther)
	}
	answer("1", "value", "false")
	answer("2", "text", "첫 줄\n둘째 줄")
	learner.submit(learner.get(attempt+"/check"), attempt+"/submit", nil).want(http.StatusSeeOther)
	if got := learner.get(attempt).want(http.StatusOK); got.find(".result.pass, .result.fail").Length() != 0 {
		t.Error("there is a verdict before somebody has marked it")
	}

	queue := course + "/marking"
	page := b.get(queue).want(http.StatusOK)
	if got := page.find(".answer").Text(); got != "첫 줄\n둘째 줄" {
		t.Fatalf("to be marked: %q", got)
	}
	fields := formOf(page, "main form", nil)
	for _, points := range []string{"6", "-1", "many", "NaN"} {
		fields.Set("points", points)
		fields.Set("comment", "근거가 좋아요")
		back := b.sendTo(queue, fields).want(http.StatusUnprocessableEntity)
		if back.find("#marks-err").Length() != 1 || back.find("textarea[name=comment]").Text() != "근거가 좋아요" {
			t.Errorf("%s points are not refused beside the field, or the comment is lost", points)
		}
	}
	fields.Set("points", "4")
	thief, _ := s.signedIn(t, access.Instructor)
	stolen := url.Values{}
	for name, values := range fields {
		if name != "_csrf" {
			stolen[name] = values
		}
	}
	thief.sendTo(queue, stolen).want(http.StatusNotFound)
	learner.sendTo(queue, stolen).want(http.StatusForbidden)
	b.sendTo(queue, fields).want(http.StatusSeeOther)
	b.sendTo(queue, fields).want(http.StatusConflict)
	got := learner.get(attempt).want(http.StatusOK)
	if !strings.Contains(got.text(), "근거가 좋아요") || !strings.Contains(got.text(), "8 / 10점") || got.find(".result.pass").Length() != 1 {
		t.Errorf("marked, the learner sees %s", got.text())
	}
	if left := b.get(queue).find(".answer").Length(); left != 0 {
		t.Errorf("%d wait still", left)
	}
}

func TestQuestion_IsTriedByThoseAloneWhoMakeItsCourse(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, _ := s.signedIn(t, access.Instructor)
	course := newCourse(t, b)
	path := newQuestion(t, b, course, "numeric")
	try := "/api/v1/studio/questions/" + path[strings.LastIndex(path, "/")+1:] + "/try"
	send := func(who *browser, response string) *page {
		return who.do(http.MethodPost, try, strings.NewReader(`{"response":`+response+`}`), map[string]string{"Content-Type": "application/json", "X-CSRF-Token": who.token()})
	}
	for response, want := range map[string]string{`{"number":"3.15","unit":"m"}`: `"score":1`, `{"number":"0.00314","unit":"km"}`: `"score":1`, `{"number":"4","unit":"m"}`: `"score":0`} {
		if got := send(b, response).want(http.StatusOK).body; !strings.Contains(got, want+",") || !strings.Contains(got, `"max":1`) {
			t.Errorf("%s: %s", response, got)
		}
	}
	send(b, `{"text":"x"}`).want(http.StatusUnprocessableEntity)
	thief, _ := s.signedIn(t, access.Instructor)
	send(thief, `{"number":"3.14","unit":"m"}`).want(http.StatusNotFound)
	citizen, _ := s.signedIn(t)
	send(citizen, `{"number":"3.14","unit":"m"}`).want(http.StatusForbidden)
}
