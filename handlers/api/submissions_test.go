package api_test

import (
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"academy/app/apptest"
	"academy/app/locale"
)

func exchange() fstest.MapFS {
	text := func(s string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(s)} }
	return fstest.MapFS{"task.md": text("교류 계획을 쓰세요."), "course.yaml": text(`slug: exchange
title: {ko: 교류 강좌, en: Exchange}
summary: {ko: 교류를 배웁니다., en: About exchange.}
level: beginner
languages: [ko]
minutes: 30
agenda: public-diplomacy
palette: blue
completion: {coverage: 0, score: 0}
sections:
  - key: first
    title: {ko: 시작, en: Beginning}
    lessons:
      - key: plan
        kind: assignment
        title: {ko: 교류 계획, en: A plan}
        minutes: 30
        body: {ko: task.md}
        assignment: {hand_in: [text], again: never, points: 100}
`)}
}

func TestSubmissions_AreDraftedAndHandedInOnceInLongTexts(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.ImportFolder(t, exchange())
	who, me := open(t, a).person(a)
	if _, err := a.Learning.Enrol(t.Context(), who, "exchange"); err != nil {
		t.Fatal(err)
	}
	course, err := a.Learning.Course(t.Context(), who, locale.KO, "exchange")
	if err != nil {
		t.Fatal(err)
	}
	at := "/api/v1/lessons/" + course.Sections[0].Lessons[0].ID.String() + "/submission"
	long := strings.Repeat("가", 20_000)
	saved := me.put(at, map[string]any{"from": 0, "text": long}).want(http.StatusOK)
	me.put(at, map[string]any{"from": 0, "text": "다른 창"}).want(http.StatusConflict)
	sent := map[string]any{"op_id": "once", "from": saved.at("version"), "text": long}
	for range 2 {
		if got := me.post(at+"s", sent).want(http.StatusOK).text("state"); got != "handed_in" {
			t.Errorf("handed in as %q", got)
		}
	}
	me.post(at+"s", map[string]any{"op_id": "again", "from": saved.at("version"), "text": "또"}).want(http.StatusConflict)
	if got := me.get(at).want(http.StatusOK); got.text("state") != "handed_in" || got.text("blocked") != "not_again" {
		t.Errorf("afterwards: %v", got.object())
	}
	_, stranger := open(t, a).person(a)
	stranger.get(at).want(http.StatusForbidden)
}
