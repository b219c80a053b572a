package insight

import (
	"slices"
	"time"

	"academy/models/insight"
)

// Curve is how many of those who opened a lecture have watched which part of it.
type Curve struct {
	Length time.Duration
	Opened Count
	// Bins are equal parts of the film, each with how many have watched its middle.
	Bins []Count
	// Fall is where most leave at once and Skipped what most leave out though they watch what follows; nil where there is
	// no such place.
	Fall    *Fall
	Skipped *Stretch
}

// Fall is a place after which fewer watch anything: how many watch just before it, and how many later at most.
type Fall struct {
	At            time.Duration
	Before, After Count
}

// Stretch is a part of a film with the share of those who opened it that watched it on average, in per cent.
type Stretch struct {
	From, To time.Duration
	Percent  int
}

const (
	mostBins = 80
	mostRows = 30
)

// binsOf is how many parts a film is cut into: none shorter than a second.
func binsOf(durationMS int) int { return min(max(durationMS/1000, 1), mostBins) }

// newCurve adds up where people begin and cease to watch.
func newCurve(opened Count, length time.Duration, bins int, steps []insight.Step) *Curve {
	c := &Curve{Length: length, Opened: opened, Bins: make([]Count, bins)}
	by := make([]int, bins+1)
	for _, s := range steps {
		by[min(max(s.Bin, 0), bins)] += s.By
	}
	watching := 0
	for i := range c.Bins {
		watching += by[i]
		c.Bins[i] = told(watching)
	}
	c.Fall, c.Skipped = c.fall(), c.skipped()
	return c
}

// Few says that no part was watched by ten: there is nothing to draw.
func (c *Curve) Few() bool {
	return !slices.ContainsFunc(c.Bins, func(n Count) bool { return !n.Few() })
}

// at is where a bin begins.
func (c *Curve) at(bin int) time.Duration {
	return c.Length * time.Duration(bin) / time.Duration(len(c.Bins))
}

// fall looks at those who leave for good: who watches anything later on has only left something out.
func (c *Curve) fall() *Fall {
	var steepest *Fall
	after := Count(0)
	for i := len(c.Bins) - 1; i >= 0; i-- {
		before := max(after, c.Bins[i])
		if i < len(c.Bins)-1 && before > after && (steepest == nil || before-after >= steepest.Before-steepest.After) {
			steepest = &Fall{c.at(i + 1), before, after}
		}
		after = before
	}
	return steepest
}

// skipped looks at the curve as at a valley: what lies lower than something before it and something after it is left
// out. Of several valleys it takes the one with the most people missing, added up over its length.
func (c *Curve) skipped() *Stretch {
	missing := c.missing()
	var found *Stretch
	worst, from, sum := 0, 0, 0
	for i, gap := range missing {
		if gap == 0 {
			from, sum = i+1, 0
			continue
		}
		if sum += gap; sum > worst {
			worst, found = sum, c.stretch(from, i+1)
		}
	}
	return found
}

// missing is how many more have watched something before and something after each bin.
func (c *Curve) missing() []int {
	gaps, rim := make([]int, len(c.Bins)), Count(0)
	before := make([]Count, len(c.Bins))
	for i, n := range c.Bins {
		rim = max(rim, n)
		before[i] = rim
	}
	rim = 0
	for i := len(c.Bins) - 1; i >= 0; i-- {
		rim = max(rim, c.Bins[i])
		gaps[i] = int(min(rim, before[i]) - c.Bins[i])
	}
	return gaps
}

func (c *Curve) stretch(from, to int) *Stretch {
	sum := 0
	for _, n := range c.Bins[from:to] {
		sum += n.Of(c.Opened)
	}
	return &Stretch{c.at(from), c.at(to), (sum + (to-from)/2) / (to - from)}
}

// Rows is the curve as a table: at most thirty stretches that follow one another.
func (c *Curve) Rows() []Stretch {
	size := (len(c.Bins) + mostRows - 1) / mostRows
	var rows []Stretch
	for from := 0; from < len(c.Bins); from += size {
		rows = append(rows, *c.stretch(from, min(from+size, len(c.Bins))))
	}
	return rows
}
