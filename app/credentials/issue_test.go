package credentials_test

import (
	"bytes"
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/jobs"
	"academy/app/learning"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	records "academy/models/credentials"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// completed is an academy with a citizen whose enrolment is complete. No worker runs, so that jobs are run by hand.
func completed(t *testing.T) (*apptest.Academy, access.Actor, uuid.UUID) {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	who := a.Person(t, "김하늘 Kim")
	enrolled, err := a.Learning.Enrol(t.Context(), who, "small")
	if err != nil {
		t.Fatal(err)
	}
	complete(t, a, enrolled)
	return a, who, enrolled.ID
}

func complete(t *testing.T, a *apptest.Academy, e learning.EnrolResult) {
	t.Helper()
	err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindHead(tx, "small")
		if err != nil {
			return err
		}
		_, err = courses.UpdateCompleted(tx, e.ID, *c.PublishedRevisionID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestIssue_PrintsGrantsAndIsIdempotent(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	var runs sync.WaitGroup
	for range 4 {
		runs.Go(func() {
			if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
				t.Error(err)
			}
		})
	}
	runs.Wait()
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil || len(mine) != 1 {
		t.Fatalf("got %d certificates, %v", len(mine), err)
	}
	typed := strings.ToLower(strings.ReplaceAll(mine[0].Code, "-", " "))
	c, err := a.Credentials.Certificate(t.Context(), who, locale.KO, typed)
	if err != nil || c.Holder != "김하늘 Kim" || !c.Ready || c.Gain != "행사 안내" || !strings.HasSuffix(c.Number, "-000001") {
		t.Fatalf("got %+v, %v", c, err)
	}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		file, err := a.Credentials.PDF(t.Context(), access.Actor{}, lang, c.Code)
		if err != nil || !bytes.HasPrefix(file.Bytes, []byte("%PDF-")) {
			t.Errorf("%s: got %d bytes, %v", lang, len(file.Bytes), err)
		}
	}
	_, grants, err := a.Credentials.Earned(t.Context(), who, locale.EN)
	if err != nil || len(grants) != 1 || grants[0].Duty != "Event guide" || grants[0].Course != "A small course of diplomacy" {
		t.Fatalf("got %+v, %v", grants, err)
	}
}

func TestIssue_RefusesAnEnrolmentThatIsNotComplete(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Import(t)
	e, err := a.Learning.Enrol(t.Context(), a.Person(t, "박서연"), "small")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: e.ID}); err == nil {
		t.Fatal("a certificate came before completion")
	}
}

func TestCertificate_SaysRevokedAndWithholdsTheFile(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.Credentials.RevokeByCommand(t.Context(), mine[0].Code, credentials.Revocation{Code: "error", Reason: "a private reason"}); err != nil {
			t.Fatal(err)
		}
	}
	c, err := a.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, mine[0].Code)
	if err != nil || c.State != "revoked" || c.RevokedAt == nil {
		t.Fatalf("got %+v, %v", c, err)
	}
	if _, err := a.Credentials.PDF(t.Context(), who, locale.KO, c.Code); !errors.Is(err, credentials.ErrWithheld) {
		t.Fatalf("got %v", err)
	}
}

func TestRevoke_TakesBackWhatTheCourseHasQualifiedFor(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	mine, grants, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil || len(grants) != 1 {
		t.Fatalf("got %+v, %v", grants, err)
	}
	if err := a.Credentials.RevokeByCommand(t.Context(), mine[0].Code, credentials.Revocation{Code: "error", Reason: "issued by mistake"}); err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil { // jobs run at least once
		t.Fatal(err)
	}
	if _, grants, err = a.Credentials.Earned(t.Context(), who, locale.KO); err != nil || len(grants) != 0 {
		t.Errorf("still qualified: %+v, %v", grants, err)
	}
	c, err := a.Credentials.Certificate(t.Context(), who, locale.KO, mine[0].Code)
	if err != nil || c.Gain == "" || c.GainLostAt == nil {
		t.Errorf("the certificate says %q, lost at %v, %v", c.Gain, c.GainLostAt, err)
	}
}

func TestCertificate_TellsAMistypedCodeFromAnUnknownOne(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	if _, err := a.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, "not a code"); !errors.Is(err, credentials.ErrMistyped) {
		t.Errorf("got %v", err)
	}
	code, err := credentials.NewCode(strings.NewReader("0123456789"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := a.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, code); !errors.Is(err, credentials.ErrUnknown) {
		t.Errorf("got %v", err)
	}
}

func TestIssue_TellsTheCitizen(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	a.Work(t)
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	for range 100 {
		if n, err := a.Notify.Unread(t.Context(), who); err == nil && n == 1 {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal("no notice came")
}

func TestIssue_KeepsWhatWasAskedInBothLanguagesAsTheCoursePageSaysIt(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	var kept records.Certificate
	if err := a.DB.Read(t.Context(), func(tx *models.Tx) (err error) {
		kept, err = records.FindByCode(tx, mine[0].Code)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		page, err := a.Learning.Course(t.Context(), who, lang, "small")
		if err != nil {
			t.Fatal(err)
		}
		lines := page.Rule.Lines(a.Messages.Printer(lang, ""))
		if len(lines) != 3 || kept.Criteria.In(string(lang)) != strings.Join(lines, "\n") {
			t.Errorf("%s: kept %q, the course page says %q", lang, kept.Criteria.In(string(lang)), lines)
		}
	}
}

func TestSchema_ACertificateNeverChangesWhatItSaysAndNeverComesBack(t *testing.T) {
	t.Parallel()
	a, who, enrolment := completed(t)
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolment}); err != nil {
		t.Fatal(err)
	}
	refused := func(change string) {
		t.Helper()
		if _, err := a.DB.Jobs().Exec(t.Context(), "update certificates set "+change); err == nil {
			t.Errorf("%s: taken", change)
		}
	}
	for _, change := range []string{
		"holder_name = '다른 사람'", "number = 'PDA-2026-000009'", "issued_at = now()", "minutes = 900", "course_title = '{}'",
		"state = 'superseded'", "state = 'revoked'", "state = 'revoked', revoked_at = now()", "superseded_by = id, superseded_at = now(), state = 'superseded'",
		"expires_at = issued_at", "enrolment_id = null",
	} {
		refused(change)
	}
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.RevokeByCommand(t.Context(), mine[0].Code, credentials.Revocation{Code: "error", Reason: "까닭"}); err != nil {
		t.Fatal(err)
	}
	refused("state = 'issued', revoked_at = null, revoked_code = ''")
}
