package credentials_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/jobs"
	"academy/app/learning"
	"academy/app/locale"
	"academy/media"
	"academy/models"
	"academy/models/courses"
	"academy/models/modeltest"
)

// weak is a store that can be away, and that counts the certificates put into it.
type weak struct {
	media.Store
	away atomic.Bool
	puts atomic.Int32
	// onPut is called before something is kept.
	onPut func(key string)
}

func (w *weak) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if w.away.Load() {
		return media.ErrUnavailable
	}
	if w.onPut != nil {
		w.onPut(key)
	}
	if strings.HasPrefix(key, "certificates/") {
		w.puts.Add(1)
	}
	return w.Store.Put(ctx, key, content, size, contentType)
}

// completedOnWeak is completed on a store that can be away.
func completedOnWeak(t *testing.T) (office, *weak) {
	t.Helper()
	files, err := media.NewFiles(t.TempDir(), apptest.Key("media"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	store := &weak{Store: files}
	a := apptest.OpenWith(t, modeltest.Fresh(t), store)
	a.Import(t)
	o := office{Academy: a, holder: a.Person(t, "김하늘")}
	enrolled, err := a.Learning.Enrol(t.Context(), o.holder, "small")
	if err != nil {
		t.Fatal(err)
	}
	complete(t, a, enrolled)
	o.enrolment = enrolled.ID
	return o, store
}

func TestIssue_WhileTheStoreIsAwayItIsIssuedAndBeingMadeAndTheJobComesBack(t *testing.T) {
	t.Parallel()
	o, store := completedOnWeak(t)
	store.away.Store(true)
	if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); !errors.Is(err, media.ErrUnavailable) {
		t.Fatalf("the job ends with %v", err)
	}
	mine, grants, err := o.Credentials.Earned(t.Context(), o.holder, locale.KO)
	if err != nil || len(mine) != 1 || len(grants) != 1 {
		t.Fatalf("%d certificates and %d duties, %v", len(mine), len(grants), err)
	}
	seen, err := o.Credentials.Certificate(t.Context(), o.holder, locale.KO, mine[0].Code)
	if err != nil || !seen.Valid() || seen.Ready {
		t.Errorf("the page says %+v, %v", seen, err)
	}
	if _, err := o.Credentials.PDF(t.Context(), o.holder, locale.KO, mine[0].Code); !errors.Is(err, credentials.ErrBeingMade) {
		t.Errorf("the PDF: %v", err)
	}
	store.away.Store(false)
	for range 2 {
		if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
			t.Fatal(err)
		}
	}
	if seen, err := o.Credentials.Certificate(t.Context(), o.holder, locale.KO, mine[0].Code); err != nil || !seen.Ready || store.puts.Load() != 1 {
		t.Errorf("afterwards %+v, put %d times, %v", seen, store.puts.Load(), err)
	}
}

func TestPDF_TheOtherLanguageIsPrintedWhenItIsFirstAskedForByHoweverMany(t *testing.T) {
	t.Parallel()
	o, store := completedOnWeak(t)
	if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
		t.Fatal(err)
	}
	if n := store.puts.Load(); n != 1 {
		t.Errorf("issuing has printed %d files", n)
	}
	mine, _, err := o.Credentials.Earned(t.Context(), o.holder, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	files := make([]credentials.File, 4)
	var askers sync.WaitGroup
	for i := range files {
		askers.Go(func() {
			var err error
			if files[i], err = o.Credentials.PDF(t.Context(), access.Actor{}, locale.EN, mine[0].Code); err != nil {
				t.Error(err)
			}
		})
	}
	askers.Wait()
	again, err := o.Credentials.PDF(t.Context(), access.Actor{}, locale.EN, mine[0].Code)
	for _, f := range append(files, again) {
		if err != nil || !bytes.HasPrefix(f.Bytes, []byte("%PDF-")) || len(f.Bytes) != len(again.Bytes) {
			t.Errorf("%d bytes, %v", len(f.Bytes), err)
		}
	}
	before := store.puts.Load()
	if _, err := o.Credentials.PDF(t.Context(), access.Actor{}, locale.EN, mine[0].Code); err != nil || store.puts.Load() != before {
		t.Errorf("it was printed again, %v", err)
	}
}

