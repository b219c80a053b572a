//go:build linux

package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/jackc/pgx/v5"
)

const childFolder = "ACADEMY_TEST_POSTGRES_FOLDER"

// TestMain is, in a child process, an academy that starts its database and waits to be killed.
func TestMain(m *testing.M) {
	folder := os.Getenv(childFolder)
	if folder == "" {
		code := m.Run()
		_ = os.RemoveAll(filepath.Dir(seed()))
		os.Exit(code)
	}
	if _, err := Start(context.Background(), Options{DataDir: folder, Fast: true}); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}

// dataFolder is one that an unprivileged account can reach, as t.TempDir is not.
func dataFolder(t testing.TB) string {
	t.Helper()
	folder, err := os.MkdirTemp("", "academy-postgres-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(folder); err != nil {
			t.Error(err)
		}
	})
	if err := os.Chmod(folder, 0o711); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, "data")
}

// seed is a data folder with a database, made once: initdb takes two seconds and most tests are not about it.
var seed = sync.OnceValue(func() string {
	parent, err := os.MkdirTemp("", "academy-postgres-seed-")
	if err != nil {
		panic(err)
	}
	if err := os.Chmod(parent, 0o711); err != nil {
		panic(err)
	}
	folder := filepath.Join(parent, "data")
	s, err := Start(context.Background(), Options{DataDir: folder, Fast: true})
	if err != nil {
		panic(err)
	}
	if err := s.Stop(); err != nil {
		panic(err)
	}
	return folder
})

// settledFolder is one with a database in it.
func settledFolder(t testing.TB) string {
	t.Helper()
	folder := dataFolder(t)
	if out, err := exec.Command("cp", "-a", seed(), folder).CombinedOutput(); err != nil {
		t.Fatalf("copy: %v: %s", err, out)
	}
	return folder
}

