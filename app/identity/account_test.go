package identity

import (
	"errors"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/identity/slowdown"
	"academy/models"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

const another = "Nine purple kettles sing"

func TestChangePassword_EndsAllOtherSessions(t *testing.T) {
	h := open(t)
	id := h.person("kim@example.org")
	here, who := h.signIn("kim@example.org", Web)
	elsewhere, _ := h.signIn("kim@example.org", Web)
	link := h.token(id, ResetPassword)
	if err := h.ChangePassword(t.Context(), who, strong, another); err != nil {
		t.Fatal(err)
	}
	h.who(here)
	_, err := h.Authenticate(t.Context(), elsewhere.Access)
	wants(t, "elsewhere", err, ErrSignedOut)
	_, err = h.SignIn(t.Context(), "kim@example.org", strong, "", Web)
	wants(t, "the old password", err, ErrWrongSignIn)
	if _, err := h.SignIn(t.Context(), "kim@example.org", another, "", Web); err != nil {
		t.Errorf("the new password: %v", err)
	}
	wants(t, "an older link", h.ResetPassword(t.Context(), link, strong), ErrLinkExpired)
	if h.audited("password_changed") != 1 || h.jobs("send_mail", "%password_changed%") != 1 {
		t.Error("the audit entry or the mail is missing")
	}
}

func TestChangePassword_RefusesWrongAndWeakOnes(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	wantsFields(t, h.ChangePassword(t.Context(), who, "wrong", another), map[string]string{"current": "identity.wrong_password"})
	wantsFields(t, h.ChangePassword(t.Context(), who, strong, strong), map[string]string{"next": "identity.password_same"})
	wantsFields(t, h.ChangePassword(t.Context(), who, strong, "김하늘20261123"), map[string]string{"next": "identity.password_easy"})
	wants(t, "a visitor", h.ChangePassword(t.Context(), access.Actor{}, strong, another), fault.ErrAnonymous)
	for range 5 {
		wantsFields(t, h.ChangePassword(t.Context(), who, "wrong", another), map[string]string{"current": "identity.wrong_password"})
	}
	wants(t, "guessing", h.ChangePassword(t.Context(), who, strong, another), ErrTooManyTries)
}

// token is the one-time token of a mail that is made now.
func (h *house) token(user uuid.UUID, mail string) string {
	h.t.Helper()
	letter, err := h.MailLink(h.t.Context(), user, mail)
	if err != nil {
		h.t.Fatal(err)
	}
	_, token, _ := strings.Cut(letter.Link, "token=")
	return token
}

func TestRequestReset_TellsNobodyWhoHasAnAccount(t *testing.T) {
	h := open(t)
	id := h.person("kim@example.org")
	for _, email := range []string{"Kim@example.org", "nobody@example.org"} {
		wants(t, email, h.RequestReset(t.Context(), email, "203.0.113.7"), nil)
	}
	if h.jobs("send_mail", "%reset_password%") != 2 || h.jobs("send_mail", "%"+id.String()+"%") != 1 {
		t.Error("want one mail for Kim and one for nobody")
	}
	_, err := h.MailLink(t.Context(), uuid.Nil, ResetPassword)
	wants(t, "the mail for nobody", err, models.ErrNotFound)
	wantsFields(t, h.RequestReset(t.Context(), "kim", ""), map[string]string{"email": "identity.email_invalid"})
}

func TestRequestReset_FillsNobodysInbox(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	for _, email := range []string{"kim@example.org", "nobody@example.org"} {
		for range 3 {
			wants(t, email, h.RequestReset(t.Context(), email, "203.0.113.7"), nil)
		}
		err := h.RequestReset(t.Context(), email, "198.51.100.1")
		wants(t, email, err, ErrTooManyMails)
		if fault.Of(err).RetryAfter != 60 {
			t.Errorf("got %d s, want 60", fault.Of(err).RetryAfter)
		}
	}
	h.signIn("kim@example.org", Web) // asking for mails blocks no sign-in
}

func TestResetPassword_ServesOnceAndEndsAllSessions(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	pair, _ := h.signIn(good().Email, Web)
	h.fail(5, good().Email, "203.0.113.9")
	token := h.token(id, ResetPassword)
	wantsFields(t, h.ResetPassword(t.Context(), token, "12345678"), map[string]string{"password": "identity.password_easy"})
	wants(t, "the first time", h.ResetPassword(t.Context(), token, another), nil)
	wants(t, "the second time", h.ResetPassword(t.Context(), token, strong), ErrLinkExpired)
	_, err = h.Authenticate(t.Context(), pair.Access)
	wants(t, "a session", err, ErrSignedOut)
	fresh, err := h.SignIn(t.Context(), good().Email, another, "", Web)
	if err != nil {
		t.Fatalf("the new password, after failures: %v", err)
	}
	if !h.who(fresh).Confirmed {
		t.Error("whoever has the link has the address, but it is not confirmed")
	}
	if h.audited("password_reset") != 1 || h.jobs("send_mail", "%password_changed%") != 1 {
		t.Error("the audit entry or the mail is missing")
	}
}

func TestResetPassword_OneOfSeveralAtOnce(t *testing.T) {
	h := open(t)
	token := h.token(h.person("kim@example.org"), ResetPassword)
	errs := make([]error, 4)
	atOnce(len(errs), func(i int) { errs[i] = h.ResetPassword(t.Context(), token, another) })
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		wants(t, "the others", err, ErrLinkExpired)
	}
	if done != 1 {
		t.Errorf("%d have set a password, want 1", done)
	}
}

