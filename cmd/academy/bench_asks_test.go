package main

import (
	"strconv"

	"github.com/valyala/fasthttp"
)

// bareAsks are the rows that the others are held against.
func bareAsks(s *process) []ask {
	return []ask{
		{"a", "bare Fiber: hello", s, page("/hello")},
		{"b", "bare Fiber: one row by its key", s, page("/row")},
		{"c", "bare Fiber: one durable insert", s, func(int, int) client {
			return func(r *fasthttp.Request) {
				r.Header.SetMethod(fasthttp.MethodPost)
				r.SetRequestURI("/note")
				r.SetBodyString(`{"op_id":"7d444840-9dc0-11d1-b245-5ffdce74fad2","seq":1,"response":{"choice":"a"}}`)
			}
		}},
	}
}

// asks are the academy's rows.
func (g *ground) asks(s *process) []ask {
	return []ask{
		{"d", "course page, signed in", s, g.cookie("/courses/" + studied)},
		{"e1", "lesson page: lecture", s, g.cookie("/learn/" + studied + "/" + g.lecture.String())},
		{"e2", "lesson page: reading", s, g.cookie("/learn/" + studied + "/" + g.reading.String())},
		{"f", "answer saved", s, g.saving},
		{"g", "catalogue, anonymous", s, page("/courses")},
		{"h", "GET /api/v1/courses", s, page("/api/v1/courses")},
		{"i", "certificate page, anonymous", s, page("/certificates/" + g.certificate)},
		{"j", "support of one proposal by all", s, g.supporting},
	}
}

// page asks for one address as nobody in particular.
func page(path string) func(i, n int) client {
	return func(int, int) client {
		return func(r *fasthttp.Request) { r.SetRequestURI(path) }
	}
}

// cookie asks for one address as every learner in turn. Each connection has learners of its own.
func (g *ground) cookie(path string) func(i, n int) client {
	return func(i, n int) client {
		return func(r *fasthttp.Request) {
			tokens := g.class[i].tokens
			i = (i + n) % len(g.class)
			r.SetRequestURI(path)
			r.Header.SetCookie("academy_access", tokens.Access)
			r.Header.SetCookie("academy_refresh", tokens.Refresh)
		}
	}
}

// saving gives one answer of each learner in turn, then the next question's: nobody waits for another's row.
func (g *ground) saving(i, n int) client {
	first, turn := i, 0
	return func(r *fasthttp.Request) {
		l := g.class[i]
		s := l.slots[turn%len(l.slots)]
		if i += n; i >= len(g.class) {
			i, turn = first, turn+1
		}
		s.seq++
		seq := strconv.Itoa(s.seq)
		r.Header.SetMethod(fasthttp.MethodPut)
		r.Header.SetContentType("application/json")
		r.Header.Set("Authorization", "Bearer "+l.tokens.Access)
		r.SetRequestURI("/api/v1/attempts/" + l.attempt.String() + "/responses/" + strconv.Itoa(s.number))
		r.SetBodyString(`{"op_id":"op-` + strconv.Itoa(s.number) + "-" + seq + `","seq":` + seq + `,"response":` + string(s.answers[s.seq%2]) + `}`)
	}
}

// supporting supports one proposal as each learner in turn, then the next one: every connection is at the same proposal, or
// nearly so, and no support is given twice.
func (g *ground) supporting(i, n int) client {
	first, turn := i, int(g.turn.Load())+1
	return func(r *fasthttp.Request) {
		l, proposal := g.class[i], g.proposals[turn%len(g.proposals)]
		if i += n; i >= len(g.class) {
			i, turn = first, turn+1
			if before := g.turn.Load(); before < int64(turn) {
				g.turn.CompareAndSwap(before, int64(turn))
			}
		}
		r.Header.SetMethod(fasthttp.MethodPost)
		r.Header.SetContentType("application/json")
		r.Header.Set("Authorization", "Bearer "+l.tokens.Access)
		r.SetRequestURI("/api/v1/proposals/" + proposal.String() + "/supports")
		r.SetBodyString("{}")
	}
}
