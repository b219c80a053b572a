package anneal

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
)

// instance is a problem of the shift scheduling benchmark of T. Curtois and R. Qu (Computational results on new staff
// scheduling benchmark instances, 2014), in its own cost model. Days and shifts are counted from 0; off is no shift.
type instance struct {
	days      int
	shifts    []kind
	staff     []employee
	cover     [][]cover // by day, by shift
	shiftName map[string]int
	staffName map[string]int
}

const off = -1

type kind struct {
	minutes   int
	forbidden []bool // after this shift, by the next day's
}

type employee struct {
	most                    []int // by shift
	maxMinutes, minMinutes  int
	maxRun, minRun, minRest int
	maxWeekends             int
	free                    []bool  // by day
	wishes                  []int64 // by day and shift (off is the first): what it costs to be given this
}

type cover struct {
	wanted      int
	under, over int64
}

func (e *employee) wish(day, shift int) *int64 { return &e.wishes[day*(len(e.most)+1)+shift+1] }

func load(path string) (*instance, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	in := &instance{shiftName: map[string]int{}, staffName: map[string]int{}}
	section, later := "", map[string]string{}
	for lines := bufio.NewScanner(file); lines.Scan(); {
		line := strings.TrimSpace(lines.Text())
		switch {
		case line == "" || line[0] == '#':
		case strings.HasPrefix(line, "SECTION_"):
			section = strings.TrimPrefix(line, "SECTION_")
		default:
			if err := in.read(section, strings.Split(line, ","), later); err != nil {
				return nil, fmt.Errorf("%s: %q: %w", path, line, err)
			}
		}
	}
	return in, nil
}

func (in *instance) read(section string, f []string, later map[string]string) error {
	n := numbers{}
	switch section {
	case "HORIZON":
		in.days = n.at(f, 0)
	case "SHIFTS":
		in.shiftName[f[0]] = len(in.shifts)
		in.shifts = append(in.shifts, kind{minutes: n.at(f, 1)})
		later[f[0]] = f[2]
	case "STAFF":
		if len(in.staff) == 0 {
			in.join(later)
		}
		in.staffName[f[0]] = len(in.staff)
		e := employee{
			most: make([]int, len(in.shifts)), free: make([]bool, in.days), wishes: make([]int64, in.days*(len(in.shifts)+1)),
			maxMinutes: n.at(f, 2), minMinutes: n.at(f, 3), maxRun: n.at(f, 4), minRun: n.at(f, 5), minRest: n.at(f, 6), maxWeekends: n.at(f, 7),
		}
		for _, part := range strings.Split(f[1], "|") {
			name, count, _ := strings.Cut(part, "=")
			e.most[in.shiftName[name]] = n.at([]string{count}, 0)
		}
		in.staff = append(in.staff, e)
	case "DAYS_OFF":
		for i := range f[1:] {
			in.staff[in.staffName[f[0]]].free[n.at(f, i+1)] = true
		}
	case "SHIFT_ON_REQUESTS":
		e, day, shift, weight := &in.staff[in.staffName[f[0]]], n.at(f, 1), in.shiftName[f[2]], int64(n.at(f, 3))
		for s := off; s < len(in.shifts); s++ {
			if s != shift {
				*e.wish(day, s) += weight
			}
		}
	case "SHIFT_OFF_REQUESTS":
		*in.staff[in.staffName[f[0]]].wish(n.at(f, 1), in.shiftName[f[2]]) += int64(n.at(f, 3))
	case "COVER":
		if in.cover == nil {
			in.cover = make([][]cover, in.days)
			for d := range in.cover {
				in.cover[d] = make([]cover, len(in.shifts))
			}
		}
		in.cover[n.at(f, 0)][in.shiftName[f[1]]] = cover{n.at(f, 2), int64(n.at(f, 3)), int64(n.at(f, 4))}
	}
	return n.err
}

// join says which shifts may not follow which, once all are known.
func (in *instance) join(later map[string]string) {
	for name, s := range in.shiftName {
		in.shifts[s].forbidden = make([]bool, len(in.shifts))
		for _, next := range strings.Split(later[name], "|") {
			if next != "" {
				in.shifts[s].forbidden[in.shiftName[next]] = true
			}
		}
	}
}

type numbers struct{ err error }

func (n *numbers) at(f []string, i int) int {
	v, err := strconv.Atoi(strings.TrimSpace(f[i]))
	if err != nil {
		n.err = err
	}
	return v
}

// duty is a roster of an instance that can be walked. Broken hard rules cost penalty each, so that the way may lead
// through rosters that nobody may work.
type duty struct {
	*instance
	rows    [][]int8
	rowCost []int64
	count   [][]int // by day, by shift
	marked  [][]int8
	undo    []change
	counts  []int // of one row, by shift
}

type change struct {
	person, day int
	was         int8
}

const penalty = 300

func newDuty(in *instance) *duty {
	d := &duty{instance: in, rowCost: make([]int64, len(in.staff)), count: make([][]int, in.days), counts: make([]int, len(in.shifts))}
	for range in.staff {
		row := make([]int8, in.days)
		for day := range row {
			row[day] = off
		}
		d.rows = append(d.rows, row)
		d.marked = append(d.marked, slices.Clone(row))
	}
	for day := range d.count {
		d.count[day] = make([]int, len(in.shifts))
	}
	for p := range d.rows {
		d.rowCost[p] = d.row(p)
	}
	return d
}

