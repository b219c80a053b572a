package meetings_test

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/attendance"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/meetings"
	"academy/models"
	rows "academy/models/meetings"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// hall is an academy with somebody who looks after meetings and somebody who comes.
type hall struct {
	*apptest.Academy
	t        *testing.T
	staff    access.Actor
	one, two access.Actor
	key      attendance.Key
	starts   time.Time
}

func open(t *testing.T) *hall {
	t.Helper()
	a := apptest.Open(t)
	h := &hall{Academy: a, t: t, staff: a.Person(t, "정예은", access.Moderator), one: a.Person(t, "김하늘"), two: a.Person(t, "박서연"), key: apptest.Key("check-in")}
	h.starts = h.DB.Now().Add(72 * time.Hour).Truncate(time.Minute)
	return h
}

func (h *hall) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *hall) refused(err error, want *fault.Error) {
	h.t.Helper()
	if !errors.Is(err, want) {
		h.t.Errorf("got %v, want %s", err, want.Key)
	}
}

func (h *hall) missing(err error) {
	h.t.Helper()
	if err == nil || fault.Of(err).Kind != fault.Missing {
		h.t.Errorf("got %v, want nothing found", err)
	}
}

func (h *hall) wrong(err error, field string) {
	h.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Fields[field] == "" {
		h.t.Errorf("got %v, want something wrong with %s", err, field)
	}
}

func (h *hall) writing(seats int) meetings.Writing {
	return meetings.Writing{
		Agenda: "public-diplomacy", Kind: "town_hall", Title: meetings.Text{KO: "도시 외교, 시민이 묻다", EN: "City diplomacy"}, Place: meetings.Text{KO: "서울시청"}, OnlineURL: "https://meet.example.org/room?id=1",
		Languages: []string{"ko", "ksl"}, Starts: h.starts, Ends: h.starts.Add(90 * time.Minute), Opens: h.DB.Now().Add(-time.Hour), Closes: h.starts.Add(-time.Hour), Capacity: seats, OfferHours: 24,
	}
}

// published is a meeting that takes registrations.
func (h *hall) published(seats int, change ...func(*meetings.Writing)) uuid.UUID {
	h.t.Helper()
	w := h.writing(seats)
	for _, c := range change {
		c(&w)
	}
	id, err := h.Meetings.Add(h.t.Context(), h.staff, w)
	h.must(err)
	h.must(h.Meetings.Publish(h.t.Context(), h.staff, id))
	return id
}

func (h *hall) register(who access.Actor, id uuid.UUID) string {
	h.t.Helper()
	state, err := h.Meetings.Register(h.t.Context(), who, id, nil)
	h.must(err)
	return state
}

func (h *hall) shown(who access.Actor, id uuid.UUID) meetings.Shown {
	h.t.Helper()
	v, err := h.Meetings.Meeting(h.t.Context(), who, locale.KO, id)
	h.must(err)
	return v
}

func (h *hall) stands(who access.Actor, id uuid.UUID, want string) {
	h.t.Helper()
	if v := h.shown(who, id); v.Mine == nil || v.Mine.State != want {
		h.t.Errorf("%s: got %+v, want %s", who.Name, v.Mine, want)
	}
}

// until moves the clock to a time.
func (h *hall) until(at time.Time) { h.Wait(at.Sub(h.DB.Now())) }

func (h *hall) taken(id uuid.UUID) int {
	h.t.Helper()
	var m rows.Meeting
	h.must(h.DB.Read(h.t.Context(), func(tx *models.Tx) (err error) {
		m, err = rows.FindMeeting(tx, id)
		return err
	}))
	return m.Taken
}

func TestRegister_GivesTheLastSeatOnceHoweverManyAskAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(3)
	people := make([]access.Actor, 24)
	for i := range people {
		people[i] = h.Person(t, "시민 "+strconv.Itoa(i))
	}
	var wg sync.WaitGroup
	var mu sync.Mutex
	got := map[string]int{}
	for _, who := range people {
		for range 2 { // from two devices
			wg.Add(1)
			go func() {
				defer wg.Done()
				state, err := h.Meetings.Register(t.Context(), who, id, nil)
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					t.Error(err)
				}
				got[state]++
			}()
		}
	}
	wg.Wait()
	v := h.shown(people[0], id)
	if got["registered"] != 6 || got["waitlisted"] != 42 || v.Taken != 3 || v.Waiting != 21 || v.Phase != meetings.Full {
		t.Errorf("got %v, %d taken, %d waiting, %s", got, v.Taken, v.Waiting, v.Phase)
	}
	places := map[int]bool{}
	for _, who := range people {
		if m := h.shown(who, id).Mine; m.State == "waitlisted" {
			places[m.Place] = true
		}
	}
	if len(places) != 21 || !places[1] || !places[21] {
		t.Errorf("places in line: %v", places)
	}
}

