//go:build unix

package postgres

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Server is one running PostgreSQL. Its methods may be called from several goroutines.
type Server struct {
	data    string
	cluster cluster
	socket  string
	fast    bool
	journal *journal
	locks   []*os.File
	current atomic.Pointer[postmaster]
	stop    func() error
}

// Start brings the database of a data folder up and returns once it takes connections; ctx bounds the starting only.
// Whatever a killed academy left running on that folder is ended first. A PostgreSQL that ends by itself is started
// again behind the same address until Stop. When this program dies, PostgreSQL shuts down by itself (Linux).
func Start(ctx context.Context, o Options) (*Server, error) {
	s := &Server{fast: o.Fast, journal: &journal{out: o.Log}}
	if err := s.start(ctx, o); err != nil {
		return nil, errors.Join(err, s.leave())
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- s.supervise(ctx) }()
	s.stop = sync.OnceValue(func() error {
		cancel()
		return errors.Join(<-ended, s.leave())
	})
	return s, nil
}

func (s *Server) start(ctx context.Context, o Options) error {
	home, err := s.settle(o)
	if err != nil {
		return err
	}
	s.cluster = newCluster(home)
	if err := s.cluster.endOrphans(); err != nil {
		return err
	}
	if err := s.cluster.prepare(ctx, o); err != nil {
		return err
	}
	if s.socket, err = makeSocketFolder(s.cluster.owner); err != nil {
		return err
	}
	if err := noteSocket(s.locks[0], s.socket); err != nil {
		return err
	}
	if err := s.launch(); err != nil {
		return err
	}
	if err := s.await(ctx); err != nil {
		return errors.Join(err, s.current.Load().stop())
	}
	return nil
}

// settle takes the folder for this process and finds out where its cluster lives. The lock on the data folder comes
// first; a cluster that lives elsewhere has a lock of its own, because a copied data folder points to the same one.
func (s *Server) settle(o Options) (home, error) {
	data, err := filepath.Abs(o.DataDir)
	if err != nil {
		return home{}, fmt.Errorf("data folder: %w", err)
	}
	s.data = data
	if err := makeFolder(data); err != nil {
		return home{}, fmt.Errorf("data folder: %w", err)
	}
	if err := s.lock(data, data); err != nil {
		return home{}, err
	}
	h, err := findHome(data, o.refuge)
	if err != nil || h.folder == data {
		return h, err
	}
	return h, s.lock(h.folder, data)
}

func (s *Server) lock(folder, data string) error {
	f, err := lockFolder(folder, data)
	if err != nil {
		return err
	}
	s.locks = append(s.locks, f)
	return nil
}

// leave gives back what the server holds besides the processes.
func (s *Server) leave() error {
	var errs []error
	if s.socket != "" {
		errs = append(errs, os.RemoveAll(s.socket))
	}
	for _, f := range slices.Backward(s.locks) {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}

// DataDir is the data folder as an absolute path.
func (s *Server) DataDir() string { return s.data }

// URL is the address of the academy's database for pgx, as the role that owns it.
func (s *Server) URL() string { return s.address(Database, Database) }

// AdminURL is the address of any database of the cluster ("postgres" always exists) as superuser.
func (s *Server) AdminURL(database string) string { return s.address(superuser, database) }

func (s *Server) address(role, database string) string {
	where := url.Values{"host": {s.socket}, "port": {port}, "sslmode": {"disable"}}
	u := url.URL{Scheme: "postgres", User: url.User(role), Path: "/" + database, RawQuery: where.Encode()}
	return u.String()
}

// PID is the process id of the postmaster, the parent of every other process of the database. It changes when
// PostgreSQL had to be started again.
func (s *Server) PID() int { return s.current.Load().cmd.Process.Pid }

// PIDs lists the running processes of the database, the postmaster first. The processor time of those that have ended
// is counted by the kernel as the postmaster's children's.
func (s *Server) PIDs() ([]int, error) {
	pids, err := s.cluster.processes()
	if err != nil {
		return nil, err
	}
	first := s.PID()
	rest := slices.DeleteFunc(pids, func(pid int) bool { return pid == first })
	return append([]int{first}, rest...), nil
}

// Stop ends the database in order (sessions are cut, everything committed is on disk), waits for it, and gives the
// folder free. Further calls answer the same.
func (s *Server) Stop() error { return s.stop() }

// supervise keeps PostgreSQL running until ctx ends, then stops it.
func (s *Server) supervise(ctx context.Context) error {
	for failures := 0; ; {
		p := s.current.Load()
		select {
		case <-ctx.Done():
			return p.stop()
		case <-p.done:
		}
		s.journal.printf("PostgreSQL has ended (%v); starting it again", p.cmd.ProcessState)
		if err := s.restart(ctx, failures); err != nil {
			failures++
			s.journal.printf("PostgreSQL does not start: %v", err)
			continue
		}
		failures = 0
	}
}

func (s *Server) restart(ctx context.Context, failures int) error {
	pause := min(100*time.Millisecond<<min(failures, 10), 10*time.Second)
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(pause):
	}
	if err := s.cluster.endOrphans(); err != nil {
		return err
	}
	if err := s.launch(); err != nil {
		return err
	}
	return s.await(ctx)
}

func (s *Server) launch() error {
	p, err := launch(s.cluster.postmaster(s.socket, s.fast, s.journal))
	if err != nil {
		return fmt.Errorf("start PostgreSQL: %w", err)
	}
	s.current.Store(p)
	return nil
}
