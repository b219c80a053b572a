package sheet

import (
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// Frozen says what of a workbook stays in view, and from which column on its cells are numbers where they are any.
type Frozen struct{ Rows, Columns, NumbersFrom int }

// WriteXLSX writes a workbook of one sheet, a row after the other. No cell of it is a formula.
func WriteXLSX(to io.Writer, rows [][]string, f Frozen) error {
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	w, err := book.NewStreamWriter("Sheet1")
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	corner, err := excelize.CoordinatesToCellName(f.Columns+1, f.Rows+1)
	if err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	if err := w.SetPanes(&excelize.Panes{Freeze: true, XSplit: f.Columns, YSplit: f.Rows, TopLeftCell: corner, ActivePane: "bottomRight"}); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	for y, row := range rows {
		cells := make([]any, len(row))
		for x, text := range row {
			cells[x] = cell(text, x >= f.NumbersFrom)
		}
		if err := w.SetRow("A"+strconv.Itoa(y+1), cells); err != nil {
			return fmt.Errorf("workbook: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	if err := book.Write(to); err != nil {
		return fmt.Errorf("workbook: %w", err)
	}
	return nil
}

func cell(text string, number bool) any {
	if text == "" {
		return nil
	}
	if n, err := strconv.ParseFloat(text, 64); number && err == nil {
		return n
	}
	return text
}
