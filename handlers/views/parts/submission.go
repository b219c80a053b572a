package parts

import (
	"math"
	"strconv"

	"academy/app/coursework"
)

func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// full is the per cent before anything was taken off.
func full(m coursework.Mark) float64 {
	return float64(int64(math.Round(*m.Points*100))*100_00/int64(math.Round(*m.Most*100))) / 100
}

func markTone(m coursework.Mark) string {
	if m.Percent == nil {
		return "y"
	}
	return "g"
}
