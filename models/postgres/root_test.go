//go:build linux

package postgres

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// What only root does, root tests: CI is root, and so is a container.
func onlyRoot(t *testing.T) {
	t.Helper()
	if os.Geteuid() != 0 {
		t.Skip("needs root: only root lends PostgreSQL another account")
	}
}

func ownerOf(t *testing.T, path string) uint32 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Sys().(*syscall.Stat_t).Uid
}

func TestRoot_LendsPostgreSQLAnotherAccount(t *testing.T) {
	t.Parallel()
	onlyRoot(t)
	folder := dataFolder(t)
	s := start(t, Options{DataDir: folder})
	if uid := ownerOf(t, filepath.Join("/proc", "self")); uid != 0 {
		t.Fatalf("test runs as %d", uid)
	}
	account := ownerOf(t, filepath.Join(folder, "postgres"))
	if account == 0 {
		t.Error("the cluster belongs to root")
	}
	if s.cluster.owner.uid != account {
		t.Errorf("cluster of %d, PostgreSQL of %d", account, s.cluster.owner.uid)
	}
	if folder != s.cluster.folder {
		t.Errorf("cluster moved to %s", s.cluster.folder)
	}
}

func TestRoot_OpensTheDataFolderItselfButNotThoseAbove(t *testing.T) {
	t.Parallel()
	onlyRoot(t)
	folder := dataFolder(t)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	s := start(t, Options{DataDir: folder})
	if s.cluster.folder != folder {
		t.Errorf("cluster moved to %s", s.cluster.folder)
	}
}

func TestRoot_MovesTheClusterWhereItsAccountCanReachIt(t *testing.T) {
	t.Parallel()
	onlyRoot(t)
	locked, shelter := t.TempDir(), filepath.Join(dataFolder(t), "refuge")
	if err := os.Chmod(locked, 0o700); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(locked, "data")
	native := filepath.Join(locked, "native")
	if err := os.CopyFS(native, os.DirFS(filepath.Dir(places("")[0]))); err != nil {
		t.Fatal(err)
	}
	o := Options{DataDir: folder, BinDir: filepath.Join(native, "bin"), refuge: shelter}
	s := start(t, o)
	do(t, s.URL(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (5)")
	stop(t, s)
	if !strings.HasPrefix(s.cluster.dir, shelter) || !strings.HasPrefix(s.cluster.bin, shelter) {
		t.Errorf("cluster %s, binaries %s", s.cluster.dir, s.cluster.bin)
	}

	moved := filepath.Join(locked, "moved")
	if err := os.Rename(folder, moved); err != nil {
		t.Fatal(err)
	}
	o.DataDir = moved
	s = start(t, o)
	if got := ask[int](t, s.URL(), "SELECT n FROM kept"); got != 5 {
		t.Errorf("kept %d", got)
	}
	stop(t, s)

	if err := os.RemoveAll(s.cluster.folder); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), o)
	if err == nil || !strings.Contains(err.Error(), "is gone") {
		t.Errorf("start without its cluster: %v", err)
	}
}

func TestRoot_RefusesACopiedDataFolderWhileTheFirstRuns(t *testing.T) {
	t.Parallel()
	onlyRoot(t)
	locked, shelter := t.TempDir(), filepath.Join(dataFolder(t), "refuge")
	o := Options{DataDir: filepath.Join(locked, "data"), refuge: shelter}
	start(t, o)
	o.DataDir = filepath.Join(locked, "copy")
	if err := os.CopyFS(o.DataDir, os.DirFS(filepath.Join(locked, "data"))); err != nil {
		t.Fatal(err)
	}
	_, err := Start(context.Background(), o)
	if err == nil || !strings.Contains(err.Error(), o.DataDir) {
		t.Errorf("start on a copy: %v", err)
	}
}
