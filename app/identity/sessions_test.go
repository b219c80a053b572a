package identity

import (
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity/slowdown"
	"academy/app/identity/tokens"
	"academy/models"

	"github.com/google/uuid"
)

func TestSignIn_SaysTheSameToAllWhoFail(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	for name, email := range map[string]string{"wrong password": "kim@example.org", "unknown address": "lee@example.org", "no address": "\xff"} {
		_, err := h.SignIn(t.Context(), email, "wrong", "203.0.113.7", Web)
		wants(t, name, err, ErrWrongSignIn)
	}
}

func TestSignIn_TakesTenAtOnce(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	errs := make([]error, 10)
	atOnce(len(errs), func(i int) { _, errs[i] = h.SignIn(t.Context(), "kim@example.org", strong, "203.0.113.7", Web) })
	for _, err := range errs {
		wants(t, "SignIn", err, nil)
	}
	if n := one[int](h, "select count(*) from sessions"); n != 10 {
		t.Errorf("got %d sessions, want 10", n)
	}
}

func (h *house) fail(n int, email, address string) {
	h.t.Helper()
	for range n {
		_, err := h.SignIn(h.t.Context(), email, "wrong", address, Web)
		wants(h.t, "a failure", err, ErrWrongSignIn)
	}
}

func TestSignIn_RefusesEvenTheRightPasswordWhileAnAccountWaits(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.person("lee@example.org")
	h.fail(5, "kim@example.org", "203.0.113.7")
	h.pass(10 * time.Second)
	_, err := h.SignIn(t.Context(), "KIM@example.org", strong, "198.51.100.1", Web)
	wants(t, "blocked", err, ErrTooManyTries)
	if f := fault.Of(err); f.RetryAfter != 50 || f.Args[0] != 1 {
		t.Errorf("got %d s, %v min, want 50 s, 1 min", f.RetryAfter, f.Args)
	}
	h.signIn("lee@example.org", Web) // others at the same address are not held up

	h.pass(50 * time.Second)
	h.fail(1, "kim@example.org", "203.0.113.7")
	h.pass(61 * time.Second)
	_, err = h.SignIn(t.Context(), "kim@example.org", strong, "198.51.100.1", Web)
	if f := fault.Of(err); f.RetryAfter != 59 {
		t.Errorf("the second wait: %v with %d s left, want 59 of 120", err, f.RetryAfter)
	}
	h.pass(time.Minute)
	h.signIn("kim@example.org", Web)
	h.fail(5, "kim@example.org", "203.0.113.7") // the success had cleared the count
}

func TestSignIn_ForgetsFailuresAfterAnHour(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.fail(4, "kim@example.org", "203.0.113.7")
	h.pass(time.Hour + time.Second)
	h.fail(4, "kim@example.org", "203.0.113.7")
	h.signIn("kim@example.org", Web)
}

func TestSignIn_SlowsDownAnAddressThatTriesManyAccounts(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	for i := range 30 {
		h.fail(1, string(rune('a'+i%26))+string(rune('a'+i/26))+"@example.org", "203.0.113.7")
	}
	_, err := h.SignIn(t.Context(), "kim@example.org", strong, "203.0.113.7", Web)
	wants(t, "the address", err, ErrTooManyTries)
	if _, err := h.SignIn(t.Context(), "kim@example.org", strong, "198.51.100.1", Web); err != nil {
		t.Errorf("another address: %v", err)
	}
}

func TestSignIn_ABurstGetsNoMoreTriesThanAQueue(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	errs := make([]error, 16)
	atOnce(len(errs), func(i int) { _, errs[i] = h.SignIn(t.Context(), "kim@example.org", "wrong", "203.0.113.7", Web) })
	tried := 0
	for _, err := range errs {
		if fault.Of(err).Is(ErrWrongSignIn) {
			tried++
			continue
		}
		wants(t, "the rest", err, ErrTooManyTries)
	}
	if tried != 5 {
		t.Errorf("%d were told that the password is wrong, want 5", tried)
	}
}

func TestSignIn_RefusesLockedPeople(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, _ := h.signIn("kim@example.org", Web)
	h.exec("update users set locked_at = now()")
	_, err := h.SignIn(t.Context(), "kim@example.org", strong, "", Web)
	wants(t, "right password", err, ErrLocked)
	_, err = h.SignIn(t.Context(), "kim@example.org", "wrong", "", Web)
	wants(t, "wrong password", err, ErrWrongSignIn)
	_, err = h.Refresh(t.Context(), pair.Refresh)
	wants(t, "Refresh", err, ErrLocked)
	h.pass(remembered)
	_, err = h.Authenticate(t.Context(), pair.Access)
	wants(t, "Authenticate", err, ErrSignedOut)
}

