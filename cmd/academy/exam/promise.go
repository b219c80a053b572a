package exam

import (
	"encoding/json"
	"fmt"
	"reflect"

	"github.com/google/uuid"
)

// promise is what one learner was told, and what they have sent.
type promise struct {
	learner   uuid.UUID
	attempt   uuid.UUID // zero when no start was acknowledged
	steps     []step
	submitted bool
}

// step is one change of one answer.
type step struct {
	slot, seq    int
	op           string
	response     json.RawMessage
	acknowledged bool
}

// kept is what the database holds of all learners.
type kept struct {
	attempts map[uuid.UUID][]attempt // by learner
	steps    map[uuid.UUID][]step    // by attempt
}

type attempt struct {
	id   uuid.UUID
	open bool
}

// Found is what the database does not hold as it was promised, a line each.
type Found struct{ Lost, Duplicated []string }

func (f *Found) lose(format string, args ...any) {
	f.Lost = append(f.Lost, fmt.Sprintf(format, args...))
}

func (f *Found) double(format string, args ...any) {
	f.Duplicated = append(f.Duplicated, fmt.Sprintf(format, args...))
}

// compare holds what the database has against what was promised.
func compare(promises []promise, k kept) Found {
	var f Found
	for _, p := range promises {
		f.attempts(p, k.attempts[p.learner])
		if p.attempt != uuid.Nil {
			f.steps(p, k.steps[p.attempt])
		}
	}
	return f
}

// attempts looks for the one attempt of a learner, handed in when that was acknowledged.
func (f *Found) attempts(p promise, held []attempt) {
	for _, a := range held[min(1, len(held)):] {
		f.double("learner %s: a second attempt %s", p.learner, a.id)
	}
	if p.attempt == uuid.Nil {
		return
	}
	for _, a := range held {
		if a.id == p.attempt {
			if p.submitted && a.open {
				f.lose("attempt %s: handed in, and still open", a.id)
			}
			return
		}
	}
	f.lose("attempt %s: started, and not there", p.attempt)
}

// steps looks for every acknowledged step among those of an attempt, and for steps that are there twice or that nobody
// has sent.
func (f *Found) steps(p promise, held []step) {
	sent := map[string]bool{}
	for _, s := range p.steps {
		sent[s.op] = true
	}
	there := map[string]step{}
	for _, s := range held {
		if _, twice := there[s.op]; twice || !sent[s.op] {
			f.double("attempt %s, question %d: change %d (%s) is there twice, or nobody has sent it", p.attempt, s.slot, s.seq, s.op)
		}
		there[s.op] = s
	}
	for _, s := range p.steps {
		if is := there[s.op]; s.acknowledged && (is.slot != s.slot || is.seq != s.seq || !same(is.response, s.response)) {
			f.lose("attempt %s, question %d: change %d was acknowledged as %s, and is %s", p.attempt, s.slot, s.seq, s.response, is.response)
		}
	}
}

// same says whether two texts are the same JSON.
func same(a, b json.RawMessage) bool {
	var x, y any
	return json.Unmarshal(a, &x) == nil && json.Unmarshal(b, &y) == nil && reflect.DeepEqual(x, y)
}
