package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

// call is one of the studio's, with a body that would do.
type call struct {
	method, path string
	body         any
	// looks says that assistants may, too.
	looks bool
}

// studioCalls is every operation on the small course, of which these are a section, a lecture and its film.
func studioCalls(section, lecture, film string) []call {
	const small = studioCourses + "/small"
	lesson, track := small+"/lessons/"+lecture, small+"/lessons/"+lecture+"/captions/ko"
	text, nobody := both("글", "Text"), uuid.NewString()
	settings := map[string]any{
		"from": 1, "title": text, "summary": text, "description": text, "instructor": text, "agenda": "public-diplomacy", "level": "beginner", "palette": "blue",
		"languages": []string{"ko"}, "minutes": 60, "completion": map[string]any{"coverage": 0, "score": 0}, "grant": map[string]any{"duty": "", "months": 0}, "prerequisites": []string{},
	}
	edit := map[string]any{
		"from": 1, "title": text, "body": text, "minutes": 5, "required": true, "requires": []string{}, "release": map[string]any{"how": "at_once"}, "captions_missing": "",
	}
	return []call{
		{get, small, nil, true},
		{put, small + "/settings", settings, false},
		{post, small + "/duplicate", map[string]any{"title": text, "slug": "another"}, false},
		{post, small + "/archive", nil, false},
		{post, small + "/unarchive", nil, false},
		{get, small + "/export", nil, false},
		{get, small + "/staff", nil, true},
		{put, small + "/staff", map[string]any{"email": "nobody@example.org", "part": "owner"}, false},
		{del, small + "/staff/" + nobody, nil, false},
		{post, small + "/sections", map[string]any{"title": text}, false},
		{put, small + "/sections/" + section, map[string]any{"from": 1, "title": text, "release": map[string]any{"how": "at_once"}}, false},
		{del, small + "/sections/" + section, nil, false},
		{post, small + "/sections/" + section + "/move", map[string]any{"place": 1, "was": "yesterday"}, false},
		{post, small + "/lessons", map[string]any{"section": section, "kind": "reading", "title": text}, false},
		{get, lesson, nil, true},
		{put, lesson, edit, false},
		{del, lesson, nil, false},
		{post, lesson + "/move", map[string]any{"section": section, "place": 1, "was": "yesterday"}, false},
		{put, lesson + "/film", map[string]any{"was": film, "asset": film, "same": true}, false},
		{get, lesson + "/captions", nil, true},
		{put, track, map[string]any{"text": "", "was": "yesterday"}, false},
		{post, track + "/shift", map[string]any{"text": "", "was": "yesterday", "seconds": 1.5, "from": 1}, false},
		{get, small + "/publish", nil, true},
		{post, small + "/publish", nil, false},
		{post, small + "/discard", nil, false},
		{get, small + "/history", nil, true},
		{post, small + "/restore", map[string]any{"number": 1}, false},
		{get, small + "/media", nil, true},
		{put, small + "/media/" + film, map[string]any{"alt": text}, false},
		{del, small + "/media/" + film, nil, false},
		{get, small + "/figures", nil, true},
		{get, small + "/figures/" + lecture, nil, true},
		{get, small + "/items", nil, true},
	}
}

const (
	get  = http.MethodGet
	put  = http.MethodPut
	post = http.MethodPost
	del  = http.MethodDelete
)

// smallStudio is an academy with the small course, its owner, and every call on it.
func smallStudio(t *testing.T) (a *apptest.Academy, visitor, owner *client, calls []call) {
	t.Helper()
	a = apptest.Open(t)
	visitor = open(t, a).in("en")
	owner, lecture := visitor.lecturer(t, a)
	section := owner.get(studioCourses+"/small").text("sections", 0, "id")
	film := owner.get(studioCourses+"/small/media").text("items", 0, "id")
	return a, visitor, owner, studioCalls(section, lecture[len(lecture)-36:], film)
}

func TestStudio_IsShutToWhoeverIsNotOfTheStaff(t *testing.T) {
	t.Parallel()
	a, visitor, owner, calls := smallStudio(t)
	_, citizen := visitor.person(a)
	_, stranger := visitor.person(a, access.Instructor)
	who, assistant := visitor.person(a, access.Instructor)
	owner.put(studioCourses+"/small/staff", map[string]any{"email": who.Email, "part": "assistant"}).want(http.StatusOK)
	for _, c := range calls {
		visitor.call(c.method, c.path, c.body).problem(http.StatusUnauthorized, "fault.anonymous")
		citizen.call(c.method, c.path, c.body).problem(http.StatusForbidden, "fault.denied")
		stranger.call(c.method, c.path, c.body).problem(http.StatusNotFound, "fault.missing")
		if c.looks {
			assistant.call(c.method, c.path, c.body).want(http.StatusOK)
		} else {
			assistant.call(c.method, c.path, c.body).problem(http.StatusForbidden, "fault.denied")
		}
	}
	citizen.get(studioCourses).want(http.StatusForbidden)
	citizen.post(studioCourses, map[string]any{}).want(http.StatusForbidden)
	if mine := stranger.get(studioCourses).want(http.StatusOK); len(mine.at("items").([]any)) != 0 {
		t.Errorf("a stranger makes %s", mine.body)
	}
}

