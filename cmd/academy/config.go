package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"reflect"
	"strings"
	"text/tabwriter"

	"github.com/caarlos0/env/v11"
)

// Config is every variable of the academy. It is read once, here, and handed down in pieces; `about` is what --help says.
type Config struct {
	Listen         string `env:"ACADEMY_LISTEN" about:"address to listen on; default :8080, 127.0.0.1:8080 in the demo"`
	BaseURL        string `env:"ACADEMY_BASE_URL" about:"address people use, such as https://academy.example.org; links in mails begin with it"`
	Data           string `env:"ACADEMY_DATA" envDefault:"./data" about:"data folder of the built-in database and of media"`
	DatabaseURL    string `env:"ACADEMY_DATABASE_URL" about:"postgres://… of your own PostgreSQL 15 or later; empty: the built-in one"`
	DatabaseFile   string `env:"ACADEMY_DATABASE_URL_FILE,file" about:"a file that holds it"`
	Replicas       string `env:"ACADEMY_DATABASE_REPLICAS" about:"addresses of read replicas; kept for later, not used yet"`
	PostgresBin    string `env:"ACADEMY_POSTGRES_BIN" about:"folder of the built-in database's binaries; empty: found by itself"`
	MediaURL       string `env:"ACADEMY_MEDIA_URL" about:"s3://KEY:SECRET@HOST:PORT/BUCKET?tls=true; empty: files in the data folder"`
	MediaFile      string `env:"ACADEMY_MEDIA_URL_FILE,file" about:"a file that holds it"`
	MediaPublicURL string `env:"ACADEMY_MEDIA_PUBLIC_URL" about:"the store as browsers reach it; empty: as the academy does"`
	Secret         string `env:"ACADEMY_SECRET" about:"32 or more random characters all keys are made from; needed with ACADEMY_DATABASE_URL"`
	SecretFile     string `env:"ACADEMY_SECRET_FILE,file" about:"a file that holds it"`
	Previous       string `env:"ACADEMY_SECRET_PREVIOUS" about:"the secret before this one, while it is being changed: what was sealed under it is sealed anew at the next start"`
	PreviousFile   string `env:"ACADEMY_SECRET_PREVIOUS_FILE,file" about:"a file that holds it"`
	SMTPURL        string `env:"ACADEMY_SMTP_URL" about:"smtp://USER:PASSWORD@HOST:587?from=…; empty: no mail is sent"`
	SMTPFile       string `env:"ACADEMY_SMTP_URL_FILE,file" about:"a file that holds it"`
	Log            string `env:"ACADEMY_LOG" envDefault:"text" about:"text or json"`
	MetricsListen  string `env:"ACADEMY_METRICS_LISTEN" envDefault:"127.0.0.1:9090" about:"address of /metrics; off turns it off"`
	Proxies        string `env:"ACADEMY_TRUSTED_PROXIES" about:"addresses of proxies whose X-Forwarded-For is believed, by comma"`
	Connections    int    `env:"ACADEMY_DATABASE_CONNECTIONS" envDefault:"24" about:"connections to the database for requests"`
}

// secretSize is the least that counts as a secret.
const secretSize = 32

// readConfig reads and checks the environment. The error has a line for every mistake.
func readConfig(demo bool) (Config, error) {
	var c Config
	if err := env.Parse(&c); err != nil {
		return c, fmt.Errorf("configuration: %w", err)
	}
	c.fromFiles()
	if c.Listen == "" {
		c.Listen = ":8080"
		if demo {
			c.Listen = "127.0.0.1:8080"
		}
	}
	if c.BaseURL == "" {
		c.BaseURL = "http://" + localhost(c.Listen)
	}
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	return c, c.check()
}

// fromFiles fills what stands in a file and not in the variable itself.
func (c *Config) fromFiles() {
	for to, from := range map[*string]string{&c.DatabaseURL: c.DatabaseFile, &c.MediaURL: c.MediaFile, &c.Secret: c.SecretFile, &c.Previous: c.PreviousFile, &c.SMTPURL: c.SMTPFile} {
		if *to == "" {
			*to = strings.TrimSpace(from)
		}
	}
}

// localhost is how a browser on this machine reaches a listening address.
func localhost(listen string) string {
	host, port, err := net.SplitHostPort(listen)
	if err != nil {
		return listen
	}
	if host == "" || host == "0.0.0.0" || host == "::" || host == "127.0.0.1" {
		host = "localhost"
	}
	return net.JoinHostPort(host, port)
}

func (c *Config) check() error {
	var mistakes []error
	wrong := func(bad bool, line string) {
		if bad {
			mistakes = append(mistakes, errors.New(line))
		}
	}
	base, err := url.Parse(c.BaseURL)
	wrong(err != nil || base.Host == "" || base.Scheme != "http" && base.Scheme != "https", "ACADEMY_BASE_URL must be an http or https address")
	_, _, err = net.SplitHostPort(c.Listen)
	wrong(err != nil, "ACADEMY_LISTEN must be HOST:PORT or :PORT")
	wrong(c.DatabaseURL != "" && !strings.HasPrefix(c.DatabaseURL, "postgres"), "ACADEMY_DATABASE_URL must begin with postgres://")
	wrong(c.DatabaseURL != "" && c.Secret == "", "ACADEMY_SECRET is needed with ACADEMY_DATABASE_URL")
	wrong(c.Secret != "" && len(c.Secret) < secretSize, fmt.Sprintf("ACADEMY_SECRET must have at least %d characters", secretSize))
	wrong(c.MediaURL != "" && !strings.HasPrefix(c.MediaURL, "s3://"), "ACADEMY_MEDIA_URL must begin with s3://")
	wrong(c.Log != "text" && c.Log != "json", "ACADEMY_LOG must be text or json")
	wrong(c.Connections < 4 || c.Connections > 500, "ACADEMY_DATABASE_CONNECTIONS must be from 4 to 500")
	return errors.Join(mistakes...)
}

// variables lists them all for --help.
func variables() string {
	var out strings.Builder
	w := tabwriter.NewWriter(&out, 0, 4, 2, ' ', 0)
	t := reflect.TypeFor[Config]()
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		about := f.Tag.Get("about")
		if d := f.Tag.Get("envDefault"); d != "" {
			about += " (default " + d + ")"
		}
		fmt.Fprintf(w, "  %s\t%s\n", name, about)
	}
	_ = w.Flush() // a strings.Builder takes everything
	return "Variables:\n" + out.String()
}

// dataFolder makes the data folder. Others may pass through it, so that the built-in database's own account can.
func (c *Config) dataFolder() error {
	if err := os.MkdirAll(c.Data, 0o711); err != nil {
		return fmt.Errorf("ACADEMY_DATA: %w", err)
	}
	return nil
}
