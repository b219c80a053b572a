package models_test

import (
	"errors"
	"os"
	"testing"

	"academy/models"
	"academy/models/courses"
	"academy/models/modeltest"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

func TestMigrate_AgainChangesNothing(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	n, err := db.Migrate(t.Context())
	if err != nil || n != 0 {
		t.Fatalf("got %d steps and %v, want none", n, err)
	}
}

func TestWrite_RollsBackAndTellsNobody(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	stop := errors.New("stop")
	told := false
	err := db.Write(t.Context(), func(tx *models.Tx) error {
		tx.AfterCommit(func() { told = true })
		if err := courses.InsertCourse(tx, courses.Course{ID: models.NewID()}); err == nil {
			t.Error("a course without a slug was taken by the schema")
		}
		return stop
	})
	if !errors.Is(err, stop) || told {
		t.Fatalf("got %v, told %t", err, told)
	}
}

func TestSchema_KnowsHangul(t *testing.T) {
	t.Parallel()
	err := modeltest.Fresh(t).Read(t.Context(), func(tx *models.Tx) error {
		agendas, err := courses.ListAgendas(tx)
		if len(agendas) != 11 || agendas[1].Title.In("ko") != "소통하는 외교" {
			t.Errorf("got %d agendas, %v", len(agendas), agendas)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestBeside_SeesWhatTheSnapshotSeesAndNothingThatCameSince(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	count := func(tx *models.Tx) (n int) {
		agendas, err := courses.ListAgendas(tx)
		if err != nil {
			t.Error(err)
		}
		return len(agendas)
	}
	err := db.Snapshot(t.Context(), func(tx *models.Tx) error {
		before := count(tx)
		if _, err := db.Jobs().Exec(t.Context(), "delete from agendas where parent_id is not null"); err != nil {
			return err
		}
		return db.Beside(tx, func(beside *models.Tx) error {
			if seen, still := count(beside), count(tx); seen != before || still != before || !beside.Now.Equal(tx.Now) {
				t.Errorf("%d beside and %d still, want %d", seen, still, before)
			}
			return nil
		})
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestQueries_CountsStatementsAndNotTransactions(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	before := db.Queries()
	err := db.Write(t.Context(), func(tx *models.Tx) error {
		_, err := courses.ListAgendas(tx)
		return err
	})
	if n := db.Queries() - before; err != nil || n != 1 {
		t.Fatalf("got %d statements, %v", n, err)
	}
}
