package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/identity"

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

func certificateCommand() *cobra.Command {
	var r credentials.Revocation
	revoke := &cobra.Command{
		Use: "revoke CODE", Short: "Revoke a certificate", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if r.Reason == "" {
				return errors.New("a revocation needs a --reason")
			}
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				return inWords(h.app, h.app.Credentials.RevokeByCommand(ctx, args[0], r))
			})
		},
	}
	revoke.Flags().StringVar(&r.Reason, "reason", "", "why, for the record")
	revoke.Flags().StringVar(&r.Code, "code", "error", "why, as everybody may know: error, identity, misconduct, request or withdrawn_course")
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
