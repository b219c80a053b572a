package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// copyContexts puts the JSON-LD contexts of credentials where package proof embeds them. The npm packages that hold them
// are modules of JavaScript, so node reads them.
func copyContexts(t tree) error {
	made := t.npm(".cache", "academy-contexts.json")
	if err := os.MkdirAll(filepath.Dir(made), 0o755); err != nil {
		return err
	}
	node := exec.Command("node", t.tool("contexts.mjs"), made)
	node.Stderr = os.Stderr
	if err := node.Run(); err != nil {
		return fmt.Errorf("reading the contexts with node: %w", err)
	}
	content, err := os.ReadFile(made)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(t.contexts(), 0o755); err != nil {
		return err
	}
	return writeIfChanged(filepath.Join(t.contexts(), "contexts.json"), content)
}
