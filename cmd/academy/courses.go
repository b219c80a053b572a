package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"strings"

	"academy/app"
	"academy/app/authoring"
	"academy/app/authoring/folder"
	"academy/app/locale"

	"github.com/spf13/cobra"
)

// operator is the system account that runs the command, for the audit.
func operator() string {
	if u, err := user.Current(); err == nil && u.Username != "" {
		return u.Username
	}
	return fmt.Sprintf("uid %d", os.Getuid())
}

func importCommand() *cobra.Command {
	var asJSON bool
	var owner string
	course := &cobra.Command{
		Use: "course PATH", Short: "Import a course folder (YAML, Markdown, media) or its ZIP, whole or not at all", Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error { return h.importCourse(ctx, args[0], owner, asJSON) })
		},
	}
	course.Flags().StringVar(&owner, "owner", "", "e-mail address of the instructor who may edit it in the studio")
	course.Flags().BoolVar(&asJSON, "json", false, "report as JSON")
	c := &cobra.Command{Use: "import", Short: "Bring in courses and questions"}
	c.AddCommand(course, importQuestionsCommand())
	return c
}

func (h *house) importCourse(ctx context.Context, path, owner string, asJSON bool) error {
	files, opened, err := openCourse(path)
	var bad *folder.ArchiveError
	if errors.As(err, &bad) {
		item := folder.Item{Name: filepath.Base(path), Type: "archive", State: "refused", Problems: []folder.Problem{bad.Problem}}
		printReport(os.Stdout, h.app, authoring.Report{Slug: path, Items: []folder.Item{item}, Refused: 1}, asJSON)
		return exitError{1}
	}
	if err != nil {
		return err
	}
	defer func() { _ = opened.Close() }()
	report, err := h.app.Authoring.ImportCourse(ctx, operator(), files)
	if err != nil && !errors.Is(err, authoring.ErrRefused) {
		return err
	}
	printReport(os.Stdout, h.app, report, asJSON)
	if err != nil {
		return exitError{1}
	}
	if owner == "" {
		return nil
	}
	return h.appoint(ctx, operator(), report.Slug, owner)
}

func exportCommand() *cobra.Command {
	var asJSON, draft bool
	course := &cobra.Command{
		Use: "course SLUG PATH", Short: "Export a course as a folder, or as a ZIP where PATH ends in .zip", Args: cobra.ExactArgs(2),
		Long: "Export what learners see of a course, with its films, as a folder that `academy import course` takes.\nPATH is a folder that is new or empty, or a file that ends in .zip.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error {
				export, err := h.app.Authoring.ExportCourse(ctx, args[0], draft)
				if err != nil {
					return inWords(h.app, err)
				}
				if err := writeCourse(ctx, args[1], export.Files); err != nil {
					return err
				}
				printReport(os.Stdout, h.app, export.Report(), asJSON)
				return nil
			})
		},
	}
	course.Flags().BoolVar(&draft, "draft", false, "export the draft, where the course has one")
	course.Flags().BoolVar(&asJSON, "json", false, "report as JSON")
	c := &cobra.Command{Use: "export", Short: "Take courses along"}
	c.AddCommand(course)
	return c
}

// writeCourse writes a folder or a ZIP, which stands under its name only once it is whole.
func writeCourse(ctx context.Context, path string, files []folder.File) (err error) {
	if filepath.Ext(path) != ".zip" {
		return folder.WriteDir(ctx, path, files)
	}
	file, err := os.CreateTemp(filepath.Dir(path), ".academy-export-")
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(file.Name()))
		}
	}()
	if err := errors.Join(folder.WriteZip(ctx, file, files), file.Sync(), file.Close()); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

// openCourse opens a course folder, or the ZIP of one.
func openCourse(path string) (fs.FS, io.Closer, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, nil, fmt.Errorf("course folder: %w", err)
	}
	if info.IsDir() {
		root, err := os.OpenRoot(path)
		if err != nil {
			return nil, nil, fmt.Errorf("course folder: %w", err)
		}
		return root.FS(), root, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, fmt.Errorf("course folder: %w", err)
	}
	files, err := folder.OpenZip(file, info.Size())
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	return files, file, nil
}

func (h *house) appoint(ctx context.Context, by, slug, email string) error {
	err := h.app.Authoring.Appoint(ctx, by, slug, email)
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

func printReport(out io.Writer, a *app.App, r authoring.Report, asJSON bool) {
	if asJSON {
		printJSON(out, a, r)
		return
	}
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
	if r.Revision > 0 {
		fmt.Fprintf(out, "%s: %d files, revision %d is published\n", r.Slug, r.OK, r.Revision)
		return
	}
	fmt.Fprintf(out, "%s: %d files\n", r.Slug, r.OK)
}

func printJSON(out io.Writer, a *app.App, r authoring.Report) {
	report := jsonReport{OK: r.OK, Refused: r.Refused}
	p := terminal(a)
	for _, i := range r.Items {
		shown := jsonItem{i.Name, i.Type, i.State, []jsonProblem{}}
		for _, x := range i.Problems {
			shown.Problems = append(shown.Problems, jsonProblem{x.Line, p.T(x.Key, x.Args...)})
		}
		report.Items = append(report.Items, shown)
	}
	report.print(out)
}
