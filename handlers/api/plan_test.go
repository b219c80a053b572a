package api_test

import (
	"net/http"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

// bodyOf is the body of an answer without some of its members, so that it can be sent back.
func bodyOf(t *testing.T, a answer, without ...string) map[string]any {
	t.Helper()
	body := a.object()
	for _, name := range without {
		delete(body, name)
	}
	return body
}

func TestPlan_ActivitiesAndShiftsAreAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	c := open(t, a).in("en")
	_, boss := c.person(a, access.Coordinator)
	_, citizen := c.person(a)
	g, activities := &recorder{client: boss}, "/coord/activities"

	model := bodyOf(t, boss.get("/api/v1"+activities+"/"+f.ID.String()), "id", "state")
	one := activities + "/" + g.post("activity_added", activities, model).text("id")
	plan := g.get("activity_planned", one)
	citizen.get("/api/v1" + one).want(http.StatusForbidden)
	citizen.post("/api/v1"+activities, model).want(http.StatusForbidden)

	edit := bodyOf(t, plan, "id", "state")
	edit["title"] = map[string]any{"ko": "새 이름", "en": "A new name"}
	boss.put("/api/v1"+one, with(edit, "rest_hours", nil, "rest_hours")).problem(http.StatusUnprocessableEntity, "form.invalid")
	boss.put("/api/v1"+one, edit).want(http.StatusNoContent)
	boss.put("/api/v1"+one, edit).want(http.StatusConflict)
	boss.post("/api/v1"+one+"/state", map[string]any{"state": "closed"}).want(http.StatusConflict)
	boss.post("/api/v1"+one+"/state", map[string]any{"state": "published"}).want(http.StatusNoContent)

	day, next := f.First.Format(time.DateOnly), f.First.AddDate(0, 0, 1).Format(time.DateOnly)
	need := map[string]any{"duty": f.Guide, "min": 1, "max": 2, "qualified": true, "min_age": 0, "max_age": 0, "language": ""}
	shift := map[string]any{"day": day, "from": "09:00", "until": "13:00", "place": map[string]any{"ko": "로비", "en": "Lobby"}, "online": false, "needs": []any{need}, "version": 0}
	boss.post("/api/v1"+one+"/shifts", with(shift, "day", "2020-01-01")).problem(http.StatusUnprocessableEntity, "form.invalid")
	boss.post("/api/v1"+one+"/shifts", with(shift, "needs", []any{})).problem(http.StatusUnprocessableEntity, "form.invalid")
	g.post("shifts_added", one+"/shifts", shift)
	g.post("day_copied", one+"/days", map[string]any{"from": day, "to": next})
	shifts := g.get("shifts_planned", one+"/shifts")
	first := one + "/shifts/" + shifts.text("shifts", 0, "id")
	boss.put("/api/v1"+first, with(with(shift, "until", "14:00"), "version", 1)).want(http.StatusNoContent)
	boss.put("/api/v1"+first, with(with(shift, "until", "15:00"), "version", 1)).want(http.StatusConflict)
	citizen.post("/api/v1"+first+"/cancel", map[string]any{"reason": "rain"}).want(http.StatusForbidden)
	boss.post("/api/v1"+first+"/cancel", map[string]any{"reason": "rain"}).want(http.StatusNoContent)
}

