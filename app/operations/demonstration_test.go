package operations_test

import (
	"errors"
	"os"
	"testing"

	"academy/app/apptest"
	"academy/app/operations"
	"academy/models/modeltest"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

func TestBeginDemonstration_MarksAnEmptyDatabaseForGood(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	if err := a.Operations.InEarnest(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := a.Operations.BeginDemonstration(t.Context()); err != nil {
			t.Fatal(err)
		}
		a.Person(t, "김하늘")
		if err := a.Operations.InEarnest(t.Context()); !errors.Is(err, operations.ErrDemonstration) {
			t.Errorf("got %v", err)
		}
	}
}

func TestBeginDemonstration_LeavesAnAcademyThatHasPeopleAlone(t *testing.T) {
	t.Parallel()
	a := apptest.Open(t)
	a.Person(t, "김하늘")
	if err := a.Operations.BeginDemonstration(t.Context()); !errors.Is(err, operations.ErrInUse) {
		t.Errorf("got %v", err)
	}
	if err := a.Operations.InEarnest(t.Context()); err != nil {
		t.Error(err)
	}
}
