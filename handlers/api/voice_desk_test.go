package api_test

import (
	"net/http"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"

	"github.com/google/uuid"
)

// desks are clients of those who say, decide and sign.
type desks struct {
	author, other, moderator, second, officer *recorder
}

func openDesks(t *testing.T) (*apptest.Academy, desks) {
	t.Helper()
	a := apptest.Open(t)
	c := open(t, a).in("en")
	person := func(roles ...access.Role) *recorder {
		_, one := c.person(a, roles...)
		return &recorder{client: one}
	}
	return a, desks{person(), person(), person(access.Moderator), person(access.Moderator), person(access.Moderator, access.Officer)}
}

// written is a proposal that nobody has said anything like.
func written(title string) map[string]any {
	return map[string]any{"agenda": "public-diplomacy", "title": title, "problem": "Nobody knows where the nearest consulate is.", "idea": "Show all of them on one map that can be printed.", "consent": true}
}

// caseOf is the case that waits for a proposal.
func (d desks) caseOf(proposal string) string {
	desk := d.moderator.client.get("/api/v1/mod/desk").want(http.StatusOK)
	for i := range desk.at("cases").([]any) {
		if desk.text("cases", i, "proposal") == proposal {
			return desk.text("cases", i, "id")
		}
	}
	d.moderator.t.Fatal("no case waits")
	return ""
}

func TestVoice_DraftsAreSentInModeratedAndAppealedAsPublished(t *testing.T) {
	t.Parallel()
	_, d := openDesks(t)
	draft := written("A map of all consulates")
	id := d.author.post("proposal_drafted", "/me/proposals", draft).text("id")
	whole := with(with(with(draft, "send", true), "seen", true), "version", 1)
	d.other.put("/api/v1/me/proposals/"+id, whole).want(http.StatusNotFound)
	d.author.put("/api/v1/me/proposals/"+id, with(whole, "problem", nil, "left out")).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.author.record("proposal_sent", d.author.put("/api/v1/me/proposals/"+id, whole))

	d.author.client.get("/api/v1/mod/desk").want(http.StatusForbidden)
	d.moderator.get("voice_desk", "/mod/desk")
	first := "/mod/cases/" + d.caseOf(id)
	d.moderator.get("moderation_case", first)
	hide := map[string]any{"do": "hide", "code": "off_topic", "reason": "This is dealt with elsewhere."}
	d.moderator.client.post("/api/v1"+first+"/decision", with(hide, "reason", "")).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.author.client.post("/api/v1"+first+"/decision", hide).want(http.StatusForbidden)
	d.moderator.client.post("/api/v1"+first+"/decision", hide).want(http.StatusNoContent)
	d.moderator.client.post("/api/v1"+first+"/decision", hide).want(http.StatusConflict)

	appeal := "/api/v1/me/receipts/cases/" + first[len("/mod/cases/"):] + "/appeal"
	d.other.client.post(appeal, map[string]any{"reason": "It is not mine"}).want(http.StatusNotFound)
	d.author.client.post(appeal, map[string]any{"reason": "It belongs here."}).want(http.StatusNoContent)
	d.author.client.post(appeal, map[string]any{"reason": "Again"}).want(http.StatusConflict)
	reverse := map[string]any{"reverse": true, "reason": "It does."}
	d.moderator.client.post("/api/v1"+first+"/appeal", reverse).want(http.StatusForbidden)
	d.second.client.post("/api/v1"+first+"/appeal", reverse).want(http.StatusNoContent)
	if state := d.other.client.get("/api/v1/mod/log").text("items", 0, "state"); state != "reversed" {
		t.Errorf("the log says %s", state)
	}

	d.other.client.post("/api/v1/proposals/"+id+"/reports", map[string]any{"reason": " "}).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.other.client.post("/api/v1/proposals/"+id+"/reports", map[string]any{"reason": "An advertisement"}).want(http.StatusNoContent)
	d.author.client.post("/api/v1/proposals/"+id+"/withdrawal", map[string]any{"reason": "It is done already."}).want(http.StatusNoContent)
}

