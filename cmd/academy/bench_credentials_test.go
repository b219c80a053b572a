package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/credentials/openbadges"
	"academy/app/credentials/proof"
	"academy/app/identity"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
)

// BenchmarkCredentials prints how many credentials one core signs and verifies in a second, and what a status list of a
// million costs. Time is that of the processor, so that what else the machine does falls on no figure. None makes it fail.
func BenchmarkCredentials(b *testing.B) {
	var r report
	r.Aims = append(r.Aims, signing(b)...)
	r.Aims = append(r.Aims, listing(b)...)
	r.aims(os.Stdout)
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
}

const credentialsSigned = 400

func signing(b *testing.B) []aim {
	b.Helper()
	suite, err := proof.NewSuite()
	if err != nil {
		b.Fatal(err)
	}
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	did := proof.DIDKey(public)
	at := time.Date(2026, 11, 29, 0, 0, 0, 0, time.UTC)
	signed := make([]map[string]any, credentialsSigned)
	signs := perCore(b, func(i int) (err error) {
		signed[i], err = suite.Sign(benchAward(did, i, at).Document(), key, did+"#"+strings.TrimPrefix(did, "did:key:"), at)
		return err
	})
	verifies := perCore(b, func(i int) error {
		_, err := suite.Verify(signed[i], func(string) (ed25519.PublicKey, error) { return public, nil })
		return err
	})
	return []aim{
		{"credentials signed per second and core", signs, -200, signs >= 200}, {"credentials verified per second and core", verifies, -200, verifies >= 200},
	}
}

func benchAward(did string, i int, at time.Time) openbadges.Award {
	return openbadges.Award{
		ID: fmt.Sprintf("https://academy.example.org/certificates/%d.json", i), Issuer: openbadges.Issuer{ID: did, Name: "참여외교 아카데미", URL: "https://academy.example.org"},
		Subject: "urn:uuid:5b0e7a8e-4a46-4a30-9a7d-0f8f2a0c1c11", Holder: fmt.Sprintf("시민 %d", i), Number: fmt.Sprintf("PDA-2026-%06d", i), Hours: "1.50", HoursName: "학습 시간",
		Achievement: openbadges.Achievement{
			ID: "https://academy.example.org/courses/participatory-diplomacy", Kind: "Course", Name: "참여외교란 무엇인가", Description: "온라인 강좌", Criteria: "모든 차시를 마쳤습니다.",
			Image: "https://academy.example.org/covers/participatory-diplomacy.svg", Language: "ko",
		},
		From: at, StatusURL: "https://academy.example.org/credentials/status/1", Place: i,
	}
}

// perCore does something again and again and answers how often a second of one core is enough for.
func perCore(b *testing.B, do func(i int) error) float64 {
	b.Helper()
	before := ownTime(b)
	for i := range credentialsSigned {
		if err := do(i); err != nil {
			b.Fatal(err)
		}
	}
	return credentialsSigned / (ownTime(b) - before).Seconds()
}

// ownTime is the time of the processor this process has taken.
func ownTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// million fills the first status list with a million certificates, of which one in two thousand was revoked. What they
// belong to is left out: nothing of it is read.
const million = `alter table certificates drop constraint certificates_enrolment_id_fkey, drop constraint certificates_citizen_id_fkey, drop constraint certificates_course_id_fkey;
insert into status_lists (number, taken, created_at) values (1, 1000000, now());
insert into certificates (id, code, number, enrolment_id, citizen_id, course_id, holder_name, course_title, minutes, state, issued_at, revoked_at, revoked_code)
select gen_random_uuid(), 'code-' || n, 'number-' || n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '시민', '{}', 90, case when n % 2000 = 0 then 'revoked' else 'issued' end, now(),
	case when n % 2000 = 0 then now() end, case when n % 2000 = 0 then 'error' else '' end from generate_series(1, 1000000) n;
insert into certificate_status (certificate_id, list, place)
select id, 1, (row_number() over () * 524287) % 1048576 from certificates`

func listing(b *testing.B) []aim {
	b.Helper()
	h, err := openHouse(b.Context(), Config{Data: b.TempDir(), BaseURL: "https://academy.example.org", Log: "text", Connections: 4, PostgresBin: os.Getenv("ACADEMY_POSTGRES_BIN")}, true)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = h.Close() })
	fill := func(tx *models.Tx) error {
		for statement := range strings.SplitSeq("set local statement_timeout = 0;"+million, ";") {
			if _, err := tx.SQL().ExecContext(tx.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	}
	if err := h.db.Write(b.Context(), fill); err != nil {
		b.Fatal(err)
	}
	if err := h.app.Badges.MakeKeys(b.Context()); err != nil {
		b.Fatal(err)
	}
	if _, err := h.app.Badges.DID(b.Context()); err != nil { // the keys are in memory, as they are while anybody asks
		b.Fatal(err)
	}
	queries, began := h.db.Queries(), time.Now()
	file, _, err := h.app.Badges.StatusList(b.Context(), 1)
	if err != nil {
		b.Fatal(err)
	}
	took, asked, size := time.Since(began), float64(h.db.Queries()-queries), float64(len(file.Content))
	if !bytes.Contains(file.Content, []byte("BitstringStatusList")) {
		b.Fatalf("%.200s", file.Content)
	}
	return []aim{
		{"queries of a status list of 1,000,000", asked, 1, asked <= 1}, {"its bytes", size, 30_000, size <= 30_000},
		{"its first making, ms", float64(took.Milliseconds()), 1000, took <= time.Second},
	}
}

// certify makes somebody who has completed a course, and keeps the code of the certificate.
func (g *ground) certify(ctx context.Context, h *house) error {
	id, err := h.app.Identity.AddUser(ctx, identity.NewUser{Email: "certified@example.org", Name: "김하늘", Password: demoPassword, Locale: "ko", Roles: []access.Role{access.Citizen}, Confirmed: true})
	if err != nil {
		return err
	}
	who := access.Actor{ID: id, Roles: []access.Role{access.Citizen}, Confirmed: true}
	seat, err := h.app.Learning.Enrol(ctx, who, studied)
	if err != nil {
		return err
	}
	err = h.db.Write(ctx, func(tx *models.Tx) error {
		course, err := courses.FindHead(tx, studied)
		if err == nil {
			_, err = courses.UpdateCompleted(tx, seat.ID, *course.PublishedRevisionID)
		}
		return err
	})
	if err == nil {
		err = h.app.Credentials.Issue(ctx, jobs.IssueCertificate{EnrolmentID: seat.ID})
	}
	if err != nil {
		return err
	}
	mine, _, err := h.app.Credentials.Earned(ctx, who, locale.KO)
	if err == nil && len(mine) == 1 {
		g.certificate = mine[0].Code
	}
	return err
}