func TestStudio_BodiesThatCannotBeTakenAreTheSendersFault(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	calls = append(calls, call{post, studioCourses, map[string]any{"title": both("글", ""), "slug": "another", "agenda": "public-diplomacy", "level": "beginner"}, false})
	for _, c := range calls {
		whole, takes := c.body.(map[string]any)
		if !takes {
			continue
		}
		for _, malformed := range []any{nil, `{`, `[]`, `"text"`, `{"title":"\u0000"}`} {
			owner.call(c.method, c.path, malformed).problem(http.StatusBadRequest, "malformed_json")
		}
		if got := owner.call(c.method, c.path, with(whole, "unheard_of", 1)).problem(http.StatusUnprocessableEntity, "form.invalid"); got.text("fields", "unheard_of") == "" {
			t.Errorf("%s %s: %s", c.method, c.path, got.body)
		}
		for member := range whole {
			wrong := owner.call(c.method, c.path, with(whole, member, []any{map[string]any{"a": 1}}))
			if wrong.problem(http.StatusUnprocessableEntity, "form.invalid").text("fields", member) != "The value is of the wrong type." {
				t.Errorf("%s %s: wrong %s: %s", c.method, c.path, member, wrong.body)
			}
			if member == "was" && strings.HasSuffix(c.path, "/move") {
				continue
			}
			left := owner.call(c.method, c.path, with(whole, member, nil, "left out"))
			if left.problem(http.StatusUnprocessableEntity, "form.invalid").text("fields", member) != "The value has been left out." {
				t.Errorf("%s %s: without %s: %s", c.method, c.path, member, left.body)
			}
		}
	}
}

// with is a body with another member, or without it.
func with(whole map[string]any, member string, value any, without ...string) map[string]any {
	changed := map[string]any{}
	for name, was := range whole {
		changed[name] = was
	}
	changed[member] = value
	if len(without) > 0 {
		delete(changed, member)
	}
	return changed
}

func TestStudio_WhatIsWrongIsNamedAsItWasSent(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	long, far := strings.Repeat("a", 100<<10), map[string]any{"how": "date", "at": "tomorrow"}
	for _, tt := range []struct {
		path, member string
		value        any
		field        string
	}{
		{"/settings", "title", both(long, ""), "title.ko"},
		{"/settings", "title", both("", " "), "title.ko"},
		{"/settings", "title", map[string]any{"ko": "글"}, "title.en"},
		{"/settings", "title", map[string]any{"ko": "글", "en": "", "fr": ""}, "title.fr"},
		{"/settings", "description", both("", strings.Repeat("가", 100_001)), "description.en"},
		{"/settings", "agenda", "none", "agenda"},
		{"/settings", "languages", []string{"fr"}, "languages"},
		{"/settings", "minutes", 1 << 40, "minutes"},
		{"/settings", "completion", map[string]any{"coverage": 101, "score": 0}, "completion.coverage"},
		{"/settings", "completion", map[string]any{"coverage": 1}, "completion.score"},
		{"/settings", "grant", map[string]any{"duty": "none", "months": 1}, "grant.duty"},
		{"/settings", "prerequisites", []string{"none"}, "prerequisites"},
		{"/duplicate", "slug", "small", "slug"},
		{"/duplicate", "slug", "new", "slug"},
		{"/staff", "email", "nobody@example.org", "email"},
		{"/staff", "part", "king", "part"},
		{"/sections", "title", both(long, ""), "title.ko"},
		{"/lessons", "section", "1", "section"},
		{"/lessons", "kind", "survey", "kind"},
		{"/lessons", "title", both("", long), "title.en"},
		{"/sections/ID", "release", far, "release.at"},
		{"/sections/ID", "release", map[string]any{"how": "days", "days": 0}, "release.days"},
		{"/sections/ID", "release", map[string]any{"how": "never"}, "release.how"},
		{"/lessons/ID", "requires", []string{"1"}, "requires"},
		{"/lessons/ID", "requires", []string{uuid.NewString()}, "requires"},
		{"/lessons/ID", "body", both("![x](https://example.org/x.png)", ""), "body.ko"},
		{"/lessons/ID", "captions_missing", long, "captions_missing"},
		{"/lessons/ID/move", "section", "1", "section"},
		{"/lessons/ID/film", "asset", "1", "asset"},
		{"/lessons/ID/film", "asset", uuid.NewString(), "asset"},
		{"/lessons/ID/film", "was", "1", "was"},
		{"/media/ID", "alt", both(long, ""), "alt.ko"},
	} {
		c := callOn(t, calls, tt.path)
		got := owner.call(c.method, c.path, with(c.body.(map[string]any), tt.member, tt.value))
		if fields, _ := got.problem(http.StatusUnprocessableEntity, "form.invalid").at("fields").(map[string]any); fields[tt.field] == nil {
			t.Errorf("%s %s: %v", c.path, tt.field, fields)
		}
	}
}

