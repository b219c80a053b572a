package items

import (
	"math"
	"slices"
)

// mean is that of a column; 0 of an empty one.
func mean(column []Marks) float64 {
	sum := int64(0)
	for _, x := range column {
		sum += int64(x)
	}
	return float64(sum) / float64(max(len(column), 1))
}

// covariance is that of two columns of a sample. Deviations are taken from the means first, so that nothing is lost of
// small differences between large marks, and a column of equal marks has exactly none.
func covariance(x, y []Marks) float64 {
	if len(x) < 2 {
		return 0
	}
	mx, my, sum := mean(x), mean(y), 0.0
	for i := range x {
		sum += (float64(x[i]) - mx) * (float64(y[i]) - my)
	}
	return sum / float64(len(x)-1)
}

func variance(x []Marks) float64 { return covariance(x, x) }

// power is the k-th central moment.
func power(x []Marks, k int) float64 {
	m, sum := mean(x), 0.0
	for _, v := range x {
		d, p := float64(v)-m, 1.0
		for range k {
			p *= d
		}
		sum += p
	}
	return sum / float64(max(len(x), 1))
}

// median sorts the column.
func median(column []Marks) float64 {
	slices.Sort(column)
	n := len(column)
	return (float64(column[(n-1)/2]) + float64(column[n/2])) / 2
}

// known is a figure that exists. Those that do not are nil: no variance, too few attempts.
func known(figure float64) *float64 {
	if math.IsNaN(figure) || math.IsInf(figure, 0) {
		return nil
	}
	return &figure
}
