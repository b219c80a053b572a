package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

// engines are the oldest browsers the CSS and JavaScript are lowered for.
var engines = []api.Engine{
	{Name: api.EngineChrome, Version: "105"},
	{Name: api.EngineFirefox, Version: "115"},
	{Name: api.EngineSafari, Version: "15.4"},
}

func addStyles(t tree, out *bundle) error {
	files, err := compile(t, "css/app.css")
	if err != nil {
		return err
	}
	_, err = out.add("app.css", []byte(pruneTokens(files["app.css"])))
	return err
}

func addScripts(t tree, out *bundle) error {
	files, err := compile(t, "ts/app.ts", "ts/player.ts", "ts/hls.ts", "ts/quiz.ts", "ts/outline.ts", "ts/drag.ts", "ts/roster.ts", "ts/studio.ts", "ts/coursework.ts")
	if err != nil {
		return err
	}
	for name, content := range files {
		if _, err := out.add(name, []byte(content)); err != nil {
			return err
		}
	}
	return nil
}

// compile bundles entry points and returns what each became, by base name.
func compile(t tree, entries ...string) (map[string]string, error) {
	paths := make([]string, len(entries))
	for i, entry := range entries {
		paths[i] = t.source(entry)
	}
	result := api.Build(api.BuildOptions{
		EntryPoints: paths, Outdir: t.static(), EntryNames: "[name]",
		Bundle: true, Format: api.FormatESModule, Charset: api.CharsetUTF8, Engines: engines,
		MinifyWhitespace: true, MinifyIdentifiers: true, MinifySyntax: true,
	})
	if len(result.Errors) > 0 {
		return nil, errors.New(strings.Join(api.FormatMessages(result.Errors, api.FormatMessagesOptions{}), ""))
	}
	files := map[string]string{}
	for _, file := range result.OutputFiles {
		files[filepath.Base(file.Path)] = string(file.Contents)
	}
	return files, nil
}

var (
	tokenUse   = regexp.MustCompile(`var\((--krds-[\w-]+)`)
	tokenSet   = regexp.MustCompile(`(--krds-[\w-]+):[^;}]*;?`)
	emptyRules = regexp.MustCompile(`[^{}]+\{\}`)
)

// pruneTokens drops the KRDS tokens nobody refers to. Dropping one can orphan those it was made from, so it goes on until
// nothing changes. It expects minified CSS.
func pruneTokens(css string) string {
	for before := -1; before != len(css); {
		before = len(css)
		used := map[string]bool{}
		for _, use := range tokenUse.FindAllStringSubmatch(css, -1) {
			used[use[1]] = true
		}
		css = tokenSet.ReplaceAllStringFunc(css, func(set string) string {
			if name, _, _ := strings.Cut(set, ":"); used[name] {
				return set
			}
			return ""
		})
		css = emptyRules.ReplaceAllString(css, "")
	}
	return css
}

var (
	svgComment = regexp.MustCompile(`(?s)<!--.*?-->`)
	svgInner   = regexp.MustCompile(`(?s)<svg[^>]*>(.*)</svg>`)
	spaces     = regexp.MustCompile(`\s+`)
)

// addIcons joins the icons named in icons.txt into one sprite of symbols; a page shows one with <use href="…#name">.
func addIcons(t tree, out *bundle) error {
	list, err := os.ReadFile(t.source("icons.txt"))
	if err != nil {
		return err
	}
	var sprite strings.Builder
	sprite.WriteString(`<svg xmlns="http://www.w3.org/2000/svg">`)
	for name := range strings.Lines(string(list)) {
		name = strings.TrimSpace(name)
		if name == "" || strings.HasPrefix(name, "#") {
			continue
		}
		shape, err := iconShape(t, name)
		if err != nil {
			return err
		}
		fmt.Fprintf(&sprite, `<symbol id="%s" viewBox="0 0 24 24">%s</symbol>`, name, shape)
	}
	sprite.WriteString(`</svg>`)
	_, err = out.add("icons.svg", []byte(sprite.String()))
	return err
}

func iconShape(t tree, name string) (string, error) {
	svg, err := os.ReadFile(t.npm("lucide-static", "icons", name+".svg"))
	if err != nil {
		return "", fmt.Errorf("handlers/assets/icons.txt names %q, which lucide-static does not have: %w", name, err)
	}
	inner := svgInner.FindSubmatch(svgComment.ReplaceAll(svg, nil))
	if inner == nil {
		return "", fmt.Errorf("icon %q is no SVG", name)
	}
	return strings.TrimSpace(spaces.ReplaceAllString(string(inner[1]), " ")), nil
}

func addPictures(t tree, out *bundle) error {
	paths, err := filepath.Glob(t.source("img/*.svg"))
	if err != nil {
		return err
	}
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if _, err := out.add(filepath.Base(path), content); err != nil {
			return err
		}
	}
	return nil
}