func TestPlan_WhatIsWrongIsNamedAsItWasSent(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	who, boss := open(t, a).in("en").person(a, access.Coordinator)
	f.Enlist(t, who)
	activity := "/coord/activities/" + f.ID.String()
	draft := bodyOf(t, boss.get("/api/v1"+activity), "id", "state")
	for _, tt := range []struct {
		method, path string
		body         map[string]any
		field        string
	}{
		{http.MethodPut, activity, with(draft, "title", map[string]any{"ko": "", "en": "x"}), "title.ko"},
		{http.MethodPut, activity, with(draft, "starts_on", "soon"), "starts_on"},
		{http.MethodPut, activity, with(draft, "travel_minutes", -1), "travel_minutes"},
		{http.MethodPut, activity, with(draft, "secret", 1), "secret"},
		{http.MethodPost, activity + "/days", map[string]any{"from": "x", "to": "x"}, "from"},
		{http.MethodPost, "/coord/volunteers/" + who.ID.String() + "/grants", map[string]any{"duty": f.Guide, "reason": "knows it"}, "last_day"},
		{http.MethodPost, "/coord/volunteers/" + who.ID.String() + "/grants", map[string]any{"duty": f.Guide, "last_day": "2999-01-01"}, "reason"},
		{http.MethodPost, "/me/volunteering/availability", map[string]any{"level": "desired"}, "ends_at"},
	} {
		got := boss.call(tt.method, "/api/v1"+tt.path, tt.body)
		if fields, _ := got.problem(http.StatusUnprocessableEntity, "form.invalid").at("fields").(map[string]any); fields[tt.field] == nil {
			t.Errorf("%s %s: %v", tt.path, tt.field, fields)
		}
	}
}

func TestPlan_VolunteersAreDecidedAboutAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	c := open(t, a).in("en")
	_, boss := c.person(a, access.Coordinator)
	who, me := c.person(a)
	g, mine := &recorder{client: boss}, &recorder{client: me}
	last := f.First.AddDate(0, 6, 0).Format(time.DateOnly)
	offer := map[string]any{"motivation": "I like to help", "languages": []string{"ko", "en"}, "birth_year": 1990}
	me.post("/api/v1/me/volunteering/availability", map[string]any{"level": "desired", "weekday": 6, "from": "09:00", "until": "18:00"}).want(http.StatusForbidden)
	me.put("/api/v1/me/volunteering", map[string]any{"motivation": "x"}).problem(http.StatusUnprocessableEntity, "form.invalid")
	me.put("/api/v1/me/volunteering", offer).want(http.StatusNoContent)
	me.post("/api/v1/me/volunteering/availability", map[string]any{"level": "desired", "weekday": 6, "from": "09:00", "until": "18:00"}).want(http.StatusNoContent)

	one := "/coord/volunteers/" + who.ID.String()
	me.get("/api/v1/coord/volunteers").want(http.StatusForbidden)
	me.post("/api/v1"+one+"/decision", map[string]any{"state": "approved", "last_day": last}).want(http.StatusForbidden)
	boss.post("/api/v1"+one+"/decision", map[string]any{"state": "approved", "last_day": last, "term": "2027 spring", "answer": "Welcome"}).want(http.StatusNoContent)
	boss.post("/api/v1"+one+"/grants", map[string]any{"duty": f.Guide, "last_day": last, "reason": "has done it for years"}).want(http.StatusNoContent)
	boss.post("/api/v1/coord/volunteers/"+uuid.NewString()+"/decision", map[string]any{"state": "approved", "last_day": last}).want(http.StatusNotFound)
	g.get("volunteers", "/coord/volunteers?state=approved")
	said := mine.get("my_volunteering", "/me/volunteering")
	me.remove("/api/v1/me/volunteering/availability/" + said.text("availability", 0, "id")).want(http.StatusNoContent)

	_, need := f.Shift(t, 4, "09:00", "13:00", 1)
	seats := "/coord/activities/" + f.ID.String() + "/needs/" + need.String() + "/seats"
	boss.post("/api/v1"+seats, map[string]any{"person": who.ID}).want(http.StatusNoContent)
	boss.post("/api/v1/coord/activities/"+f.ID.String()+"/publications", nil).want(http.StatusOK)
	seat := me.get("/api/v1/me/shifts").text("items", 0, "id")
	mine.post("shift_accepted", "/me/shifts/"+seat+"/acceptance", nil)
	boss.post("/api/v1/me/shifts/"+seat+"/acceptance", nil).want(http.StatusNotFound)
}
