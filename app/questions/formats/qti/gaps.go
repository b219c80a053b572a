package qti

import (
	"math"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// share is a part of a whole in percent, without what binary numbers add.
func share(part, whole float64) float64 { return math.Round(part/whole*1e7) / 1e5 }

const blank = "_____"

// typed reads an item with one field in its text: a short answer, or a number.
func (r *reader) typed(body, asks *item.Node) {
	d := r.declared(asks)
	text := r.text(body, func(n *item.Node) (string, bool) {
		if n == asks {
			return item.Gap(1), true
		}
		return r.unseen(n)
	}).In(r.sheet.Lang)
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "[[1]]"))
	r.found.Prompt = r.sheet.Text(strings.ReplaceAll(text, "[[1]]", item.Plain(blank)))
	if d.baseType == "float" || d.baseType == "integer" {
		r.found.Question = r.number(d)
		return
	}
	r.found.Question = r.spelled(d)
}

func (r *reader) spelled(d *declared) *questions.ShortAnswer {
	q := &questions.ShortAnswer{Case: d.lettered}
	most := d.most()
	if !d.mapped || most <= 0 {
		q.Accepted = d.correct
		return q
	}
	for _, e := range d.entries {
		percent := share(e.value, most)
		if percent >= 100 {
			q.Accepted = append(q.Accepted, e.key)
		} else if percent >= 0 {
			q.Partly = append(q.Partly, questions.PartAnswer{Text: e.key, Percent: percent})
		}
	}
	return q
}

func (r *reader) number(d *declared) *questions.Numeric {
	q := &questions.Numeric{}
	most := d.most()
	for _, c := range d.compared {
		a := questions.NumericAnswer{Value: c.value, Tolerance: c.tolerance, Relative: c.relative && c.tolerance != 0}
		if !math.IsNaN(c.earns) && most > 0 && c.earns < most {
			a.Percent = share(c.earns, most)
		}
		q.Answers = append(q.Answers, a)
	}
	if len(q.Answers) > 0 {
		return q
	}
	keys := d.correct
	if d.mapped {
		keys = nil
		for _, e := range d.entries {
			keys = append(keys, e.key)
		}
	}
	for _, key := range keys {
		value, ok := item.Number(key)
		if !ok {
			r.found.Refuse("formats.number", key)
		}
		a := questions.NumericAnswer{Value: value}
		if percent := share(d.value(key), max(most, 1e-9)); d.mapped && percent < 100 {
			a.Percent = percent
		}
		q.Answers = append(q.Answers, a)
	}
	return q
}

// cloze reads an item whose fields all stand in its text.
func (r *reader) cloze(body *item.Node) {
	text := r.text(body, func(n *item.Node) (string, bool) {
		if !inline(n) {
			return r.unseen(n)
		}
		d := r.declared(n)
		g := questions.Gap{ID: strconv.Itoa(len(r.gaps) + 1), Weight: r.weight(d)}
		switch {
		case n.Name == "inlineChoiceInteraction":
			g.Choice = r.single(n.All("inlineChoice"), d)
		case d.baseType == "float" || d.baseType == "integer":
			g.Number = r.number(d)
		default:
			g.Text = r.spelled(d)
		}
		r.gaps = append(r.gaps, g)
		return item.Gap(len(r.gaps)), true
	})
	r.found.Prompt = text
	r.found.Question = &questions.Cloze{Gaps: even(r.gaps)}
}

// weight is what a gap earns.
func (r *reader) weight(d *declared) float64 {
	if most := d.most(); (d.mapped || len(d.compared) > 0) && most > 0 {
		return most
	}
	return 1
}

// even makes small numbers of the weights: the least is 1, which is not said.
func even(gaps []questions.Gap) []questions.Gap {
	least := math.Inf(1)
	for _, g := range gaps {
		least = min(least, g.Weight)
	}
	for i := range gaps {
		gaps[i].Weight = math.Round(gaps[i].Weight/least*1e4) / 1e4
		if gaps[i].Weight == 1 {
			gaps[i].Weight = 0
		}
	}
	return gaps
}

func (r *reader) single(choices []*item.Node, d *declared) *questions.Single {
	var list []questions.Choice
	for i, n := range choices {
		id := n.Attrs["identifier"]
		c := questions.Choice{Key: choiceKey(id, i), Correct: d.right(id)}
		c.Text, c.Feedback = r.choice(n)
		if d.mapped {
			c.Percent = d.value(id)
		}
		list = append(list, c)
	}
	q, _ := r.scored(list, d, false).(*questions.Single)
	return q
}

