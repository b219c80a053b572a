package api_test

import (
	"net/http"
	"net/url"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/jobs"

	"github.com/google/uuid"
)

func TestCertificates_TheInstitutionIssuesRevokesAndReissuesThem(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	visitor := open(t, a)
	a.Enrol(t, "small", apptest.Crowd{People: 2, Opened: 3, To: 60, Done: true})
	owner, me := visitor.in("en").person(a, access.Instructor)
	admin := a.Person(t, "관리자", access.Admin)
	if err := a.Authoring.SetStaff(t.Context(), admin, "small", owner.Email, authoring.Owner); err != nil {
		t.Fatal(err)
	}
	const at = "/api/v1/studio/courses/small/certificates"
	g := &recorder{client: me}

	me.post(at+"/runs", map[string]any{"kind": "burn"}).want(http.StatusUnprocessableEntity)
	begun := g.record("certificate_run", me.post(at+"/runs", map[string]any{"kind": "issue"}).want(http.StatusCreated))
	me.post(at+"/runs", map[string]any{"kind": "issue"}).problem(http.StatusConflict, "credentials.running")
	if err := a.Credentials.Run(t.Context(), jobs.CertificateRun{ID: uuid.MustParse(begun.text("id"))}); err != nil {
		t.Fatal(err)
	}
	if done := me.get(begun.header.Get("Location")).want(http.StatusOK); done.at("done") != float64(2) || done.at("finished_at") == nil {
		t.Errorf("the run says %s", done.body)
	}
	list := me.get(at).want(http.StatusOK)
	revoked, kept := 0, 1 // a crowd comes in no order
	if list.text("items", 0, "holder") != "시민 2" {
		revoked, kept = 1, 0
	}
	first, second := list.text("items", revoked, "id"), list.text("items", kept, "id")
	me.post(at+"/"+first+"/revoke", map[string]any{"code": "error"}).want(http.StatusUnprocessableEntity)
	me.post(at+"/"+first+"/revoke", map[string]any{"code": "misconduct", "reason": "For the record."}).want(http.StatusNoContent)
	me.post(at+"/"+first+"/revoke", map[string]any{"code": "misconduct", "reason": "Again."}).problem(http.StatusConflict, "credentials.changed")
	me.post(at+"/"+second+"/reissue", map[string]any{"name": "", "reason": "A slip."}).want(http.StatusUnprocessableEntity)
	made := me.post(at+"/"+second+"/reissue", map[string]any{"name": "Kim Haneul", "reason": "A slip."}).want(http.StatusCreated)
	old := list.text("items", kept, "code")
	if shown := visitor.get("/api/v1/certificates/" + old).want(http.StatusOK); shown.text("superseded_by") != made.text("code") || shown.at("valid") != false {
		t.Errorf("the old one says %s", shown.body)
	}
	g.record("certificate_revoked", visitor.get("/api/v1/certificates/"+list.text("items", revoked, "code")).want(http.StatusOK))
	g.record("studio_certificates", me.get(at+"?state=revoked"))
	if after := visitor.get(made.header.Get("Location")).want(http.StatusOK); after.text("holder") != "Kim Haneul" {
		t.Errorf("the new one says %s", after.body)
	}

	me.post(at+"/"+first+"/anew", map[string]any{"reason": " "}).want(http.StatusUnprocessableEntity)
	anew := me.post(at+"/"+first+"/anew", map[string]any{"reason": "It was a slip."}).want(http.StatusCreated)
	if again := visitor.get(anew.header.Get("Location")).want(http.StatusOK); again.at("valid") != true || again.text("code") == list.text("items", revoked, "code") {
		t.Errorf("issued anew it says %s", again.body)
	}
	me.post(at+"/"+first+"/anew", map[string]any{"reason": "Twice."}).problem(http.StatusConflict, "credentials.changed")
	me.post(at+"/"+second+"/anew", map[string]any{"reason": "It was replaced."}).problem(http.StatusConflict, "credentials.changed")

	_, thief := visitor.person(a, access.Instructor)
	thief.get(at).want(http.StatusNotFound)
	thief.post(at+"/"+first+"/revoke", map[string]any{"code": "error", "reason": "x"}).want(http.StatusNotFound)
	thief.get(begun.header.Get("Location")).want(http.StatusNotFound)
	thief.post(at+"/"+first+"/anew", map[string]any{"reason": "x"}).want(http.StatusNotFound)
	_, learner := visitor.person(a)
	learner.get(at).want(http.StatusForbidden)
	learner.post(at+"/runs", map[string]any{"kind": "bundle", "reason": "x"}).want(http.StatusForbidden)
	visitor.get(at).want(http.StatusUnauthorized)
}

func TestCertificates_TheInstitutionTakesThemAlongInOneFile(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	visitor := open(t, a)
	a.Enrol(t, "small", apptest.Crowd{People: 2, Opened: 3, To: 60, Done: true})
	who, me := visitor.in("en").person(a, access.Instructor)
	if err := a.Authoring.SetStaff(t.Context(), a.Person(t, "관리자", access.Admin), "small", who.Email, authoring.Owner); err != nil {
		t.Fatal(err)
	}
	const at = "/api/v1/studio/courses/small/certificates"
	run := func(kind string) string {
		begun := me.post(at+"/runs", map[string]any{"kind": kind, "reason": "For the graduation."}).want(http.StatusCreated)
		if kind == "bundle" {
			me.get(begun.header.Get("Location")+"/bundle").problem(http.StatusNotFound, "credentials.bundle_gone")
		}
		if err := a.Credentials.Run(t.Context(), jobs.CertificateRun{ID: uuid.MustParse(begun.text("id"))}); err != nil {
			t.Fatal(err)
		}
		return begun.header.Get("Location")
	}
	me.get(run("issue")+"/bundle").problem(http.StatusNotFound, "credentials.bundle_gone")
	bundle := run("bundle") + "/bundle"
	found := (&recorder{client: me}).record("certificate_bundle", me.get(bundle))
	if file, err := url.Parse(found.text("url")); err != nil || !file.IsAbs() {
		t.Errorf("the file is at %q", found.text("url"))
	}
	_, thief := visitor.person(a, access.Instructor)
	thief.get(bundle).want(http.StatusNotFound)
	_, learner := visitor.person(a)
	learner.get(bundle).want(http.StatusForbidden)
	visitor.get(bundle).want(http.StatusUnauthorized)
}
