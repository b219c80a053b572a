package identity

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/modeltest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

const strong = "참외 열두 개와 낡은 자전거"

// house is an identity on a database of its own, with a clock that stands still.
type house struct {
	*Service
	t   *testing.T
	db  *models.DB
	now time.Time
}

func open(t *testing.T) *house {
	t.Helper()
	t.Parallel()
	queue, err := jobs.NewQueue()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, db: modeltest.Fresh(t), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	h.db.Now = func() time.Time { return h.now }
	h.Service = New(Deps{
		DB: h.db, Queue: queue, AccessKey: []byte("access"), RefreshKey: []byte("refresh"), CounterKey: []byte("counter"),
		BaseURL: "https://academy.example.org",
	})
	return h
}

func (h *house) pass(d time.Duration) { h.now = h.now.Add(d) }

// person makes a confirmed citizen with the password strong.
func (h *house) person(email string, roles ...access.Role) uuid.UUID {
	h.t.Helper()
	id, err := h.AddUser(h.t.Context(), NewUser{Email: email, Name: "김하늘", Password: strong, Locale: "ko", Roles: roles, Confirmed: true})
	if err != nil {
		h.t.Fatal(err)
	}
	return id
}

func (h *house) signIn(email, kind string) (Tokens, access.Actor) {
	h.t.Helper()
	tokens, err := h.SignIn(h.t.Context(), email, strong, "203.0.113.7", kind)
	if err != nil {
		h.t.Fatal(err)
	}
	return tokens, h.who(tokens)
}

func (h *house) who(tokens Tokens) access.Actor {
	h.t.Helper()
	who, err := h.Authenticate(h.t.Context(), tokens.Access)
	if err != nil {
		h.t.Fatal(err)
	}
	return who
}

// one reads a single value straight from the database.
func one[T any](h *house, query string, args ...any) T {
	h.t.Helper()
	var value T
	err := h.db.Write(h.t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), query, args...).Scan(&value)
	})
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		h.t.Fatal(err)
	}
	return value
}

func (h *house) exec(query string, args ...any) {
	h.t.Helper()
	err := h.db.Write(h.t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), query, args...)
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) jobs(kind, like string) int {
	return one[int](h, "select count(*) from river_job where kind = $1 and args::text like $2", kind, like)
}

func (h *house) audited(action string) int {
	return one[int](h, "select count(*) from audit_entries where action = $1", action)
}

func wants(t *testing.T, what string, err, target error) {
	t.Helper()
	if !errors.Is(err, target) {
		t.Errorf("%s: got %v, want %v", what, err, target)
	}
}

// wantsField says that exactly these fields are wrong.
func wantsFields(t *testing.T, err error, fields map[string]string) {
	t.Helper()
	if diff := cmp.Diff(fields, fault.Of(err).Fields); diff != "" {
		t.Errorf("fields of %v (-want +got):\n%s", err, diff)
	}
}

// atOnce does the same several times at the same moment.
func atOnce(n int, do func(i int)) {
	var start, done sync.WaitGroup
	start.Add(1)
	for i := range n {
		done.Go(func() { start.Wait(); do(i) })
	}
	start.Done()
	done.Wait()
}

func good() Registration {
	return Registration{Email: "Haneul.Kim@Example.org", Password: strong, Name: " 김하늘 ", Locale: "ko", AcceptTerms: true, AgeConfirmed: true}
}

func TestRegister_MakesACitizenWhoHasAgreed(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	_, who := h.signIn("haneul.kim@EXAMPLE.org", Web)
	want := access.Actor{ID: id, SessionID: who.SessionID, Email: "Haneul.Kim@Example.org", Name: "김하늘", Locale: "ko", TimeZone: "Asia/Seoul", Roles: []access.Role{access.Citizen}}
	if diff := cmp.Diff(want, who); diff != "" {
		t.Errorf("actor (-want +got):\n%s", diff)
	}
	if n := one[int](h, "select count(*) from consents where user_id = $1 and given_at = $2", id, h.now); n != 3 {
		t.Errorf("got %d consents, want terms, privacy and age", n)
	}
	if h.jobs("send_mail", "%confirm_email%") != 1 || h.jobs("notify", "%welcome%") != 1 {
		t.Error("the mail or the notice is missing")
	}
}

func TestRegister_SaysEverythingThatIsWrong(t *testing.T) {
	h := open(t)
	_, err := h.Register(t.Context(), Registration{Email: "kim@localhost", Password: "short", Name: "\u202e", Locale: "fr"}, "")
	wantsFields(t, err, map[string]string{
		"email": "identity.email_invalid", "password": "identity.password_short", "name": "identity.name_invalid", "locale": "identity.locale_unknown",
		"accept_terms": "identity.terms_needed", "age_confirmed": "identity.age_needed",
	})
	weak := good()
	weak.Password = "haneul.kim2026"
	_, err = h.Register(t.Context(), weak, "203.0.113.7")
	wantsFields(t, err, map[string]string{"password": "identity.password_easy"})
}

func TestRegister_RefusesATakenAddressHoweverItIsWritten(t *testing.T) {
	h := open(t)
	h.person("haneul.kim@example.org")
	_, err := h.Register(t.Context(), good(), "203.0.113.7")
	wants(t, "Register", err, ErrEmailTaken)
	wantsFields(t, err, map[string]string{"email": "identity.email_taken"})
}

