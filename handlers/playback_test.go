package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/jobs"
	"academy/app/library"
	"academy/models"
	"academy/models/assets"

	"github.com/google/uuid"
)

// filmed gives the lecture of the small course a film with two rungs that has come by an upload, and answers the
// address of its page.
func (s *site) filmed(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "film.mp4")
	if out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc=size=640x480:rate=5:duration=9", "-f", "lavfi", "-i", "sine=duration=9",
		"-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac", path).CombinedOutput(); err != nil {
		t.Skipf("ffmpeg: %v: %s", err, out)
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	author := s.Person(t, "이강사", access.Instructor)
	ticket, err := s.Library.BeginUpload(t.Context(), author, library.UploadRequest{Name: "강의.mp4", Bytes: int64(len(content)), Purpose: library.ForLecture})
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(ticket.Parts[0].URL)
	if err != nil {
		t.Fatal(err)
	}
	s.put(t, address.RequestURI(), strings.NewReader(string(content)), int64(len(content))).want(http.StatusOK)
	outcome, err := s.Library.FinishUpload(t.Context(), author, ticket.ID, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Library.ProcessUpload(t.Context(), jobs.ProcessUpload{AssetID: outcome.Asset}); err != nil {
		t.Fatal(err)
	}
	var lesson uuid.UUID
	if err := s.DB.Jobs().QueryRow(t.Context(), "select lesson_id from revision_lessons where asset_id is not null").Scan(&lesson); err != nil {
		t.Fatal(err)
	}
	// What is published never changes; that a film hangs on it from the beginning is quicker told than published.
	for _, change := range []string{"alter table revision_lessons disable trigger all", "update revision_lessons set asset_id = '" + outcome.Asset.String() + "' where asset_id is not null", "alter table revision_lessons enable trigger all"} {
		if _, err := s.DB.Jobs().Exec(t.Context(), change); err != nil {
			t.Fatal(err)
		}
	}
	return "/learn/small/" + lesson.String()
}

// enrolled is the browser of somebody who may open the lectures of the small course.
func (s *site) enrolled(t *testing.T) *browser {
	t.Helper()
	b, who := s.signedIn(t)
	b.submit(b.get("/courses/small/enrol"), "/courses/small/enrol", nil).want(http.StatusSeeOther)
	for kind, id := range s.lessons(t, who) {
		if kind == "reading" {
			b.post("/learn/small/"+id.String()+"/complete", url.Values{"_csrf": {b.token()}})
		}
	}
	return b
}

var byteRange = regexp.MustCompile(`#EXT-X-BYTERANGE:(\d+)@(\d+)\n(\S+)`)

func TestPlayback_EveryPieceOfEveryRungIsAtASignedAddress(t *testing.T) {
	t.Parallel()
	s := serve(t)
	lecture := s.filmed(t)
	b := s.enrolled(t)
	page := b.get(lecture).want(http.StatusOK)
	player := page.find("pd-player")
	if got := player.AttrOr("data-hls", ""); got != lecture+"/hls/master.m3u8" {
		t.Fatalf("the page names %q", got)
	}
	if n := page.find("video source").Length(); n != 1 || page.find("video source").AttrOr("type", "") != "video/mp4" {
		t.Errorf("%d sources for those without script", n)
	}
	master := b.get(lecture + "/hls/master.m3u8").want(http.StatusOK)
	if master.header.Get("Content-Type") != "application/vnd.apple.mpegurl" || !strings.Contains(master.header.Get("Cache-Control"), "no-store") {
		t.Error(master.header)
	}
	if !strings.Contains(master.body, "RESOLUTION=640x480") || strings.Index(master.body, "480.m3u8") > strings.Index(master.body, "240.m3u8") {
		t.Errorf("the list is\n%s", master.body)
	}
	stranger := s.open(t)
	for _, rung := range []string{"240", "480"} {
		list := b.get(lecture + "/hls/" + rung + ".m3u8").want(http.StatusOK)
		addresses := map[string]bool{}
		pieces := byteRange.FindAllStringSubmatch(list.body, -1)
		for _, piece := range pieces {
			addresses[piece[3]] = true
			from, _ := strconv.Atoi(piece[2])
			length, _ := strconv.Atoi(piece[1])
			got := stranger.do(http.MethodGet, piece[3], nil, map[string]string{"Range": fmt.Sprintf("bytes=%d-%d", from, from+length-1)}).want(http.StatusPartialContent)
			if len(got.body) != length || got.body[4:8] != "moof" && got.body[4:8] != "styp" && got.body[4:8] != "sidx" {
				t.Errorf("rung %s: a piece of %d bytes begins with %q", rung, len(got.body), got.body[:8])
			}
		}
		if len(pieces) != 3 || len(addresses) != 1 || !strings.Contains(list.body, `#EXT-X-MAP:URI="`+pieces[0][3]) {
			t.Errorf("rung %s:\n%s", rung, list.body)
		}
		if end, _ := strconv.ParseInt(mustQuery(t, pieces[0][3]).Get("exp"), 10, 64); time.Until(time.Unix(end, 0)) < 4*time.Hour-time.Minute {
			t.Errorf("the address ends %v", time.Unix(end, 0))
		}
	}
	b.get(lecture + "/hls/720.m3u8").want(http.StatusNotFound)
	b.get(lecture + "/hls/x.m3u8").want(http.StatusNotFound)
	for path, kind := range map[string]string{"/sound": "audio/mp4", "/video": "video/mp4"} {
		if got := stranger.get(b.get(lecture + path).want(http.StatusSeeOther).to()).want(http.StatusOK); got.header.Get("Content-Type") != kind {
			t.Errorf("%s is %v", path, got.header)
		}
	}
}

func mustQuery(t *testing.T, address string) url.Values {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.Query()
}

func TestCheating_MediaOfACourseOneIsNotEnrolledInCannotBeFetched(t *testing.T) {
	t.Parallel()
	s := serve(t)
	lecture := s.filmed(t)
	b, _ := s.signedIn(t)
	paths := []string{"/hls/master.m3u8", "/hls/480.m3u8", "/hls/240.m3u8", "/video", "/sound"}
	for _, path := range paths {
		if got := b.get(lecture + path).want(http.StatusForbidden); strings.Contains(got.body, "sig=") {
			t.Errorf("%s tells an address", path)
		}
		if got := s.open(t).get(lecture + path); got.status != http.StatusSeeOther && got.status != http.StatusUnauthorized || strings.Contains(got.to(), "sig=") {
			t.Errorf("%s answers a stranger %d", path, got.status)
		}
	}
	var key string
	if err := s.DB.Jobs().QueryRow(t.Context(), "select object_key from renditions where side = 480").Scan(&key); err != nil {
		t.Fatal(err)
	}
	b.get("/media/" + key).want(http.StatusForbidden)
	inside := s.enrolled(t)
	for _, path := range paths {
		if got := inside.get(lecture + path); got.status >= http.StatusBadRequest {
			t.Errorf("%s answers a learner %d", path, got.status)
		}
	}
}

func TestPlayback_TakesFewQueriesAndAnImportedLectureHasItsOneFile(t *testing.T) {
	t.Parallel()
	s := serve(t)
	b, who := s.signedIn(t)
	b.submit(b.get("/courses/small/enrol"), "/courses/small/enrol", nil).want(http.StatusSeeOther)
	b.post("/learn/small/"+s.lessons(t, who)["reading"].String()+"/complete", url.Values{"_csrf": {b.token()}})
	imported := "/learn/small/" + s.lessons(t, who)["lecture"].String()
	page := b.get(imported).want(http.StatusOK)
	if got, has := page.find("pd-player").Attr("data-hls"); has || page.find("[data-quality]").Length() > 0 {
		t.Errorf("it names a playlist %q", got)
	}
	b.get(imported + "/hls/master.m3u8").want(http.StatusNotFound)
	b.get(imported + "/sound").want(http.StatusNotFound)
	b.get(imported + "/video").want(http.StatusSeeOther)

	s = serve(t)
	lecture := s.filmed(t)
	b = s.enrolled(t)
	for _, path := range []string{"", "/hls/master.m3u8", "/hls/480.m3u8", "/video", "/sound"} {
		b.get(lecture + path)
		s.Wait(11 * time.Second)
		time.Sleep(badgesForgotten)
		s.open(t).get("/courses/small") // what everybody sees is in memory
		before := s.DB.Queries()
		b.get(lecture + path)
		if n := s.DB.Queries() - before; n > budget {
			t.Errorf("%s takes %d queries", path, n)
		}
	}
}

func TestPlayback_AFilmInTheMakingIsShownAsSoonAsItIsThere(t *testing.T) {
	t.Parallel()
	s := serve(t)
	lecture := s.filmed(t)
	move := func(state string) {
		t.Helper()
		err := s.DB.Write(t.Context(), func(tx *models.Tx) error {
			var id uuid.UUID
			if err := s.DB.Jobs().QueryRow(t.Context(), "select asset_id from uploads").Scan(&id); err != nil {
				return err
			}
			u, err := assets.FindUploadOf(tx, id)
			if err != nil {
				return err
			}
			return assets.UpdateUploadState(tx, u, state, "")
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	move("processing")
	b := s.enrolled(t)
	page := b.get(lecture).want(http.StatusOK)
	if page.find("video").Length() != 0 {
		t.Error("a film in the making is shown")
	}
	b.get(lecture + "/hls/master.m3u8").want(http.StatusNotFound)
	move("ready")
	time.Sleep(badgesForgotten)
	if b.get(lecture).want(http.StatusOK).find("video").Length() != 1 {
		t.Error("it is not shown")
	}
}
