package qti

import (
	"regexp"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// classic reads one item of QTI 1.2, as Canvas, Respondus and Common Cartridges write it.
type classic struct {
	sheet *item.Sheet
	found *item.Found
	node  *item.Node
	meta  map[string]string
	cases []condition
}

// condition is one case of how responses are marked.
type condition struct {
	// equals are responses and what they equal; where is not, differs.
	equals, differs [][2]string
	low, high       string
	other           bool
	score           float64
	scored          bool
	feedback        []string
}

func readClassic(sheet *item.Sheet, root *item.Node) {
	for _, n := range root.All("item") {
		if n.Cut || sheet.Full(n.Line) {
			return
		}
		f := &item.Found{Name: strings.TrimSpace(n.Attrs["title"]), ID: n.Attrs["ident"], Line: n.Line}
		if f.TooLong(n.Size()) {
			sheet.Add(f)
			continue
		}
		c := &classic{sheet: sheet, found: f, node: n, meta: map[string]string{}}
		for _, field := range n.All("qtimetadatafield") {
			c.meta[field.Child("fieldlabel").Text()] = field.Child("fieldentry").Text()
		}
		for _, rc := range n.Child("resprocessing").Children("respcondition") {
			c.cases = append(c.cases, readCondition(rc))
		}
		c.read()
		sheet.Add(f)
	}
}

func readCondition(n *item.Node) condition {
	v := n.Child("conditionvar")
	c := condition{low: v.First("vargte", "vargt").Text(), high: v.First("varlte", "varlt").Text(), other: v.Has("other")}
	for _, not := range v.All("not") {
		for _, e := range not.All("varequal") {
			c.differs = append(c.differs, [2]string{e.Attrs["respident"], e.Text()})
		}
	}
	for _, e := range positive(v) {
		c.equals = append(c.equals, [2]string{e.Attrs["respident"], e.Text()})
	}
	for _, set := range n.Children("setvar") {
		c.score, c.scored = item.Number(set.Text())
	}
	for _, d := range n.Children("displayfeedback") {
		c.feedback = append(c.feedback, d.Attrs["linkrefid"])
	}
	return c
}

func positive(n *item.Node) []*item.Node {
	var list []*item.Node
	for _, kid := range n.Kids {
		switch kid.Name {
		case "varequal":
			list = append(list, kid)
		case "not":
		default:
			list = append(list, positive(kid)...)
		}
	}
	return list
}

func (c *classic) read() {
	presentation := c.node.Child("presentation")
	lids := presentation.All("response_lid", "response_grp")
	c.found.Prompt = c.sheet.Text(c.material(presentation))
	c.marks()
	typ := c.typ(presentation, lids)
	switch typ {
	case "multiple_choice_question", "true_false_question":
		c.found.Question = c.choices(lids, false)
	case "multiple_answers_question":
		c.found.Question = c.choices(lids, true)
	case "short_answer_question":
		c.found.Question = &questions.ShortAnswer{Accepted: c.accepted("")}
	case "numerical_question":
		c.found.Question = c.numeric()
	case "matching_question":
		c.found.Question = c.matching(lids)
	case "multiple_dropdowns_question", "fill_in_multiple_blanks_question":
		c.blanks(presentation, lids, typ == "multiple_dropdowns_question")
	case "essay_question":
		c.found.Question = &questions.Essay{}
	case "file_upload_question":
		c.found.Question = &questions.File{}
	case "text_only_question":
		c.found.Question = &questions.Text{}
	default:
		c.found.Type = typ
		c.found.Refuse("formats.type", typ)
	}
	c.feedback()
}

// typ is the type as Canvas names it; where a file says none, what is asked for tells.
func (c *classic) typ(presentation *item.Node, lids []*item.Node) string {
	if typ := c.meta["question_type"]; typ != "" {
		return typ
	}
	switch c.meta["cc_profile"] {
	case "cc.multiple_choice.v0p1":
		return "multiple_choice_question"
	case "cc.true_false.v0p1":
		return "true_false_question"
	case "cc.multiple_response.v0p1":
		return "multiple_answers_question"
	case "cc.fib.v0p1", "cc.pattern_match.v0p1":
		return "short_answer_question"
	case "cc.essay.v0p1":
		return "essay_question"
	}
	strs := presentation.All("response_str", "response_num")
	for _, name := range []string{"response_xy", "render_hotspot", "render_slider", "response_extension"} {
		if presentation.First(name).Name != "" {
			return name
		}
	}
	switch {
	case len(lids) == 1 && len(strs) == 0 && strings.EqualFold(lids[0].Attrs["rcardinality"], "multiple"):
		return "multiple_answers_question"
	case len(lids) == 1 && len(strs) == 0:
		return "multiple_choice_question"
	case len(lids) > 1 && len(strs) == 0:
		return "matching_question"
	case len(strs) == 1 && len(c.accepted("")) == 0:
		return "essay_question"
	case len(strs) == 1 && (strs[0].Name == "response_num" || strs[0].First("render_fib").Attrs["fibtype"] == "Decimal"):
		return "numerical_question"
	case len(strs) == 1:
		return "short_answer_question"
	case len(strs) == 0:
		return "text_only_question"
	}
	return "response_str × " + strconv.Itoa(len(strs))
}

// percents is the greatest score where a file counts in percent.
const percents = 100

// marks are the points where a file says them, or the greatest score.
func (c *classic) marks() {
	for _, label := range []string{"points_possible", "cc_weighting"} {
		if n, ok := item.Number(c.meta[label]); ok && n > 0 {
			c.found.Marks = n
			return
		}
	}
	most, _ := item.Number(c.node.Child("resprocessing", "outcomes", "decvar").Attrs["maxvalue"])
	if most == 0 {
		most = c.most()
	}
	if most > 0 && most != percents {
		c.found.Marks = most
	}
}

func (c *classic) most() float64 {
	most := 0.0
	for _, k := range c.cases {
		most = max(most, k.score)
	}
	return most
}

// material is the text that stands directly in a node, not in what is to be answered.
func (c *classic) material(n *item.Node) string {
	var parts []string
	for _, kid := range n.Kids {
		switch kid.Name {
		case "material":
			for _, m := range kid.Kids {
				parts = append(parts, c.words(m))
			}
		case "flow", "flow_mat", "flow_label":
			parts = append(parts, c.material(kid))
		}
	}
	return strings.TrimSpace(strings.Join(parts, "\n\n"))
}

func (c *classic) words(n *item.Node) string {
	switch n.Name {
	case "mattext", "matemtext":
		if n.Attrs["texttype"] == "text/html" || n.Attrs["texttype"] == "text/xhtml" {
			return c.sheet.HTML(c.found, n.Raw())
		}
		return c.sheet.Loose(c.found, n.Raw())
	case "matimage":
		c.found.Drop("formats.picture", n.Attrs["uri"])
	case "mataudio", "matvideo", "matapplet", "matapplication":
		c.found.Drop("formats.media", n.Attrs["uri"])
	}
	return ""
}

func (c *classic) label(n *item.Node) models.Text { return c.sheet.Text(c.material(n)) }

// score is what a choice earns by itself.
func (c *classic) score(response, label string) float64 {
	sum := 0.0
	for _, k := range c.cases {
		if len(k.equals) == 1 && len(k.differs) == 0 && k.equals[0][1] == label && (response == "" || k.equals[0][0] == response) {
			sum += k.score
		}
	}
	return sum
}

func (c *classic) choices(lids []*item.Node, many bool) questions.Question {
	if len(lids) != 1 {
		c.found.Refuse("formats.qti_several", len(lids))
		return nil
	}
	labels := lids[0].All("response_label")
	var list []questions.Choice
	whole := 0.0
	for i, n := range labels {
		id := n.Attrs["ident"]
		choice := questions.Choice{Key: choiceKey(id, i), Text: c.label(n), Percent: c.score("", id), Feedback: c.told(id)}
		list = append(list, choice)
		if many {
			whole += max(0, choice.Percent)
		} else {
			whole = max(whole, choice.Percent)
		}
	}
	if many && whole == 0 {
		return c.together(list, labels)
	}
	for i := range list {
		if whole > 0 {
			list[i].Percent = share(list[i].Percent, whole)
		}
		list[i].Correct = list[i].Percent > 0 && (many || list[i].Percent == 100)
		if !many && list[i].Correct {
			list[i].Percent = 0
		}
	}
	if many {
		return questions.NewMultiple(questions.Weights, list...)
	}
	return plainTruth(list)
}

// together reads choices that earn everything or nothing, all at once.
func (c *classic) together(list []questions.Choice, labels []*item.Node) questions.Question {
	for _, k := range c.cases {
		if k.score <= 0 {
			continue
		}
		for i, n := range labels {
			for _, e := range k.equals {
				list[i].Correct = list[i].Correct || e[1] == n.Attrs["ident"]
			}
		}
	}
	return questions.NewMultiple(questions.All, list...)
}

// plainTruth makes a judgement of two choices that say True and False.
func plainTruth(list []questions.Choice) questions.Question {
	words := func(i int) string { return strings.ToLower(list[i].Text.In("en")) }
	if len(list) != 2 || list[0].Correct == list[1].Correct || words(0) != "true" || words(1) != "false" {
		return questions.NewSingle(list...)
	}
	q := questions.NewTrueFalse(list[0].Correct)
	q.IfTrue, q.IfFalse = list[0].Feedback, list[1].Feedback
	return q
}

// accepted are the texts that earn something as a response; any where it is not named.
func (c *classic) accepted(response string) []string {
	var list []string
	for _, k := range c.cases {
		if k.score <= 0 {
			continue
		}
		for _, e := range k.equals {
			if response == "" || e[0] == response {
				list = append(list, e[1])
			}
		}
	}
	return list
}

func (c *classic) numeric() questions.Question {
	q := &questions.Numeric{}
	for _, k := range c.cases {
		if k.score <= 0 {
			continue
		}
		low, from := item.Number(k.low)
		high, to := item.Number(k.high)
		a := questions.NumericAnswer{Value: (low + high) / 2, Tolerance: (high - low) / 2}
		ok := from && to
		if len(k.equals) > 0 {
			a.Value, ok = item.Number(k.equals[0][1])
			a.Tolerance = 0
			if from && to {
				a.Tolerance = share(max(high-a.Value, a.Value-low), percents)
			}
		}
		if !ok {
			c.found.Refuse("formats.number", k.low+k.high)
			return nil
		}
		q.Answers = append(q.Answers, a)
	}
	return q
}

func (c *classic) matching(lids []*item.Node) questions.Question {
	q := &questions.Matching{}
	used := map[string]bool{}
	for _, lid := range lids {
		for _, n := range lid.All("response_label") {
			if id := n.Attrs["ident"]; c.score(lid.Attrs["ident"], id) > 0 {
				q.Pairs = append(q.Pairs, questions.Pair{Left: c.sheet.Text(c.material(lid)), Right: c.label(n)})
				used[id] = true
				break
			}
		}
	}
	if len(q.Pairs) < len(lids) {
		c.found.Refuse("formats.no_answer")
		return nil
	}
	for _, n := range lids[0].All("response_label") {
		if !used[n.Attrs["ident"]] {
			q.Pairs = append(q.Pairs, questions.Pair{Right: c.label(n)})
		}
	}
	return q
}

var bracketed = regexp.MustCompile(`\[([^\[\]]{1,80})\]`) //nolint:gochecknoglobals // compiled once

// blanks reads a prompt with [names], each of which is a response: typed, or chosen from its labels.
func (c *classic) blanks(presentation *item.Node, lids []*item.Node, chosen bool) {
	byName := map[string]*item.Node{}
	for _, lid := range lids {
		byName[strings.TrimPrefix(lid.Attrs["ident"], "response_")] = lid
	}
	q := &questions.Cloze{}
	text := bracketed.ReplaceAllStringFunc(presentation.Child("material", "mattext").Raw(), func(mark string) string {
		lid := byName[strings.Trim(mark, "[]")]
		if lid == nil || len(q.Gaps) >= len(lids)*2 {
			return mark
		}
		g := questions.Gap{ID: strconv.Itoa(len(q.Gaps) + 1), Weight: 1}
		id := lid.Attrs["ident"]
		var list []questions.Choice
		for i, n := range lid.All("response_label") {
			score := c.score(id, n.Attrs["ident"])
			list = append(list, questions.Choice{Key: choiceKey(n.Attrs["ident"], i), Text: c.label(n), Correct: score > 0})
			g.Weight = max(g.Weight, score)
		}
		if chosen {
			g.Choice = questions.NewSingle(list...)
		} else {
			g.Text = c.spellings(lid, id)
		}
		q.Gaps = append(q.Gaps, g)
		return item.Gap(len(q.Gaps))
	})
	markdown := c.sheet.Loose(c.found, text)
	if presentation.Child("material", "mattext").Attrs["texttype"] == "text/html" {
		markdown = c.sheet.HTML(c.found, text)
	}
	c.found.Prompt = c.sheet.Text(item.Gapped(markdown))
	q.Gaps = even(q.Gaps)
	c.found.Question = q
}

// spellings are the labels of a gap that is typed.
func (c *classic) spellings(lid *item.Node, response string) *questions.ShortAnswer {
	q := &questions.ShortAnswer{}
	for _, n := range lid.All("response_label") {
		q.Accepted = append(q.Accepted, n.Text())
	}
	if len(q.Accepted) == 0 {
		q.Accepted = c.accepted(response)
	}
	return q
}

// told is what is told to who chose a label.
func (c *classic) told(label string) models.Text {
	for _, k := range c.cases {
		if len(k.equals) == 1 && k.equals[0][1] == label && !k.scored && len(k.feedback) > 0 {
			return c.said(k.feedback[0])
		}
	}
	return models.Text{}
}

// said is a feedback by its identifier.
func (c *classic) said(identifier string) models.Text {
	for _, n := range c.node.Children("itemfeedback") {
		if n.Attrs["ident"] != identifier {
			continue
		}
		var parts []string
		for _, m := range n.All("material") {
			parts = append(parts, c.material(&item.Node{Kids: []*item.Node{m}}))
		}
		return c.sheet.Text(strings.TrimSpace(strings.Join(parts, "\n\n")))
	}
	return models.Text{}
}

// feedback is what everybody is told. What only those are told who were right, or wrong, is dropped.
func (c *classic) feedback() {
	single := map[string]bool{}
	for _, k := range c.cases {
		if len(k.equals) == 1 && !k.scored {
			for _, id := range k.feedback {
				single[id] = true
			}
		}
	}
	for _, n := range c.node.Children("itemfeedback") {
		id := n.Attrs["ident"]
		switch {
		case id == "general_fb":
			c.found.Feedback = c.said(id)
		case !single[id] && c.said(id) != models.Text{}:
			c.found.Drop("formats.feedback_dropped")
		}
	}
}
