package folder_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"academy/app/authoring/folder"
	"academy/media"
	"academy/models"
	"academy/models/courses"

	"github.com/google/go-cmp/cmp"
)

// scraps are what breaks writers of YAML, Markdown and captions.
var scraps = []string{
	"국민", "é", "null", "yes", "~", "0x1F", "1e3", "2026-11-23", "- ", ": ", " #", "\n", "\n\n", "\t", "'", "\"", "{{", "}", "|", ">", "%", "@", "`", "\\", "  ",
	"😀", "\u0085", "\u2028", "\ufeff", "\u200b", "&amp;", "<b>", "---", "...", "!tag", "*x", "&a", "?", ",", "[", "]", "가나다", "a", "=",
}

func anyText(r *rand.Rand) string {
	var b strings.Builder
	for range 1 + r.IntN(9) {
		b.WriteString(scraps[r.IntN(len(scraps))])
	}
	return b.String()
}

// both is a text that a folder has read once: the form in which the academy keeps it.
func both(r *rand.Rand) models.Text {
	return models.Text{KO: kept("ㄱ" + anyText(r)), EN: kept("z" + anyText(r))}
}

func kept(s string) string { return strings.TrimSpace(s) }

// body is the JSON of what a type needs, with its keys in order.
func body(fields map[string]any) json.RawMessage {
	b, err := json.Marshal(fields)
	if err == nil {
		err = json.Unmarshal(b, &fields)
	}
	if err == nil {
		b, err = json.Marshal(fields)
	}
	if err != nil {
		panic(err)
	}
	return b
}

func terms(r *rand.Rand) courses.QuizTerms {
	choice := func(of ...string) string { return of[r.IntN(len(of))] }
	review := func() string { return choice("auto", "none", "score", "full") }
	t := courses.QuizTerms{
		PassPercent: r.IntN(101), MaxAttempts: r.IntN(9), TimeLimitS: 60 * r.IntN(90), Shuffle: r.IntN(2) == 0, ShuffleQuestions: r.IntN(2) == 0,
		DelayS: 60 * r.IntN(90), Grading: choice("highest", "last", "first", "average"), ReviewDuring: choice("none", "score", "full"),
		ReviewAfter: review(), ReviewLater: review(), ReviewClosed: review(),
	}
	if r.IntN(2) == 0 {
		opens, closes := time.Date(2027, 3, 1, r.IntN(24), 0, 0, 0, time.UTC), time.Date(2027, 4, 1, 9, 30, 0, 0, time.UTC)
		t.OpensAt, t.ClosesAt, t.Password = &opens, &closes, "열려라 참깨"
	}
	return t
}

func anyCourse(r *rand.Rand) folder.Course {
	yes := r.IntN(2) == 0
	quiz := &folder.Quiz{Terms: terms(r), Questions: []folder.Question{
		{Key: "check--Q_1", Type: "single", Marks: 2.5, Prompt: both(r), Feedback: both(r), Body: body(map[string]any{
			"choices": []any{map[string]any{"key": "yes", "text": both(r), "correct": true}, map[string]any{"key": "B", "text": both(r)}},
		})},
		{Key: "check--2", Type: "true_false", Marks: 1, Prompt: models.Text{KO: kept(anyText(r) + "참")}, Body: body(map[string]any{"answer": yes})},
		{Key: "check--w", Type: "short_answer", Marks: 0.01, Prompt: both(r), Body: body(map[string]any{"accepted": []string{kept("답" + anyText(r)), "yes", "1"}})},
		{Key: "check--n", Type: "numeric", Marks: 1, Prompt: both(r), Body: body(map[string]any{"answers": []any{map[string]any{"value": r.Float64(), "relative": true}}})},
		{Key: "check--t", Type: "text", Prompt: both(r), Section: both(r), Body: body(map[string]any{})},
		{Key: "check--draw-7", Type: "draw", Marks: 2, Body: body(map[string]any{"count": 3, "tag": kept("나라" + anyText(r)), "from": []any{
			map[string]any{"key": "pool-1", "type": "true_false", "prompt": both(r), "feedback": both(r), "tags": []any{"나라", "둘"}, "body": map[string]any{"answer": yes}},
		}})},
	}}
	captions := map[string][]media.Cue{"ko": {{Start: time.Second, End: 2 * time.Second, Text: "자막 & <b>", Line: 3}}}
	return folder.Course{
		Slug: "any", Title: both(r), Summary: both(r), Description: both(r), Instructor: models.Text{EN: kept(anyText(r) + "x")}, Level: "advanced",
		Languages: []string{"ko", "en"}, Minutes: 60, Agenda: "public-diplomacy", Palette: "blue", Coverage: 80, Score: 70, Duty: "event-guide", Months: 3,
		Sections: []folder.Section{{Key: "one", Title: both(r), Lessons: []folder.Lesson{
			{Key: "read", Kind: "reading", Title: both(r), Minutes: 3, Required: true, Body: both(r)},
			{Key: "film", Kind: "lecture", Title: both(r), Requires: []string{"read"}, Body: models.Text{KO: "글"}, Film: "films/film.mp4", Source: "films/film.source", Captions: captions, CaptionsMissing: both(r).EN},
			{Key: "check", Kind: "quiz", Title: both(r), Required: true, Requires: []string{"film", "read"}, Quiz: quiz},
		}}, {Key: "two", Title: models.Text{EN: kept("Empty" + anyText(r))}}},
	}
}

