package naming_test

import (
	"errors"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/credentials/naming"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	records "academy/models/credentials"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

func academy(t *testing.T) *apptest.Academy {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	return a
}

// graduate is somebody who has completed the small course, with the code of the certificate.
func graduate(t *testing.T, a *apptest.Academy, name string) (access.Actor, string) {
	t.Helper()
	who := a.Person(t, name)
	enrolled, err := a.Learning.Enrol(t.Context(), who, "small")
	if err != nil {
		t.Fatal(err)
	}
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		c, err := courses.FindHead(tx, "small")
		if err != nil {
			return err
		}
		_, err = courses.UpdateCompleted(tx, enrolled.ID, *c.PublishedRevisionID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolled.ID}); err != nil {
		t.Fatal(err)
	}
	mine, err := a.Naming.Certificates(t.Context(), who, locale.KO, "")
	if err != nil || len(mine.List) != 1 || !mine.List[0].Printed {
		t.Fatalf("got %+v, %v", mine, err)
	}
	return who, mine.List[0].Code
}

func TestHideName_IsTheHoldersChoiceAloneAndNoted(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who, code := graduate(t, a, "김하늘")
	other, _ := graduate(t, a, "이가을")
	if err := a.Naming.HideName(t.Context(), other, code, true); !errors.Is(err, credentials.ErrUnknown) {
		t.Errorf("somebody else: %v", err)
	}
	for range 2 {
		if err := a.Naming.HideName(t.Context(), who, strings.ToLower(code), true); err != nil {
			t.Fatal(err)
		}
	}
	seen, err := a.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, code)
	if err != nil || seen.Holder != "김○○" {
		t.Errorf("others see %q, %v", seen.Holder, err)
	}
	if own, err := a.Credentials.Certificate(t.Context(), who, locale.KO, code); err != nil || own.Holder != "김하늘" {
		t.Errorf("the holder sees %q, %v", own.Holder, err)
	}
	if err := a.Naming.HideName(t.Context(), who, code, false); err != nil {
		t.Fatal(err)
	}
	if got := audited(t, a, who.ID, "certificate.name_%"); got != 2 {
		t.Errorf("%d entries of hiding and showing again", got)
	}
}

func TestAsk_TakesNamesOfEightyCharactersInAnyScriptAndNoOthers(t *testing.T) {
	t.Parallel()
	a := academy(t)
	for name, want := range map[string]string{
		strings.Repeat("가", 80): "",
		"محمد بن سلمان 🦋":       "",
		"Zoë  O’Neill":          "",
		strings.Repeat("가", 81): "naming.name_wrong",
		"  ":                    "naming.name_wrong",
		"🦋":                     "naming.name_wrong",
		"김하늘\u202e":             "naming.name_wrong",
		"김하늘":                   "naming.name_same",
		"\u1100\u1175\u11b7\u1112\u1161\u1102\u1173\u11af": "naming.name_same", // the same, as jamo
	} {
		who, code := graduate(t, a, "김하늘")
		err := a.Naming.Ask(t.Context(), who, code, name, "글자가 틀렸습니다.")
		var f *fault.Error
		if errors.As(err, &f); (want == "" && err != nil) || (want != "" && (f == nil || f.Fields["name"] != want)) {
			t.Errorf("%q: %v", name, err)
		}
	}
	who, code := graduate(t, a, "김하늘")
	for _, reason := range []string{"", " \n", strings.Repeat("가", 501)} {
		if err := a.Naming.Ask(t.Context(), who, code, "김하나", reason); err == nil {
			t.Errorf("the reason %.10q was taken", reason)
		}
	}
}

