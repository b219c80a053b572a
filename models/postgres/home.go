//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// home is the folder that holds a cluster: the data folder itself, or a room in the refuge to which a link in the data
// folder points, so that the data folder can be moved and shows where its database is.
type home struct {
	folder string
	owner  owner
}

const clusterFolder = "postgres"

// findHome answers where the cluster of a data folder is, or is to be made.
func findHome(data, refugeDir string) (home, error) {
	link := filepath.Join(data, clusterFolder)
	target, err := os.Readlink(link)
	if err == nil {
		return movedHome(link, target)
	}
	account, err := findOwner(link)
	if err != nil {
		return home{}, err
	}
	if err := account.openTo(data); err != nil {
		return home{}, err
	}
	if account.reaches(data) {
		return home{folder: data, owner: account}, nil
	}
	if _, err := os.Stat(link); !errors.Is(err, fs.ErrNotExist) {
		return home{}, fmt.Errorf("%s, whose the database is, cannot reach %s: open the folders above it (chmod o+x)", accountName(account.uid), link)
	}
	return makeRoom(link, refugeDir, account)
}

// movedHome follows the link. A room that is gone is not made anew: an empty database in place of a lost one would look
// like a fresh academy.
func movedHome(link, target string) (home, error) {
	dir := filepath.Dir(target)
	if _, err := os.Stat(dir); err != nil {
		return home{}, fmt.Errorf("the database of this data folder is gone (%w); to begin with an empty one, remove %s", err, link)
	}
	account, err := findOwner(target)
	return home{folder: dir, owner: account}, err
}

// makeFolder makes a folder that others may pass through without seeing what is in it, whatever the umask.
func makeFolder(folder string) error {
	if info, err := os.Stat(folder); err == nil && info.IsDir() {
		return nil
	}
	if err := os.MkdirAll(folder, 0o711); err != nil {
		return fmt.Errorf("make folder: %w", err)
	}
	return os.Chmod(folder, 0o711)
}

func makeRoom(link, refugeDir string, account owner) (home, error) {
	if refugeDir == "" {
		refugeDir = refuge
	}
	if err := makeFolder(refugeDir); err != nil {
		return home{}, err
	}
	dir, err := os.MkdirTemp(refugeDir, "data-")
	if err != nil {
		return home{}, fmt.Errorf("folder for the database: %w", err)
	}
	if err := os.Chmod(dir, 0o711); err != nil {
		return home{}, fmt.Errorf("folder for the database: %w", err)
	}
	if !account.reaches(dir) {
		return home{}, fmt.Errorf("%s can reach neither the data folder nor %s", accountName(account.uid), dir)
	}
	if err := os.Symlink(filepath.Join(dir, clusterFolder), link); err != nil {
		return home{}, fmt.Errorf("link the database: %w", err)
	}
	return home{folder: dir, owner: account}, nil
}

const (
	port          = "5432" // names the socket file; nothing listens on a network
	socketPrefix  = "academy-pg-"
	longestSocket = 107 // bytes of sun_path, without the closing zero
)

// makeSocketFolder makes the private folder of the unix socket. Its path must be short, so it is not in the data folder.
func makeSocketFolder(account owner) (string, error) {
	parent := os.TempDir()
	if len(filepath.Join(parent, socketPrefix+"4294967295", ".s.PGSQL."+port)) > longestSocket || !account.reaches(parent) {
		parent = "/tmp"
	}
	folder, err := os.MkdirTemp(parent, socketPrefix) // 0700
	if err != nil {
		return "", fmt.Errorf("folder for the database socket: %w", err)
	}
	if err := account.take(folder); err != nil {
		return "", errors.Join(err, os.Remove(folder))
	}
	return folder, nil
}
