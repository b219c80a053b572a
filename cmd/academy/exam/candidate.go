package exam

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/valyala/fasthttp"
)

const (
	perPage = 2
	// fresh is how long an access token is used; it stands a little longer.
	fresh = 10 * time.Minute
	// wavering is how many answers in a hundred are changed once more.
	wavering = 25
)

// candidate is one learner in the exam.
type candidate struct {
	learner Learner
	options Options
	line    *line
	took    struct{ start, save, submit []waited }
	promise promise
	failure error

	token  string
	signed time.Time
}

func newCandidate(l Learner, o Options, on *line) *candidate {
	return &candidate{learner: l, options: o, line: on, promise: promise{learner: l.ID}}
}

// greet finds out whether the academy at the other end knows the learners of this database.
func (c *candidate) greet() error {
	a, err := c.ask(fasthttp.MethodGet, "/me", nil)
	if err != nil {
		return err
	}
	status, answer, err := c.line.call(a)
	switch {
	case err != nil:
		return fmt.Errorf("the academy at %s does not answer: %w", c.options.URL, err)
	case status == fasthttp.StatusUnauthorized:
		return fmt.Errorf("the academy at %s does not know the learners: it has another database or another ACADEMY_SECRET", c.options.URL)
	case status != fasthttp.StatusOK:
		return fmt.Errorf("the academy at %s answers %d %.300s", c.options.URL, status, answer)
	}
	return nil
}

// sit starts, answers two questions a page, and hands in. Whoever has had enough answers no more and hands in.
func (c *candidate) sit(ctx, enough context.Context) {
	slots, err := c.start(ctx)
	for page := range slices.Chunk(slots, perPage) {
		if err != nil {
			break
		}
		pause(enough, c.thinking())
		err = c.answerPage(ctx, enough, page)
	}
	if err == nil {
		err = c.submit(ctx)
	}
	c.failure = err
	c.line.http.CloseIdleConnections()
}

// thinking is what a page takes somebody who reads it.
func (c *candidate) thinking() time.Duration {
	return time.Duration(c.options.Think * float64(30*time.Second+rand.N(60*time.Second)))
}

// ask makes a request of the learner's, with a token that stands.
func (c *candidate) ask(method, path string, body any) (ask, error) {
	if time.Since(c.signed) > fresh {
		token, err := c.options.Sign(c.learner)
		if err != nil {
			return ask{}, err
		}
		c.token, c.signed = token, time.Now()
	}
	raw, err := json.Marshal(body)
	return ask{method, path, c.token, raw}, err
}

func (c *candidate) insist(ctx context.Context, method, path string, body any) ([]byte, time.Duration, error) {
	a, err := c.ask(method, path, body)
	if err != nil {
		return nil, 0, err
	}
	return c.line.insist(ctx, a)
}

func (c *candidate) start(ctx context.Context) ([]asked, error) {
	raw, took, err := c.insist(ctx, fasthttp.MethodPost, "/quizzes/"+c.options.Seat.Quiz.String()+"/attempts", struct{}{})
	if err != nil {
		return nil, err
	}
	var begun struct {
		ID    uuid.UUID
		Slots []asked
	}
	if err := json.Unmarshal(raw, &begun); err != nil {
		return nil, fmt.Errorf("start: %w", err)
	}
	c.took.start = append(c.took.start, waited{took, time.Now()})
	c.promise.attempt = begun.ID
	c.line.count.started.Add(1)
	return begun.Slots, nil
}

func (c *candidate) answerPage(ctx, enough context.Context, page []asked) error {
	for _, slot := range page {
		turn := rand.IntN(12)
		for n := range 1 + second(wavering) {
			if over(enough) {
				return nil
			}
			if err := c.save(ctx, slot, slot.Seq+1+n, turn+n); err != nil {
				return err
			}
		}
	}
	return nil
}

func over(ctx context.Context) bool { return ctx.Err() != nil }

// second is 1 for so many in a hundred, else 0.
func second(percent int) int {
	if rand.IntN(100) < percent {
		return 1
	}
	return 0
}

// save gives one answer and keeps what was promised. The name of the change is noted before it leaves: what was never
// acknowledged may have arrived all the same.
func (c *candidate) save(ctx context.Context, slot asked, seq, turn int) error {
	s := step{slot: slot.Slot, seq: seq, op: uuid.NewString(), response: slot.answer(turn)}
	c.promise.steps = append(c.promise.steps, s)
	body := map[string]any{"op_id": s.op, "seq": s.seq, "response": s.response}
	_, took, err := c.insist(ctx, fasthttp.MethodPut, fmt.Sprintf("/attempts/%s/responses/%d", c.promise.attempt, s.slot), body)
	if err != nil {
		return err
	}
	c.promise.steps[len(c.promise.steps)-1].acknowledged = true
	c.took.save = append(c.took.save, waited{took, time.Now()})
	c.line.count.saved.Add(1)
	return nil
}

func (c *candidate) submit(ctx context.Context) error {
	_, took, err := c.insist(ctx, fasthttp.MethodPost, "/attempts/"+c.promise.attempt.String()+"/submit", struct{}{})
	if err != nil {
		return err
	}
	c.promise.submitted = true
	c.took.submit = append(c.took.submit, waited{took, time.Now()})
	c.line.count.submitted.Add(1)
	return nil
}
