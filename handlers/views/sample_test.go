package views_test

import (
	"encoding/json"
	"time"

	"academy/app/access"
	"academy/app/assessment"
	"academy/app/credentials"
	"academy/app/credentials/paper"
	"academy/app/identity"
	"academy/app/learning"
	"academy/app/notify"
	"academy/app/participation"
	"academy/app/volunteering"
	"academy/handlers/views/layout"

	"github.com/google/uuid"
)

func at(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return t
}

func ptr[T any](v T) *T { return &v }

func number(n byte) uuid.UUID { return uuid.UUID{0: 1, 15: n} }

func visitor(path string) layout.Shell { return layout.Shell{Path: path, CSRF: "token"} }

func citizen(path string) layout.Shell {
	s := visitor(path)
	s.Actor = access.Actor{ID: number(1), Email: "citizen@example.org", Name: "김하늘", Roles: []access.Role{access.Citizen}}
	s.Unread = 3
	s.Resume = &learning.Resume{CourseSlug: "public-diplomacy", CourseTitle: "공공외교의 이해", LessonID: number(4), LessonTitle: "도시와 도시", Percent: 45}
	return s
}

func administrator(path string) layout.Shell {
	s := citizen(path)
	s.Actor.Roles = []access.Role{access.Admin}
	return s
}

func card(slug, state string) learning.CourseCard {
	c := learning.CourseCard{
		ID: number(9), Slug: slug, Title: "공공외교의 이해 <1>", Summary: "나라와 나라 사이를 잇는 시민의 역할", Agenda: "공공외교",
		Level: "beginner", Languages: []string{"ko", "en"}, Minutes: 90, Lessons: 4, Gain: "행사 안내",
		Intake: learning.Intake{Policy: "open", Open: true},
	}
	if state != "" {
		c.Mine = &learning.MyCourse{EnrolmentID: number(8), State: state, Percent: 45}
	}
	return c
}

func list(filter learning.Filter, cards ...learning.CourseCard) learning.Catalogue {
	return learning.Catalogue{
		Filter: filter, Cards: cards, Total: len(cards), Next: "abc",
		Agendas: []learning.AgendaChoice{{Slug: "cultural-exchange", Title: "문화로 잇는 외교", Level: 1}, {Slug: "public-diplomacy", Title: "공공외교", Level: 2}},
	}
}

func sections() []learning.Section {
	return []learning.Section{
		{ID: number(20), Title: "처음", Done: 1, Lessons: []learning.LessonItem{
			{ID: number(3), Kind: "reading", Title: "왜 참여외교인가", Number: 1, Minutes: 8, Required: true, State: "completed"},
			{ID: number(4), Kind: "lecture", Title: "도시와 도시", Number: 2, Minutes: 2, Required: true, State: "opened"},
		}},
		{ID: number(21), Title: "마무리", Lessons: []learning.LessonItem{
			{ID: number(5), Kind: "reading", Title: "더 읽기", Number: 3, Minutes: 5, State: "todo"},
			{ID: number(6), Kind: "quiz", Title: "수료 평가", Number: 4, Minutes: 15, Required: true, Locked: true, WhyLocked: "requires", Needs: []string{"도시와 도시", "더 읽기"}, State: "todo"},
		}},
	}
}

func rule() learning.Rule {
	return learning.Rule{Parts: []learning.RulePart{
		{Kind: "lectures", Percent: 80, Count: 2}, {Kind: "quizzes", Percent: 70, Count: 1}, {Kind: "readings", Count: 3, Met: true},
	}}
}

func missing() []learning.MissingLesson {
	return []learning.MissingLesson{
		{LessonID: number(4), Title: "도시와 도시", Kind: "lecture", Why: "coverage", Have: 63, Need: 80},
		{LessonID: number(5), Title: "더 읽기", Kind: "reading", Why: "unread"},
		{LessonID: number(6), Title: "수료 평가", Kind: "quiz", Why: "score", Have: -1, Need: 70},
		{LessonID: number(7), Title: "확인 문제", Kind: "quiz", Why: "score", Have: 50, Need: 70},
		{LessonID: number(3), Title: "왜", Kind: "lecture", Why: "unopened"},
	}
}

func course(state, certificate string) learning.CoursePage {
	c := learning.CoursePage{
		CourseCard: card("public-diplomacy", state), Description: "<p>이 강좌는 <strong>처음</strong> 배우는 분을 위한 것입니다.</p>",
		Instructor: "아카데미 교육팀", Sections: sections(), Rule: rule(), GrantMonths: 24,
	}
	if state != "" {
		c.Enrolment = &learning.Enrolment{ID: number(8), State: state, Percent: 45, Missing: missing(), Certificate: certificate, Resume: ptr(sections()[0].Lessons[1])}
	}
	if state == "completed" {
		c.Enrolment.CompletedAt = ptr(at("2026-11-23T05:00:00Z"))
		c.Enrolment.Missing, c.Enrolment.Resume = nil, nil
	}
	return c
}

