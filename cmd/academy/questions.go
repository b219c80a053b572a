package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/questions/formats"
	"academy/app/quizzes"

	"github.com/spf13/cobra"
)

// questionImport is what the command line says of a file of questions.
type questionImport struct {
	course, format, lang string
	asJSON               bool
}

func importQuestionsCommand() *cobra.Command {
	var q questionImport
	c := &cobra.Command{
		Use: "questions FILE", Short: "Import questions into the bank of a course", Args: cobra.ExactArgs(1),
		Long: "Import questions into the bank of a course. What cannot be taken over is told with its line; the rest is taken.\nThe table of XLSX and CSV is described in docs/question-table.md.",
		RunE: func(cmd *cobra.Command, args []string) error {
			return withHouse(cmd, func(ctx context.Context, h *house) error { return h.importQuestions(ctx, args[0], q) })
		},
	}
	c.Flags().StringVar(&q.course, "course", "", "the course, by its address")
	c.Flags().StringVar(&q.format, "format", "", "gift, aiken, moodlexml, qti, csv or xlsx; found out from the file where it is left out")
	c.Flags().StringVar(&q.lang, "lang", "ko", "the language of the texts, ko or en")
	c.Flags().BoolVar(&q.asJSON, "json", false, "report as JSON")
	_ = c.MarkFlagRequired("course")
	return c
}

// mostQuestionBytes is what may be held in memory of a file of questions.
const mostQuestionBytes = 256 << 20

func (h *house) importQuestions(ctx context.Context, path string, q questionImport) error {
	file, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("questions: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(file, mostQuestionBytes))
	if err := errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("questions: %w", err)
	}
	items, err := h.app.Quizzes.ImportFile(ctx, q.course, quizzes.SentFile{Name: path, Format: q.format, Lang: q.lang, Data: data})
	if unread := (*fault.Error)(nil); errors.As(err, &unread) && unread.Fields["file"] != "" {
		items, err = []formats.Item{{Name: filepath.Base(path), Type: "file", State: formats.Refused, Problems: []formats.Problem{unreadable(unread)}}}, nil
	}
	if err != nil {
		return inWords(h.app, err)
	}
	report := questionReport(terminal(h.app), items)
	if q.asJSON {
		report.print(os.Stdout)
	} else {
		report.say(os.Stdout)
	}
	if report.Refused > 0 {
		return exitError{1}
	}
	return nil
}

// unreadable is why a file was not read: what is wrong with it, or else what is wrong with the field.
func unreadable(f *fault.Error) formats.Problem {
	if f.Key == "form.invalid" {
		return formats.Problem{Key: f.Fields["file"]}
	}
	return formats.Problem{Key: f.Key, Args: f.Args}
}

func questionReport(p locale.Printer, items []formats.Item) jsonReport {
	n := formats.Count(items)
	report := jsonReport{OK: n.OK, Partly: n.Partly, Refused: n.Refused}
	for _, i := range items {
		shown := jsonItem{i.Name, i.Type, i.State, []jsonProblem{}}
		for _, x := range i.Problems {
			shown.Problems = append(shown.Problems, jsonProblem{x.Line, p.T(x.Key, x.Args...)})
		}
		report.Items = append(report.Items, shown)
	}
	return report
}

// say prints a report for people: what was lost, and the numbers.
func (r jsonReport) say(out io.Writer) {
	for _, i := range r.Items {
		for _, p := range i.Problems {
			fmt.Fprintf(out, "%s (%s), line %d: %s\n", i.Name, i.State, p.Line, p.Text)
		}
	}
	fmt.Fprintf(out, "%d taken as they are, %d in part, %d refused\n", r.OK, r.Partly, r.Refused)
}
