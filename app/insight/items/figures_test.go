package items_test

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"testing"
	"time"

	"academy/app/insight/items"
)

// given is a sheet read from a file: a line for each attempt and place, with the names of its versions in their order.
func given(t *testing.T, name string) (*items.Sheet, []string) {
	t.Helper()
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	lines, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	places := 0
	for _, line := range lines[1:] {
		names, places = append(names, line[2]), max(places, int(hundredths(t, line[1])/100))
	}
	slices.Sort(names)
	names = slices.Compact(names)
	sheet := items.NewSheet(places)
	for attempt := range slices.Chunk(lines[1:], places) {
		var row []items.Answer
		for _, line := range attempt {
			row = append(row, items.Answer{Version: slices.Index(names, line[2]), Earned: hundredths(t, line[3]), Max: hundredths(t, line[4])})
		}
		sheet.Add(int(hundredths(t, attempt[0][0])/100), row)
	}
	return sheet, names
}

func hundredths(t *testing.T, text string) items.Marks {
	t.Helper()
	value, err := strconv.ParseFloat(text, 64)
	if err != nil {
		t.Fatal(err)
	}
	return items.Marks(math.Round(100 * value))
}

// TestFigures_AreThoseThatRWorksOut compares with testdata/figures.json, which R 4.2 of Debian has made:
//
//	apt-get install r-base-core
//	cd app/insight/items/testdata && Rscript figures.R marks.csv > figures.json
//
// The marks are 240 attempts at 8 places: one place changed its version on the way, two draw theirs from three, one
// question everybody gets right and one pulls against all others.
func TestFigures_AreThoseThatRWorksOut(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("testdata/figures.json")
	if err != nil {
		t.Fatal(err)
	}
	var want struct {
		Quiz  map[string]*float64
		Items map[string]map[string]*float64
	}
	if err := json.Unmarshal(content, &want); err != nil {
		t.Fatal(err)
	}
	sheet, names := given(t, "testdata/marks.csv")
	got := sheet.Figures()
	q := got.Quiz
	same(t, "quiz", want.Quiz, map[string]*float64{
		"mean": q.Mean, "median": q.Median, "sd": q.SD, "skewness": q.Skewness, "kurtosis": q.Kurtosis, "alpha": q.Alpha,
		"error_ratio": q.ErrorRatio, "standard_error": q.StandardError,
	})
	for v, name := range names {
		i := got.Items[v]
		same(t, name, want.Items[name], map[string]*float64{
			"attempts": whole(i.Attempts), "place": whole(i.Place), "facility": i.Facility, "sd": i.SD, "intended": i.Intended, "effective": i.Effective,
			"discrimination": i.Discrimination, "efficiency": i.Efficiency, "negative": whole(map[bool]int{true: 1}[i.Negative]),
		})
	}
}

func whole(n int) *float64 {
	f := float64(n)
	return &f
}

// same says where figures are further apart than 1e-9, be it of each other or of a whole.
func same(t *testing.T, what string, want, got map[string]*float64) {
	t.Helper()
	if len(want) != len(got) {
		t.Errorf("%s has %d figures, R has %d", what, len(got), len(want))
	}
	for name, w := range want {
		g := got[name]
		if (w == nil) != (g == nil) || w != nil && math.Abs(*w-*g) > 1e-9*max(1, math.Abs(*w)) {
			t.Errorf("%s: %s is %s, R says %s", what, name, shown(g), shown(w))
		}
	}
}

func shown(f *float64) string {
	if f == nil {
		return "nothing"
	}
	return fmt.Sprintf("%.12f", *f)
}

// marks makes a sheet of attempts written as digits; every place is worth nine.
func marks(rows ...string) *items.Sheet {
	sheet := items.NewSheet(len(rows[0]))
	for i, row := range rows {
		answers := make([]items.Answer, len(row))
		for place, digit := range row {
			answers[place] = items.Answer{Version: place, Earned: 100 * (digit - '0'), Max: 900}
		}
		sheet.Add(i+1, answers)
	}
	return sheet
}

func TestFigures_ThatDoNotExistAreAbsent(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sheet *items.Sheet
		want  string // which of SD, skewness, kurtosis, alpha, discrimination, efficiency and effective weight there are
	}{
		"nobody":           {items.NewSheet(2), "-------"},
		"one attempt":      {marks("12"), "-------"},
		"two":              {marks("12", "34"), "s--adew"},
		"three":            {marks("12", "34", "11"), "sk-adew"},
		"four":             {marks("12", "34", "11", "99"), "skuadew"},
		"all alike":        {marks("12", "12", "12", "12"), "s------"},
		"one place":        {marks("1", "2", "3", "4"), "sku---w"},
		"one place varies": {marks("12", "13", "14", "15"), "skua--w"},
	} {
		f := c.sheet.Figures()
		var item items.Item
		if len(f.Items) > 0 {
			item = f.Items[0]
		}
		got := ""
		for i, figure := range []*float64{f.Quiz.SD, f.Quiz.Skewness, f.Quiz.Kurtosis, f.Quiz.Alpha, item.Discrimination, item.Efficiency, item.Effective} {
			if figure == nil {
				got += "-"
			} else {
				got += string("skuadew"[i])
			}
		}
		if got != c.want {
			t.Errorf("%s: there are %s, not %s", name, got, c.want)
		}
		if _, err := json.Marshal(f); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFigures_CountPeopleOnceHoweverOftenTheyTry(t *testing.T) {
	t.Parallel()
	sheet := items.NewSheet(1)
	for i, person := range []int{1, 1, 1, 2, 3, 3} {
		sheet.Add(person, []items.Answer{{Version: i % 2, Earned: 100, Max: 100}})
	}
	f := sheet.Figures()
	if f.Quiz.Attempts != 6 || f.Quiz.People != 3 || f.Items[0].People != 2 || f.Items[1].People != 3 || f.Items[0].Attempts != 3 {
		t.Errorf("%+v", f)
	}
}

// large is a sheet of right and wrong answers as a generator gives them: the able are right more often.
func large(attempts, places int) *items.Sheet {
	chance := rand.New(rand.NewPCG(1, 2))
	sheet, row := items.NewSheet(places), make([]items.Answer, places)
	for a := range attempts {
		able := chance.Float64()
		for place := range row {
			row[place] = items.Answer{Version: place, Max: 100}
			if chance.Float64() < able {
				row[place].Earned = 100
			}
		}
		sheet.Add(a+1, row)
	}
	return sheet
}

// held is what the heap holds after f, in bytes, and how long f took.
func held(f func()) (peak uint64, took time.Duration) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	took = time.Since(start)
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, took
}

// TestFigures_StayWithinTheirTimeAndMemory is a tenth of what BenchmarkFigures does: 10,000 attempts at 50 questions
// within a tenth of ten seconds and of 256 MiB, counting all that is ever allocated.
func TestFigures_StayWithinTheirTimeAndMemory(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	bytes, took := held(func() { large(10_000, 50).Figures() })
	if bytes > 26<<20 || took > time.Second {
		t.Errorf("%d MiB in %v", bytes>>20, took)
	}
}

// BenchmarkFigures is 100,000 attempts at 50 questions, from the first mark to the last figure.
func BenchmarkFigures(b *testing.B) {
	for b.Loop() {
		bytes, _ := held(func() { large(100_000, 50).Figures() })
		b.ReportMetric(float64(bytes)/(1<<20), "MiB-allocated")
	}
}
