package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/insight"
	"academy/app/jobs"

	"github.com/google/uuid"
)

const (
	studioCourses = "/api/v1/studio/courses"
	cityCourse    = studioCourses + "/city-diplomacy"
)

// both is a text in both languages.
func both(ko, en string) map[string]any { return map[string]any{"ko": ko, "en": en} }

// person is somebody with roles, and their client.
func (c *client) person(a *apptest.Academy, roles ...access.Role) (access.Actor, *client) {
	c.t.Helper()
	who := a.Person(c.t, "이강사", roles...)
	return who, c.as(c.post("/api/v1/auth/token", map[string]any{"email": who.Email, "password": "academy-test"}).want(http.StatusOK).text("access_token"))
}

// city begins a course of the author's.
func (c *client) city() answer {
	c.t.Helper()
	return c.post(studioCourses, map[string]any{
		"title": both("도시외교", "City diplomacy"), "slug": "city-diplomacy", "agenda": "public-diplomacy", "level": "beginner",
	}).want(http.StatusCreated)
}

func (c *client) remove(path string) answer {
	c.t.Helper()
	return c.call(http.MethodDelete, path, nil)
}

// reading adds a reading that can be published, and answers its address.
func (c *client) reading(course string, section any, title string) string {
	c.t.Helper()
	made := c.post(course+"/lessons", map[string]any{"section": section, "kind": "reading", "title": both(title, title)}).want(http.StatusCreated)
	path := made.header.Get("Location")
	edit := made.at("edit").(map[string]any)
	edit["body"] = both("글 "+title, "Text of "+title)
	c.put(path, edit).want(http.StatusOK)
	return path
}

func TestStudio_ACourseIsMadeFromNothingPublishedAndCompleted(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	visitor := open(t, a)
	a.Work(t)
	author := visitor.in("ko").instructor(a)
	if made := author.city(); made.header.Get("Location") != cityCourse || made.text("slug") != "city-diplomacy" {
		t.Fatalf("made at %q: %s", made.header.Get("Location"), made.body)
	}
	course := author.get(cityCourse).want(http.StatusOK)
	first := course.text("sections", 0, "id")
	second := author.post(cityCourse+"/sections", map[string]any{"title": both("2장", "Section 2")}).want(http.StatusCreated).text("id")
	one, two, three := author.reading(cityCourse, first, "하나"), author.reading(cityCourse, first, "둘"), author.reading(cityCourse, second, "셋")

	settings := course.at("settings").(map[string]any)
	settings["summary"] = both("요약", "Summary")
	settings["prerequisites"] = []string{"small"}
	saved := author.put(cityCourse+"/settings", settings).want(http.StatusOK)
	settings["from"], settings["prerequisites"] = saved.at("from"), []string{}
	author.put(cityCourse+"/settings", settings).want(http.StatusOK)

	waiting := author.get(two).want(http.StatusOK).at("edit").(map[string]any)
	waiting["requires"] = []string{one[len(one)-36:]}
	author.put(two, waiting).want(http.StatusOK)
	order := author.get(cityCourse).want(http.StatusOK).text("order")
	moved := author.post(three+"/move", map[string]any{"section": first, "place": 0, "was": order}).want(http.StatusOK)
	if got := moved.text("sections", 0, "lessons", 0, "id"); got != three[len(three)-36:] || moved.text("order") == order {
		t.Fatalf("moved: %s", moved.body)
	}
	author.remove(cityCourse + "/sections/" + second).want(http.StatusNoContent)

	visitor.get("/api/v1/courses/city-diplomacy").want(http.StatusNotFound)
	if review := author.get(cityCourse + "/publish").want(http.StatusOK); len(review.at("problems").([]any)) != 0 {
		t.Fatalf("review: %s", review.body)
	}
	author.post(cityCourse+"/publish", nil).want(http.StatusNoContent)
	completeReadings(t, visitor.newcomer("city@example.org"), 3)
}

// completeReadings takes somebody through the city course, which has this many readings.
func completeReadings(t *testing.T, me *client, lessons int) {
	t.Helper()
	me.post("/api/v1/courses/city-diplomacy/enrolments", nil).want(http.StatusCreated)
	var ids []string
	for _, l := range me.get("/api/v1/courses/city-diplomacy").want(http.StatusOK).at("sections", 0, "lessons").([]any) {
		ids = append(ids, l.(map[string]any)["id"].(string))
	}
	if len(ids) != lessons {
		t.Fatalf("learners see %d lessons, not %d", len(ids), lessons)
	}
	for _, id := range ids {
		me.get("/api/v1/lessons/" + id).want(http.StatusOK)
		me.post("/api/v1/lessons/"+id+"/complete", nil).want(http.StatusOK)
	}
	awaitCertificate(t, me)
}