func TestRegister_OneOfTwoAtOnceGetsTheAddress(t *testing.T) {
	h := open(t)
	errs := make([]error, 4)
	atOnce(len(errs), func(i int) { _, errs[i] = h.Register(t.Context(), good(), "203.0.113.7") })
	registered := 0
	for _, err := range errs {
		if err == nil {
			registered++
			continue
		}
		wants(t, "the others", err, ErrEmailTaken)
	}
	if registered != 1 || one[int](h, "select count(*) from users") != 1 || h.jobs("send_mail", "%") != 1 {
		t.Errorf("%d were registered, want 1 with one mail", registered)
	}
}

func TestAddUser_TakesAnyPasswordAndIsAudited(t *testing.T) {
	h := open(t)
	n := NewUser{Email: "admin@example.org", Name: "Admin", Password: "academy-demo", Locale: "en", Roles: []access.Role{access.Admin}, Confirmed: true}
	if _, err := h.AddUser(t.Context(), n); err != nil {
		t.Fatal(err)
	}
	tokens, err := h.SignIn(t.Context(), n.Email, "academy-demo", "", API)
	if err != nil {
		t.Fatal(err)
	}
	if who := h.who(tokens); !who.Confirmed || !who.Has(access.Admin) {
		t.Errorf("got %+v", who)
	}
	_, err = h.AddUser(t.Context(), n)
	wants(t, "again", err, ErrEmailTaken)
	if h.audited("user_added") != 1 || h.jobs("send_mail", "%") != 0 {
		t.Error("want one audit entry and no mail")
	}
	n.Roles, n.Email = []access.Role{"king"}, "king@example.org"
	_, err = h.AddUser(t.Context(), n)
	wantsFields(t, err, map[string]string{"role": "identity.role_unknown"})
}

func TestSetRoles_ActsAtOnce(t *testing.T) {
	h := open(t)
	id := h.person("kim@example.org", access.Citizen, access.Instructor)
	tokens, _ := h.signIn("kim@example.org", Web)
	if err := h.SetRoles(t.Context(), id, []access.Role{access.Citizen, access.Moderator}, "new post"); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]access.Role{access.Citizen, access.Moderator}, h.who(tokens).Roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	got := one[string](h, "select details->>'from' || ' > ' || (details->>'to') || ' ' || reason from audit_entries where action = 'roles_changed' and subject_id = $1", id)
	if want := "citizen instructor > citizen moderator new post"; got != want {
		t.Errorf("audit: got %q, want %q", got, want)
	}
	wants(t, "unknown person", h.SetRoles(t.Context(), uuid.New(), []access.Role{access.Citizen}, ""), models.ErrNotFound)
}

func TestReadEmail(t *testing.T) {
	t.Parallel()
	for typed, key := range map[string]string{
		" Kim@Example.ORG ": "kim@example.org", "a+b@sub.example.org": "a+b@sub.example.org", "김@한국.한국": "김@한국.한국",
		"": "", "kim": "", "kim@localhost": "", "Kim <kim@example.org>": "", "<kim@example.org>": "", "kim@example.org, lee@example.org": "",
		"\"a b\"@example.org": "", "kim@[127.0.0.1]": "", "kim@127.0.0.1": "", "kim@-a.org": "", "kim@a..org": "", "kim@example.org\r\nBcc: x@example.org": "",
		"kim\x00@example.org": "", "kim@exa\xffmple.org": "",
	} {
		e, ok := readEmail(typed)
		if e.key != key || ok != (key != "") {
			t.Errorf("readEmail(%q) = %q, %v, want %q", typed, e.key, ok, key)
		}
	}
}

func TestReadName(t *testing.T) {
	t.Parallel()
	for typed, want := range map[string]string{
		" 김하늘 ": "김하늘", "\u1100\u1175\u11b7": "김", "Anne-Marie  O’Neill": "Anne-Marie O’Neill", "محمد": "محمد",
		"": "", "  ": "", "12": "", "a\nb": "", "\u202egnaf": "", "\u3164": "", "a\u200bb": "", "\xff": "",
	} {
		got, ok := ReadName(typed)
		if ok != (want != "") || (ok && got != want) {
			t.Errorf("ReadName(%q) = %q, %v, want %q", typed, got, ok, want)
		}
	}
}

func TestMessages_StandForEveryFault(t *testing.T) {
	t.Parallel()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range []*fault.Error{
		ErrEmailTaken, ErrWrongSignIn, ErrTooManyTries, ErrTooManyMails, ErrTooManyAccounts, ErrTooManyChanges, ErrLocked, ErrSignedOut, ErrSessionReused, ErrLinkExpired, ErrConfirmedAlready, ErrPasswordChanged,
	} {
		if !c.Has(f.Key) {
			t.Errorf("no message for %s", f.Key)
		}
	}
	_, wrong := newcomer(Registration{})
	for _, key := range slices.Collect(maps.Values(fault.Of(wrong).Fields)) {
		if !c.Has(key) {
			t.Errorf("no message for %s", key)
		}
	}
}

func TestSweep_RemovesWhatHasServed(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.signIn("kim@example.org", Web)
	_, _ = h.SignIn(t.Context(), "nobody@example.org", "x", "203.0.113.9", Web)
	if _, err := h.MailLink(context.Background(), one[uuid.UUID](h, "select id from users"), ResetPassword); err != nil {
		t.Fatal(err)
	}
	left := func() int {
		return one[int](h, "select (select count(*) from sessions) + (select count(*) from sign_in_failures) + (select count(*) from one_time_tokens)")
	}
	if err := h.Sweep(t.Context()); err != nil || left() != 4 {
		t.Errorf("%d rows are left (%v), want all 4", left(), err)
	}
	h.pass(61 * 24 * time.Hour)
	if err := h.Sweep(t.Context()); err != nil || left() != 0 {
		t.Errorf("%d rows are left (%v), want none", left(), err)
	}
}
