package notify

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/identity"
	"academy/models/modeltest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// house is a notify that keeps its mails, with one person to tell things.
type house struct {
	*Service
	t   *testing.T
	who access.Actor
	// letter is what the person's mails are addressed by, or why there are none.
	letter Letter
	err    error
}

func open(t *testing.T) *house {
	t.Helper()
	t.Parallel()
	catalogue, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	queue, err := jobs.NewQueue()
	if err != nil {
		t.Fatal(err)
	}
	db := modeltest.Fresh(t)
	h := &house{t: t, letter: Letter{To: "kim@example.org", Locale: "ko", Name: "김하늘", Link: "https://academy.example.org/confirm?token=abc"}}
	h.Service = New(Deps{
		DB: db, Queue: queue, Mailer: NewKeeper(db), BaseURL: "https://academy.example.org", Catalogue: catalogue,
		Letter: func(context.Context, uuid.UUID, string) (Letter, error) { return h.letter, h.err },
	})
	h.who = h.person("kim@example.org")
	return h
}

func (h *house) person(email string) access.Actor {
	h.t.Helper()
	u := identity.User{ID: models.NewID(), Email: email, EmailKey: email, Name: "김하늘", Locale: "ko", TimeZone: "Asia/Seoul", CreatedAt: h.DB.Now()}
	if err := h.DB.Write(h.t.Context(), func(tx *models.Tx) error { return identity.InsertUser(tx, u) }); err != nil {
		h.t.Fatal(err)
	}
	return access.Actor{ID: u.ID, Locale: "ko"}
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func certificate(to uuid.UUID, event string) jobs.Notify {
	return jobs.Notify{UserID: to, Notice: "certificate_issued", EventKey: event, Link: "/certificates/AB", Params: map[string]string{"course_ko": "참여외교란 무엇인가", "course_en": "What is participatory diplomacy?"}}
}

// work does the mail jobs that wait, as the workers would.
func (h *house) work() (mails int) {
	h.t.Helper()
	var ids []uuid.UUID
	h.must(h.DB.Write(h.t.Context(), func(tx *models.Tx) error {
		rows, err := tx.SQL().QueryContext(tx.Context(), "select args->>'notice_id' from river_job where kind = 'mail_notice'")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var id uuid.UUID
			if err := rows.Scan(&id); err != nil {
				return err
			}
			ids = append(ids, id)
		}
		return rows.Err()
	}))
	for _, id := range ids {
		h.must(h.MailNotice(h.t.Context(), MailNotice{NoticeID: id}))
	}
	return len(ids)
}

func (h *house) outbox() []KeptMail {
	h.t.Helper()
	mails, _, err := h.Outbox(h.t.Context(), access.Actor{ID: uuid.New(), Roles: []access.Role{access.Admin}}, "")
	h.must(err)
	return mails
}

func TestNotify_TellsOnceHoweverOftenItRuns(t *testing.T) {
	h := open(t)
	for range 3 {
		h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:1")))
	}
	page, err := h.Notices(t.Context(), h.who, "")
	h.must(err)
	if len(page.Items) != 1 || page.Unread != 1 || page.Next != "" {
		t.Fatalf("got %+v", page)
	}
	want := Notice{Kind: "certificate_issued", Args: []any{"참여외교란 무엇인가"}, Link: "/certificates/AB"}
	got := page.Items[0]
	got.ID, got.CreatedAt = uuid.Nil, time.Time{}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("notice (-want +got):\n%s", diff)
	}
	if n := h.work(); n != 1 {
		t.Errorf("%d mails were asked for, want 1", n)
	}
	mail := h.outbox()[0]
	if mail.To != "kim@example.org" || mail.Subject != "[참여외교 아카데미] ‘참여외교란 무엇인가’ 수료증이 발급되었습니다" {
		t.Errorf("got %+v", mail)
	}
	if !strings.Contains(mail.Body, "김하늘님, 축하합니다.") || !strings.Contains(mail.Body, "\nhttps://academy.example.org/certificates/AB\n") {
		t.Errorf("body: %s", mail.Body)
	}
}

func TestNotify_WritesInTheReadersLanguage(t *testing.T) {
	h := open(t)
	h.letter.Locale = "en"
	h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:1")))
	h.work()
	mail := h.outbox()[0]
	if mail.Subject != "[Diplomacy Academy] Your certificate for “What is participatory diplomacy?”" || !strings.Contains(mail.Body, "https://academy.example.org/en/certificates/AB") {
		t.Errorf("got %+v", mail)
	}
	h.who.Locale = "en"
	page, err := h.Notices(t.Context(), h.who, "")
	h.must(err)
	if page.Items[0].Args[0] != "What is participatory diplomacy?" {
		t.Errorf("got %v", page.Items[0].Args)
	}
}