func TestAsk_IsOneWishAtATimeOfTheHolderAlone(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who, code := graduate(t, a, "김하늘")
	other, _ := graduate(t, a, "이가을")
	if err := a.Naming.Ask(t.Context(), other, code, "김하나", "내 이름"); !errors.Is(err, credentials.ErrUnknown) {
		t.Errorf("somebody else: %v", err)
	}
	var asked sync.WaitGroup
	var told [4]error
	for i := range told {
		asked.Go(func() { told[i] = a.Naming.Ask(t.Context(), who, code, "김하나", "개명했습니다.") })
	}
	asked.Wait()
	taken := 0
	for _, err := range told {
		if err == nil {
			taken++
		} else if !errors.Is(err, naming.ErrAsked) {
			t.Error(err)
		}
	}
	if n, err := a.Naming.Naming(t.Context(), who, locale.KO, code); taken != 1 || err != nil || !n.Open() || len(n.Corrections) != 1 {
		t.Errorf("%d taken: %+v, %v", taken, n, err)
	}
	if _, err := a.Naming.Naming(t.Context(), other, locale.KO, code); !errors.Is(err, credentials.ErrUnknown) {
		t.Errorf("somebody else sees it: %v", err)
	}
}

func TestWishes_AreSeenAndRefusedByThoseWhoLookAfterTheCourseAlone(t *testing.T) {
	t.Parallel()
	a := academy(t)
	a.Work(t)
	who, code := graduate(t, a, "김하늘")
	if err := a.Naming.Ask(t.Context(), who, code, "김하나", "개명했습니다."); err != nil {
		t.Fatal(err)
	}
	officer, stranger := a.Person(t, "관리자", access.Admin), a.Person(t, "강사", access.Instructor)
	for _, outsider := range []access.Actor{stranger, who, {}} {
		if v, err := a.Naming.Wishes(t.Context(), outsider, "small"); err == nil || len(v.List) > 0 {
			t.Errorf("an outsider sees %+v", v)
		}
	}
	v, err := a.Naming.Wishes(t.Context(), officer, "small")
	if err != nil || len(v.List) != 1 || v.List[0].Holder != "김하늘" || v.List[0].Name != "김하나" {
		t.Fatalf("got %+v, %v", v, err)
	}
	if err := a.Naming.Refuse(t.Context(), officer, "small", v.List[0].ID, " "); err == nil {
		t.Error("refused without a word")
	}
	if err := a.Naming.Refuse(t.Context(), stranger, "small", v.List[0].ID, "아니요"); err == nil {
		t.Error("refused by a stranger")
	}
	if err := a.Naming.Refuse(t.Context(), officer, "small", v.List[0].ID, "증빙을 보내 주세요."); err != nil {
		t.Fatal(err)
	}
	if err := a.Naming.Refuse(t.Context(), officer, "small", v.List[0].ID, "다시"); !errors.Is(err, naming.ErrGone) {
		t.Errorf("refused twice: %v", err)
	}
	n, err := a.Naming.Naming(t.Context(), who, locale.KO, code)
	if err != nil || n.Open() || n.Corrections[0].State != "refused" || n.Corrections[0].Answer != "증빙을 보내 주세요." {
		t.Errorf("got %+v, %v", n, err)
	}
	if mail := a.Mails.Await(t, who.Email); mail.Subject == "" {
		t.Error("the holder is not told")
	}
	if err := a.Naming.Ask(t.Context(), who, code, "김하나", "증빙을 보냈습니다."); err != nil {
		t.Errorf("asked again: %v", err)
	}
}

func TestWishes_AreDoneOnceAnotherCertificateStandsInPlace(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who, code := graduate(t, a, "김하늘")
	if err := a.Naming.Ask(t.Context(), who, code, "김하나", "개명했습니다."); err != nil {
		t.Fatal(err)
	}
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		c, err := records.FindByCode(tx, code)
		if err != nil {
			return err
		}
		return records.UpdateCorrectionsDone(tx, c.ID, nil)
	}); err != nil {
		t.Fatal(err)
	}
	mine, err := a.Naming.Certificates(t.Context(), who, locale.KO, "")
	if err != nil || mine.List[0].Correction != "done" {
		t.Errorf("got %+v, %v", mine, err)
	}
}

