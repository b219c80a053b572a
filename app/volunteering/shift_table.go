package volunteering

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/fault"
	"academy/app/locale"
	"academy/app/sheet"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// The columns of a table of shifts, by the names that are kept with an import. Their headings are the messages
// volunteering.column.<name>, in either language, and some other words that people write.
const (
	colDay       = "day"
	colStart     = "start"
	colEnd       = "end"
	colPlaceKO   = "place_ko"
	colPlaceEN   = "place_en"
	colOnline    = "online"
	colDuty      = "duty"
	colMin       = "min"
	colMax       = "max"
	colQualified = "qualified"
	colMinAge    = "min_age"
	colMaxAge    = "max_age"
	colLanguage  = "language"
)

// ImportColumns are all columns, in the order of the template.
func ImportColumns() []string {
	return []string{colDay, colStart, colEnd, colPlaceKO, colPlaceEN, colOnline, colDuty, colMin, colMax, colQualified, colMinAge, colMaxAge, colLanguage}
}

// otherHeadings are words for columns beside those of the template.
func otherHeadings() map[string][]string {
	return map[string][]string{
		colDay: {"일자", "date"}, colStart: {"시작시각", "시작시간", "from", "starts", "begin"}, colEnd: {"종료", "종료시각", "끝시각", "until", "ends", "to"},
		colPlaceKO: {"장소", "place"}, colDuty: {"역할명", "role"}, colMin: {"최소", "min"}, colMax: {"최대", "max", "인원", "people"},
	}
}

// Bounds of a table that is brought.
const (
	mostImportLines = 2_001
	maxFileName     = 300
	maxCell         = 200
)

// SentFile is a table that was sent.
type SentFile struct {
	Name string
	Data []byte
}

func (f SentFile) title() string {
	name := []rune(strings.TrimSpace(norm.NFC.String(f.Name)))
	return string(name[:min(len(name), maxFileName)])
}

// heading is a heading without what people write differently.
func heading(text string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\u00a0_-*:()[]（）", r) {
			return -1
		}
		return r
	}, strings.ToLower(norm.NFC.String(text)))
}

// headings says which column each heading stands for.
func (s *Service) headings() map[string]string {
	all := map[string]string{}
	for _, column := range ImportColumns() {
		for _, lang := range []locale.Lang{locale.KO, locale.EN} {
			all[heading(s.Messages.Printer(lang, "").T("volunteering.column."+column))] = column
		}
		all[heading(column)] = column
		for _, word := range otherHeadings()[column] {
			all[word] = column
		}
	}
	return all
}

// readShifts reads the cells of a table. A file that cannot be read at all is told at the field file; one with other
// columns is read, and says which are missing.
func (s *Service) readShifts(data []byte) (volunteering.Import, error) {
	var v volunteering.Import
	lines, err := sheet.Read(data, mostImportLines+1)
	switch {
	case err != nil:
		return v, fault.Field("file", "volunteering.import_unread").Because(err)
	case len(lines) == 0 || lines[0].Bad:
		return v, fault.Field("file", "volunteering.import_unread")
	case len(lines) > mostImportLines:
		return v, fault.Field("file", "volunteering.import_many")
	}
	columns := s.head(&v, lines[0].Cells)
	for _, line := range lines[1:] {
		row := volunteering.ImportRow{Line: line.Number, Bad: line.Bad, Cells: map[string]string{}}
		for i, cell := range line.Cells {
			if cell = shortCell(cell); cell != "" && i < len(columns) && columns[i] != "" {
				row.Cells[columns[i]] = cell
			}
		}
		if row.Bad || len(row.Cells) > 0 {
			v.Rows.V = append(v.Rows.V, row)
		}
	}
	if len(v.Rows.V) == 0 && len(v.Missing.V) == 0 {
		return v, fault.Field("file", "volunteering.import_nothing")
	}
	return v, nil
}