func start(t testing.TB, o Options) *Server {
	t.Helper()
	o.Fast = true
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	s, err := Start(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Stop(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func stop(t testing.TB, s *Server) {
	t.Helper()
	if err := s.Stop(); err != nil {
		t.Fatal(err)
	}
}

func connect(t testing.TB, url string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close(context.Background()) })
	return conn
}

func ask[T any](t testing.TB, url, query string) T {
	t.Helper()
	var answer T
	if err := connect(t, url).QueryRow(context.Background(), query).Scan(&answer); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return answer
}

func do(t testing.TB, url, statement string) {
	t.Helper()
	if _, err := connect(t, url).Exec(context.Background(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for range 1500 {
		if holds() {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("never: %s", what)
}

func TestStart_KeepsDataAcrossRestarts(t *testing.T) {
	t.Parallel()
	folder := dataFolder(t)
	s := start(t, Options{DataDir: folder})
	do(t, s.URL(), "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('참여외교')")
	stop(t, s)
	if _, err := os.Stat(s.socket); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket folder %s is still there: %v", s.socket, err)
	}

	s = start(t, Options{DataDir: folder})
	if word := ask[string](t, s.URL(), "SELECT word FROM kept"); word != "참여외교" {
		t.Errorf("kept %q", word)
	}
	if made, _ := filepath.Glob(filepath.Join(folder, "*making*")); made != nil {
		t.Errorf("left over: %v", made)
	}
}

func TestStart_GivesTheAcademyARoleWithoutSpecialRights(t *testing.T) {
	t.Parallel()
	s := start(t, Options{DataDir: settledFolder(t)})
	const query = "SELECT rolname || ' ' || rolsuper || ' ' || rolcreatedb || ' ' || rolcreaterole FROM pg_roles WHERE rolname = current_user"
	if got := ask[string](t, s.URL(), query); got != "academy false false false" {
		t.Errorf("role: %s", got)
	}
	do(t, s.URL(), "CREATE EXTENSION pg_trgm; CREATE TABLE own (id int)")
	if got := ask[bool](t, s.AdminURL("academy"), "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"); !got {
		t.Error("the administrator's address is no superuser's")
	}
}

func TestStart_ListensOnAPrivateSocketOnly(t *testing.T) {
	t.Parallel()
	s := start(t, Options{DataDir: settledFolder(t)})
	if got := ask[string](t, s.URL(), "SHOW listen_addresses"); got != "" {
		t.Errorf("listens on %q", got)
	}
	info, err := os.Stat(s.socket)
	if err != nil {
		t.Fatal(err)
	}
	if info.Mode().Perm() != 0o700 {
		t.Errorf("socket folder has mode %v", info.Mode())
	}
}

// Each installation on this machine, so that the npm package and the system's PostgreSQL are both known to serve.
func TestStart_ReadsHangulWithEveryInstallation(t *testing.T) {
	t.Parallel()
	for _, dir := range slices.Compact(places("")) {
		t.Run(dir, func(t *testing.T) {
			t.Parallel()
			s := start(t, Options{DataDir: dataFolder(t), BinDir: dir})
			t.Log(ask[string](t, s.URL(), "SELECT version()"))
			do(t, s.URL(), "CREATE EXTENSION pg_trgm")
			got := ask[[]string](t, s.URL(), "SELECT show_trgm('외교 abc')")
			if len(got) != 7 {
				t.Errorf("trigrams of 외교 abc: %v", got)
			}
			if got := ask[string](t, s.URL(), "SELECT datctype FROM pg_database WHERE datname = 'academy'"); got != "C.UTF-8" {
				t.Errorf("character type %q", got)
			}
			if got := ask[string](t, s.URL(), "SELECT upper('été')||' '||length('참여외교')"); got != "ÉTÉ 4" {
				t.Errorf("letters: %s", got)
			}
		})
	}
}

func TestStart_RefusesASecondAcademyOnTheSameFolder(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	s := start(t, Options{DataDir: folder})
	_, err := Start(context.Background(), Options{DataDir: folder, Fast: true})
	if !errors.Is(err, ErrInUse) || !strings.Contains(err.Error(), folder) {
		t.Errorf("second start: %v", err)
	}
	if got := ask[int](t, s.URL(), "SELECT 1"); got != 1 {
		t.Error("the first academy was disturbed")
	}
	stop(t, s)
	start(t, Options{DataDir: folder})
}

func TestRunning_FindsTheDatabaseOfAnotherAcademyAsLongAsItRuns(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	if _, err := Running(folder); !errors.Is(err, ErrNotRunning) {
		t.Errorf("before: %v", err)
	}
	s := start(t, Options{DataDir: folder})
	if found, err := Running(folder); err != nil || found != s.URL() {
		t.Errorf("got %s, %v; want %s", found, err, s.URL())
	}
	stop(t, s)
	if _, err := Running(folder); !errors.Is(err, ErrNotRunning) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestStart_RefusesADatabaseOfAnotherVersion(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	if err := os.WriteFile(filepath.Join(folder, "postgres", "PG_VERSION"), []byte("14\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Options{DataDir: folder})
	if err == nil || !strings.Contains(err.Error(), "the database was made by 14") {
		t.Errorf("start: %v", err)
	}
}

func TestStart_RefusesAFolderWithoutPostgreSQL(t *testing.T) {
	t.Parallel()
	_, err := Start(context.Background(), Options{DataDir: dataFolder(t), BinDir: t.TempDir()})
	if err == nil || !strings.Contains(err.Error(), "ACADEMY_POSTGRES_BIN") {
		t.Errorf("start: %v", err)
	}
}

func TestStart_SaysWhyPostgreSQLDoesNotStart(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	conf := filepath.Join(folder, "postgres", "postgresql.conf")
	if err := os.WriteFile(conf, []byte("no_such_setting = 1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), Options{DataDir: folder})
	if err == nil || !strings.Contains(err.Error(), "FATAL") {
		t.Errorf("start: %v", err)
	}
}

func TestStart_BeginsAgainAfterAHalfMadeDatabase(t *testing.T) {
	t.Parallel()
	folder := dataFolder(t)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		defer cancel()
		eventually(t, "initdb at work", func() bool {
			made, _ := filepath.Glob(filepath.Join(folder, "postgres.making-*", "base"))
			return made != nil
		})
	}()
	if s, err := Start(ctx, Options{DataDir: folder, Fast: true}); err == nil {
		stop(t, s)
		t.Fatal("started although cancelled")
	}
	if err := os.MkdirAll(filepath.Join(folder, "postgres.making-1", "base"), 0o700); err != nil {
		t.Fatal(err)
	}
	start(t, Options{DataDir: folder})
	if made, _ := filepath.Glob(filepath.Join(folder, "*making*")); made != nil {
		t.Errorf("left over: %v", made)
	}
}

func TestServer_ComesBackWhenPostgreSQLIsKilled(t *testing.T) {
	t.Parallel()
	s := start(t, Options{DataDir: settledFolder(t)})
	do(t, s.URL(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (42)")
	// A query that never looks up, so that its process outlives the one that is killed.
	busy := connect(t, s.URL())
	go func() {
		_, _ = busy.Exec(context.Background(), "DO $$ BEGIN LOOP END LOOP; END $$")
	}()
	eventually(t, "the query runs", func() bool {
		return ask[int](t, s.URL(), "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND state = 'active' AND pid <> pg_backend_pid()") == 1
	})

	before := s.PID()
	if err := syscall.Kill(before, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	eventually(t, "another postmaster answers", func() bool {
		conn, err := pgx.Connect(context.Background(), s.URL())
		if err != nil {
			return false
		}
		return conn.Close(context.Background()) == nil && s.PID() != before
	})
	if got := ask[int](t, s.URL(), "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'DO %' AND pid <> pg_backend_pid()"); got != 0 {
		t.Error("a process of the killed one still works on the data")
	}
	if got := ask[int](t, s.URL(), "SELECT n FROM kept"); got != 42 {
		t.Errorf("kept %d", got)
	}
}

func TestServer_StopEndsEveryProcess(t *testing.T) {
	t.Parallel()
	s := start(t, Options{DataDir: settledFolder(t)})
	connect(t, s.URL())
	pids, err := s.PIDs()
	if err != nil {
		t.Fatal(err)
	}
	if len(pids) < 4 || pids[0] != s.PID() {
		t.Errorf("processes %v, postmaster %d", pids, s.PID())
	}
	stop(t, s)
	left, err := s.cluster.processes()
	if err != nil || len(left) > 0 {
		t.Errorf("left running: %v %v", left, err)
	}
	if err := s.Stop(); err != nil {
		t.Errorf("second stop: %v", err)
	}
}

func TestStart_EndsAnOrphanFirst(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	s := start(t, Options{DataDir: folder})
	do(t, s.URL(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
	stop(t, s)

	socket, err := makeSocketFolder(s.cluster.owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(socket) })
	orphan := s.cluster.postmaster(socket, true, io.Discard)
	orphan.SysProcAttr.Pdeathsig = 0
	p, err := launch(orphan)
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "the orphan listens", func() bool {
		_, err := os.Stat(filepath.Join(socket, ".s.PGSQL."+port))
		return err == nil
	})

	again := start(t, Options{DataDir: folder})
	select {
	case <-p.done:
	default:
		t.Error("the orphan still runs")
	}
	if got := ask[int](t, again.URL(), "SELECT n FROM kept"); got != 7 {
		t.Errorf("kept %d", got)
	}
}

func TestStart_IgnoresAStaleProcessNumberOfSomeoneElse(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	other := exec.Command("sleep", "60")
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = other.Process.Kill(), other.Wait() })
	stale := fmt.Sprintf("%d\n%s/postgres\n1\n5432\n/tmp/gone\n\n       1         1\nready\n", other.Process.Pid, folder)
	if err := os.WriteFile(filepath.Join(folder, "postgres", "postmaster.pid"), []byte(stale), 0o600); err != nil {
		t.Fatal(err)
	}
	start(t, Options{DataDir: folder})
	if err := other.Process.Signal(syscall.Signal(0)); err != nil {
		t.Errorf("the other process was ended: %v", err)
	}
}

func TestKilledAcademy_LeavesADatabaseThatStartsAgain(t *testing.T) {
	t.Parallel()
	folder := settledFolder(t)
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childFolder+"="+folder)
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	line := make([]byte, 64)
	n, _ := out.Read(line)
	if got := string(line[:n]); got != "ready\n" {
		t.Fatalf("child: %s", got)
	}
	lock, err := os.ReadFile(filepath.Join(folder, "academy.lock"))
	if err != nil {
		t.Fatal(err)
	}
	written := strings.Split(string(lock), "\n")
	if diff := cmp.Diff(fmt.Sprint(child.Process.Pid), written[0]); diff != "" {
		t.Errorf("process in the lock file (-want +got):\n%s", diff)
	}
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = child.Wait()

	start(t, Options{DataDir: folder})
	if _, err := os.Stat(written[1]); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("socket folder %s of the killed academy is still there: %v", written[1], err)
	}
}
