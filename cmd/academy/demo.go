package main

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"academy/app/access"
	"academy/app/identity"
	"academy/app/operations"

	"github.com/spf13/cobra"
)

// The sample courses, written for this project, as the importer reads them.
//
//go:embed all:demo/courses
var samples embed.FS

// demoPassword is of the demonstration's accounts, which exist nowhere else.
const demoPassword = "academy-demo"

// demoAccounts are one of each role.
func demoAccounts() []identity.NewUser {
	account := func(email, name string, roles ...access.Role) identity.NewUser {
		return identity.NewUser{Email: email, Name: name, Password: demoPassword, Locale: "ko", Roles: roles, Confirmed: true}
	}
	return []identity.NewUser{
		account("citizen@example.org", "김하늘", access.Citizen),
		account("instructor@example.org", "이수민", access.Citizen, access.Instructor),
		account("coordinator@example.org", "박서연", access.Citizen, access.Coordinator),
		account("moderator@example.org", "정예은", access.Citizen, access.Moderator),
		account("officer@example.org", "최도윤", access.Citizen, access.Moderator, access.Officer),
		account("admin@example.org", "한지우", access.Citizen, access.Admin),
	}
}

func demoCommand() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "Serve an academy with sample courses and accounts on this machine", Args: cobra.NoArgs,
		Long: "Serve an academy with sample courses and accounts, on 127.0.0.1 unless ACADEMY_LISTEN says otherwise.\nMails are kept and can be read under /admin/outbox.\n\n" + variables(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := readConfig(true)
			if err != nil {
				return err
			}
			h, err := openHouse(cmd.Context(), config, true)
			if err != nil {
				return err
			}
			err = h.beginDemo(cmd.Context())
			if err == nil {
				err = h.furnish(cmd.Context())
			}
			if err == nil {
				err = h.serve(cmd.Context(), true, true, func() { welcome(config.BaseURL) })
			}
			return errors.Join(err, h.Close())
		},
	}
}

// beginDemo marks the data as a demonstration's before there is anything in it, and leaves other people's alone.
func (h *house) beginDemo(ctx context.Context) error {
	err := h.app.Operations.BeginDemonstration(ctx)
	if errors.Is(err, operations.ErrInUse) {
		return errors.New("there are accounts here already that are no demonstration's: give the demonstration an empty folder (ACADEMY_DATA) or an empty database (ACADEMY_DATABASE_URL) of its own")
	}
	return err
}

// inEarnest refuses a demonstration's data, whose accounts anybody can enter.
func (h *house) inEarnest(ctx context.Context) error {
	err := h.app.Operations.InEarnest(ctx)
	if errors.Is(err, operations.ErrDemonstration) {
		return errors.New("these data are a demonstration's, whose password everybody knows: start on an empty folder (ACADEMY_DATA) or an empty database (ACADEMY_DATABASE_URL), or run `academy demo`")
	}
	return err
}

// furnish makes the sample accounts and courses that are not there yet.
func (h *house) furnish(ctx context.Context) error {
	for _, account := range demoAccounts() {
		_, err := h.app.Identity.AddUser(ctx, account)
		if err != nil && !errors.Is(err, identity.ErrEmailTaken) {
			return fmt.Errorf("demo account %s: %w", account.Email, err)
		}
	}
	for _, slug := range demoCourses() {
		if err := h.furnishCourse(ctx, slug); err != nil {
			return fmt.Errorf("demo course %s: %w", slug, err)
		}
	}
	if err := h.furnishForum(ctx); err != nil {
		return fmt.Errorf("demo forum: %w", err)
	}
	if err := h.furnishVoice(ctx); err != nil {
		return err
	}
	return h.furnishMeetings(ctx)
}

// demoCourses are the sample courses in the order they are published: the catalogue shows the last one first.
func demoCourses() []string {
	return []string{"event-interpreting", "civic-voice", "oda-basics", "climate-diplomacy", "public-diplomacy-101", "participatory-diplomacy"}
}

func (h *house) furnishCourse(ctx context.Context, slug string) error {
	there, err := h.app.Authoring.Exists(ctx, slug)
	if err != nil || there {
		return err
	}
	began := time.Now()
	folder, err := fs.Sub(samples, "demo/courses/"+slug)
	if err != nil {
		return fmt.Errorf("embedded folder: %w", err)
	}
	report, err := h.app.Authoring.ImportCourse(ctx, "demo", folder)
	if err != nil {
		printReport(os.Stderr, h.app, report, false)
		return err
	}
	if err := h.appoint(ctx, "demo", slug, "instructor@example.org"); err != nil {
		return err
	}
	fmt.Printf("  course %-26s %4.1f s\n", slug, time.Since(began).Seconds())
	return nil
}

func welcome(address string) {
	fmt.Printf("\nThe academy is open:  %s\n\nAccounts (password %s):\n", address, demoPassword)
	for _, a := range demoAccounts() {
		fmt.Printf("  %-28s %s\n", a.Email, a.Roles[len(a.Roles)-1])
	}
	fmt.Print("\nMails are kept under /admin/outbox (as admin). Ctrl-C stops everything.\n\n")
}
