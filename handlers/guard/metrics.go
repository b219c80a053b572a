package guard

import (
	"errors"
	"strconv"
	"time"

	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
)

// Metrics measures how long requests take, by the template of their route and the class of their status: addresses
// would be as many as there are people. A nil registry measures nothing.
func Metrics(registry prometheus.Registerer) (fiber.Handler, error) {
	if registry == nil {
		return func(c *fiber.Ctx) error { return c.Next() }, nil
	}
	seconds := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: "academy_http_request_seconds", Help: "Time to answer HTTP requests.",
		Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 15},
	}, []string{"method", "route", "status"})
	if err := registry.Register(seconds); err != nil {
		var twice prometheus.AlreadyRegisteredError
		if !errors.As(err, &twice) {
			return nil, err
		}
		seconds = twice.ExistingCollector.(*prometheus.HistogramVec)
	}
	return func(c *fiber.Ctx) error {
		start := time.Now()
		err := c.Next()
		status := c.Response().StatusCode()
		if err != nil {
			status = respond.StatusOf(err)
		}
		seconds.WithLabelValues(c.Method(), template(c, status), class(status)).Observe(time.Since(start).Seconds())
		return err
	}, nil
}

// template names a route. Nothing is registered under what was not found, so a scanner's addresses make no series.
func template(c *fiber.Ctx, status int) string {
	path := c.Route().Path
	if (status == fiber.StatusNotFound || status == fiber.StatusMethodNotAllowed) && path == "/" {
		return "unmatched"
	}
	return path
}

func class(status int) string { return strconv.Itoa(status/100) + "xx" }
