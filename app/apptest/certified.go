package apptest

import (
	"testing"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/locale"
	"academy/models"
	"academy/models/courses"
)

// Certified is a citizen who has completed the small course, which must be there, and the code of the certificate.
func (a *Academy) Certified(t testing.TB, name string) (who access.Actor, code string) {
	t.Helper()
	who = a.Person(t, name)
	enrolled, err := a.Learning.Enrol(t.Context(), who, "small")
	if err != nil {
		t.Fatal(err)
	}
	err = a.DB.Write(t.Context(), func(tx *models.Tx) error {
		course, err := courses.FindHead(tx, "small")
		if err != nil {
			return err
		}
		_, err = courses.UpdateCompleted(tx, enrolled.ID, *course.PublishedRevisionID)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Credentials.Issue(t.Context(), jobs.IssueCertificate{EnrolmentID: enrolled.ID}); err != nil {
		t.Fatal(err)
	}
	mine, _, err := a.Credentials.Earned(t.Context(), who, locale.KO)
	if err != nil || len(mine) != 1 {
		t.Fatalf("got %d certificates, %v", len(mine), err)
	}
	return who, mine[0].Code
}
