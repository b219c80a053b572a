package views_test

import (
	"strings"
	"testing"

	"academy/app/credentials/paper"
	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/account"
	"academy/handlers/views/admin"
	"academy/handlers/views/catalogue"
	"academy/handlers/views/certificate"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"
	"academy/handlers/views/parts"
	"academy/handlers/views/quiz"
	"academy/handlers/views/site"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/net/html"
)

// words is the text of a selection with single spaces, and one between elements, which stand apart on the page.
func words(s *goquery.Selection) string {
	var text strings.Builder
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			text.WriteString(n.Data + " ")
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	for _, n := range s.Nodes {
		walk(n)
	}
	return strings.Join(strings.Fields(text.String()), " ")
}

func texts(s *goquery.Selection) []string {
	return s.Map(func(_ int, one *goquery.Selection) string { return words(one) })
}

func TestSignUp_ComesBackFilledWithEachErrorBesideItsField(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, account.SignUp(visitor("/signup"), refused(), ""), locale.KO)
	email := doc.Find("#email")
	if email.AttrOr("value", "") != `a"b@example.org` || email.AttrOr("aria-invalid", "") != "true" || email.AttrOr("aria-describedby", "") != "email-hint email-err" {
		t.Errorf("the e-mail field lost something: %v", email.Nodes[0].Attr)
	}
	if _, kept := doc.Find("#password").Attr("value"); kept {
		t.Error("a password came back")
	}
	links := doc.Find(".error-summary a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if diff := cmp.Diff([]string{"#email", "#password", "#accept_terms"}, links); diff != "" {
		t.Errorf("the summary does not follow the page (-want +got):\n%s", diff)
	}
	if doc.Find("main input[checked]").Length() != 0 {
		t.Error("a consent is ticked beforehand")
	}
	if words(doc.Find("#email-err")) == "" {
		t.Error("the error is not beside its field")
	}
}

func TestSignUp_AsksForEachConsentByItself(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, account.SignUp(visitor("/signup"), layout.Form{}, ""), locale.EN)
	names := doc.Find("input[type=checkbox]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("name", "") })
	if diff := cmp.Diff([]string{"accept_terms", "accept_privacy", "age_confirmed"}, names); diff != "" {
		t.Error(diff)
	}
}

func TestSettings_KeepAZoneThatIsNotInTheList(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, account.Settings(citizen("/me/settings"), profile(true), preferences(), layout.Form{}), locale.KO)
	if got := doc.Find("#time_zone option[selected]").AttrOr("value", ""); got != "Europe/Madrid" {
		t.Errorf("the zone is %q", got)
	}
	if doc.Find("#confirm").Length() != 0 {
		t.Error("a confirmed address is asked for again")
	}
	ticked := doc.Find("#notices input[checked]").Map(func(_ int, s *goquery.Selection) string {
		return s.AttrOr("name", "") + " " + s.AttrOr("value", "")
	})
	if diff := cmp.Diff([]string{"in_app certificate_issued", "in_app welcome"}, ticked); diff != "" {
		t.Error(diff)
	}
	mailed := doc.Find("#notices option[selected]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
	if diff := cmp.Diff([]string{"each", "none"}, mailed); diff != "" {
		t.Error(diff)
	}
}

func TestDashboard_SaysWhatIsMissingInWords(t *testing.T) {
	t.Parallel()
	page := learn.Dashboard(citizen("/me"), dashboard(), certificates(), grants())
	doc, _ := render(t, page, locale.KO)
	want := []string{
		"도시와 도시 63% 시청, 80% 필요", "더 읽기 아직 다 읽지 않음", "수료 평가 아직 응시하지 않음, 70점 필요",
		"확인 문제 최고 50점, 70점 필요", "왜 아직 열지 않음",
	}
	if diff := cmp.Diff(want, texts(doc.Find(".missing li"))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	doc, _ = render(t, page, locale.EN)
	if got := words(doc.Find(".missing li").First()); got != "도시와 도시 63% watched, 80% needed" {
		t.Error(got)
	}
}

func TestCourse_SaysItsRuleInWords(t *testing.T) {
	t.Parallel()
	page := catalogue.Course(visitor("/courses/a"), course("", ""))
	for lang, want := range map[locale.Lang][]string{
		locale.KO: {"강의 2개를 각각 80% 이상 시청", "평가에서 100점 만점에 70점 이상", "읽기 자료 3개를 모두 읽기"},
		locale.EN: {"Watch at least 80% of each of the 2 lectures", "Score at least 70 out of 100 in the quiz", "Read all 3 texts"},
	} {
		doc, _ := render(t, page, lang)
		if diff := cmp.Diff(want, texts(doc.Find("#rule li"))); diff != "" {
			t.Errorf("%s: -want +got:\n%s", lang, diff)
		}
	}
}

func TestOutline_NamesWhatUnlocksALesson(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, learn.Lesson(citizen("/learn/a/4"), lecture()), locale.KO)
	locked := doc.Find(".outline li.lock")
	if got := words(locked.Find(".why")); got != "먼저 도시와 도시, 더 읽기를 마쳐 주세요." {
		t.Error(got)
	}
	if locked.Find("a").Length() != 0 {
		t.Error("a locked lesson is a link")
	}
	if got := doc.Find(".outline a[aria-current=page]").Length(); got != 1 {
		t.Errorf("%d lessons are the current one", got)
	}
}

