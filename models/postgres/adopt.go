//go:build unix

package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// adopt makes an installation usable for the owner and asks its version. One that the owner cannot reach, or whose
// libraries cannot be linked where they lie, is copied beside the cluster.
func (h home) adopt(ctx context.Context, dir string) (binaries, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return binaries{}, fmt.Errorf("PostgreSQL binaries: %w", err)
	}
	if !h.owner.reaches(dir) || linkLibraries(filepath.Dir(dir)) != nil {
		if dir, err = h.copyBinaries(dir); err != nil {
			return binaries{}, err
		}
	}
	b := binaries{bin: dir}
	said, err := h.run(ctx, b.command("postgres", "--version"))
	if err != nil {
		return binaries{}, err
	}
	number := regexp.MustCompile(`\d+`).FindString(said)
	if b.major, err = strconv.Atoi(number); err != nil {
		return binaries{}, fmt.Errorf("%s does not tell its version: %q", dir, said)
	}
	return b, nil
}

// linkLibraries makes the links between library names that an npm archive cannot carry; the package's own script for
// it is not run by npm any more unless allowed. Installations without a list of links need none.
func linkLibraries(native string) error {
	list, err := os.ReadFile(filepath.Join(native, "pg-symlinks.json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("library links: %w", err)
	}
	var links []struct{ Source, Target string }
	if err := json.Unmarshal(list, &links); err != nil {
		return fmt.Errorf("library links: %w", err)
	}
	for _, l := range links {
		source, target := strings.TrimPrefix(l.Source, "native/"), strings.TrimPrefix(l.Target, "native/")
		if !filepath.IsLocal(target) || filepath.Dir(source) != filepath.Dir(target) {
			return fmt.Errorf("library links: %q does not stay in its folder", l.Target)
		}
		err := os.Symlink(filepath.Base(source), filepath.Join(native, target))
		if err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("library links: %w", err)
		}
	}
	return nil
}

// copyBinaries keeps a copy of an installation beside the cluster and answers its bin folder. The copy is made anew
// when the original has changed; the note of its origin comes last, so half a copy is never taken for one.
func (h home) copyBinaries(dir string) (string, error) {
	info, err := os.Stat(filepath.Join(dir, "postgres"))
	if err != nil {
		return "", fmt.Errorf("PostgreSQL binaries: %w", err)
	}
	origin := fmt.Sprintf("%s %d %d\n", dir, info.Size(), info.ModTime().UnixNano())
	copied := filepath.Join(h.folder, "postgres-binaries")
	note := filepath.Join(copied, "origin")
	bin := filepath.Join(copied, "bin")
	if was, err := os.ReadFile(note); err == nil && string(was) == origin {
		return bin, nil
	}
	if err := h.copyInstallation(filepath.Dir(dir), copied); err != nil {
		return "", fmt.Errorf("copy PostgreSQL from %s: %w", dir, err)
	}
	return bin, os.WriteFile(note, []byte(origin), 0o600)
}

func (h home) copyInstallation(from, to string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	for _, part := range []string{"bin", "lib", "share"} {
		if err := os.CopyFS(filepath.Join(to, part), os.DirFS(filepath.Join(from, part))); err != nil {
			return err
		}
	}
	list, err := os.ReadFile(filepath.Join(from, "pg-symlinks.json"))
	if err == nil {
		err = os.WriteFile(filepath.Join(to, "pg-symlinks.json"), list, 0o600)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := linkLibraries(to); err != nil {
		return err
	}
	return filepath.WalkDir(to, func(path string, _ fs.DirEntry, err error) error {
		return errors.Join(err, h.owner.take(path))
	})
}
