package authoring

import (
	"strings"

	"academy/models"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/unicode/norm"
)

// at is a value and the line it stands on.
type at[T any] struct {
	V    T
	Line int
}

// UnmarshalYAML keeps the line.
func (a *at[T]) UnmarshalYAML(node *yaml.Node) error {
	a.Line = node.Line
	return node.Decode(&a.V)
}

// text is a text in both languages and the line it stands on.
type text struct {
	models.Text
	Line int
}

// UnmarshalYAML reads {ko: …, en: …} and brings Hangul into its composed form.
func (t *text) UnmarshalYAML(node *yaml.Node) error {
	t.Line = node.Line
	var both struct {
		KO string `yaml:"ko"`
		EN string `yaml:"en"`
	}
	if err := node.Decode(&both); err != nil {
		return err
	}
	t.KO, t.EN = strings.TrimSpace(norm.NFC.String(both.KO)), strings.TrimSpace(norm.NFC.String(both.EN))
	return nil
}

type courseFile struct {
	Slug        at[string]   `yaml:"slug"`
	Title       text         `yaml:"title"`
	Summary     text         `yaml:"summary"`
	Description text         `yaml:"description"`
	Level       at[string]   `yaml:"level"`
	Languages   at[[]string] `yaml:"languages"`
	Minutes     at[int]      `yaml:"minutes"`
	Agenda      at[string]   `yaml:"agenda"`
	Palette     at[string]   `yaml:"palette"`
	Instructor  text         `yaml:"instructor"`
	Completion  struct {
		Coverage at[int] `yaml:"coverage"`
		Score    at[int] `yaml:"score"`
	} `yaml:"completion"`
	Grants *struct {
		Duty   at[string] `yaml:"duty"`
		Months at[int]    `yaml:"months"`
	} `yaml:"grants"`
	Sections at[[]sectionFile] `yaml:"sections"`
}

type sectionFile struct {
	Key     at[string]   `yaml:"key"`
	Title   text         `yaml:"title"`
	Lessons []lessonFile `yaml:"lessons"`
}

type lessonFile struct {
	Key      at[string]            `yaml:"key"`
	Kind     at[string]            `yaml:"kind"`
	Title    text                  `yaml:"title"`
	Minutes  at[int]               `yaml:"minutes"`
	Required *bool                 `yaml:"required"`
	Requires []at[string]          `yaml:"requires"`
	Body     map[string]at[string] `yaml:"body"`
	Video    at[string]            `yaml:"video"`
	Slides   at[string]            `yaml:"slides"`
	Captions map[string]at[string] `yaml:"captions"`
	Quiz     at[string]            `yaml:"quiz"`
}

type quizFile struct {
	PassPercent at[int]        `yaml:"pass_percent"`
	Attempts    at[int]        `yaml:"attempts"`
	Minutes     at[int]        `yaml:"time_limit_minutes"`
	Shuffle     bool           `yaml:"shuffle"`
	Questions   []questionFile `yaml:"questions"`
}

type questionFile struct {
	Key      at[string]   `yaml:"key"`
	Type     at[string]   `yaml:"type"`
	Marks    float64      `yaml:"marks"`
	Prompt   text         `yaml:"prompt"`
	Choices  []choiceFile `yaml:"choices"`
	Answer   *bool        `yaml:"answer"`
	Accepted []string     `yaml:"accepted"`
	Feedback text         `yaml:"feedback"`
}

type choiceFile struct {
	Key     string `yaml:"key"`
	Text    text   `yaml:"text"`
	Correct bool   `yaml:"correct"`
}

type slidesFile struct {
	Slides []struct {
		Seconds at[float64] `yaml:"seconds"`
		Heading text        `yaml:"heading"`
		Points  []text      `yaml:"points"`
	} `yaml:"slides"`
}
