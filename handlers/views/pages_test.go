package views_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/views/account"
	"academy/handlers/views/admin"
	"academy/handlers/views/catalogue"
	"academy/handlers/views/certificate"
	"academy/handlers/views/layout"
	"academy/handlers/views/learn"
	"academy/handlers/views/quiz"
	"academy/handlers/views/site"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"
)

// pages is every page in the states a reader can meet it in.
func pages() map[string]templ.Component {
	locked := lesson(sections()[1].Lessons[1])
	toQuiz := lesson(sections()[1].Lessons[1])
	toQuiz.Lesson.Locked = false
	toQuiz.Quiz = &learning.QuizBrief{QuizID: number(41), Questions: 10, PassPercent: 70, MaxAttempts: 3, TimeLimit: 0, BestPercent: 60}
	reading := lesson(sections()[1].Lessons[0])
	reading.Reading = "<h2>읽기</h2><p>글</p>"
	preparing := lecture()
	preparing.Lecture.VideoURL = ""
	last := lecture()
	last.Next, last.CourseDone, last.Lesson.State = nil, true, "completed"
	passed := attempt("graded")
	passed.Passed, passed.Percent, passed.NextLesson = true, 90, ptr(number(5))
	return map[string]templ.Component{
		"home":                 site.Home(visitor("/"), site.HomeView{Cards: []learning.CourseCard{card("a", "")}, Agendas: list(learning.Filter{}).Agendas}),
		"home signed in":       site.Home(citizen("/"), site.HomeView{Resume: citizen("/").Resume, Cards: []learning.CourseCard{card("a", "active")}, Unconfirmed: true}),
		"fault 404":            site.Fault(visitor("/x"), site.FaultView{Status: 404, Key: "certificate.unknown", RequestID: "r-1"}),
		"fault 429":            site.Fault(citizen("/x"), site.FaultView{Status: 429, Key: "identity.too_many_tries", Args: []any{3}, RequestID: "r-1", RetryAfter: 170}),
		"fault 403":            site.Fault(citizen("/x"), site.FaultView{Status: 403, Key: "access.unconfirmed"}),
		"fault 418":            site.Fault(citizen("/x"), site.FaultView{Status: 418, Key: "form.invalid"}),
		"text":                 site.Text(visitor("/help"), site.TextView{Title: "Help", HTML: "<h2>A</h2>"}),
		"view":                 site.View(visitor("/settings/view"), "/courses?q=a"),
		"catalogue":            catalogue.List(citizen("/courses"), list(learning.Filter{Query: "외교", Agenda: "public-diplomacy", Level: "beginner", Language: "ko"}, card("a", ""), card("b", "completed"))),
		"catalogue empty":      catalogue.List(visitor("/courses?q=zz"), list(learning.Filter{Query: "zz"})),
		"course":               catalogue.Course(visitor("/courses/a"), course("", "")),
		"course to enter":      catalogue.Course(citizen("/courses/a"), course("withdrawn", "")),
		"course learning":      catalogue.Course(citizen("/courses/a"), course("active", "")),
		"course completed":     catalogue.Course(citizen("/courses/a"), course("completed", "X")),
		"course applied":       catalogue.Course(citizen("/courses/a"), course("applied", "")),
		"enrol":                catalogue.Enrol(citizen("/courses/a/enrol"), course("", ""), layout.Form{Key: "learning.full"}),
		"enrol twice":          catalogue.Enrol(citizen("/courses/a/enrol"), course("active", ""), layout.Form{}),
		"next":                 catalogue.Next(citizen("/courses/a/next"), course("completed", "X"), unlocked(), following(), templ.NopComponent),
		"next without":         catalogue.Next(citizen("/courses/a/next"), course("completed", ""), nil, following(), templ.NopComponent),
		"lecture":              learn.Lesson(citizen("/learn/a/4"), lecture()),
		"lecture preparing":    learn.Lesson(citizen("/learn/a/4"), preparing),
		"lecture last":         learn.Lesson(citizen("/learn/a/4"), last),
		"reading":              learn.Lesson(citizen("/learn/a/5"), reading),
		"lesson quiz":          learn.Lesson(citizen("/learn/a/6"), toQuiz),
		"lesson locked":        learn.Lesson(citizen("/learn/a/6"), locked),
		"dashboard":            learn.Dashboard(citizen("/me"), dashboard(), certificates(), grants()),
		"dashboard empty":      learn.Dashboard(layout.Shell{Path: "/me", Actor: citizen("/").Actor, CSRF: "token"}, learning.Dashboard{}, nil, nil),
		"quiz start":           quiz.Start(citizen("/quiz/41"), quizStart("", nil), layout.Form{}),
		"quiz open":            quiz.Start(citizen("/quiz/41"), quizStart("", ptr(number(42))), layout.Form{}),
		"quiz blocked":         quiz.Start(citizen("/quiz/41"), quizStart("attempts_used", nil), layout.Form{Key: "assessment.attempts_used"}),
		"question single":      quiz.Question(citizen("/attempts/40/questions/1"), attempt("in_progress"), 1, layout.Form{}),
		"question multiple":    quiz.Question(citizen("/attempts/40/questions/2"), attempt("in_progress"), 2, layout.Form{}),
		"question true":        quiz.Question(citizen("/attempts/40/questions/3"), attempt("in_progress"), 3, layout.Form{Key: "stale"}),
		"question short":       quiz.Question(citizen("/attempts/40/questions/4"), attempt("in_progress"), 4, layout.Form{Key: "form.invalid", Errors: map[string]string{"text": "assessment.response_shape"}, Values: map[string]string{"seq": "4", "text": "새 답"}}),
		"check":                quiz.Check(citizen("/attempts/40/check"), attempt("in_progress"), layout.Form{}),
		"result":               quiz.Result(citizen("/attempts/40"), attempt("graded")),
		"result passed":        quiz.Result(citizen("/attempts/40"), passed),
		"result waiting":       quiz.Result(citizen("/attempts/40"), attempt("submitted")),
		"certificate":          certificate.Show(citizen("/certificates/X"), certificateIn("issued", true)),
		"certificate revoked":  certificate.Show(visitor("/certificates/X"), certificateIn("revoked", false)),
		"certificate replaced": certificate.Show(visitor("/certificates/X"), certificateIn("superseded", false)),
		"verify":               certificate.Verify(visitor("/verify"), layout.Form{Values: map[string]string{"code": "x"}, Errors: map[string]string{"code": "credentials.mistyped"}, Key: "form.invalid"}),
		"verify unknown":       certificate.Unknown(visitor("/certificates/X"), "X<1>"),
		"sign in":              account.SignIn(visitor("/login?next=%2Fme"), layout.Form{Key: "identity.wrong_sign_in"}, "/me"),
		"sign up":              account.SignUp(visitor("/signup"), refused(), "/courses/a/enrol"),
		"forgot":               account.Forgot(visitor("/password/forgot"), layout.Form{}),
		"reset":                account.Reset(visitor("/password/reset"), layout.Form{}, "t"),
		"confirm":              account.Confirm(visitor("/confirm"), layout.Form{}, "t"),
		"sent":                 account.Sent(visitor("/password/forgot"), account.ResetSent),
		"sent old":             account.Sent(citizen("/confirm"), account.LinkOld),
		"settings":             account.Settings(citizen("/me/settings"), profile(false), preferences(), layout.Form{}),
		"password":             account.Password(citizen("/me/settings/password"), layout.Form{}),
		"notices":              account.Notices(citizen("/me/notifications"), notices()),
		"admin":                admin.Home(administrator("/admin"), true),
		"admin, no demo":       admin.Home(administrator("/admin"), false),
		"outbox":               admin.Outbox(administrator("/admin/outbox"), mails(), "abc"),
		"outbox empty":         admin.Outbox(administrator("/admin/outbox"), nil, ""),
	}
}