func TestResetPassword_RefusesOldReplacedAndOtherLinks(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	replaced := h.token(id, ResetPassword)
	late := h.token(id, ResetPassword)
	confirm := h.token(id, ConfirmEmail)
	h.pass(time.Hour)
	for name, token := range map[string]string{"replaced": replaced, "an hour old": late, "of another purpose": confirm, "empty": "", "unknown": "x"} {
		wants(t, name, h.ResetPassword(t.Context(), token, another), ErrLinkExpired)
	}
}

func TestConfirmEmail_ServesOnce(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	pair, who := h.signIn(good().Email, Web)
	wants(t, "before", access.Check(who, access.TakePart), access.ErrUnconfirmed)
	replaced := h.token(id, ConfirmEmail)
	token := h.token(id, ConfirmEmail)
	wants(t, "replaced", h.ConfirmEmail(t.Context(), replaced), ErrLinkExpired)
	h.pass(10 * time.Minute)
	wants(t, "the newest", h.ConfirmEmail(t.Context(), token), nil)
	wants(t, "again", h.ConfirmEmail(t.Context(), token), ErrLinkExpired)
	wants(t, "after", access.Check(h.who(pair), access.TakePart), nil)
	_, err = h.MailLink(t.Context(), id, ConfirmEmail)
	wants(t, "a mail without need", err, models.ErrNotFound)
	wants(t, "asking without need", h.ResendConfirmation(t.Context(), who), ErrConfirmedAlready)
}

func TestConfirmEmail_RefusesAfterThreeDays(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	token := h.token(id, ConfirmEmail)
	h.pass(3 * 24 * time.Hour)
	wants(t, "late", h.ConfirmEmail(t.Context(), token), ErrLinkExpired)
}

func TestResendConfirmation_IsLimited(t *testing.T) {
	h := open(t)
	if _, err := h.Register(t.Context(), good(), "203.0.113.7"); err != nil {
		t.Fatal(err)
	}
	_, who := h.signIn(good().Email, Web)
	for range 3 {
		wants(t, "asking", h.ResendConfirmation(t.Context(), who), nil)
	}
	wants(t, "the fourth", h.ResendConfirmation(t.Context(), who), ErrTooManyMails)
	if n := h.jobs("send_mail", "%confirm_email%"); n != 4 {
		t.Errorf("got %d mails, want 4", n)
	}
}

