package assessment

import (
	"context"
	"time"

	"academy/models"
	"academy/models/assessment"

	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// Impact is what a regrade would do. It names nobody.
type Impact struct {
	Mode string
	// Attempts have been handed in, Open are those in progress: these are judged so when they are handed in.
	Attempts, Open int
	// Raised and Lowered are attempts whose score would change, of so many People, by Up and Down per cent points at most.
	Raised, Lowered, People int
	Up, Down                float64
	// Gained would pass now; Lost would not, and keep their pass until a person decides.
	Gained, Lost int
	// Unjudged cannot be judged by the version, ByHand were marked by a person: both keep their marks.
	Unjudged, ByHand int
	// Emptied would be worth nothing any more: that is refused.
	Emptied int

	person uuid.UUID // whose attempt was counted last
}

func (i *Impact) add(g again) {
	if g.was.State == "in_progress" {
		i.Open++
	} else {
		i.Attempts++
	}
	if points := g.points(); points != 0 && g.was.CitizenID != i.person {
		i.person = g.was.CitizenID
		i.People++
	}
	i.Up, i.Down = max(i.Up, g.points()), max(i.Down, -g.points())
	t := g.tally()
	i.Raised, i.Lowered, i.Gained, i.Lost = i.Raised+t.Raised, i.Lowered+t.Lowered, i.Gained+t.Gained, i.Lost+t.Flagged
	i.Unjudged, i.ByHand = i.Unjudged+t.Unjudged, i.ByHand+t.ByHand
	i.Emptied += one(i.Mode == Dropped && g.most <= 0)
}

// state is a question in a state in which a regrade always does the same, but for who hands in meanwhile.
type state struct{ version, regrade uuid.UUID }

const (
	// remembered is how old an impact may be: whoever looks again and again has it worked out once.
	remembered = time.Minute
	// longest is how long that may take, though whoever asked first has gone.
	longest = 15 * time.Second
)

func newImpacts() *otter.Cache[state, []Impact] {
	return otter.Must(&otter.Options[state, []Impact]{MaximumSize: 1000, ExpiryCalculator: otter.ExpiryWriting[state, []Impact](remembered)})
}

// impacts is what each way of regrading a question would do now.
func (s *Service) impacts(ctx context.Context, q assessment.RegradedQuestion) ([]Impact, error) {
	return s.foreseen.Get(ctx, state{q.VersionID, q.Newest}, otter.LoaderFunc[state, []Impact](func(ctx context.Context, _ state) (list []Impact, err error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longest)
		defer cancel()
		err = s.DB.Read(ctx, func(tx *models.Tx) error {
			list, err = s.foresee(tx, q)
			return err
		})
		return list, err
	}))
}

// foresee judges all attempts by every way, without writing anything: by the same code as the regrade itself.
func (s *Service) foresee(tx *models.Tx, q assessment.RegradedQuestion) ([]Impact, error) {
	cards, err := s.cardsOfQuestion(tx, q.ID)
	if err != nil {
		return nil, err
	}
	list := make([]Impact, len(RegradeModes()))
	ways := make([]regrading, len(list))
	for i, mode := range RegradeModes() {
		list[i].Mode = mode
		ways[i] = regrading{assessment.Correction{Mode: mode, VersionID: q.VersionID}, cards}
	}
	var rows []assessment.JudgedSlot
	count := func() {
		for i, way := range ways {
			if len(rows) > 0 {
				list[i].add(way.attempt(rows))
			}
		}
		rows = rows[:0]
	}
	err = assessment.EachJudged(tx, assessment.Concerned{QuestionID: q.ID, Number: q.Number, At: tx.Now}, func(row assessment.JudgedSlot) error {
		if len(rows) > 0 && rows[0].AttemptID != row.AttemptID {
			count()
		}
		rows = append(rows, row)
		return nil
	})
	count()
	return list, err
}

// cardsOfQuestion are all versions of a question.
func (s *Service) cardsOfQuestion(tx *models.Tx, questionID uuid.UUID) (map[uuid.UUID]*card, error) {
	ids, err := assessment.ListVersionIDs(tx, questionID)
	if err != nil {
		return nil, err
	}
	return s.cardsOf(tx, ids)
}
