package credentials_test

import (
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/operations"

	"github.com/google/uuid"
)

// office is an academy with a certificate that was issued, its holder, and the owner of its course.
type office struct {
	*apptest.Academy
	holder, owner access.Actor
	enrolment     uuid.UUID
}

func openOffice(t *testing.T) office {
	t.Helper()
	a, who, enrolment := completed(t)
	return issuedIn(t, office{a, who, access.Actor{}, enrolment})
}

func issuedIn(t *testing.T, o office) office {
	t.Helper()
	o.owner = o.Person(t, "책임자", access.Instructor)
	o.staff(t, o.owner, authoring.Owner)
	if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
		t.Fatal(err)
	}
	return o
}

// staff gives somebody a part in the small course.
func (o office) staff(t *testing.T, who access.Actor, part authoring.Part) {
	t.Helper()
	admin := o.Person(t, "관리자", access.Admin)
	if err := o.Authoring.SetStaff(t.Context(), admin, "small", who.Email, part); err != nil {
		t.Fatal(err)
	}
}

// newest is the newest certificate of the course.
func (o office) newest(t *testing.T) credentials.Entry {
	t.Helper()
	v, err := o.Credentials.Register(t.Context(), o.owner, "small", credentials.RegisterQuery{})
	if err != nil || len(v.Entries) == 0 {
		t.Fatalf("%d certificates, %v", len(v.Entries), err)
	}
	return v.Entries[0]
}

func (o office) duties(t *testing.T) int {
	t.Helper()
	_, grants, err := o.Credentials.Earned(t.Context(), o.holder, locale.KO)
	if err != nil {
		t.Fatal(err)
	}
	return len(grants)
}

