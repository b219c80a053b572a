package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"academy/app/access"
	"academy/app/identity"
	"academy/app/locale"
	"academy/app/volunteering"
	"academy/models"
	people "academy/models/identity"

	"github.com/google/uuid"
)

// forum is the sample activity in the making: who coordinates it, and the duties by their slug.
type forum struct {
	*house
	boss   access.Actor
	duties map[string]uuid.UUID
	id     uuid.UUID
	first  time.Time
}

// demoVolunteers are those who help at the forum, with the duty that each is qualified for; empty for none.
func demoVolunteers() [][2]string {
	return [][2]string{
		{"윤도현", "interpreter-support"}, {"이수아", "interpreter-support"}, {"Liam Carter", "interpreter-support"}, {"Maria Santos", "interpreter-support"},
		{"조은우", "event-guide"}, {"신유나", "event-guide"}, {"배준서", "event-guide"}, {"최민준", "event-guide"}, {"오지훈", "event-guide"}, {"한소희", "event-guide"},
		{"문가온", "record-media"}, {"강민재", ""},
	}
}

// furnishForum makes a forum of three days with shifts, people, and some of the seats given, unless there is an activity.
func (h *house) furnishForum(ctx context.Context) error {
	boss, err := h.demoActor(ctx, "coordinator@example.org", access.Coordinator)
	if err != nil {
		return err
	}
	there, err := h.app.Volunteering.Coordinated(ctx, boss, "")
	if err != nil || len(there.Cards) > 0 {
		return err
	}
	f := &forum{house: h, boss: boss, duties: map[string]uuid.UUID{}}
	duties, err := h.app.Volunteering.Duties(ctx)
	if err != nil {
		return err
	}
	for _, d := range duties {
		f.duties[d.Slug] = d.ID
	}
	if err := f.open(ctx); err != nil {
		return err
	}
	return f.staff(ctx)
}

// demoActor is one of the sample people, as if signed in.
func (h *house) demoActor(ctx context.Context, email string, roles ...access.Role) (access.Actor, error) {
	var u people.User
	err := h.db.Read(ctx, func(tx *models.Tx) (err error) {
		u, err = people.FindUserByEmail(tx, email)
		return err
	})
	return access.Actor{ID: u.ID, Email: u.Email, Name: u.Name, Locale: u.Locale, TimeZone: u.TimeZone, Roles: append(roles, access.Citizen), Confirmed: true}, err
}

// open makes the forum with its shifts, ten days from now.
func (f *forum) open(ctx context.Context) error {
	plan, err := f.app.Volunteering.NewPlan(ctx, f.boss)
	if err != nil {
		return err
	}
	today := f.db.Now().In(locale.Seoul())
	f.first = time.Date(today.Year(), today.Month(), today.Day()+10, 0, 0, 0, 0, today.Location())
	starts := time.Date(f.first.Year(), f.first.Month(), f.first.Day(), 0, 0, 0, 0, time.UTC)
	ends := starts.AddDate(0, 0, 2)
	d := plan.ActivityDraft
	d.Agenda, d.StartsOn, d.EndsOn = plan.Agendas[len(plan.Agendas)-1].ID, &starts, &ends
	d.Title = volunteering.Text{KO: "시민외교 포럼", EN: "Citizens' diplomacy forum"}
	d.Summary = volunteering.Text{
		KO: "사흘 동안 열리는 시민외교 포럼에서 통역을 돕고, 손님을 안내하고, 현장을 기록합니다.",
		EN: "Three days of talks between citizens and diplomats. Help guests find their way and be understood, and keep a record of it all.",
	}
	d.Place = volunteering.Text{KO: "부산 벡스코", EN: "BEXCO, Busan"}
	d.MeetingPoint = volunteering.Text{KO: "제1전시장 1층 봉사자 데스크", EN: "Volunteers' desk, ground floor of hall 1"}
	d.Accessibility = volunteering.Text{KO: "승강기와 장애인 화장실이 있고, 휠체어로 모든 회의실에 갈 수 있습니다.", EN: "Lifts and accessible toilets; every room can be reached by wheelchair."}
	d.Contact = "forum@example.org"
	if f.id, err = f.app.Volunteering.AddActivity(ctx, f.boss, d); err != nil {
		return err
	}
	for _, s := range f.shifts() {
		if _, err := f.app.Volunteering.AddShifts(ctx, f.boss, f.id, s); err != nil {
			return err
		}
	}
	return f.app.Volunteering.SetActivityState(ctx, f.boss, f.id, "published")
}

