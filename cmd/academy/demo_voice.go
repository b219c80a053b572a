package main

import (
	"context"
	"fmt"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"
	"academy/models"
	"academy/models/identity"
	voices "academy/models/participation"

	"github.com/google/uuid"
)

// demoSupporters is how many people without a password support the demonstration's proposals.
const demoSupporters = 64

// demoBrink is a proposal that lacks one support to be answered: whoever gives it sees the clock begin.
const demoBrink = "귀국한 봉사단원의 경험을 교실에서 나누자"

// demoProposal is a proposal of the demonstration, with how far it has come.
type demoProposal struct {
	agenda, title, problem, idea string
	supports                     int
	// then takes it on from gathering; nil leaves it there.
	then func(context.Context, uuid.UUID) error
}

// demoVoice fills the pages of taking part.
type demoVoice struct {
	*house
	people                      []access.Actor
	citizen, moderator, officer access.Actor
}

// furnishVoice makes sample proposals, unless there are some.
func (h *house) furnishVoice(ctx context.Context) error {
	there, err := h.app.Voice.Proposals(ctx, locale.KO, participation.Filter{Limit: 1})
	if err != nil || len(there.Cards) > 0 {
		return err
	}
	d := &demoVoice{house: h}
	if err := d.gather(ctx); err != nil {
		return err
	}
	for i, p := range d.proposals() {
		if err := d.make(ctx, i, p); err != nil {
			return fmt.Errorf("demo proposal %s: %w", p.title, err)
		}
	}
	if err := d.waiting(ctx); err != nil {
		return err
	}
	return h.app.Voice.Tend(ctx)
}