func TestMailLink_KeepsOnlyAHash(t *testing.T) {
	h := open(t)
	id := h.person("kim@example.org")
	h.exec("update users set locale = 'en'")
	letter, err := h.MailLink(t.Context(), id, ResetPassword)
	if err != nil {
		t.Fatal(err)
	}
	link, token, _ := strings.Cut(letter.Link, "?token=")
	letter.Link = link
	if diff := cmp.Diff(Letter{To: "kim@example.org", Locale: "en", Name: "김하늘", Link: "https://academy.example.org/en/password/reset"}, letter); diff != "" {
		t.Errorf("letter (-want +got):\n%s", diff)
	}
	if one[int](h, "select count(*) from one_time_tokens where encode(hash, 'escape') like $1", "%"+token+"%") != 0 || len(token) != 43 {
		t.Errorf("the token %q is stored, or short", token)
	}
}

func TestMailLink_WritesNoticesToConfirmedAddressesOnly(t *testing.T) {
	h := open(t)
	id := h.person("kim@example.org")
	if letter, err := h.MailLink(t.Context(), id, "certificate_issued"); err != nil || letter.Link != "" {
		t.Errorf("confirmed: got %+v, %v", letter, err)
	}
	h.exec("update users set email_confirmed_at = null")
	_, err := h.MailLink(t.Context(), id, "certificate_issued")
	wants(t, "unconfirmed", err, models.ErrNotFound)
	h.exec("update users set locked_at = now()")
	_, err = h.MailLink(t.Context(), id, ResetPassword)
	wants(t, "locked", err, models.ErrNotFound)
	if n := one[int](h, "select count(*) from one_time_tokens"); n != 0 {
		t.Errorf("%d tokens were made", n)
	}
}

func TestProfile_ShowsOnesOwnAccount(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	phone, _ := h.signIn(good().Email, API)
	h.pass(time.Minute)
	_, who := h.signIn(good().Email, Web)
	h.pass(time.Minute)
	if _, err := h.Refresh(t.Context(), phone.Refresh); err != nil {
		t.Fatal(err)
	}
	got, err := h.Profile(t.Context(), who)
	if err != nil {
		t.Fatal(err)
	}
	start := h.now.Add(-2 * time.Minute)
	want := Profile{
		ID: id, Email: good().Email, Name: "김하늘", Locale: "ko", TimeZone: "Asia/Seoul", Roles: []string{"citizen"},
		Sessions: []Session{
			{Kind: API, CreatedAt: start, SeenAt: h.now},
			{Kind: Web, Current: true, CreatedAt: start.Add(time.Minute), SeenAt: start.Add(time.Minute)},
		},
		Consents: []Consent{{"age", "14-or-older", start}, {"privacy", "2026-11", start}, {"terms", "2026-11", start}},
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Session{}, "ID"), cmpopts.EquateApproxTime(0)); diff != "" {
		t.Errorf("profile (-want +got):\n%s", diff)
	}
}

func TestUpdateProfile_ActsAtOnce(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	pair, who := h.signIn("kim@example.org", Web)
	if err := h.UpdateProfile(t.Context(), who, ProfileChange{Name: "Haneul Kim", Locale: "en", TimeZone: "Europe/Paris"}); err != nil {
		t.Fatal(err)
	}
	if who := h.who(pair); who.Name != "Haneul Kim" || who.Locale != "en" || who.TimeZone != "Europe/Paris" {
		t.Errorf("got %+v", who)
	}
	for _, zone := range []string{"", "Local", "Asia//Seoul", "/Asia/Seoul", "Asia/Seoul/", "Asia/./Seoul", "Asia/../Asia/Seoul", "Asia/" + strings.Repeat("./", 40) + "Seoul"} {
		wantsFields(t, h.UpdateProfile(t.Context(), who, ProfileChange{Name: "Haneul Kim", Locale: "en", TimeZone: zone}), map[string]string{"time_zone": "identity.time_zone_unknown"})
	}
	wantsFields(t, h.UpdateProfile(t.Context(), who, ProfileChange{TimeZone: "../etc/passwd"}), map[string]string{
		"name": "identity.name_invalid", "locale": "identity.locale_unknown", "time_zone": "identity.time_zone_unknown",
	})
}