func TestVoice_AProposalIsAnsweredSignedAndPromisedAsPublished(t *testing.T) {
	t.Parallel()
	_, d := openDesks(t)
	id := d.author.client.post("/api/v1/proposals", with(written("A map of all consulates"), "seen", true)).want(http.StatusCreated).text("id")
	d.moderator.client.post("/api/v1/mod/cases/"+d.caseOf(id)+"/decision", map[string]any{"do": "keep"}).want(http.StatusNoContent)
	desk := "/api/v1/mod/proposals/" + id
	override := map[string]any{"effect": "answer", "reason": "Asked for by the assembly."}
	d.author.client.post(desk+"/override", override).want(http.StatusForbidden)
	d.moderator.client.post(desk+"/override", override).want(http.StatusNoContent)
	d.moderator.client.post(desk+"/owner", map[string]any{"division": "nobody"}).want(http.StatusUnprocessableEntity)
	d.moderator.client.post(desk+"/owner", map[string]any{"division": "public-diplomacy-division"}).want(http.StatusNoContent)
	d.moderator.client.post(desk+"/extension", map[string]any{"days": 5, "reason": "Two offices have to agree."}).want(http.StatusNoContent)
	answer := map[string]any{"outcome": "accepted", "summary": "There will be a map.", "division": "public-diplomacy-division", "points": []any{map[string]any{"clause": "One map", "reply": "By June."}}}
	d.officer.client.put(desk+"/answer", with(answer, "points", []any{})).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.officer.client.put(desk+"/answer", answer).want(http.StatusNoContent)
	d.officer.get("answer_drafted", desk[len("/api/v1"):]+"/answer")
	d.officer.client.post(desk+"/answer/signature", map[string]any{"version": 1}).want(http.StatusForbidden) // who drafted it
	d.moderator.client.post(desk+"/answer/signature", map[string]any{"version": 1}).want(http.StatusForbidden)
	d.moderator.client.put(desk+"/answer", answer).want(http.StatusNoContent)
	d.officer.client.post(desk+"/answer/signature", map[string]any{"version": 1}).want(http.StatusNoContent)
	d.moderator.client.post(desk+"/commitments", map[string]any{"title": "A map of consulates", "division": "public-diplomacy-division", "due_on": "2999-06-30"}).want(http.StatusNoContent)
	promised := d.author.client.get("/api/v1/proposals/"+id).text("commitments", 0, "id")
	progress := "/api/v1/mod/commitments/" + promised + "/progress"
	d.moderator.client.post(progress, map[string]any{"state": "done"}).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.moderator.client.post(progress, map[string]any{"state": "done", "note": "The map is online."}).want(http.StatusNoContent)
	if state := d.author.client.get("/api/v1/proposals/" + id).text("state"); state != "implemented" {
		t.Errorf("the proposal is %s", state)
	}
	d.other.get("proposals_overdue", "/proposals/overdue")
}

func TestVoice_TheConsentIsTakenBackWithWhatStandsOnIt(t *testing.T) {
	t.Parallel()
	_, d := openDesks(t)
	consent := "/api/v1/me/consents/opinion"
	d.author.get("opinion_consent", "/me/consents/opinion")
	d.author.put(consent, map[string]any{}).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.author.put(consent, map[string]any{"given": true}).want(http.StatusNoContent)
	d.author.client.post("/api/v1/me/proposals", with(written("A map of all consulates"), "consent", false)).want(http.StatusCreated)
	d.author.put(consent, map[string]any{"given": false}).want(http.StatusNoContent)
	if n := len(d.author.client.get("/api/v1/me/receipts").at("items").([]any)); n != 0 {
		t.Errorf("%d receipts are left", n)
	}
}

