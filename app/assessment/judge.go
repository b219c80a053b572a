package assessment

import (
	"encoding/json"
	"slices"

	"academy/app/questions"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// The ways of regrading a question.
const (
	// ByKey judges earlier answers by the newest version.
	ByKey = "key"
	// FullMarks gives everybody what the question is worth.
	FullMarks = "full"
	// Dropped takes the question out of what is earned and of what can be.
	Dropped = "drop"
)

// RegradeModes are all of them, the usual one first.
func RegradeModes() []string { return []string{ByKey, FullMarks, Dropped} }

// asked is a question as it was asked with the answer to it.
type asked struct {
	version  uuid.UUID
	marks    float64
	response json.RawMessage
}

// judgement is what an answer comes to.
type judgement struct {
	marks, score float64
	// waits says that a person has yet to mark it; there is no score then.
	waits bool
	// by is the version it was judged by where that is not the one asked.
	by *uuid.UUID
}

// judge judges an answer by the version that was asked.
func judge(a asked, cards map[uuid.UUID]*card) judgement {
	q := cards[a.version].question
	if q.Scored() == questions.ByHand && questions.Answered(a.response) {
		return judgement{marks: a.marks, waits: true}
	}
	return judgement{marks: a.marks, score: earned(a.marks, q, a.response)}
}

func earned(marks float64, q questions.Question, response json.RawMessage) float64 {
	return float64(hundredths(marks*q.Grade(response))) / 100
}

// judgeAgain judges an answer as a regrade says, and says whether that can be done: the version may be of another type,
// ask for a person, or no longer have what was answered.
func judgeAgain(a asked, c assessment.Correction, cards map[uuid.UUID]*card) (judgement, bool) {
	switch c.Mode {
	case FullMarks:
		return judgement{marks: a.marks, score: a.marks}, true
	case Dropped:
		return judgement{}, true
	}
	was, now := cards[a.version].question, cards[c.VersionID].question
	if was.Type() != now.Type() || now.Scored() != questions.ByRule {
		return judgement{}, false
	}
	response, err := now.Accept(a.response)
	if err != nil || moved(was.Form(), now.Form(), was.Picks(a.response)) {
		return judgement{}, false
	}
	j := judgement{marks: a.marks, score: earned(a.marks, now, response)}
	if a.version != c.VersionID {
		j.by = &c.VersionID
	}
	return j, true
}

// moved says whether a text that was chosen stands at another choice now: the answer names the choice, not the text.
func moved(was, now questions.Form, picks []string) bool {
	for _, old := range was.Choices {
		if !slices.Contains(picks, old.ID) {
			continue
		}
		at := slices.IndexFunc(now.Choices, func(o questions.Option) bool { return o.Text == old.Text })
		stays := slices.ContainsFunc(now.Choices, func(o questions.Option) bool { return o.ID == old.ID && o.Text == old.Text })
		if at >= 0 && !stays && old.Message == "" {
			return true
		}
	}
	return false
}

// judgeSlot judges a slot of an attempt that is handed in: by the newest correction that can judge it, else as it was asked.
func judgeSlot(slot assessment.AnsweredSlot, cards map[uuid.UUID]*card) (judgement, *assessment.SlotJudgement) {
	a := asked{slot.QuestionVersionID, slot.Marks, slot.Response.V}
	for _, c := range slot.Corrections {
		if j, ok := judgeAgain(a, c, cards); ok {
			return j, &assessment.SlotJudgement{
				AttemptID: slot.AttemptID, Slot: slot.Slot, Score: j.score, Marks: j.marks, RegradeID: c.RegradeID, By: j.by,
			}
		}
	}
	return judge(a, cards), nil
}
