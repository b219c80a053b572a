//go:build unix

package postgres

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// owner is the account PostgreSQL runs as. PostgreSQL refuses to run as root, so a root academy lends it another.
type owner struct {
	uid, gid uint32
	lent     bool // another account than ours
}

// findOwner answers the account for a cluster: whose it is already, else ours, else an unprivileged one of the system.
func findOwner(cluster string) (owner, error) {
	us := uint32(os.Geteuid())
	info, err := os.Stat(cluster)
	switch {
	case errors.Is(err, fs.ErrNotExist) && us != 0:
		return owner{uid: us, gid: uint32(os.Getegid())}, nil
	case errors.Is(err, fs.ErrNotExist):
		return unprivileged()
	case err != nil:
		return owner{}, fmt.Errorf("look at the database folder: %w", err)
	}
	its := info.Sys().(*syscall.Stat_t)
	if us != 0 && its.Uid != us {
		return owner{}, fmt.Errorf("the database in %s belongs to %s: start the academy as that user or as root", cluster, accountName(its.Uid))
	}
	return owner{uid: its.Uid, gid: its.Gid, lent: us == 0}, nil
}

func unprivileged() (owner, error) {
	for _, name := range []string{"postgres", "nobody"} {
		account, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(account.Uid, 10, 32)
		if err != nil {
			return owner{}, fmt.Errorf("account %s: %w", name, err)
		}
		gid, err := strconv.ParseUint(account.Gid, 10, 32)
		if err != nil {
			return owner{}, fmt.Errorf("account %s: %w", name, err)
		}
		return owner{uid: uint32(uid), gid: uint32(gid), lent: true}, nil
	}
	const overflow = 65534 // what every Unix calls nobody
	return owner{uid: overflow, gid: overflow, lent: true}, nil
}

func accountName(uid uint32) string {
	number := strconv.FormatUint(uint64(uid), 10)
	if account, err := user.LookupId(number); err == nil {
		return account.Username
	}
	return "user " + number
}

// take makes a file or folder the owner's.
func (o owner) take(path string) error {
	if !o.lent {
		return nil
	}
	if err := os.Lchown(path, int(o.uid), int(o.gid)); err != nil {
		return fmt.Errorf("hand over to %s: %w", accountName(o.uid), err)
	}
	return nil
}

// become has a child run as the owner, with no further groups.
func (o owner) become(attr *syscall.SysProcAttr) {
	if o.lent {
		attr.Credential = &syscall.Credential{Uid: o.uid, Gid: o.gid}
	}
}

// reaches says whether the owner may pass through every folder from the root down to this one. Access lists are not
// looked at: one that opens a folder costs a detour, not a failure.
func (o owner) reaches(folder string) bool {
	if !o.lent {
		return true
	}
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false
	}
	for {
		if !o.passes(folder) {
			return false
		}
		if folder == filepath.Dir(folder) {
			return true
		}
		folder = filepath.Dir(folder)
	}
}

// openTo lets the owner pass through the data folder itself; the folders above it are not ours to open.
func (o owner) openTo(data string) error {
	if !o.lent || o.passes(data) {
		return nil
	}
	info, err := os.Stat(data)
	if err != nil {
		return fmt.Errorf("data folder: %w", err)
	}
	return os.Chmod(data, info.Mode().Perm()|0o001)
}

func (o owner) passes(folder string) bool {
	info, err := os.Stat(folder)
	if err != nil {
		return false
	}
	switch its := info.Sys().(*syscall.Stat_t); {
	case its.Uid == o.uid:
		return info.Mode()&0o100 != 0
	case its.Gid == o.gid:
		return info.Mode()&0o010 != 0
	default:
		return info.Mode()&0o001 != 0
	}
}
