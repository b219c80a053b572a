package participation_test

import (
	"errors"
	"os"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation"
	"academy/models"
	"academy/models/identity"
	"academy/models/modeltest"
	rows "academy/models/participation"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// forum is an academy with somebody who proposes and those who look after proposals.
type forum struct {
	*apptest.Academy
	t                          *testing.T
	author                     access.Actor
	moderator, second, officer access.Actor
}

func open(t *testing.T) *forum {
	t.Helper()
	a := apptest.Open(t)
	return &forum{
		Academy: a, t: t, author: a.Person(t, "김하늘"), moderator: a.Person(t, "정예은", access.Moderator), second: a.Person(t, "오세라", access.Moderator),
		officer: a.Person(t, "최도윤", access.Moderator, access.Officer),
	}
}

func (f *forum) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatal(err)
	}
}

// refused says that an error is the fault that was expected.
func (f *forum) refused(err error, want *fault.Error) {
	f.t.Helper()
	if !errors.Is(err, want) {
		f.t.Errorf("got %v, want %s", err, want.Key)
	}
}

func writing(title string) participation.Writing {
	return participation.Writing{
		Agenda: "public-diplomacy", Title: title, Problem: "지금은 교류 소식을 찾기 어렵습니다.", Idea: "교류 소식을 한곳에서 볼 수 있게 합시다.", Lang: locale.KO, Seen: true, Consent: true,
	}
}

// submitted is a proposal that waits for a moderator.
func (f *forum) submitted(title string) uuid.UUID {
	f.t.Helper()
	id, err := f.Voice.Submit(f.t.Context(), f.author, uuid.Nil, writing(title))
	f.must(err)
	return id
}

// gathering is a proposal that can be supported.
func (f *forum) gathering(title string) uuid.UUID {
	f.t.Helper()
	id := f.submitted(title)
	f.decide(f.moderator, participation.Verdict{Do: "keep"})
	return id
}

// open is the oldest case that waits.
func (f *forum) openCase() participation.Case {
	f.t.Helper()
	desk, err := f.Voice.Desk(f.t.Context(), f.moderator, locale.KO)
	f.must(err)
	if len(desk.Cases) == 0 {
		f.t.Fatal("no case waits")
	}
	return desk.Cases[0]
}

func (f *forum) decide(who access.Actor, v participation.Verdict) uuid.UUID {
	f.t.Helper()
	c := f.openCase()
	f.must(f.Voice.Moderate(f.t.Context(), who, c.ID, v))
	return c.ID
}

func (f *forum) page(who access.Actor, id uuid.UUID) participation.Proposal {
	f.t.Helper()
	v, err := f.Voice.Proposal(f.t.Context(), who, locale.KO, id, "")
	f.must(err)
	return v
}

func (f *forum) is(id uuid.UUID, want string) {
	f.t.Helper()
	if got := f.page(f.moderator, id).State; got != want {
		f.t.Fatalf("the proposal is %s, want %s", got, want)
	}
}

// sql does what no use case does.
func (f *forum) sql(statement string, args ...any) error {
	f.t.Helper()
	return f.DB.Write(f.t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(f.t.Context(), statement, args...)
		return models.Translate(err)
	})
}

// people makes many accounts without hashing a password for each.
func (f *forum) people(n int) []access.Actor {
	f.t.Helper()
	list := make([]access.Actor, n)
	f.must(f.DB.Write(f.t.Context(), func(tx *models.Tx) error {
		for i := range list {
			id := models.NewID()
			email := id.String() + "@example.org"
			u := identity.User{ID: id, Email: email, EmailKey: email, PasswordHash: "none", Name: "시민", Locale: "ko", TimeZone: "Asia/Seoul", EmailConfirmedAt: &tx.Now, CreatedAt: tx.Now}
			if err := identity.InsertUser(tx, u); err != nil {
				return err
			}
			list[i] = access.Actor{ID: id, Email: email, Name: "시민", Locale: "ko", Roles: []access.Role{access.Citizen}, Confirmed: true}
		}
		return nil
	}))
	return list
}