func TestLine_IsOfferedFreedSeatsInOrderAndOnlyForATime(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(1)
	three := h.Person(t, "이도윤")
	h.register(h.one, id)
	h.register(h.two, id)
	h.register(three, id)
	h.must(h.Meetings.Leave(t.Context(), h.one, id))
	h.must(h.Meetings.Leave(t.Context(), h.one, id))
	h.stands(h.two, id, "offered")
	h.stands(three, id, "waitlisted")
	if late := h.register(h.one, id); late != "waitlisted" || h.shown(h.one, id).Mine.Place != 2 {
		t.Error("whoever left and came back stands before others")
	}
	h.refused(h.Meetings.Answer(t.Context(), three, id, true), meetings.ErrOfferOver)

	h.Wait(24*time.Hour + time.Second)
	h.refused(h.Meetings.Answer(t.Context(), h.two, id, true), meetings.ErrOfferOver) // though nobody has swept yet
	h.must(h.Meetings.ExpireOffers(t.Context()))
	h.must(h.Meetings.ExpireOffers(t.Context()))
	h.stands(h.two, id, "cancelled")
	h.stands(three, id, "offered")
	h.refused(h.Meetings.Answer(t.Context(), h.two, id, true), meetings.ErrOfferOver)
	h.must(h.Meetings.Answer(t.Context(), three, id, true))
	h.must(h.Meetings.Answer(t.Context(), three, id, true))
	h.stands(three, id, "confirmed")
	if h.taken(id) != 1 {
		t.Error("more seats are taken than there are")
	}
	h.must(h.Meetings.Leave(t.Context(), three, id))
	h.must(h.Meetings.Answer(t.Context(), h.one, id, false))
	h.stands(h.one, id, "cancelled")
	if h.taken(id) != 0 {
		t.Error("a seat that was let go is still taken")
	}
}

func TestOffer_TakenAtOnceFromTwoDevicesAndSweptMeanwhileIsOneSeat(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(1)
	h.register(h.one, id)
	h.register(h.two, id)
	h.must(h.Meetings.Leave(t.Context(), h.one, id))
	var wg sync.WaitGroup
	for i := range 12 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i%3 == 0 {
				if err := h.Meetings.ExpireOffers(t.Context()); err != nil {
					t.Error(err)
				}
				return
			}
			if err := h.Meetings.Answer(t.Context(), h.two, id, true); err != nil {
				t.Error(err)
			}
		}()
	}
	wg.Wait()
	h.stands(h.two, id, "confirmed")
	if h.taken(id) != 1 {
		t.Errorf("%d seats are taken", h.taken(id))
	}
}

func TestRemind_TellsThoseWhoHaveASeatADayBeforeAndAnewOfAnotherTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(1)
	h.register(h.one, id)
	h.register(h.two, id) // in line
	remind := func(want int) {
		t.Helper()
		h.must(h.Meetings.Remind(t.Context()))
		h.must(h.Meetings.Remind(t.Context()))
		for range 100 {
			if h.notices(h.one, "meeting_reminder") >= want {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if one, two := h.notices(h.one, "meeting_reminder"), h.notices(h.two, "meeting_reminder"); one != want || two != 0 {
			t.Errorf("got %d reminders, want %d, and %d of who is in line", one, want, two)
		}
	}
	h.until(h.starts.Add(-25 * time.Hour))
	remind(0)
	h.until(h.starts.Add(-23 * time.Hour))
	remind(1)
	h.starts = h.starts.Add(72 * time.Hour)
	w := h.writing(1)
	plan, err := h.Meetings.Plan(t.Context(), h.staff, locale.KO, id)
	h.must(err)
	w.From = plan.From
	h.must(h.Meetings.Save(t.Context(), h.staff, id, w))
	remind(1)
	h.until(h.starts.Add(-time.Hour))
	remind(2)
	late := h.published(5, func(w *meetings.Writing) { w.Closes = w.Starts })
	h.register(h.one, late)
	remind(2) // published an hour before it begins
}

func TestRegister_NeedsAConfirmedAddressAndTheRightTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	later := h.published(5, func(w *meetings.Writing) { w.Opens = h.DB.Now().Add(time.Hour) })
	stranger := h.one
	stranger.Confirmed = false
	_, err := h.Meetings.Register(t.Context(), stranger, later, nil)
	h.refused(err, access.ErrUnconfirmed)
	_, err = h.Meetings.Register(t.Context(), access.Actor{}, later, nil)
	h.refused(err, fault.ErrAnonymous)
	_, err = h.Meetings.Register(t.Context(), h.one, later, nil)
	h.refused(err, meetings.ErrNotOpen)
	h.Wait(time.Hour)
	h.register(h.one, later)
	h.until(h.starts.Add(-time.Hour))
	_, err = h.Meetings.Register(t.Context(), h.two, later, nil)
	h.refused(err, meetings.ErrClosed)
	h.register(h.one, later) // who is in already stays in
	h.until(h.starts)
	h.refused(h.Meetings.Leave(t.Context(), h.one, later), meetings.ErrNotNow)

}