func (f *forum) shifts() []volunteering.ShiftDraft {
	shift := func(day int, from, until string, place volunteering.Text, duty string, least, most int) volunteering.ShiftDraft {
		return volunteering.ShiftDraft{
			Day: f.first.AddDate(0, 0, day), From: from, Until: until, Place: place,
			Needs: []volunteering.NeedDraft{{Duty: f.duties[duty], Min: least, Max: most, Qualified: true}},
		}
	}
	hall, room := volunteering.Text{KO: "본회의장", EN: "Main hall"}, volunteering.Text{KO: "분과 회의실 A", EN: "Meeting room A"}
	desk, all := volunteering.Text{KO: "등록대", EN: "Registration"}, volunteering.Text{KO: "전 구역", EN: "Everywhere"}
	interpret, guide, record := "interpreter-support", "event-guide", "record-media"
	return []volunteering.ShiftDraft{
		shift(0, "09:00", "13:00", hall, interpret, 2, 2), shift(0, "13:30", "18:00", room, interpret, 1, 2), shift(1, "09:00", "13:00", hall, interpret, 2, 2),
		shift(2, "10:00", "14:00", hall, interpret, 1, 2), shift(0, "08:30", "13:00", desk, guide, 2, 3), shift(1, "08:30", "13:00", desk, guide, 2, 3),
		shift(2, "09:00", "14:00", desk, guide, 1, 2), shift(0, "09:00", "17:00", all, record, 1, 1), shift(1, "09:00", "17:00", all, record, 1, 1), shift(2, "09:00", "14:00", all, record, 1, 1),
	}
}

// staff makes the volunteers and gives some of the seats.
func (f *forum) staff(ctx context.Context) error {
	needs, err := f.needs(ctx)
	if err != nil {
		return err
	}
	last := f.first.AddDate(1, 0, 0)
	who := map[string]access.Actor{}
	for i, v := range demoVolunteers() {
		email := fmt.Sprintf("volunteer%d@example.org", i+1)
		_, err := f.app.Identity.AddUser(ctx, identity.NewUser{Email: email, Name: v[0], Password: demoPassword, Locale: "ko", Roles: []access.Role{access.Citizen}, Confirmed: true})
		if err != nil && !errors.Is(err, identity.ErrEmailTaken) {
			return err
		}
		if who[v[0]], err = f.demoActor(ctx, email); err != nil {
			return err
		}
		if err := f.enlist(ctx, who[v[0]], v[1], last); err != nil {
			return err
		}
	}
	if who["김하늘"], err = f.demoActor(ctx, "citizen@example.org"); err != nil {
		return err
	}
	if err := f.enlist(ctx, who["김하늘"], "event-guide", last); err != nil {
		return err
	}
	if err := f.fill(ctx, who, needs); err != nil {
		return err
	}
	return f.furnishDay(ctx, who)
}

// enlist has somebody approved, and qualified for a duty, some days ago.
func (f *forum) enlist(ctx context.Context, who access.Actor, duty string, last time.Time) error {
	return f.at(f.db.Now().AddDate(0, 0, -5), func() error { return f.enlistNow(ctx, who, duty, last) })
}

func (f *forum) enlistNow(ctx context.Context, who access.Actor, duty string, last time.Time) error {
	err := f.app.Volunteering.Apply(ctx, who, volunteering.Application{Languages: []string{"ko", "en"}, BirthYear: 1996, Motivation: "포럼을 함께 만들고 싶습니다."})
	if err == nil {
		err = f.app.Volunteering.DecideVolunteer(ctx, f.boss, who.ID, volunteering.Decision{State: "approved", Term: "3기", LastDay: last})
	}
	if err == nil && duty != "" {
		err = f.app.Volunteering.GrantDuty(ctx, f.boss, who.ID, f.duties[duty], last, "기본 교육을 마쳤습니다")
	}
	return err
}

