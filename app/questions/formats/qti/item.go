package qti

import (
	"regexp"
	"strconv"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// reader reads one item of QTI 2.1.
type reader struct {
	sheet *item.Sheet
	found *item.Found
	node  *item.Node
	all   map[string]*declared
	// gaps are those of a cloze, in their order.
	gaps []questions.Gap
}

// keyMark stands before a key that could not be an identifier, which begins with a letter.
const keyMark = "key."

func keyOf(identifier string) string { return strings.TrimPrefix(identifier, keyMark) }

func readItem(sheet *item.Sheet, n *item.Node) {
	if sheet.Full(n.Line) {
		return
	}
	f := &item.Found{Name: strings.TrimSpace(n.Attrs["title"]), ID: keyOf(n.Attrs["identifier"]), Line: n.Line}
	if f.TooLong(n.Size()) {
		sheet.Add(f)
		return
	}
	r := &reader{sheet: sheet, found: f, node: n, all: declarations(n)}
	f.Marks = marks(n, r.all)
	if n.Attrs["adaptive"] == "true" || len(n.Children("templateDeclaration")) > 0 {
		f.Refuse("formats.adaptive")
	}
	r.read()
	r.feedback()
	sheet.Add(f)
}

// interactions are what an item asks for, in their order.
func interactions(n *item.Node) []*item.Node {
	var list []*item.Node
	for _, kid := range n.Kids {
		if strings.HasSuffix(kid.Name, "Interaction") {
			list = append(list, kid)
		} else {
			list = append(list, interactions(kid)...)
		}
	}
	return list
}

func inline(n *item.Node) bool {
	return n.Name == "textEntryInteraction" || n.Name == "inlineChoiceInteraction"
}

func (r *reader) read() {
	body := r.node.Child("itemBody")
	asked := interactions(body)
	within := 0
	for _, n := range asked {
		if inline(n) {
			within++
		}
	}
	switch {
	case len(asked) == 0:
		r.found.Prompt = r.prompt(body, nil)
		r.found.Question = &questions.Text{}
	case len(asked) == 1 && asked[0].Name == "textEntryInteraction":
		r.typed(body, asked[0])
	case within == len(asked):
		r.cloze(body)
	case len(asked) == 1:
		r.block(body, asked[0])
	default:
		r.found.Type = asked[0].Name
		r.found.Refuse("formats.qti_several", len(asked))
	}
}

// block reads an item with one interaction below its text.
func (r *reader) block(body, n *item.Node) {
	if n.Name == "gapMatchInteraction" {
		r.gapMatch(body, n)
		return
	}
	d := r.declared(n)
	r.found.Prompt = r.prompt(body, n)
	switch n.Name {
	case "choiceInteraction":
		r.found.Question = r.choices(n, d)
	case "orderInteraction":
		r.found.Question = r.order(n, d)
	case "matchInteraction":
		r.found.Question = r.match(n, d)
	case "extendedTextInteraction":
		r.found.Question = r.essay(n)
	case "uploadInteraction":
		q := &questions.File{}
		q.Notes = r.notes()
		r.found.Question = q
	default:
		r.found.Type = n.Name
		r.found.Refuse("formats.type", n.Name)
	}
}

func (r *reader) declared(n *item.Node) *declared {
	if d := r.all[n.Attrs["responseIdentifier"]]; d != nil {
		return d
	}
	return &declared{}
}

// prompt is the text of the body, with what an interaction asks where it stands.
func (r *reader) prompt(body, asks *item.Node) models.Text {
	return r.text(body, func(n *item.Node) (string, bool) {
		if n == asks {
			return "<div>" + n.Child("prompt").Markup(r.unseen) + "</div>", true
		}
		return r.unseen(n)
	})
}

// unseen takes out what does not belong to the text of a question.
func (r *reader) unseen(n *item.Node) (string, bool) {
	switch n.Name {
	case "rubricBlock":
		if n.Attrs["view"] == "candidate" {
			return "", false
		}
		r.found.Drop("formats.rubric")
		return "", true
	case "feedbackInline", "feedbackBlock":
		r.found.Drop("formats.feedback_dropped")
		return "", true
	case "printedVariable":
		r.found.Drop("formats.element", n.Name)
		return "", true
	case "prompt", "infoControl":
		return "<div>" + n.Markup(r.unseen) + "</div>", true
	}
	return "", false
}

func (r *reader) text(n *item.Node, with func(*item.Node) (string, bool)) models.Text {
	return r.sheet.Text(item.Gapped(r.sheet.HTML(r.found, n.Markup(with))))
}

// notes are what those are told who mark. They are taken out of the body, so that they are not said to be dropped.
func (r *reader) notes() models.Text {
	var parts []string
	for _, n := range r.node.First("itemBody").All("rubricBlock") {
		if n.Attrs["view"] != "candidate" {
			parts = append(parts, r.text(n, r.unseen).In(r.sheet.Lang))
		}
	}
	r.found.Keep("formats.rubric")
	return r.sheet.Text(strings.Join(parts, "\n\n"))
}

// choice is a choice and what is told to who chose it.
func (r *reader) choice(n *item.Node) (text, told models.Text) {
	id := n.Attrs["identifier"]
	text = r.text(n, func(kid *item.Node) (string, bool) {
		if kid.Name == "feedbackInline" && kid.Attrs["identifier"] == id {
			told = r.text(kid, r.unseen)
			return "", true
		}
		return r.unseen(kid)
	})
	for _, m := range r.node.Children("modalFeedback") {
		if m.Attrs["identifier"] == id && told == (models.Text{}) {
			told = r.text(m, r.unseen)
		}
	}
	return text, told
}

func (r *reader) choices(n *item.Node, d *declared) questions.Question {
	many := d.cardinality == "multiple" || n.Attrs["maxChoices"] != "" && n.Attrs["maxChoices"] != "1" && d.cardinality == ""
	var list []questions.Choice
	for i, c := range n.All("simpleChoice") {
		id := c.Attrs["identifier"]
		choice := questions.Choice{Key: choiceKey(id, i), Correct: d.right(id)}
		choice.Text, choice.Feedback = r.choice(c)
		if d.mapped {
			choice.Percent = d.value(id)
		}
		list = append(list, choice)
	}
	if len(list) == 2 && !many && truth(n) {
		return judged(list)
	}
	return r.scored(list, d, many)
}

var keyed = regexp.MustCompile(`^[A-Za-z0-9_-]{1,80}$`) //nolint:gochecknoglobals // compiled once

// choiceKey is an identifier as a key; one that cannot be a key is counted.
func choiceKey(identifier string, place int) string {
	if key := keyOf(identifier); keyed.MatchString(key) {
		return key
	}
	return "choice-" + strconv.Itoa(place+1)
}

// truth says whether two choices are true and false by their identifiers.
func truth(n *item.Node) bool {
	ids := map[string]bool{}
	for _, c := range n.All("simpleChoice") {
		ids[strings.ToLower(c.Attrs["identifier"])] = true
	}
	return ids["true"] && ids["false"]
}

func judged(list []questions.Choice) questions.Question {
	q := &questions.TrueFalse{}
	for _, c := range list {
		yes := strings.EqualFold(c.Key, "true")
		if yes {
			q.IfTrue = c.Feedback
		} else {
			q.IfFalse = c.Feedback
		}
		if c.Correct || c.Percent > 0 {
			q.Answer = &yes
		}
	}
	return q
}

// scored makes a question of choices whose Percent is still a score.
func (r *reader) scored(list []questions.Choice, d *declared, many bool) questions.Question {
	if !d.mapped {
		if many {
			return questions.NewMultiple(questions.All, list...)
		}
		return questions.NewSingle(list...)
	}
	whole := d.most()
	if many {
		whole = 0
		for _, c := range list {
			whole += max(0, c.Percent)
		}
		if d.upper > 0 && d.upper < whole {
			r.found.Drop("formats.scoring_changed")
		}
	}
	for i := range list {
		if whole > 0 {
			list[i].Percent = share(list[i].Percent, whole)
		}
		list[i].Correct = many && list[i].Percent > 0
	}
	if many {
		return questions.NewMultiple(questions.Weights, list...)
	}
	for i := range list {
		if list[i].Percent == 100 {
			list[i].Correct, list[i].Percent = true, 0
			break
		}
	}
	return questions.NewSingle(list...)
}

func (r *reader) order(n *item.Node, d *declared) questions.Question {
	q := &questions.Ordering{Scoring: questions.All}
	texts := map[string]models.Text{}
	for _, c := range n.All("simpleChoice") {
		texts[c.Attrs["identifier"]], _ = r.choice(c)
	}
	if len(d.correct) != len(texts) {
		r.found.Refuse("formats.no_answer")
	}
	for _, id := range d.correct {
		q.Items = append(q.Items, texts[id])
	}
	return q
}

func (r *reader) essay(n *item.Node) questions.Question {
	q := &questions.Essay{}
	q.Lines, _ = strconv.Atoi(n.Attrs["expectedLines"])
	q.Lines = min(max(q.Lines, 0), 60)
	if most, is := strings.CutPrefix(n.Attrs["patternMask"], `[\s\S]{0,`); is {
		q.Most, _ = strconv.Atoi(strings.TrimSuffix(most, "}"))
	}
	q.Notes = r.notes()
	return q
}

// general is the identifier of the feedback that everybody is given.
const general = "GENERAL"

// feedback is what is told of the whole question. We tell everybody the same.
func (r *reader) feedback() {
	var texts []models.Text
	forAll := false
	for _, m := range r.node.Children("modalFeedback") {
		text := r.text(m, r.unseen)
		if r.told(m.Attrs["identifier"]) || text == (models.Text{}) {
			continue
		}
		forAll = forAll || m.Attrs["identifier"] == general
		if len(texts) == 0 || texts[0] != text {
			texts = append(texts, text)
		} else {
			forAll = true
		}
	}
	switch {
	case len(texts) > 1:
		r.found.Drop("formats.feedback_dropped")
	case len(texts) == 1:
		r.found.Feedback = texts[0]
		if !forAll {
			r.found.Drop("formats.feedback_for_all")
		}
	}
}

// told says whether an identifier is that of a choice, which has its own feedback.
func (r *reader) told(identifier string) bool {
	for _, c := range r.node.First("itemBody").All("simpleChoice") {
		if c.Attrs["identifier"] == identifier {
			return true
		}
	}
	return false
}
