package paper

import (
	"fmt"
	"image/color"
	"strconv"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// QuietZone is how many modules of white must surround a QR code for readers to find it.
const QuietZone = 4

// codeInk is as dark as print is: readers need the contrast.
const codeInk = 0x131416

// QR encodes a text, which is an address in practice, as the dark modules of a QR code: rows from the top, columns from the
// left, without the quiet zone. Level M: readers still
// manage when about 15 % of it is soiled.
func QR(text string) ([][]bool, error) {
	symbol, err := qr.Encode(text, qr.M, qr.Unicode)
	if err != nil {
		return nil, fmt.Errorf("draw QR code: %w", err)
	}
	size := symbol.Bounds()
	rows := make([][]bool, size.Dy())
	for y := range rows {
		rows[y] = make([]bool, size.Dx())
		for x := range rows[y] {
			rows[y][x] = symbol.At(x, y) == color.Black
		}
	}
	return rows, nil
}

// Symbol is a QR code as a picture of the web: a square of Side modules, its quiet zone among them, on which Path fills
// what is dark. The zero Symbol is none.
type Symbol struct {
	Side int
	Path string
}

// NewSymbol draws the code of an address.
func NewSymbol(address string) (Symbol, error) {
	rows, err := QR(address)
	if err != nil {
		return Symbol{}, err
	}
	return Symbol{Side: len(rows) + 2*QuietZone, Path: pathOf(rows, QuietZone)}, nil
}

// pathOf is an SVG path of the dark modules, one rectangle for each run of a row, with a margin above and to the left.
func pathOf(rows [][]bool, margin int) string {
	var path strings.Builder
	for y, row := range rows {
		for _, run := range darkRuns(row) {
			wide := strconv.Itoa(run[1] - run[0])
			path.WriteString("M" + strconv.Itoa(run[0]+margin) + " " + strconv.Itoa(y+margin) + "h" + wide + "v1h-" + wide + "z")
		}
	}
	return path.String()
}

// darkRuns lists where dark modules stand side by side, as from and to.
func darkRuns(row []bool) [][2]int {
	var runs [][2]int
	for x, dark := range row {
		switch {
		case dark && x > 0 && row[x-1]:
			runs[len(runs)-1][1] = x + 1
		case dark:
			runs = append(runs, [2]int{x, x + 1})
		}
	}
	return runs
}
