package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"

	"academy/app"
	"academy/app/fault"
	"academy/handlers/asset"
	"academy/media"
)

// examine says of each thing the academy stands on whether it is well, and fails when one is not.
func examine(ctx context.Context, h *house, out io.Writer) error {
	ill := 0
	look := func(name string, err error) {
		state := "ok"
		if err != nil {
			state, ill = err.Error(), ill+1
		}
		fmt.Fprintf(out, "%-12s %s\n", name, state)
	}
	look("database", h.db.Ping(ctx))
	look("store", h.store.Ready(ctx))
	_, err := media.Font(media.FontRegular)
	look("fonts", err)
	look("assets", asset.Check())
	look("keys", keyTrouble(ctx, h))
	for _, tool := range []string{"ffmpeg", "ffprobe"} {
		_, err := exec.LookPath(tool)
		look(tool, err)
	}
	if ill > 0 {
		return exitError{1}
	}
	return nil
}

// inWords turns a fault into the sentence a person at the terminal can act on.
func inWords(a *app.App, err error) error {
	if err == nil {
		return nil
	}
	f := fault.Of(err)
	if f.Kind == fault.Internal {
		return err
	}
	p := terminal(a)
	text := p.T(f.Key, f.Args...)
	for field, key := range f.Fields {
		text += fmt.Sprintf("\n  %s: %s", field, p.T(key))
	}
	return errors.New(text)
}
