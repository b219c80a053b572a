package insight

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"

	"academy/app/insight/items"
	"academy/app/jobs"
	"academy/models"
	"academy/models/insight"

	"github.com/google/uuid"
)

// analysis is what is kept of a quiz that was analysed. It holds exact numbers; what of them is told is decided when
// somebody looks.
type analysis struct {
	Quiz items.Quiz `json:"quiz"`
	// Asking is how many items should be looked at again.
	Asking int `json:"asking"`
	// LeftOut are attempts at the quiz as it was when other marks could be earned or more or fewer questions were asked.
	LeftOut int            `json:"left_out"`
	Items   []analysedItem `json:"items"`
}

// analysedItem is a version of a question as it was asked.
type analysedItem struct {
	items.Item
	QuestionID uuid.UUID       `json:"question_id"`
	Version    int             `json:"version"`
	Type       string          `json:"type"`
	Prompt     Text            `json:"prompt"`
	Guess      *float64        `json:"guess"`
	Findings   []items.Finding `json:"findings"`
	Picks      []namedPick     `json:"picks"`
	// Blank are the attempts that left it unanswered.
	Blank int `json:"blank"`
}

type namedPick struct {
	items.Pick
	Name PickName `json:"name"`
}

// AnalyseItems works out how well the questions of a quiz measure and keeps it for all who look. Done twice it is done
// once more; of a quiz that is gone it keeps nothing.
func (s *Service) AnalyseItems(ctx context.Context, j jobs.AnalyseItems) error {
	b := bench{db: s.DB, quizID: j.QuizID, attempts: j.Attempts, read: s.Read, sheets: map[insight.Layout]*tray{}, place: map[uuid.UUID]int{}}
	if err := s.DB.Snapshot(ctx, b.fill); err != nil {
		return err
	}
	made := b.analysis()
	data, err := json.Marshal(made)
	if err != nil {
		return fmt.Errorf("analysis of quiz %s: %w", j.QuizID, err)
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		return insight.UpdateAnalysis(tx, insight.ItemAnalysis{
			QuizID: j.QuizID, Attempts: j.Attempts, ComputedAt: &b.at, Counted: made.Quiz.Attempts, Data: models.JSON[json.RawMessage]{V: data},
		})
	})
}

// add takes the attempts of one person, also while those of others are being read.
func (b *bench) add(attempts []insight.MarkedAttempt) error {
	b.adding.Lock()
	defer b.adding.Unlock()
	b.people++
	for _, a := range attempts {
		if err := b.lay(a); err != nil {
			return err
		}
	}
	return nil
}

// lay puts an attempt on the tray of its layout.
func (b *bench) lay(a insight.MarkedAttempt) error {
	layout := insight.Layout{Max: a.Max, Places: len(a.Places)}
	t := b.sheets[layout]
	if t == nil {
		t = &tray{sheet: items.NewSheet(layout.Places)}
		b.sheets[layout] = t
	}
	if t.last != b.people {
		t.last = b.people
		t.people++
	}
	t.row = t.row[:0]
	for _, p := range a.Places {
		version := b.version(p.VersionID)
		if most := max(p.Earned, p.Max); most > math.MaxInt32 || version > math.MaxUint16 {
			return fmt.Errorf("quiz %s: marks of %d, %d versions", b.quizID, most, version)
		}
		t.row = append(t.row, items.Answer{Version: version, Earned: items.Marks(p.Earned), Max: items.Marks(p.Max)}) //nolint:gosec // it was just looked at
	}
	t.attempts++
	t.sheet.Add(t.people, t.row)
	return nil
}

// choose takes the layout of most attempts, of equal ones the one where more can be earned: only attempts that could
// earn the same can be compared.
func (b *bench) choose() {
	for layout, t := range b.sheets {
		b.all += t.attempts
		most := b.sheets[b.layout]
		if most == nil || t.attempts > most.attempts || t.attempts == most.attempts && layout.Max > b.layout.Max {
			b.layout = layout
		}
	}
}

func (b *bench) analysis() analysis {
	t := b.sheets[b.layout]
	if t == nil {
		return analysis{}
	}
	f := t.sheet.Figures()
	made := analysis{Quiz: f.Quiz, LeftOut: b.all - t.attempts}
	for v, item := range f.Items {
		if item.Attempts == 0 {
			continue
		}
		made.Items = append(made.Items, b.item(v, item))
		if slices.ContainsFunc(made.Items[len(made.Items)-1].Findings, items.Finding.Asks) {
			made.Asking++
		}
	}
	slices.SortStableFunc(made.Items, byPlace)
	return made
}