func TestDraft_IsThereForStaffAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft, err := h.Meetings.Add(t.Context(), h.staff, h.writing(5))
	h.must(err)
	if _, err := h.Meetings.Register(t.Context(), h.two, draft, nil); fault.Of(err).Kind != fault.Missing {
		t.Errorf("registered for a draft: %v", err)
	}
	if _, err := h.Meetings.Meeting(t.Context(), h.two, locale.KO, draft); fault.Of(err).Kind != fault.Missing {
		t.Errorf("saw a draft: %v", err)
	}
	h.shown(h.staff, draft)
}

func TestRegister_AsksWhatIsAskedAndTakesNothingElse(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5, func(w *meetings.Writing) {
		w.Asks = []meetings.WrittenAsk{
			{Kind: "choice", Label: meetings.Text{KO: "수어 통역이 필요하신가요?"}, Options: []meetings.Text{{KO: "예"}, {KO: "아니요"}}, Required: true}, {Kind: "text", Label: meetings.Text{KO: "궁금한 것"}}, {},
		}
	})
	asks := h.shown(h.one, id).Asks
	if len(asks) != 2 {
		t.Fatalf("asked %+v", asks)
	}
	for _, answer := range []string{"", "3", "0", "예"} {
		_, err := h.Meetings.Register(t.Context(), h.one, id, map[uuid.UUID]string{asks[0].ID: answer})
		h.wrong(err, meetings.AskField(asks[0].ID))
	}
	_, err := h.Meetings.Register(t.Context(), h.one, id, map[uuid.UUID]string{asks[0].ID: "1", asks[1].ID: strings.Repeat("가", 1001)})
	h.wrong(err, meetings.AskField(asks[1].ID))
	_, err = h.Meetings.Register(t.Context(), h.one, id, map[uuid.UUID]string{asks[0].ID: "1", uuid.New(): "누구?"})
	h.must(err)
	guests, err := h.Meetings.Guests(t.Context(), h.staff, locale.KO, id)
	h.must(err)
	if len(guests.List) != 1 || guests.List[0].Answers[0] != "예" || guests.List[0].Answers[1] != "" {
		t.Errorf("got %+v", guests.List)
	}
	w := h.writing(5)
	w.From = 2
	h.refused(h.Meetings.Save(t.Context(), h.staff, id, w), meetings.ErrAsked)
	_, err = h.Meetings.Guests(t.Context(), h.one, locale.KO, id)
	h.refused(err, fault.ErrDenied)
}

func TestSave_NeverLeavesFewerSeatsThanAreTakenAndOffersWhatIsAdded(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(2)
	three, four := h.Person(t, "이도윤"), h.Person(t, "최지안")
	for _, who := range []access.Actor{h.one, h.two, three, four} {
		h.register(who, id)
	}
	w := h.writing(1)
	w.From = 2
	h.wrong(h.Meetings.Save(t.Context(), h.staff, id, w), "capacity")
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		m, err := rows.LockMeeting(tx, id)
		m.Capacity = 1
		return errors.Join(err, rows.UpdateMeeting(tx, m))
	})
	if err == nil {
		t.Error("the schema takes fewer seats than are taken")
	}
	w.Capacity = 3
	h.must(h.Meetings.Save(t.Context(), h.staff, id, w))
	h.stands(three, id, "offered")
	h.stands(four, id, "waitlisted")
	h.refused(h.Meetings.Save(t.Context(), h.staff, id, w), meetings.ErrStale)
	h.refused(h.Meetings.Save(t.Context(), h.one, id, w), fault.ErrDenied)
}