func (f *forum) supports(id uuid.UUID) []rows.Support {
	f.t.Helper()
	var list []rows.Support
	f.must(f.DB.Read(f.t.Context(), func(tx *models.Tx) (err error) {
		list, err = rows.ListSupports(tx, id)
		return err
	}))
	return list
}

// all supports a proposal as everybody of a crowd.
func (f *forum) all(crowd []access.Actor, id uuid.UUID) {
	f.t.Helper()
	for _, who := range crowd {
		f.must(f.Voice.Support(f.t.Context(), who, id, true))
	}
}

func TestSupport_By500PeopleAtOnceEndsInExactly500EachWithItsSnapshot(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	crowd := f.people(500)
	var wait sync.WaitGroup
	failed := make(chan error, 1000)
	for range 2 { // everybody from two devices
		for _, who := range crowd {
			wait.Add(1)
			go func() {
				defer wait.Done()
				failed <- f.Voice.Support(t.Context(), who, id, true)
			}()
		}
	}
	wait.Wait()
	close(failed)
	for err := range failed {
		f.must(err)
	}
	list := f.supports(id)
	if len(list) != 500 || f.page(f.author, id).Supports != 500 {
		t.Fatalf("got %d supports", len(list))
	}
	for _, s := range list {
		if s.Band != "none" || s.Rule != 1 {
			t.Fatalf("a support without its snapshot: %+v", s)
		}
	}
}

func TestSupport_AnswersWithACountThatEachCarriesOn(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	crowd := f.people(3)
	count := func(want int) {
		t.Helper()
		if n, err := f.Voice.Supports(t.Context(), id); err != nil || n != want {
			t.Errorf("counted %d, %v, want %d", n, err, want)
		}
	}
	count(0)
	for i, who := range crowd {
		for range 2 { // from two devices
			f.must(f.Voice.Support(t.Context(), who, id, true))
			count(i + 1)
		}
	}
	f.must(f.Voice.Unsupport(t.Context(), crowd[0], id))
	f.must(f.Voice.Unsupport(t.Context(), crowd[0], id))
	count(2)
}

func TestSupport_TakesFourStatementsAtMost(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	who := f.people(1)[0]
	for name, want := range map[string]int64{"first, with the consent": 3, "again": 3} {
		before := f.DB.Queries()
		f.must(f.Voice.Support(t.Context(), who, id, true))
		if n := f.DB.Queries() - before; n > want {
			t.Errorf("%s: %d statements", name, n)
		}
	}
}

