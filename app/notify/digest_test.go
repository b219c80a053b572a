package notify

import (
	"encoding/base64"
	"errors"
	"regexp"
	"strings"
	"testing"
	"time"

	"academy/app/jobs"
	"academy/models"

	"github.com/google/uuid"
)

// at sets the clock to a time in Seoul.
func (h *house) at(clock string) {
	h.t.Helper()
	zone, err := time.LoadLocation("Asia/Seoul")
	h.must(err)
	now, err := time.ParseInLocation("2006-01-02 15:04:05", clock, zone)
	h.must(err)
	h.DB.Now = func() time.Time { return now.UTC() }
}

func (h *house) step(event string) {
	h.t.Helper()
	h.must(h.Notify(h.t.Context(), jobs.Notify{
		UserID: h.who.ID, Notice: "proposal_step", EventKey: event, Link: "/proposals/1", Params: map[string]string{"title": "쉬운 여권 안내", "step_ko": "접수되었습니다 " + event, "step_en": "Received"},
	}))
}

// deliver lets the mails of the morning go out and answers how many people got one.
func (h *house) deliver() int {
	h.t.Helper()
	h.must(h.SendDigests(h.t.Context()))
	var list []MailDigest
	h.must(h.DB.Write(h.t.Context(), func(tx *models.Tx) error {
		rows, err := tx.SQL().QueryContext(tx.Context(), "delete from river_job where kind = 'mail_digest' returning args->>'user_id', args->>'day'")
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var job MailDigest
			if err := rows.Scan(&job.UserID, &job.Day); err != nil {
				return err
			}
			list = append(list, job)
		}
		return rows.Err()
	}))
	for _, job := range list {
		h.must(h.MailDigest(h.t.Context(), job))
	}
	return len(list)
}

func TestDigest_ComesOnceADayInTheMorningOfSeoul(t *testing.T) {
	h := open(t)
	h.at("2026-12-01 23:59:59")
	h.step("1")
	h.at("2026-12-02 07:30:00")
	h.step("2")
	h.at("2026-12-02 07:59:59")
	if n := h.deliver(); n != 0 {
		t.Fatalf("%d mails before eight", n)
	}
	h.at("2026-12-02 08:00:00")
	h.step("3") // for tomorrow
	if n := h.deliver() + h.deliver(); n != 1 || h.work() != 0 {
		t.Fatalf("%d mails, want one in which all stands", n)
	}
	mails := h.outbox()
	if len(mails) != 1 || mails[0].Subject != "[참여외교 아카데미] 새 소식 2건" || !strings.Contains(mails[0].Body, "접수되었습니다 1") || !strings.Contains(mails[0].Body, "접수되었습니다 2") {
		t.Fatalf("got %+v", mails)
	}
	if strings.Contains(mails[0].Body, "접수되었습니다 3") || !strings.Contains(mails[0].Body, "https://academy.example.org/proposals/1\n") {
		t.Errorf("got %s", mails[0].Body)
	}
	h.at("2026-12-03 09:00:00")
	h.must(h.MarkRead(t.Context(), h.who))
	if h.deliver(); len(h.outbox()) != 1 {
		t.Error("what was read meanwhile is mailed")
	}
	if page, err := h.Notices(t.Context(), h.who, ""); err != nil || len(page.Items) != 3 {
		t.Errorf("%d notices on the page, %v: each step is one", len(page.Items), err)
	}
}

func TestDigest_IsAChoice(t *testing.T) {
	h := open(t)
	h.at("2026-12-01 12:00:00")
	h.must(h.SetPreferences(t.Context(), h.who, []Preference{{Kind: "proposal_step", Mail: true}}))
	h.step("1")
	if h.work() != 1 || len(h.outbox()) != 1 {
		t.Error("who wants each mail by itself waits for the morning")
	}
	h.must(h.SetPreferences(t.Context(), h.who, []Preference{{Kind: "proposal_step"}}))
	h.step("2")
	h.at("2026-12-02 09:00:00")
	if n := h.deliver(); n != 0 {
		t.Error("who wants no mail gets one")
	}
	page, err := h.Notices(t.Context(), h.who, "")
	h.must(err)
	if len(page.Items) != 2 {
		t.Errorf("%d notices: what becomes of one's words is always shown", len(page.Items))
	}
}

var leaveLink = regexp.MustCompile(`https://academy\.example\.org(?:/en)?/unsubscribe\?t=([A-Za-z0-9_-]+)`)

func TestUnsubscribe_StopsMailsWithoutSigningInAndLetsThemComeAgain(t *testing.T) {
	h := open(t)
	h.at("2026-12-01 12:00:00")
	h.step("1")
	h.must(h.Notify(t.Context(), certificate(h.who.ID, "certificate:1")))
	h.work()
	h.at("2026-12-02 09:00:00")
	h.deliver()
	mails := h.outbox()
	daily, single := leaveLink.FindStringSubmatch(mails[0].Body), leaveLink.FindStringSubmatch(mails[1].Body)
	if daily == nil || single == nil {
		t.Fatalf("a mail without the way out: %+v", mails)
	}
	h.step("2")
	for range 2 {
		v, err := h.Subscribe(t.Context(), daily[1], false)
		h.must(err)
		if v.On || v.Kind != "digest" {
			t.Errorf("got %+v", v)
		}
	}
	h.at("2026-12-03 09:00:00")
	if h.deliver(); len(h.outbox()) != 2 {
		t.Error("what waited is mailed all the same")
	}
	if v, err := h.Subscription(t.Context(), single[1]); err != nil || !v.On || v.Kind != "certificate_issued" {
		t.Errorf("another kind was stopped: %+v, %v", v, err)
	}
	if v, err := h.Subscribe(t.Context(), daily[1], true); err != nil || !v.On {
		t.Errorf("got %+v, %v", v, err)
	}
	h.step("3")
	h.at("2026-12-04 09:00:00")
	if h.deliver(); len(h.outbox()) != 3 {
		t.Error("the way back leads nowhere")
	}
}

func TestUnsubscribe_TakesNoLinkThatSomebodyHasMade(t *testing.T) {
	h := open(t)
	good := leaveLink.FindStringSubmatch(h.leave(h.who.ID, "proposal_step", "ko"))[1]
	raw, err := base64.RawURLEncoding.DecodeString(good)
	h.must(err)
	other := append([]byte(nil), raw...)
	copy(other[markBytes:], uuid.New().NodeID())
	for name, token := range map[string]string{
		"nothing": "", "no token": "%%%", "short": good[:8], "another person": base64.RawURLEncoding.EncodeToString(other), "another kind": base64.RawURLEncoding.EncodeToString(append(raw, 's')),
	} {
		if _, err := h.Subscribe(t.Context(), token, false); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if v, err := h.Subscription(t.Context(), good); err != nil || !v.On {
		t.Errorf("got %+v, %v", v, err)
	}
}