func TestSchema_RefusesASeatTooManyHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(1)
	h.register(h.one, id)
	err := h.DB.Write(t.Context(), func(tx *models.Tx) error {
		return rows.InsertRegistration(tx, rows.Registration{ID: models.NewID(), MeetingID: id, CitizenID: h.two.ID, State: rows.Registered})
	})
	if err == nil || h.taken(id) != 1 {
		t.Errorf("%v: %d taken of one", err, h.taken(id))
	}
}

func TestAttend_ByCodeOnceWithFiveTriesAndOnlyWithASeat(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, other := h.published(1), h.published(5)
	h.register(h.one, id)
	h.register(h.two, id) // in line
	h.register(h.two, other)
	code := func(of uuid.UUID) meetings.Proof {
		return meetings.Proof{Code: h.key.Code(of, attendance.At(h.DB.Now()))}
	}
	h.refused(h.Meetings.Attend(t.Context(), h.one, id, code(id)), meetings.ErrTooEarly)
	h.until(h.starts.Add(-30 * time.Minute))
	h.refused(h.Meetings.Attend(t.Context(), h.two, id, code(id)), meetings.ErrNotRegistered)
	h.refused(h.Meetings.Attend(t.Context(), h.Person(t, "남"), id, code(id)), meetings.ErrNotRegistered)
	h.refused(h.Meetings.Attend(t.Context(), h.one, id, code(other)), meetings.ErrWrongCode)
	old := code(id)
	h.Wait(2 * time.Minute)
	for range 3 {
		h.refused(h.Meetings.Attend(t.Context(), h.one, id, old), meetings.ErrWrongCode) // photographed before
	}
	h.must(h.Meetings.Attend(t.Context(), h.one, id, code(id)))
	h.must(h.Meetings.Attend(t.Context(), h.one, id, meetings.Proof{Code: "nothing"})) // twice is once
	h.stands(h.one, id, "attended")

	for range 5 {
		h.refused(h.Meetings.Attend(t.Context(), h.two, other, meetings.Proof{Code: "12 34 5"}), meetings.ErrWrongCode)
	}
	h.refused(h.Meetings.Attend(t.Context(), h.two, other, code(other)), meetings.ErrNoTries)
	h.until(h.starts.Add(3 * time.Hour))
	h.refused(h.Meetings.Attend(t.Context(), h.two, other, code(other)), meetings.ErrOver)
}

func TestTicket_OfOnePersonIsOfNoUseToAnother(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	h.register(h.one, id)
	h.register(h.two, id)
	h.until(h.starts)
	token := h.key.Token(id, attendance.At(h.DB.Now()))
	read, err := h.Meetings.ReadCode(t.Context(), h.one, token)
	h.must(err)
	h.refused(h.Meetings.Attend(t.Context(), h.two, id, meetings.Proof{Ticket: read.Ticket}), meetings.ErrTokenExpired)
	h.Wait(3 * time.Minute)
	_, err = h.Meetings.ReadCode(t.Context(), h.two, token)
	h.refused(err, meetings.ErrTokenExpired)
	h.must(h.Meetings.Attend(t.Context(), h.one, id, meetings.Proof{Ticket: read.Ticket})) // nobody has to be quick
	h.Wait(6 * time.Minute)
	h.refused(h.Meetings.Attend(t.Context(), h.two, id, meetings.Proof{Ticket: read.Ticket}), meetings.ErrTokenExpired)
	if again, err := h.Meetings.ReadCode(t.Context(), h.one, h.key.Token(id, attendance.At(h.DB.Now()))); err != nil || !again.Done {
		t.Errorf("a code read again: %+v, %v", again, err)
	}
	_, err = h.Meetings.ReadCode(t.Context(), h.one, h.key.Token(uuid.New(), attendance.At(h.DB.Now())))
	h.refused(err, meetings.ErrTokenUnknown)
}