// render gives a page as a browser would read it, and its text as sent.
func render(t *testing.T, page templ.Component, lang locale.Lang) (*goquery.Document, string) {
	t.Helper()
	var out bytes.Buffer
	ctx := locale.With(context.Background(), catalogueOf(t).Printer(lang, "Asia/Seoul"))
	if err := page.Render(ctx, &out); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	doc, err := goquery.NewDocumentFromReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	return doc, text
}

// each runs a check on every page in both languages.
func each(t *testing.T, check func(t *testing.T, lang locale.Lang, doc *goquery.Document, text string)) {
	t.Parallel()
	for name, page := range pages() {
		for _, lang := range []locale.Lang{locale.KO, locale.EN} {
			t.Run(fmt.Sprintf("%s %s", name, lang), func(t *testing.T) {
				doc, text := render(t, page, lang)
				check(t, lang, doc, text)
			})
		}
	}
}

func TestPages_HaveOneHeadingOneMainAndTheirLanguage(t *testing.T) {
	each(t, func(t *testing.T, lang locale.Lang, doc *goquery.Document, _ string) {
		for selector, want := range map[string]int{"h1": 1, "main#main": 1, "head > title": 1, "#live": 1, "html[lang=" + string(lang) + "]": 1, "link[hreflang]": 2} {
			if got := doc.Find(selector).Length(); got != want {
				t.Errorf("%s: %d, want %d", selector, got, want)
			}
		}
		if strings.TrimSpace(doc.Find("h1").Text()) == "" || strings.HasPrefix(doc.Find("title").Text(), " |") {
			t.Error("the page has no name")
		}
	})
}

func TestPages_HaveAtMostOneMainButton(t *testing.T) {
	each(t, func(t *testing.T, _ locale.Lang, doc *goquery.Document, _ string) {
		// The bar at the bottom repeats what stands beside the title; the dialog is another view.
		if n := doc.Find(".btn.primary").Not(".nextbar .btn, dialog .btn").Length(); n > 1 {
			t.Errorf("%d main buttons", n)
		}
	})
}

