package questions

import (
	"math/rand/v2"

	"academy/models"
)

// Choice is one choice of a question and whether it is right.
type Choice struct {
	Key     string      `json:"key"`
	Text    models.Text `json:"text"`
	Correct bool        `json:"correct,omitempty"`
	// Percent is what a choice earns that is neither right nor wrong, -100 to 100.
	Percent float64 `json:"percent,omitempty"`
	// Feedback is what somebody is told who chose it.
	Feedback models.Text `json:"feedback,omitzero"`
}

// weight is the fraction of the marks that a choice earns by itself.
func (c Choice) weight() float64 {
	if c.Correct {
		return 1
	}
	return c.Percent / 100
}

// choices is what single and multiple choice have in common.
type choices struct {
	Choices []Choice `json:"choices"`
}

// maxChoices is as many as a learner can compare on a telephone.
const maxChoices = 20

func (c *choices) options() []Option {
	options := make([]Option, len(c.Choices))
	for i, choice := range c.Choices {
		options[i] = Option{ID: choice.Key, Text: choice.Text, Feedback: choice.Feedback}
	}
	return options
}

// Order draws an order of the choices.
func (c *choices) Order(chance *rand.Rand) []string {
	order := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		order[i] = choice.Key
	}
	return shuffled(order, chance)
}

// Scored is by rule.
func (c *choices) Scored() Marker { return ByRule }

// Texts are the choices and what is said of them.
func (c *choices) Texts(visit func(*models.Text)) {
	for i := range c.Choices {
		visit(&c.Choices[i].Text)
		visit(&c.Choices[i].Feedback)
	}
}

func (c *choices) find(key string) (Choice, bool) {
	for _, choice := range c.Choices {
		if choice.Key == key {
			return choice, true
		}
	}
	return Choice{}, false
}

// right is the keys of the right choices, as written.
func (c *choices) right() []string {
	var right []string
	for _, choice := range c.Choices {
		if choice.Correct {
			right = append(right, choice.Key)
		}
	}
	return right
}

func (c *choices) check(prompt models.Text) []string {
	var p problems
	seen := map[string]bool{}
	for _, choice := range c.Choices {
		p.demand(keys.MatchString(choice.Key) && !seen[choice.Key], "assessment.draft.choice_key")
		p.demand(covers(choice.Text, prompt), "assessment.draft.choice_text")
		p.demand(choice.Percent >= -100 && choice.Percent <= 100, "assessment.draft.percent")
		seen[choice.Key] = true
	}
	p.demand(len(c.Choices) >= 2 && len(c.Choices) <= maxChoices, "assessment.draft.choice_count")
	return p
}
