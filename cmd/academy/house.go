package main

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"

	"academy/app"
	"academy/app/notify"
	"academy/media"
	"academy/models"
	"academy/models/postgres"
)

// house is the academy with everything it stands on, open and ready. Close it in the end.
type house struct {
	config Config
	app    *app.App
	db     *models.DB
	store  media.Store
	files  *media.Files // nil when the store is S3
	close  []func() error
}

// openHouse opens the database, the store and the areas, and brings the schema up to date.
func openHouse(ctx context.Context, c Config, demo bool) (h *house, err error) {
	slog.SetDefault(slog.New(logHandler(c.Log, os.Stderr)))
	h = &house{config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.Close())
		}
	}()
	if err := c.dataFolder(); err != nil {
		return h, err
	}
	if h.config.Secret, err = secret(c); err != nil {
		return h, err
	}
	if err := h.openDatabase(ctx); err != nil {
		return h, err
	}
	if err := h.openStore(); err != nil {
		return h, err
	}
	h.app, err = h.openApp(demo)
	return h, err
}

func (h *house) openDatabase(ctx context.Context) error {
	address := h.config.DatabaseURL
	if address == "" {
		server, err := postgres.Start(ctx, postgres.Options{DataDir: h.config.Data, BinDir: h.config.PostgresBin})
		if err != nil {
			return fmt.Errorf("built-in database: %w", err)
		}
		h.close = append(h.close, server.Stop)
		address = server.URL()
	}
	db, err := models.Open(ctx, models.Options{URL: address, Connections: h.config.Connections})
	if err != nil {
		return err
	}
	h.db = db
	h.close = append(h.close, db.Close)
	_, err = db.Migrate(ctx)
	return err
}

func (h *house) openStore() error {
	if h.config.MediaURL != "" {
		s3, err := media.NewS3(h.config.MediaURL, h.config.MediaPublicURL)
		if err != nil {
			return fmt.Errorf("ACADEMY_MEDIA_URL: %w", err)
		}
		h.store = s3
		return nil
	}
	key, err := h.key("media links")
	if err != nil {
		return err
	}
	h.files, err = media.NewFiles(filepath.Join(h.config.Data, "media"), key)
	if err != nil {
		return fmt.Errorf("media: %w", err)
	}
	h.store = h.files
	h.close = append(h.close, h.files.Close)
	return nil
}

func (h *house) openApp(demo bool) (*app.App, error) {
	var mailer notify.Mailer
	var err error
	switch {
	case h.config.SMTPURL != "":
		mailer, err = notify.NewSMTP(h.config.SMTPURL, "")
	case demo:
		mailer = notify.NewKeeper(h.db)
	default:
		slog.Warn("ACADEMY_SMTP_URL is not set: no mail is sent")
		mailer = notify.Silent{}
	}
	if err != nil {
		return nil, fmt.Errorf("ACADEMY_SMTP_URL: %w", err)
	}
	keys := map[string][]byte{}
	for _, purpose := range []string{"access tokens", "refresh tokens", "counters", "check-in codes", "mail links"} {
		if keys[purpose], err = h.key(purpose); err != nil {
			return nil, err
		}
	}
	seal, before, err := h.sealKeys()
	if err != nil {
		return nil, err
	}
	return app.New(app.Deps{
		SealKey: seal, PreviousSealKey: before, DB: h.db, Store: h.store, Mailer: mailer, BaseURL: h.config.BaseURL, Scratch: filepath.Join(h.config.Data, "scratch"),
		AccessKey: keys["access tokens"], RefreshKey: keys["refresh tokens"], CounterKey: keys["counters"], CheckInKey: keys["check-in codes"], LinkKey: keys["mail links"],
	})
}

// sealKeys are what the keys of credentials are sealed under: made of the present secret, and of the one before if there
// is one.
func (h *house) sealKeys() (present, previous []byte, err error) {
	const purpose = "credential keys"
	if present, err = h.key(purpose); err != nil || h.config.Previous == "" {
		return present, nil, err
	}
	previous, err = derive(h.config.Previous, purpose)
	return present, previous, err
}

// key derives the key of one purpose from the secret, so that no two purposes ever share one.
func (h *house) key(purpose string) ([]byte, error) { return derive(h.config.Secret, purpose) }

// derive follows RFC 5869.
func derive(secret, purpose string) ([]byte, error) {
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "academy "+purpose, 32)
	if err != nil {
		return nil, fmt.Errorf("key of %s: %w", purpose, err)
	}
	return key, nil
}

// Close ends everything in the opposite order of its opening.
func (h *house) Close() error {
	var err error
	for i := len(h.close) - 1; i >= 0; i-- {
		err = errors.Join(err, h.close[i]())
	}
	h.close = nil
	return err
}

// secret is the configured one, or with the built-in database one that is made once and kept in the data folder.
func secret(c Config) (string, error) {
	if c.Secret != "" {
		return c.Secret, nil
	}
	path := filepath.Join(c.Data, "secret")
	kept, err := os.ReadFile(path)
	if err == nil && len(strings.TrimSpace(string(kept))) >= secretSize {
		return strings.TrimSpace(string(kept)), nil
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("secret: %w", err)
	}
	made := make([]byte, 32)
	if _, err := rand.Read(made); err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	text := hex.EncodeToString(made)
	if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	return text, nil
}

func logHandler(format string, out io.Writer) slog.Handler {
	if format == "json" {
		return slog.NewJSONHandler(out, nil)
	}
	return slog.NewTextHandler(out, nil)
}