func TestSignIn_IsVoidWhenThePasswordChangesMeanwhile(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	counters := []slowdown.Counter{h.guard.Account("kim@example.org"), h.guard.Address("203.0.113.7")}
	stale, err := h.candidate(t.Context(), "kim@example.org", counters)
	if err != nil {
		t.Fatal(err)
	}
	h.exec("update users set password_hash = 'another'")
	_, err = h.settleSignIn(t.Context(), stale, true, counters, Web)
	wants(t, "settleSignIn", err, ErrWrongSignIn)
}

func TestRefresh_GivesTheNextGeneration(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, _ := h.signIn("kim@example.org", API)
	for range 3 {
		h.pass(20 * time.Minute)
		next, err := h.Refresh(t.Context(), pair.Refresh)
		if err != nil || next.Refresh == pair.Refresh || next.ExpiresIn != 900 {
			t.Fatalf("got %+v, %v", next, err)
		}
		h.who(next)
		pair = next
	}
}

func TestRefresh_TwoTabsGetTheSameSuccessor(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, _ := h.signIn("kim@example.org", Web)
	got := make([]Tokens, 8)
	atOnce(len(got), func(i int) {
		var err error
		if got[i], err = h.Refresh(t.Context(), pair.Refresh); err != nil {
			t.Error(err)
		}
	})
	for _, g := range got {
		if g.Refresh != got[0].Refresh || g.Refresh == pair.Refresh {
			t.Errorf("got %s and %s", g.Refresh, got[0].Refresh)
		}
	}
	h.pass(time.Minute)
	if again, err := h.Refresh(t.Context(), pair.Refresh); err != nil || again.Refresh != got[0].Refresh {
		t.Errorf("a lost reply, a minute later: got %v, %v", again, err)
	}
	if _, err := h.Refresh(t.Context(), got[0].Refresh); err != nil {
		t.Errorf("the successor: %v", err)
	}
}

func TestRefresh_ATokenUsedTwiceEndsItsFamily(t *testing.T) {
	for name, c := range map[string]struct {
		kind  string
		turns int
		after time.Duration
	}{
		"a program's previous token":          {API, 1, 0},
		"a browser's previous token, later":   {Web, 1, 61 * time.Second},
		"a browser's last but one, at once":   {Web, 2, 0},
		"a program's first token, much later": {API, 3, 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			h := open(t)
			h.person("kim@example.org")
			first, _ := h.signIn("kim@example.org", c.kind)
			newest := first
			for range c.turns {
				newest, _ = h.Refresh(t.Context(), newest.Refresh)
			}
			h.who(newest)
			h.pass(c.after)
			_, err := h.Refresh(t.Context(), first.Refresh)
			wants(t, "the copy", err, ErrSessionReused)
			_, err = h.Refresh(t.Context(), newest.Refresh)
			wants(t, "the newest", err, ErrSignedOut)
			_, err = h.Authenticate(t.Context(), newest.Access)
			wants(t, "its access token", err, ErrSignedOut)
			if h.audited("session_reused") != 1 || one[string](h, "select revoked_reason from sessions") != "reuse" {
				t.Error("the audit entry or the reason is missing")
			}
		})
	}
}

func TestRefresh_RefusesWhatWasNeverGiven(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	for name, token := range map[string]string{
		"nonsense":          "nonsense",
		"another key":       tokens.Refresh{Session: who.SessionID}.Sign([]byte("other")),
		"unknown session":   tokens.Refresh{Session: uuid.New()}.Sign(h.RefreshKey),
		"future generation": tokens.Refresh{Session: who.SessionID, Generation: 9}.Sign(h.RefreshKey),
	} {
		_, err := h.Refresh(t.Context(), token)
		wants(t, name, err, ErrSignedOut)
	}
	if one[int](h, "select count(*) from sessions where revoked_at is null") != 1 {
		t.Error("a token that was never given has ended the session")
	}
}

func TestRefresh_SessionsSlideForThirtyDaysAndEndAfterNinety(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	idle, _ := h.signIn("kim@example.org", API)
	busy, _ := h.signIn("kim@example.org", API)
	for day := 29; day < 90; day += 29 {
		h.pass(29 * 24 * time.Hour)
		var err error
		if busy, err = h.Refresh(t.Context(), busy.Refresh); err != nil {
			t.Fatalf("day %d: %v", day, err)
		}
	}
	_, err := h.Refresh(t.Context(), idle.Refresh)
	wants(t, "the idle one", err, ErrSignedOut)
	h.pass(3 * 24 * time.Hour) // day 90
	_, err = h.Refresh(t.Context(), busy.Refresh)
	wants(t, "the busy one", err, ErrSignedOut)
}