func TestStudio_ALaterDraftIsReviewedDroppedAndTakenUpAgain(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	author := open(t, a).in("ko").instructor(a)
	author.city()
	course := author.get(cityCourse)
	lesson := author.reading(cityCourse, course.text("sections", 0, "id"), "하나")
	settings := course.at("settings").(map[string]any)
	settings["summary"] = both("요약", "Summary")
	author.put(cityCourse+"/settings", settings).want(http.StatusOK)
	author.post(cityCourse+"/publish", nil).want(http.StatusNoContent)
	author.post(cityCourse+"/publish", nil).problem(http.StatusConflict, "authoring.nothing_to_publish")

	edit := author.get(lesson).at("edit").(map[string]any)
	edit["minutes"], edit["release"] = 12, map[string]any{"how": "date", "at": "2027-03-01T09:00:00+09:00"}
	if saved := author.put(lesson, edit).want(http.StatusOK); saved.text("edit", "release", "at") != "2027-03-01T00:00:00Z" {
		t.Errorf("saved: %s", saved.body)
	}
	review := author.get(cityCourse + "/publish").want(http.StatusOK)
	if review.text("changes", 0, "kind") != "changed" || review.text("changes", 0, "what") != "lesson" || review.at("changed") != true {
		t.Errorf("review: %s", review.body)
	}
	author.post(cityCourse+"/restore", map[string]any{"number": 1}).problem(http.StatusConflict, "authoring.draft_open")
	author.post(cityCourse+"/discard", nil).want(http.StatusNoContent)
	author.post(cityCourse+"/restore", map[string]any{"number": 7}).want(http.StatusNotFound)
	author.post(cityCourse+"/restore", map[string]any{"number": 1}).want(http.StatusNoContent)
	if history := author.get(cityCourse + "/history").want(http.StatusOK); history.at("items", 0, "number") != 1.0 || history.at("items", 0, "current") != true {
		t.Errorf("history: %s", history.body)
	}
}

func TestStudio_ACourseIsTakenAlongCopiedAndPutAway(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a)
	who, author := c.person(a, access.Instructor)
	if err := a.Authoring.Appoint(t.Context(), "test", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	const small = studioCourses + "/small"
	folder := author.get(small + "/export").want(http.StatusOK)
	files, err := zip.NewReader(bytes.NewReader(folder.body), int64(len(folder.body)))
	if err != nil || folder.header.Get("Content-Type") != "application/zip" || !strings.Contains(folder.header.Get("Content-Disposition"), "small.zip") {
		t.Fatalf("%v: %v", err, folder.header)
	}
	if !slices.ContainsFunc(files.File, func(f *zip.File) bool { return strings.HasSuffix(f.Name, "course.yaml") }) {
		t.Error("the folder has no course.yaml")
	}
	if made := author.post(small+"/duplicate", map[string]any{"title": both("사본", "Copy"), "slug": "small-copy"}).want(http.StatusCreated); made.header.Get("Location") != small+"-copy" {
		t.Errorf("copied to %q", made.header.Get("Location"))
	}
	author.get(small+"-copy/export").problem(http.StatusConflict, "authoring.unpublished")
	author.get(small + "-copy/export?draft=true").want(http.StatusOK)
	author.post(small+"/archive", nil).want(http.StatusNoContent)
	author.post(small+"/archive", nil).want(http.StatusNoContent)
	author.post(small+"/sections", map[string]any{"title": both("2장", "")}).problem(http.StatusConflict, "authoring.archived")
	author.post(small+"/unarchive", nil).want(http.StatusNoContent)
	list := author.get(studioCourses).want(http.StatusOK)
	if len(list.at("items").([]any)) != 2 || list.at("next") != nil {
		t.Errorf("my courses: %s", list.body)
	}
}

