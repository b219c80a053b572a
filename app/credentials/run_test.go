package credentials_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/media"

	"github.com/google/uuid"
)

// openCrowd is an academy in which many have completed a course without being issued a certificate.
func openCrowd(t *testing.T, people int) office {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	a.Enrol(t, "small", apptest.Crowd{People: people, Opened: 3, To: 60, Done: true})
	o := office{Academy: a, owner: a.Person(t, "책임자", access.Instructor)}
	o.staff(t, o.owner, authoring.Owner)
	return o
}

func (o office) issueAll(t *testing.T) uuid.UUID {
	t.Helper()
	id, err := o.Credentials.IssueAll(t.Context(), o.owner, "small")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (o office) run(t *testing.T, id uuid.UUID) credentials.ShownRun {
	t.Helper()
	if err := o.Credentials.Run(t.Context(), jobs.CertificateRun{ID: id}); err != nil {
		t.Fatal(err)
	}
	v, err := o.Credentials.ShownRun(t.Context(), o.owner, "small", id)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// count asks the database for a number.
func (o office) count(t *testing.T, query string, args ...any) (n int) {
	t.Helper()
	if err := o.DB.Jobs().QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestIssueAll_ByTwoWorkersAtOnceEachExactlyOnceWithoutGaps(t *testing.T) {
	t.Parallel()
	const people = 24
	o := openCrowd(t, people)
	id := o.issueAll(t)
	if _, err := o.Credentials.IssueAll(t.Context(), o.owner, "small"); !errors.Is(err, credentials.ErrRunning) {
		t.Errorf("a second one: %v", err)
	}
	var workers sync.WaitGroup
	for range 2 {
		workers.Go(func() {
			if err := o.Credentials.Run(t.Context(), jobs.CertificateRun{ID: id}); err != nil {
				t.Error(err)
			}
		})
	}
	workers.Wait()
	v := o.run(t, id)
	if v.FinishedAt == nil || v.Total != people || v.Done != people || v.Failed != 0 {
		t.Errorf("the run says %+v", v.Run)
	}
	if n := o.count(t, "select count(*) from certificates where state = 'issued' and pdf_ko_key <> '' and pdf_en_key = ''"); n != people {
		t.Errorf("%d certificates in one language", n)
	}
	if n := o.count(t, "select count(distinct enrolment_id) from certificates"); n != people {
		t.Errorf("to %d people", n)
	}
	if n := o.count(t, "select max(right(number, 6)::integer) from certificates"); n != people {
		t.Errorf("the last number is %d", n)
	}
	if n := o.count(t, "select count(*) from role_grants"); n != people {
		t.Errorf("%d duties", n)
	}
	if _, err := o.Credentials.IssueAll(t.Context(), o.owner, "small"); !errors.Is(err, credentials.ErrNobody) {
		t.Errorf("when all have one: %v", err)
	}
}

func TestIssueAll_SaysInWordsWhomItHasFailedForAndLeavesThemToTheNext(t *testing.T) {
	t.Parallel()
	o := openCrowd(t, 5)
	id := o.issueAll(t)
	if _, err := o.DB.Jobs().Exec(t.Context(), "update enrolments set state = 'active', completed_at = null, completed_revision_id = null where id = (select min(id::text)::uuid from enrolments)"); err != nil {
		t.Fatal(err)
	}
	v := o.run(t, id)
	if v.Done != 4 || v.Failed != 1 || len(v.Failures) != 1 || v.Failures[0].Problem != "credentials.not_completed" || v.Failures[0].Name == "" {
		t.Errorf("the run says %+v, %+v", v.Run, v.Failures)
	}
	if !o.Messages.Has(v.Failures[0].Problem) {
		t.Error("why is not said in words")
	}
}

func TestIssueAll_WhileTheStoreIsAwayNobodyIsCountedAndTheJobComesBack(t *testing.T) {
	t.Parallel()
	o, store := completedOnWeak(t)
	o.owner = o.Person(t, "책임자", access.Instructor)
	o.staff(t, o.owner, authoring.Owner)
	id := o.issueAll(t)
	store.away.Store(true)
	if err := o.Credentials.Run(t.Context(), jobs.CertificateRun{ID: id}); !errors.Is(err, media.ErrUnavailable) {
		t.Errorf("the job ends with %v", err)
	}
	v, err := o.Credentials.ShownRun(t.Context(), o.owner, "small", id)
	if err != nil || v.Done+v.Failed != 0 || v.FinishedAt != nil {
		t.Errorf("meanwhile %+v, %v", v.Run, err)
	}
	store.away.Store(false)
	if v := o.run(t, id); v.Done != 1 || v.FinishedAt == nil {
		t.Errorf("afterwards %+v", v.Run)
	}
}

func TestResume_HandsOnARunThatNobodyHasBeenAtForAWhile(t *testing.T) {
	t.Parallel()
	o := openCrowd(t, 2)
	id := o.issueAll(t)
	waiting := func() int {
		t.Helper()
		if err := o.Credentials.Resume(t.Context()); err != nil {
			t.Fatal(err)
		}
		return o.count(t, "select count(*) from river_job where kind = 'certificate_run'")
	}
	if n := waiting(); n != 1 {
		t.Errorf("%d jobs at once", n)
	}
	o.Wait(time.Minute)
	if n := waiting(); n != 2 {
		t.Errorf("%d jobs after a minute of silence", n)
	}
	o.run(t, id)
	o.Wait(time.Minute)
	if n := waiting(); n != 2 {
		t.Errorf("%d jobs after its end", n)
	}
}

func TestTakeAll_IsOneFileOfAllThatCountForSevenDaysAndEachDownloadIsNoted(t *testing.T) {
	t.Parallel()
	o := openCrowd(t, 4)
	if _, err := o.Credentials.TakeAll(t.Context(), o.owner, "small", "연말 보고"); !errors.Is(err, credentials.ErrNobody) {
		t.Errorf("of none: %v", err)
	}
	o.run(t, o.issueAll(t))
	revoked := o.newest(t)
	if err := o.Credentials.Revoke(t.Context(), o.owner, "small", revoked.ID, revocation()); err != nil {
		t.Fatal(err)
	}
	if _, err := o.Credentials.TakeAll(t.Context(), o.owner, "small", " "); err == nil {
		t.Error("without a reason")
	}
	id, err := o.Credentials.TakeAll(t.Context(), o.owner, "small", "연말 보고")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(o.Scratch); err != nil { // as where nothing was ever made
		t.Fatal(err)
	}
	if _, err := o.Credentials.BundleAddress(t.Context(), o.owner, "small", id); !errors.Is(err, credentials.ErrGone) {
		t.Errorf("before it is made: %v", err)
	}
	v := o.run(t, id)
	if !v.Ready || v.Done != 3 || v.Bytes == 0 {
		t.Errorf("the run says %+v", v.Run)
	}
	names := o.bundled(t, media.BundleKey(id))
	if len(names) != 3 || names[revoked.Number+".pdf"] {
		t.Errorf("in the file: %v", names)
	}
	if _, err := o.Credentials.BundleAddress(t.Context(), o.owner, "small", id); err != nil {
		t.Error(err)
	}
	if n := o.count(t, "select count(*) from audit_entries where action = 'certificates.taken' and actor_id = $1 and reason = '연말 보고'", o.owner.ID); n != 1 {
		t.Errorf("%d entries of the download", n)
	}
	if n := o.count(t, "select count(*) from audit_entries where action = 'certificates.bundled' and actor_id = $1 and array_length(string_to_array(details ->> 'citizens', ' '), 1) = 3", o.owner.ID); n != 1 {
		t.Errorf("%d entries that say whose", n)
	}
	o.Wait(7*24*time.Hour + time.Second)
	if _, err := o.Credentials.BundleAddress(t.Context(), o.owner, "small", id); !errors.Is(err, credentials.ErrGone) {
		t.Errorf("after seven days: %v", err)
	}
	for range 2 {
		if err := o.Credentials.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Files.Stat(t.Context(), media.BundleKey(id)); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("the file: %v", err)
	}
}

// bundled reads the names of the PDFs in a bundle.
func (o office) bundled(t *testing.T, key string) map[string]bool {
	t.Helper()
	object, err := o.Files.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = object.Close() }()
	raw, err := io.ReadAll(object)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, f := range archive.File {
		content, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		head := make([]byte, 5)
		if _, err := io.ReadFull(content, head); err != nil || string(head) != "%PDF-" {
			t.Errorf("%s begins with %q, %v", f.Name, head, err)
		}
		names[f.Name] = true
	}
	return names
}

func TestRegister_IsReadInPagesAndFoundByWhatStandsOnACertificate(t *testing.T) {
	t.Parallel()
	o := openCrowd(t, 53)
	o.run(t, o.issueAll(t))
	first, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{})
	if err != nil || len(first.Entries) != 50 || first.Next == "" || first.Lacking != 0 || len(first.Runs) != 1 {
		t.Fatalf("%d on the first page, %v", len(first.Entries), err)
	}
	second, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{After: first.Next})
	if err != nil || len(second.Entries) != 3 || second.Next != "" {
		t.Errorf("%d on the second page, %v", len(second.Entries), err)
	}
	whole, err := o.Credentials.WholeRegister(t.Context(), o.owner, "small")
	if err != nil || len(whole.Entries) != 53 {
		t.Errorf("%d in all, %v", len(whole.Entries), err)
	}
	c := second.Entries[0]
	for _, search := range []string{c.Number, " " + c.Code, c.Holder, "시민"} {
		v, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{Search: search})
		if err != nil || len(v.Entries) == 0 || search != "시민" && v.Entries[len(v.Entries)-1].Number != c.Number && len(v.Entries) < 10 {
			t.Errorf("%q: %d found, %v", search, len(v.Entries), err)
		}
	}
	if v, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{Search: "%"}); err != nil || len(v.Entries) != 0 {
		t.Errorf("%d have a per cent sign, %v", len(v.Entries), err)
	}
	if n := o.count(t, "select count(*) from audit_entries where action = 'course.certificates_listed' and actor_id = $1 and details ->> 'citizens' <> ''", o.owner.ID); n < 3 {
		t.Errorf("%d entries say whose were seen", n)
	}
	if _, _, err := o.Credentials.Earned(t.Context(), o.owner, locale.KO); err != nil {
		t.Error(err)
	}
}