// callOn finds the call with a body on a path below the course, in which IDs are called ID.
func callOn(t *testing.T, calls []call, path string) call {
	t.Helper()
	i := slices.IndexFunc(calls, func(c call) bool {
		return c.body != nil && ids.ReplaceAllString(c.path, "ID") == studioCourses+"/small"+path
	})
	if i < 0 {
		t.Fatalf("no call on %s", path)
	}
	return calls[i]
}

func TestStudio_EditsThatComeTooLateAreToldTheVersionOfNow(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	const small = studioCourses + "/small"
	settings := owner.get(small).at("settings").(map[string]any)
	if stale := owner.put(small+"/settings", with(settings, "from", 1<<40)).problem(http.StatusConflict, "authoring.stale"); stale.at("from") != settings["from"] {
		t.Errorf("settings: %s", stale.body)
	}
	for _, path := range []string{"/sections/ID", "/lessons/ID"} {
		c := callOn(t, calls, path)
		whole := c.body.(map[string]any)
		stale := owner.put(c.path, with(whole, "from", -1)).problem(http.StatusConflict, "authoring.stale")
		owner.put(c.path, with(whole, "from", stale.at("from"))).want(http.StatusOK)
	}
	for _, path := range []string{"/sections/ID/move", "/lessons/ID/move"} {
		c := callOn(t, calls, path)
		whole := c.body.(map[string]any)
		owner.post(c.path, whole).problem(http.StatusConflict, "authoring.order_stale")
		for _, place := range []int{-1 << 63, -1, 1<<63 - 1} {
			owner.post(c.path, with(with(whole, "place", place), "was", nil, "left out")).want(http.StatusOK)
		}
	}
}

func TestStudio_AddressesThatNameNothingAreMissing(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	nobody := uuid.NewString()
	for _, c := range calls {
		for _, none := range []string{"x", "%00", nobody, "00000000000000000000000000000000"} {
			owner.call(c.method, strings.Replace(c.path, "/courses/small", "/courses/"+none, 1), c.body).problem(http.StatusNotFound, "fault.missing")
			path, body := ids.ReplaceAllString(c.path, none), c.body
			if whole, takes := body.(map[string]any); takes && strings.HasSuffix(path, "/move") {
				body = with(whole, "was", nil, "left out") // an order of yesterday is told first
			}
			switch {
			case path == c.path: // it names nothing but the course
			case none == nobody && c.method == del && !strings.Contains(path, "/media/"):
				owner.remove(path).want(http.StatusNoContent) // twice is once
			default:
				owner.call(c.method, path, body).problem(http.StatusNotFound, "fault.missing")
			}
		}
	}
}

func TestStudio_TheLastOwnerStaysAndKnowsWhoElseMakesTheCourse(t *testing.T) {
	t.Parallel()
	a, visitor, owner, _ := smallStudio(t)
	const staff = studioCourses + "/small/staff"
	alone := owner.get(staff).want(http.StatusOK).text("items", 0, "id")
	owner.remove(staff+"/"+alone).problem(http.StatusConflict, "authoring.last_owner")
	who, other := visitor.person(a, access.Instructor)
	both := owner.put(staff, map[string]any{"email": who.Email, "part": "owner"}).want(http.StatusOK)
	if len(both.at("items").([]any)) != 2 {
		t.Errorf("the staff: %s", both.body)
	}
	other.remove(staff + "/" + alone).want(http.StatusNoContent)
	owner.get(staff).problem(http.StatusNotFound, "fault.missing")
}

func TestStudio_WholeTextsFitAndNonsenseIsNotRepeatedAtLength(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	c := callOn(t, calls, "/lessons/ID")
	whole := with(c.body.(map[string]any), "from", owner.get(c.path).at("edit", "from"))
	text := strings.Repeat("가", 100_000)
	owner.put(c.path, with(whole, "body", both(text, text))).want(http.StatusOK)
	owner.put(c.path, with(whole, "body", both(text+"가", ""))).problem(http.StatusUnprocessableEntity, "form.invalid")
	unheard := map[string]any{}
	for range 100 {
		unheard[strings.Repeat("n", 1000)+uuid.NewString()] = 1
	}
	if got := owner.put(c.path, unheard).want(http.StatusUnprocessableEntity); len(got.body) > 5000 {
		t.Errorf("an answer of %d bytes to nonsense", len(got.body))
	}
}

func TestStudio_CookiesNeedTheTokenHereToo(t *testing.T) {
	t.Parallel()
	_, _, owner, calls := smallStudio(t)
	browser := owner.as("").with("Cookie", "academy_access="+owner.token).with("Sec-Fetch-Site", "same-origin")
	browser.get(studioCourses).want(http.StatusOK)
	for _, c := range calls {
		if c.method != get {
			browser.call(c.method, c.path, c.body).problem(http.StatusForbidden, "access.csrf")
		}
	}
}