func TestStudio_CaptionsAreKeptMovedAndRefusedByLine(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	c := open(t, a).in("en")
	author, lecture := c.lecturer(t, a)
	captions := author.get(lecture + "/captions").want(http.StatusOK)
	was := captions.text("tracks", 0, "was")
	if captions.at("seconds").(float64) < 50 || captions.text("tracks", 0, "lang") != "ko" {
		t.Fatalf("captions: %s", captions.body)
	}
	const vtt = "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\nHello\n\n00:00:04.000 --> 00:00:06.000\nagain\n"
	wrong := author.put(lecture+"/captions/ko", map[string]any{"text": strings.Replace(vtt, "06.000", "02.000", 1), "was": was}).problem(http.StatusUnprocessableEntity, "authoring.captions_wrong")
	if wrong.at("lines", 0, "line") != 6.0 || !strings.Contains(wrong.text("lines", 0, "detail"), " ") {
		t.Errorf("wrong: %s", wrong.body)
	}
	kept := author.put(lecture+"/captions/ko", map[string]any{"text": vtt, "was": was}).want(http.StatusOK)
	if kept.at("cues") != 2.0 || kept.text("was") == was {
		t.Errorf("kept: %s", kept.body)
	}
	shift := map[string]any{"text": vtt, "was": kept.text("was"), "seconds": -0.5, "from": 2}
	shifted := author.post(lecture+"/captions/ko/shift", shift).want(http.StatusOK)
	if !strings.Contains(shifted.text("text"), "00:00:03.500 --> 00:00:05.500") {
		t.Errorf("shifted: %s", shifted.body)
	}
	if stale := author.put(lecture+"/captions/ko", map[string]any{"text": vtt, "was": was}).problem(http.StatusConflict, "authoring.stale"); stale.text("was") != shifted.text("was") {
		t.Errorf("stale: %s", stale.body)
	}
	shift["was"], shift["from"] = shifted.text("was"), 9
	if far := author.post(lecture+"/captions/ko/shift", shift).problem(http.StatusUnprocessableEntity, "form.invalid"); far.text("fields", "from") == "" {
		t.Errorf("from beyond: %s", far.body)
	}
	author.put(lecture+"/captions/fr", map[string]any{"text": vtt, "was": ""}).want(http.StatusNotFound)
}

// lecturer is an owner of the small course, and the address of its lecture.
func (c *client) lecturer(t *testing.T, a *apptest.Academy) (author *client, lecture string) {
	t.Helper()
	who, author := c.person(a, access.Instructor)
	if err := a.Authoring.Appoint(t.Context(), "test", "small", who.Email); err != nil {
		t.Fatal(err)
	}
	return author, studioCourses + "/small/lessons/" + outlineOf(author.get(studioCourses + "/small").want(http.StatusOK))["lecture"]
}

func TestStudio_FilmsComeFromTheLibraryWhichKeepsWhatIsShown(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	author, lecture := open(t, a).in("en").lecturer(t, a)
	const library = studioCourses + "/small/media"
	shelf := author.get(library).want(http.StatusOK)
	film := shelf.text("items", 0, "id")
	if shelf.text("items", 0, "kind") != "film" || len(shelf.at("items", 0, "used").([]any)) != 1 {
		t.Fatalf("library: %s", shelf.body)
	}
	if same := author.put(lecture+"/film", map[string]any{"was": film, "asset": film, "same": true}).want(http.StatusOK); same.text("film", "asset") != film || same.at("film", "url") == nil {
		t.Errorf("film: %s", same.body)
	}
	if stale := author.put(lecture+"/film", map[string]any{"was": nil, "asset": film, "same": true}).problem(http.StatusConflict, "authoring.stale"); stale.text("was") != film {
		t.Errorf("stale: %s", stale.body)
	}
	author.remove(library+"/"+film).problem(http.StatusConflict, "library.in_use")
	author.put(library+"/"+film, map[string]any{"alt": both("", "")}).problem(http.StatusUnprocessableEntity, "form.invalid")
	author.put(library+"/"+film, map[string]any{"alt": both("영상", "A film")}).want(http.StatusNoContent)
}

