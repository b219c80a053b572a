package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

const (
	// together is how many recordings are sent at once, partsAtOnce how many parts of each.
	together    = 4
	partsAtOnce = 4
	// small and large are the sizes of a recording: memory must be the same for both.
	small = 128 << 20
	large = 2 << 30
	// mostMemory is what the server may hold meanwhile.
	mostMemory = 150 << 20
)

// BenchmarkUpload prints how fast recordings come in through the files store beside plain writes of the same parts on
// the same disk, and how much memory the server holds meanwhile. No figure makes it fail.
func BenchmarkUpload(b *testing.B) {
	if os.Getenv(roleVariable) != "" {
		b.Skip("this is a server of another benchmark")
	}
	data, address := dataFolder(b), freeAddress(b)
	h, err := openHouse(b.Context(), Config{Data: data, Listen: address, BaseURL: "http://" + address, Log: "text", MetricsListen: "off", Connections: 8}, false)
	if err != nil {
		b.Fatal(err)
	}
	_, err = h.app.Identity.AddUser(b.Context(), newAuthor())
	if err := errors.Join(err, h.Close()); err != nil {
		b.Fatal(err)
	}
	server := launchServer(b, data, address)
	running := site{"http://" + address}
	token := running.author(b)
	memory := map[int64]int64{}
	var took, plainly time.Duration
	for _, size := range []int64{small, large} {
		plainly = writePlainly(b, filepath.Join(data, "plain"), size)
		began := time.Now()
		paths := running.sendTogether(b, token, size)
		took = time.Since(began)
		memory[size] = peakOf(b, server.Process.Pid)
		for _, path := range paths {
			running.call("DELETE", path, token, nil, nil)
		}
	}
	if err := server.end(syscall.SIGTERM); err != nil {
		b.Error(err)
	}
	rate := func(d time.Duration) float64 { return float64(together*large>>20) / d.Seconds() }
	fmt.Printf("\n%d recordings of 2 GB at once: plain writes %.0f MB/s, sent %.0f MB/s: %.2f of the rate; memory at most %d MB (%d MB for 128 MB each), at most %d MB: %s\n\n",
		together, rate(plainly), rate(took), plainly.Seconds()/took.Seconds(), memory[large]>>20, memory[small]>>20, mostMemory>>20,
		map[bool]string{true: "holds", false: "MISSED"}[memory[large] <= mostMemory])
	b.ReportMetric(plainly.Seconds()/took.Seconds(), "of-plain-rate")
	b.ReportMetric(float64(memory[large]>>20), "MB")
	b.ReportMetric(0, "ns/op") // the time of the whole says nothing
}

// noise is what recordings are made of: no disk and no line can make it smaller.
func noise() []byte {
	block := make([]byte, 1<<20)
	source := rand.NewChaCha8([32]byte{1})
	_, _ = source.Read(block)
	return block
}

// recording reads a number of bytes of noise.
func recording(block []byte, size int64) io.Reader {
	return io.LimitReader(&endless{block: block}, size)
}

type endless struct {
	block []byte
	at    int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.block[e.at:])
	e.at = (e.at + n) % len(e.block)
	return n, nil
}

// writePlainly writes as many bytes as together recordings have, as many files at once as parts are sent, each flushed.
func writePlainly(b *testing.B, dir string, size int64) time.Duration {
	b.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		b.Fatal(err)
	}
	block := noise()
	began := time.Now()
	var group sync.WaitGroup
	for i := range together * partsAtOnce {
		group.Go(func() {
			if err := writeFile(filepath.Join(dir, fmt.Sprint(i)), recording(block, size/partsAtOnce)); err != nil {
				b.Error(err)
			}
		})
	}
	group.Wait()
	took := time.Since(began)
	if err := os.RemoveAll(dir); err != nil {
		b.Error(err)
	}
	return took
}

func writeFile(path string, content io.Reader) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, content)
	return errors.Join(err, file.Sync(), file.Close())
}

// sendTogether sends recordings by the API as their authors' browsers would, and answers where they are.
func (o site) sendTogether(b *testing.B, token string, size int64) []string {
	b.Helper()
	paths := make([]string, together)
	var group sync.WaitGroup
	for i := range together {
		group.Go(func() { paths[i] = o.sendRecording(b, token, size) })
	}
	group.Wait()
	return paths
}

func (o site) sendRecording(b *testing.B, token string, size int64) string {
	var begun filming
	if s := o.call("POST", "/uploads", token, map[string]any{"name": "강의.mp4", "bytes": size, "type": "video/mp4", "purpose": "lecture"}, &begun); s != http.StatusCreated {
		b.Errorf("begin: %d", s)
		return ""
	}
	block := noise()
	parts := make(chan filmPart)
	var group sync.WaitGroup
	for range partsAtOnce {
		group.Go(func() {
			for part := range parts {
				o.sendPart(b, part, recording(block, part.bytes), part.bytes)
			}
		})
	}
	last := int((size + int64(begun.Size) - 1) / int64(begun.Size))
	for from := 1; from <= last; from += askedAtOnce {
		for _, part := range o.addresses(b, token, begun, from, min(from+askedAtOnce-1, last)) {
			part.bytes = min(int64(begun.Size), size-int64(part.Number-1)*int64(begun.Size))
			parts <- part
		}
	}
	close(parts)
	group.Wait()
	return "/uploads/" + begun.ID
}

// askedAtOnce is for how many parts addresses are asked in one call.
const askedAtOnce = 50

// filmPart is a part of an upload and where it goes.
type filmPart struct {
	Number int
	URL    string
	bytes  int64
}

func (o site) addresses(b *testing.B, token string, begun filming, from, to int) []filmPart {
	var answer struct{ Parts []filmPart }
	var numbers []int
	for n := from; n <= to; n++ {
		numbers = append(numbers, n)
	}
	if s := o.call("POST", "/uploads/"+begun.ID+"/parts", token, map[string]any{"numbers": numbers}, &answer); s != http.StatusOK {
		b.Errorf("parts %d to %d: %d", from, to, s)
	}
	return answer.Parts
}

func (o site) sendPart(b *testing.B, part filmPart, content io.Reader, size int64) {
	address, err := url.Parse(part.URL)
	if err != nil {
		b.Error(err)
		return
	}
	request, err := http.NewRequest(http.MethodPut, o.url+address.RequestURI(), content)
	if err != nil {
		b.Error(err)
		return
	}
	request.ContentLength = size
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		b.Errorf("part %d: %v %v", part.Number, answer, err)
		return
	}
	_ = answer.Body.Close()
}

// peakOf is the most memory a process has held at once, in bytes: VmHWM of proc_pid_status(5).
func peakOf(b *testing.B, pid int) int64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	var kilobytes int64
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	if _, err := fmt.Fscan(bytes.NewReader([]byte(rest)), &kilobytes); err != nil {
		b.Fatal(err)
	}
	return kilobytes << 10
}
