package main

import (
	"net/http"
	"syscall"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/identity"
)

// ceremony is a course that many have completed, whose certificates are issued while the academy is killed.
type ceremony struct {
	site
	data, address string
	server        *program
	run           string // its address in the API
}

const (
	ceremonyCourse = "event-interpreting"
	ceremonyAdmin  = "certificates@example.org"
)

// graduated makes an academy with a course that so many have completed, and begins to issue to all of them.
func graduated(t *testing.T, people int) *ceremony {
	t.Helper()
	c := &ceremony{data: dataFolder(t), address: freeAddress(t)}
	c.url = "http://" + c.address
	t.Run("people complete a course", func(t *testing.T) {
		o := open(t, Config{Data: c.data})
		if report, err := o.app.Authoring.ImportCourse(t.Context(), "test", apptest.Sample(t, ceremonyCourse)); err != nil {
			t.Fatal(err, report)
		}
		_, err := o.app.Identity.AddUser(t.Context(), identity.NewUser{
			Email: ceremonyAdmin, Name: "관리자", Password: "academy-test", Locale: "ko", Roles: []access.Role{access.Citizen, access.Admin}, Confirmed: true,
		})
		if err != nil {
			t.Fatal(err)
		}
		(&apptest.Academy{App: o.app, DB: o.db}).Enrol(t, ceremonyCourse, apptest.Crowd{People: people, Opened: 1, Done: true})
	})
	c.server = launchServer(t, c.data, c.address)
	var begun struct{ ID string }
	at := "/studio/courses/" + ceremonyCourse + "/certificates/runs"
	if status := c.call(http.MethodPost, at, c.token(t), map[string]any{"kind": "issue"}, &begun); status != http.StatusCreated {
		t.Fatalf("the run is answered with %d\n%s", status, &c.server.said)
	}
	c.run = at + "/" + begun.ID
	return c
}

func (c *ceremony) token(t *testing.T) string {
	t.Helper()
	var tokens struct {
		Access string `json:"access_token"`
	}
	if status := c.call(http.MethodPost, "/auth/token", "", map[string]any{"email": ceremonyAdmin, "password": "academy-test"}, &tokens); status != http.StatusOK {
		t.Fatalf("the token is answered with %d", status)
	}
	return tokens.Access
}

// progress is what the API says of the run.
type progress struct {
	Total, Done, Failed int
	Finished            *time.Time `json:"finished_at"`
}

// await waits until so many are done, or the run has ended.
func (c *ceremony) await(t *testing.T, done int, most time.Duration) (p progress) {
	t.Helper()
	token := c.token(t)
	for began := time.Now(); time.Since(began) < most; time.Sleep(100 * time.Millisecond) {
		switch status := c.call(http.MethodGet, c.run, token, nil, &p); {
		case status == http.StatusUnauthorized:
			token = c.token(t)
		case status == http.StatusOK && (p.Finished != nil || p.Done >= done):
			return p
		}
	}
	t.Fatalf("it stopped at %+v\n%s", p, &c.server.said)
	return p
}

// kill ends the academy as a crash would, and its database with it, and starts them again.
func (c *ceremony) kill(t *testing.T) {
	t.Helper()
	_ = c.server.end(syscall.SIGKILL) // that it did not end well is the point
	c.server = launchServer(t, c.data, c.address)
}

// verify ends the academy and holds what it has issued against what it should have.
func (c *ceremony) verify(t *testing.T, people int) {
	t.Helper()
	if err := c.server.end(syscall.SIGTERM); err != nil {
		t.Errorf("%v\n%s", err, &c.server.said)
	}
	t.Run("each exactly once", func(t *testing.T) {
		o := open(t, Config{Data: c.data})
		for what, query := range map[string]string{
			"certificates":        "select count(*) from certificates where state = 'issued'",
			"people":              "select count(distinct citizen_id) from certificates",
			"numbers":             "select count(distinct number) from certificates",
			"the last number":     "select max(right(number, 6)::integer) from certificates",
			"printed files":       "select count(*) from certificates where pdf_ko_key <> ''",
			"duties":              "select count(*) from role_grants where revoked_at is null",
			"entries in the log":  "select count(*) from audit_entries where action = 'certificate.issued'",
			"notices, once asked": "select count(distinct args ->> 'event_key') from river_job where kind = 'notify' and args ->> 'notice' = 'certificate_issued'",
		} {
			var n int
			if err := o.db.Jobs().QueryRow(t.Context(), query).Scan(&n); err != nil || n != people {
				t.Errorf("%s: %d of %d, %v", what, n, people, err)
			}
		}
	})
}

func TestSixtyCertificatesAreIssuedOnceEachThoughTheWorkerIsKilled(t *testing.T) {
	const people = 60
	c := graduated(t, people)
	c.await(t, people/3, time.Minute)
	c.kill(t)
	if p := c.await(t, people+1, 3*time.Minute); p.Total != people || p.Done != people || p.Failed != 0 {
		t.Errorf("%+v", p)
	}
	c.verify(t, people)
}
