package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"academy/app/credentials/badges"

	"github.com/spf13/cobra"
)

func keysCommand() *cobra.Command {
	list := &cobra.Command{
		Use: "list", Short: "List the keys that credentials are signed with", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				keys, err := h.app.Badges.Keys(ctx)
				w := tabwriter.NewWriter(os.Stdout, 0, 4, 2, ' ', 0)
				for _, k := range keys {
					fmt.Fprintf(w, "%s\t%s\tfrom %s\t%s\n", k.ID, k.Algorithm, k.CreatedAt.Format(time.DateOnly), useOf(k))
				}
				return errors.Join(err, w.Flush())
			})
		},
	}
	rotate := &cobra.Command{
		Use: "rotate", Short: "Sign with new keys from now on; what the old ones have signed goes on verifying", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error { return h.app.Badges.RotateKeys(ctx) })
		},
	}
	c := &cobra.Command{Use: "keys", Short: "Look after the keys that credentials are signed with"}
	c.AddCommand(list, rotate)
	return c
}

func useOf(k badges.Key) string {
	switch {
	case k.RetiredAt != nil:
		return "retired " + k.RetiredAt.Format(time.DateOnly) + ", verifies"
	case k.Lost:
		return "in use, but cannot be opened with ACADEMY_SECRET"
	}
	return "in use"
}

// maxKeyAge is after how long a key should be rotated.
const maxKeyAge = 2 * 365 * 24 * time.Hour

// keyTrouble finds what will keep credentials from being signed or verified, before somebody meets it.
func keyTrouble(ctx context.Context, h *house) error {
	keys, err := h.app.Badges.Keys(ctx)
	if err != nil {
		return err
	}
	keys = slices.DeleteFunc(keys, func(k badges.Key) bool { return k.RetiredAt != nil })
	if len(keys) == 0 {
		return errors.New("there are no keys to sign credentials with: `academy serve` makes them when it starts")
	}
	for _, k := range keys {
		switch {
		case k.Lost:
			return fmt.Errorf("ACADEMY_SECRET does not open the %s key: set ACADEMY_SECRET_PREVIOUS to the secret before this one, or if it is lost run `academy keys rotate`", k.Algorithm)
		case h.db.Now().Sub(k.CreatedAt) > maxKeyAge:
			return fmt.Errorf("the %s key is of %s, more than two years old: run `academy keys rotate`", k.Algorithm, k.CreatedAt.Format(time.DateOnly))
		}
	}
	return issuerTrouble(h.config.BaseURL)
}

// issuerTrouble says why others would not find the keys: did:web is read by https, except from this very machine.
func issuerTrouble(base string) error {
	u, err := url.Parse(base)
	if err != nil {
		return err
	}
	ip := net.ParseIP(u.Hostname())
	if u.Scheme != "https" && u.Hostname() != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("others cannot verify credentials of %s: did:web needs ACADEMY_BASE_URL to begin with https", base)
	}
	return nil
}
