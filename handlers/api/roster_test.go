package api_test

import (
	"net/http"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

func TestRoster_TablesOfShiftsAreAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	_, boss := open(t, a).in("en").person(a, access.Coordinator)
	g := &recorder{client: boss}
	path := "/coord/activities/" + f.ID.String() + "/imports"
	day := f.First.Format(time.DateOnly)
	boss.post("/api/v1"+path, map[string]any{"name": "shifts.csv", "csv": ""}).want(http.StatusUnprocessableEntity)
	brought := g.post("import_brought", path, map[string]any{"name": "shifts.csv", "csv": "day,start,end,place,duty,min,max,note\n" + day + ",09:00,13:00,Hall,event-guide,1,2,x\n" + day + ",9,13:00,Hall,cook,1,2,x\n"})
	one := path + "/" + brought.text("id")
	boss.post("/api/v1"+one+"/take", nil).want(http.StatusConflict)
	g.post("import_taken", one+"/take", map[string]any{"leave_out": true})
	boss.post("/api/v1"+one+"/take", nil).want(http.StatusOK)
	g.post("import_undone", one+"/undo", nil)
	boss.get("/api/v1" + one).want(http.StatusOK)
	_, citizen := open(t, a).person(a)
	citizen.get("/api/v1" + one).want(http.StatusForbidden)
}

func TestRoster_SwapsAndCoverAreAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	c := open(t, a).in("en")
	_, boss := c.person(a, access.Coordinator)
	who, me := c.person(a)
	other, them := c.person(a)
	f.Enlist(t, who)
	f.Enlist(t, other)
	first, _ := f.Shift(t, 4, "09:00", "13:00", 1)
	second, _ := f.Shift(t, 5, "09:00", "13:00", 1)
	mine, err := a.Volunteering.SignUp(t.Context(), who, first, uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Volunteering.SignUp(t.Context(), other, second, uuid.Nil); err != nil {
		t.Fatal(err)
	}
	g := &recorder{client: me}
	path := "/me/shifts/" + mine.ID.String()
	choices := g.get("swap_choices", path+"/swaps")
	swap := "/swaps/" + g.post("swap_offered", path+"/swaps", map[string]any{"seat": choices.text("items", 0, "seat")}).text("id")
	g.get("changes", "/me/changes")
	(&recorder{client: them}).post("swap_accepted", swap+"/answer", map[string]any{"yes": true})
	decision := "/api/v1/coord/activities/" + f.ID.String() + swap + "/decision"
	me.post(decision, map[string]any{"yes": true}).want(http.StatusForbidden)
	boss.post(decision, map[string]any{"yes": true}).want(http.StatusNoContent)
	me.remove("/api/v1" + swap).want(http.StatusConflict)

	third, helper := c.person(a)
	f.Enlist(t, third)
	shifts := me.get("/api/v1/me/shifts")
	seat := "/me/shifts/" + shifts.text("items", 0, "id")
	g.post("cover_asked", seat+"/cover", map[string]any{"note": "I am ill"})
	asked := (&recorder{client: helper}).get("changes_asked", "/me/changes")
	cover := "/api/v1/covers/" + asked.text("covers", 0, "id")
	helper.post(cover+"/take", nil).want(http.StatusNoContent)
	boss.post(cover+"/take", nil).want(http.StatusNotFound)
	me.remove(cover).want(http.StatusConflict)
}

func TestRoster_WhatCoordinatorsDoByHandIsAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	c := open(t, a).in("en")
	_, boss := c.person(a, access.Coordinator)
	who, me := c.person(a)
	f.Enlist(t, who)
	first, need := f.Shift(t, 4, "09:00", "13:00", 1)
	_, second := f.Shift(t, 5, "09:00", "13:00", 1)
	mine, err := a.Volunteering.SignUp(t.Context(), who, first, need)
	if err != nil {
		t.Fatal(err)
	}
	g, desk := &recorder{client: boss}, "/coord/activities/"+f.ID.String()
	g.get("fits", desk+"/people/"+who.ID.String()+"/fits?seat="+mine.ID.String())
	g.post("message_sent", desk+"/messages", map[string]any{"body": "Bring an umbrella", "shift": first, "key": uuid.New()})
	me.put("/api/v1/me/emergency", map[string]any{"name": "Mother", "phone": "010-1234-5678"}).want(http.StatusUnprocessableEntity)
	me.put("/api/v1/me/emergency", map[string]any{"name": "Mother", "phone": "010-1234-5678", "relation": "family", "consent": true}).want(http.StatusNoContent)
	g.get("emergency", desk+"/seats/"+mine.ID.String()+"/emergency")
	me.remove("/api/v1/me/emergency").want(http.StatusNoContent)
	boss.post("/api/v1"+desk+"/seats/"+mine.ID.String()+"/move", map[string]any{"need": second}).want(http.StatusNoContent)
	boss.post("/api/v1"+desk+"/undo", nil).want(http.StatusNoContent)
	boss.post("/api/v1"+desk+"/undo", nil).want(http.StatusConflict)
	me.post("/api/v1"+desk+"/undo", nil).want(http.StatusForbidden)
	boss.put("/api/v1"+desk+"/coordinators", map[string]any{"coordinators": []uuid.UUID{f.Boss.ID}}).want(http.StatusConflict)
}

func TestRoster_TheBoardIsAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Work(t)
	f := a.Forum(t)
	c := open(t, a).in("en")
	_, boss := c.person(a, access.Coordinator)
	who, me := c.person(a)
	other, _ := c.person(a)
	f.Enlist(t, who)
	f.Enlist(t, other)
	_, need := f.Shift(t, 4, "09:00", "13:00", 2)
	g, desk := &recorder{client: boss}, "/coord/activities/"+f.ID.String()
	seats := "/api/v1" + desk + "/needs/" + need.String() + "/seats"

	g.get("coordinated", "/coord/activities")
	g.get("candidates", desk+"/needs/"+need.String()+"/candidates?q=")
	me.get("/api/v1" + desk + "/board").want(http.StatusForbidden)
	me.post(seats, map[string]any{"person": who.ID}).want(http.StatusForbidden)
	boss.post(seats, map[string]any{"person": who.ID}).want(http.StatusNoContent)
	boss.post(seats, map[string]any{"person": who.ID}).want(http.StatusConflict)
	boss.get("/api/v1" + desk + "/board?day=yesterday").want(http.StatusUnprocessableEntity)
	board := g.get("board", desk+"/board?day="+f.First.AddDate(0, 0, 4).Format(time.DateOnly))
	g.post("roster_published", desk+"/publications", nil)
	boss.post("/api/v1"+desk+"/publications", nil).want(http.StatusConflict)

	asked := boss.post("/api/v1"+desk+"/rosters", nil)
	asked.want(http.StatusCreated)
	run := desk + "/rosters/" + asked.text("id")
	for deadline := time.Now().Add(time.Minute); boss.get("/api/v1"+run).text("state") != "ready"; time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("no roster was worked out")
		}
	}
	g.get("roster_ready", run)
	me.post("/api/v1"+run+"/take", map[string]any{}).want(http.StatusForbidden)
	g.post("roster_taken", run+"/take", map[string]any{"seats": []any{}})
	boss.post("/api/v1"+run+"/take", map[string]any{"seats": []any{}}).want(http.StatusConflict)
	boss.remove("/api/v1" + desk + "/seats/" + board.text("needs", 0, "people", 0, "id") + "?reason=ill").want(http.StatusNoContent)
	boss.remove("/api/v1" + desk + "/seats/" + uuid.NewString()).want(http.StatusNotFound)
}
