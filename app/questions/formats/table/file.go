package table

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"academy/app/questions"
	"academy/app/questions/formats/item"
	"academy/app/sheet"
	"academy/models"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"
)

// ReadCSV reads CSV in UTF-8, UTF-16 or EUC-KR, whatever separates its columns.
func ReadCSV(data []byte, lang string) ([]item.Item, error) {
	list, err := sheet.ReadCSV(cleaned(string(sheet.Decoded(data))), item.MostItems+2)
	if err != nil {
		return nil, item.Unreadable("formats.table")
	}
	for _, l := range list {
		for i := range l.Cells {
			l.Cells[i] = unguarded(l.Cells[i])
		}
	}
	return readLines(list, lang)
}

// ReadXLSX reads the first sheet of a workbook.
func ReadXLSX(data []byte, lang string) ([]item.Item, error) {
	if _, err := item.OpenArchive(data); err != nil {
		return nil, item.Unreadable("formats.xlsx")
	}
	list, err := sheet.ReadXLSX(data, item.MostItems+2)
	if err != nil {
		return nil, item.Unreadable("formats.xlsx")
	}
	for _, l := range list {
		for i := range l.Cells {
			l.Cells[i] = cleaned(l.Cells[i])
		}
	}
	return readLines(list, lang)
}

func cleaned(text string) string { return norm.NFC.String(item.Clean([]byte(text))) }

// readLines reads the questions below the headings.
func readLines(list []sheet.Line, lang string) ([]item.Item, error) {
	if len(list) == 0 || list[0].Bad {
		return nil, item.Unreadable("formats.table")
	}
	found := item.NewSheet(lang)
	names := make([]string, len(list[0].Cells))
	asked := false
	for i, heading := range list[0].Cells {
		name, is := known(heading, lang)
		if !is && strings.TrimSpace(heading) != "" {
			found.Broken(heading, item.Problem{Line: list[0].Number, Key: "formats.table_column", Args: []any{heading}})
		}
		names[i] = name
		asked = asked || name == colType
	}
	if !asked {
		return nil, item.Unreadable("formats.table")
	}
	for _, l := range list[1:] {
		if found.Full(l.Number) {
			break
		}
		readLine(found, names, l)
	}
	return found.Items(), nil
}

func readLine(found *item.Sheet, names []string, l sheet.Line) {
	if l.Bad {
		found.Broken("", item.Problem{Line: l.Number, Key: "formats.table_quotes"})
		return
	}
	r, blank, size := row{}, true, 0
	for i, cell := range l.Cells {
		size += len(cell)
		blank = blank && strings.TrimSpace(cell) == ""
		if i < len(names) && names[i] != "" {
			r[names[i]] = cell
		}
	}
	if blank {
		return
	}
	f := &item.Found{Type: strings.TrimSpace(r[colType]), ID: strings.TrimSpace(r[colKey]), Line: l.Number, Category: strings.TrimSpace(r[colCategory])}
	if f.TooLong(size, 0) {
		found.Add(f)
		return
	}
	for _, tag := range strings.Split(r[colTags], ",") {
		if tag = strings.TrimSpace(tag); tag != "" {
			f.Tags = append(f.Tags, tag)
		}
	}
	f.Prompt, f.Feedback = pictureless(f, r.text(colPrompt)), pictureless(f, r.text(colFeedback))
	if marks := strings.TrimSpace(r[colMarks]); marks != "" {
		n, ok := item.Number(marks)
		if !ok || n < 0 {
			f.Refuse("formats.number", marks)
		}
		f.Marks = n
	}
	f.Question = read(r, f)
	found.Add(f)
}

func pictureless(f *item.Found, t models.Text) models.Text {
	return models.Text{KO: item.Markdown(f, t.KO), EN: item.Markdown(f, t.EN)}
}

// mostCell is the most characters that a cell of a workbook holds.
const mostCell = 32_000

func rows(items []item.Item, lang string, most int) ([][]string, []item.Problem) {
	pen := item.NewPen(lang)
	table := [][]string{columns()}
	for i := range items {
		q, ok := pen.Begin(&items[i])
		if !ok {
			continue
		}
		r := rowOf(items[i], q)
		var cells []string
		for _, name := range columns() {
			if most > 0 && utf8.RuneCountInString(r[name]) > most {
				pen.Lose("formats.lost_long")
				ok = false
			}
			cells = append(cells, r[name])
		}
		if ok {
			table = append(table, cells)
		}
	}
	return table, pen.Problems
}

// WriteCSV writes CSV that Excel opens as UTF-8, in which no cell is a formula.
func WriteCSV(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	table, problems := rows(items, lang, 0)
	if _, err := io.WriteString(to, "\ufeff"); err != nil {
		return nil, fmt.Errorf("table of questions: %w", err)
	}
	w := csv.NewWriter(to)
	for _, cells := range table {
		for i := range cells {
			cells[i] = guarded(cells[i])
		}
		if err := w.Write(cells); err != nil {
			return nil, fmt.Errorf("table of questions: %w", err)
		}
	}
	w.Flush()
	return problems, w.Error()
}

