// Package postgres runs the academy's private PostgreSQL: it finds the binaries, makes the cluster in the data folder
// the first time, starts it, keeps it running and stops it with the program. It answers an address and nothing more: it
// knows no table, no migration and no query of the academy, and nobody needs it where ACADEMY_DATABASE_URL is set.
package postgres

import (
	"errors"
	"io"
)

// ErrInUse is the answer to a second academy on the same data folder; the wrapped message names the folder.
var ErrInUse = errors.New("data folder in use")

// ErrNotRunning says that no academy has its database running on a data folder; the wrapped message names the folder.
var ErrNotRunning = errors.New("no academy is running on the data folder")

// ErrUnsupported is the answer on systems without unix sockets and process groups.
var ErrUnsupported = errors.New("the built-in database runs on Linux and macOS only: set ACADEMY_DATABASE_URL")

// Options say where the database lives and how careful it is.
type Options struct {
	// DataDir is the academy's data folder. It is made when missing (mode 0711). Under root it is opened to passing
	// through (o+x), so that PostgreSQL's unprivileged account can reach its own folder in it; where a folder above is
	// closed, the database lives below /var/lib/academy and DataDir holds a link to it.
	DataDir string
	// BinDir holds postgres and initdb, version 15 or later. Empty: the npm package, then the system.
	BinDir string
	// Fast gives up safety against power loss, not against a killed process. For tests only.
	Fast bool
	// Log takes what PostgreSQL prints, line by line in English. Nil: nothing is kept.
	Log io.Writer

	// refuge replaces the folder for clusters whose data folder the unprivileged account cannot reach.
	refuge string
}

const (
	// Database is the name of the academy's database, and of the role that owns it.
	Database = "academy"

	superuser = "postgres"
	oldest    = 15
	refuge    = "/var/lib/academy"
)