func TestTexts_OfAnyCourseAreReadAsTheSameCourse(t *testing.T) {
	t.Parallel()
	for seed := range uint64(400) {
		want := anyCourse(rand.New(rand.NewPCG(seed, 7)))
		files, err := folder.Texts(want)
		if err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		files = append(files, film("films/film.mp4"), film("films/film.source"))
		if err := folder.WriteDir(t.Context(), dir, files); err != nil {
			t.Fatal(err)
		}
		read := folder.Read(os.DirFS(dir))
		if read.Broken() {
			t.Fatalf("seed %d: %+v", seed, read.Items())
		}
		if diff := cmp.Diff(want, read.Course); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
}

func film(name string) folder.File {
	return folder.File{Name: name, Size: 1, Open: opened("x")}
}

// archive makes a ZIP of names and contents, with the mode of a plain file unless another is given.
func archive(t *testing.T, mode fs.FileMode, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, name := range names {
		h := &zip.FileHeader{Name: name, Method: zip.Deflate}
		h.SetMode(mode)
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, "slug: x"); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestOpenZip_RefusesWhatLeadsOutOrIsNoPlainFile(t *testing.T) {
	t.Parallel()
	many := make([]string, 5001)
	for i := range many {
		many[i] = strings.Repeat("a", i%50+1) + string(rune('0'+i%10)) + strings.Repeat("b", i/50)
	}
	bomb := func() []byte {
		var out bytes.Buffer
		z := zip.NewWriter(&out)
		w, _ := z.Create("course.yaml")
		zeros := make([]byte, 1<<20)
		for range 80 {
			_, _ = w.Write(zeros)
		}
		_ = z.Close()
		return out.Bytes()
	}
	for _, c := range []struct {
		name string
		raw  []byte
		key  string
	}{
		{"no archive", []byte("slug: x"), "import.archive"},
		{"a way out", archive(t, 0o644, "../course.yaml"), "import.archive_name"},
		{"a way out further down", archive(t, 0o644, "lessons/../../x"), "import.archive_name"},
		{"an absolute name", archive(t, 0o644, "/etc/passwd"), "import.archive_name"},
		{"a name of Windows", archive(t, 0o644, `..\x`), "import.archive_name"},
		{"a drive", archive(t, 0o644, "c:x"), "import.archive_name"},
		{"a link", archive(t, 0o777|fs.ModeSymlink, "course.yaml"), "import.archive_name"},
		{"a device", archive(t, 0o644|fs.ModeDevice, "course.yaml"), "import.archive_name"},
		{"one name twice", archive(t, 0o644, "course.yaml", "course.yaml"), "import.archive_name"},
		{"too many files", archive(t, 0o644, many...), "import.archive_files"},
		{"a bomb", bomb(), "import.archive_large"},
	} {
		_, err := folder.OpenZip(bytes.NewReader(c.raw), int64(len(c.raw)))
		var bad *folder.ArchiveError
		if !errors.As(err, &bad) || bad.Key != c.key {
			t.Errorf("%s: got %v", c.name, err)
		}
	}
}

func TestOpenZip_RefusesTheHostileSamples(t *testing.T) {
	t.Parallel()
	dir := "../../../../shared/samples/hostile"
	for _, name := range []string{"symlink.zip", "zipslip-abs.zip", "zipslip-scorm.zip", "bomb-nested.zip"} {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Skip("the samples do not lie beside this clone")
		}
		files, err := folder.OpenZip(bytes.NewReader(raw), int64(len(raw)))
		if err == nil && !folder.Read(files).Broken() {
			t.Errorf("%s is taken for a course", name)
		}
	}
}

func TestOpenZip_PassesThroughTheFolderAroundEverything(t *testing.T) {
	t.Parallel()
	raw := archive(t, 0o644, "my course/course.yaml", "__MACOSX/._course.yaml")
	files, err := folder.OpenZip(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fs.Stat(files, "course.yaml"); err != nil {
		t.Error(err)
	}
}

func TestOpenZip_AFileThatGrowsBeyondWhatItClaimsIsNotRead(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, _ := z.CreateHeader(&zip.FileHeader{Name: "course.yaml", Method: zip.Deflate})
	_, _ = w.Write(make([]byte, 1<<20))
	_ = z.Close()
	raw := out.Bytes()
	// The size in the directory of the archive stands 24 bytes into its entry.
	at := bytes.LastIndex(raw, []byte("PK\x01\x02")) + 24
	copy(raw[at:], []byte{10, 0, 0, 0})
	files, err := folder.OpenZip(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return
	}
	if got, err := fs.ReadFile(files, "course.yaml"); err == nil {
		t.Errorf("%d bytes were read of a file that claims 10", len(got))
	}
}

func TestWriteDir_LeavesAFolderAloneThatHoldsSomething(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "mine"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := folder.WriteDir(t.Context(), dir, []folder.File{film("a")}); err == nil {
		t.Error("it was written into")
	}
}

func TestWriteZip_AFilmThatIsShorterThanItWasIsAnError(t *testing.T) {
	t.Parallel()
	short := film("a.mp4")
	short.Size = 2
	if err := folder.WriteZip(t.Context(), io.Discard, []folder.File{short}); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
}

func opened(content string) func(context.Context) (io.ReadCloser, error) {
	return func(context.Context) (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }
}