// WriteXLSX writes a workbook of one sheet, all cells of which are text.
func WriteXLSX(to io.Writer, items []item.Item, lang string) ([]item.Problem, error) {
	table, problems := rows(items, lang, mostCell)
	book := excelize.NewFile()
	defer func() { _ = book.Close() }()
	for y, cells := range table {
		for x, text := range cells {
			name, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err == nil && text != "" {
				err = book.SetCellStr("Sheet1", name, text)
			}
			if err != nil {
				return nil, fmt.Errorf("table of questions: %w", err)
			}
		}
	}
	if err := book.Write(to); err != nil {
		return nil, fmt.Errorf("table of questions: %w", err)
	}
	return problems, nil
}

// formula says whether a spreadsheet would compute a cell, but for the apostrophes before it.
func formula(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	return cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0]))
}

// guarded puts an apostrophe before what a spreadsheet would compute.
func guarded(cell string) string {
	if formula(cell) {
		return "'" + cell
	}
	return cell
}

// unguarded takes it off again.
func unguarded(cell string) string {
	if strings.HasPrefix(cell, "'") && formula(cell) {
		return cell[1:]
	}
	return cell
}

// Examples are one question of each type, to show how the table is filled in.
func Examples() []item.Item {
	text := func(ko, en string) models.Text { return models.Text{KO: ko, EN: en} }
	var list []item.Item
	add := func(key string, marks float64, prompt models.Text, q questions.Question) {
		d := questions.Write(key, marks, prompt, models.Text{}, q)
		list = append(list, item.Item{Name: item.NameOf(prompt), Type: q.Type(), Draft: d, State: item.OK})
	}
	seoul, busan, daegu := text("서울", "Seoul"), text("부산", "Busan"), text("대구", "Daegu")
	add("example-single", 1, text("대한민국의 수도는?", "What is the capital of Korea?"), questions.NewSingle(
		questions.Choice{Key: "a", Text: seoul, Correct: true}, questions.Choice{Key: "b", Text: busan}, questions.Choice{Key: "c", Text: daegu}))
	add("example-multiple", 2, text("항구 도시를 모두 고르세요.", "Choose every port."), questions.NewMultiple(questions.Share,
		questions.Choice{Key: "a", Text: busan, Correct: true}, questions.Choice{Key: "b", Text: text("인천", "Incheon"), Correct: true}, questions.Choice{Key: "c", Text: daegu}))
	add("example-true-false", 1, text("외교는 국가만 할 수 있다.", "Only states can practise diplomacy."), questions.NewTrueFalse(false))
	add("example-short-answer", 1, text("외국과의 관계를 맡은 부처는?", "Which ministry is in charge of foreign relations?"), &questions.ShortAnswer{
		Accepted: questions.Spellings{"외교부", "Ministry of Foreign Affairs"}, Partly: []questions.PartAnswer{{Text: "외무부", Percent: 50}}, Spaceless: true})
	add("example-numeric", 1, text("한국이 유엔에 가입한 해는?", "In which year did Korea join the United Nations?"), &questions.Numeric{
		Answers: []questions.NumericAnswer{{Value: 1991}, {Value: 1991, Tolerance: 1, Percent: 50}}})
	add("example-matching", 2, text("나라와 수도를 이으세요.", "Match each country with its capital."), &questions.Matching{Pairs: []questions.Pair{
		{Left: text("한국", "Korea"), Right: seoul}, {Left: text("일본", "Japan"), Right: text("도쿄", "Tokyo")}, {Right: text("베이징", "Beijing")}}})
	add("example-ordering", 2, text("이른 것부터 놓으세요.", "Put the earliest first."), &questions.Ordering{Items: []models.Text{
		text("제안", "Proposal"), text("토의", "Discussion"), text("결정", "Decision")}})
	add("example-cloze", 2, text("[[1]] 외교는 [[2]]년에 시작했다.", "[[1]] diplomacy began in [[2]]."), &questions.Cloze{Gaps: []questions.Gap{
		{ID: "1", Text: &questions.ShortAnswer{Accepted: questions.Spellings{"공공", "Public"}}}, {ID: "2", Number: &questions.Numeric{Answers: []questions.NumericAnswer{{Value: 2010, Tolerance: 1}}}}}})
	add("example-essay", 5, text("시민이 외교에 참여할 수 있는 방법을 쓰세요.", "How can citizens take part in diplomacy?"), &questions.Essay{Lines: 12, Most: 2000})
	add("example-file", 5, text("활동 보고서를 올리세요.", "Upload your report."), &questions.File{})
	add("example-text", 0, text("다음 글을 읽으세요.", "Read the following text."), &questions.Text{})
	return list
}