func TestSupport_KeepsWhatThePersonHadLearnedAtThatInstant(t *testing.T) {
	t.Parallel()
	f := open(t)
	f.Import(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	learned, _ := f.Certified(t, "이가을")
	begun := f.Person(t, "최겨울")
	_, err := f.Learning.Enrol(t.Context(), begun, "small")
	f.must(err)
	none := f.Person(t, "한처음")
	page, err := f.Learning.Course(t.Context(), begun, locale.KO, "small")
	f.must(err)
	lesson := page.Sections[0].Lessons[0].ID
	_, err = f.Learning.Lesson(t.Context(), begun, locale.KO, "small", lesson)
	f.must(err)
	_, err = f.Learning.CompleteLesson(t.Context(), begun, locale.KO, lesson)
	f.must(err)
	want := map[uuid.UUID]string{learned.ID: "completed", begun.ID: "partial", none.ID: "none"}
	f.all([]access.Actor{learned, begun, none}, id)
	for _, s := range f.supports(id) {
		if s.Band != want[s.CitizenID] {
			t.Errorf("%s is kept as %s", want[s.CitizenID], s.Band)
		}
	}
}

func TestSupport_NeedsAConfirmedAddressAndAConsentAndIsNeverGatedByLearning(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	who := f.people(1)[0]
	stranger := who
	stranger.Confirmed = false
	f.refused(f.Voice.Support(t.Context(), stranger, id, true), access.ErrUnconfirmed)
	f.refused(f.Voice.Support(t.Context(), access.Actor{}, id, true), fault.ErrAnonymous)
	f.refused(f.Voice.Support(t.Context(), who, id, false), participation.ErrConsent)
	f.refused(f.Voice.Support(t.Context(), f.author, id, true), participation.ErrOwn)
	f.must(f.Voice.Support(t.Context(), who, id, true))
	f.must(f.Voice.Unsupport(t.Context(), who, id))
	f.must(f.Voice.Unsupport(t.Context(), who, id))
	if n := len(f.supports(id)); n != 0 {
		t.Errorf("%d supports are left", n)
	}
}

func TestSupport_AfterClosingIsRefusedToTheMicrosecond(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	crowd := f.people(2)
	f.must(f.Voice.Support(t.Context(), crowd[0], id, true))
	f.Wait(f.page(f.author, id).Until.Sub(f.DB.Now()))
	f.refused(f.Voice.Support(t.Context(), crowd[1], id, true), participation.ErrClosed) // before any job has run
	f.must(f.Voice.Support(t.Context(), crowd[0], id, true))                             // who is there already stays
	f.refused(f.Voice.Unsupport(t.Context(), crowd[0], id), participation.ErrClosed)
	f.must(f.Voice.Tend(t.Context()))
	f.is(id, "lapsed")
	if got := f.page(f.author, id); got.Reason == "" || len(got.Steps) != 3 {
		t.Errorf("it lapsed without a reason: %+v", got.Steps)
	}
	f.refused(f.Voice.Support(t.Context(), crowd[1], id, true), participation.ErrClosed)
}

func TestConsent_WithdrawnTakesWithItWhatStoodOnIt(t *testing.T) {
	t.Parallel()
	f := open(t)
	open, answered := f.gathering("외교 자료를 한곳에 모읍시다"), f.answered("not_accepted")
	who := f.people(1)[0]
	f.must(f.Voice.Support(t.Context(), who, open, true))
	f.must(f.Voice.Comment(t.Context(), who, open, participation.NewComment{Body: "찬성합니다", Stance: "for"}))
	f.must(f.Voice.Consent(t.Context(), who, false))
	if v := f.page(who, open); v.Supports != 0 || v.Consented || v.Comments[0].Body != "" || v.Comments[0].Mine {
		t.Errorf("something is left: %+v", v.Comments)
	}
	f.must(f.Voice.Consent(t.Context(), f.author, false))
	f.is(open, "withdrawn")
	f.is(answered, "answered")
	if v := f.page(f.author, answered); v.Mine || v.Author != "" {
		t.Error("the author can still be told")
	}
	f.refused(f.Voice.Support(t.Context(), who, answered, false), participation.ErrConsent)
}

func TestFigures_AreSplitOnceADayAndOnlyInTens(t *testing.T) {
	t.Parallel()
	f := open(t)
	id := f.gathering("외교 자료를 한곳에 모읍시다")
	crowd := f.people(25)
	f.all(crowd, id)
	f.must(f.sql("update supports set band = 'completed' where citizen_id in (select citizen_id from supports order by citizen_id limit 12)"))
	f.must(f.Voice.Tend(t.Context()))
	if got := f.page(f.author, id).Split; got.Informed != 10 || got.General != 10 {
		t.Fatalf("got %+v", got)
	}
	f.all(f.people(15), id)
	f.must(f.Voice.Tend(t.Context()))
	if got := f.page(f.author, id).Split; got.General != 10 {
		t.Errorf("refreshed twice a day: %+v", got)
	}
	f.Wait(24 * time.Hour)
	f.all(f.people(1), id)
	f.must(f.Voice.Tend(t.Context()))
	if got := f.page(f.author, id).Split; got.General != 20 || got.Informed != 10 {
		t.Errorf("not refreshed the day after: %+v", got)
	}
}