// gapMatch reads gaps that are all filled from one list of words.
func (r *reader) gapMatch(body, asks *item.Node) {
	d := r.declared(asks)
	words := asks.Children("gapText")
	if len(asks.Children("gapImg")) > 0 {
		r.found.Type = asks.Name
		r.found.Refuse("formats.type", "gapImg")
	}
	if d.otherwise != 0 {
		r.found.Drop("formats.scoring_changed")
	}
	with := func(n *item.Node) (string, bool) {
		switch n.Name {
		case "gapText", "gapImg":
			return "", true
		case "gap":
			r.gaps = append(r.gaps, r.word(words, n.Attrs["identifier"], d))
			return item.Gap(len(r.gaps)), true
		}
		return r.unseen(n)
	}
	r.found.Prompt = r.text(body, func(n *item.Node) (string, bool) {
		if n == asks {
			return "<div>" + n.Markup(with) + "</div>", true
		}
		return r.unseen(n)
	})
	r.found.Question = &questions.Cloze{Gaps: even(r.gaps)}
}

func (r *reader) word(words []*item.Node, gap string, d *declared) questions.Gap {
	g := questions.Gap{ID: strconv.Itoa(len(r.gaps) + 1), Weight: 1}
	var list []questions.Choice
	for i, n := range words {
		id := n.Attrs["identifier"]
		c := questions.Choice{Key: choiceKey(id, i), Text: r.text(n, r.unseen), Correct: d.right(id + " " + gap)}
		if value := d.value(id + " " + gap); c.Correct && d.mapped && value > 0 {
			g.Weight = value
		}
		list = append(list, c)
	}
	g.Choice = questions.NewSingle(list...)
	return g
}

// match reads two sets of which each on the left belongs to one on the right, or the other way round.
func (r *reader) match(n *item.Node, d *declared) questions.Question {
	sets := n.All("simpleMatchSet")
	if len(sets) != 2 {
		r.found.Refuse("formats.no_answer")
		return nil
	}
	left, right := r.texts(sets[0]), r.texts(sets[1])
	pairs := d.pairs()
	if !once(pairs, left, 0) && once(pairs, right, 1) {
		left, right = right, left
		for i := range pairs {
			pairs[i][0], pairs[i][1] = pairs[i][1], pairs[i][0]
		}
	}
	if !once(pairs, left, 0) {
		r.found.Refuse("formats.match_many")
		return nil
	}
	if !d.mapped || !d.equal() {
		r.found.Drop("formats.scoring_changed")
	}
	return &questions.Matching{Pairs: paired(pairs, left, right)}
}

type associable struct {
	id   string
	text models.Text
}

func (r *reader) texts(set *item.Node) []associable {
	var list []associable
	for _, c := range set.Children("simpleAssociableChoice") {
		list = append(list, associable{c.Attrs["identifier"], r.text(c, r.unseen)})
	}
	return list
}

func (d *declared) pairs() [][2]string {
	var list [][2]string
	for _, c := range d.correct {
		if ids := strings.Fields(c); len(ids) == 2 {
			list = append(list, [2]string{ids[0], ids[1]})
		}
	}
	return list
}

// equal says whether every entry that earns something earns the same.
func (d *declared) equal() bool {
	for _, e := range d.entries {
		if e.value != 0 && math.Abs(e.value-d.most()) > 1e-6 || d.otherwise != 0 {
			return false
		}
	}
	return true
}

// once says whether each of a set belongs to exactly one.
func once(pairs [][2]string, set []associable, side int) bool {
	count := map[string]int{}
	for _, p := range pairs {
		count[p[side]]++
	}
	for _, a := range set {
		if count[a.id] != 1 {
			return false
		}
	}
	return true
}

func paired(pairs [][2]string, left, right []associable) []questions.Pair {
	rights := map[string]models.Text{}
	used := map[string]bool{}
	for _, a := range right {
		rights[a.id] = a.text
	}
	var list []questions.Pair
	for _, a := range left {
		for _, p := range pairs {
			if p[0] == a.id {
				list = append(list, questions.Pair{Left: a.text, Right: rights[p[1]]})
				used[p[1]] = true
			}
		}
	}
	for _, a := range right {
		if !used[a.id] {
			list = append(list, questions.Pair{Right: a.text})
		}
	}
	return list
}
