package api_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"academy/app/apptest"

	"github.com/PuerkitoBio/goquery"
)

func TestDocument_IsWhatIsPublished(t *testing.T) {
	t.Parallel()
	got := open(t, apptest.Open(t)).get("/api/v1/openapi.json").want(http.StatusOK)
	if kind := got.header.Get("Content-Type"); !strings.HasPrefix(kind, "application/openapi+json") {
		t.Errorf("content type %q", kind)
	}
	golden(t, "openapi", got.body)
}

func TestDocument_SaysOfEveryOperationWhoMayAndWhatCanGoWrong(t *testing.T) {
	t.Parallel()
	document := open(t, apptest.Open(t)).get("/api/v1/openapi.json").want(http.StatusOK)
	if document.text("openapi") != "3.1.0" {
		t.Errorf("version %s", document.text("openapi"))
	}
	shapes := document.at("components", "schemas").(map[string]any)
	for _, name := range refs(document.at("paths")) {
		if shapes[name] == nil {
			t.Errorf("shape %s is named but not there", name)
		}
	}
	seen := map[string]bool{}
	for path, item := range document.at("paths").(map[string]any) {
		for method, o := range item.(map[string]any) {
			checkOperation(t, method+" "+path, o.(map[string]any), seen)
		}
	}
	if len(seen) < 28 {
		t.Errorf("only %d operations", len(seen))
	}
}

func checkOperation(t *testing.T, where string, o map[string]any, seen map[string]bool) {
	t.Helper()
	id, _ := o["operationId"].(string)
	if id == "" || seen[id] {
		t.Errorf("%s: operationId %q", where, id)
	}
	seen[id] = true
	need, _ := o["x-permission"].(string)
	answers := o["responses"].(map[string]any)
	want := []string{"401", "500"}
	if need == "" {
		t.Errorf("%s says nothing of who may", where)
	}
	if need != "anyone" {
		want = append(want, "403")
		if security, _ := o["security"].([]any); len(security) == 0 {
			t.Errorf("%s needs %s but no token", where, need)
		}
	}
	if strings.Contains(where, "{") {
		want = append(want, "404")
	}
	if o["requestBody"] != nil {
		want = append(want, "400", "413", "422")
	}
	for _, status := range want {
		if answers[status] == nil {
			t.Errorf("%s does not speak of %s", where, status)
		}
	}
	for status, a := range answers {
		if status < "400" {
			continue
		}
		if content := a.(map[string]any)["content"].(map[string]any); content["application/problem+json"] == nil {
			t.Errorf("%s: %s is no problem: %v", where, status, content)
		}
	}
}

// refs lists the names of the shapes that are referred to.
func refs(v any) []string {
	var names []string
	switch in := v.(type) {
	case map[string]any:
		for key, value := range in {
			if ref, ok := value.(string); ok && key == "$ref" {
				names = append(names, ref[strings.LastIndex(ref, "/")+1:])
			}
			names = append(names, refs(value)...)
		}
	case []any:
		for _, value := range in {
			names = append(names, refs(value)...)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func TestReadablePage_HasOneHeadingCaptionsAndNothingFromElsewhere(t *testing.T) {
	t.Parallel()
	got := open(t, apptest.Open(t)).get("/api/docs").want(http.StatusOK)
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(got.body)))
	if err != nil {
		t.Fatal(err)
	}
	if doc.Find("h1").Length() != 1 || doc.Find("html[lang=en]").Length() != 1 {
		t.Error("one h1 in English is wanted")
	}
	if tables, captions := doc.Find("table").Length(), doc.Find("table > caption").Length(); tables == 0 || tables != captions {
		t.Errorf("%d tables, %d captions", tables, captions)
	}
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); ids[id] {
			t.Errorf("id %q stands twice", id)
		} else {
			ids[id] = true
		}
	})
	doc.Find("a[href^='#']").Each(func(_ int, s *goquery.Selection) {
		if to := strings.TrimPrefix(s.AttrOr("href", ""), "#"); !ids[to] {
			t.Errorf("a link to #%s leads nowhere", to)
		}
	})
	if doc.Find("script, style, [style]").Length() != 0 || strings.Contains(string(got.body), "//cdn") {
		t.Error("the page loads or runs something")
	}
	if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
}

func TestAnswers_HoldToTheirPublishedShapes(t *testing.T) {
	t.Parallel()
	c := open(t, apptest.Open(t))
	document := c.get("/api/v1/openapi.json").want(http.StatusOK)
	me := c.newcomer("shapes@example.org")
	me.post("/api/v1/courses/small/enrolments", nil).want(http.StatusCreated)
	for path, operation := range map[string]string{
		"/me": "/me", "/courses": "/courses", "/courses/small": "/courses/{slug}", "/me/enrolments": "/me/enrolments", "/agendas": "/agendas",
		"/me/notifications": "/me/notifications", "/me/certificates": "/me/certificates", "/me/notifications/preferences": "/me/notifications/preferences",
	} {
		shape := document.at("paths", operation, "get", "responses", "200", "content", "application/json", "schema")
		var got any
		if err := json.Unmarshal(me.get("/api/v1"+path).want(http.StatusOK).body, &got); err != nil {
			t.Fatal(err)
		}
		conform(t, path, document, shape.(map[string]any), got)
	}
}

// conform checks what the document promises of a value: required members, and kinds.
func conform(t *testing.T, where string, document answer, shape map[string]any, value any) {
	t.Helper()
	if ref, ok := shape["$ref"].(string); ok {
		shape = document.at("components", "schemas", ref[strings.LastIndex(ref, "/")+1:]).(map[string]any)
	}
	if kinds := kindsOf(shape["type"]); len(kinds) > 0 && !slices.Contains(kinds, jsonKind(value)) {
		t.Errorf("%s is %s, not %v", where, jsonKind(value), kinds)
		return
	}
	switch v := value.(type) {
	case map[string]any:
		required, _ := shape["required"].([]any)
		for _, name := range required {
			if _, there := v[name.(string)]; !there {
				t.Errorf("%s lacks %s", where, name)
			}
		}
		members, _ := shape["properties"].(map[string]any)
		for name, member := range members {
			if inner, there := v[name]; there {
				conform(t, where+"."+name, document, member.(map[string]any), inner)
			}
		}
	case []any:
		for _, item := range v {
			conform(t, where+"[]", document, shape["items"].(map[string]any), item)
		}
	}
}

// kindsOf lists the kinds a schema allows; in JSON an integer is a number.
func kindsOf(kinds any) []string {
	var list []string
	switch k := kinds.(type) {
	case string:
		list = []string{k}
	case []any:
		for _, one := range k {
			list = append(list, one.(string))
		}
	}
	if slices.Contains(list, "integer") {
		list = append(list, "number")
	}
	return list
}

func jsonKind(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case float64:
		return "number"
	case string:
		return "string"
	case []any:
		return "array"
	}
	return "object"
}
