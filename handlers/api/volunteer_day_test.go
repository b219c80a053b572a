package api_test

import (
	"net/http"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

func TestVolunteersDay_IsWhatWasPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	shift, need := f.Shift(t, 0, "09:00", "13:00", 2)
	a.Wait(f.First.Add(8*time.Hour + 59*time.Minute).Sub(a.DB.Now()))
	c := open(t, a).in("en")
	who, me := c.person(a)
	coordinates, coordinator := c.person(a, access.Coordinator)
	f.Enlist(t, who)
	r, err := a.Volunteering.SignUp(t.Context(), who, shift, uuid.Nil)
	if err != nil {
		t.Fatal(err)
	}
	a.Wait(90 * time.Second)
	mine, boss := &recorder{client: me}, &recorder{client: coordinator}
	desk, attendance := "/coord/activities/"+f.ID.String()+"/attendance", "/api/v1/me/shifts/"+r.ID.String()+"/attendance"
	code := func() string { return coordinator.get("/api/v1" + desk).want(http.StatusOK).text("code") }

	me.post(attendance, map[string]any{"do": "in", "code": "0"}).problem(http.StatusUnprocessableEntity, "volunteering.checkin.wrong_code")
	me.post(attendance, map[string]any{"do": "in"}).want(http.StatusUnprocessableEntity)
	me.get("/api/v1" + desk).want(http.StatusForbidden)
	mine.post("attendance_in", "/me/shifts/"+r.ID.String()+"/attendance", map[string]any{"do": "in", "code": code()})
	a.Wait(time.Hour)
	again := func(who access.Actor) *client { // a token is good for some minutes
		return c.as(c.post("/api/v1/auth/token", map[string]any{"email": who.Email, "password": "academy-test"}).want(http.StatusOK).text("access_token"))
	}
	me, coordinator = again(who), again(coordinates)
	mine.client, boss.client = me, coordinator
	mine.post("attendance_out", "/me/shifts/"+r.ID.String()+"/attendance", map[string]any{"do": "out", "code": code()})
	marks := "/api/v1" + desk + "/" + r.ID.String() + "/marks"
	coordinator.remove(marks + "/last").want(http.StatusNoContent)
	coordinator.post(marks, map[string]any{"mark": "no_show"}).problem(http.StatusConflict, "volunteering.not_now")
	coordinator.post(marks, map[string]any{"mark": "leave_early"}).want(http.StatusNoContent)
	guest := f.Volunteer(t, "이나라")
	coordinator.post("/api/v1/coord/activities/"+f.ID.String()+"/walk-ins", map[string]any{"need": need, "volunteer": guest.ID}).want(http.StatusNoContent)

	me.post("/api/v1/me/hours/proof", nil).problem(http.StatusConflict, "volunteering.hours.none_approved")
	line := coordinator.get("/api/v1/coord/hours?state=waiting").want(http.StatusOK).text("items", 0, "id")
	made := coordinator.post("/api/v1/coord/hours/"+line+"/corrections", map[string]any{"minutes": 90, "reason": "came early"}).want(http.StatusCreated).text("id")
	boss.get("coord_hours", "/coord/hours?activity="+f.ID.String())
	boss.post("hours_approved", "/coord/hours/approvals", map[string]any{"line": made})
	mine.get("my_hours", "/me/hours")
	me.post("/api/v1/me/hours/proof", nil).want(http.StatusNoContent)
	coordinator.post("/api/v1/coord/hours/exports", nil).problem(http.StatusConflict, "volunteering.portal.nothing")
	me.put("/api/v1/me/volunteering/portal", map[string]any{"member": "haneul77", "consent": true}).want(http.StatusNoContent)
	boss.post("hours_exported", "/coord/hours/exports", nil)
	me.remove("/api/v1/me/volunteering/portal").want(http.StatusNoContent)
	me.post("/api/v1/coord/hours/exports", nil).want(http.StatusForbidden)
}
