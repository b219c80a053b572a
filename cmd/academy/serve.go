package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"sync"
	"time"

	"academy/handlers"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"github.com/spf13/cobra"
)

func serveCommand() *cobra.Command {
	var workers bool
	c := &cobra.Command{
		Use: "serve", Short: "Serve the pages and the API, and work in the background", Args: cobra.NoArgs,
		Long: "Serve the pages and the API, and work in the background unless --workers=false.\n\n" + variables(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := readConfig(false)
			if err != nil {
				return err
			}
			h, err := openHouse(cmd.Context(), config, false)
			if err != nil {
				return err
			}
			if err = h.inEarnest(cmd.Context()); err == nil {
				err = h.serve(cmd.Context(), workers, false, nil)
			}
			return errors.Join(err, h.Close())
		},
	}
	c.Flags().BoolVar(&workers, "workers", true, "work in the background in this process as well")
	return c
}

func workCommand() *cobra.Command {
	return &cobra.Command{
		Use: "work", Short: "Work in the background only", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			config, err := readConfig(false)
			if err != nil {
				return err
			}
			h, err := openHouse(cmd.Context(), config, false)
			if err != nil {
				return err
			}
			if err = h.inEarnest(cmd.Context()); err == nil {
				err = h.app.Takers.Run(cmd.Context(), h.db)
			}
			return errors.Join(err, h.Close())
		},
	}
}

// grace is how long requests in flight may take to finish once the program is asked to stop.
const grace = 10 * time.Second

// serve listens until the context ends. Ready is called once requests are answered.
func (h *house) serve(ctx context.Context, workers, demo bool, ready func()) error {
	if err := h.app.Badges.MakeKeys(ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", h.config.Listen)
	if err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	metrics := prometheus.NewRegistry()
	metrics.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	web, err := h.web(demo, metrics)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var background sync.WaitGroup
	failures := make(chan error, 3)
	start := func(f func() error) {
		background.Go(func() {
			if err := f(); err != nil {
				failures <- err
				cancel()
			}
		})
	}
	start(func() error { return web.Listener(listener) })
	if workers {
		start(func() error { return h.app.Takers.Run(ctx, h.db) })
	}
	start(func() error { return h.serveMetrics(ctx, metrics) })
	slog.Info("serving", "address", h.config.BaseURL, "process", os.Getpid())
	if ready != nil {
		ready()
	}
	<-ctx.Done()
	err = web.ShutdownWithTimeout(grace)
	_ = listener.Close() // asked to stop before it has begun to serve, Fiber would begin and never end
	background.Wait()
	close(failures)
	for f := range failures {
		err = errors.Join(err, f)
	}
	return err
}

func (h *house) web(demo bool, metrics *prometheus.Registry) (*fiber.App, error) {
	csrf, err := h.key("form tokens")
	if err != nil {
		return nil, err
	}
	o := handlers.Options{
		BaseURL: h.config.BaseURL, StoreOrigin: h.store.Origin(), CSRFKey: csrf, Demo: demo, Metrics: metrics, TrustedProxies: splitList(h.config.Proxies),
		Covers: cover,
	}
	if h.files != nil {
		o.Media, o.Parts = h.serveFile, h.receivePart
	}
	return handlers.New(h.app, o)
}

// serveMetrics answers /metrics on an address of its own, which is this machine's only unless configured otherwise.
// A taken port is no reason not to teach.
func (h *house) serveMetrics(ctx context.Context, metrics *prometheus.Registry) error {
	if h.config.MetricsListen == "off" {
		return nil
	}
	listener, err := net.Listen("tcp", h.config.MetricsListen)
	if err != nil {
		slog.Warn("metrics are not served", "error", err)
		return nil
	}
	mux := http.NewServeMux()
	mux.Handle("/metrics", promhttp.HandlerFor(metrics, promhttp.HandlerOpts{}))
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	stop := context.AfterFunc(ctx, func() { _ = server.Close() })
	defer stop()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("metrics: %w", err)
	}
	return nil
}