func lesson(item learning.LessonItem) learning.LessonPage {
	return learning.LessonPage{
		CourseSlug: "public-diplomacy", CourseTitle: "공공외교의 이해", Section: "처음", Lesson: item, Sections: sections(),
		Done: 1, Total: 4, Percent: 25, Prev: ptr(sections()[0].Lessons[0]), Next: ptr(sections()[1].Lessons[0]),
	}
}

func lecture() learning.LessonPage {
	p := lesson(sections()[0].Lessons[1])
	p.Lecture = &learning.Lecture{
		AssetID: number(30), Duration: 72, VideoURL: "/media/v.mp4?sig=a&b=c", PosterURL: "/media/p.jpg", Percent: 34,
		Ranges: [][2]float64{{0, 12.5}, {30, 41.5}}, Position: 41.5, Need: 80, Notes: "<p>노트</p>",
		Captions: []learning.Caption{
			{Lang: "ko", URL: "/captions/x/ko.vtt", Cues: []learning.Cue{{Start: 0, End: 4, Text: "안녕하세요"}, {Start: 4, End: 9.25, Text: "시작합니다"}}},
			{Lang: "en", URL: "/captions/x/en.vtt", Cues: []learning.Cue{{Start: 0, End: 4, Text: "Hello"}}},
		},
	}
	return p
}

func slots(graded bool) []assessment.Slot {
	all := []assessment.Slot{
		{Slot: 1, Type: "single", Marks: 10, Prompt: "<p>다음 가운데 <em>맞는</em> 것은?</p><blockquote><p>도시 외교는</p></blockquote>", Choices: []assessment.Choice{{ID: "a", HTML: "<p>가</p>"}, {ID: "b", HTML: "나"}}, Seq: 1, Response: json.RawMessage(`{"choice":"a"}`), Answered: true},
		{Slot: 2, Type: "multiple", Marks: 10, Prompt: "<p>모두 고르세요.</p>", Choices: []assessment.Choice{{ID: "a", HTML: "가"}, {ID: "b", HTML: "나"}, {ID: "c", HTML: "<ul><li>다</li></ul>"}}, Seq: 2, Response: json.RawMessage(`{"choices":["a","c"]}`), Answered: true},
		{Slot: 3, Type: "true_false", Marks: 10, Prompt: "<p>외교는 정부만 한다.</p>", Response: json.RawMessage(`null`)},
		{Slot: 4, Type: "short_answer", Marks: 2.5, Prompt: "<p>부처의 이름은?</p>", Seq: 3, Response: json.RawMessage(`{"text":"외교 \"부\""}`), Answered: true},
	}
	all[2].Choices = []assessment.Choice{{ID: "true", HTML: "맞다"}, {ID: "false", HTML: "아니다"}}
	all[3].Lines, all[3].Most = 1, 2000
	for i := range all {
		all[i].Asks, all[i].Number = true, all[i].Slot
	}
	if graded {
		all[0].Score, all[0].Correct, all[0].Feedback = ptr(0.0), json.RawMessage(`{"choice":"b"}`), "<p>왜냐하면</p>"
		all[1].Score, all[1].Correct = ptr(5.0), json.RawMessage(`{"choices":["a","b"]}`)
		all[2].Score, all[2].Correct = ptr(0.0), json.RawMessage(`{"value":false}`)
		all[3].Score, all[3].Correct = ptr(2.5), json.RawMessage(`{"text":"외교부"}`)
	}
	return all
}

