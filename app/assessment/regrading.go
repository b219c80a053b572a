package assessment

import (
	"academy/models/assessment"

	"github.com/google/uuid"
)

// regrading is a way of judging attempts again, with all versions of the question.
type regrading struct {
	assessment.Correction
	cards map[uuid.UUID]*card
}

// again is an attempt that was judged again.
type again struct {
	// was is one of its slots, with the attempt as it was.
	was   assessment.JudgedSlot
	slots []assessment.SlotJudgement
	// unjudged and byHand say that a slot keeps its marks: the version cannot judge it, or a person has marked it.
	unjudged, byHand bool
	// graded says that no slot waits for a person; what follows is only known then.
	graded      bool
	score, most float64
	// earned says that the score is a pass, and kept that there is one although it is not.
	earned, kept bool
}

// attempt judges the slots of one attempt again, of which there is at least one.
func (r regrading) attempt(rows []assessment.JudgedSlot) again {
	g := again{was: rows[0]}
	sum, most, unmarked := hundredths(g.was.Sum), hundredths(g.was.Most), g.was.Unmarked
	for _, row := range rows {
		if row.ByHand {
			g.byHand = true
			continue
		}
		j, ok := judgeAgain(asked{row.VersionID, row.AskedMarks, row.Response.V}, r.Correction, r.cards)
		if !ok {
			g.unjudged = true
			continue
		}
		if row.Score == nil {
			unmarked--
		} else {
			sum -= hundredths(*row.Score)
		}
		sum, most = sum+hundredths(j.score), most+hundredths(j.marks)-hundredths(row.Marks)
		g.slots = append(g.slots, assessment.SlotJudgement{
			AttemptID: row.AttemptID, Slot: row.Slot, Score: j.score, Marks: j.marks, RegradeID: r.RegradeID, By: j.by,
		})
	}
	g.graded = unmarked == 0 && g.was.State != "in_progress"
	g.score, g.most = float64(sum)/100, float64(most)/100
	g.earned = passes(sum, most, g.was.PassPercent)
	g.kept = !g.earned && (g.hadPassed() || g.was.PassKept)
	return g
}

func (g again) hadPassed() bool { return g.was.Passed != nil && *g.was.Passed }

// passed is what the attempt says from now on: a pass stays until a person takes it back.
func (g again) passed() bool { return g.earned || g.hadPassed() }

func (g again) before() float64 {
	if g.was.AttemptScore == nil {
		return 0
	}
	return percent(*g.was.AttemptScore, g.was.Max)
}

func (g again) after() float64 { return percent(g.score, g.most) }

// changed says whether the attempt has to be written anew.
func (g again) changed() bool {
	if !g.graded {
		return false
	}
	return g.was.AttemptScore == nil || *g.was.AttemptScore != g.score || g.was.Max != g.most || g.passed() != g.hadPassed() || g.kept != g.was.PassKept
}

// points is by how many per cent points a score that there was has changed.
func (g again) points() float64 {
	if !g.graded || g.was.AttemptScore == nil {
		return 0
	}
	return g.after() - g.before()
}

func (g again) gained() bool { return g.graded && g.earned && !g.hadPassed() }

// lost says that the attempt would lose its pass by this very regrade.
func (g again) lost() bool { return g.graded && g.hadPassed() && !g.earned && !g.was.PassKept }

// tally is the attempt in the count of its regrade.
func (g again) tally() assessment.RegradeTally {
	return assessment.RegradeTally{
		Done: 1, Raised: one(g.points() > 0), Lowered: one(g.points() < 0), Gained: one(g.gained()), Flagged: one(g.lost()),
		Unjudged: one(g.unjudged), ByHand: one(g.byHand),
	}
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}

func added(a, b assessment.RegradeTally) assessment.RegradeTally {
	return assessment.RegradeTally{
		Done: a.Done + b.Done, Raised: a.Raised + b.Raised, Lowered: a.Lowered + b.Lowered, Gained: a.Gained + b.Gained, Flagged: a.Flagged + b.Flagged,
		Unjudged: a.Unjudged + b.Unjudged, ByHand: a.ByHand + b.ByHand,
	}
}

// byAttempt takes slots apart by their attempts, of which each has its slots together.
func byAttempt(rows []assessment.JudgedSlot) [][]assessment.JudgedSlot {
	var list [][]assessment.JudgedSlot
	for i, from := 1, 0; i <= len(rows); i++ {
		if i == len(rows) || rows[i].AttemptID != rows[from].AttemptID {
			list, from = append(list, rows[from:i]), i
		}
	}
	return list
}
