// Package table reads and writes questions as a table, one row a question, as CSV or XLSX. docs/question-table.md says
// what stands in its columns.
package table

import (
	"encoding/json"
	"strings"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/models"
)

// The columns. Those with a language have one column for each; the name alone is the language of the file.
const (
	colType     = "type"
	colKey      = "key"
	colMarks    = "marks"
	colCategory = "category"
	colTags     = "tags"
	colPrompt   = "prompt"
	colFeedback = "feedback"
	colChoices  = "choices"
	colCorrect  = "correct"
	colTold     = "told"
	colSettings = "settings"
	colBody     = "body"
)

// columns are in the order in which they are written.
func columns() []string {
	return []string{
		colType, colKey, colMarks, colCategory, colTags, colPrompt + "_ko", colPrompt + "_en", colChoices + "_ko", colChoices + "_en",
		colCorrect, colTold + "_ko", colTold + "_en", colFeedback + "_ko", colFeedback + "_en", colSettings, colBody,
	}
}

// known is a heading as one of our names; Korean ones are names too.
func known(heading, lang string) (string, bool) {
	name := strings.ToLower(strings.TrimSpace(heading))
	korean := map[string]string{
		"유형": colType, "키": colKey, "배점": colMarks, "분류": colCategory, "태그": colTags, "질문": colPrompt, "선택지": colChoices,
		"정답": colCorrect, "선택지 설명": colTold, "해설": colFeedback, "설정": colSettings,
	}
	if of := korean[name]; of != "" {
		name = of
	}
	for _, column := range columns() {
		if column == name || column == name+"_"+lang {
			return column, true
		}
	}
	return "", false
}

// row is one question by its columns.
type row map[string]string

func (r row) text(column string) models.Text {
	return models.Text{KO: trimmed(r[column+"_ko"]), EN: trimmed(r[column+"_en"])}
}

func trimmed(text string) string { return strings.TrimRight(strings.TrimLeft(text, "\n"), " \t\n") }

func (r row) setText(column string, t models.Text) { r[column+"_ko"], r[column+"_en"] = t.KO, t.EN }

// lineBreak stands for the end of a line inside one of several texts that are a line each.
const lineBreak = "⏎"

// list are the lines of a column in both languages.
func (r row) list(column string) []models.Text {
	ko, en := lines(r[column+"_ko"]), lines(r[column+"_en"])
	list := make([]models.Text, max(len(ko), len(en)))
	for i := range list {
		if i < len(ko) {
			list[i].KO = ko[i]
		}
		if i < len(en) {
			list[i].EN = en[i]
		}
	}
	return list
}

func (r row) setList(column string, list []models.Text) {
	var ko, en []string
	for _, t := range list {
		ko, en = append(ko, t.KO), append(en, t.EN)
	}
	r[column+"_ko"], r[column+"_en"] = joined(ko), joined(en)
}

// joined writes texts a line each; where there are none there are no lines.
func joined(list []string) string {
	said := false
	for i, text := range list {
		said = said || text != ""
		list[i] = strings.ReplaceAll(text, "\n", lineBreak)
	}
	if !said {
		return ""
	}
	return strings.Join(list, "\n")
}

func lines(cell string) []string {
	cell = strings.Trim(cell, "\n")
	if cell == "" {
		return nil
	}
	list := strings.Split(cell, "\n")
	for i, line := range list {
		list[i] = strings.TrimSpace(strings.ReplaceAll(line, lineBreak, "\n"))
	}
	return list
}

// setting is what a line of the settings says, such as "lines = 10" or "case".
func (r row) setting(name string) (string, bool) {
	for _, line := range lines(r[colSettings]) {
		key, value, _ := strings.Cut(line, "=")
		if strings.EqualFold(strings.TrimSpace(key), name) {
			return strings.TrimSpace(value), true
		}
	}
	return "", false
}

func (r row) set(name, value string) {
	line := name
	if value != "" {
		line += " = " + value
	}
	if r[colSettings] != "" {
		line = "\n" + line
	}
	r[colSettings] += line
}

// rowOf is an item as a row. What the columns cannot say stands in body as JSON, so that nothing is lost.
func rowOf(it item.Item, q questions.Question) row {
	d := it.Draft
	r := row{
		colType: d.Type, colKey: d.Key, colMarks: item.Digits(d.Marks), colCategory: it.Category, colTags: strings.Join(it.Tags, ", "),
	}
	r.setText(colPrompt, d.Prompt)
	r.setText(colFeedback, d.Feedback)
	write(r, q)
	f := &item.Found{}
	if again := read(r, f); f.Refused() || again == nil || !same(again, d) {
		r[colBody] = string(d.Body)
		for _, column := range []string{colChoices + "_ko", colChoices + "_en", colCorrect, colTold + "_ko", colTold + "_en", colSettings} {
			r[column] = ""
		}
	}
	return r
}

// same says whether a question that was read is that of a draft.
func same(q questions.Question, d questions.Draft) bool {
	raw, err := json.Marshal(q)
	if err != nil {
		return false
	}
	again, err := questions.Restore(q.Type(), raw)
	if err != nil {
		return false
	}
	body, _ := json.Marshal(again)
	return string(body) == string(d.Body)
}
