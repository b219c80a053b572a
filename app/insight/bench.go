package insight

import (
	"cmp"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"academy/app/insight/items"
	"academy/models"
	"academy/models/insight"

	"github.com/google/uuid"
)

// bench is where a quiz lies while it is analysed.
type bench struct {
	db       *models.DB
	quizID   uuid.UUID
	attempts string
	read     func(typ string, body json.RawMessage) (Question, error)
	// at is when everything was read.
	at time.Time
	// adding is held while the attempts of a person are added, of which there were so many people.
	adding sync.Mutex
	people int
	// found are the versions in the order in which they were met, and place where each stands there.
	found     []uuid.UUID
	place     map[uuid.UUID]int
	versions  []insight.AskedVersion
	questions []Question
	sheets    map[insight.Layout]*tray
	// layout is the one that is analysed, of all attempts.
	layout insight.Layout
	all    int
	picks  map[uuid.UUID]*tally
}

// tray is the attempts of one layout.
type tray struct {
	sheet *items.Sheet
	// last is the person who was added last, by the number the bench gives.
	last, people, attempts int
	row                    []items.Answer
}

// tally counts the answers to a version.
type tally struct {
	question Question
	picks    *items.Picks
	blank    int
}

// fill reads everything in one snapshot: what was earned, which versions were asked and what was answered.
func (b *bench) fill(tx *models.Tx) (err error) {
	b.at = tx.Now
	if err := b.gather(tx); err != nil || len(b.found) == 0 {
		return err
	}
	if b.versions, err = insight.ListAskedVersions(tx, b.found); err != nil {
		return err
	}
	uncounted, err := b.open()
	if err != nil {
		return err
	}
	b.choose()
	only := &b.layout
	if len(b.sheets) == 1 {
		only = nil
	}
	return insight.EachGivenResponse(tx, b.quizID, b.attempts, only, uncounted, b.count)
}

// gather reads what was earned, half of the people on a connection of its own.
func (b *bench) gather(tx *models.Tx) error {
	return b.db.Beside(tx, func(beside *models.Tx) error {
		other := make(chan error, 1)
		go func() { other <- insight.EachMarked(beside, b.quizID, b.attempts, 1, b.add) }()
		return errors.Join(insight.EachMarked(tx, b.quizID, b.attempts, 0, b.add), <-other)
	})
}

// version is the number of a version of a question, the next one where it is new.
func (b *bench) version(id uuid.UUID) int {
	n, known := b.place[id]
	if !known {
		n = len(b.found)
		b.found, b.place[id] = append(b.found, id), n
	}
	return n
}

// open reads the questions and answers of which versions it is not worth counting the answers.
func (b *bench) open() (uncounted []uuid.UUID, err error) {
	b.questions, b.picks = make([]Question, len(b.versions)), map[uuid.UUID]*tally{}
	for i, v := range b.versions {
		if b.questions[i], err = b.read(v.Type, v.Body.V); err != nil {
			return nil, err
		}
		q := b.questions[i]
		if !q.Counted {
			uncounted = append(uncounted, v.ID)
			continue
		}
		b.picks[v.ID] = &tally{question: q, picks: items.NewPicks(q.Offered, q.Right)}
	}
	return uncounted, nil
}

func (b *bench) count(g insight.GivenResponse) error {
	t := b.picks[g.VersionID]
	if t == nil { // it earns no marks, so no figures are made of it
		return nil
	}
	ids := t.question.Picks(g.Response)
	if len(ids) == 0 {
		t.blank += g.Times
		return nil
	}
	t.picks.Add(ids, g.Times, t.question.Earns(g.Response) == 1)
	return nil
}

// item joins the figures of a version with what was picked.
func (b *bench) item(v int, figures items.Item) analysedItem {
	version, question := b.versions[v], b.questions[v]
	made := analysedItem{Item: figures, QuestionID: version.QuestionID, Version: version.Number, Type: version.Type, Prompt: version.Prompt}
	if question.Guess != nil {
		guess := 100 * *question.Guess
		made.Guess = &guess
	}
	var picks []items.Pick
	if t := b.picks[version.ID]; t != nil {
		picks, made.Blank = t.picks.List(question.Offered), t.blank
	}
	for _, p := range picks {
		made.Picks = append(made.Picks, namedPick{p, question.Name(p.ID)})
	}
	made.Findings = figures.Findings(made.Guess, picks)
	return made
}

func byPlace(a, b analysedItem) int {
	return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(b.Version, a.Version), cmp.Compare(a.QuestionID.String(), b.QuestionID.String()))
}
