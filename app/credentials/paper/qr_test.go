package paper

import (
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQR_ReadsBackAsTheText(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC",
		"http://localhost:8080/en/certificates/7K2M-Q9XD-4TRB-WZ8HC",
		"https://아카데미.example/" + strings.Repeat("a", 200),
	} {
		rows, err := QR(text)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(t.TempDir(), "qr.png")
		savePicture(t, rows, path)
		if got := strings.TrimSpace(run(t, "zbarimg", "-q", "--raw", path)); got != text {
			t.Errorf("%q reads %q", text, got)
		}
	}
}

func TestNewSymbol_DrawsModuleByModuleWithinItsQuietZone(t *testing.T) {
	t.Parallel()
	if got := pathOf([][]bool{{true, true, false}, {false, true, true}, {true, false, true}}, QuietZone); got != "M4 4h2v1h-2zM5 5h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z" {
		t.Error(got)
	}
	rows, err := QR("https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := NewSymbol("https://academy.example.org/certificates/7K2M-Q9XD-4TRB-WZ8HC"); err != nil || got.Side != len(rows)+8 || got.Path != pathOf(rows, 4) {
		t.Errorf("%d modules for %d rows: %v", got.Side, len(rows), err)
	}
}

func TestQR_RefusesMoreThanACodeHolds(t *testing.T) {
	t.Parallel()
	if _, err := QR(strings.Repeat("x", 5000)); err == nil {
		t.Error("drew 5,000 characters")
	}
}

func TestDarkRuns_JoinsNeighbours(t *testing.T) {
	t.Parallel()
	got := darkRuns([]bool{true, true, false, true, false, false, true})
	if len(got) != 3 || got[0] != [2]int{0, 2} || got[1] != [2]int{3, 4} || got[2] != [2]int{6, 7} {
		t.Errorf("%v", got)
	}
}

func savePicture(t *testing.T, rows [][]bool, path string) {
	t.Helper()
	const module = 4
	side := (len(rows) + 2*QuietZone) * module
	picture := image.NewGray(image.Rect(0, 0, side, side))
	draw.Draw(picture, picture.Rect, image.White, image.Point{}, draw.Src)
	for y, row := range rows {
		for x, dark := range row {
			if dark {
				corner := image.Pt((x+QuietZone)*module, (y+QuietZone)*module)
				box := image.Rectangle{Min: corner, Max: corner.Add(image.Pt(module, module))}
				draw.Draw(picture, box, image.NewUniform(color.Black), image.Point{}, draw.Src)
			}
		}
	}
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if err := png.Encode(file, picture); err != nil {
		t.Fatal(err)
	}
}
