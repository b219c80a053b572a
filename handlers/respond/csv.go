package respond

import (
	"bytes"
	"encoding/csv"
	"strings"

	"github.com/gofiber/fiber/v2"
)

// mark says to spreadsheets that a text is UTF-8; without it Hangul becomes something else.
const mark = "\uFEFF"

// CSV sends a table as spreadsheets open it. Names are what people call themselves: none is taken for a formula.
func CSV(c *fiber.Ctx, name string, rows [][]string) error {
	buffer := bytes.NewBufferString(mark)
	w := csv.NewWriter(buffer)
	w.UseCRLF = true
	for _, row := range rows {
		for i, cell := range row {
			row[i] = harmless(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	c.Set(fiber.HeaderContentType, "text/csv; charset=utf-8")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(buffer.Bytes())
}

// harmless writes an apostrophe before what a spreadsheet would work out.
func harmless(cell string) string {
	if below, minus := strings.CutPrefix(cell, "-"); minus && below != "" && strings.Trim(below, "0123456789.") == "" {
		return cell // a number below zero
	}
	if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
