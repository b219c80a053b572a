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
}

// choices is what single and multiple choice have in common.
type choices struct {
	Choices []Choice `json:"choices"`
}

// maxChoices is as many as a learner can compare on a telephone.
const maxChoices = 20

func (c *choices) Options() []Option {
	options := make([]Option, len(c.Choices))
	for i, choice := range c.Choices {
		options[i] = Option{ID: choice.Key, Text: choice.Text}
	}
	return options
}

func (c *choices) Order(chance *rand.Rand) []string {
	order := make([]string, len(c.Choices))
	for i, choice := range c.Choices {
		order[i] = choice.Key
	}
	if chance != nil {
		chance.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return order
}

func (c *choices) has(key string) bool {
	for _, choice := range c.Choices {
		if choice.Key == key {
			return true
		}
	}
	return false
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

func (c *choices) give(d *Draft) { d.Choices = c.Choices }

func (c *choices) take(d Draft) []string {
	c.Choices = make([]Choice, len(d.Choices))
	seen := map[string]bool{}
	var problems []string
	for i, choice := range d.Choices {
		c.Choices[i] = Choice{choice.Key, Composed(choice.Text), choice.Correct}
		if !keys.MatchString(choice.Key) || seen[choice.Key] {
			problems = append(problems, "assessment.draft.choice_key")
		}
		if !covers(choice.Text, d.Prompt) {
			problems = append(problems, "assessment.draft.choice_text")
		}
		seen[choice.Key] = true
	}
	if len(d.Choices) < 2 || len(d.Choices) > maxChoices {
		problems = append(problems, "assessment.draft.choice_count")
	}
	if d.Answer != nil || len(d.Accepted) > 0 {
		problems = append(problems, "assessment.draft.foreign_answer")
	}
	return problems
}
