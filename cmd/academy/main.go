// Command academy is the learning management system of the Participatory Diplomacy Academy: one binary that serves
// the pages and the API, does the work in the background, and looks after its data. This package is wiring: it reads
// the configuration, opens the database and the store, and decides nothing else.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

func main() { os.Exit(run(os.Args[1:])) }

func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	var said exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &said):
		return said.code
	}
	fmt.Fprintln(os.Stderr, "academy:", err)
	return 1
}

// exitError ends the program with a code when everything has been said already.
type exitError struct{ code int }

func (exitError) Error() string { return "" }

func command() *cobra.Command {
	root := &cobra.Command{
		Use: "academy", Short: "The learning management system of the Participatory Diplomacy Academy",
		SilenceUsage: true, SilenceErrors: true,
	}
	root.CompletionOptions.HiddenDefaultCmd = true
	root.AddCommand(serveCommand(), workCommand(), demoCommand(), migrateCommand(), userCommand(), importCommand(), exportCommand(), certificateCommand(), keysCommand(), doctorCommand(), loadCommand(), versionCommand())
	return root
}