func TestPages_LeaveNoMessageUnsaid(t *testing.T) {
	unsaid := regexp.MustCompile(`\b(layout|parts|site|catalogue|learn|quiz|certificate|account|admin|notice|notify)\.[a-z_]+(\.[a-z_]+)*\b`)
	each(t, func(t *testing.T, _ locale.Lang, doc *goquery.Document, text string) {
		doc.Find("head link, head script, use").Remove()
		html, err := doc.Html()
		if err != nil {
			t.Fatal(err)
		}
		if found := unsaid.FindString(html); found != "" {
			t.Errorf("%s has no words", found)
		}
		for _, mark := range []string{"{0", "{1", "{2", "%!", "&lt;nil&gt;"} {
			if strings.Contains(text, mark) {
				t.Errorf("a gap was not filled: %s", mark)
			}
		}
	})
}

func TestPages_PostWithTheirTokenAndHaveNoInlineCode(t *testing.T) {
	inline := regexp.MustCompile(`<[^>]*\s(style|on[a-z]+)=`)
	each(t, func(t *testing.T, lang locale.Lang, doc *goquery.Document, text string) {
		doc.Find("form").Each(func(_ int, form *goquery.Selection) {
			action, _ := form.Attr("action")
			if strings.EqualFold(form.AttrOr("method", "get"), "post") && form.Find(`input[type=hidden][name=_csrf][value=token]`).Length() != 1 {
				t.Errorf("form %s has no token", action)
			}
			if (lang == locale.EN) != strings.HasPrefix(action, "/en/") {
				t.Errorf("form %s leads into the other language", action)
			}
			if form.Find("button[type=submit]").Length() == 0 {
				t.Errorf("form %s needs a script", action)
			}
		})
		if found := inline.FindString(text); found != "" {
			t.Errorf("inline code: %s", found)
		}
	})
}

func TestPages_LabelEverythingAndUseIdsOnce(t *testing.T) {
	each(t, func(t *testing.T, _ locale.Lang, doc *goquery.Document, _ string) {
		seen := map[string]bool{}
		doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
			id, _ := s.Attr("id")
			if seen[id] {
				t.Errorf("id %s stands twice", id)
			}
			seen[id] = true
		})
		doc.Find("[aria-describedby], [aria-labelledby], label[for]").Each(func(_ int, s *goquery.Selection) {
			names := s.AttrOr("aria-describedby", "") + " " + s.AttrOr("aria-labelledby", "") + " " + s.AttrOr("for", "")
			for _, id := range strings.Fields(names) {
				if !seen[id] {
					t.Errorf("nothing has the id %s", id)
				}
			}
		})
		doc.Find("input:not([type=hidden]), select, textarea").Each(func(_ int, s *goquery.Selection) {
			id := s.AttrOr("id", "-")
			if s.AttrOr("aria-label", "") == "" && s.Closest("label").Length() == 0 && doc.Find("label[for='"+id+"']").Length() == 0 {
				t.Errorf("field %s has no label", s.AttrOr("name", id))
			}
		})
		doc.Find("a, button").Each(func(_ int, s *goquery.Selection) {
			if strings.TrimSpace(s.Text()) == "" {
				t.Errorf("a link or button has no name: %s", s.AttrOr("href", s.AttrOr("data-act", "")))
			}
		})
	})
}

func TestPages_KeepToTheirLanguageAndTheSprite(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "assets", "icons.txt"))
	if err != nil {
		t.Fatal(err)
	}
	icons := strings.Fields(string(raw))
	free := []string{"/covers/", "/media/", "/captions/", "/static/", "/api/"}
	each(t, func(t *testing.T, lang locale.Lang, doc *goquery.Document, _ string) {
		doc.Find("use").Each(func(_ int, s *goquery.Selection) {
			_, name, _ := strings.Cut(s.AttrOr("href", ""), "#")
			if !slices.Contains(icons, name) {
				t.Errorf("icon %q is not in the sprite", name)
			}
		})
		doc.Find("body a[href^='/']").Not("[hreflang]").Each(func(_ int, s *goquery.Selection) {
			href, _ := s.Attr("href")
			if slices.ContainsFunc(free, func(p string) bool { return strings.HasPrefix(href, p) }) {
				return
			}
			if english := href == "/en" || href == "/en/" || strings.HasPrefix(href, "/en/"); english != (lang == locale.EN) {
				t.Errorf("link %s leads into the other language", href)
			}
		})
		doc.Find("[href*='TemplFailed'], [src*='TemplFailed']").Each(func(_ int, s *goquery.Selection) { t.Error("an address was refused") })
	})
}

func TestPages_HaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]string{}
	for _, name := range []string{"home", "view", "catalogue", "course", "enrol", "next", "lecture", "reading", "lesson quiz", "dashboard", "quiz start", "question single", "question multiple", "check", "result", "certificate", "verify", "sign in", "sign up", "forgot", "reset", "confirm", "sent", "settings", "password", "notices", "admin", "outbox"} {
		doc, _ := render(t, pages()[name], locale.KO)
		title := doc.Find("title").Text()
		if other, taken := seen[title]; taken {
			t.Errorf("%s and %s are both called %s", name, other, title)
		}
		seen[title] = name
	}
}
