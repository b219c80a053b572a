package exam

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"time"

	"github.com/valyala/fasthttp"
)

// How long one learner waits for an answer, and how long they try again until it is there.
const (
	answering = 20 * time.Second
	trying    = 90 * time.Second
)

// line is a learner's connection to the academy: one of their own, kept alive, as a browser has it.
type line struct {
	http    fasthttp.HostClient
	count   *counts
	retried int
}

// ask is one request.
type ask struct {
	method, path, token string
	body                []byte
}

func newLine(address string, count *counts) *line {
	return &line{count: count, http: fasthttp.HostClient{
		Addr: address, MaxConns: 1, MaxIdleConnDuration: time.Minute, MaxIdemponentCallAttempts: 1, NoDefaultUserAgentHeader: true,
		ReadTimeout: answering, WriteTimeout: answering,
		Dial: func(address string) (net.Conn, error) { return net.DialTimeout("tcp", address, answering) },
	}}
}

// call asks once.
func (l *line) call(a ask) (status int, answer []byte, err error) {
	request, response := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
	defer fasthttp.ReleaseRequest(request)
	defer fasthttp.ReleaseResponse(response)
	request.SetRequestURI("http://" + l.http.Addr + "/api/v1" + a.path)
	request.Header.SetMethod(a.method)
	request.Header.SetContentType("application/json")
	request.Header.Set("Authorization", "Bearer "+a.token)
	request.SetBody(a.body)
	if err := l.http.Do(request, response); err != nil {
		return 0, nil, err
	}
	return response.StatusCode(), append([]byte(nil), response.Body()...), nil
}

var errRefused = errors.New("refused")

// insist asks again and again, with the same words, until the academy answers with something else than "not now".
// It answers how long that took from the first try.
func (l *line) insist(ctx context.Context, a ask) (answer []byte, took time.Duration, err error) {
	began := time.Now()
	for tries := 1; ; tries++ {
		status, answer, err := l.call(a)
		took := time.Since(began)
		switch {
		case err == nil && status < 300:
			return answer, took, nil
		case err == nil && !passing(status):
			return nil, took, fmt.Errorf("%s %s: %w: %d %.300s", a.method, a.path, errRefused, status, answer)
		case took > trying || ctx.Err() != nil:
			return nil, took, fmt.Errorf("%s %s: given up after %d tries: %d %.300s: %w", a.method, a.path, tries, status, answer, errors.Join(err, ctx.Err()))
		}
		l.retried++
		l.count.retried.Add(1)
		pause(ctx, patience(tries))
	}
}

// passing says whether the same request may succeed later.
func passing(status int) bool {
	return status >= 500 || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status == http.StatusTooManyRequests
}

// patience is how long to wait before the next try: as the browser does, from a quarter of a second up to four, a little
// scattered, so that not all come back at once.
func patience(tries int) time.Duration {
	wait := min(4*time.Second, 125*time.Millisecond<<min(tries, 6))
	return time.Duration(float64(wait) * (0.8 + 0.4*rand.Float64()))
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