// typeSlots is a slot of each type that the others do not show, answered partly right and graded.
func typeSlots() []assessment.Slot {
	choice := func(id, html string) assessment.Choice { return assessment.Choice{ID: id, HTML: html} }
	half := ptr(5.0)
	return []assessment.Slot{
		{Slot: 5, Type: "numeric", Marks: 10, Asks: true, Score: half, Prompt: "<p>얼마?</p>", Lines: 1, Most: 60, Units: []string{"km", "m"}, Response: json.RawMessage(`{"number":"3","unit":"m"}`), Correct: json.RawMessage(`{"number":"3","unit":"km"}`), Answered: true},
		{Slot: 6, Type: "matching", Marks: 10, Asks: true, Score: half, Prompt: "<p>이으세요.</p>", Left: []assessment.Choice{choice("l1", "<em>일본</em>"), choice("l2", "프랑스")}, Right: []assessment.Choice{choice("r1", "도쿄"), choice("r2", "<b>파리</b>")}, Response: json.RawMessage(`{"pairs":{"l1":"r2","l2":"r2"}}`), Correct: json.RawMessage(`{"pairs":{"l1":"r1","l2":"r2"}}`), Answered: true},
		{Slot: 7, Type: "ordering", Marks: 10, Asks: true, Score: half, Prompt: "<p>순서는?</p>", Items: []assessment.Choice{choice("i1", "하나"), choice("i2", "둘"), choice("i3", "셋")}, Response: json.RawMessage(`{"order":["i2","i1","i3"]}`), Correct: json.RawMessage(`{"order":["i1","i2","i3"]}`), Answered: true},
		{Slot: 8, Type: "cloze", Marks: 10, Asks: true, Score: half, Prompt: "<p>[[a]]은 <img src=\"x.png\" alt=\"[[a]]\"> [[b]]이다.</p>", Gaps: []assessment.Gap{{ID: "a", Size: 8}, {ID: "b", Choices: []assessment.Choice{choice("x", "수도"), choice("y", "섬")}}}, Response: json.RawMessage(`{"gaps":{"a":"서울","b":"y"}}`), Correct: json.RawMessage(`{"gaps":{"a":"서울","b":"x"}}`), Answered: true},
		{Slot: 9, Type: "essay", Marks: 10, Asks: true, Prompt: "<p>쓰세요.</p>", Lines: 10, Most: 500, Response: json.RawMessage(`{"text":"첫 줄\n<둘째> 줄"}`), Answered: true, Comments: []string{"<p>잘 썼습니다.</p>"}},
		{Slot: 10, Type: "text", Prompt: "<p>읽을거리입니다.</p>", Response: json.RawMessage(`null`)},
	}
}

func attempt(state string) assessment.Attempt {
	a := assessment.Attempt{
		ID: number(40), QuizID: number(41), LessonID: number(6), CourseSlug: "public-diplomacy", CourseTitle: "공공외교의 이해", Title: "수료 평가",
		Number: 2, State: state, StartedAt: at("2026-11-23T05:00:00Z"), Deadline: ptr(at("2026-11-23T05:30:00Z")), ServerTime: at("2026-11-23T05:11:36Z"),
		PassPercent: 70, MaxAttempts: 3, Slots: slots(state == "graded"), Asked: 4, Answered: 3, AttemptsLeft: 1,
	}
	if state == "graded" {
		a.SubmittedAt, a.Score, a.Max, a.Percent, a.Review = ptr(at("2026-11-23T05:20:00Z")), 7.5, 32.5, 23, "full"
	}
	return a
}

func quizStart(blocked string, open *uuid.UUID) assessment.QuizStart {
	return assessment.QuizStart{
		QuizID: number(41), LessonID: number(6), CourseSlug: "public-diplomacy", CourseTitle: "공공외교의 이해", Title: "수료 평가", Questions: 10, Marks: 100,
		PassPercent: 70, MaxAttempts: 3, Used: 1, TimeLimit: 30, Usual: 30, Grading: "highest", During: "full", Open: open, Blocked: blocked,
		Attempts: []assessment.AttemptRow{
			{ID: number(40), Number: 1, State: "graded", StartedAt: at("2026-11-22T05:00:00Z"), Percent: 60},
			{ID: number(42), Number: 2, State: "in_progress", StartedAt: at("2026-11-23T05:00:00Z")},
		},
	}
}

func certificateIn(state string, mine bool) credentials.Certificate {
	c := credentials.Certificate{
		ID: number(50), Code: "7K2M-Q9XD-4TRB-WZ8HC", Number: "PDA-2026-000481", State: state, Holder: "김하늘", Course: "공공외교의 이해", CourseSlug: "public-diplomacy",
		Minutes: 90, IssuedAt: at("2026-11-23T05:00:00Z"), Issuer: "참여외교 아카데미", Mine: mine, Ready: mine, HiddenName: !mine,
		VerifyURL: "https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC", Paper: credentials.Paper{QR: paper.Symbol{Side: 9, Path: "M4 4h1v1h-1z"}},
		Gain: "행사 안내", GainUntil: ptr(at("2028-11-23T05:00:00Z")),
	}
	if state == "revoked" {
		c.RevokedAt = ptr(at("2026-12-01T05:00:00Z"))
	}
	return c
}

