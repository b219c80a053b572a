package studio

import (
	"academy/app/credentials/naming"
	"academy/handlers/views/layout"
)

// answerID names the field of an answer: the one that came back refused is where the summary leads to.
func answerID(w naming.Wish, n string, f layout.Form) string {
	if f.Err("answer") != "" && f.Value("wish") == w.ID.String() {
		return "answer"
	}
	return "answer-" + n
}

// typedAnswer is what was typed about a wish.
func typedAnswer(w naming.Wish, f layout.Form) string {
	if f.Value("wish") != w.ID.String() {
		return ""
	}
	return f.Value("answer")
}
