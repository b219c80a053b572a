package credentials_test

import (
	"bytes"
	"errors"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/credentials"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/app/volunteering"
	"academy/models"

	"github.com/google/uuid"
)

// server is a volunteer with four approved hours in one shift.
type server struct {
	*apptest.Forum
	who  access.Actor
	line uuid.UUID
}

func served(t *testing.T) *server {
	t.Helper()
	s := &server{Forum: apptest.Open(t).Forum(t)}
	shift, _ := s.Shift(t, 0, "09:00", "13:00", 3)
	s.who = s.Volunteer(t, "김하늘")
	r, err := s.Volunteering.SignUp(t.Context(), s.who, shift, uuid.Nil)
	try(t, err)
	s.Wait(s.First.Add(14 * time.Hour).Sub(s.DB.Now()))
	for _, m := range []volunteering.Mark{volunteering.MarkIn, volunteering.MarkOut} {
		try(t, s.Volunteering.MarkSeat(t.Context(), s.Boss, s.ID, r.ID, m))
	}
	list, err := s.Volunteering.Hours(t.Context(), s.Boss, volunteering.HoursQuery{})
	try(t, err)
	s.line = list.Rows[0].ID
	return s
}

func try(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (s *server) approve(t *testing.T, line uuid.UUID) {
	t.Helper()
	_, err := s.Volunteering.Approve(t.Context(), s.Boss, line, uuid.Nil)
	try(t, err)
}

// certificates are all that the volunteer has, the newest first.
func (s *server) certificates(t *testing.T) []credentials.MyCertificate {
	t.Helper()
	list, _, err := s.Credentials.Earned(t.Context(), s.who, locale.EN)
	try(t, err)
	return list
}

func TestIssueService_CertifiesApprovedHoursOnceHoweverOftenTheJobRuns(t *testing.T) {
	t.Parallel()
	s := served(t)
	job := jobs.IssueService{CitizenID: s.who.ID}
	if err := s.Volunteering.AskProof(t.Context(), s.who); err == nil {
		t.Error("hours that wait were to be certified")
	}
	try(t, s.Credentials.IssueService(t.Context(), job))
	if got := s.certificates(t); len(got) != 0 {
		t.Fatalf("hours that wait were certified: %+v", got)
	}
	s.approve(t, s.line)
	try(t, s.Volunteering.AskProof(t.Context(), s.who))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if err := s.Credentials.IssueService(t.Context(), job); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	got := s.certificates(t)
	if len(got) != 1 || got[0].State != "issued" {
		t.Fatalf("got %+v", got)
	}
	shown, err := s.Credentials.Certificate(t.Context(), access.Actor{}, locale.KO, got[0].Code)
	try(t, err)
	if !shown.Service() || !shown.Valid() || shown.Minutes != 240 || shown.Course != "시민외교 포럼" || shown.CourseSlug != "" || shown.Number[:4] != "PDV-" || shown.Criteria == "" || !shown.Ready {
		t.Errorf("got %+v", shown)
	}
	for _, lang := range []locale.Lang{locale.KO, locale.EN} {
		file, err := s.Credentials.PDF(t.Context(), access.Actor{}, lang, got[0].Code)
		try(t, err)
		if !bytes.HasPrefix(file.Bytes, []byte("%PDF")) {
			t.Errorf("%s: no PDF", lang)
		}
	}
	for name, face := range map[string]func() ([]byte, error){
		"json": func() ([]byte, error) {
			f, err := s.Badges.JSON(t.Context(), locale.EN, got[0].Code)
			return f.Content, err
		},
		"jwt": func() ([]byte, error) {
			f, err := s.Badges.Token(t.Context(), locale.KO, got[0].Code)
			return f.Content, err
		},
		"png": func() ([]byte, error) {
			f, err := s.Badges.Picture(t.Context(), locale.KO, got[0].Code)
			return f.Content, err
		},
	} {
		raw, err := face()
		try(t, err)
		v, err := s.Badges.Verify(t.Context(), raw)
		if err != nil || !v.Valid() || v.Code != got[0].Code {
			t.Errorf("%s: %+v, %v", name, v, err)
		}
	}
}

func TestIssueService_PutsAnotherInThePlaceOfOneWhoseHoursWereCorrected(t *testing.T) {
	t.Parallel()
	s := served(t)
	job := jobs.IssueService{CitizenID: s.who.ID}
	s.approve(t, s.line)
	try(t, s.Credentials.IssueService(t.Context(), job))
	old := s.certificates(t)[0]
	made, err := s.Volunteering.CorrectHours(t.Context(), s.Boss, s.line, volunteering.HoursCorrection{Minutes: 120, Factor: 100, Reason: "먼저 갔습니다"})
	try(t, err)
	s.approve(t, made)
	if got := s.certificates(t); len(got) != 1 || got[0].State != "issued" {
		t.Errorf("nobody has asked for a new one: %+v", got)
	}
	try(t, s.Credentials.IssueService(t.Context(), job))
	got := s.certificates(t)
	if len(got) != 2 || got[0].State != "issued" || got[1].State != "superseded" || got[1].Successor != got[0].Code || got[1].Code != old.Code {
		t.Fatalf("got %+v", got)
	}
	shown, err := s.Credentials.Certificate(t.Context(), access.Actor{}, locale.EN, got[0].Code)
	try(t, err)
	if shown.Minutes != 120 {
		t.Errorf("got %d minutes", shown.Minutes)
	}
	if _, err := s.Naming.Naming(t.Context(), s.who, locale.KO, got[0].Code); err == nil {
		t.Error("there is nobody who would answer a wish for another name")
	}
	if _, err := s.DB.Jobs().Exec(t.Context(), "update certificates set minutes = 600 where code = $1", got[0].Code); err == nil {
		t.Error("what a certificate says was changed")
	}
}

func TestRevoke_OfServiceIsForThoseWhoLookAfterAllCertificates(t *testing.T) {
	t.Parallel()
	s := served(t)
	s.approve(t, s.line)
	try(t, s.Credentials.IssueService(t.Context(), jobs.IssueService{CitizenID: s.who.ID}))
	admin := s.Person(t, "운영자", access.Admin)
	found, err := s.Credentials.AtLarge(t.Context(), admin, s.certificates(t)[0].Code)
	try(t, err)
	id, why := found.Entries[0].ID, credentials.Revocation{Code: "error", Reason: "다른 사람이 왔습니다"}
	if _, err := s.Credentials.Filed(t.Context(), s.Boss, "", id); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a coordinator reads it: %v", err)
	}
	if err := s.Credentials.Revoke(t.Context(), s.Boss, "", id, why); !errors.Is(err, fault.ErrDenied) {
		t.Errorf("a coordinator takes it back: %v", err)
	}
	if err := s.Credentials.Revoke(t.Context(), admin, "small", id, why); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("it is taken back as one of a course: %v", err)
	}
	try(t, s.Credentials.Revoke(t.Context(), admin, "", id, why))
	if err := s.Credentials.Revoke(t.Context(), admin, "", id, why); !errors.Is(err, credentials.ErrChanged) {
		t.Errorf("twice: %v", err)
	}
	filed, err := s.Credentials.Filed(t.Context(), admin, "", id)
	try(t, err)
	if got := s.certificates(t)[0]; got.State != "revoked" || filed.PrivateReason != why.Reason || filed.MayEnd() || !filed.OfService() || filed.MayFollow() {
		t.Errorf("got %+v, %+v", got, filed)
	}
}
