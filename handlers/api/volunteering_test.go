package api_test

import (
	"net/http"
	"testing"

	"academy/app/apptest"
)

func TestShifts_AreWhatWasPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	f := a.Forum(t)
	shift, _ := f.Shift(t, 1, "09:00", "13:00", 1)
	c := open(t, a).in("en")
	stranger := &recorder{client: c}
	stranger.get("activities", "/activities")
	activity := "/activities/" + f.ID.String()
	stranger.get("activity_stranger", activity)

	who, me := c.person(a)
	g := &recorder{client: me}
	g.get("activity_not_volunteer", activity)
	me.post("/api/v1/shifts/"+shift.String()+"/requests", nil).want(http.StatusForbidden)
	f.Enlist(t, who)
	g.get("activity_eligible", activity)
	g.post("shift_requested", "/shifts/"+shift.String()+"/requests", nil)
	g.get("activity_mine", activity)
	twice := me.post("/api/v1/shifts/"+shift.String()+"/requests", map[string]any{}).want(http.StatusConflict)
	if twice.text("code") != "volunteering.reason.already_in" || twice.text("reasons", 0) != "already_in" {
		t.Errorf("got %s", twice.body)
	}

	other, second := c.person(a)
	f.Enlist(t, other)
	late := &recorder{client: second}
	late.get("activity_full", activity)
	late.post("shift_in_line", "/shifts/"+shift.String()+"/requests", nil)
	g.get("my_shifts", "/me/shifts")
	g.record("shift_withdrawn", me.remove("/api/v1/shifts/"+shift.String()+"/requests/mine"))
	late.get("my_shifts_offered", "/me/shifts")
	me.remove("/api/v1/shifts/" + shift.String() + "/requests/mine").want(http.StatusNotFound)
}