func TestChangePassword_WritesToNobodyWhoHasNotConfirmedTheAddress(t *testing.T) {
	h := open(t)
	id, err := h.Register(t.Context(), good(), "203.0.113.7")
	if err != nil {
		t.Fatal(err)
	}
	_, who := h.signIn(good().Email, Web)
	wants(t, "ChangePassword", h.ChangePassword(t.Context(), who, strong, another), nil)
	if n := h.jobs("send_mail", "%password_changed%"); n != 0 {
		t.Errorf("%d mails go to an address that may be a stranger's", n)
	}
	_, err = h.MailLink(t.Context(), id, PasswordChanged)
	wants(t, "a mail that was asked for before", err, models.ErrNotFound)
	wants(t, "a reset, which its holder asks for", h.RequestReset(t.Context(), good().Email, ""), nil)
}

func TestChangePassword_CountsItsMailAmongThoseOfTheAddress(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	for _, next := range [][2]string{{strong, another}, {another, strong}, {strong, another}} {
		wants(t, "ChangePassword", h.ChangePassword(t.Context(), who, next[0], next[1]), nil)
	}
	wants(t, "a mail more", h.RequestReset(t.Context(), "kim@example.org", ""), ErrTooManyMails)
	if n := h.jobs("send_mail", "%password_changed%"); n != 3 {
		t.Errorf("%d changes were told of, want 3", n)
	}
}

func TestRegister_IsLimitedByNetworkAddress(t *testing.T) {
	h := open(t)
	h.count(h.guard.Registrations("2001:db8:1:2::7"), 100)
	_, err := h.Register(t.Context(), good(), "2001:db8:1:2::9")
	wants(t, "one more from there", err, ErrTooManyAccounts)
	if n := one[int](h, "select count(*) from users"); n != 0 || h.jobs("send_mail", "%") != 0 {
		t.Error("it was made all the same")
	}
	_, err = h.Register(t.Context(), good(), "203.0.113.7")
	wants(t, "one from elsewhere", err, nil)
}

func (h *house) count(counter slowdown.Counter, times int) {
	h.t.Helper()
	err := h.db.Write(h.t.Context(), func(tx *models.Tx) error {
		for range times {
			if err := slowdown.Count(tx, counter); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

func TestChangePassword_HashesNothingForThoseWhoHaveToWait(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	h.hasher = nil // to hash with it is a panic
	h.count(h.guard.Account("kim@example.org"), 5)
	wants(t, "guessing", h.ChangePassword(t.Context(), who, strong, another), ErrTooManyTries)
	h.count(h.guard.Registrations("203.0.113.7"), 100)
	_, err := h.Register(t.Context(), good(), "203.0.113.7")
	wants(t, "registering", err, ErrTooManyAccounts)
}

func TestChangePassword_ABurstGetsNoMoreTriesThanAQueue(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	errs := make([]error, 12)
	atOnce(len(errs), func(i int) { errs[i] = h.ChangePassword(t.Context(), who, "wrong", another) })
	tried := 0
	for _, err := range errs {
		if !errors.Is(err, ErrTooManyTries) {
			tried++
		}
	}
	if tried != 5 {
		t.Errorf("%d guesses were heard, want 5", tried)
	}
}

func TestChangePassword_AgainAndAgainHasToWait(t *testing.T) {
	h := open(t)
	h.person("kim@example.org")
	_, who := h.signIn("kim@example.org", Web)
	now, next := strong, another
	for range 5 {
		wants(t, "ChangePassword", h.ChangePassword(t.Context(), who, now, next), nil)
		now, next = next, now
	}
	wants(t, "the sixth", h.ChangePassword(t.Context(), who, now, next), ErrTooManyChanges)
	h.pass(time.Minute)
	wants(t, "a minute later", h.ChangePassword(t.Context(), who, now, next), nil)
}
