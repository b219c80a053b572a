package main

import (
	"context"
	"fmt"
	"time"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/meetings"
	"academy/models"
	"academy/models/identity"

	"github.com/google/uuid"
)

// demoGuests is how many people without a password come to the demonstration's meetings.
const demoGuests = 16

// demoMeetings fills the pages of meetings.
type demoMeetings struct {
	*house
	people             []access.Actor
	citizen, moderator access.Actor
	today              time.Time // the beginning of the day in Seoul
}

// furnishMeetings makes a meeting that is full, one that is open and one that is over, unless there are some.
func (h *house) furnishMeetings(ctx context.Context) error {
	d := &demoMeetings{house: h}
	var err error
	if d.moderator, err = h.demoActor(ctx, "moderator@example.org", access.Moderator); err != nil {
		return err
	}
	there, err := h.app.Meetings.Desk(ctx, d.moderator, locale.KO, "")
	if err != nil || len(there.Cards) > 0 {
		return err
	}
	if d.citizen, err = h.demoActor(ctx, "citizen@example.org"); err != nil {
		return err
	}
	now := h.db.Now().In(locale.Seoul())
	d.today = time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	if err := d.gather(ctx); err != nil {
		return err
	}
	for _, furnish := range []func(context.Context) error{d.full, d.open, d.over} {
		if err := furnish(ctx); err != nil {
			return fmt.Errorf("demo meeting: %w", err)
		}
	}
	return nil
}

