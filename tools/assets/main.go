// Command assets builds what browsers load: it bundles handlers/assets (CSS and TypeScript), makes one sprite of the icons
// in use, slices the fonts, and writes everything under hashed names, with compressed copies and a manifest, into
// handlers/static, from where package static embeds it. What other packages embed, the fonts of certificates and the
// contexts of credentials, it puts into their folders.
//
// Run it from the top of the work tree after npm ci:
//
//	go run ./tools/assets
//
// It is a developer's tool: the academy never imports it and knows only the manifest.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

func main() {
	root := flag.String("root", ".", "top of the work tree")
	flag.Parse()
	if err := build(tree(*root), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "assets:", err)
		os.Exit(1)
	}
}

// tree is the top of the work tree; its methods name the places the build reads and writes.
type tree string

func (t tree) source(name string) string { return filepath.Join(string(t), "handlers", "assets", name) }
func (t tree) static() string            { return filepath.Join(string(t), "handlers", "static") }
func (t tree) tool(name string) string   { return filepath.Join(string(t), "tools", "assets", name) }
func (t tree) npm(parts ...string) string {
	return filepath.Join(append([]string{string(t), "node_modules"}, parts...)...)
}
func (t tree) pdfFonts() string { return filepath.Join(string(t), "media", "fonts") }
func (t tree) contexts() string {
	return filepath.Join(string(t), "app", "credentials", "proof", "contexts")
}

func build(t tree, report io.Writer) error {
	start := time.Now()
	if _, err := os.Stat(t.npm("krds-uiux")); err != nil {
		return fmt.Errorf("the npm packages are missing: run `npm ci` first: %w", err)
	}
	out := newBundle(t.static())
	for _, step := range []func(tree, *bundle) error{addStyles, addScripts, addIcons, addPictures, addFonts} {
		if err := step(t, out); err != nil {
			return err
		}
	}
	if err := copyPDFFonts(t); err != nil {
		return err
	}
	if err := copyContexts(t); err != nil {
		return err
	}
	if err := out.finish(); err != nil {
		return err
	}
	out.print(report)
	_, err := fmt.Fprintf(report, "built in %v\n", time.Since(start).Round(time.Millisecond))
	return err
}
