package record_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/credentials/record"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

// graduate is somebody who has completed the small course and has its certificate.
func graduate(t *testing.T, a *apptest.Academy, name string) access.Actor {
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
	return who
}

func academy(t *testing.T) *apptest.Academy {
	t.Helper()
	a := apptest.Open(t)
	a.Import(t)
	return a
}

// everything is a choice of all that somebody may choose.
func everything(t *testing.T, a *apptest.Academy, who access.Actor) record.Choice {
	t.Helper()
	mine, err := a.Record.Mine(t.Context(), who, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	var c record.Choice
	for _, section := range mine.Sections {
		for _, line := range section.Lines {
			c.Lines = append(c.Lines, line.Ref)
		}
	}
	return c
}

func share(t *testing.T, a *apptest.Academy, who access.Actor, c record.Choice) record.Shared {
	t.Helper()
	made, err := a.Record.Share(t.Context(), who, locale.KO, record.Terms{Choice: c, Days: 7})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func parts(r []record.Section) string {
	var list []string
	for _, section := range r {
		list = append(list, fmt.Sprintf("%s %d", section.Part, len(section.Lines)))
	}
	return strings.Join(list, ", ")
}

func TestRecord_ShowsWhatWasTickedAndNothingElse(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	all := everything(t, a, who)
	if len(all.Lines) != 3 {
		t.Fatalf("got %d lines, want a course, a certificate and a grant", len(all.Lines))
	}
	made := share(t, a, who, record.Choice{Lines: all.Lines[:1], HideName: true})
	r, err := a.Record.Open(t.Context(), access.Actor{}, locale.EN, strings.ToLower(made.Code))
	if err != nil || parts(r.Sections) != "completed 1" || r.Holder != "김○○" || r.Courses != 1 || r.Sections[0].Lines[0].Result != nil {
		t.Fatalf("got %+v, %v", r, err)
	}
	if r.URL != apptest.BaseURL+"/en/records/"+made.Code || r.QR.Side == 0 || r.EndsAt == nil {
		t.Errorf("the page is at %s until %v", r.URL, r.EndsAt)
	}
	mine, err := a.Record.Mine(t.Context(), who, locale.KO)
	if err != nil || mine.Share == nil || mine.Share.Opened != 1 || mine.Share.OpenedAt == nil || mine.Share.Lines != 1 {
		t.Fatalf("got %+v, %v", mine.Share, err)
	}
	if _, err := a.Record.Open(t.Context(), who, locale.KO, made.Code); err != nil {
		t.Fatal(err)
	}
	if mine, err = a.Record.Mine(t.Context(), who, locale.KO); err != nil || mine.Share.Opened != 1 {
		t.Errorf("the holder's own visit was counted: %+v, %v", mine.Share, err)
	}
}

func TestRecord_LinesOfSomebodyElseCannotBeChosenByTheirIDs(t *testing.T) {
	t.Parallel()
	a := academy(t)
	theirs := everything(t, a, graduate(t, a, "이가을"))
	who := graduate(t, a, "김하늘")
	mine := everything(t, a, who)
	for _, ref := range append(theirs.Lines, record.Ref{Kind: "course", ID: uuid.New()}, record.Ref{Kind: "secret", ID: mine.Lines[0].ID}) {
		c := record.Choice{Lines: append([]record.Ref{ref}, mine.Lines...)}
		if _, err := a.Record.Share(t.Context(), who, locale.KO, record.Terms{Choice: c, Days: 7}); err == nil {
			t.Errorf("%s %s was shared", ref.Kind, ref.ID)
		}
		if _, err := a.Record.Preview(t.Context(), who, locale.KO, c); err == nil {
			t.Errorf("%s %s was previewed", ref.Kind, ref.ID)
		}
	}
	if _, err := a.Record.Share(t.Context(), who, locale.KO, record.Terms{Choice: mine, Days: 365}); err == nil {
		t.Error("a year was taken")
	}
	if _, err := a.Record.Share(t.Context(), who, locale.KO, record.Terms{Days: 7}); err == nil {
		t.Error("nothing was shared")
	}
}

func TestRecord_ACodeIsVoidAfterItsEndAndWhenAnotherIsMade(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	all := everything(t, a, who)
	first := share(t, a, who, all)
	second, err := a.Record.Share(t.Context(), who, locale.KO, record.Terms{Choice: all, Days: 30, Replaces: first.ID})
	if err != nil || !second.Replaced {
		t.Fatalf("got %+v, %v", second, err)
	}
	open := func(code string) error {
		_, err := a.Record.Open(t.Context(), access.Actor{}, locale.KO, code)
		return err
	}
	if err := open(first.Code); !errors.Is(err, record.ErrOver) {
		t.Errorf("the replaced code: %v", err)
	}
	a.Wait(30*24*time.Hour - time.Minute)
	if err := open(second.Code); err != nil {
		t.Errorf("a minute before its end: %v", err)
	}
	a.Wait(time.Minute)
	if err := open(second.Code); !errors.Is(err, record.ErrOver) {
		t.Errorf("after its end: %v", err)
	}
	third := share(t, a, who, all)
	if err := a.Record.End(t.Context(), who); err != nil {
		t.Fatal(err)
	}
	if err := open(third.Code); !errors.Is(err, record.ErrOver) {
		t.Errorf("ended by its holder: %v", err)
	}
	if err := a.Record.End(t.Context(), who); err != nil {
		t.Errorf("ended twice: %v", err)
	}
	for _, wrong := range []string{"", "x", "AAAA-AAAA-AAAA-AAAAA", strings.Repeat("A", 5000)} {
		if err := open(wrong); !errors.Is(err, record.ErrUnknown) {
			t.Errorf("%.20q: %v", wrong, err)
		}
	}
	a.Wait(91 * 24 * time.Hour)
	if err := a.Record.Sweep(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := open(third.Code); !errors.Is(err, record.ErrUnknown) {
		t.Errorf("a year later it is still remembered: %v", err)
	}
}

func TestRecord_OfTwoWindowsThatShareAtOnceOneCodeHoldsAndBothAreTold(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	all := everything(t, a, who)
	var made [4]record.Shared
	var refused [4]error
	var windows sync.WaitGroup
	for i := range made {
		windows.Go(func() {
			made[i], refused[i] = a.Record.Share(t.Context(), who, locale.KO, record.Terms{Choice: all, Days: 7})
		})
	}
	windows.Wait()
	held := 0
	for i, err := range refused {
		switch {
		case err == nil:
			held++
			if _, err := a.Record.Open(t.Context(), access.Actor{}, locale.KO, made[i].Code); err != nil {
				t.Errorf("the code that was told does not hold: %v", err)
			}
		case !errors.Is(err, record.ErrMeanwhile):
			t.Errorf("got %v", err)
		}
	}
	if held != 1 {
		t.Errorf("%d codes were made", held)
	}
}

func TestRecord_WhatIsRevokedMeanwhileSaysSoAndWhatIsGoneVanishes(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	made := share(t, a, who, everything(t, a, who))
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.RevokeByCommand(t.Context(), mine[0].Code, credentials.Revocation{Code: "error", Reason: "by mistake"}); err != nil {
		t.Fatal(err)
	}
	r, err := a.Record.Open(t.Context(), access.Actor{}, locale.KO, made.Code)
	if err != nil || parts(r.Sections) != "completed 1, certificates 1" {
		t.Fatalf("got %s, %v", parts(r.Sections), err)
	}
	if line := r.Sections[1].Lines[0]; line.State != "revoked" || line.Until == nil {
		t.Errorf("the certificate is %s", line.State)
	}
	exec(t, a, "update enrolments set state = 'withdrawn', completed_at = null where citizen_id = $1", who.ID)
	if r, err = a.Record.Open(t.Context(), access.Actor{}, locale.KO, made.Code); err != nil || parts(r.Sections) != "certificates 1" {
		t.Errorf("got %s, %v", parts(r.Sections), err)
	}
}

func TestRecord_OfALockedOrDeletedAccountDoesNotOpen(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := a.Person(t, "김하늘")
	if _, err := a.Learning.Enrol(t.Context(), who, "small"); err != nil {
		t.Fatal(err)
	}
	made := share(t, a, who, everything(t, a, who))
	open := func() error {
		_, err := a.Record.Open(t.Context(), access.Actor{}, locale.KO, made.Code)
		return err
	}
	exec(t, a, "update users set locked_at = now() where id = $1", who.ID)
	if err := open(); !errors.Is(err, record.ErrOver) {
		t.Errorf("locked: %v", err)
	}
	exec(t, a, "update users set locked_at = null where id = $1", who.ID)
	if err := open(); err != nil {
		t.Errorf("unlocked again: %v", err)
	}
	exec(t, a, "delete from enrolments where citizen_id = $1", who.ID)
	exec(t, a, "delete from users where id = $1", who.ID)
	if err := open(); !errors.Is(err, record.ErrUnknown) {
		t.Errorf("deleted: %v", err)
	}
}

func TestRecord_AHiddenNameIsNotToldByALinkToTheCertificate(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	c := everything(t, a, who)
	codes := func(hide bool) (n int) {
		c.HideName = hide
		r, err := a.Record.Preview(t.Context(), who, locale.KO, c)
		if err != nil {
			t.Fatal(err)
		}
		for _, section := range r.Sections {
			for _, line := range section.Lines {
				if line.Code != "" {
					n++
				}
			}
		}
		return n
	}
	if codes(false) != 1 || codes(true) != 0 {
		t.Errorf("%d links with the name shown, %d with it hidden", codes(false), codes(true))
	}
	exec(t, a, "update certificates set hide_name = true where citizen_id = $1", who.ID)
	if codes(true) != 1 {
		t.Error("a certificate that hides the name may be linked to")
	}
}

func TestRecord_ShowsTheResultOnlyWhereItsHolderTicksIt(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	exec(t, a, `insert into quiz_grades (enrolment_id, quiz_id, lesson_id, percent, passed, graded_at)
		select e.id, rl.quiz_id, rl.lesson_id, 87.5, true, now() from enrolments e join revision_lessons rl on rl.revision_id = e.completed_revision_id and rl.quiz_id is not null
		where e.citizen_id = $1`, who.ID)
	c := everything(t, a, who)
	c.Results = true
	r, err := a.Record.Preview(t.Context(), who, locale.KO, c)
	if err != nil || r.Sections[0].Lines[0].Result == nil || *r.Sections[0].Lines[0].Result != 87.5 {
		t.Fatalf("got %+v, %v", r.Sections, err)
	}
	c.Results = false
	if r, err = a.Record.Preview(t.Context(), who, locale.KO, c); err != nil || r.Sections[0].Lines[0].Result != nil {
		t.Errorf("got %+v, %v", r.Sections, err)
	}
}

func TestRecord_CodesStandNowhereInTheDatabase(t *testing.T) {
	t.Parallel()
	a := academy(t)
	who := graduate(t, a, "김하늘")
	made := share(t, a, who, everything(t, a, who))
	var rows string
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		return tx.SQL().QueryRowContext(tx.Context(), "select string_agg(row_to_json(s)::text, '') || (select string_agg(row_to_json(e)::text, '') from audit_entries e) from record_shares s").Scan(&rows)
	}); err != nil {
		t.Fatal(err)
	}
	if _, err := credentials.ParseCode(made.Code); err != nil || strings.Contains(rows, made.Code) || !strings.Contains(rows, "record.shared") {
		t.Errorf("%v: %s", err, rows)
	}
}

func exec(t *testing.T, a *apptest.Academy, sql string, args ...any) {
	t.Helper()
	if err := a.DB.Write(t.Context(), func(tx *models.Tx) error {
		_, err := tx.SQL().ExecContext(tx.Context(), sql, args...)
		return err
	}); err != nil {
		t.Fatal(err)
	}
}