// broken counts how far a row is from the hard rules of its person.
func (d *duty) broken(p int) (n int64) {
	e, row := &d.staff[p], d.rows[p]
	counts := d.counts[:len(e.most)]
	clear(counts)
	minutes, weekends, run, rest := 0, 0, 0, 0
	for day, s := range row {
		if s == off {
			if run > 0 && run < e.minRun && run != day {
				n += int64(e.minRun - run)
			}
			run, rest = 0, rest+1
		} else {
			if rest > 0 && rest < e.minRest && rest != day {
				n += int64(e.minRest - rest)
			}
			run, rest = run+1, 0
			minutes += d.shifts[s].minutes
			counts[s]++
			if e.free[day] {
				n++
			}
			if run > e.maxRun {
				n++
			}
			if day > 0 && row[day-1] != off && d.shifts[row[day-1]].forbidden[s] {
				n++
			}
		}
		if day%7 == 6 && (s != off || row[day-1] != off) {
			weekends++
		}
	}
	for s, most := range e.most {
		n += int64(max(counts[s]-most, 0))
	}
	n += int64(max(weekends-e.maxWeekends, 0))
	n += int64((max(minutes-e.maxMinutes, 0) + 239) / 240)
	n += int64((max(e.minMinutes-minutes, 0) + 239) / 240)
	return n
}

func (d *duty) row(p int) int64 {
	cost := penalty * d.broken(p)
	for day, s := range d.rows[p] {
		cost += *d.staff[p].wish(day, int(s))
	}
	return cost
}

func (c cover) cost(n int) int64 {
	if n < c.wanted {
		return int64(c.wanted-n) * c.under
	}
	return int64(n-c.wanted) * c.over
}

// cost is what the roster costs, and how far it is from the hard rules.
func (d *duty) cost() (cost, broken int64) {
	for p := range d.rows {
		b := d.broken(p)
		cost, broken = cost+d.row(p)-penalty*b, broken+b
	}
	for day := range d.cover {
		for s, c := range d.cover[day] {
			n := 0
			for p := range d.rows {
				if int(d.rows[p][day]) == s {
					n++
				}
			}
			cost += c.cost(n)
		}
	}
	return cost, broken
}

func (d *duty) set(p, day int, s int8) (delta int64) {
	was := d.rows[p][day]
	if was == s {
		return 0
	}
	d.undo = append(d.undo, change{p, day, was})
	return d.put(p, day, s)
}

func (d *duty) put(p, day int, s int8) (delta int64) {
	if was := d.rows[p][day]; was != off {
		n := d.count[day][was]
		delta += d.cover[day][was].cost(n-1) - d.cover[day][was].cost(n)
		d.count[day][was]--
	}
	if s != off {
		n := d.count[day][s]
		delta += d.cover[day][s].cost(n+1) - d.cover[day][s].cost(n)
		d.count[day][s]++
	}
	d.rows[p][day] = s
	return delta
}

func (d *duty) price(p int) (delta int64) {
	now := d.row(p)
	delta = now - d.rowCost[p]
	d.rowCost[p] = now
	return delta
}

// Move gives a few days in a row to another shift, exchanges them between two people, or moves work within a row.
func (d *duty) Move(r *rand.Rand) (delta int64, ok bool) {
	d.undo = d.undo[:0]
	p, day := r.IntN(len(d.rows)), r.IntN(d.days)
	switch r.IntN(4) {
	case 0:
		delta = d.set(p, day, int8(r.IntN(len(d.shifts)+1)-1))
	case 1:
		s := int8(r.IntN(len(d.shifts)+1) - 1)
		for n := 1 + r.IntN(5); n > 0 && day < d.days; n, day = n-1, day+1 {
			delta += d.set(p, day, s)
		}
	case 2:
		q := r.IntN(len(d.rows))
		for n := 1 + r.IntN(d.days); n > 0 && day < d.days; n, day = n-1, day+1 {
			a, b := d.rows[p][day], d.rows[q][day]
			delta += d.set(p, day, b) + d.set(q, day, a)
		}
		if q != p && len(d.undo) > 0 {
			delta += d.price(q)
		}
	case 3:
		other := r.IntN(d.days)
		a, b := d.rows[p][day], d.rows[p][other]
		delta = d.set(p, day, b) + d.set(p, other, a)
	}
	if len(d.undo) == 0 {
		return 0, false
	}
	return delta + d.price(p), true
}

func (d *duty) Undo() {
	for i := len(d.undo) - 1; i >= 0; i-- {
		c := d.undo[i]
		d.put(c.person, c.day, c.was)
	}
	for _, c := range d.undo {
		d.price(c.person)
	}
	d.undo = d.undo[:0]
}

func (d *duty) Mark() {
	for p := range d.rows {
		copy(d.marked[p], d.rows[p])
	}
}

func (d *duty) Restore() {
	for p := range d.rows {
		for day, s := range d.marked[p] {
			d.put(p, day, s)
		}
		d.price(p)
	}
}
