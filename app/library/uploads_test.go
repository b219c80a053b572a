package library_test

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/png"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/library"
	"academy/media"
	"academy/media/mediatest"
	"academy/models"
	"academy/models/assets"
	"academy/models/modeltest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
)

// uploader is an academy and an instructor in it.
type uploader struct {
	*apptest.Academy
	who access.Actor
	dir string // of the store
}

func newUploader(t *testing.T) *uploader {
	t.Helper()
	dir := t.TempDir()
	files, err := media.NewFiles(dir, apptest.Key("media"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	a := apptest.OpenWith(t, modeltest.Fresh(t), files)
	a.Files = files
	return &uploader{a, a.Person(t, "이강사", access.Instructor), dir}
}

func (u *uploader) begin(t *testing.T, name string, size int64, purpose string) library.UploadTicket {
	t.Helper()
	ticket, err := u.Library.BeginUpload(t.Context(), u.who, library.UploadRequest{Name: name, Bytes: size, Type: "video/mp4", Purpose: purpose})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// put sends a part to its address: to a folder as handlers do, to S3 as browsers do.
func (u *uploader) put(t *testing.T, p library.PartAddress, content []byte) library.SentPart {
	t.Helper()
	address, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	if u.Files == nil {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, p.URL, bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		got, err := http.DefaultClient.Do(r)
		if err != nil || got.StatusCode != http.StatusOK {
			t.Fatalf("part %d: %v, %v", p.Number, got, err)
		}
		_ = got.Body.Close()
		return library.SentPart{Number: p.Number, ETag: got.Header.Get("ETag")}
	}
	upload, number, _ := strings.Cut(strings.TrimPrefix(address.Path, media.PartsPath), "/")
	n, _ := strconv.Atoi(number)
	agreed, err := u.Files.VerifyPart(upload, n, address.Query())
	if err != nil || n != p.Number {
		t.Fatalf("part %d: %v", p.Number, err)
	}
	tag, err := u.Files.WritePart(t.Context(), upload, agreed, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return library.SentPart{Number: n, ETag: tag}
}

// send sends a whole file and answers what finishing it says.
func (u *uploader) send(t *testing.T, name string, content []byte, purpose string) (uuid.UUID, library.UploadOutcome) {
	t.Helper()
	ticket := u.begin(t, name, int64(len(content)), purpose)
	var sent []library.SentPart
	for chunk := range slices.Chunk(content, int(ticket.PartBytes)) {
		sent = append(sent, u.put(t, ticket.Parts[len(sent)], chunk))
	}
	outcome, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, sent)
	if err != nil {
		t.Fatal(err)
	}
	return ticket.ID, outcome
}

func (u *uploader) state(t *testing.T, id uuid.UUID) library.UploadStatus {
	t.Helper()
	state, err := u.Library.UploadState(t.Context(), u.who, id)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func (u *uploader) asset(t *testing.T, id uuid.UUID) assets.Asset {
	t.Helper()
	var a assets.Asset
	err := u.DB.Read(t.Context(), func(tx *models.Tx) (err error) {
		a, err = assets.FindAsset(tx, id)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// queued counts the jobs of a kind.
func (u *uploader) queued(t *testing.T, kind string) int {
	t.Helper()
	var n int
	if err := u.DB.Jobs().QueryRow(t.Context(), "select count(*) from river_job where kind = $1", kind).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// film makes a film by ffmpeg and answers its bytes.
func film(t *testing.T, name string, args ...string) []byte {
	t.Helper()
	if _, err := exec.LookPath("ffmpeg"); err != nil {
		t.Skip("ffmpeg is not installed")
	}
	path := filepath.Join(t.TempDir(), name)
	args = append([]string{"-nostdin", "-v", "error"}, append(args, path)...)
	if out, err := exec.Command("ffmpeg", args...).CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func talk(t *testing.T) []byte {
	t.Helper()
	return film(t, "talk.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=2", "-f", "lavfi", "-i", "sine=duration=2",
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac")
}

const (
	mib     = 1 << 20
	partLen = 8 * mib
)

func TestBeginUpload_TakesNamesOfAnyScriptAndRefusesTheOthers(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	for given, kept := range map[string]string{
		"강의 1강.mp4":                                "강의 1강.mp4",
		"\u1112\u1161\u11ab\u1100\u1173\u11af.mov": "한글.mov",
		"🎓 family 👨‍👩‍👧.mkv":                       "🎓 family 👨‍👩‍👧.mkv",
		strings.Repeat("가", 200):                   strings.Repeat("가", 200),
		strings.Repeat("\u1112\u1161\u11ab", 200):  strings.Repeat("한", 200),
		"../../etc/passwd":                         "../../etc/passwd", // a name and never a path
	} {
		ticket := u.begin(t, given, 10, library.ForLecture)
		if got := u.state(t, ticket.ID); got.Name != kept || got.State != "receiving" || len(got.Received) != 0 || u.asset(t, got.Asset).Name != kept {
			t.Errorf("%q: %+v", given, got)
		}
	}
	for field, asked := range map[string]library.UploadRequest{
		"name":    {Name: "a\nb.mp4", Bytes: 1, Purpose: "lecture"},
		"name ":   {Name: strings.Repeat("가", 201), Bytes: 1, Purpose: "lecture"},
		"name  ":  {Name: " ", Bytes: 1, Purpose: "lecture"},
		"bytes":   {Name: "a.mp4", Bytes: 0, Purpose: "lecture"},
		"bytes ":  {Name: "a.mp4", Bytes: -1, Purpose: "assignment"},
		"purpose": {Name: "a.mp4", Bytes: 1, Purpose: "other"},
	} {
		_, err := u.Library.BeginUpload(t.Context(), u.who, asked)
		if f := fault.Of(err); f.Kind != fault.Invalid || f.Fields[strings.TrimSpace(field)] == "" {
			t.Errorf("%+v: %v %v", asked, err, f.Fields)
		}
	}
	if _, err := u.Library.BeginUpload(t.Context(), u.who, library.UploadRequest{Name: "a", Bytes: library.DefaultUploadLimit + 1, Purpose: "lecture"}); !errors.Is(err, library.ErrUploadTooLarge) {
		t.Errorf("too large: %v", err)
	}
}

func TestBeginUpload_AsksWhoAndStopsAtTwentyEvenAtOnce(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	citizen := u.Person(t, "김시민")
	ask := func(who access.Actor, purpose string) error {
		_, err := u.Library.BeginUpload(t.Context(), who, library.UploadRequest{Name: "a.pdf", Bytes: 1, Purpose: purpose})
		return err
	}
	for _, purpose := range []string{library.ForLecture, library.ForAttachment} {
		if err := ask(citizen, purpose); !errors.Is(err, fault.ErrDenied) {
			t.Errorf("a citizen's %s: %v", purpose, err)
		}
		if err := ask(access.Actor{}, purpose); !errors.Is(err, fault.ErrAnonymous) {
			t.Errorf("a stranger's %s: %v", purpose, err)
		}
	}
	if err := ask(citizen, library.ForAssignment); err != nil {
		t.Errorf("a citizen's assignment: %v", err)
	}
	var mutex sync.Mutex
	var refused int
	var group sync.WaitGroup
	for range 26 {
		group.Go(func() {
			err := ask(u.who, library.ForLecture)
			mutex.Lock()
			defer mutex.Unlock()
			if errors.Is(err, library.ErrTooManyUploads) {
				refused++
			} else if err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
	if refused != 6 {
		t.Errorf("%d of 26 were refused, want 6", refused)
	}
	if open, err := os.ReadDir(filepath.Join(u.dir, "parts")); err != nil || len(open) != 21 {
		t.Errorf("%d uploads in the store, want 20 and the citizen's: %v", len(open), err)
	}
}

func TestUpload_GoesOnAfterALostLineAndAReload(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	content := append(talk(t), make([]byte, 2*partLen)...)
	ticket := u.begin(t, "강의.mp4", int64(len(content)), library.ForLecture)
	if ticket.PartBytes != partLen || len(ticket.Parts) != 3 {
		t.Fatalf("got %d parts of %d", len(ticket.Parts), ticket.PartBytes)
	}
	u.put(t, ticket.Parts[0], content[:partLen])
	u.put(t, ticket.Parts[2], content[2*partLen:])
	if _, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, nil); !errors.Is(err, library.ErrUploadIncomplete) || fmt.Sprint(fault.Of(err).Data["missing"]) != "[2]" {
		t.Errorf("finished too early: %v, %v", err, fault.Of(err).Data)
	}
	if got := u.state(t, ticket.ID); got.State != "receiving" || fmt.Sprint(got.Received) != "[1 3]" {
		t.Errorf("after a reload: %+v", got)
	}
	more, err := u.Library.UploadParts(t.Context(), u.who, ticket.ID, []int{2})
	if err != nil || len(more) != 1 {
		t.Fatalf("got %+v, %v", more, err)
	}
	u.put(t, more[0], content[partLen:2*partLen])
	outcome, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, nil)
	if err != nil || outcome.State != "stored" {
		t.Fatalf("got %+v, %v", outcome, err)
	}
	if got := u.state(t, ticket.ID); got.State != "stored" || len(got.Received) != 3 || got.Asset != outcome.Asset {
		t.Errorf("afterwards: %+v", got)
	}
	if a := u.asset(t, outcome.Asset); a.State != "stored" || a.ContentType != "video/mp4" || a.Bytes != int64(len(content)) {
		t.Errorf("the asset: %+v", a)
	}
	if _, err := u.Library.UploadParts(t.Context(), u.who, ticket.ID, []int{1}); !errors.Is(err, library.ErrUploadOver) {
		t.Errorf("parts of what is over: %v", err)
	}
}

func TestUploadParts_RefusesNumbersThatAreNone(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	ticket := u.begin(t, "a.mp4", 20*mib, library.ForLecture)
	for _, numbers := range [][]int{nil, {0}, {-1}, {4}, {1, 1 << 40}, make([]int, 1001)} {
		if _, err := u.Library.UploadParts(t.Context(), u.who, ticket.ID, numbers); fault.Of(err).Kind != fault.Invalid {
			t.Errorf("%.20v: %v", numbers, err)
		}
	}
}

func TestUpload_OfAnotherPersonIsNotThere(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	ticket := u.begin(t, "a.mp4", 1, library.ForLecture)
	for _, who := range []access.Actor{u.Person(t, "최강사", access.Instructor), u.Person(t, "박관리", access.Admin)} {
		_, state := u.Library.UploadState(t.Context(), who, ticket.ID)
		_, parts := u.Library.UploadParts(t.Context(), who, ticket.ID, []int{1})
		_, finish := u.Library.FinishUpload(t.Context(), who, ticket.ID, nil)
		for _, err := range []error{state, parts, finish} {
			if fault.Of(err).Kind != fault.Missing {
				t.Errorf("got %v", err)
			}
		}
	}
}

func TestFinishUpload_TwiceAtOnceIsOneAnswerAndOneJob(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	for name, content := range map[string][]byte{"good.mp4": append(talk(t), make([]byte, partLen)...), "bad.mp4": append([]byte("\x7fELF\x02\x01\x01"), make([]byte, partLen)...)} {
		ticket := u.begin(t, name, int64(len(content)), library.ForLecture)
		sent := []library.SentPart{u.put(t, ticket.Parts[0], content[:partLen]), u.put(t, ticket.Parts[1], content[partLen:])}
		outcomes := make([]library.UploadOutcome, 6)
		var group sync.WaitGroup
		for i := range outcomes {
			group.Go(func() {
				var err error
				if outcomes[i], err = u.Library.FinishUpload(t.Context(), u.who, ticket.ID, sent); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			})
		}
		group.Wait()
		for _, o := range outcomes {
			if o != outcomes[0] {
				t.Errorf("%s: %+v and %+v", name, outcomes[0], o)
			}
		}
	}
	if films, drops := u.queued(t, "process_upload"), u.queued(t, "drop_media"); films != 1 || drops != 1 {
		t.Errorf("%d films and %d removals are in the queue", films, drops)
	}
}

func TestFinishUpload_RefusesWhatIsNotWhatItSaysAndRemovesIt(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	const svg = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`
	for name, c := range map[string]struct {
		content, purpose, state, reason string
	}{
		"program.mp4":   {"\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 100), "lecture", "refused", "upload.type_lecture"},
		"windows.mp4":   {"MZ" + strings.Repeat("\x00", 100), "lecture", "refused", "upload.type_lecture"},
		"page.mp4":      {"<!doctype html><script>alert(1)</script>", "lecture", "refused", "upload.type_lecture"},
		"drawing.mp4":   {svg, "lecture", "refused", "upload.type_lecture"},
		"list.mp4":      {"#EXTM3U\n#EXTINF:2,\nfile:///etc/passwd\n", "lecture", "refused", "upload.type_lecture"},
		"concat.mp4":    {"ffconcat version 1.0\nfile /etc/passwd\n", "lecture", "refused", "upload.type_lecture"},
		"archive.mp4":   {"PK\x03\x04" + strings.Repeat("\x00", 100), "lecture", "refused", "upload.type_lecture"},
		"program.pdf":   {"\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 100), "attachment", "refused", "upload.type"},
		"page.pdf":      {"<!doctype html><script>alert(1)</script>", "assignment", "refused", "upload.type"},
		"drawing.png":   {svg, "attachment", "refused", "upload.type"},
		"handout.pdf":   {"%PDF-1.7\n", "attachment", "ready", ""},
		"slides.zip":    {"PK\x03\x04" + strings.Repeat("\x00", 100), "attachment", "ready", ""},
		"essay.txt":     {"외교는 대화다.", "assignment", "ready", ""},
		"two bytes.hwp": {"\x00\x01", "assignment", "ready", ""},
	} {
		id, outcome := u.send(t, name, []byte(c.content), c.purpose)
		state, asset := u.state(t, id), u.asset(t, outcome.Asset)
		if outcome.State != c.state || outcome.Reason != c.reason || state.Reason != c.reason || asset.State != c.state || asset.RefusedReason != c.reason {
			t.Errorf("%s: %+v, %+v", name, outcome, asset)
		}
	}
	u.Work(t)
	for range 200 {
		var left int
		if err := u.DB.Jobs().QueryRow(t.Context(), "select count(*) from river_job where kind = 'drop_media' and state <> 'completed'").Scan(&left); err != nil {
			t.Fatal(err)
		}
		if left == 0 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	r, err := u.DB.Jobs().Query(t.Context(), "select source_key, state from assets")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for r.Next() {
		var key, state string
		if err := r.Scan(&key, &state); err != nil {
			t.Fatal(err)
		}
		if _, err := u.Files.Stat(t.Context(), key); (err == nil) != (state == "ready") {
			t.Errorf("a %s asset: %v", state, err)
		}
	}
}

func TestFinishUpload_ComparesWhatTheSenderHasSent(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	content := talk(t)
	ticket := u.begin(t, "a.mp4", int64(len(content)), library.ForLecture)
	part := u.put(t, ticket.Parts[0], content)
	for name, sent := range map[string][]library.SentPart{"another part": {{Number: 1, ETag: `"x"`}}, "one too many": {part, {Number: 2}}, "no number": {{Number: 0}}} {
		if _, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, sent); !errors.Is(err, library.ErrUploadIncomplete) {
			t.Errorf("%s: %v", name, err)
		}
	}
	bare := library.SentPart{Number: 1, ETag: strings.Trim(part.ETag, `"`)}
	if o, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, []library.SentPart{bare}); err != nil || o.State != "stored" {
		t.Errorf("got %+v, %v", o, err)
	}
}

func TestSweepUploads_RemovesWhatWasLeftForAWeekWithItsParts(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	old := u.begin(t, "old.mp4", 10, library.ForLecture)
	u.put(t, old.Parts[0], []byte("0123456789"))
	kept := u.begin(t, "kept.mp4", 10, library.ForLecture)
	_, done := u.send(t, "done.pdf", []byte("%PDF-1.7\n"), library.ForAttachment)
	u.Wait(6 * 24 * time.Hour)
	if _, err := u.Library.UploadParts(t.Context(), u.who, kept.ID, []int{1}); err != nil {
		t.Fatal(err)
	}
	gone := u.state(t, old.ID).Asset
	u.Wait(26 * time.Hour)
	for range 2 {
		if err := u.Library.SweepUploads(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := u.Library.UploadState(t.Context(), u.who, old.ID); fault.Of(err).Kind != fault.Missing {
		t.Errorf("the old one: %v", err)
	}
	if err := u.DB.Read(t.Context(), func(tx *models.Tx) error { _, err := assets.FindAsset(tx, gone); return err }); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("its asset: %v", err)
	}
	if u.state(t, kept.ID).State != "receiving" || u.asset(t, done.Asset).State != "ready" {
		t.Error("too much was removed")
	}
	var args jobs.DropMedia
	if err := u.DB.Jobs().QueryRow(t.Context(), "select args->>'key', args->>'upload' from river_job where kind = 'drop_media'").Scan(&args.Key, &args.Upload); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := u.Library.DropMedia(t.Context(), args); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := u.Files.ListParts(t.Context(), media.Upload{Key: args.Key, ID: args.Upload}); !errors.Is(err, media.ErrNotFound) {
		t.Errorf("its parts: %v", err)
	}
}

// filmed is what the store and the scratch folder hold after a film was made.
func (u *uploader) filmed(t *testing.T, asset uuid.UUID) assets.Asset {
	t.Helper()
	a := u.asset(t, asset)
	for _, key := range []string{a.SourceKey, a.VideoKey, a.PosterKey} {
		if info, err := u.Store().Stat(t.Context(), key); err != nil || info.Size == 0 {
			t.Errorf("%s: %+v, %v", key, info, err)
		}
	}
	u.scratchEmpty(t)
	return a
}

func (u *uploader) Store() media.Store { return u.Library.Store }

func (u *uploader) scratchEmpty(t *testing.T) {
	t.Helper()
	if left, err := os.ReadDir(u.Scratch); err != nil || len(left) != 0 {
		t.Errorf("left in scratch: %v, %v", left, err)
	}
}

func TestProcessUpload_MakesTheFilmAndItsPosterOnce(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	id, outcome := u.send(t, "강의.mp4", talk(t), library.ForLecture)
	for range 2 {
		if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil {
			t.Fatal(err)
		}
	}
	a := u.filmed(t, outcome.Asset)
	a.CreatedAt, a.Bytes, a.DurationMS = time.Time{}, 0, a.DurationMS/500*500
	want := assets.Asset{
		ID: a.ID, State: "ready", Name: "강의.mp4", ContentType: "video/mp4", DurationMS: 2000, Width: 320, Height: 180,
		Kind: "film", VideoKey: media.VideoKey(a.ID), PosterKey: media.PosterKey(a.ID), SourceKey: media.SourceKey(a.ID, ""),
	}
	if diff := cmp.Diff(want, a); diff != "" {
		t.Error(diff)
	}
	if got := u.state(t, id); got.State != "ready" {
		t.Errorf("got %+v", got)
	}
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: uuid.New()}); err != nil {
		t.Errorf("an asset that is gone: %v", err)
	}
}

func TestProcessUpload_SaysWhatIsWrongWithAFilmAndKeepsIt(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	whole := film(t, "whole.mp4", "-f", "lavfi", "-i", "testsrc=size=320x180:rate=10:duration=20", "-c:v", "libx264", "-preset", "ultrafast", "-g", "10", "-movflags", "+faststart")
	for name, c := range map[string]struct {
		content []byte
		reason  string
	}{
		"cut.mp4":   {whole[:len(whole)*2/3], "upload.truncated"},
		"head.mp4":  {whole[:200], "upload.unreadable"},
		"heard.mp4": {film(t, "heard.mp4", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac"), "upload.no_video"},
		"long.mp4":  {film(t, "long.mp4", "-f", "lavfi", "-i", "color=size=16x16:rate=1/600:duration=25200", "-c:v", "libx264"), "upload.too_long"},
	} {
		id, outcome := u.send(t, name, c.content, library.ForLecture)
		if outcome.State != "stored" {
			t.Errorf("%s: %+v", name, outcome)
			continue
		}
		if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if got := u.state(t, id); got.State != "refused" || got.Reason != c.reason {
			t.Errorf("%s: %+v, want %s", name, got, c.reason)
		}
		a := u.asset(t, outcome.Asset)
		if _, err := u.Files.Stat(t.Context(), a.SourceKey); err != nil || a.VideoKey != "" {
			t.Errorf("%s: %+v, its source %v", name, a, err)
		}
	}
	u.scratchEmpty(t)
}

func TestProcessUpload_TriesAgainWhatTheStoreHasSpoilt(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	content := talk(t)
	id, outcome := u.send(t, "a.mp4", content, library.ForLecture)
	key := media.SourceKey(outcome.Asset, "")
	if err := u.Files.Delete(t.Context(), key); err != nil { // as if it were away for a moment
		t.Fatal(err)
	}
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err == nil || u.state(t, id).State != "stored" {
		t.Fatalf("got %v, %+v", err, u.state(t, id))
	}
	u.scratchEmpty(t)
	if err := u.Files.Put(t.Context(), key, bytes.NewReader(content), int64(len(content)), "video/mp4"); err != nil {
		t.Fatal(err)
	}
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil {
		t.Fatal(err)
	}
	u.filmed(t, outcome.Asset)
}

func TestResumeUploads_TakesUpWhatADeadWorkerHadInHand(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	id, outcome := u.send(t, "a.mp4", talk(t), library.ForLecture)
	dead := func(tx *models.Tx) error {
		row, err := assets.FindUploadOf(tx, outcome.Asset)
		if err != nil {
			return err
		}
		return assets.UpdateUploadState(tx, row, "processing", "")
	}
	if err := u.DB.Write(t.Context(), dead); err != nil {
		t.Fatal(err)
	}
	resume := func() int {
		if err := u.Library.ResumeUploads(t.Context()); err != nil {
			t.Fatal(err)
		}
		return u.queued(t, "process_upload")
	}
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil || u.state(t, id).State != "processing" {
		t.Errorf("two have it in hand: %v", err)
	}
	if n := resume(); n != 1 {
		t.Errorf("%d jobs while its worker lives", n)
	}
	u.Wait(3 * time.Minute)
	if n := resume(); n != 2 {
		t.Errorf("%d jobs once its worker is dead", n)
	}
	u.Work(t)
	for range 400 {
		if u.state(t, id).State == "ready" {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	u.filmed(t, outcome.Asset)
}

func TestUpload_GoesTheWholeWayOnMinIO(t *testing.T) {
	t.Parallel()
	store, err := media.NewS3(mediatest.MinIO(t), "")
	if err != nil {
		t.Fatal(err)
	}
	a := apptest.OpenWith(t, modeltest.Fresh(t), store)
	u := &uploader{Academy: a, who: a.Person(t, "이강사", access.Instructor)}
	content := append(talk(t), make([]byte, partLen)...)
	ticket := u.begin(t, "강의.mp4", int64(len(content)), library.ForLecture)
	u.put(t, ticket.Parts[0], content[:partLen])
	if got := u.state(t, ticket.ID); fmt.Sprint(got.Received) != "[1]" {
		t.Errorf("received %v", got.Received)
	}
	// MinIO forgets uploads of which it has heard nothing for a day.
	forgotten := media.Upload{Key: media.SourceKey(u.state(t, ticket.ID).Asset, "")}
	if err := a.DB.Jobs().QueryRow(t.Context(), "select store_upload_id from uploads").Scan(&forgotten.ID); err != nil {
		t.Fatal(err)
	}
	if err := store.AbortParts(t.Context(), forgotten); err != nil {
		t.Fatal(err)
	}
	if got := u.state(t, ticket.ID); len(got.Received) != 0 || got.State != "receiving" {
		t.Errorf("after the store forgot it: %+v", got)
	}
	parts, err := u.Library.UploadParts(t.Context(), u.who, ticket.ID, []int{1, 2})
	if err != nil {
		t.Fatal(err)
	}
	sent := []library.SentPart{u.put(t, parts[0], content[:partLen]), u.put(t, parts[1], content[partLen:])}
	outcome, err := u.Library.FinishUpload(t.Context(), u.who, ticket.ID, sent)
	if err != nil || outcome.State != "stored" {
		t.Fatalf("got %+v, %v", outcome, err)
	}
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil {
		t.Fatal(err)
	}
	if made := u.filmed(t, outcome.Asset); made.State != "ready" || made.Width != 320 {
		t.Errorf("got %+v", made)
	}
}

func TestProcessUpload_MakesAPictureThatIsShownAndRefusesOneThatIsNone(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	var raw bytes.Buffer
	if err := png.Encode(&raw, image.NewNRGBA(image.Rect(0, 0, 40, 20))); err != nil {
		t.Fatal(err)
	}
	_, good := u.send(t, "지도.png", raw.Bytes(), library.ForAttachment)
	_, cut := u.send(t, "반쪽.png", raw.Bytes()[:len(raw.Bytes())/2], library.ForAttachment)
	_, paper := u.send(t, "안내.txt", []byte("안내문"), library.ForAttachment)
	for _, id := range []uuid.UUID{good.Asset, cut.Asset} {
		if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: id}); err != nil {
			t.Fatal(err)
		}
	}
	if a := u.asset(t, good.Asset); a.State != "ready" || a.Kind != "image" || a.Width != 40 || a.ImageKey != media.PictureKey(a.ID) {
		t.Errorf("the picture is %+v", a)
	}
	if a := u.asset(t, cut.Asset); a.State != "refused" || a.RefusedReason != "upload.picture" {
		t.Errorf("half a picture is %s: %s", a.State, a.RefusedReason)
	}
	if a := u.asset(t, paper.Asset); a.State != "ready" || a.Kind != "file" {
		t.Errorf("a paper is a %s and %s", a.Kind, a.State)
	}
}
