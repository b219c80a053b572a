package assessment

import (
	"math/rand/v2"
	"slices"

	"academy/app/questions"
	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
)

// What the seed of an attempt is asked for. Each has numbers of its own, so that none follows from another; these
// numbers must never change.
const (
	ofChoices   = 0
	ofDraws     = 1 << 32
	ofQuestions = 2 << 32
)

// source is where chance comes from: the same for the same seed, for ever.
func source(seed int64, purpose uint64, n int) *rand.Rand {
	return rand.New(rand.NewPCG(uint64(seed), purpose+uint64(n)))
}

// section is a part of what an attempt is asked; only the first may have no title.
type section struct {
	title *models.Text
	asked []placed
}

// placed is a version of a question and what it is worth.
type placed struct {
	version uuid.UUID
	marks   float64
}

// choose takes the questions of fixed slots as they are and draws the others, none of them twice. A draw that finds too
// few takes them all.
func choose(slots []assessment.AskedSlot, seed int64) []section {
	var parts []section
	drawn := map[string]bool{}
	for _, slot := range slots {
		if slot.Section != nil || len(parts) == 0 {
			parts = append(parts, section{title: slot.Section})
		}
		part := &parts[len(parts)-1]
		if slot.VersionID != nil {
			part.asked = append(part.asked, placed{*slot.VersionID, slot.Marks})
			continue
		}
		pool := slices.DeleteFunc(slices.Clone(slot.Pool), func(id string) bool { return drawn[id] })
		for _, i := range source(seed, ofDraws, slot.Slot).Perm(len(pool))[:min(slot.Asks, len(pool))] {
			drawn[pool[i]] = true
			part.asked = append(part.asked, placed{uuid.MustParse(pool[i]), slot.Marks})
		}
	}
	return parts
}

func versionsIn(parts []section) []uuid.UUID {
	var ids []uuid.UUID
	for _, part := range parts {
		for _, a := range part.asked {
			ids = append(ids, a.version)
		}
	}
	return ids
}

// mix puts the questions of each section in an order of the attempt's own. A text stays in front of the questions that
// it stands before.
func mix(parts []section, cards map[uuid.UUID]*card, seed int64) {
	for n, part := range parts {
		var groups [][]placed
		for _, a := range part.asked {
			follows := len(groups) > 0 && cards[groups[len(groups)-1][0].version].question.Scored() == questions.ByNobody
			if follows && cards[a.version].question.Scored() != questions.ByNobody {
				groups[len(groups)-1] = append(groups[len(groups)-1], a)
			} else {
				groups = append(groups, []placed{a})
			}
		}
		source(seed, ofQuestions, n).Shuffle(len(groups), func(i, j int) { groups[i], groups[j] = groups[j], groups[i] })
		copy(part.asked, slices.Concat(groups...))
	}
}
