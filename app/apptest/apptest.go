// Package apptest opens a whole academy for tests: a real database, a real files store, the real areas. Only the mail
// goes nowhere but into a box, and the clock can be moved.
package apptest

import (
	"context"
	"crypto/sha256"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"academy/app"
	"academy/app/access"
	"academy/app/identity"
	"academy/app/notify"
	"academy/media"
	"academy/models"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

// A course of a reading, a lecture of a minute and a quiz.
//
//go:embed all:testdata/small
var small embed.FS

// BaseURL is the address the test academy believes to have.
const BaseURL = "http://academy.test"

// Academy is an open academy.
type Academy struct {
	*app.App
	DB    *models.DB
	Files *media.Files
	Mails *Box
	// Scratch is the folder of films in the making.
	Scratch string

	mu    sync.Mutex
	ahead time.Duration
}

// Open opens an academy that only this test sees, without courses and people.
func Open(t testing.TB) *Academy {
	t.Helper()
	return OpenWith(t, modeltest.Fresh(t), nil)
}

// OpenWith opens one on a database and a store; without a store, on files.
func OpenWith(t testing.TB, db *models.DB, store media.Store) *Academy {
	t.Helper()
	a := &Academy{DB: db, Mails: &Box{}, Scratch: t.TempDir()}
	if store == nil {
		files, err := media.NewFiles(t.TempDir(), Key("media"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = files.Close() })
		a.Files, store = files, files
	}
	now := db.Now
	db.Now = func() time.Time {
		a.mu.Lock()
		defer a.mu.Unlock()
		return now().Add(a.ahead)
	}
	var err error
	a.App, err = app.New(app.Deps{
		DB: db, Store: store, Mailer: a.Mails, BaseURL: BaseURL, Scratch: a.Scratch, AccessKey: Key("access"), RefreshKey: Key("refresh"), CounterKey: Key("counter"), SealKey: Key("seal"), CheckInKey: Key("check-in"), LinkKey: Key("links"),
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Key makes a key of a test.
func Key(purpose string) []byte {
	k := sha256.Sum256([]byte(purpose))
	return k[:]
}

// Wait moves the academy's clock on.
func (a *Academy) Wait(d time.Duration) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.ahead += d
}

// Work does the jobs in the background until the test ends.
func (a *Academy) Work(t testing.TB) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- a.Takers.Run(ctx, a.DB) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// Person makes an account and is that person, signed in without a session.
func (a *Academy) Person(t testing.TB, name string, roles ...access.Role) access.Actor {
	t.Helper()
	roles = append([]access.Role{access.Citizen}, roles...)
	email := uuid.NewString() + "@example.org"
	id, err := a.Identity.AddUser(t.Context(), identity.NewUser{Email: email, Name: name, Password: "academy-test", Locale: "ko", Roles: roles, Confirmed: true})
	if err != nil {
		t.Fatal(err)
	}
	return access.Actor{ID: id, Email: email, Name: name, Locale: "ko", TimeZone: "Asia/Seoul", Roles: roles, Confirmed: true}
}

// Import takes the small course of this package: a reading, a lecture of a minute and a quiz.
func (a *Academy) Import(t testing.TB) {
	t.Helper()
	folder, err := fs.Sub(small, "testdata/small")
	if err != nil {
		t.Fatal(err)
	}
	a.ImportFolder(t, folder)
}

// ImportFolder takes a course folder.
func (a *Academy) ImportFolder(t testing.TB, folder fs.FS) {
	t.Helper()
	report, err := a.Authoring.ImportCourse(t.Context(), "test", folder)
	if err != nil {
		t.Fatalf("import: %v %+v", err, report)
	}
}

// Sample is one of the demonstration's course folders, found from whichever folder the test runs in.
func Sample(t testing.TB, slug string) fs.FS {
	t.Helper()
	dir, err := os.Getwd()
	for ; err == nil && dir != "/"; dir = filepath.Dir(dir) {
		folder := filepath.Join(dir, "cmd", "academy", "demo", "courses", slug)
		if _, missing := os.Stat(folder); missing == nil {
			return os.DirFS(folder)
		}
	}
	t.Fatalf("no sample course %s above this folder", slug)
	return nil
}

// Box keeps mails.
type Box struct {
	mu    sync.Mutex
	mails []notify.Mail
}

// Send keeps a mail.
func (b *Box) Send(_ context.Context, m notify.Mail) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.mails = append(b.mails, m)
	return nil
}

// Await answers the newest mail to an address, waiting for the job that writes it.
func (b *Box) Await(t testing.TB, to string) notify.Mail {
	t.Helper()
	for range 200 {
		if m, ok := b.find(to); ok {
			return m
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Fatal(fmt.Errorf("no mail came"))
	return notify.Mail{}
}

func (b *Box) find(to string) (notify.Mail, bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for i := len(b.mails) - 1; i >= 0; i-- {
		if b.mails[i].To == to {
			return b.mails[i], true
		}
	}
	return notify.Mail{}, false
}
