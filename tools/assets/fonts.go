package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// slice is one piece of one weight of the font, as fonts.mjs wrote it.
type slice struct {
	Name   string `json:"name"` // core, rest or extra
	Weight int    `json:"weight"`
	File   string `json:"file"`
	Range  string `json:"range"` // value of unicode-range
}

// addFonts adds the slices and fonts.css. Where ranges overlap, the rule that stands last wins, so core is named last and
// the ranges of the others can stay coarse.
func addFonts(t tree, out *bundle) error {
	dir, err := sliceFonts(t)
	if err != nil {
		return err
	}
	list, err := os.ReadFile(filepath.Join(dir, "slices.json"))
	if err != nil {
		return err
	}
	var slices []slice
	if err := json.Unmarshal(list, &slices); err != nil {
		return fmt.Errorf("slices.json: %w", err)
	}
	var css bytes.Buffer
	for _, s := range slices {
		content, err := os.ReadFile(filepath.Join(dir, s.File))
		if err != nil {
			return err
		}
		name, err := out.add(s.File, content)
		if err != nil {
			return err
		}
		fmt.Fprintf(&css, `@font-face{font-family:"Pretendard GOV";font-weight:%d;font-display:swap;src:url(%s) format("woff2");unicode-range:%s}`, s.Weight, name, s.Range)
	}
	_, err = out.add("fonts.css", css.Bytes())
	return err
}

// sliceFonts returns the folder that holds the slices, made anew only when the fonts, the list of core characters or the
// script changed.
func sliceFonts(t tree) (string, error) {
	key, err := digest(
		t.npm("krds-uiux", "resources", "fonts", "PretendardGOV-Regular.subset.woff2"),
		t.npm("krds-uiux", "resources", "fonts", "PretendardGOV-Bold.subset.woff2"),
		t.npm("subset-font", "package.json"), t.source("core.txt"), t.tool("fonts.mjs"))
	if err != nil {
		return "", err
	}
	dir := t.npm(".cache", "academy-fonts", key)
	if _, err := os.Stat(filepath.Join(dir, "slices.json")); err == nil {
		return dir, nil
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	node := exec.Command("node", t.tool("fonts.mjs"), t.source("core.txt"), dir)
	node.Stderr = os.Stderr
	if err := node.Run(); err != nil {
		return "", fmt.Errorf("slicing the fonts with node: %w", err)
	}
	return dir, nil
}

func digest(paths ...string) (string, error) {
	sum := sha256.New()
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		fmt.Fprintf(sum, "%d\n", len(content))
		sum.Write(content)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}

// copyPDFFonts puts the TrueType fonts for certificates, and the licence that must travel with them, where package media
// embeds them: PDF writing needs TrueType outlines, which the web fonts are not.
func copyPDFFonts(t tree) error {
	if err := os.MkdirAll(t.pdfFonts(), 0o755); err != nil {
		return err
	}
	for from, to := range map[string]string{
		t.npm("pretendard", "dist", "public", "static", "alternative", "Pretendard-Regular.ttf"): "Pretendard-Regular.ttf",
		t.npm("pretendard", "dist", "public", "static", "alternative", "Pretendard-Bold.ttf"):    "Pretendard-Bold.ttf",
		t.npm("pretendard", "dist", "LICENSE.txt"):                                               "Pretendard-LICENSE.txt",
	} {
		content, err := os.ReadFile(from)
		if err != nil {
			return err
		}
		if err := writeIfChanged(filepath.Join(t.pdfFonts(), to), content); err != nil {
			return err
		}
	}
	return nil
}

// writeIfChanged spares the Go build cache: a file with a new time is embedded anew.
func writeIfChanged(path string, content []byte) error {
	if have, err := os.ReadFile(path); err == nil && bytes.Equal(have, content) {
		return nil
	}
	return os.WriteFile(path, content, 0o644)
}
