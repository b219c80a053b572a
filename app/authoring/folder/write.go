package folder

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"academy/media"
	"academy/models"
	"academy/models/courses"

	"go.yaml.in/yaml/v3"
)

// File is one file of a folder to be written.
type File struct {
	Name string
	Size int64
	Open func(ctx context.Context) (io.ReadCloser, error)
}

func textFile(name string, content []byte) File {
	return File{name, int64(len(content)), func(context.Context) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }}
}

// FilmName is the file of a lecture's film, SourceName that of the recording it was made of.
func FilmName(lesson string) string { return "films/" + lesson + ".mp4" }

// SourceName is the file of the recording that a film was made of.
func SourceName(lesson string) string { return "films/" + lesson + ".source" }

// TypeOf says what a file of a folder is, as Item has it.
func TypeOf(name string) string {
	if strings.HasPrefix(name, mediaDir) {
		return "media"
	}
	switch path.Ext(name) {
	case ".md":
		return "reading"
	case ".vtt":
		return "captions"
	case ".mp4":
		return "video"
	case ".source":
		return "source"
	}
	switch name {
	case courseName:
		return "course"
	case certificateName:
		return "certificate"
	}
	return "quiz"
}

// Texts writes a course as files, all but its films, in the order of their names. The same course is the same bytes.
// Films are named, not drawn anew: a lecture's slides are not written.
func Texts(c Course) ([]File, error) {
	w := &writer{}
	w.course(c)
	if w.err != nil {
		return nil, w.err
	}
	Sort(w.files)
	return w.files, nil
}

// Sort puts files into the order in which they are written.
func Sort(files []File) {
	slices.SortFunc(files, func(a, b File) int { return cmp.Compare(a.Name, b.Name) })
}

type writer struct {
	files []File
	err   error
}

func (w *writer) yaml(name string, content any) {
	var out bytes.Buffer
	e := yaml.NewEncoder(&out)
	e.SetIndent(2)
	if err := e.Encode(content); err != nil && w.err == nil {
		w.err = fmt.Errorf("%s: %w", name, err)
	}
	w.files = append(w.files, textFile(name, out.Bytes()))
}

func said(t models.Text) text { return text{Text: t} }

func (w *writer) course(c Course) {
	file := courseFile{
		Slug: just(c.Slug), Title: said(c.Title), Summary: said(c.Summary), Description: said(c.Description), Instructor: said(c.Instructor),
		Level: just(c.Level), Languages: just(c.Languages), Minutes: just(c.Minutes), Agenda: just(c.Agenda), Palette: just(c.Palette),
		Completion: completionFile{just(c.Coverage), just(c.Score)},
	}
	if c.Duty != "" {
		file.Grants = &grantsFile{just(c.Duty), just(c.Months)}
	}
	for _, slug := range slices.Sorted(slices.Values(c.Prerequisites)) {
		file.First = append(file.First, just(slug))
	}
	slices.SortFunc(c.Media, func(a, b Media) int { return cmp.Compare(a.File, b.File) })
	for _, m := range c.Media {
		file.Media = append(file.Media, mediaFile{just(m.File), just(m.Name), said(m.Alt)})
	}
	file.Certificate = w.certificate(c.Certificate)
	for _, s := range c.Sections {
		section := sectionFile{Key: just(s.Key), Title: said(s.Title), Opens: just(s.Release.At), After: just(s.Release.Days), Lessons: []lessonFile{}}
		for _, l := range s.Lessons {
			section.Lessons = append(section.Lessons, w.lesson(l))
		}
		file.Sections.V = append(file.Sections.V, section)
	}
	w.yaml(courseName, file)
}

func (w *writer) lesson(l Lesson) lessonFile {
	file := lessonFile{
		Key: just(l.Key), Kind: just(l.Kind), Title: said(l.Title), Minutes: just(l.Minutes),
		Opens: just(l.Release.At), After: just(l.Release.Days),
		Video: just(l.Film), Source: just(l.Source), CaptionsMissing: just(l.CaptionsMissing),
	}
	if !l.Required {
		file.Required = &l.Required
	}
	for _, r := range slices.Sorted(slices.Values(l.Requires)) {
		file.Requires = append(file.Requires, just(r))
	}
	for lang, body := range map[string]string{"ko": l.Body.KO, "en": l.Body.EN} {
		if body != "" {
			named(&file.Body, lang, w.text("lessons/"+l.Key+"."+lang+".md", body+"\n"))
		}
	}
	for lang, cues := range l.Captions {
		named(&file.Captions, lang, w.captions("captions/"+l.Key+"."+lang+".vtt", cues))
	}
	if l.Quiz != nil {
		file.Quiz = just("quizzes/" + l.Key + ".yaml")
		w.quiz(file.Quiz.V, l)
	}
	file.Assignment = writtenAssignment(l.Assignment)
	return file
}

func named(files *map[string]at[string], lang, name string) {
	if *files == nil {
		*files = map[string]at[string]{}
	}
	(*files)[lang] = just(name)
}

func (w *writer) text(name, content string) string {
	w.files = append(w.files, textFile(name, []byte(content)))
	return name
}

func (w *writer) captions(name string, cues []media.Cue) string {
	var vtt bytes.Buffer
	if err := media.WriteVTT(&vtt, cues); err != nil && w.err == nil {
		w.err = err
	}
	return w.text(name, vtt.String())
}

func (w *writer) quiz(name string, l Lesson) {
	file := writtenTerms(l.Quiz.Terms)
	seen := map[string]bool{}
	for _, q := range l.Quiz.Questions {
		key := strings.TrimPrefix(q.Key, within(l.Key))
		if key == "" || seen[key] {
			key = q.Key
		}
		seen[key] = true
		question := questionFile{Key: just(key), Type: just(q.Type), Marks: q.Marks, Prompt: said(q.Prompt), Feedback: said(q.Feedback), Section: said(q.Section), Body: map[string]any{}}
		if err := json.Unmarshal(q.Body, &question.Body); err != nil && w.err == nil {
			w.err = err
		}
		file.Questions = append(file.Questions, question)
	}
	w.yaml(name, file)
}

// writtenTerms leaves out what is as usual.
func writtenTerms(t courses.QuizTerms) quizFile {
	file := quizFile{
		PassPercent: just(t.PassPercent), Attempts: just(t.MaxAttempts), Minutes: just((t.TimeLimitS + 59) / 60), Shuffle: t.Shuffle, Mixed: t.ShuffleQuestions,
		Delay: just((t.DelayS + 59) / 60), Password: just(t.Password), Grading: just(strings.TrimPrefix(t.Grading, "highest")),
		Review: reviewFile{just(strings.TrimPrefix(t.ReviewDuring, "none")), unlessAuto(t.ReviewAfter), unlessAuto(t.ReviewLater), unlessAuto(t.ReviewClosed)},
	}
	if t.OpensAt != nil {
		file.Opens = just(t.OpensAt.UTC())
	}
	if t.ClosesAt != nil {
		file.Closes = just(t.ClosesAt.UTC())
	}
	return file
}

func unlessAuto(review string) at[string] { return just(strings.TrimPrefix(review, "auto")) }
