package jobs_test

import (
	"context"
	"os"
	"testing"
	"time"

	"academy/app/jobs"
	"academy/models"
	"academy/models/courses"
	"academy/models/modeltest"
)

func TestMain(m *testing.M) { os.Exit(modeltest.Main(m)) }

func TestRun_StatementsOfJobsAreNotCountedAmongThoseOfReaders(t *testing.T) {
	t.Parallel()
	db := modeltest.Fresh(t)
	before, done := db.Queries(), make(chan error, 1)
	takers := jobs.NewTakers()
	jobs.Take(takers, func(ctx context.Context, _ jobs.SubmitOverdue) error {
		err := db.Read(ctx, func(tx *models.Tx) error {
			_, err := courses.ListAgendas(tx)
			return err
		})
		done <- err
		return err
	})
	jobs.Every(takers, time.Hour, jobs.SubmitOverdue{})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- takers.Run(ctx, db) }()
	err := <-done
	stop()
	if end := <-ended; err != nil || end != nil {
		t.Fatal(err, end)
	}
	if n := db.Queries() - before; n != 0 {
		t.Errorf("readers are said to have sent %d statements", n)
	}
}
