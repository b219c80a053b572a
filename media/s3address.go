package media

import (
	"cmp"
	"context"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"
	"github.com/minio/minio-go/v7/pkg/s3utils"
)

// How long an S3 server may keep us waiting on one connection.
const (
	dialTimeout   = 2 * time.Second
	answerTimeout = 10 * time.Second // for the first byte of an answer
	stallTimeout  = 60 * time.Second // without a byte in either direction
	callTries     = 2
)

const defaultRegion = "us-east-1"

// s3Address is what s3://KEY:SECRET@HOST:PORT/BUCKET?tls=&region= says.
type s3Address struct {
	id, secret   string
	host, bucket string
	region       string
	tls          bool
}

func parseAddress(raw string) (s3Address, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "s3" {
		return s3Address{}, refused("a media address must be s3://KEY:SECRET@HOST:PORT/BUCKET, with special characters escaped")
	}
	secret, _ := u.User.Password()
	a := s3Address{id: u.User.Username(), secret: secret, host: u.Host, bucket: strings.Trim(u.Path, "/")}
	query := u.Query()
	a.region = cmp.Or(query.Get("region"), defaultRegion)
	if a.tls, err = strconv.ParseBool(cmp.Or(query.Get("tls"), "false")); err != nil {
		return s3Address{}, refused("tls in a media address must be true or false")
	}
	query.Del("region")
	query.Del("tls")
	switch {
	case a.id == "" || a.secret == "":
		return s3Address{}, refused("a media address needs KEY:SECRET before the @")
	case a.host == "" || a.bucket == "" || strings.Contains(a.bucket, "/"):
		return s3Address{}, refused("a media address needs a host and one bucket: s3://KEY:SECRET@HOST:PORT/BUCKET")
	case s3utils.CheckValidBucketNameStrict(a.bucket) != nil:
		return s3Address{}, refused("bucket %q: 3 to 63 small letters, digits, points and hyphens", a.bucket)
	case len(query) > 0:
		return s3Address{}, refused("a media address knows only tls and region after the question mark")
	}
	return a, nil
}

func parsePublic(raw string, inner s3Address) (*url.URL, error) {
	if raw == "" {
		scheme := "http"
		if inner.tls {
			scheme = "https"
		}
		return &url.URL{Scheme: scheme, Host: inner.host}, nil
	}
	u, err := url.Parse(raw)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil ||
		strings.Trim(u.Path, "/") != "" || u.RawQuery != "" {
		return nil, refused("the public media address must be http(s)://HOST[:PORT] and nothing more")
	}
	return u, nil
}

func (a s3Address) client(host string, tls bool) (*minio.Client, error) {
	client, err := minio.New(host, &minio.Options{
		Creds:        credentials.NewStaticV4(a.id, a.secret, ""),
		Secure:       tls,
		Region:       a.region, // known, so that signing needs no question to the server
		BucketLookup: minio.BucketLookupPath,
		Transport:    transport(),
		MaxRetries:   callTries,
	})
	if err != nil {
		return nil, refused("media address: %v", err)
	}
	return client, nil
}

func transport() http.RoundTripper {
	dialer := &net.Dialer{Timeout: dialTimeout}
	return &http.Transport{
		Proxy: http.ProxyFromEnvironment,
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := dialer.DialContext(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return stallConn{conn}, nil
		},
		TLSHandshakeTimeout:   dialTimeout * 2,
		ResponseHeaderTimeout: answerTimeout,
		MaxIdleConnsPerHost:   32,
		IdleConnTimeout:       stallTimeout / 2,
		DisableCompression:    true, // sizes and ranges must stay those of the object
	}
}

// stallConn gives up on a connection on which nothing moves any more. A write
// puts off the pending read too: the answer comes after the whole upload.
type stallConn struct{ net.Conn }

func (c stallConn) Read(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(stallTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c stallConn) Write(p []byte) (int, error) {
	if err := c.SetDeadline(time.Now().Add(stallTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(p)
}