func TestEventDesk_AnEventIsPlannedHeldAndRecordedAsPublished(t *testing.T) {
	t.Parallel()
	a, d := openDesks(t)
	now := a.DB.Now().Truncate(time.Second)
	at := func(in time.Duration) string { return now.Add(in).UTC().Format(time.RFC3339) }
	both := map[string]any{"ko": "", "en": ""}
	draft := map[string]any{
		"agenda": "public-diplomacy", "kind": "town_hall", "series": both, "title": map[string]any{"ko": "타운홀", "en": "Town hall"}, "summary": both, "place": map[string]any{"ko": "서울시청", "en": "City hall"},
		"online_url": "", "accessibility": both, "contact": "", "languages": []string{"ko"}, "starts_at": at(10 * time.Minute), "ends_at": at(2 * time.Hour), "opens_at": at(-time.Hour), "closes_at": at(time.Hour),
		"capacity": 2, "offer_hours": 24, "asks": []any{}, "version": 0,
	}
	d.author.client.post("/api/v1/mod/events", draft).want(http.StatusForbidden)
	d.moderator.client.post("/api/v1/mod/events", with(draft, "title", both)).problem(http.StatusUnprocessableEntity, "form.invalid")
	one := "/mod/events/" + d.moderator.post("event_added", "/mod/events", draft).text("id")
	event := "/api/v1/events/" + one[len("/mod/events/"):]
	plan := d.moderator.get("event_planned", one)
	edit := with(bodyOf(t, plan, "id", "state", "taken"), "contact", "02-120")
	d.moderator.put("/api/v1"+one, edit).want(http.StatusNoContent)
	d.moderator.put("/api/v1"+one, edit).want(http.StatusConflict)
	d.author.client.get(event).want(http.StatusNotFound)
	d.moderator.client.post("/api/v1"+one+"/cancellation", map[string]any{"reason": "rain"}).want(http.StatusConflict) // a draft
	d.moderator.client.post("/api/v1"+one+"/publication", nil).want(http.StatusNoContent)
	d.moderator.get("event_desk", "/mod/events")

	d.author.client.post(event+"/registrations", nil).want(http.StatusOK)
	d.author.client.post(event+"/questions", map[string]any{"question": "How are sister cities chosen?", "consent": true}).want(http.StatusNoContent)
	question := "/questions/" + d.author.client.get(event+"/questions").text("items", 0, "id")
	d.other.client.post(event+question+"/reports", map[string]any{"reason": "An advertisement"}).want(http.StatusNoContent)
	hiding := map[string]any{"code": "off_topic", "reason": "Asked elsewhere."}
	d.other.put("/api/v1"+one+question+"/hiding", hiding).want(http.StatusForbidden)
	d.moderator.put("/api/v1"+one+question+"/hiding", hiding).want(http.StatusNoContent)
	d.moderator.remove("/api/v1" + one + question + "/hiding").want(http.StatusNoContent)
	d.moderator.put("/api/v1"+one+question+"/answer", map[string]any{"answer": "By lot."}).want(http.StatusNoContent)
	d.author.remove(event + question).want(http.StatusConflict)

	guests := d.moderator.get("event_guests", one+"/guests")
	mark := "/api/v1" + one + "/guests/" + guests.text("guests", 0, "id") + "/marks"
	a.Wait(12 * time.Minute)
	d.other.client.post(mark, map[string]any{"mark": "here"}).want(http.StatusForbidden)
	d.moderator.client.post(mark, map[string]any{"mark": "here"}).want(http.StatusNoContent)
	d.moderator.client.post("/api/v1"+one+"/minutes", map[string]any{"body": "Cities are chosen by lot."}).want(http.StatusNoContent)
	d.moderator.client.post("/api/v1"+one+"/commitments", map[string]any{"title": "Choose by lot", "division": "public-diplomacy-division", "due_on": "2999-01-31"}).want(http.StatusNoContent)
	promised := d.author.client.get(event).text("commitments", 0, "id")
	d.moderator.client.post("/api/v1"+one+"/commitments/"+promised+"/progress", map[string]any{"state": "in_progress", "percent": 40}).want(http.StatusNoContent)
	d.moderator.put("/api/v1"+one+"/recording", map[string]any{"lesson": uuid.New()}).problem(http.StatusUnprocessableEntity, "form.invalid")
	d.moderator.client.post("/api/v1"+one+"/cancellation", map[string]any{"reason": "rain"}).want(http.StatusNoContent)
}

func TestGovern_AgendasAndRulesAreAsPublished(t *testing.T) {
	t.Parallel()
	a, d := openDesks(t)
	_, boss := open(t, a).in("en").person(a, access.Admin)
	g := &recorder{client: boss}
	agenda := g.get("agenda_governed", "/mod/agendas/public-diplomacy")
	d.moderator.client.get("/api/v1/mod/rules").want(http.StatusForbidden)
	edit := with(bodyOf(t, agenda, "level", "phases", "documents"), "summary", map[string]any{"ko": "새 요약", "en": "A new summary"})
	boss.put("/api/v1/mod/agendas/public-diplomacy", with(edit, "title", nil, "left out")).problem(http.StatusUnprocessableEntity, "form.invalid")
	boss.put("/api/v1/mod/agendas/public-diplomacy", edit).want(http.StatusNoContent)
	boss.post("/api/v1/mod/agendas", with(edit, "slug", "public-diplomacy")).problem(http.StatusUnprocessableEntity, "form.invalid")
	boss.post("/api/v1/mod/agendas", with(with(edit, "slug", "city-networks"), "title", map[string]any{"ko": "도시 네트워크", "en": "City networks"})).want(http.StatusNoContent)

	published := boss.get("/api/v1/mod/rules").want(http.StatusOK) // holidays pass, so no file is kept
	ladder := with(map[string]any{"ladder": published.at("ladder")}, "reason", "Fewer people speak up in winter.")
	boss.put("/api/v1/mod/rules/ladder", with(ladder, "ladder", map[string]any{"frozen": 0, "listed": 0, "answer": 0})).problem(http.StatusUnprocessableEntity, "form.invalid")
	boss.put("/api/v1/mod/rules/ladder", ladder).want(http.StatusNoContent)
	boss.put("/api/v1/mod/rules/clocks", map[string]any{"clocks": published.at("clocks"), "reason": "As they were."}).want(http.StatusNoContent)
	day := a.DB.Now().AddDate(0, 2, 0).Format(time.DateOnly)
	boss.post("/api/v1/mod/rules/holidays", map[string]any{"day": day, "title": map[string]any{"ko": "임시 공휴일", "en": "A day off"}}).want(http.StatusNoContent)
	boss.remove("/api/v1/mod/rules/holidays/" + day).want(http.StatusNoContent)
	boss.remove("/api/v1/mod/rules/holidays/never").want(http.StatusNotFound)
}