func TestCourse_LetsAVisitorSignInOnTheWayAndAMemberEnrolAtOnce(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, catalogue.Course(visitor("/courses/a"), course("", "")), locale.KO)
	if got := doc.Find(".enrol-card a.primary").AttrOr("href", ""); got != "/courses/public-diplomacy/enrol" {
		t.Error(got)
	}
	doc, _ = render(t, catalogue.Course(citizen("/courses/a"), course("", "")), locale.EN)
	if got := doc.Find(".enrol-card form").AttrOr("action", ""); got != "/en/courses/public-diplomacy/enrol" {
		t.Error(got)
	}
}

func TestCatalogue_KeepsFiltersWhileSearchingAndDropsOneAtATime(t *testing.T) {
	t.Parallel()
	filter := learning.Filter{Query: "외교", Level: "beginner", Language: "ko"}
	doc, _ := render(t, catalogue.List(visitor("/courses"), list(filter, card("a", ""))), locale.KO)
	kept := doc.Find(".search input[type=hidden]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("name", "") })
	if diff := cmp.Diff([]string{"level", "language"}, kept); diff != "" {
		t.Error(diff)
	}
	if got := doc.Find(".active a").First().AttrOr("href", ""); got != "/courses?language=ko&level=beginner" {
		t.Error(got)
	}
	if got := doc.Find(".pager a").AttrOr("href", ""); !strings.Contains(got, "cursor=abc") || !strings.Contains(got, "level=beginner") {
		t.Error(got)
	}
}

func TestLecture_DrawsAndNamesWhatWasNotWatched(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, learn.Lesson(citizen("/learn/a/4"), lecture()), locale.KO)
	if diff := cmp.Diff([]string{"0:12–0:30", "0:41–1:12"}, texts(doc.Find("[data-coverage-gaps] a"))); diff != "" {
		t.Error(diff)
	}
	if got := words(doc.Find("svg.coverage title")); got != "34% 시청, 보지 않은 구간 2곳" {
		t.Error(got)
	}
	if got := doc.Find("pd-player").AttrOr("data-ranges", ""); got != "[[0,12.5],[30,41.5]]" {
		t.Error(got)
	}
	if got := doc.Find("script[src*='player']").Length(); got != 1 {
		t.Errorf("%d players are loaded", got)
	}
}