// head reads the headings, and notes what is missing and what is unknown. The first of two columns of one name counts.
func (s *Service) head(v *volunteering.Import, cells []string) []string {
	known := s.headings()
	v.Rows.V, v.Missing.V, v.Unknown.V, v.Taken.V = []volunteering.ImportRow{}, []string{}, []string{}, []int{}
	var columns []string
	for _, text := range cells {
		column := known[heading(text)]
		if slices.Contains(columns, column) {
			column = ""
		}
		columns = append(columns, column)
		if text = shortCell(text); column == "" && text != "" && len(v.Unknown.V) < 30 {
			v.Unknown.V = append(v.Unknown.V, text)
		}
	}
	for _, column := range []string{colDay, colStart, colEnd, colDuty, colMax} {
		if !slices.Contains(columns, column) {
			v.Missing.V = append(v.Missing.V, column)
		}
	}
	return columns
}

func shortCell(text string) string {
	runes := []rune(strings.TrimSpace(norm.NFC.String(text)))
	return string(runes[:min(len(runes), maxCell)])
}

// ImportProblem is what is wrong with a cell. Its message is Key, which Said fills.
type ImportProblem struct{ Column, Key, Said string }

// brought is a row that is being understood.
type brought struct {
	volunteering.ImportRow
	shift    volunteering.Shift
	need     volunteering.Need
	duty     Text
	problems []ImportProblem
}

func (b *brought) wrong(column, key string) {
	b.problems = append(b.problems, ImportProblem{column, key, b.Cells[column]})
}

// place names what makes two rows rows of one shift.
func (b *brought) place() string { return shiftKey(b.shift) }

func shiftKey(s volunteering.Shift) string {
	return strings.Join([]string{s.StartsAt.UTC().Format(time.RFC3339), s.EndsAt.UTC().Format(time.RFC3339), s.Place.KO, s.Place.EN, strconv.FormatBool(s.Online)}, "\x00")
}

// understand makes a shift and a need of the cells of a row.
func (s *Service) understand(row volunteering.ImportRow, a volunteering.Activity, duties []Duty, now time.Time) brought {
	b := brought{ImportRow: row}
	if row.Bad {
		b.wrong("", "volunteering.import_quotes")
		return b
	}
	b.when(a, now)
	b.shift.ActivityID, b.shift.Place = a.ID, Text{KO: row.Cells[colPlaceKO], EN: row.Cells[colPlaceEN]}
	for _, column := range []string{colPlaceKO, colPlaceEN} {
		if utf8.RuneCountInString(row.Cells[column]) > 120 {
			b.wrong(column, "volunteering.long")
		}
	}
	b.shift.Online = b.yes(colOnline, false)
	b.need.Qualified = b.yes(colQualified, true)
	b.whom(duties)
	b.need.Min, b.need.Max = b.number(colMin, 500), b.number(colMax, 500)
	b.need.MinAge, b.need.MaxAge = b.number(colMinAge, 120), b.number(colMaxAge, 120)
	if b.need.Max < max(b.need.Min, 1) {
		b.wrong(colMax, "volunteering.need_wrong")
	}
	b.speaks(s)
	return b
}

// when reads the period. An end that is not after the beginning is on the next day.
func (b *brought) when(a volunteering.Activity, now time.Time) {
	day, okDay := dayIn(b.Cells[colDay])
	from, okFrom := clockIn(b.Cells[colStart])
	until, okUntil := clockIn(b.Cells[colEnd])
	for column, ok := range map[string]bool{colDay: okDay, colStart: okFrom, colEnd: okUntil} {
		if !ok {
			b.wrong(column, "volunteering.import_"+map[bool]string{true: "day", false: "time"}[column == colDay])
		}
	}
	if !okDay || !okFrom || !okUntil {
		slices.SortFunc(b.problems, func(x, y ImportProblem) int {
			return slices.Index(ImportColumns(), x.Column) - slices.Index(ImportColumns(), y.Column)
		})
		return
	}
	if from == until {
		b.wrong(colEnd, "volunteering.period")
		return
	}
	if until < from {
		until += 24 * 60
	}
	at := func(minute int) time.Time {
		return time.Date(day.Year(), day.Month(), day.Day(), minute/60, minute%60, 0, 0, locale.Seoul())
	}
	b.shift.StartsAt, b.shift.EndsAt = at(from), at(until)
	date := day.Format(time.DateOnly)
	switch {
	case a.StartsOn != nil && a.EndsOn != nil && (date < a.StartsOn.Format(time.DateOnly) || date > a.EndsOn.Format(time.DateOnly)):
		b.wrong(colDay, "volunteering.outside")
	case !now.Before(b.shift.StartsAt):
		b.wrong(colDay, "volunteering.import_past")
	}
}