func TestNotify_WritesToNobodyWhoIsGone(t *testing.T) {
	h := open(t)
	h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:1")))
	h.err = models.ErrNotFound
	h.work()
	h.must(h.SendMail(t.Context(), jobs.SendMail{UserID: uuid.Nil, Mail: "reset_password"}))
	h.must(h.MailNotice(t.Context(), MailNotice{NoticeID: uuid.New()}))
	if mails := h.outbox(); len(mails) != 0 {
		t.Errorf("got %+v", mails)
	}
}

func TestNotify_RefusesUnknownKinds(t *testing.T) {
	h := open(t)
	if h.Notify(t.Context(), jobs.Notify{UserID: h.who.ID, Notice: "rumour", EventKey: "1"}) == nil {
		t.Error("a kind without a sentence was taken")
	}
	if h.SendMail(t.Context(), jobs.SendMail{UserID: h.who.ID, Mail: "rumour"}) == nil {
		t.Error("a mail without a text was taken")
	}
}

func TestSendMail_FailsWhenTheMailIsNotTaken(t *testing.T) {
	h := open(t)
	h.Mailer = away{}
	if err := h.SendMail(t.Context(), jobs.SendMail{UserID: h.who.ID, Mail: "confirm_email"}); !errors.Is(err, errAway) {
		t.Errorf("got %v: the job would not be tried again", err)
	}
}

var errAway = errors.New("away")

type away struct{}

func (away) Send(context.Context, Mail) error { return errAway }

func TestSendMail_SaysWhatItIsAbout(t *testing.T) {
	h := open(t)
	for _, mail := range []string{"confirm_email", "reset_password", "password_changed"} {
		for _, lang := range []string{"ko", "en"} {
			h.letter.Locale = lang
			h.must(h.SendMail(t.Context(), jobs.SendMail{UserID: h.who.ID, Mail: mail}))
		}
	}
	for _, m := range h.outbox() {
		if !strings.Contains(m.Body, "\n"+h.letter.Link) || strings.ContainsAny(m.Subject+m.Body, "{}\r") {
			t.Errorf("got %s\n%s", m.Subject, m.Body)
		}
		if strings.Contains(m.Subject+m.Body, h.letter.Name) {
			t.Error("a mail to an address that may be a stranger's carries a text of somebody's choice")
		}
	}
}

// told writes preferences as words: every kind is shown.
func told(list []Preference) (lines []string) {
	for _, p := range list {
		line := p.Kind
		switch {
		case !p.InApp:
			line += " unseen"
		case p.Mail && p.Digest:
			line += " daily"
		case p.Mail:
			line += " mail"
		}
		lines = append(lines, line)
	}
	return lines
}

func TestPreferences_DecideWhatIsShownAndMailed(t *testing.T) {
	h := open(t)
	got, err := h.Preferences(t.Context(), h.who)
	h.must(err)
	want := []string{
		"certificate_issued mail",
		"certificate_revoked mail",
		"certificate_reissued mail",
		"name_refused mail",
		"regraded",
		"attempt_marked",
		"mark_corrected",
		"assignment_marked",
		"assignment_returned mail",
		"proposal_step daily",
		"proposal_followed daily",
		"text_moderated daily",
		"proposal_due",
		"meeting_step mail",
		"meeting_offered mail",
		"meeting_reminder mail",
		"meeting_minutes mail",
		"meeting_question mail",
		"meeting_changed mail",
		"meeting_cancelled mail",
		"agenda_phase",
		"shift_assigned mail",
		"shift_moved mail",
		"shift_changed mail",
		"shift_cancelled mail",
		"shift_offered mail",
		"shift_offer_over mail",
		"swap_offered mail",
		"swap_step mail",
		"swap_to_decide",
		"cover_asked mail",
		"cover_taken mail",
		"roster_message mail",
		"shift_reminder mail",
		"volunteer_decided mail",
		"hours_approved mail",
		"service_certified mail",
		"welcome",
	}
	if diff := cmp.Diff(want, told(got)); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
	h.must(h.Notify(t.Context(), jobs.Notify{UserID: h.who.ID, Notice: "welcome", EventKey: "welcome"}))
	h.must(h.SetPreferences(t.Context(), h.who, []Preference{{Kind: "certificate_issued"}}))
	h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:1")))
	page, err := h.Notices(t.Context(), h.who, "")
	h.must(err)
	if len(page.Items) != 1 || page.Items[0].Kind != "welcome" || page.Unread != 1 || h.work() != 0 {
		t.Errorf("got %+v", page)
	}
	h.must(h.SetPreferences(t.Context(), h.who, []Preference{{Kind: "certificate_issued", InApp: true}, {Kind: "welcome", Mail: true}}))
	page, err = h.Notices(t.Context(), h.who, "")
	h.must(err)
	if len(page.Items) != 1 || page.Items[0].Kind != "certificate_issued" {
		t.Errorf("after changing one's mind: got %+v", page)
	}
	if err := h.SetPreferences(t.Context(), h.who, []Preference{{Kind: "rumour"}}); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("got %v", err)
	}
}

