package folder

import (
	"reflect"
	"strings"
	"time"

	"academy/models"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// at is a value and the line it stands on.
type at[T any] struct {
	V    T
	Line int
}

func just[T any](v T) at[T] { return at[T]{V: v} }

// UnmarshalYAML keeps the line.
func (a *at[T]) UnmarshalYAML(node *yaml.Node) error {
	a.Line = node.Line
	return node.Decode(&a.V)
}

// MarshalYAML writes the value alone.
func (a at[T]) MarshalYAML() (any, error) { return a.V, nil }

// IsZero says that there is nothing to write.
func (a at[T]) IsZero() bool { return reflect.ValueOf(&a.V).Elem().IsZero() }

// text is a text in both languages and the line it stands on.
type text struct {
	models.Text
	Line int
}

// twoTexts is how a text stands in a file.
type twoTexts struct {
	KO string `yaml:"ko,omitempty"`
	EN string `yaml:"en,omitempty"`
}

// UnmarshalYAML reads {ko: …, en: …} and brings Hangul into its composed form.
func (t *text) UnmarshalYAML(node *yaml.Node) error {
	t.Line = node.Line
	var both twoTexts
	if err := node.Decode(&both); err != nil {
		return err
	}
	t.KO, t.EN = composed(both.KO), composed(both.EN)
	return nil
}

// MarshalYAML writes the languages that there are.
func (t text) MarshalYAML() (any, error) { return twoTexts{t.KO, t.EN}, nil }

// IsZero says that there is nothing to write.
func (t text) IsZero() bool { return t.Text == models.Text{} }

// composed is how every text comes out of a folder: the same words are the same bytes, wherever they were typed. A NUL
// is dropped: no database keeps one.
func composed(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n")
	return strings.TrimSpace(norm.NFC.String(strings.ReplaceAll(s, "\x00", "")))
}

type courseFile struct {
	Slug        at[string]        `yaml:"slug"`
	Title       text              `yaml:"title"`
	Summary     text              `yaml:"summary"`
	Description text              `yaml:"description,omitempty"`
	Level       at[string]        `yaml:"level"`
	Languages   at[[]string]      `yaml:"languages,flow"`
	Minutes     at[int]           `yaml:"minutes"`
	Agenda      at[string]        `yaml:"agenda"`
	Palette     at[string]        `yaml:"palette"`
	Instructor  text              `yaml:"instructor,omitempty"`
	Completion  completionFile    `yaml:"completion,flow"`
	Grants      *grantsFile       `yaml:"grants,flow,omitempty"`
	First       []at[string]      `yaml:"prerequisites,flow,omitempty"`
	Certificate at[string]        `yaml:"certificate,omitempty"`
	Media       []mediaFile       `yaml:"media,omitempty"`
	Sections    at[[]sectionFile] `yaml:"sections"`
}

type completionFile struct {
	Coverage at[int] `yaml:"coverage"`
	Score    at[int] `yaml:"score"`
}

type grantsFile struct {
	Duty   at[string] `yaml:"duty"`
	Months at[int]    `yaml:"months"`
}

type sectionFile struct {
	Key     at[string]    `yaml:"key"`
	Title   text          `yaml:"title"`
	Opens   at[time.Time] `yaml:"opens_at,omitempty"`
	After   at[int]       `yaml:"opens_after_days,omitempty"`
	Lessons []lessonFile  `yaml:"lessons"`
}

type lessonFile struct {
	Key             at[string]            `yaml:"key"`
	Kind            at[string]            `yaml:"kind"`
	Title           text                  `yaml:"title"`
	Minutes         at[int]               `yaml:"minutes"`
	Required        *bool                 `yaml:"required,omitempty"`
	Requires        []at[string]          `yaml:"requires,flow,omitempty"`
	Opens           at[time.Time]         `yaml:"opens_at,omitempty"`
	After           at[int]               `yaml:"opens_after_days,omitempty"`
	Body            map[string]at[string] `yaml:"body,omitempty"`
	Video           at[string]            `yaml:"video,omitempty"`
	Source          at[string]            `yaml:"source,omitempty"`
	Slides          at[string]            `yaml:"slides,omitempty"`
	Captions        map[string]at[string] `yaml:"captions,omitempty"`
	CaptionsMissing at[string]            `yaml:"captions_missing,omitempty"`
	Quiz            at[string]            `yaml:"quiz,omitempty"`
	Assignment      *assignmentFile       `yaml:"assignment,omitempty"`
}

type quizFile struct {
	PassPercent at[int]        `yaml:"pass_percent"`
	Attempts    at[int]        `yaml:"attempts"`
	Minutes     at[int]        `yaml:"time_limit_minutes"`
	Shuffle     bool           `yaml:"shuffle"`
	Mixed       bool           `yaml:"shuffle_questions,omitempty"`
	Opens       at[time.Time]  `yaml:"opens_at,omitempty"`
	Closes      at[time.Time]  `yaml:"closes_at,omitempty"`
	Delay       at[int]        `yaml:"delay_minutes,omitempty"`
	Password    at[string]     `yaml:"password,omitempty"`
	Grading     at[string]     `yaml:"grading,omitempty"`
	Review      reviewFile     `yaml:"review,omitempty"`
	Questions   []questionFile `yaml:"questions"`
}

// reviewFile is what a graded attempt shows; what is left out is auto, and during an attempt none.
type reviewFile struct {
	During at[string] `yaml:"during,omitempty"`
	After  at[string] `yaml:"after,omitempty"`
	Later  at[string] `yaml:"later,omitempty"`
	Closed at[string] `yaml:"closed,omitempty"`
}

// questionFile is what all questions have; the rest is for their type to understand.
type questionFile struct {
	Key      at[string]     `yaml:"key"`
	Type     at[string]     `yaml:"type"`
	Marks    float64        `yaml:"marks"`
	Prompt   text           `yaml:"prompt,omitempty"`
	Feedback text           `yaml:"feedback,omitempty"`
	Section  text           `yaml:"section,omitempty"`
	Body     map[string]any `yaml:",inline"`
}

type slidesFile struct {
	Slides []struct {
		Seconds at[float64] `yaml:"seconds"`
		Heading text        `yaml:"heading"`
		Points  []text      `yaml:"points"`
	} `yaml:"slides"`
}