func TestAuthenticate_RefusesOldAndForgedTokens(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.person("lee@example.org")
	pair, kim := h.signIn("kim@example.org", Web)
	_, lee := h.signIn("lee@example.org", Web)
	crossed, err := h.access.Sign(lee.ID, kim.SessionID)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Authenticate(t.Context(), crossed)
	wants(t, "another person's session", err, ErrSignedOut)
	for _, token := range []string{"", "x", pair.Refresh, pair.Access + "x"} {
		_, err = h.Authenticate(t.Context(), token)
		wants(t, token, err, ErrSignedOut)
	}
	h.pass(15 * time.Minute)
	_, err = h.Authenticate(t.Context(), pair.Access)
	wants(t, "after fifteen minutes", err, ErrSignedOut)
}

func TestAuthenticate_SeesWhatOtherProcessesEndWithinTenSeconds(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, who := h.signIn("kim@example.org", Web)
	other := New(h.Deps)
	if err := other.SignOut(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	h.pass(9 * time.Second)
	if _, err := h.Authenticate(t.Context(), pair.Access); err != nil {
		t.Errorf("remembered: %v", err)
	}
	h.pass(time.Second)
	_, err := h.Authenticate(t.Context(), pair.Access)
	wants(t, "after ten seconds", err, ErrSignedOut)
}

func TestSeen_DoesNotKeepWhatWasReadBeforeADrop(t *testing.T) {
	t.Parallel()
	s, now, who := newSeen(), time.Now(), access.Actor{ID: uuid.New(), SessionID: uuid.New()}
	keep := s.observe(now)
	s.dropSession(who.SessionID)
	keep(who)
	if _, ok := s.get(who.SessionID, now); ok {
		t.Error("a session that has ended is remembered")
	}
}

func TestSeen_ForgetsWhoIsGone(t *testing.T) {
	t.Parallel()
	s, now := newSeen(), time.Now()
	for i := range 1000 {
		at := now.Add(time.Duration(i) * time.Second)
		s.observe(at)(access.Actor{ID: uuid.New(), SessionID: uuid.New()})
	}
	if len(s.entries) > 21 {
		t.Errorf("%d are remembered", len(s.entries))
	}
}

func TestSignOut_ActsAtOnce(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, who := h.signIn("kim@example.org", Web)
	stays, _ := h.signIn("kim@example.org", Web)
	if err := h.SignOut(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	_, err := h.Authenticate(t.Context(), pair.Access)
	wants(t, "Authenticate", err, ErrSignedOut)
	_, err = h.Refresh(t.Context(), pair.Refresh)
	wants(t, "Refresh", err, ErrSignedOut)
	h.who(stays)
	wants(t, "a visitor", h.SignOut(t.Context(), access.Actor{}), fault.ErrAnonymous)
}

func TestSignOutEverywhere_EndsAllOfOnesOwn(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.person("lee@example.org")
	one, who := h.signIn("kim@example.org", Web)
	two, _ := h.signIn("kim@example.org", API)
	lee, _ := h.signIn("lee@example.org", Web)
	if err := h.SignOutEverywhere(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	for _, pair := range []Tokens{one, two} {
		_, err := h.Authenticate(t.Context(), pair.Access)
		wants(t, "Authenticate", err, ErrSignedOut)
	}
	h.who(lee)
}

func TestEndSession_RefusesOtherPeoplesSessions(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	h.person("lee@example.org")
	_, kim := h.signIn("kim@example.org", Web)
	phone, onPhone := h.signIn("kim@example.org", Web)
	lee, inLee := h.signIn("lee@example.org", Web)
	wants(t, "somebody else's", h.EndSession(t.Context(), kim, inLee.SessionID), fault.ErrMissing)
	wants(t, "an unknown one", h.EndSession(t.Context(), kim, uuid.New()), models.ErrNotFound)
	h.who(lee)
	for range 2 { // a second press of the button is no fault
		if err := h.EndSession(t.Context(), kim, onPhone.SessionID); err != nil {
			t.Error(err)
		}
	}
	_, err := h.Authenticate(t.Context(), phone.Access)
	wants(t, "the phone", err, ErrSignedOut)
}

func TestRevoke_EndsTheFamilyAndMindsNoNonsense(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, _ := h.signIn("kim@example.org", API)
	wants(t, "nonsense", h.Revoke(t.Context(), "nonsense"), nil)
	wants(t, "Revoke", h.Revoke(t.Context(), pair.Refresh), nil)
	_, err := h.Authenticate(t.Context(), pair.Access)
	wants(t, "Authenticate", err, ErrSignedOut)
}
