package items

import (
	"math"
	"slices"
)

// Figures is what the marks of a quiz say of it. Shares are in per cent of what could be earned.
type Figures struct {
	Quiz Quiz `json:"quiz"`
	// Items are in the order of the versions.
	Items []Item `json:"items"`
}

// Quiz is the quiz as a whole.
type Quiz struct {
	Attempts int `json:"attempts"`
	People   int `json:"people"`
	// Max is what can be earned, in marks.
	Max      float64  `json:"max"`
	Mean     *float64 `json:"mean"`
	Median   *float64 `json:"median"`
	SD       *float64 `json:"sd"`
	Skewness *float64 `json:"skewness"`
	Kurtosis *float64 `json:"kurtosis"`
	// Alpha is the coefficient of internal consistency, in per cent: how far the questions measure one thing.
	Alpha *float64 `json:"alpha"`
	// ErrorRatio is the share of the standard deviation that is owed to chance, StandardError by how much a score may
	// be off.
	ErrorRatio    *float64 `json:"error_ratio"`
	StandardError *float64 `json:"standard_error"`
}

// Item is a version of a question.
type Item struct {
	// Place is where it was asked most often, counted from 0; -1 for nowhere.
	Place    int      `json:"place"`
	Attempts int      `json:"attempts"`
	People   int      `json:"people"`
	Facility *float64 `json:"facility"`
	SD       *float64 `json:"sd"`
	// Intended and Effective are the weights of the item's place: its share of the marks, and its share of what tells
	// the totals apart. Without Effective, the place pulls against the total.
	Intended  *float64 `json:"intended"`
	Effective *float64 `json:"effective"`
	// Discrimination is the correlation with the marks of the rest of the quiz, and Efficiency its share of what is
	// possible with marks spread like these; -100 to 100.
	Discrimination *float64 `json:"discrimination"`
	Efficiency     *float64 `json:"efficiency"`
	// Negative says that those who earn more here earn less in the quiz.
	Negative bool `json:"negative"`
}

// noise is a correlation that is none: what adding up in another order makes of 0.
const noise = 1e-9

// Figures works everything out.
func (s *Sheet) Figures() Figures {
	weights, within := s.weigh()
	f := Figures{Quiz: s.quiz(within), Items: make([]Item, len(s.asked))}
	cells, starts := s.cells()
	var x, rest, total []Marks
	for v := range s.asked {
		x, rest, total = x[:0], rest[:0], total[:0]
		for _, at := range cells[starts[v]:starts[v+1]] {
			whole := s.totals[int(at)/s.places]
			x, rest, total = append(x, s.earned[at]), append(rest, whole-s.earned[at]), append(total, whole)
		}
		f.Items[v] = s.item(s.asked[v], x, rest, total)
		if place := f.Items[v].Place; place >= 0 {
			f.Items[v].Intended, f.Items[v].Effective = weights[place].intended, weights[place].effective
		}
	}
	return f
}

func (s *Sheet) item(a asked, x, rest, total []Marks) Item {
	item := Item{Place: a.place(), Attempts: a.times, People: a.people}
	if most := float64(a.full) / float64(a.times); a.full > 0 {
		item.Facility = known(100 * mean(x) / most)
		if a.times > 1 {
			item.SD = known(100 * math.Sqrt(variance(x)) / most)
		}
	}
	item.Negative = covariance(x, total) < -noise*math.Sqrt(variance(x)*variance(total))
	item.Discrimination, item.Efficiency = discrimination(x, rest)
	return item
}

// discrimination is the correlation of an item with the rest of the quiz, and the share that this is of the covariance
// which the same marks would have if the best had earned the most. The rest never holds the item itself, however the
// version came to be asked: nothing tells a version that was drawn from one that was moved. The columns come back sorted.
func discrimination(x, rest []Marks) (index, efficiency *float64) {
	both := covariance(x, rest)
	if spread := variance(x) * variance(rest); spread > 0 {
		index = known(100 * both / math.Sqrt(spread))
	}
	slices.Sort(x)
	slices.Sort(rest)
	if most := covariance(x, rest); most > 0 {
		efficiency = known(100 * both / most)
	}
	return index, efficiency
}

// weight is what a place of the quiz should count for and what it does.
type weight struct{ intended, effective *float64 }

// weigh answers the weights of the places and the sum of their variances.
func (s *Sheet) weigh() (weights []weight, within float64) {
	weights = make([]weight, s.places)
	roots, sum := make([]float64, s.places), 0.0
	var x []Marks
	for place := range weights {
		x = s.column(place, x)
		own := variance(x)
		within += own
		if cov := covariance(x, s.totals); cov >= -noise*math.Sqrt(own*variance(s.totals)) {
			roots[place] = math.Sqrt(max(cov, 0))
			sum += roots[place]
		} else {
			roots[place] = math.NaN()
		}
	}
	for place := range weights {
		full := float64(s.full[place]) / float64(max(len(s.totals), 1))
		weights[place] = weight{known(100 * full / s.most()), known(100 * roots[place] / sum)}
	}
	return weights, within
}

// quiz needs two, three or four attempts for some of its figures, and marks that differ.
func (s *Sheet) quiz(within float64) Quiz {
	n, most := float64(len(s.totals)), s.most()
	q := Quiz{Attempts: len(s.totals), People: s.people, Max: most / hundred}
	if n == 0 || most == 0 {
		return q
	}
	q.Mean, q.Median = known(100*mean(s.totals)/most), known(100*median(slices.Clone(s.totals))/most)
	k2 := variance(s.totals)
	if n < 2 {
		return q
	}
	q.SD = known(100 * math.Sqrt(k2) / most)
	if k2 > 0 {
		q.Skewness, q.Kurtosis = shape(s.totals, k2)
		q.rely(s.places, within/k2)
	}
	return q
}

// shape is skewness and kurtosis of a sample, with the corrections for its size.
func shape(x []Marks, k2 float64) (skewness, kurtosis *float64) {
	s := float64(len(x))
	if s < 3 {
		return nil, nil
	}
	k3 := s * s * power(x, 3) / ((s - 1) * (s - 2))
	skewness = known(k3 / math.Pow(k2, 1.5))
	if s < 4 {
		return skewness, nil
	}
	m2 := power(x, 2)
	k4 := s * s * ((s+1)*power(x, 4) - 3*(s-1)*m2*m2) / ((s - 1) * (s - 2) * (s - 3))
	return skewness, known(k4 / (k2 * k2))
}

// rely works out Cronbach's alpha and what follows from it; within is the share of the variance that the places have
// each for themselves.
func (q *Quiz) rely(places int, within float64) {
	if places < 2 {
		return
	}
	p := float64(places)
	alpha := 100 * p / (p - 1) * (1 - within)
	ratio := 100 * math.Sqrt(max(1-alpha/100, 0))
	q.Alpha, q.ErrorRatio, q.StandardError = known(alpha), known(ratio), known(ratio**q.SD/100)
}