func TestNotices_ArePagedAndOnesOwn(t *testing.T) {
	h := open(t)
	lee := h.person("lee@example.org")
	for i := range 25 {
		h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:"+strconv.Itoa(i))))
	}
	first, err := h.Notices(t.Context(), h.who, "")
	h.must(err)
	second, err := h.Notices(t.Context(), h.who, first.Next)
	h.must(err)
	ids := map[uuid.UUID]bool{}
	for _, n := range append(first.Items, second.Items...) {
		ids[n.ID] = true
	}
	if len(first.Items) != 20 || len(second.Items) != 5 || len(ids) != 25 || second.Next != "" || first.Unread != 25 {
		t.Errorf("got %d and %d, %d different, next %q, %d unread", len(first.Items), len(second.Items), len(ids), second.Next, first.Unread)
	}
	h.must(h.MarkRead(t.Context(), lee))
	if n, err := h.Unread(t.Context(), h.who); n != 25 || err != nil {
		t.Errorf("another person has read them: %d unread, %v", n, err)
	}
	h.must(h.MarkRead(t.Context(), h.who))
	if n, err := h.Unread(t.Context(), h.who); n != 0 || err != nil {
		t.Errorf("%d unread, %v", n, err)
	}
	if others, err := h.Notices(t.Context(), lee, ""); len(others.Items) != 0 || err != nil {
		t.Errorf("another person sees %+v, %v", others, err)
	}
}

func TestNotices_AreForThoseWhoHaveSignedIn(t *testing.T) {
	t.Parallel()
	s, visitor := New(Deps{}), access.Actor{}
	_, err := s.Notices(t.Context(), visitor, "")
	_, errPreferences := s.Preferences(t.Context(), visitor)
	for _, err := range []error{err, errPreferences, s.MarkRead(t.Context(), visitor), s.SetPreferences(t.Context(), visitor, nil)} {
		if !errors.Is(err, fault.ErrAnonymous) {
			t.Errorf("got %v", err)
		}
	}
	if n, err := s.Unread(t.Context(), visitor); n != 0 || err != nil {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestOutbox_IsForAdministrators(t *testing.T) {
	h := open(t)
	for i := range 21 {
		h.must(h.Mailer.Send(t.Context(), Mail{To: "kim@example.org", Subject: strconv.Itoa(i), Body: "body"}))
	}
	for _, who := range []access.Actor{{}, {ID: uuid.New(), Roles: []access.Role{access.Citizen, access.Instructor, access.Moderator, access.Officer, access.Coordinator}}} {
		if mails, _, err := h.Outbox(t.Context(), who, ""); err == nil || mails != nil {
			t.Errorf("%v reads %d mails", who.Roles, len(mails))
		}
	}
	admin := access.Actor{ID: uuid.New(), Roles: []access.Role{access.Admin}}
	first, next, err := h.Outbox(t.Context(), admin, "")
	h.must(err)
	second, end, err := h.Outbox(t.Context(), admin, next)
	h.must(err)
	if len(first) != 20 || first[0].Subject != "20" || len(second) != 1 || second[0].Subject != "0" || end != "" {
		t.Errorf("got %d and %d mails, then %q", len(first), len(second), end)
	}
}

func TestMessages_StandForEveryKind(t *testing.T) {
	t.Parallel()
	c, err := locale.Load()
	if err != nil {
		t.Fatal(err)
	}
	keys := []string{ErrUnknownKind.Key, "mail.footer"}
	for _, k := range kinds {
		keys = append(keys, "notice."+k.name, "notify.kind."+k.name, subjectKey(k.name), "mail."+k.name+".body")
	}
	for _, key := range keys {
		if !c.Has(key) {
			t.Errorf("no message for %s", key)
		}
	}
}
