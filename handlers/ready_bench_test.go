package handlers_test

import (
	"testing"

	"academy/app/apptest"
	"academy/handlers"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/valyala/fasthttp"
)

// BenchmarkReady shows what the guards and the cache of ready pages cost beside a bare handler, without the socket.
func BenchmarkReady(b *testing.B) {
	bare := fiber.New()
	bare.Get("/", func(c *fiber.Ctx) error { return c.SendString("hello") })
	b.Run("bare", func(b *testing.B) { ask(b, bare, "/") })
	a := apptest.Open(b)
	web, err := handlers.New(a.App, handlers.Options{BaseURL: apptest.BaseURL, CSRFKey: apptest.Key("csrf"), Metrics: prometheus.NewRegistry()})
	if err != nil {
		b.Fatal(err)
	}
	b.Run("catalogue", func(b *testing.B) { ask(b, web, "/courses") })
}

func ask(b *testing.B, app *fiber.App, path string) {
	handle := app.Handler()
	b.ReportAllocs()
	for b.Loop() {
		var c fasthttp.RequestCtx
		c.Request.SetRequestURI(path)
		c.Request.Header.SetHost("academy.test")
		c.Request.Header.Set("Accept-Encoding", "gzip, br")
		handle(&c)
		if c.Response.StatusCode() != fiber.StatusOK {
			b.Fatal(c.Response.StatusCode())
		}
	}
}
