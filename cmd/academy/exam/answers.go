package exam

import "encoding/json"

// asked is a slot as the API shows it, as far as somebody needs it who only wants to give some answer.
type asked struct {
	Slot    int
	Type    string
	Seq     int
	Choices []option
	Left    []option
	Right   []option
	Items   []option
	Units   []string
	Gaps    []struct {
		ID      string
		Number  bool
		Choices []option
	}
}

type option struct{ ID string }

// answer is one of several answers to a question, in the words in which the academy keeps it. None is a fully right one of
// all questions at once.
func (a asked) answer(turn int) json.RawMessage {
	one := func(of []option) string { return of[turn%len(of)].ID }
	var given any
	switch a.Type {
	case "single":
		given = map[string]any{"choice": one(a.Choices)}
	case "multiple":
		given = map[string]any{"choices": []string{one(a.Choices)}}
	case "true_false":
		given = map[string]any{"value": turn%2 == 0}
	case "numeric":
		given = map[string]any{"number": []string{"310", "325.5", "400"}[turn%3], "unit": a.Units[turn%len(a.Units)]}
	case "matching":
		pairs := map[string]string{}
		for i, left := range a.Left {
			pairs[left.ID] = a.Right[(turn+i)%len(a.Right)].ID
		}
		given = map[string]any{"pairs": pairs}
	case "ordering":
		given = map[string]any{"order": a.order(turn)}
	case "cloze":
		given = map[string]any{"gaps": a.fill(turn)}
	default:
		given = map[string]any{"text": []string{"조약", "협정", "약속", "국제법에 따른 합의"}[turn%4]}
	}
	raw, _ := json.Marshal(given) // texts and numbers always fit
	return raw
}

// order begins with another item at every turn.
func (a asked) order(turn int) []string {
	ids := make([]string, len(a.Items))
	for i := range ids {
		ids[i] = a.Items[(turn+i)%len(ids)].ID
	}
	return ids
}

func (a asked) fill(turn int) map[string]string {
	gaps := map[string]string{}
	for _, g := range a.Gaps {
		switch {
		case len(g.Choices) > 0:
			gaps[g.ID] = g.Choices[turn%len(g.Choices)].ID
		case g.Number:
			gaps[g.ID] = []string{"1991", "1948"}[turn%2]
		default:
			gaps[g.ID] = []string{"유엔", "국제연합", "세계무역기구"}[turn%3]
		}
	}
	return gaps
}
