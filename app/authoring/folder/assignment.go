package folder

import (
	"slices"
	"time"

	"academy/models/courses"
)

type assignmentFile struct {
	HandIn    []at[string]    `yaml:"hand_in,flow"`
	MostFiles at[int]         `yaml:"most_files,omitempty"`
	Megabytes at[int]         `yaml:"most_megabytes,omitempty"`
	Kinds     []string        `yaml:"kinds,flow,omitempty"`
	Words     at[int]         `yaml:"words,omitempty"`
	Opens     at[time.Time]   `yaml:"opens_at,omitempty"`
	Due       at[time.Time]   `yaml:"due_at,omitempty"`
	Grace     at[int]         `yaml:"grace_hours,omitempty"`
	Deduct    at[int]         `yaml:"deduct_percent_a_day,omitempty"`
	Again     at[string]      `yaml:"again"`
	MostTimes at[int]         `yaml:"most_times,omitempty"`
	Points    float64         `yaml:"points"`
	Pass      at[int]         `yaml:"pass_percent,omitempty"`
	Rubric    []criterionFile `yaml:"rubric,omitempty"`
	Notes     text            `yaml:"notes,omitempty"`
	Named     bool            `yaml:"named,omitempty"`
}

type criterionFile struct {
	Text   text    `yaml:"text"`
	Points float64 `yaml:"points"`
}

// What can be handed in.
const (
	handText  = "text"
	handFiles = "files"
)

func readAssignment(item *Item, l lessonFile) *courses.AssignmentWork {
	file := l.Assignment
	if file == nil {
		item.add(l.Key.Line, "import.missing", "assignment")
		return nil
	}
	work := courses.AssignmentWork{
		MostFiles: file.MostFiles.V, MostMegabytes: file.Megabytes.V, Kinds: file.Kinds, Words: file.Words.V, OpensAt: set(file.Opens.V), DueAt: set(file.Due.V),
		GraceHours: file.Grace.V, Deduct: file.Deduct.V, Again: file.Again.V, MostTimes: file.MostTimes.V, Points: file.Points, PassPercent: file.Pass.V,
		Notes: file.Notes.Text, Named: file.Named,
	}
	for _, h := range file.HandIn {
		oneOf(item, "hand_in", h, handText, handFiles)
		work.Text, work.Files = work.Text || h.V == handText, work.Files || h.V == handFiles
	}
	for _, c := range file.Rubric {
		work.Rubric = append(work.Rubric, courses.Criterion{Text: c.Text.Text, Points: c.Points})
	}
	work = work.Usual()
	return &work
}

func writtenAssignment(work *courses.AssignmentWork) *assignmentFile {
	if work == nil {
		return nil
	}
	file := &assignmentFile{
		MostFiles: just(work.MostFiles), Megabytes: just(work.MostMegabytes), Kinds: slices.Clone(work.Kinds), Words: just(work.Words), Grace: just(work.GraceHours),
		Deduct: just(work.Deduct), Again: just(work.Again), MostTimes: just(work.MostTimes), Points: work.Points, Pass: just(work.PassPercent),
		Notes: said(work.Notes), Named: work.Named,
	}
	if work.Text {
		file.HandIn = append(file.HandIn, just(handText))
	}
	if work.Files {
		file.HandIn = append(file.HandIn, just(handFiles))
	}
	if work.OpensAt != nil {
		file.Opens = just(work.OpensAt.UTC())
	}
	if work.DueAt != nil {
		file.Due = just(work.DueAt.UTC())
	}
	for _, c := range work.Rubric {
		file.Rubric = append(file.Rubric, criterionFile{said(c.Text), c.Points})
	}
	return file
}