// gather finds the accounts of the demonstration and makes people who support things. The ladder is a short one.
func (d *demoVoice) gather(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *models.Tx) error {
		for email, who := range map[string]*access.Actor{"citizen@example.org": &d.citizen, "moderator@example.org": &d.moderator, "officer@example.org": &d.officer} {
			u, err := identity.FindUserByEmail(tx, email)
			if err != nil {
				return err
			}
			for _, account := range demoAccounts() {
				if account.Email == email {
					*who = access.Actor{ID: u.ID, Email: email, Name: u.Name, Locale: "ko", Roles: account.Roles, Confirmed: true}
				}
			}
		}
		names := []string{"김서준", "이도윤", "박하은", "최지안", "정시우", "강예린", "조은우", "윤서아"}
		for i := range demoSupporters {
			id := models.NewID()
			u := identity.User{
				ID: id, Email: id.String() + "@example.org", EmailKey: id.String() + "@example.org", PasswordHash: "none", Name: names[i%len(names)], Locale: "ko", TimeZone: "Asia/Seoul",
				EmailConfirmedAt: &tx.Now, CreatedAt: tx.Now,
			}
			if err := identity.InsertUser(tx, u); err != nil {
				return err
			}
			d.people = append(d.people, access.Actor{ID: id, Name: u.Name, Locale: "ko", Roles: []access.Role{access.Citizen}, Confirmed: true})
		}
		for effect, supports := range map[string]int{"listed": 20, "answer": 50} {
			if err := voices.UpdateThreshold(tx, effect, supports); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *demoVoice) proposals() []demoProposal {
	return []demoProposal{
		{"public-diplomacy", "여권 안내문을 쉬운 말로 고치자", "여권 안내문에 어려운 한자어가 많아 처음 신청하는 사람이 헷갈립니다.", "자주 묻는 안내문부터 쉬운 말로 고치고, 고친 글을 시민이 읽어 보게 합시다.", 34, d.implemented},
		{"public-diplomacy", "재외공관 누리집에 시민 교류 담당 창구를 표시하자", "어느 공관에 연락하면 되는지 찾기 어렵습니다.", "공관 누리집 첫 화면에 시민 교류 담당 창구와 연락 방법을 표시합시다.", 46, d.committed},
		{"public-communication", "해외 안전 안내를 수어 영상으로도 만들자", "청각장애인 여행자가 급할 때 바로 볼 수 있는 안내가 없습니다.", "자주 쓰는 안전 안내부터 짧은 수어 영상으로 만들어 함께 올립시다.", 28, d.reviewed},
		{"development-cooperation", "모든 개발협력 사업의 영수증을 공개하자", "사업비가 어디에 쓰였는지 시민이 알기 어렵습니다.", "모든 사업의 영수증을 사진으로 공개합시다.", 22, d.refused},
		{"citizen-participation", "토론회 시간을 저녁으로 옮기자", "낮에 열리는 토론회에는 일하는 사람이 가기 어렵습니다.", "한 달에 한 번은 저녁 7시에 열고 온라인으로도 함께합시다.", 9, d.withdrawn},
		{"public-diplomacy", "자매도시 청소년 교환 일지를 여러 말로 번역해 공개하자", "교류를 다녀온 청소년의 기록이 학교에만 남아 다음 사람이 볼 수 없습니다.", "지역 교류의 기록을 누구나 읽을 수 있게 여러 말로 번역해 한곳에 공개합시다.", 41, d.discussed},
		{"development-cooperation", demoBrink, "돌아온 봉사단원이 보고 들은 것이 보고서에만 남습니다.", "학교가 신청하면 돌아온 단원이 교실에서 이야기를 들려주게 합시다.", 50, nil},
		{"climate-diplomacy", "기후 협상 결과를 한 쪽으로 정리해 알리자", "협상이 끝나도 무엇이 정해졌는지 알기 어렵습니다.", "협상이 끝난 뒤 이틀 안에 한 쪽짜리 정리를 누리집에 올립시다.", 6, nil},
	}
}

// make takes a proposal from its author to the supporters, and on.
func (d *demoVoice) make(ctx context.Context, i int, p demoProposal) error {
	author := d.people[i]
	if p.title == "모든 개발협력 사업의 영수증을 공개하자" || p.title == demoBrink {
		author = d.citizen
	}
	id, err := d.app.Voice.Submit(ctx, author, uuid.Nil, participation.Writing{Agenda: p.agenda, Title: p.title, Problem: p.problem, Idea: p.idea, Lang: locale.KO, Seen: true, Consent: true})
	if err != nil {
		return err
	}
	if err := d.decide(ctx, id, participation.Verdict{Do: "keep"}); err != nil {
		return err
	}
	for _, who := range d.people[len(d.people)-p.supports+1:] {
		if who.ID == author.ID {
			continue
		}
		if err := d.app.Voice.Support(ctx, who, id, true); err != nil {
			return err
		}
	}
	if p.then == nil {
		return nil
	}
	return p.then(ctx, id)
}

// decide decides on the case of a proposal.
func (d *demoVoice) decide(ctx context.Context, id uuid.UUID, v participation.Verdict) error {
	desk, err := d.app.Voice.Desk(ctx, d.moderator, locale.KO)
	if err != nil {
		return err
	}
	for _, c := range desk.Cases {
		if c.ProposalID == id {
			return d.app.Voice.Moderate(ctx, d.moderator, c.ID, v)
		}
	}
	return fmt.Errorf("proposal %s waits for nobody", id)
}

const demoDivision = "public-diplomacy-division"

func (d *demoVoice) reviewed(ctx context.Context, id uuid.UUID) error {
	if err := d.app.Voice.Override(ctx, d.moderator, id, "answer", "편집위원회가 먼저 검토하기로 했습니다."); err != nil {
		return err
	}
	return d.app.Voice.TakeUp(ctx, d.moderator, id, demoDivision)
}

// answered publishes an answer, drafted by one and signed by another.
func (d *demoVoice) answered(ctx context.Context, id uuid.UUID, a participation.NewAnswer) error {
	if err := d.reviewed(ctx, id); err != nil {
		return err
	}
	a.Division = demoDivision
	if err := d.app.Voice.DraftAnswer(ctx, d.moderator, id, a); err != nil {
		return err
	}
	return d.app.Voice.Sign(ctx, d.officer, id, 1)
}

func (d *demoVoice) refused(ctx context.Context, id uuid.UUID) error {
	return d.answered(ctx, id, participation.NewAnswer{Outcome: "not_accepted", Summary: "영수증에는 개인정보가 있어 모두 공개하기는 어렵습니다.", Points: []participation.Point{
		{Clause: "모든 영수증을 사진으로 공개", Reply: "영수증에는 거래 상대의 개인정보가 있어 그대로 공개할 수 없습니다.\n사업별 지출 항목은 분기마다 공개하고 있습니다."},
	}})
}

func (d *demoVoice) committed(ctx context.Context, id uuid.UUID) error {
	err := d.answered(ctx, id, participation.NewAnswer{Outcome: "accepted", Summary: "2027년 상반기 안에 재외공관 누리집 12곳에서 먼저 시작합니다.", Points: []participation.Point{
		{Clause: "첫 화면에 담당 창구 표시", Reply: "누리집을 고칠 때 첫 화면에 ‘시민 교류’ 단추를 둡니다."}, {Clause: "연락 방법 표시", Reply: "전화와 이메일, 답을 받는 데 걸리는 날을 함께 적습니다."},
	}})
	if err != nil {
		return err
	}
	return d.promise(ctx, id, "재외공관 누리집 12곳에 시민 교류 창구 표시", "2027-06-30", participation.Progress{State: "in_progress", Percent: 40, Note: "다섯 곳의 화면을 고쳤습니다."})
}

func (d *demoVoice) implemented(ctx context.Context, id uuid.UUID) error {
	err := d.answered(ctx, id, participation.NewAnswer{Outcome: "accepted", Summary: "안내문 23종을 쉬운 말로 고칩니다.", Points: []participation.Point{{Clause: "쉬운 말로 고치기", Reply: "국어 전문가와 시민이 함께 읽고 고칩니다."}}})
	if err != nil {
		return err
	}
	return d.promise(ctx, id, "여권 안내문 23종 고치기", "2026-12-31", participation.Progress{State: "done", Note: "안내문 23종을 쉬운 말로 고쳐 썼습니다."})
}

// promise commits to something and says how far it is.
func (d *demoVoice) promise(ctx context.Context, id uuid.UUID, title, day string, to participation.Progress) error {
	if err := d.app.Voice.Commit(ctx, d.moderator, id, participation.NewCommitment{Title: title, Division: demoDivision, DueOn: day}); err != nil {
		return err
	}
	page, err := d.app.Voice.Proposal(ctx, d.moderator, locale.KO, id, "")
	if err != nil {
		return err
	}
	_, err = d.app.Voice.SetProgress(ctx, d.moderator, page.Promises[0].ID, to)
	return err
}

func (d *demoVoice) withdrawn(ctx context.Context, id uuid.UUID) error {
	return d.app.Voice.Withdraw(ctx, d.people[4], id, "비슷한 내용이 이미 정해져 있어 거둡니다.")
}

// discussed adds comments, one of which rests on a lecture at its time.
func (d *demoVoice) discussed(ctx context.Context, id uuid.UUID) error {
	err := d.app.Voice.AddDocument(ctx, d.moderator, "public-diplomacy", participation.NewDocument{Title: "공공외교 종합 시행계획(예시)", URL: "https://example.org/public-diplomacy-plan", Pages: 48})
	if err != nil {
		return err
	}
	page, err := d.app.Voice.Proposal(ctx, d.citizen, locale.KO, id, "")
	if err != nil {
		return err
	}
	first := participation.NewComment{Stance: "for", Body: "강의에서 본 것처럼 기록을 나누는 것 자체가 외교입니다.", Consent: true}
	if len(page.Lectures) > 0 {
		first.Evidence, first.At = "lesson:"+page.Lectures[0].ID.String(), "0:20"
	}
	said := []participation.NewComment{first, {Stance: "against", Body: "번역에 드는 비용을 먼저 밝혀야 합니다.", Evidence: "document:" + page.Documents[0].ID.String(), At: "7"}, {Stance: "neutral", Body: "학생의 이름은 가리고 공개하면 좋겠습니다."}}
	for i, c := range said {
		if err := d.app.Voice.Comment(ctx, d.people[len(d.people)-1-i], id, c); err != nil {
			return err
		}
	}
	if page, err = d.app.Voice.Proposal(ctx, d.citizen, locale.KO, id, ""); err != nil {
		return err
	}
	reply := participation.NewComment{Parent: page.Comments[1].ID, Body: "자원봉사로 먼저 시작해 볼 수 있습니다.", Consent: true}
	return d.app.Voice.Comment(ctx, d.citizen, id, reply)
}

// waiting leaves something for the moderators to do.
func (d *demoVoice) waiting(ctx context.Context) error {
	w := participation.Writing{
		Agenda: "peace-security", Title: "긴급 여권 신청 방법을 전화로도 안내하자", Problem: "여권을 잃어버리면 인터넷을 쓰기 어렵습니다.", Idea: "밤에도 전화로 안내받게 합시다. 문의는 010-0000-0000으로 주세요.",
		Lang: locale.KO, Seen: true, Consent: true,
	}
	_, err := d.app.Voice.Submit(ctx, d.people[9], uuid.Nil, w)
	if err != nil {
		return err
	}
	w.Title, w.Idea = "외교관 진로 강의를 학교에서 열자", "한 학기에 한 번 학교로 찾아가는 강의를 엽시다."
	id, err := d.app.Voice.Submit(ctx, d.citizen, uuid.Nil, w)
	if err != nil {
		return err
	}
	return d.decide(ctx, id, participation.Verdict{Do: "return", Code: "unclear", Reason: "어느 학년을 생각하시는지 적어 주세요."})
}