func TestQuestion_ShowsTheSavedAnswerAndWhatWasJustTyped(t *testing.T) {
	t.Parallel()
	a := attempt("in_progress")
	doc, _ := render(t, quiz.Question(citizen("/"), a, 2, layout.Form{}), locale.KO)
	checked := doc.Find("input[name=choices][checked]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
	if diff := cmp.Diff([]string{"a", "c"}, checked); diff != "" {
		t.Error(diff)
	}
	if got := doc.Find("input[name=seq]").AttrOr("value", ""); got != "3" {
		t.Errorf("the next change is %s", got)
	}
	typed := layout.Form{Key: "form.invalid", Errors: map[string]string{"response": "assessment.response_shape"}, Values: map[string]string{"response": `{"text":"새 답"}`}}
	doc, _ = render(t, quiz.Question(citizen("/"), a, 4, typed), locale.KO)
	if got := doc.Find("input[name=text]"); got.AttrOr("value", "") != "새 답" || got.AttrOr("aria-invalid", "") != "true" {
		t.Error("what was typed is lost, or not said to be wrong")
	}
	doc, _ = render(t, quiz.Question(citizen("/"), a, 4, layout.Form{}), locale.KO)
	if got := doc.Find("input[name=text]").AttrOr("value", ""); got != `외교 "부"` {
		t.Error(got)
	}
}

func TestQuestion_LeadsOnWhenEnterIsPressed(t *testing.T) {
	t.Parallel()
	a := attempt("in_progress")
	for slot, want := range map[int]string{1: "next", 4: "check"} {
		doc, _ := render(t, quiz.Question(citizen("/"), a, slot, layout.Form{}), locale.KO)
		if got := doc.Find("form.q button[type=submit]").First().AttrOr("value", ""); got != want {
			t.Errorf("question %d: Enter means %q", slot, got)
		}
	}
}

func TestQuestion_HasNoWayToWanderOffAndKnowsTheTime(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, quiz.Question(citizen("/"), attempt("in_progress"), 1, layout.Form{}), locale.KO)
	if doc.Find("header.top, nav.tabbar, footer").Length() != 0 {
		t.Error("the site's navigation is there")
	}
	if got := words(doc.Find("[data-left]")); got != "18:24" {
		t.Error(got)
	}
	if got := words(doc.Find("legend")); got != "다음 가운데 맞는 것은?" {
		t.Error(got)
	}
	if got := words(doc.Find(".passage")); got != "도시 외교는" {
		t.Error(got)
	}
}

func TestResult_TellsRightFromWrongInWords(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, quiz.Result(citizen("/"), attempt("graded")), locale.KO)
	want := []string{"문제 1 틀림 0 / 10점", "문제 2 일부 맞음 5 / 10점", "문제 3 답하지 않음 0 / 10점", "문제 4 맞음 2.5 / 2.5점"}
	if diff := cmp.Diff(want, texts(doc.Find(".review .no"))); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"가 내 답", "나 정답"}, texts(doc.Find(".review li.panel").First().Find(".ans li"))); diff != "" {
		t.Error(diff)
	}
}

func TestResult_SaysOfEveryTypeWhatWasAnsweredAndWhatIsRight(t *testing.T) {
	t.Parallel()
	a := attempt("graded")
	a.Slots = typeSlots()
	doc, _ := render(t, quiz.Result(citizen("/"), a), locale.KO)
	want := [][]string{
		{"3 m 내 답", "3 km 정답"},
		{"일본 → 파리 내 답", "일본 → 도쿄 정답", "프랑스 → 파리 내 답 · 정답"},
		{"둘 → 하나 → 셋 내 답", "하나 → 둘 → 셋 정답"},
		{"빈칸 1: 서울 내 답 · 정답", "빈칸 2: 섬 내 답", "빈칸 2: 수도 정답"},
		{"첫 줄 <둘째> 줄 내 답"},
		nil,
	}
	doc.Find(".review > li").Each(func(i int, item *goquery.Selection) {
		if diff := cmp.Diff(want[i], texts(item.Find(".ans li")), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: -want +got:\n%s", a.Slots[i].Type, diff)
		}
	})
	if got := words(doc.Find(".review > li").Last().Find(".badge")); got != "읽을거리" {
		t.Errorf("what asks nothing has a number or a verdict: %s", got)
	}
}

func TestQuestion_ShowsTheSavedAnswerOfEveryType(t *testing.T) {
	t.Parallel()
	a := attempt("in_progress")
	a.Slots = typeSlots()
	values := func(slot int) []string {
		doc, _ := render(t, quiz.Question(citizen("/"), a, slot, layout.Form{}), locale.KO)
		return doc.Find("fieldset input, fieldset select, fieldset textarea").Map(func(_ int, field *goquery.Selection) string {
			if field.Is("select") {
				return field.Find("option[selected]").AttrOr("value", "")
			}
			return field.AttrOr("value", field.Text())
		})
	}
	want := map[int][]string{5: {"3", "m"}, 6: {"r2", "r2"}, 7: {"i2", "i1", "i3"}, 8: {"서울", "y"}, 9: {"첫 줄\n<둘째> 줄"}, 10: {}}
	for slot, fields := range want {
		if diff := cmp.Diff(fields, values(slot), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("question %d: -want +got:\n%s", slot, diff)
		}
	}
}

func TestQuestion_ShowsNoVerdictBeforeGrading(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, quiz.Result(citizen("/"), attempt("submitted")), locale.KO)
	if doc.Find(".review").Length() != 0 {
		t.Error("there is a review before grading")
	}
}

