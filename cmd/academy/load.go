package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"academy/app/identity/tokens"
	"academy/cmd/academy/exam"
	"academy/models"
	"academy/models/postgres"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
)

// loading is what `academy load exam` was asked for.
type loading struct {
	exam.Options
	learners, seconds int
	// ahead has the attempts prepared, as before an exam that opens at a given moment.
	ahead bool
	keep  bool
}

const aboutLoad = `Let made-up learners sit an exam of 16 questions on 8 pages, all starting at the same moment, and look afterwards
whether every answer that was acknowledged is in the database. The academy has to run on this machine, on the database
and the secret that this command is given too (or on the data folder, with the built-in database).

A learner behaves as the browser does: what was not acknowledged is sent again under the same name. Nobody signs in with a
password: sessions are written and their tokens made with the secret, so that hashing is not what is measured. Learners
have addresses in exam-under-load.invalid and are removed afterwards; what is left of an earlier run is removed first, so
that two runs at once are no good idea. The course stays, archived: what was published is never deleted.

The last line is JSON: {learners,acknowledged,lost,duplicated,errors,start_ms,save_ms,submit_ms,…}. Times are in
milliseconds from the first try to the acknowledgement. The exit code is 1 when something was lost or is there twice.`

func loadCommand() *cobra.Command {
	var l loading
	sit := &cobra.Command{
		Use: "exam", Short: "Let made-up learners sit an exam at once, and look whether an answer was lost", Long: aboutLoad, Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			l.Length, l.Progress = time.Duration(l.seconds)*time.Second, cmd.ErrOrStderr()
			return l.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	sit.Flags().IntVar(&l.learners, "learners", 300, "how many learners, up to 20000")
	sit.Flags().StringVar(&l.URL, "url", "http://localhost:8080", "address of the academy, on this machine")
	sit.Flags().Float64Var(&l.Think, "think", 0.1, "thinking time of a page, as a share of 30 to 90 s; 0 is none, 1 is a real exam of 8 minutes")
	sit.Flags().IntVar(&l.seconds, "seconds", 900, "after so many seconds everybody hands in what there is")
	sit.Flags().BoolVar(&l.ahead, "prepare", false, "let the exam open at one moment, with the attempts prepared before, as a quiz with a time to open has them")
	sit.Flags().BoolVar(&l.keep, "keep", false, "leave the learners and what they did in the database")
	c := &cobra.Command{Use: "load", Short: "Put an academy to the test"}
	c.AddCommand(sit)
	return c
}

func (l *loading) run(ctx context.Context, out io.Writer) error {
	if l.learners < 1 || l.learners > 20_000 || l.Think < 0 || l.seconds < 1 {
		return errors.New("--learners must be from 1 to 20000, --think 0 or more, --seconds 1 or more")
	}
	if err := exam.Loopback(l.URL); err != nil {
		return err
	}
	before, err := l.prepare(ctx)
	if err != nil {
		return err
	}
	if l.ahead {
		time.Sleep(opening)
	}
	sitting, failed := exam.Sit(ctx, l.Options)
	if failed != nil {
		return errors.Join(failed, l.clear(ctx))
	}
	report, err := l.check(ctx, sitting, before)
	if err = errors.Join(err, l.clear(ctx)); err != nil {
		return err
	}
	if err := report.Print(out); err != nil || report.Lost+report.Duplicated == 0 {
		return err
	}
	return exitError{1}
}

// prepare seats the learners. The house is closed again: the exam may outlive this connection to the database.
func (l *loading) prepare(ctx context.Context) (transactions int64, err error) {
	err = withRunningHouse(ctx, 0, func(h *house) error {
		key, err := h.key("access tokens")
		if err != nil {
			return err
		}
		access := tokens.NewAccess(key, time.Now)
		l.Sign = func(who exam.Learner) (string, error) { return access.Sign(who.ID, who.Session) }
		if err := l.say(ctx, h.db); err != nil {
			return err
		}
		course, quiz, err := h.examCourse(ctx)
		if err != nil {
			return err
		}
		if l.Seat, err = exam.Seat(ctx, h.db, course, quiz, l.learners); err != nil {
			return err
		}
		if err := l.open(ctx, h, quiz); err != nil {
			return err
		}
		transactions, err = exam.Transactions(ctx, h.db)
		return err
	})
	return transactions, err
}

// open lets the exam open at once, or, where it is to be prepared for, when that is done.
func (l *loading) open(ctx context.Context, h *house, quiz uuid.UUID) error {
	if !l.ahead {
		return exam.Open(ctx, h.db, quiz, 0)
	}
	if err := exam.Open(ctx, h.db, quiz, preparing); err != nil {
		return err
	}
	began, prepared := time.Now(), 0
	for {
		n, err := h.app.Assessment.PrepareAttempts(ctx)
		prepared += n
		if err != nil {
			return inWords(h.app, err)
		}
		if n == 0 {
			break
		}
	}
	fmt.Fprintf(l.Progress, "%d attempts prepared in %.1f s\n", prepared, time.Since(began).Seconds())
	return exam.Open(ctx, h.db, quiz, opening)
}

// preparing is when an exam that is being prepared for would open, and opening how long after that it does.
const (
	preparing = 20 * time.Minute
	opening   = 2 * time.Second
)

// say removes what an earlier run has left, and says what the figures are of.
func (l *loading) say(ctx context.Context, db *models.DB) error {
	n, err := exam.Clear(ctx, db)
	if err != nil {
		return err
	}
	if n > 0 {
		fmt.Fprintf(l.Progress, "removed %d learners of an earlier run\n", n)
	}
	durability, err := exam.Durability(ctx, db)
	fmt.Fprintf(l.Progress, "%d learners, %.2f of the thinking time, %s\n", l.learners, l.Think, durability)
	return err
}

// examCourse finds the course of the exam, or imports it.
func (h *house) examCourse(ctx context.Context) (course, quiz uuid.UUID, err error) {
	course, quiz, err = exam.FindCourse(ctx, h.db)
	if !errors.Is(err, models.ErrNotFound) {
		return course, quiz, err
	}
	files, err := exam.Course()
	if err != nil {
		return course, quiz, err
	}
	if _, err := h.app.Authoring.ImportCourse(ctx, operator(), files); err != nil {
		return course, quiz, inWords(h.app, err)
	}
	return exam.FindCourse(ctx, h.db)
}

// check holds the database against what was acknowledged, and says in words what there is to say.
func (l *loading) check(ctx context.Context, s *exam.Sitting, before int64) (report exam.Report, err error) {
	err = withRunningHouse(ctx, recovering, func(h *house) error {
		after, err := exam.Transactions(ctx, h.db)
		if err != nil {
			return err
		}
		found, err := s.Check(ctx, h.db, l.Seat.Quiz)
		if err != nil {
			return err
		}
		report = s.Report(found)
		s.Say(l.Progress, after-before)
		found.Say(l.Progress)
		return nil
	})
	return report, err
}

func (l *loading) clear(ctx context.Context) error {
	if l.keep {
		return nil
	}
	return withRunningHouse(context.WithoutCancel(ctx), recovering, func(h *house) error {
		n, err := exam.Clear(context.WithoutCancel(ctx), h.db)
		fmt.Fprintf(l.Progress, "removed %d learners\n", n)
		return err
	})
}

// recovering is how long a database may take to come back, as it may have to after an exam that it was restarted in.
const recovering = time.Minute

// withRunningHouse opens the house beside the academy that is serving it: with the built-in database, by the socket that
// the data folder names. Where there is none, it waits as long as it may.
func withRunningHouse(ctx context.Context, wait time.Duration, do func(h *house) error) error {
	config, err := readConfig(false)
	if err != nil {
		return err
	}
	config.Connections = 4
	for began := time.Now(); ; time.Sleep(time.Second) {
		beside := config
		if beside.DatabaseURL == "" {
			beside.DatabaseURL, err = postgres.Running(config.Data)
		}
		var h *house
		if err == nil {
			if h, err = openHouse(ctx, beside, false); err == nil {
				return errors.Join(do(h), h.Close())
			}
		}
		away := errors.Is(err, models.ErrUnavailable) || errors.Is(err, postgres.ErrNotRunning)
		if !away || time.Since(began) >= wait {
			return err
		}
	}
}
