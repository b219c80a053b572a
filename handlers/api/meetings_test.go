package api_test

import (
	"net/http"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/attendance"
	"academy/app/participation/meetings"

	"github.com/google/uuid"
)

// townHall is a meeting with one seat that begins in half an hour.
func townHall(t *testing.T, a *apptest.Academy, staff access.Actor) uuid.UUID {
	t.Helper()
	now := a.DB.Now()
	id, err := a.Meetings.Add(t.Context(), staff, meetings.Writing{
		Agenda: "public-diplomacy", Kind: "town_hall", Title: meetings.Text{KO: "타운홀", EN: "Town hall"}, Place: meetings.Text{KO: "서울시청", EN: "City hall"}, OnlineURL: "https://meet.example.org/room",
		Languages: []string{"ko", "en"}, Starts: now.Add(30 * time.Minute), Ends: now.Add(2 * time.Hour), Opens: now.Add(-time.Hour), Closes: now.Add(time.Hour), Capacity: 1, OfferHours: 24,
		Asks: []meetings.WrittenAsk{{Kind: "choice", Label: meetings.Text{KO: "어떻게?", EN: "How do you come?"}, Options: []meetings.Text{{KO: "걸어서", EN: "On foot"}, {KO: "버스로", EN: "By bus"}}, Required: true}},
	})
	if err == nil {
		err = a.Meetings.Publish(t.Context(), staff, id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func TestEvents_AreRegisteredForAndAttendedAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	id := townHall(t, a, a.Person(t, "정예은", access.Moderator))
	_, one := open(t, a).person(a)
	_, two := open(t, a).person(a)
	first, second := &recorder{client: one.in("en")}, &recorder{client: two.in("en")}
	path := "/events/" + id.String()

	first.get("events", "/events?kind=town_hall")
	one.post("/api/v1"+path+"/questions", map[string]any{"question": "How do you choose sister cities?"}).problem(http.StatusForbidden, "voice.consent_needed")
	one.post("/api/v1"+path+"/questions", map[string]any{"question": "How do you choose sister cities?", "consent": true}).want(http.StatusNoContent)
	question := "/api/v1" + path + "/questions/" + one.get("/api/v1"+path+"/questions").want(http.StatusOK).text("items", 0, "id") + "/votes"
	one.post(question, nil).problem(http.StatusForbidden, "meetings.own_question")
	two.post(question, nil).problem(http.StatusForbidden, "voice.consent_needed")
	two.post(question, map[string]any{"consent": true}).want(http.StatusNoContent)
	two.post(question, nil).want(http.StatusNoContent)
	second.get("event_questions", path+"/questions")
	two.remove(question + "/mine").want(http.StatusNoContent)

	ask := one.get("/api/v1"+path).want(http.StatusOK).text("asks", 0, "id")
	one.post("/api/v1"+path+"/registrations", nil).want(http.StatusUnprocessableEntity)
	answers := map[string]any{"answers": []any{map[string]any{"ask": ask, "answer": "2"}}}
	first.post("registered_for_event", path+"/registrations", answers)
	one.post("/api/v1"+path+"/registrations", answers).want(http.StatusOK)
	second.post("waitlisted_for_event", path+"/registrations", answers)
	two.post("/api/v1"+path+"/registrations/mine/answer", map[string]any{"accept": true}).problem(http.StatusConflict, "meetings.offer_over")
	one.remove("/api/v1" + path + "/registrations/mine").want(http.StatusNoContent)
	second.get("event_offered", path)
	two.post("/api/v1"+path+"/registrations/mine/answer", map[string]any{"accept": true}).want(http.StatusOK)
	claim := "/api/v1" + path + "/registrations/mine/attendance"
	two.post(claim, map[string]any{}).want(http.StatusUnprocessableEntity)
	two.post(claim, map[string]any{"code": "0"}).problem(http.StatusUnprocessableEntity, "meetings.here.wrong_code")
	one.post(claim, map[string]any{"code": "0"}).problem(http.StatusForbidden, "meetings.here.not_registered")
	key := attendance.Key(apptest.Key("check-in"))
	two.post(claim, map[string]any{"token": key.Token(uuid.New(), attendance.At(a.DB.Now()))}).want(http.StatusNotFound)
	second.post("event_attended", path+"/registrations/mine/attendance", map[string]any{"token": key.Token(id, attendance.At(a.DB.Now()))})
	second.get("my_events", "/me/events")
}