func TestJoin_LeadsItsOwnerAloneAndOnlyShortlyBefore(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	h.register(h.one, id)
	h.register(h.two, id)
	link := h.shown(h.one, id).Mine.Join
	pass := link[strings.LastIndex(link, "/")+1:]
	if strings.Contains(link, "meet.example.org") {
		t.Error("the address of the room is told")
	}
	_, err := h.Meetings.Join(t.Context(), h.one, pass)
	h.refused(err, meetings.ErrTooEarly)
	h.until(h.starts.Add(-10 * time.Minute))
	if _, err := h.Meetings.Join(t.Context(), h.two, pass); fault.Of(err).Kind != fault.Missing {
		t.Errorf("the link of another: %v", err)
	}
	if _, err := h.Meetings.Join(t.Context(), h.one, h.key.Token(id, 1)); fault.Of(err).Kind != fault.Missing {
		t.Errorf("a forged link: %v", err)
	}
	h.stands(h.one, id, "registered")
	for range 2 {
		if to, err := h.Meetings.Join(t.Context(), h.one, pass); err != nil || to != "https://meet.example.org/room?id=1" {
			t.Errorf("got %s, %v", to, err)
		}
	}
	h.stands(h.one, id, "attended")
	h.stands(h.two, id, "registered")
	h.until(h.starts.Add(2 * time.Hour))
	_, err = h.Meetings.Join(t.Context(), h.one, pass)
	h.refused(err, meetings.ErrOver)
}

func TestJoin_IsVoidForWhoeverHasLeft(t *testing.T) {
	t.Parallel()
	h := open(t)
	id := h.published(5)
	h.register(h.one, id)
	link := h.shown(h.one, id).Mine.Join
	h.must(h.Meetings.Leave(t.Context(), h.one, id))
	h.until(h.starts)
	_, err := h.Meetings.Join(t.Context(), h.one, link[strings.LastIndex(link, "/")+1:])
	h.refused(err, meetings.ErrNotRegistered)
}

func TestMark_NotesAndTakesBackAndIsForStaffAlone(t *testing.T) {
	t.Parallel()
	h := open(t)
	id, other := h.published(5), h.published(5)
	h.register(h.one, id)
	mine := h.shown(h.one, id).Mine.ID
	h.refused(h.Meetings.Mark(t.Context(), h.staff, id, mine, meetings.MarkHere), meetings.ErrNotNow)
	h.until(h.starts.Add(-time.Minute))
	h.refused(h.Meetings.Mark(t.Context(), h.staff, id, mine, meetings.MarkNoShow), meetings.ErrNotNow)
	h.refused(h.Meetings.Mark(t.Context(), h.one, id, mine, meetings.MarkHere), fault.ErrDenied)
	if err := h.Meetings.Mark(t.Context(), h.staff, other, mine, meetings.MarkHere); fault.Of(err).Kind != fault.Missing {
		t.Errorf("marked at another meeting: %v", err)
	}
	h.until(h.starts)
	for _, step := range []struct{ mark, want string }{
		{meetings.MarkNoShow, "no_show"}, {meetings.MarkNoShow, "no_show"}, {meetings.MarkHere, "attended"}, {meetings.MarkUndo, "registered"}, {meetings.MarkUndo, "registered"}, {meetings.MarkHere, "attended"},
	} {
		h.must(h.Meetings.Mark(t.Context(), h.staff, id, mine, step.mark))
		h.stands(h.one, id, step.want)
	}
	h.refused(h.Meetings.Mark(t.Context(), h.staff, id, mine, "loved"), meetings.ErrNotNow)
}

func TestCancel_TellsEverybodyWhyAndStaysInCalendars(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(1)
	h.register(h.one, id)
	h.register(h.two, id)
	before, err := h.Meetings.CalendarFile(t.Context(), h.one, locale.KO, id)
	h.must(err)
	h.wrong(h.Meetings.Cancel(t.Context(), h.staff, id, " "), "reason")
	h.must(h.Meetings.Cancel(t.Context(), h.staff, id, "태풍이 옵니다."))
	h.must(h.Meetings.Cancel(t.Context(), h.staff, id, "태풍이 옵니다."))
	for _, who := range []access.Actor{h.one, h.two} {
		h.told(who, "meeting_cancelled", "태풍이 옵니다.")
	}
	after, err := h.Meetings.CalendarFile(t.Context(), h.one, locale.KO, id)
	h.must(err)
	if line(before, "UID") != line(after, "UID") || line(after, "STATUS") != "CANCELLED" || line(before, "SEQUENCE") >= line(after, "SEQUENCE") {
		t.Errorf("%s\n%s", before, after)
	}
	_, err = h.Meetings.Register(t.Context(), h.Person(t, "늦은 이"), id, nil)
	h.refused(err, meetings.ErrCancelled)
	h.refused(h.Meetings.Publish(t.Context(), h.staff, id), meetings.ErrCancelled)
}