// dayForms are those in which days are written, and in which workbooks give them.
func dayForms() []string {
	return []string{time.DateOnly, "2006.1.2", "2006/1/2", "2006-1-2", "01-02-06", "20060102"}
}

func dayIn(text string) (time.Time, bool) {
	text, _, _ = strings.Cut(strings.ReplaceAll(text, ". ", "."), "(")
	text = strings.TrimRight(strings.TrimSpace(text), ".")
	for _, form := range dayForms() {
		if t, err := time.Parse(form, text); err == nil && t.Year() >= 2000 && t.Year() <= 2200 {
			return t, true
		}
	}
	return time.Time{}, false
}

func clockIn(text string) (int, bool) {
	if text == "24:00" {
		return 0, true
	}
	for _, form := range []string{"15:04", "15:04:05", "3:04 PM"} {
		if t, err := time.Parse(form, strings.ToUpper(text)); err == nil {
			return t.Hour()*60 + t.Minute(), true
		}
	}
	return 0, false
}

// yes reads a yes or no, or what an empty cell is.
func (b *brought) yes(column string, empty bool) bool {
	switch strings.ToLower(b.Cells[column]) {
	case "":
		return empty
	case "예", "네", "y", "yes", "true", "1", "o", "○":
		return true
	case "아니오", "아니요", "n", "no", "false", "0", "x", "×":
		return false
	}
	b.wrong(column, "volunteering.import_yes_no")
	return empty
}

func (b *brought) number(column string, most int) int {
	if b.Cells[column] == "" {
		return 0
	}
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(strings.TrimSuffix(b.Cells[column], "명")), ".0"))
	if err != nil || n < 0 || n > most {
		b.wrong(column, "volunteering.import_number")
		return 0
	}
	return n
}

// whom finds the duty by its name in either language.
func (b *brought) whom(duties []Duty) {
	name := heading(b.Cells[colDuty])
	for _, d := range duties {
		if name != "" && (name == heading(d.Title.KO) || name == heading(d.Title.EN) || name == heading(d.Slug)) {
			b.need.DutyID, b.duty = d.ID, d.Title
			return
		}
	}
	b.wrong(colDuty, "volunteering.import_duty")
}

func (b *brought) speaks(s *Service) {
	b.need.Languages.V = []string{}
	name := heading(b.Cells[colLanguage])
	if name == "" {
		return
	}
	for _, l := range Languages() {
		if name == l || name == heading(s.Messages.Printer(locale.KO, "").T("volunteer.language."+l)) || name == heading(s.Messages.Printer(locale.EN, "").T("volunteer.language."+l)) {
			b.need.Languages.V = []string{l}
			return
		}
	}
	b.wrong(colLanguage, "volunteering.import_language")
}

// rowsOf makes shifts of rows: those of one period and place are one.
func rowsOf(list []brought, importID uuid.UUID, now time.Time) (shifts []volunteering.Shift, needs []volunteering.Need) {
	at := map[string]uuid.UUID{}
	for _, b := range list {
		id, there := at[b.place()]
		if !there {
			row := b.shift
			row.ID, row.Version, row.CreatedAt, row.ImportID = models.NewID(), 1, now, &importID
			at[b.place()], id = row.ID, row.ID
			shifts = append(shifts, row)
		}
		need := b.need
		need.ID, need.ShiftID = models.NewID(), id
		needs = append(needs, need)
	}
	return shifts, needs
}