func TestWishes_AreAnsweredByARevocationAndNoneIsOpenAfterIt(t *testing.T) {
	t.Parallel()
	a := academy(t)
	a.Work(t)
	who, code := graduate(t, a, "김하늘")
	if err := a.Naming.Ask(t.Context(), who, code, "김하나", "개명했습니다."); err != nil {
		t.Fatal(err)
	}
	officer := a.Person(t, "관리자", access.Admin)
	v, err := a.Naming.Wishes(t.Context(), officer, "small")
	if err != nil || len(v.List) != 1 {
		t.Fatalf("got %+v, %v", v, err)
	}
	filed, err := a.Credentials.Filed(t.Context(), officer, "small", v.List[0].Certificate)
	if err != nil || filed.Wish == nil || filed.Wish.Name != "김하나" || filed.Wish.Reason != "개명했습니다." {
		t.Errorf("the certificate shows %+v, %v", filed.Wish, err)
	}
	if err := a.Credentials.Revoke(t.Context(), officer, "small", filed.ID, credentials.Revocation{Code: "error", Reason: "잘못 발급"}); err != nil {
		t.Fatal(err)
	}
	n, err := a.Naming.Naming(t.Context(), who, locale.KO, code)
	if err != nil || n.Open() || n.Corrections[0].State != "refused" || n.Corrections[0].Answer == "" {
		t.Errorf("got %+v, %v", n, err)
	}
	if after, err := a.Naming.Wishes(t.Context(), officer, "small"); err != nil || len(after.List) != 0 {
		t.Errorf("got %+v, %v", after, err)
	}
	if filed, err = a.Credentials.Filed(t.Context(), officer, "small", filed.ID); err != nil || filed.Wish != nil {
		t.Errorf("the certificate shows %+v, %v", filed.Wish, err)
	}
	for range 100 {
		if told(t, a, who.ID, "name_refused") == 1 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	if got := told(t, a, who.ID, "name_refused"); got != 1 {
		t.Errorf("the holder is told %d times", got)
	}
	if err := a.Naming.Ask(t.Context(), who, code, "김하나", "다시"); !errors.Is(err, naming.ErrSettled) {
		t.Errorf("asked of a revoked one: %v", err)
	}
}

func TestWishes_OfTwoAtOnceARevocationLeavesNoneOpen(t *testing.T) {
	t.Parallel()
	a := academy(t)
	officer := a.Person(t, "관리자", access.Admin)
	for range 5 {
		who, code := graduate(t, a, "김하늘")
		var both sync.WaitGroup
		both.Go(func() { _ = a.Naming.Ask(t.Context(), who, code, "김하나", "개명했습니다.") })
		both.Go(func() {
			if err := a.Credentials.RevokeByCommand(t.Context(), code, credentials.Revocation{Code: "error", Reason: "잘못 발급"}); err != nil {
				t.Error(err)
			}
		})
		both.Wait()
	}
	if v, err := a.Naming.Wishes(t.Context(), officer, "small"); err != nil || len(v.List) != 0 {
		t.Errorf("got %+v, %v", v, err)
	}
}

func TestCertificates_SayUntilWhenTheyAreGoodAndWhenThatIsOver(t *testing.T) {
	t.Parallel()
	a := academy(t)
	officer := a.Person(t, "관리자", access.Admin)
	v, err := a.Credentials.Template(t.Context(), officer, locale.KO, "small", nil)
	if err != nil {
		t.Fatal(err)
	}
	v.Months = 1
	if err := a.Credentials.SaveTemplate(t.Context(), officer, "small", v.TemplateChange); err != nil {
		t.Fatal(err)
	}
	who, _ := graduate(t, a, "김하늘")
	for _, over := range []bool{false, true} {
		mine, err := a.Naming.Certificates(t.Context(), who, locale.KO, "")
		if err != nil || mine.List[0].ExpiresAt == nil || mine.List[0].Expired != over || mine.List[0].State != "issued" {
			t.Errorf("got %+v, %v", mine, err)
		}
		a.Wait(32 * 24 * time.Hour)
	}
}

func told(t *testing.T, a *apptest.Academy, who uuid.UUID, kind string) (n int) {
	t.Helper()
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from notices where user_id = $1 and kind = $2", who, kind).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}

func audited(t *testing.T, a *apptest.Academy, subject uuid.UUID, action string) (n int) {
	t.Helper()
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select count(*) from audit_entries where subject_id = $1 and action like $2", subject, action).Scan(&n)
	}); err != nil {
		t.Fatal(err)
	}
	return n
}