// audited counts what the audit says was done to the holder's certificates.
func (o office) audited(t *testing.T, action string, by uuid.UUID) (n int) {
	t.Helper()
	err := o.DB.Read(t.Context(), func(tx *models.Tx) error {
		rows, err := operations.ListAudit(tx, o.holder.ID, 100)
		for _, r := range rows {
			if r.Action == action && r.ActorID != nil && *r.ActorID == by {
				n++
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func revocation() credentials.Revocation {
	return credentials.Revocation{Code: "misconduct", Reason: "다른 사람이 대신 응시함"}
}

func TestRevoke_SaysWhyToEverybodyAndMoreToTheRecordOnly(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	if err := o.Credentials.Revoke(t.Context(), o.owner, "small", c.ID, revocation()); err != nil {
		t.Fatal(err)
	}
	seen, err := o.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, c.Code)
	if err != nil || seen.State != credentials.Revoked || seen.RevokedCode != "misconduct" || seen.Valid() || seen.Gain != "" {
		t.Errorf("everybody sees %+v, %v", seen, err)
	}
	own, err := o.Credentials.Certificate(t.Context(), o.holder, locale.KO, c.Code)
	if err != nil || own.Gain != "행사 안내" || own.GainLostAt == nil || o.duties(t) != 0 {
		t.Errorf("the holder sees %+v, %v", own, err)
	}
	filed, err := o.Credentials.Filed(t.Context(), o.owner, "small", c.ID)
	if err != nil || filed.PrivateReason != revocation().Reason || len(filed.History) != 2 || filed.History[1].By != "책임자" || filed.Duties[0].RevokedAt == nil {
		t.Errorf("the owner sees %+v, %v", filed, err)
	}
	for _, late := range []func() error{
		func() error { return o.Credentials.Revoke(t.Context(), o.owner, "small", c.ID, revocation()) },
		func() error {
			_, err := o.Credentials.Reissue(t.Context(), o.owner, "small", c.ID, credentials.Correction{Name: "김하늘", Reason: "오타"})
			return err
		},
	} {
		if err := late(); !errors.Is(err, credentials.ErrChanged) {
			t.Errorf("a late click: %v", err)
		}
	}
	if n := o.audited(t, "certificate.revoked", o.owner.ID); n != 1 {
		t.Errorf("%d entries in the audit", n)
	}
}

func TestRevoke_AsksForAReasonOfTheListAndOneInWords(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	for _, r := range []credentials.Revocation{{}, {Code: "whim", Reason: "까닭"}, {Code: "error", Reason: " \n"}, {Code: "error", Reason: strings.Repeat("가", 501)}} {
		err := o.Credentials.Revoke(t.Context(), o.owner, "small", c.ID, r)
		if fault.Of(err).Kind != fault.Invalid {
			t.Errorf("%.20v: %v", r, err)
		}
	}
	if o.newest(t).State != credentials.Issued {
		t.Error("it was revoked")
	}
}

func TestReissue_PutsACorrectedNameInItsPlaceAndKeepsTheDuty(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	old := o.newest(t)
	made, err := o.Credentials.Reissue(t.Context(), o.owner, "small", old.ID, credentials.Correction{Name: " 김 하늘\u1102\u1161 ", Reason: "띄어쓰기"})
	if err != nil {
		t.Fatal(err)
	}
	c := o.newest(t)
	if c.ID != made.ID || c.Holder != "김 하늘나" || c.Number == old.Number || !c.IssuedAt.Equal(old.IssuedAt) || c.Minutes != old.Minutes || o.duties(t) != 1 {
		t.Errorf("the new one is %+v", c)
	}
	seen, err := o.Credentials.Certificate(t.Context(), access.Actor{}, locale.EN, old.Code)
	if err != nil || seen.State != credentials.Superseded || seen.Successor != c.Code || seen.Valid() {
		t.Errorf("the old one says %+v, %v", seen, err)
	}
	if _, err := o.Credentials.PDF(t.Context(), o.holder, locale.KO, old.Code); !errors.Is(err, credentials.ErrWithheld) {
		t.Errorf("the old PDF: %v", err)
	}
	for range 2 { // jobs run at least once
		if err := o.Credentials.Print(t.Context(), jobs.PrintCertificate{ID: c.ID}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := o.Credentials.PDF(t.Context(), o.holder, locale.KO, c.Code); err != nil {
		t.Errorf("the new PDF: %v", err)
	}
	filed, err := o.Credentials.Filed(t.Context(), o.owner, "small", c.ID)
	if err != nil || filed.Predecessor == nil || filed.Predecessor.Code != old.Code || filed.Successor != nil {
		t.Errorf("filed as %+v, %v", filed, err)
	}
	if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil || o.newest(t).ID != c.ID {
		t.Errorf("the job that came late has issued another one, %v", err)
	}
}

func TestReissue_RefusesNamesThatAreNoneAndTheOneThatStandsThere(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	for _, name := range []string{"", " ", "123", "가\u202e나", strings.Repeat("가", 81), c.Holder, "a\nb\u0000"} {
		_, err := o.Credentials.Reissue(t.Context(), o.owner, "small", c.ID, credentials.Correction{Name: name, Reason: "오타"})
		if f := fault.Of(err); f.Fields["name"] == "" {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestRevokeAndReissue_AtOnceOneOfThemIsDone(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	var done, late atomic.Int32
	var clicks sync.WaitGroup
	for i := range 6 {
		clicks.Go(func() {
			var err error
			if i%2 == 0 {
				_, err = o.Credentials.Reissue(t.Context(), o.owner, "small", c.ID, credentials.Correction{Name: "김하늘", Reason: "오타"})
			} else {
				err = o.Credentials.Revoke(t.Context(), o.owner, "small", c.ID, revocation())
			}
			switch {
			case err == nil:
				done.Add(1)
			case errors.Is(err, credentials.ErrChanged):
				late.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	if done.Load() != 1 || late.Load() != 5 {
		t.Errorf("%d were done, %d came late", done.Load(), late.Load())
	}
}

func TestIssueAnew_FollowsARevocationOnPurposeOnceAndGivesTheDutyBack(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	old := o.newest(t)
	if _, err := o.Credentials.IssueAnew(t.Context(), o.owner, "small", old.ID, "아직 유효함"); !errors.Is(err, credentials.ErrChanged) {
		t.Errorf("after one that counts: %v", err)
	}
	if err := o.Credentials.Revoke(t.Context(), o.owner, "small", old.ID, revocation()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := o.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: o.enrolment}); err != nil {
			t.Fatal(err)
		}
	}
	if c := o.newest(t); c.ID != old.ID {
		t.Fatalf("the job has issued %s after a revocation", c.Number)
	}
	if _, err := o.Credentials.IssueAnew(t.Context(), o.owner, "small", old.ID, "잘못 취소함"); err != nil {
		t.Fatal(err)
	}
	c := o.newest(t)
	if c.ID == old.ID || c.State != credentials.Issued || o.duties(t) != 1 {
		t.Errorf("the new one is %+v", c)
	}
	if _, err := o.Credentials.IssueAnew(t.Context(), o.owner, "small", old.ID, "또"); !errors.Is(err, credentials.ErrChanged) {
		t.Errorf("again: %v", err)
	}
	if seen, err := o.Credentials.Certificate(t.Context(), o.holder, locale.KO, old.Code); err != nil || seen.State != credentials.Revoked {
		t.Errorf("the old one is %+v, %v", seen, err)
	}
}

func TestCertificate_WhoLooksWhileItIsRevokedSeesItWholeBeforeOrWholeAfter(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	var lookers sync.WaitGroup
	stop := make(chan struct{})
	for range 3 {
		lookers.Go(func() {
			for last := ""; ; {
				seen, err := o.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, c.Code)
				revoked := seen.State == credentials.Revoked
				if err != nil || revoked != (seen.RevokedAt != nil) || revoked != (seen.RevokedCode != "") || last == credentials.Revoked && !revoked {
					t.Errorf("seen %+v, %v", seen, err)
					return
				}
				last = seen.State
				select {
				case <-stop:
					return
				default:
				}
			}
		})
	}
	if err := o.Credentials.Revoke(t.Context(), o.owner, "small", c.ID, revocation()); err != nil {
		t.Error(err)
	}
	close(stop)
	lookers.Wait()
	if seen, err := o.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, c.Code); err != nil || seen.Valid() {
		t.Errorf("afterwards it is %+v, %v", seen, err)
	}
}

func TestRegister_IsForThoseWhoMakeTheCourseAndItsDeedsForItsOwners(t *testing.T) {
	t.Parallel()
	o := openOffice(t)
	c := o.newest(t)
	editor, assistant, thief := o.Person(t, "편집자", access.Instructor), o.Person(t, "조교", access.Instructor), o.Person(t, "남", access.Instructor)
	o.staff(t, editor, authoring.Editor)
	o.staff(t, assistant, authoring.Assistant)
	for name, it := range map[string]struct {
		who       access.Actor
		look, act error
	}{
		"an editor":     {editor, nil, credentials.ErrNotOwner},
		"an assistant":  {assistant, credentials.ErrNoNames, credentials.ErrNoNames},
		"a stranger":    {thief, models.ErrNotFound, models.ErrNotFound},
		"the holder":    {o.holder, fault.ErrDenied, fault.ErrDenied},
		"nobody at all": {access.Actor{}, fault.ErrAnonymous, fault.ErrAnonymous},
	} {
		look := func(err error) {
			t.Helper()
			if !errors.Is(err, it.look) {
				t.Errorf("%s looks: %v", name, err)
			}
		}
		act := func(err error) {
			t.Helper()
			if !errors.Is(err, it.act) {
				t.Errorf("%s acts: %v", name, err)
			}
		}
		_, err := o.Credentials.Register(t.Context(), it.who, "small", credentials.RegisterQuery{})
		look(err)
		_, err = o.Credentials.Filed(t.Context(), it.who, "small", c.ID)
		look(err)
		act(o.Credentials.Revoke(t.Context(), it.who, "small", c.ID, revocation()))
		_, err = o.Credentials.Reissue(t.Context(), it.who, "small", c.ID, credentials.Correction{Name: "김하늘", Reason: "오타"})
		act(err)
		_, err = o.Credentials.IssueAnew(t.Context(), it.who, "small", c.ID, "까닭")
		act(err)
		_, err = o.Credentials.IssueAll(t.Context(), it.who, "small")
		act(err)
		_, err = o.Credentials.TakeAll(t.Context(), it.who, "small", "까닭")
		act(err)
		_, err = o.Credentials.WholeRegister(t.Context(), it.who, "small")
		act(err)
	}
	if o.newest(t).State != credentials.Issued {
		t.Error("somebody has revoked it")
	}
}