func TestStudio_FiguresTellNothingOfFewerThanTen(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	author, lecture := open(t, a).lecturer(t, a)
	a.Enrol(t, "small", apptest.Crowd{People: 30, Opened: 2, From: 10, To: 40, Away: 30 * 24 * time.Hour})
	a.Enrol(t, "small", apptest.Crowd{People: 9, Opened: 3, To: 60, Score: 80})
	figures := author.get(studioCourses + "/small/figures").want(http.StatusOK)
	if figures.at("learners") != 40.0 || figures.at("lessons", 1, "stopped") != 30.0 || figures.at("lessons", 2, "opened") != nil {
		t.Errorf("figures: %s", figures.body)
	}
	one := author.get(strings.Replace(lecture, "/lessons/", "/figures/", 1)).want(http.StatusOK)
	if one.at("opened") != 40.0 || len(one.at("curve", "bins").([]any)) != 60 || len(one.at("bands").([]any)) != 0 {
		t.Errorf("lesson: %s", one.body)
	}
}

func TestStudio_ItemsTellWhichQuestionsToLookAtAndNothingOfFewerThanTen(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	author, _ := open(t, a).lecturer(t, a)
	quiz := a.QuizID(t, "small")
	const list = studioCourses + "/small/items"
	wrong := [][]apptest.Answered{{{Response: `{"choice":"b"}`}, {Response: `{"choices":["c"]}`}, {}, {}}}
	a.Sit(t, "small", apptest.Sitting{People: 9, Attempts: wrong})
	if before := author.get(list).want(http.StatusOK); before.at("items", 0, "waiting") != true || before.at("items", 0, "mean") != nil {
		t.Errorf("before: %s", before.body)
	}
	analyse := func() {
		t.Helper()
		if err := a.Insight.AnalyseItems(t.Context(), jobs.AnalyseItems{QuizID: quiz, Attempts: insight.First}); err != nil {
			t.Fatal(err)
		}
	}
	analyse()
	if few := author.get(list + "/" + quiz.String()).want(http.StatusOK); few.at("mean") != nil || few.at("people") != nil || len(few.at("questions").([]any)) != 0 {
		t.Errorf("of nine: %s", few.body)
	}
	a.Sit(t, "small", apptest.Sitting{People: 11, Attempts: wrong})
	analyse()
	got := author.get(list + "/" + quiz.String() + "?attempts=first").want(http.StatusOK)
	if got.at("people") != 20.0 || got.at("questions", 0, "facility") != 0.0 || got.at("questions", 0, "discrimination") != nil || got.at("questions", 0, "findings", 0) != "misled" || got.at("questions", 0, "picks", 1, "percent") != 100.0 {
		t.Errorf("of twenty: %s", got.body)
	}
	author.get(list+"/"+quiz.String()+"?attempts=best").problem(http.StatusUnprocessableEntity, "insight.attempts")
	author.get(list+"/"+uuid.NewString()).problem(http.StatusNotFound, "fault.missing")
}

func TestStudio_AnswersHoldToTheirPublishedShapes(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	author, lecture := open(t, a).lecturer(t, a)
	a.Enrol(t, "small", apptest.Crowd{People: 30, Opened: 2, From: 10, To: 40})
	a.Sit(t, "small", apptest.Sitting{People: 12, Attempts: [][]apptest.Answered{{{Response: `{"choice":"b"}`}, {}, {}, {Response: `{"text":"외교"}`, Earned: 10}}}})
	quiz := a.QuizID(t, "small")
	author.get(studioCourses + "/small/items").want(http.StatusOK) // so that it is asked for
	if err := a.Insight.AnalyseItems(t.Context(), jobs.AnalyseItems{QuizID: quiz, Attempts: insight.First}); err != nil {
		t.Fatal(err)
	}
	document := author.get("/api/v1/openapi.json").want(http.StatusOK)
	const shown, small = "/studio/courses/{slug}", studioCourses + "/small"
	for path, operation := range map[string]string{
		studioCourses: "/studio/courses", small: shown, small + "/publish": shown + "/publish", small + "/history": shown + "/history", small + "/staff": shown + "/staff",
		small + "/media": shown + "/media", small + "/figures": shown + "/figures", lecture: shown + "/lessons/{id}", lecture + "/captions": shown + "/lessons/{id}/captions",
		strings.Replace(lecture, "/lessons/", "/figures/", 1): shown + "/figures/{id}",
		small + "/items": shown + "/items", small + "/items/" + quiz.String(): shown + "/items/{id}",
	} {
		shape := document.at("paths", operation, "get", "responses", "200", "content", "application/json", "schema")
		var got any
		if err := json.Unmarshal(author.get(path).want(http.StatusOK).body, &got); err != nil {
			t.Fatal(err)
		}
		conform(t, path, document, shape.(map[string]any), got)
	}
}
