package respond

import (
	"bytes"

	"academy/app/sheet"

	"github.com/gofiber/fiber/v2"
)

// XLSX sends a table as a workbook with its headings and the first two columns in view; from one column on its cells are
// numbers. All others are text, and none is a formula.
func XLSX(c *fiber.Ctx, name string, rows [][]string, numbersFrom int) error {
	var file bytes.Buffer
	if err := sheet.WriteXLSX(&file, rows, sheet.Frozen{Rows: 1, Columns: 2, NumbersFrom: numbersFrom}); err != nil {
		return err
	}
	c.Set(fiber.HeaderContentType, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	c.Set(fiber.HeaderContentDisposition, `attachment; filename="`+name+`"`)
	c.Set(fiber.HeaderCacheControl, "private, no-store")
	return c.Send(file.Bytes())
}
