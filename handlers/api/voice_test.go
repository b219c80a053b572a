package api_test

import (
	"net/http"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/locale"
	"academy/app/participation"

	"github.com/google/uuid"
)

func TestProposals_AreSentInSupportedAndAnsweredAsPublished(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	moderator, officer := a.Person(t, "정예은", access.Moderator), a.Person(t, "최도윤", access.Moderator, access.Officer)
	_, author := open(t, a).person(a)
	_, other := open(t, a).person(a)
	g, reader := &recorder{client: author.in("en")}, &recorder{client: other.in("en")}

	sent := map[string]any{"agenda": "public-diplomacy", "title": "Publish exchange diaries", "problem": "Exchange diaries are hard to find.", "idea": "Publish them in several languages."}
	author.post("/api/v1/proposals", sent).want(http.StatusForbidden) // without the consent
	sent["consent"] = true
	id := g.post("propose", "/proposals", sent).text("id")
	path := "/proposals/" + id
	other.get("/api/v1" + path).want(http.StatusNotFound)
	author.post("/api/v1/proposals", sent).want(http.StatusCreated)

	desk, err := a.Voice.Desk(t.Context(), moderator, locale.EN)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range desk.Cases {
		if err := a.Voice.Moderate(t.Context(), moderator, c.ID, participation.Verdict{Do: "keep"}); err != nil {
			t.Fatal(err)
		}
	}
	author.post("/api/v1/proposals", sent).want(http.StatusConflict) // there are others like it now
	reader.get("proposals", "/proposals?agenda=cultural-exchange&limit=1")
	reader.get("proposals_similar", "/proposals/similar?title=exchange+diaries")
	author.post("/api/v1"+path+"/supports", nil).want(http.StatusForbidden)
	reader.post("support", path+"/supports", map[string]any{"consent": true})
	other.post("/api/v1"+path+"/supports", nil).want(http.StatusOK)
	reader.post("comment", path+"/comments", map[string]any{"body": "A good idea", "stance": "for"})
	other.post("/api/v1"+path+"/comments", map[string]any{"body": ""}).want(http.StatusUnprocessableEntity)
	answered(t, a, moderator, officer, desk.Cases[0].ProposalID)
	reader.get("proposal", "/proposals/"+desk.Cases[0].ProposalID.String())
	reader.get("receipts", "/me/receipts")
	g.get("receipts_author", "/me/receipts")
	other.remove("/api/v1" + path + "/supports/mine").want(http.StatusConflict)
}

// answered takes a proposal to a published answer and a commitment.
func answered(t *testing.T, a *apptest.Academy, moderator, officer access.Actor, id uuid.UUID) {
	t.Helper()
	for _, do := range []func() error{
		func() error {
			return a.Voice.Override(t.Context(), moderator, id, "answer", "Asked for by the assembly.")
		},
		func() error { return a.Voice.TakeUp(t.Context(), moderator, id, "public-diplomacy-division") },
		func() error {
			return a.Voice.DraftAnswer(t.Context(), moderator, id, participation.NewAnswer{
				Outcome: "accepted", Summary: "Twelve missions begin next year.", Division: "public-diplomacy-division", Points: []participation.Point{{Clause: "Publish them", Reply: "On one page."}},
			})
		},
		func() error { return a.Voice.Sign(t.Context(), officer, id, 1) },
		func() error {
			return a.Voice.Commit(t.Context(), moderator, id, participation.NewCommitment{Title: "One page for diaries", Division: "public-diplomacy-division", DueOn: "2027-06-30"})
		},
	} {
		if err := do(); err != nil {
			t.Fatal(err)
		}
	}
}