func (d *demoMeetings) gather(ctx context.Context) error {
	return d.db.Write(ctx, func(tx *models.Tx) error {
		names := []string{"문가온", "서다인", "장하람", "임소율", "오태윤", "권나래", "황준호", "배아름"}
		for i := range demoGuests {
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
		return nil
	})
}

// day is a time of the day some days from now.
func (d *demoMeetings) day(days int, hour int) time.Time {
	return d.today.AddDate(0, 0, days).Add(time.Duration(hour) * time.Hour)
}

// publish makes a meeting that everybody sees.
func (d *demoMeetings) publish(ctx context.Context, w meetings.Writing) (uuid.UUID, error) {
	id, err := d.app.Meetings.Add(ctx, d.moderator, w)
	if err != nil {
		return id, err
	}
	return id, d.app.Meetings.Publish(ctx, d.moderator, id)
}

// full is a town hall with more people than seats.
func (d *demoMeetings) full(ctx context.Context) error {
	id, err := d.publish(ctx, meetings.Writing{
		Agenda: "public-diplomacy", Kind: "town_hall", Title: meetings.Text{KO: "도시 외교, 시민이 묻고 외교관이 답하다", EN: "City diplomacy: citizens ask, diplomats answer"},
		Summary: meetings.Text{
			KO: "자매도시 교류를 맡은 외교관과 시민이 한자리에서 이야기합니다.\n미리 올린 질문 가운데 공감을 많이 받은 것부터 답합니다.",
			EN: "Diplomats who look after sister cities meet citizens.\nQuestions that were put beforehand are answered in the order of their votes.",
		},
		Place: meetings.Text{KO: "서울시청 다목적홀", EN: "Seoul City Hall"}, OnlineURL: "https://example.org/town-hall", Languages: []string{"ko", "ksl"},
		Accessibility: meetings.Text{KO: "휠체어로 들어올 수 있고, 수어 통역과 실시간 자막이 있습니다.", EN: "Step-free, with sign language and live captions."}, Contact: "events@example.org",
		Starts: d.day(4, 19), Ends: d.day(4, 20).Add(30 * time.Minute), Opens: d.day(-7, 9), Closes: d.day(4, 12), Capacity: 12, OfferHours: 24,
		Asks: []meetings.WrittenAsk{
			{Kind: "choice", Label: meetings.Text{KO: "어떻게 참석하시나요?", EN: "How do you come?"}, Options: []meetings.Text{{KO: "행사장에서", EN: "In the room"}, {KO: "온라인으로", EN: "Online"}}, Required: true},
			{Kind: "text", Label: meetings.Text{KO: "필요한 도움이 있으면 적어 주세요", EN: "Tell us if you need any help"}},
		},
	})
	if err != nil {
		return err
	}
	page, err := d.app.Meetings.Meeting(ctx, d.moderator, locale.KO, id)
	if err != nil {
		return err
	}
	for i, who := range d.people[:15] {
		answers := map[uuid.UUID]string{page.Asks[0].ID: []string{"1", "2"}[i%2]}
		if i == 3 {
			answers[page.Asks[1].ID] = "앞자리에 앉고 싶습니다."
		}
		if _, err := d.app.Meetings.Register(ctx, who, id, answers); err != nil {
			return err
		}
	}
	return d.ask(ctx, id, "자매도시는 어떤 기준으로 고르나요?", "청소년 교환을 다녀온 사람의 기록을 볼 수 있나요?", "작은 도시도 자매도시를 맺을 수 있나요?")
}

// ask puts questions, and votes for each one less.
func (d *demoMeetings) ask(ctx context.Context, id uuid.UUID, questions ...string) error {
	for i, body := range questions {
		if err := d.app.Meetings.Put(ctx, d.people[i], id, body, true); err != nil {
			return err
		}
	}
	page, err := d.app.Meetings.Questions(ctx, d.moderator, id, "")
	if err != nil {
		return err
	}
	for i, q := range page.List {
		for _, who := range d.people[len(questions) : len(d.people)-3*i] {
			if err := d.app.Meetings.Vote(ctx, who, id, q.ID, true); err != nil {
				return err
			}
		}
	}
	return nil
}

// open is an open lecture online, with seats left.
func (d *demoMeetings) open(ctx context.Context) error {
	id, err := d.publish(ctx, meetings.Writing{
		Agenda: "climate-diplomacy", Kind: "open_lecture", Series: meetings.Text{KO: "외교관과 함께 읽는 기후 협상", EN: "Reading climate talks with a diplomat"},
		Title:     meetings.Text{KO: "한 표의 무게: 작은 섬나라의 협상", EN: "The weight of one vote: small islands at the table"},
		Summary:   meetings.Text{KO: "작은 섬나라가 기후 협상에서 목소리를 낸 이야기를 듣습니다.", EN: "How small island states were heard in climate talks."},
		OnlineURL: "https://example.org/open-lecture", Languages: []string{"ko", "en"}, Contact: "events@example.org",
		Starts: d.day(12, 20), Ends: d.day(12, 21), Opens: d.day(-2, 9), Closes: d.day(12, 19), Capacity: 300, OfferHours: 24,
	})
	if err != nil {
		return err
	}
	for _, who := range append(d.people[:9:9], d.citizen) {
		if _, err := d.app.Meetings.Register(ctx, who, id, nil); err != nil {
			return err
		}
	}
	return nil
}

// over is a roundtable of three weeks ago, with who was there.
func (d *demoMeetings) over(ctx context.Context) error {
	var id uuid.UUID
	starts := d.day(-20, 15)
	people := append(d.people[:6:6], d.citizen)
	err := d.at(starts.AddDate(0, 0, -5), func() (err error) {
		id, err = d.publish(ctx, meetings.Writing{
			Agenda: "public-communication", Kind: "roundtable", Title: meetings.Text{KO: "해외 안전 안내, 무엇이 어려웠나요", EN: "Travel safety notices: what was hard to read?"},
			Summary: meetings.Text{KO: "해외 안전 안내를 읽어 본 시민과 담당자가 둘러앉아 고칠 곳을 찾았습니다.", EN: "Citizens and the office went through the notices together."},
			Place:   meetings.Text{KO: "국립외교원 세미나실", EN: "Seminar room, Diplomatic Academy"}, Languages: []string{"ko"}, Contact: "events@example.org",
			Starts: starts, Ends: starts.Add(2 * time.Hour), Opens: starts.AddDate(0, 0, -6), Closes: starts.Add(-time.Hour), Capacity: 20, OfferHours: 24,
		})
		for _, who := range people {
			if err == nil {
				_, err = d.app.Meetings.Register(ctx, who, id, nil)
			}
		}
		if err == nil {
			err = d.app.Meetings.Put(ctx, d.citizen, id, "긴급 전화번호를 첫 줄에 적을 수 있나요?", true)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := d.at(starts, func() error { return d.attend(ctx, id) }); err != nil {
		return err
	}
	return d.at(starts.AddDate(0, 0, 6), func() error { return d.publishOutcome(ctx, id) })
}

// publishOutcome is what came of it: an answer, minutes, and a promise that is on its way.
func (d *demoMeetings) publishOutcome(ctx context.Context, id uuid.UUID) error {
	asked, err := d.app.Meetings.Questions(ctx, d.moderator, id, "")
	if err != nil {
		return err
	}
	if err := d.app.Meetings.AnswerQuestion(ctx, d.moderator, id, asked.List[0].ID, "네. 안내문 첫 줄에 영사콜센터 번호를 적기로 했습니다."); err != nil {
		return err
	}
	minutes := "1. 시민 여섯 명과 담당자 두 명이 안내문 네 종을 함께 읽었습니다.\n2. 어려운 한자어와 긴 문장이 가장 읽기 힘들었다는 의견이 많았습니다.\n3. 안내문 첫 줄에 긴급 전화번호를 적고, 쉬운 말로 고치기로 했습니다."
	if err := d.app.Meetings.PublishMinutes(ctx, d.moderator, id, minutes, ""); err != nil {
		return err
	}
	err = d.app.Meetings.Decide(ctx, d.moderator, id, participation.NewCommitment{Title: "안전 안내문 네 종의 첫 줄에 긴급 전화번호 적기", Division: demoDivision, DueOn: d.day(60, 0).Format("2006-01-02")})
	if err != nil {
		return err
	}
	page, err := d.app.Meetings.Meeting(ctx, d.moderator, locale.KO, id)
	if err != nil {
		return err
	}
	return d.app.Voice.SetMeetingProgress(ctx, d.moderator, id, page.Promises[0].ID, participation.Progress{State: "in_progress", Percent: 50, Note: "두 종을 고쳤습니다."})
}

// attend marks who was there: all but one.
func (d *demoMeetings) attend(ctx context.Context, id uuid.UUID) error {
	guests, err := d.app.Meetings.Guests(ctx, d.moderator, locale.KO, id)
	if err != nil {
		return err
	}
	for _, g := range guests.List {
		mark := meetings.MarkHere
		if g.Name == d.people[5].Name {
			mark = meetings.MarkNoShow
		}
		if err := d.app.Meetings.Mark(ctx, d.moderator, id, g.ID, mark); err != nil {
			return err
		}
	}
	return nil
}
