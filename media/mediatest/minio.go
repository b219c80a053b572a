package mediatest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

const (
	minioUser     = "mediatest"
	minioSecret   = "mediatest/secret+1" // with characters that an address must escape
	minioBucket   = "academy"
	minioReady    = 30 * time.Second
	minioTries    = 3
	minioFarewell = 5 * time.Second
)

// MinIO starts a MinIO server of this test's own on a loopback port, over an
// empty folder and without the bucket, and gives its address in the form of
// ACADEMY_MEDIA_URL. The program is the one of ACADEMY_TEST_S3_BIN, or
// academy/bin/minio in the user's cache folder; without it the test is
// skipped, or fails where ACADEMY_TEST_S3_REQUIRED=1.
func MinIO(t testing.TB) string {
	t.Helper()
	program := minioProgram(t)
	var err error
	for range minioTries { // someone else may take the free port first
		var address string
		if address, err = startMinIO(t, program); err == nil {
			return "s3://" + minioUser + ":mediatest%2Fsecret%2B1@" + address + "/" + minioBucket
		}
	}
	t.Fatalf("starting MinIO: %v", err)
	return ""
}

func minioProgram(t testing.TB) string {
	t.Helper()
	program := os.Getenv("ACADEMY_TEST_S3_BIN")
	if program == "" {
		cache, err := os.UserCacheDir()
		if err != nil {
			cache = filepath.Join(os.TempDir(), ".cache")
		}
		program = filepath.Join(cache, "academy", "bin", "minio")
	}
	if _, err := exec.LookPath(program); err != nil {
		if os.Getenv("ACADEMY_TEST_S3_REQUIRED") == "1" {
			t.Fatalf("no MinIO to test against: %v", err)
		}
		t.Skipf("no MinIO to test against (make test builds one; or set ACADEMY_TEST_S3_BIN): %v", err)
	}
	return program
}

func startMinIO(t testing.TB, program string) (address string, err error) {
	home := t.TempDir()
	address, err = freeAddress()
	if err != nil {
		return "", err
	}
	var log bytes.Buffer
	server := exec.Command(program, "server", "--quiet", "--address", address, filepath.Join(home, "objects"))
	server.Env = []string{
		"HOME=" + home, "PATH=" + os.Getenv("PATH"), "MINIO_BROWSER=off", "MINIO_UPDATE=off",
		"MINIO_ROOT_USER=" + minioUser, "MINIO_ROOT_PASSWORD=" + minioSecret,
	}
	server.Stdout, server.Stderr = &log, &log
	server.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // Ctrl-C is for the test
	if err := server.Start(); err != nil {
		return "", err
	}
	ended := make(chan struct{})
	go func() {
		_ = server.Wait() // how it ended is in its log
		close(ended)
	}()
	if err := awaitReady(address, ended); err != nil {
		stop(server.Process, ended)
		return "", fmt.Errorf("%w: %s", err, log.String())
	}
	t.Cleanup(func() { stop(server.Process, ended) })
	return address, nil
}

func freeAddress() (string, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// awaitReady waits until the store answers what it is asked for. Its health page says that it is ready before it knows
// who may ask; until then it answers 503.
func awaitReady(address string, ended <-chan struct{}) error {
	ctx, cancel := context.WithTimeout(context.Background(), minioReady)
	defer cancel()
	for {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+address+"/", nil)
		if err != nil {
			return err
		}
		if response, err := http.DefaultClient.Do(request); err == nil {
			response.Body.Close()
			if response.StatusCode != http.StatusServiceUnavailable {
				return nil
			}
		}
		select {
		case <-ended:
			return errors.New("it ended at once")
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func stop(server *os.Process, ended <-chan struct{}) {
	_ = server.Signal(syscall.SIGTERM) // fails only when it has ended
	select {
	case <-ended:
	case <-time.After(minioFarewell):
		_ = server.Kill()
		<-ended
	}
}
