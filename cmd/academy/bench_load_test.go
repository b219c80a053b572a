package main

import (
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// client fills in the next request of one connection.
type client func(r *fasthttp.Request)

// load is a number of connections that ask without a pause until it is ended.
type load struct {
	count, done atomic.Bool
	connections []*connection
	working     sync.WaitGroup
}

// connection is one that is kept alive, with what it has seen while it was counted.
type connection struct {
	http     fasthttp.HostClient
	next     client
	took     []time.Duration
	bytes    int
	failures int
	failure  string
}

func launch(address string, n int, clientOf func(i, n int) client) *load {
	l := &load{}
	for i := range n {
		c := &connection{next: clientOf(i, n), http: fasthttp.HostClient{
			Addr: address, MaxConns: 1, ReadTimeout: 20 * time.Second, WriteTimeout: 20 * time.Second, NoDefaultUserAgentHeader: true,
		}}
		l.connections = append(l.connections, c)
		l.working.Go(func() { c.work(l) })
	}
	return l
}

func (c *connection) work(l *load) {
	request, response := &fasthttp.Request{}, &fasthttp.Response{}
	request.Header.SetHost(c.http.Addr)
	asBrowser(request)
	for !l.done.Load() {
		c.next(request)
		began := time.Now()
		err := c.http.Do(request, response)
		if l.count.Load() {
			c.note(time.Since(began), response, err)
		}
		if err != nil {
			time.Sleep(10 * time.Millisecond) // a server that is gone is not asked a million times
		}
	}
	c.http.CloseIdleConnections()
}

// asBrowser sets what browsers send with every request, so that it costs every server the same to read.
func asBrowser(r *fasthttp.Request) {
	for name, value := range map[string]string{
		"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
		"Accept":     "text/html,application/xhtml+xml,application/json;q=0.9,*/*;q=0.8", "Accept-Language": "ko-KR,ko;q=0.9,en;q=0.8",
		"Accept-Encoding": "gzip, deflate, br", "Sec-Fetch-Site": "same-origin",
	} {
		r.Header.Set(name, value)
	}
}

func (c *connection) note(took time.Duration, response *fasthttp.Response, err error) {
	c.took = append(c.took, took)
	switch {
	case err != nil:
		c.failures, c.failure = c.failures+1, err.Error()
	case response.StatusCode() != fasthttp.StatusOK:
		c.failures, c.failure = c.failures+1, fmt.Sprintf("%d %.200s", response.StatusCode(), response.Body())
	default:
		c.bytes += len(response.Body())
	}
}

// tally is what all connections have seen together, the quickest answer first.
type tally struct {
	took     []time.Duration
	bytes    int
	failures int
	failure  string
}

// end stops the load and answers what was counted.
func (l *load) end() tally {
	l.done.Store(true)
	l.working.Wait()
	var t tally
	for _, c := range l.connections {
		t.took = append(t.took, c.took...)
		t.bytes, t.failures = t.bytes+c.bytes, t.failures+c.failures
		if c.failure != "" {
			t.failure = c.failure
		}
	}
	slices.Sort(t.took)
	return t
}

// quantile is the time that a share of the answers kept within, in milliseconds.
func (t tally) quantile(share float64) float64 {
	if len(t.took) == 0 {
		return 0
	}
	at := t.took[min(int(share*float64(len(t.took))), len(t.took)-1)]
	return float64(at.Microseconds()) / 1000
}