// told waits until somebody has been told something.
func (h *hall) told(who access.Actor, kind, text string) {
	h.t.Helper()
	for range 100 {
		page, err := h.Notify.Notices(h.t.Context(), who, "")
		h.must(err)
		for _, n := range page.Items {
			if n.Kind == kind && strings.Contains(h.Messages.Printer(locale.KO, "").T("notice."+n.Kind, n.Args...), text) {
				return
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	h.t.Errorf("%s was not told of %s", who.Name, kind)
}

// notices counts what somebody was told of a kind.
func (h *hall) notices(who access.Actor, kind string) int {
	h.t.Helper()
	page, err := h.Notify.Notices(h.t.Context(), who, "")
	h.must(err)
	n := 0
	for _, one := range page.Items {
		if one.Kind == kind {
			n++
		}
	}
	return n
}

// line is what a calendar says under a name.
func line(file []byte, name string) string {
	for _, l := range strings.Split(string(file), "\r\n") {
		if v, ok := strings.CutPrefix(l, name+":"); ok {
			return v
		}
	}
	return ""
}

func TestMoved_IsToldToThoseWhoCome(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.Work(t)
	id := h.published(3)
	h.register(h.one, id)
	w := h.writing(3)
	w.From, w.Place.KO = 2, "국립외교원"
	h.must(h.Meetings.Save(t.Context(), h.staff, id, w))
	h.told(h.one, "meeting_changed", "도시 외교")
}

func TestList_ShowsWhatIsComingThenWhatIsOverAndNoDrafts(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.Meetings.Add(t.Context(), h.staff, h.writing(3))
	h.must(err)
	first := h.published(3)
	second := h.published(3, func(w *meetings.Writing) {
		w.Kind, w.Series.KO, w.Starts, w.Ends = "open_lecture", "외교 이야기", h.starts.Add(24*time.Hour), h.starts.Add(26*time.Hour)
	})
	page, err := h.Meetings.Meetings(t.Context(), h.one, locale.KO, meetings.Filter{Limit: 1})
	h.must(err)
	if len(page.Cards) != 1 || page.Cards[0].ID != first || page.Next == "" {
		t.Fatalf("got %+v", page)
	}
	page, err = h.Meetings.Meetings(t.Context(), h.one, locale.KO, meetings.Filter{Limit: 1, Cursor: page.Next})
	h.must(err)
	if len(page.Cards) != 1 || page.Cards[0].ID != second || page.Next != "" || page.Cards[0].Series != "외교 이야기" {
		t.Fatalf("got %+v", page)
	}
	h.until(h.starts.Add(2 * time.Hour))
	past, err := h.Meetings.Meetings(t.Context(), h.one, locale.KO, meetings.Filter{When: meetings.Past, Agenda: "cultural-exchange"})
	h.must(err)
	if len(past.Cards) != 1 || past.Cards[0].ID != first {
		t.Fatalf("got %+v", past)
	}
}

func TestWriting_SaysWhatIsWrongBesideEachField(t *testing.T) {
	t.Parallel()
	h := open(t)
	for field, change := range map[string]func(*meetings.Writing){
		"title_ko": func(w *meetings.Writing) { w.Title.KO = " " }, "title_en": func(w *meetings.Writing) { w.Title.EN = strings.Repeat("a", 121) }, "agenda": func(w *meetings.Writing) { w.Agenda = "none" },
		"kind": func(w *meetings.Writing) { w.Kind = "party" }, "languages": func(w *meetings.Writing) { w.Languages = nil }, "capacity": func(w *meetings.Writing) { w.Capacity = 0 },
		"place_ko": func(w *meetings.Writing) { w.Place, w.OnlineURL = meetings.Text{}, "" }, "online_url": func(w *meetings.Writing) { w.OnlineURL = "javascript:alert(1)" },
		"starts": func(w *meetings.Writing) { w.Starts = time.Time{} }, "ends": func(w *meetings.Writing) { w.Ends = w.Starts }, "closes": func(w *meetings.Writing) { w.Closes = w.Ends.Add(time.Minute) },
		"offer_hours": func(w *meetings.Writing) { w.OfferHours = 0 },
		"ask_1_options": func(w *meetings.Writing) {
			w.Asks = []meetings.WrittenAsk{{Kind: "choice", Label: meetings.Text{KO: "무엇?"}, Options: []meetings.Text{{KO: "하나"}}}}
		},
	} {
		w := h.writing(3)
		change(&w)
		_, err := h.Meetings.Add(t.Context(), h.staff, w)
		h.wrong(err, field)
	}
}
