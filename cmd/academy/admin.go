package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"

	"academy/app"
	"academy/app/access"
	"academy/app/authoring"
	"academy/app/identity"
	"academy/app/locale"

	"github.com/google/uuid"
	"github.com/spf13/cobra"
)

// withHouse opens the academy for one command and closes it again.
func withHouse(cmd *cobra.Command, do func(ctx context.Context, h *house) error) error {
	config, err := readConfig(false)
	if err != nil {
		return err
	}
	h, err := openHouse(cmd.Context(), config, false)
	if err != nil {
		return err
	}
	return errors.Join(do(cmd.Context(), h), h.Close())
}

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "migrate", Short: "Bring the database's schema up to date and list its steps", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				steps, err := h.db.Migrations(ctx)
				for _, s := range steps {
					fmt.Printf("%-5t %s\n", s.Applied, s.Name)
				}
				return err
			})
		},
	}
}

func userCommand() *cobra.Command {
	var email, name, lang string
	var roles []string
	var fromStdin bool
	add := &cobra.Command{
		Use: "add", Short: "Add an account with a confirmed address", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if !fromStdin {
				return errors.New("the password is read from standard input: add --password-stdin")
			}
			password, err := bufio.NewReader(cmd.InOrStdin()).ReadString('\n')
			if err != nil && !errors.Is(err, io.EOF) {
				return fmt.Errorf("password: %w", err)
			}
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				id, err := h.app.Identity.AddUser(ctx, identity.NewUser{
					Email: email, Name: name, Password: strings.TrimRight(password, "\r\n"), Locale: lang, Roles: withCitizen(roles), Confirmed: true,
				})
				if err != nil {
					return inWords(h.app, err)
				}
				fmt.Println(id)
				return nil
			})
		},
	}
	add.Flags().StringVar(&email, "email", "", "address to sign in with")
	add.Flags().StringVar(&name, "name", "", "full name")
	add.Flags().StringVar(&lang, "locale", "ko", "ko or en")
	add.Flags().StringSliceVar(&roles, "role", nil, "citizen, instructor, coordinator, moderator, officer or admin; may be repeated")
	add.Flags().BoolVar(&fromStdin, "password-stdin", false, "read the password from standard input")
	c := &cobra.Command{Use: "user", Short: "Look after accounts"}
	c.AddCommand(add)
	return c
}

func withCitizen(names []string) []access.Role {
	roles := []access.Role{access.Citizen}
	for _, n := range names {
		if r := access.Role(n); r != access.Citizen {
			roles = append(roles, r)
		}
	}
	return roles
}

func importCommand() *cobra.Command {
	var asJSON bool
	var owner string
	course := &cobra.Command{
		Use: "course PATH", Short: "Import a course folder (YAML, Markdown, media), whole or not at all", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			root, err := os.OpenRoot(args[0])
			if err != nil {
				return fmt.Errorf("course folder: %w", err)
			}
			defer func() { _ = root.Close() }()
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				report, err := h.app.Authoring.ImportCourse(ctx, root.FS())
				if err != nil && !errors.Is(err, authoring.ErrRefused) {
					return err
				}
				if asJSON {
					printJSON(os.Stdout, h.app, report)
				} else {
					printReport(os.Stdout, h.app, report)
				}
				if err != nil {
					return exitError{1}
				}
				if owner == "" {
					return nil
				}
				return h.appoint(ctx, report.Slug, owner)
			})
		},
	}
	course.Flags().StringVar(&owner, "owner", "", "e-mail address of the instructor who may edit it in the studio")
	course.Flags().BoolVar(&asJSON, "json", false, "report as JSON")
	c := &cobra.Command{Use: "import", Short: "Bring in courses"}
	c.AddCommand(course)
	return c
}

func (h *house) appoint(ctx context.Context, slug, email string) error {
	err := h.app.Authoring.Appoint(ctx, slug, email)
	if errors.Is(err, authoring.ErrNoInstructor) {
		return fmt.Errorf("the course is imported, but %s is no instructor's address: try again with another --owner", email)
	}
	return err
}

// terminal speaks Korean where the terminal does, English otherwise.
func terminal(a *app.App) locale.Printer {
	lang := locale.EN
	if strings.HasPrefix(os.Getenv("LANG"), "ko") {
		lang = locale.KO
	}
	return a.Messages.Printer(lang, "")
}

func printReport(out io.Writer, a *app.App, r authoring.Report) {
	p := terminal(a)
	for _, item := range r.Items {
		for _, problem := range item.Problems {
			fmt.Fprintf(out, "%s:%d: %s\n", item.Name, problem.Line, p.T(problem.Key, problem.Args...))
		}
	}
	if r.Refused > 0 {
		fmt.Fprintf(out, "%s: refused, %d of %d files have mistakes; nothing was imported\n", r.Slug, r.Refused, len(r.Items))
		return
	}
	fmt.Fprintf(out, "%s: %d files, revision %d is published\n", r.Slug, r.OK, r.Revision)
}

func printJSON(out io.Writer, a *app.App, r authoring.Report) {
	type problem struct {
		Line int    `json:"line"`
		Text string `json:"text"`
	}
	type item struct {
		Name     string    `json:"name"`
		Type     string    `json:"type"`
		State    string    `json:"state"`
		Problems []problem `json:"problems"`
	}
	report := struct {
		Items   []item `json:"items"`
		OK      int    `json:"ok"`
		Partly  int    `json:"partly"`
		Refused int    `json:"refused"`
	}{Items: []item{}, OK: r.OK, Refused: r.Refused}
	p := terminal(a)
	for _, i := range r.Items {
		shown := item{i.Name, i.Type, i.State, []problem{}}
		for _, x := range i.Problems {
			shown.Problems = append(shown.Problems, problem{x.Line, p.T(x.Key, x.Args...)})
		}
		report.Items = append(report.Items, shown)
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	_ = e.Encode(report) // a closed pipe is the reader's wish
}

func certificateCommand() *cobra.Command {
	var reason string
	revoke := &cobra.Command{
		Use: "revoke CODE", Short: "Revoke a certificate", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if reason == "" {
				return errors.New("a revocation needs a --reason")
			}
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				return inWords(h.app, h.app.Credentials.Revoke(ctx, uuid.Nil, args[0], reason))
			})
		},
	}
	revoke.Flags().StringVar(&reason, "reason", "", "why, for the record")
	c := &cobra.Command{Use: "certificate", Short: "Look after certificates"}
	c.AddCommand(revoke)
	return c
}

func doctorCommand() *cobra.Command {
	return &cobra.Command{
		Use: "doctor", Short: "Check what the academy stands on", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error { return examine(ctx, h, cmd.OutOrStdout()) })
		},
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which version this is", Args: cobra.NoArgs,
		Run: func(*cobra.Command, []string) { fmt.Println("academy", version()) },
	}
}

func version() string {
	revision := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			if s.Key == "vcs.revision" {
				revision = s.Value
			}
		}
	}
	return revision
}
