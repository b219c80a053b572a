package library_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/fault"
	"academy/app/jobs"
	"academy/app/library"
	"academy/media"
	"academy/models"
	"academy/models/assets"
	"academy/models/modeltest"

	"github.com/google/uuid"
)

// lecture is a film with two rungs.
func lecture(t *testing.T, seconds int, more ...string) []byte {
	t.Helper()
	args := []string{
		"-f", "lavfi", "-i", fmt.Sprintf("testsrc=size=640x480:rate=5:duration=%d", seconds), "-f", "lavfi", "-i", fmt.Sprintf("sine=duration=%d", seconds),
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac",
	}
	return film(t, "lecture.mp4", append(args, more...)...)
}

func (u *uploader) process(t *testing.T, asset uuid.UUID) {
	t.Helper()
	if err := u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: asset}); err != nil {
		t.Fatal(err)
	}
}

func (u *uploader) renditions(t *testing.T, asset uuid.UUID) []assets.Rendition {
	t.Helper()
	var rows []assets.Rendition
	err := u.DB.Read(t.Context(), func(tx *models.Tx) (err error) {
		rows, err = assets.ListRenditions(tx, []uuid.UUID{asset})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// nothingLeft says that the store has nothing of an asset.
func (u *uploader) nothingLeft(t *testing.T, asset uuid.UUID) {
	t.Helper()
	for _, key := range media.AssetKeys(asset) {
		if _, err := u.Store().Stat(t.Context(), key); !errors.Is(err, media.ErrNotFound) {
			t.Errorf("%s: %v", key, err)
		}
	}
}

func TestProcessUpload_KeepsEveryRungWithItsPieces(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	_, outcome := u.send(t, "강의.mp4", lecture(t, 5), library.ForLecture)
	u.process(t, outcome.Asset)
	u.filmed(t, outcome.Asset)
	var shown []string
	for _, r := range u.renditions(t, outcome.Asset) {
		shown = append(shown, fmt.Sprintf("%s %d", r.Kind, r.Side))
		info, err := u.Files.Stat(t.Context(), r.ObjectKey)
		if err != nil {
			t.Fatal(err)
		}
		if r.Kind == assets.Sound {
			continue
		}
		err = u.DB.Read(t.Context(), func(tx *models.Tx) (err error) {
			r, err = assets.FindRendition(tx, r.AssetID, r.Kind, r.Side)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		size := r.HeadBytes
		for _, s := range r.Segments.V {
			size += s[1]
		}
		if len(r.Segments.V) != 2 || r.Segments.V[0][0] != 4_000_000 || size != info.Size || info.Type != "video/mp4" || r.Height != r.Side {
			t.Errorf("rung %d: %+v in an object %+v", r.Side, r, info)
		}
	}
	if want := []string{"rung 480", "rung 240", "sound 0"}; !slices.Equal(shown, want) {
		t.Errorf("got %v, want %v", shown, want)
	}
}

func TestProcessUpload_WorksForEveryKindOfFilmThatIsTaken(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast"}
	vp8 := []string{"-c:v", "libvpx", "-deadline", "realtime"}
	bars := func(size string) []string {
		return []string{"-f", "lavfi", "-i", "testsrc=size=" + size + ":rate=5:duration=2"}
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"phone.mov":  {append(bars("240x426"), h264...), "[240x426]"},
		"screen.mkv": {append(append(bars("426x240"), "-vf", "select='not(mod(n\\,3))'", "-fps_mode", "vfr"), h264...), "[426x240]"},
		"open.webm":  {append(bars("320x240"), vp8...), "[320x240]"},
	} {
		id, outcome := u.send(t, name, film(t, name, c.args...), library.ForLecture)
		u.process(t, outcome.Asset)
		var sizes []string
		for _, r := range u.renditions(t, outcome.Asset) {
			sizes = append(sizes, fmt.Sprintf("%dx%d", r.Width, r.Height))
		}
		if got := u.state(t, id); got.State != "ready" || fmt.Sprint(sizes) != c.want {
			t.Errorf("%s: %+v with %v, want %s", name, got, sizes, c.want)
		}
	}
}

// moody is a store that can be away, for some of its content.
type moody struct {
	media.Store
	away atomic.Pointer[string] // the end of keys that cannot be put or opened
}

func (m *moody) gone(key string) error {
	if ending := m.away.Load(); ending != nil && strings.HasSuffix(key, *ending) {
		return fmt.Errorf("%s: %w", key, media.ErrUnavailable)
	}
	return nil
}

func (m *moody) Put(ctx context.Context, key string, content io.Reader, size int64, contentType string) error {
	if err := m.gone(key); err != nil {
		return err
	}
	return m.Store.Put(ctx, key, content, size, contentType)
}

func (m *moody) Open(ctx context.Context, key string) (*media.Object, error) {
	object, err := m.Store.Open(ctx, key)
	if err != nil || m.gone(key) == nil {
		return object, err
	}
	object.ReadSeekCloser = &broken{object.ReadSeekCloser, 4}
	return object, nil
}

// broken is an object whose store goes away after so many reads.
type broken struct {
	io.ReadSeekCloser
	left int
}

func (b *broken) Read(p []byte) (int, error) {
	if b.left--; b.left < 0 {
		return 0, media.ErrUnavailable
	}
	return b.ReadSeekCloser.Read(p[:min(len(p), 1<<10)])
}

func TestProcessUpload_IsTakenUpAgainWhenTheStoreHasComeBack(t *testing.T) {
	t.Parallel()
	for _, ending := range []string{"source", "video.mp4", "rung-2.mp4"} {
		files, err := media.NewFiles(t.TempDir(), apptest.Key("media"))
		if err != nil {
			t.Fatal(err)
		}
		store := &moody{Store: files}
		a := apptest.OpenWith(t, modeltest.Fresh(t), store)
		a.Files = files
		u := &uploader{Academy: a, who: a.Person(t, "이강사", access.Instructor)}
		id, outcome := u.send(t, "a.mp4", lecture(t, 2), library.ForLecture)
		store.away.Store(&ending)
		err = u.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset})
		if got := u.state(t, id); !errors.Is(err, media.ErrUnavailable) || got.State != "stored" || len(u.renditions(t, outcome.Asset)) != 0 || u.asset(t, outcome.Asset).VideoKey != "" {
			t.Errorf("while %s is away: %v, %+v", ending, err, got)
		}
		u.scratchEmpty(t)
		store.away.Store(nil)
		u.process(t, outcome.Asset)
		u.filmed(t, outcome.Asset)
		if got := u.state(t, id); got.State != "ready" || len(u.renditions(t, outcome.Asset)) != 3 {
			t.Errorf("when it is back: %+v", got)
		}
		_ = files.Close()
	}
}

func TestProcessUpload_LosesNothingWhenThereIsNoRoomToWork(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	id, outcome := u.send(t, "a.mp4", append(lecture(t, 4), make([]byte, 4*mib)...), library.ForLecture)
	job := jobs.ProcessUpload{AssetID: outcome.Asset}
	room := u.Library.Scratch
	trial := func(name, scratch string) {
		u.Library.Scratch = scratch
		err := u.Library.ProcessUpload(t.Context(), job)
		if _, kept := u.Files.Stat(t.Context(), media.SourceKey(outcome.Asset, "")); err == nil || kept != nil || u.state(t, id).State != "stored" {
			t.Errorf("%s: %v, the source %v, %+v", name, err, kept, u.state(t, id))
		}
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	trial("a scratch folder that cannot be made", filepath.Join(file, "scratch"))
	for _, size := range []string{"1m", "4300k"} { // too little for the source, and for what is made of it
		disk := t.TempDir()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size="+size); err != nil {
			t.Logf("no small disk without being root: %v", err)
			continue
		}
		trial("a full disk of "+size, disk)
		if err := syscall.Unmount(disk, 0); err != nil {
			t.Error(err)
		}
	}
	if t.Failed() {
		return
	}
	u.Library.Scratch = room
	u.process(t, outcome.Asset)
	u.filmed(t, outcome.Asset)
}

func TestRetryUpload_MakesARefusedFilmOnceMoreOfWhatWasReceived(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	content := lecture(t, 2)
	id, outcome := u.send(t, "cut.mp4", content[:200], library.ForLecture)
	u.process(t, outcome.Asset)
	if got := u.state(t, id); got.State != "refused" || got.Reason != "upload.unreadable" {
		t.Fatalf("got %+v", got)
	}
	again, err := u.Library.RetryUpload(t.Context(), u.who, id)
	if err != nil || again.State != "stored" || again.Reason != "" || again.Asset != outcome.Asset {
		t.Errorf("got %+v, %v", again, err)
	}
	if twice, err := u.Library.RetryUpload(t.Context(), u.who, id); err != nil || twice != again || u.queued(t, "process_upload") != 2 {
		t.Errorf("twice: %+v, %v; %d jobs", twice, err, u.queued(t, "process_upload"))
	}
	// As if a better ffmpeg could read it.
	if err := u.Files.Put(t.Context(), media.SourceKey(outcome.Asset, ""), bytes.NewReader(content), int64(len(content)), "video/mp4"); err != nil {
		t.Fatal(err)
	}
	u.process(t, outcome.Asset)
	if a := u.filmed(t, outcome.Asset); a.State != "ready" || a.RefusedReason != "" {
		t.Errorf("got %+v", a)
	}
	if done, err := u.Library.RetryUpload(t.Context(), u.who, id); err != nil || done.State != "ready" {
		t.Errorf("of what is ready: %+v, %v", done, err)
	}
}

func TestRetryUpload_IsNotForWhatIsNotKeptNotThereOrAnothers(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	open := u.begin(t, "a.mp4", 10, library.ForLecture)
	if _, err := u.Library.RetryUpload(t.Context(), u.who, open.ID); !errors.Is(err, library.ErrUploadIncomplete) {
		t.Errorf("half an upload: %v", err)
	}
	program, _ := u.send(t, "a.mp4", []byte("\x7fELF\x02\x01\x01"), library.ForLecture)
	if _, err := u.Library.RetryUpload(t.Context(), u.who, program); !errors.Is(err, library.ErrUploadGone) {
		t.Errorf("a program: %v", err)
	}
	other := u.Person(t, "최강사", access.Instructor)
	for _, id := range []uuid.UUID{open.ID, uuid.New()} {
		if _, err := u.Library.RetryUpload(t.Context(), other, id); fault.Of(err).Kind != fault.Missing {
			t.Errorf("another's: %v", err)
		}
		if err := u.Library.CancelUpload(t.Context(), other, id); fault.Of(err).Kind != fault.Missing {
			t.Errorf("another's: %v", err)
		}
	}
}

func TestCancelUpload_RemovesWhateverThereIs(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	open := u.begin(t, "a.mp4", 20*mib, library.ForLecture)
	u.put(t, open.Parts[0], make([]byte, partLen))
	stored, _ := u.send(t, "b.mp4", talk(t), library.ForLecture)
	refused, outcome := u.send(t, "c.mp4", talk(t)[:200], library.ForLecture)
	u.process(t, outcome.Asset)
	cancelled := map[uuid.UUID]uuid.UUID{}
	for _, id := range []uuid.UUID{open.ID, stored, refused} {
		cancelled[id] = u.state(t, id).Asset
		if err := u.Library.CancelUpload(t.Context(), u.who, id); err != nil {
			t.Fatal(err)
		}
		if err := u.Library.CancelUpload(t.Context(), u.who, id); fault.Of(err).Kind != fault.Missing {
			t.Errorf("twice: %v", err)
		}
	}
	u.process(t, cancelled[stored]) // its job is still in the queue
	u.dropAll(t)
	for id, asset := range cancelled {
		u.nothingLeft(t, asset)
		if _, err := u.Library.UploadState(t.Context(), u.who, id); fault.Of(err).Kind != fault.Missing {
			t.Errorf("its row: %v", err)
		}
	}
	if parts, err := os.ReadDir(filepath.Join(u.dir, "parts")); err != nil || len(parts) != 0 {
		t.Errorf("parts are left: %v, %v", parts, err)
	}
	ready, outcome := u.send(t, "d.pdf", []byte("%PDF-1.7\n"), library.ForAttachment)
	if err := u.Library.CancelUpload(t.Context(), u.who, ready); !errors.Is(err, library.ErrUploadReady) || u.asset(t, outcome.Asset).State != "ready" {
		t.Errorf("of what is ready: %v", err)
	}
}

// dropAll does the removals in the queue.
func (u *uploader) dropAll(t *testing.T) {
	t.Helper()
	rows, err := u.DB.Jobs().Query(t.Context(), "select args->>'key', coalesce(args->>'upload', ''), array(select jsonb_array_elements_text(args->'made')) from river_job where kind = 'drop_media'")
	if err != nil {
		t.Fatal(err)
	}
	var drops []jobs.DropMedia
	for rows.Next() {
		var d jobs.DropMedia
		if err := rows.Scan(&d.Key, &d.Upload, &d.Made); err != nil {
			t.Fatal(err)
		}
		drops = append(drops, d)
	}
	rows.Close()
	for _, d := range drops {
		if err := u.Library.DropMedia(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCancelUpload_StopsTheWorkerThatHasSaidHowFarItIsAndLeavesNothing(t *testing.T) {
	t.Parallel()
	u := newUploader(t)
	content := film(t, "long.mp4", "-f", "lavfi", "-i", "color=size=640x480:rate=10:duration=500", "-c:v", "libx264", "-preset", "ultrafast")
	id, outcome := u.send(t, "long.mp4", content, library.ForLecture)
	if got := u.state(t, id); got.Percent != nil {
		t.Errorf("before: %+v", got)
	}
	done := make(chan error, 1)
	go func() {
		done <- u.Library.ProcessUpload(context.WithoutCancel(t.Context()), jobs.ProcessUpload{AssetID: outcome.Asset})
	}()
	for p := u.state(t, id).Percent; p == nil || *p == 0; p = u.state(t, id).Percent {
		if len(done) > 0 {
			t.Fatal("it was over before it said anything")
		}
		time.Sleep(50 * time.Millisecond)
	}
	if err := u.Library.CancelUpload(t.Context(), u.who, id); err != nil {
		t.Fatal(err)
	}
	u.dropAll(t) // before the worker has noticed
	if err := <-done; err != nil {
		t.Error(err)
	}
	u.nothingLeft(t, outcome.Asset)
	u.scratchEmpty(t)
}