func profile(confirmed bool) identity.Profile {
	return identity.Profile{
		ID: number(1), Email: "citizen@example.org", Name: "김하늘", Locale: "ko", TimeZone: "Europe/Madrid", Roles: []string{"citizen"}, Confirmed: confirmed,
		Sessions: []identity.Session{
			{ID: number(60), Kind: "web", Current: true, CreatedAt: at("2026-11-23T05:00:00Z"), SeenAt: at("2026-11-23T05:30:00Z")},
			{ID: number(61), Kind: "api", CreatedAt: at("2026-11-20T05:00:00Z"), SeenAt: at("2026-11-21T05:30:00Z")},
		},
		Consents: []identity.Consent{{Kind: "terms", Version: "2026-11", GivenAt: at("2026-11-01T05:00:00Z")}, {Kind: "age", Version: "14-or-older", GivenAt: at("2026-11-01T05:00:00Z")}},
	}
}

func preferences() []notify.Preference {
	return []notify.Preference{{Kind: "certificate_issued", InApp: true, Mail: true}, {Kind: "welcome", InApp: true}}
}

func notices() notify.Notices {
	return notify.Notices{Unread: 1, Next: "abc", Items: []notify.Notice{
		{ID: number(70), Kind: "certificate_issued", Args: []any{"공공외교의 이해"}, Link: "/certificates/X", CreatedAt: at("2026-11-23T05:00:00Z")},
		{ID: number(71), Kind: "welcome", CreatedAt: at("2026-11-22T05:00:00Z"), Read: true},
	}}
}

func mails() []notify.KeptMail {
	return []notify.KeptMail{{
		ID: number(80), To: "citizen@example.org", Subject: "이메일 확인", CreatedAt: at("2026-11-23T05:00:00Z"),
		Body: "안녕하세요.\n\nhttp://localhost:8080/confirm?token=abc&x=1\n\n고맙습니다. (http://localhost:8080/help).",
	}}
}

func dashboard() learning.Dashboard {
	return learning.Dashboard{
		Active:    []learning.MyEnrolment{{ID: number(8), State: "active", CourseSlug: "public-diplomacy", CourseTitle: "공공외교의 이해", Percent: 45, Missing: missing(), ResumeID: number(4), ResumeTitle: "도시와 도시", LastSeenAt: at("2026-11-23T05:00:00Z")}},
		Completed: []learning.MyEnrolment{{ID: number(81), State: "completed", CourseSlug: "climate", CourseTitle: "기후외교", Percent: 100, CompletedAt: ptr(at("2026-11-01T05:00:00Z")), Certificate: "X"}},
		Other:     []learning.MyEnrolment{{ID: number(82), State: "withdrawn", CourseSlug: "oda", CourseTitle: "개발협력"}},
		Next:      "abc",
	}
}

func certificates() []credentials.MyCertificate {
	return []credentials.MyCertificate{{Code: "X", Number: "PDA-2026-1", State: "issued", Course: "기후외교", IssuedAt: at("2026-11-01T05:00:00Z")}, {Code: "Y", Number: "PDA-2026-2", State: "superseded", Course: "기후외교", IssuedAt: at("2026-10-01T05:00:00Z")}}
}

func grants() []credentials.MyGrant {
	return []credentials.MyGrant{{Duty: "행사 안내", Course: "공공외교의 이해", EndsAt: at("2028-11-23T05:00:00Z")}}
}

func unlocked() []volunteering.Unlocked {
	return []volunteering.Unlocked{
		{Duty: volunteering.Text{KO: "행사 안내", EN: "Guide"}, EndsAt: at("2028-11-23T05:00:00Z"), Shifts: []volunteering.UnlockedShift{
			{Activity: number(70), Title: volunteering.Text{KO: "시민외교 포럼", EN: "Citizens' forum"}, StartsAt: at("2026-12-05T00:00:00Z"), EndsAt: at("2026-12-05T04:00:00Z"), Free: 2},
		}},
		{Duty: volunteering.Text{KO: "통역 지원", EN: "Interpreter support"}, EndsAt: at("2028-11-23T05:00:00Z")},
	}
}

func refused() layout.Form {
	return layout.Form{
		Values: map[string]string{"email": `a"b@example.org`, "name": "하늘"},
		Errors: map[string]string{"email": "identity.email_invalid", "password": "identity.password_short", "accept_terms": "identity.terms_needed"},
		Key:    "form.invalid",
	}
}

// following is what is open on the agenda of a course.
func following() participation.Following {
	return participation.Following{
		AgendaCard: participation.AgendaCard{Slug: "public-diplomacy", Title: "공공외교", Summary: "시민과 함께하는 외교", Division: "국민외교과", Level: 2},
		Proposals:  []participation.Card{{ID: number(81), Title: "교환 일지를 번역하자", State: "gathering", Author: "김*늘", Agenda: "공공외교", Supports: 41, Next: "answer", Needed: 500}},
		Learn:      []participation.CourseRef{{Slug: "b", Title: "도시와 도시", Minutes: 90}},
	}
}