func TestPDF_OfACertificateThatIsRevokedWhileItIsPrintedIsWithheldAndLeavesNothing(t *testing.T) {
	t.Parallel()
	o, store := completedOnWeak(t)
	if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
		t.Fatal(err)
	}
	mine, _, err := o.Credentials.Earned(t.Context(), o.holder, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	kept := ""
	store.onPut = func(key string) {
		kept = key
		if err := o.Credentials.RevokeByCommand(t.Context(), mine[0].Code, revocation()); err != nil {
			t.Error(err)
		}
	}
	if _, err := o.Credentials.PDF(t.Context(), o.holder, locale.EN, mine[0].Code); !errors.Is(err, credentials.ErrWithheld) {
		t.Errorf("got %v", err)
	}
	if _, err := store.Stat(t.Context(), kept); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("%s: %v", kept, err)
	}
}

func TestIssue_RevokedBeforeItIsPrintedTheJobEndsWell(t *testing.T) {
	t.Parallel()
	o, store := completedOnWeak(t)
	store.onPut = func(string) {
		mine, _, err := o.Credentials.Earned(t.Context(), o.holder, locale.KO)
		if err == nil {
			err = o.Credentials.RevokeByCommand(t.Context(), mine[0].Code, revocation())
		}
		if err != nil {
			t.Error(err)
		}
	}
	for range 2 {
		if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCertificate_ExpiresAtMidnightInSeoulAndStaysIssued(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	var now time.Time
	if err := o.DB.Read(t.Context(), func(tx *models.Tx) error { now = tx.Now; return nil }); err != nil {
		t.Fatal(err)
	}
	day := now.In(locale.Seoul())
	midnight := time.Date(day.Year(), day.Month(), day.Day()+2, 0, 0, 0, 0, day.Location())
	if _, err := o.DB.Jobs().Exec(t.Context(), "update certificates set expires_at = $1", midnight); err != nil {
		t.Fatal(err)
	}
	valid := func() bool {
		t.Helper()
		seen, err := o.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, c.Code)
		filed := o.newest(t)
		if err != nil || seen.State != credentials.Issued || seen.Expired == seen.Valid() || (filed.State == credentials.Expired) != seen.Expired {
			t.Errorf("it says %+v, filed as %s, %v", seen, filed.State, err)
		}
		if got := credentials.LastDay(*seen.ExpiresAt).In(locale.Seoul()).Day(); got != midnight.AddDate(0, 0, -1).Day() {
			t.Errorf("the last day is the %d.", got)
		}
		return seen.Valid()
	}
	o.Wait(midnight.Sub(now) - time.Minute)
	if !valid() {
		t.Error("it has expired on its last day")
	}
	o.Wait(time.Minute + time.Second)
	if valid() {
		t.Error("it is good after its last day")
	}
	if _, err := o.Credentials.PDF(t.Context(), o.holder, locale.KO, c.Code); err != nil {
		t.Errorf("its PDF: %v", err)
	}
	for state, want := range map[string]int{credentials.Issued: 0, credentials.Expired: 1, "": 1} {
		v, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{State: state})
		if err != nil || len(v.Entries) != want {
			t.Errorf("%q: %d certificates, %v", state, len(v.Entries), err)
		}
	}
}

func TestIssue_WithinFiveSecondsOfACompletionThatComesTwice(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	a.Work(t)
	who := a.Person(t, "김하늘")
	enrolled, err := a.Learning.Enrol(t.Context(), who, "small")
	if err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Second) // the workers have come
	began := time.Now()
	completeTwice(t, a, enrolled)
	for time.Since(began) < 5*time.Second {
		if mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO); err == nil && len(mine) == 1 {
			if c, err := a.Credentials.Certificate(t.Context(), who, locale.KO, mine[0].Code); err == nil && c.Ready {
				t.Logf("issued and printed after %v", time.Since(began))
				return
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Error("it was not issued within five seconds")
}

// completeTwice completes a course and asks for its certificate twice, as two completions at once would.
func completeTwice(t *testing.T, a *apptest.Academy, e learning.EnrolResult) {
	t.Helper()
	queue, err := jobs.NewQueue()
	if err == nil {
		err = a.DB.Write(t.Context(), func(tx *models.Tx) error {
			c, err := courses.FindHead(tx, "small")
			if err == nil {
				_, err = courses.UpdateCompleted(tx, e.ID, *c.PublishedRevisionID)
			}
			return errors.Join(err, queue.Enqueue(tx, jobs.IssueCertificate{EnrolmentID: e.ID}), queue.Enqueue(tx, jobs.IssueCertificate{EnrolmentID: e.ID}))
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}