func TestResult_SaysWhyTheRightAnswersAreNotShownYet(t *testing.T) {
	t.Parallel()
	a := attempt("graded")
	a.Review = "score"
	for i := range a.Slots {
		a.Slots[i].Correct, a.Slots[i].Feedback = nil, ""
	}
	for lang, why := range map[locale.Lang]string{locale.KO: "다시 응시할 수 있는 동안", locale.EN: "While you can try again"} {
		doc, _ := render(t, quiz.Result(citizen("/"), a), lang)
		if !strings.Contains(doc.Find("#review").Text(), why) || doc.Find(".review .right:not(.mine)").Length() != 0 || doc.Find(".review .mine").Length() == 0 {
			t.Errorf("%s: %s", lang, doc.Find("#review").Text())
		}
	}
}

func TestCertificate_SaysItsStateInWords(t *testing.T) {
	t.Parallel()
	for state, want := range map[string]string{"issued": "유효한 수료증입니다", "revoked": "취소된 수료증입니다", "superseded": "다시 발급된 수료증입니다"} {
		doc, _ := render(t, certificate.Show(visitor("/"), certificateIn(state, false)), locale.KO)
		if got := words(doc.Find(".verdict b")); got != want {
			t.Errorf("%s: %s", state, got)
		}
		if doc.Find("a[href$='.pdf']").Length() != 0 {
			t.Error("a stranger is offered the file")
		}
	}
}

func TestCertificate_ShowsItsCodeOnWhite(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, certificate.QR(paper.Symbol{Side: 9, Path: "M4 4h1v1h-1z"}), locale.KO)
	svg := doc.Find("svg.qr")
	if got := svg.AttrOr("viewbox", svg.AttrOr("viewBox", "")); got != "0 0 9 9" {
		t.Errorf("viewBox %q", got)
	}
	if got := svg.Find("rect[fill='#ffffff']").AttrOr("width", "") + " " + svg.Find("path").AttrOr("d", ""); got != "9 M4 4h1v1h-1z" {
		t.Error(got)
	}
}

func TestOutbox_MakesLinksOfAddressesAndNothingElse(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, admin.Outbox(administrator("/"), mails(), ""), locale.KO)
	links := doc.Find(".mail-b a").Map(func(_ int, a *goquery.Selection) string { return a.AttrOr("href", "") })
	if diff := cmp.Diff([]string{"http://localhost:8080/confirm?token=abc&x=1", "http://localhost:8080/help"}, links); diff != "" {
		t.Error(diff)
	}
	if got := doc.Find(".mail-b").Text(); got != mails()[0].Body {
		t.Errorf("the text has changed: %q", got)
	}
}

func TestFault_HasOneStepAndTheNumberToQuote(t *testing.T) {
	t.Parallel()
	doc, _ := render(t, site.Fault(visitor("/x"), site.FaultView{Status: 429, Key: "identity.too_many_tries", Args: []any{3}, RequestID: "r-17", RetryAfter: 170}), locale.EN)
	if got := words(doc.Find(".errpage")); !strings.Contains(got, "in 3 minutes") || !strings.Contains(got, "r-17") {
		t.Error(got)
	}
	if n := doc.Find(".errpage a").Length(); n != 1 {
		t.Errorf("%d steps", n)
	}
}

func TestHref_PutsEnglishPagesUnderTheirPrefix(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{"/": "/en", "/?q=1": "/en?q=1", "/courses?q=a": "/en/courses?q=a"} {
		if got := string(parts.HrefIn(locale.EN, path)); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
		if got := string(parts.HrefIn(locale.KO, path)); got != path {
			t.Errorf("%s: %s", path, got)
		}
	}
}

func TestSplit_TakesTheFirstParagraph(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][2]string{
		"<p>가 <em>나</em></p>":         {"가 <em>나</em>", ""},
		"<p>가</p>\n<pre>x</pre>":      {"가", "<pre>x</pre>"},
		"가":                           {"가", ""},
		"<ul><li>가</li></ul>":         {"", "<ul><li>가</li></ul>"},
		"<pre>x</pre><p>뒤</p>":        {"", "<pre>x</pre><p>뒤</p>"},
		"<strong>가</strong> <p>나</p>": {"", "<strong>가</strong> <p>나</p>"},
	} {
		if line, rest := parts.Split(text); line != want[0] || rest != want[1] {
			t.Errorf("%s: %q and %q", text, line, rest)
		}
	}
}
