package media_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/media"
	"academy/media/mediatest"
)

func newFiles(t *testing.T, dir string) *media.Files {
	t.Helper()
	files, err := media.NewFiles(dir, bytes.Repeat([]byte("k"), 32))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { files.Close() })
	return files
}

func newS3(t *testing.T, address, public string) *media.S3 {
	t.Helper()
	store, err := media.NewS3(address, public)
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestFiles_KeepsTheContract(t *testing.T) {
	t.Parallel()
	mediatest.Store(t, newFiles(t, t.TempDir()))
}

func TestS3_KeepsTheContractOnMinIO(t *testing.T) {
	t.Parallel()
	mediatest.Store(t, newS3(t, mediatest.MinIO(t), ""))
}

func TestFiles_LeavesNothingUnnamed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := newFiles(t, dir)
	for _, size := range []int64{4, 3, 5} {
		_ = files.Put(t.Context(), "a/b.txt", strings.NewReader("four"), size, "text/plain") // two of three are refused
	}
	left, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil || len(left) > 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestFiles_SweepsWhatACrashLeft(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	newFiles(t, dir)
	old, young := filepath.Join(dir, "tmp", "old"), filepath.Join(dir, "tmp", "young")
	for _, name := range []string{old, young} {
		if err := os.WriteFile(name, []byte("half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	yesterday := time.Now().Add(-25 * time.Hour)
	if err := os.Chtimes(old, yesterday, yesterday); err != nil {
		t.Fatal(err)
	}
	newFiles(t, dir)
	if _, err := os.Stat(old); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the old one stayed: %v", err)
	}
	if _, err := os.Stat(young); err != nil {
		t.Errorf("the young one went: %v", err)
	}
}

func TestFiles_RefusesSymlinksOutOfTheFolder(t *testing.T) {
	t.Parallel()
	dir, outside := t.TempDir(), filepath.Join(t.TempDir(), "secret.txt")
	if err := os.WriteFile(outside, []byte("secret"), 0o600); err != nil {
		t.Fatal(err)
	}
	files := newFiles(t, dir)
	if err := os.Symlink(outside, filepath.Join(dir, "objects", "link.txt")); err != nil {
		t.Fatal(err)
	}
	if object, err := files.Open(t.Context(), "link.txt"); err == nil {
		object.Close()
		t.Error("a link out of the folder was followed")
	}
}

func TestFiles_AnotherKeyRefusesTheLink(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	address, err := newFiles(t, dir).URL(t.Context(), "a.txt", time.Minute, media.Disposition{})
	if err != nil {
		t.Fatal(err)
	}
	other, err := media.NewFiles(dir, bytes.Repeat([]byte("x"), 32))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	request, err := http.NewRequest(http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := other.Verify("GET", "a.txt", request.URL.Query()); !errors.Is(err, media.ErrRefused) {
		t.Errorf("got %v, want ErrRefused", err)
	}
	for method, want := range map[string]error{"GET": nil, "HEAD": nil, "PUT": media.ErrRefused, "DELETE": media.ErrRefused} {
		if _, err := newFiles(t, dir).Verify(method, "a.txt", request.URL.Query()); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", method, err, want)
		}
	}
}

func TestNewFiles_RefusesAWeakKey(t *testing.T) {
	t.Parallel()
	if _, err := media.NewFiles(t.TempDir(), []byte("short")); !errors.Is(err, media.ErrRefused) {
		t.Errorf("got %v, want ErrRefused", err)
	}
}

func TestFiles_NotReadyWhenTheFolderIsGone(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "media")
	files := newFiles(t, dir)
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if err := files.Ready(t.Context()); !errors.Is(err, media.ErrUnavailable) {
		t.Errorf("Ready: %v, want ErrUnavailable", err)
	}
	err := files.Put(t.Context(), "a.txt", strings.NewReader("x"), 1, "text/plain")
	if !errors.Is(err, media.ErrUnavailable) {
		t.Errorf("Put: %v, want ErrUnavailable", err)
	}
}

func TestS3_UnavailableWhenNothingListens(t *testing.T) {
	t.Parallel()
	mediatest.Unreachable(t, newS3(t, "s3://k:secretsecret@"+closedPort(t)+"/bucket", ""))
}

func TestS3_UnavailableWhenNothingAnswers(t *testing.T) {
	t.Parallel()
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { silent.Close() })
	mediatest.Unreachable(t, newS3(t, "s3://k:secretsecret@"+silent.Addr().String()+"/bucket", ""))
}

func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func TestS3_UnavailableWithWrongCredentials(t *testing.T) {
	t.Parallel()
	address := mediatest.MinIO(t)
	mediatest.Unreachable(t, newS3(t, "s3://nobody:wrongwrong"+address[strings.LastIndex(address, "@"):], ""))
}

func TestS3_SignsForThePublicHostWithoutCalling(t *testing.T) {
	t.Parallel()
	store := newS3(t, "s3://k:secretsecret@"+closedPort(t)+"/bucket?region=ap-northeast-2", "https://media.example.org/")
	address, err := store.URL(t.Context(), "assets/강의.mp4", time.Hour, media.Disposition{})
	if err != nil || !strings.HasPrefix(address, "https://media.example.org/bucket/assets/") ||
		!strings.Contains(address, "ap-northeast-2") {
		t.Errorf("got %s, %v", address, err)
	}
	if store.Origin() != "https://media.example.org" {
		t.Errorf("Origin = %q", store.Origin())
	}
}

// The scheme is no part of the signature and TLS may end at a proxy, so the
// public address of another name must work when the proxy keeps the Host.
func TestS3_PublicAddressWorksBehindAProxyThatKeepsTheHost(t *testing.T) {
	t.Parallel()
	inner := mediatest.MinIO(t)
	store := newS3(t, inner, "https://media.example.org")
	if err := store.Put(t.Context(), "a.txt", strings.NewReader("through"), 7, "text/plain"); err != nil {
		t.Fatal(err)
	}
	address, err := store.URL(t.Context(), "a.txt", time.Minute, media.Disposition{})
	if err != nil {
		t.Fatal(err)
	}
	host := inner[strings.LastIndex(inner, "@")+1 : strings.LastIndex(inner, "/")]
	request, err := http.NewRequest(http.MethodGet, strings.Replace(address, "https://media.example.org", "http://"+host, 1), nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "media.example.org"
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || string(body) != "through" {
		t.Errorf("got %d %q, %v", response.StatusCode, body, err)
	}
}

func TestNewS3_RefusesMistakesWithoutTellingTheSecret(t *testing.T) {
	t.Parallel()
	for name, address := range map[string][2]string{
		"scheme":          {"http://k:hushhush@h:9000/bucket", ""},
		"no secret":       {"s3://hushhush@h:9000/bucket", ""},
		"no credentials":  {"s3://h:9000/bucket", ""},
		"no bucket":       {"s3://k:hushhush@h:9000/", ""},
		"two buckets":     {"s3://k:hushhush@h:9000/bucket/c", ""},
		"bucket's name":   {"s3://k:hushhush@h:9000/Bucket", ""},
		"no host":         {"s3://k:hushhush@/bucket", ""},
		"tls":             {"s3://k:hushhush@h:9000/bucket?tls=maybe", ""},
		"unknown option":  {"s3://k:hushhush@h:9000/bucket?tsl=true", ""},
		"unescaped":       {"s3://k:hush hush%zz@h:9000/bucket", ""},
		"public path":     {"s3://k:hushhush@h:9000/bucket", "https://m.example.org/media"},
		"public scheme":   {"s3://k:hushhush@h:9000/bucket", "m.example.org"},
		"public userinfo": {"s3://k:hushhush@h:9000/bucket", "https://a:hushhush@m.example.org"},
	} {
		_, err := media.NewS3(address[0], address[1])
		if !errors.Is(err, media.ErrRefused) || strings.Contains(err.Error(), "hush") {
			t.Errorf("%s: %v, want ErrRefused without the secret", name, err)
		}
	}
}
