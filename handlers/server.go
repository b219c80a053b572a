// Package handlers is everything HTTP and nothing else: it puts guards before the pages, the JSON API and the files.
// What the academy does is decided in app; handlers know neither the database nor the store of bytes.
package handlers

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"

	"academy/app"
	"academy/app/access"
	"academy/app/locale"
	"academy/handlers/api"
	"academy/handlers/cookie"
	"academy/handlers/files"
	"academy/handlers/guard"
	"academy/handlers/pages"
	"academy/handlers/respond"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
)

// Options say how the academy is reached and what it is served with.
type Options struct {
	// BaseURL is how browsers reach the academy, without a slash at its end. With https, cookies are bound to it.
	BaseURL string
	// StoreOrigin is where browsers get media from, as scheme://host; empty when that is the academy itself.
	StoreOrigin string
	// CSRFKey makes the tokens of forms: 32 secret bytes, the same in every process.
	CSRFKey []byte
	// Media opens objects of a store that is a folder; nil when the store has addresses of its own.
	Media files.Serve
	// Parts takes the parts of uploads for such a store; nil likewise.
	Parts files.Receive
	// Covers draws the picture of a course as SVG.
	Covers func(slug, palette string) []byte
	// Demo says that mails are kept to be read under /admin/outbox.
	Demo bool
	// TrustedProxies are addresses or networks whose X-Forwarded-For is believed; none by default.
	TrustedProxies []string
	// Rates bound requests a minute; zero values take DefaultRates.
	Rates guard.Rates
	// Log is slog.Default() when nil, and Metrics are not kept when it is nil.
	Log     *slog.Logger
	Metrics prometheus.Registerer
}

// server is the parts that guards and routes share.
type server struct {
	app      *app.App
	options  Options
	printers *respond.Printers
	jar      cookie.Jar
	pages    *pages.Pages
	ready    *guard.Ready
	guesses  *guard.Guesses
}

// New builds the server. It listens to nothing yet. Wrong options are the only errors.
func New(a *app.App, o Options) (*fiber.App, error) {
	o = o.withDefaults()
	jar := cookie.Jar{Secure: strings.HasPrefix(o.BaseURL, "https://")}
	s := &server{
		app: a, options: o, printers: &respond.Printers{Messages: a.Messages}, jar: jar, ready: guard.NewReady(jar), guesses: guard.NewGuesses(o.Rates.WrongCodes),
		pages: pages.New(pages.Deps{App: a, Jar: jar, BaseURL: o.BaseURL, StoreOrigin: o.StoreOrigin, Demo: o.Demo}),
	}
	f := fiber.New(s.config())
	if err := s.guards(f); err != nil {
		return nil, err
	}
	s.files(f)
	s.session(f)
	for _, r := range slices.Concat(s.routes(), s.certificateRoutes(), s.studioRoutes(), s.teachingRoutes(), s.rosterRoutes(), s.volunteeringRoutes(), s.voiceRoutes(), s.meetingRoutes()) {
		r.register(f)
	}
	if err := api.Mount(f, a, api.Options{BaseURL: o.BaseURL}); err != nil {
		return nil, fmt.Errorf("api: %w", err)
	}
	return f, nil
}

func (o Options) withDefaults() Options {
	if o.Log == nil {
		o.Log = slog.Default()
	}
	usual := DefaultRates()
	o.Rates.PerAddress = cmp.Or(o.Rates.PerAddress, usual.PerAddress)
	o.Rates.PerAccount = cmp.Or(o.Rates.PerAccount, usual.PerAccount)
	o.Rates.WrongCodes = cmp.Or(o.Rates.WrongCodes, usual.WrongCodes)
	o.Rates.Checks = cmp.Or(o.Rates.Checks, usual.Checks)
	return o
}

// config sets up the framework. Immutable copies what a request holds, so that nothing kept can change under our
// hands. Bodies are left unread until guard.Body reads them.
func (s *server) config() fiber.Config {
	errs := &respond.Errors{Log: s.options.Log, Printers: s.printers, BaseURL: s.options.BaseURL, Page: s.pages.Fault}
	return fiber.Config{
		Immutable: true, CaseSensitive: true, DisableStartupMessage: true,
		StreamRequestBody: true, DisablePreParseMultipartForm: true, BodyLimit: textLimit, ReadBufferSize: headerLimit,
		ReadTimeout: readTimeout, WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ErrorHandler: errs.Error,
	}
}

// guards stand before everything.
func (s *server) guards(f *fiber.App) error {
	trusted, err := networks(s.options.TrustedProxies)
	if err != nil {
		return err
	}
	metrics, err := guard.Metrics(s.options.Metrics)
	if err != nil {
		return fmt.Errorf("metrics: %w", err)
	}
	f.Use(
		guard.Begin(trusted), guard.Speak(s.printers), metrics, guard.Recover(),
		guard.Headers(s.options.StoreOrigin, s.jar.Secure),
	)
	// The one route whose bodies are large stands before the guard that reads bodies.
	f.Put("/uploads/parts/:upload/:number", files.TakePart(s.options.Parts))
	f.Use(guard.Body(limitOf, fileLimitOf), guard.Deadline(deadline))
	return nil
}

// files are for everybody: nobody is asked who they are.
func (s *server) files(f *fiber.App) {
	f.Get("/healthz", files.Alive)
	f.Get("/readyz", files.Ready(s.app.Operations.Ready))
	f.Get("/static/:name", files.Static)
	f.Get("/favicon.ico", files.Favicon)
	f.Get("/robots.txt", files.Robots)
	f.Get("/covers/:slug.svg", files.Cover(s.palette, s.options.Covers))
	f.Get("/captions/:lesson/:lang.vtt", files.Caption(s.app.Learning.Caption))
	f.Get("/media/*", files.Media(s.options.Media))
	f.Get("/.well-known/did.json", files.Keys("application/did+json", s.app.Badges.DID))
	f.Get("/.well-known/jwks.json", files.Keys("application/jwk-set+json", s.app.Badges.JWKS))
	f.Get("/credentials/status/:list", files.StatusList(s.app.Badges.StatusList))
}

// palette is the colours of a published course.
func (s *server) palette(ctx context.Context, slug string) (string, error) {
	course, err := s.app.Learning.Course(ctx, access.Actor{}, locale.KO, slug)
	return course.Palette, err
}

// session is the guards of what is somebody's own.
func (s *server) session(f *fiber.App) {
	sessions := &guard.Sessions{
		Jar: s.jar, Printers: s.printers, CSRFKey: s.options.CSRFKey,
		Authenticate: s.app.Identity.Authenticate, Refresh: s.app.Identity.Refresh,
	}
	f.Use(sessions.Guard, guard.CSRF(s.options.BaseURL), guard.Rate(s.options.Rates), guard.Lookups(s.guesses, s.options.Rates.Checks))
}