// needs are those of the shifts, in the order of shifts.
func (f *forum) needs(ctx context.Context) (map[string]volunteering.PlannedNeed, error) {
	plan, err := f.app.Volunteering.ShiftPlan(ctx, f.boss, f.id)
	all := map[string]volunteering.PlannedNeed{}
	for _, s := range plan.Shifts {
		for _, n := range s.Needs {
			all[s.Starts.In(locale.Seoul()).Format("02 15:04 ")+n.Title.EN] = n
		}
	}
	return all, err
}

// fill gives seats: some are confirmed by those who took them, some wait to be accepted, one sets a rule aside.
func (f *forum) fill(ctx context.Context, who map[string]access.Actor, needs map[string]volunteering.PlannedNeed) error {
	at := func(day int, clock, duty string) uuid.UUID {
		return needs[f.first.AddDate(0, 0, day).Format("02 ")+clock+" "+duty].ID
	}
	for _, seat := range []struct {
		name, clock, duty, reason string
		day                       int
	}{
		{"윤도현", "09:00", "Interpreter support", "", 0}, {"이수아", "09:00", "Interpreter support", "", 0}, {"Liam Carter", "13:30", "Interpreter support", "", 0},
		{"이수아", "09:00", "Interpreter support", "", 1}, {"강민재", "09:00", "Interpreter support", "다음 주에 통역 기초를 수료합니다", 1}, {"윤도현", "10:00", "Interpreter support", "", 2},
		{"조은우", "08:30", "Event guide", "", 0}, {"신유나", "08:30", "Event guide", "", 0}, {"조은우", "08:30", "Event guide", "", 1}, {"김하늘", "08:30", "Event guide", "", 1},
		{"신유나", "09:00", "Event guide", "", 2}, {"문가온", "09:00", "Records and media", "", 0},
	} {
		if err := f.app.Volunteering.Assign(ctx, f.boss, f.id, at(seat.day, seat.clock, seat.duty), who[seat.name].ID, seat.reason); err != nil {
			return fmt.Errorf("%s on day %d at %s: %w", seat.name, seat.day, seat.clock, err)
		}
	}
	if _, err := f.app.Volunteering.Publish(ctx, f.boss, f.id); err != nil {
		return err
	}
	for name, actor := range who {
		mine, err := f.app.Volunteering.MyShifts(ctx, actor)
		if err != nil {
			return err
		}
		for i, m := range mine.Upcoming {
			if i == 0 && m.Answerable && name != "김하늘" && name != "조은우" {
				if _, err := f.app.Volunteering.Accept(ctx, actor, m.ID); err != nil {
					return err
				}
			}
		}
	}
	return f.change(ctx, who)
}

// change has two agree to swap, one look for cover, and everybody told something.
func (f *forum) change(ctx context.Context, who map[string]access.Actor) error {
	seat := func(name string) (uuid.UUID, error) {
		mine, err := f.app.Volunteering.MyShifts(ctx, who[name])
		if err != nil || len(mine.Upcoming) == 0 {
			return uuid.Nil, cmp.Or(err, fmt.Errorf("%s has no seat", name))
		}
		return mine.Upcoming[0].ID, nil
	}
	from, err := seat("윤도현")
	if err != nil {
		return err
	}
	to, err := seat("Liam Carter")
	if err != nil {
		return err
	}
	swap, err := f.app.Volunteering.OfferSwap(ctx, who["윤도현"], from, to)
	if err == nil {
		_, err = f.app.Volunteering.AnswerSwap(ctx, who["Liam Carter"], swap, true)
	}
	if err != nil {
		return err
	}
	cover, err := seat("신유나")
	if err == nil {
		_, err = f.app.Volunteering.AskCover(ctx, who["신유나"], cover, "그날 아침에 병원 예약이 생겼습니다")
	}
	if err == nil {
		err = f.app.Volunteering.SetEmergency(ctx, who["조은우"], volunteering.Emergency{Name: "조정민", Phone: "010-0000-0000", Relation: "가족", Consent: true})
	}
	if err == nil {
		_, err = f.app.Volunteering.SendMessage(ctx, f.boss, f.id, volunteering.MessageDraft{Body: "비 소식이 있습니다. 봉사자 데스크에서 우비를 받아 주세요."})
	}
	return err
}
