package grades

import (
	"strconv"
	"strings"
)

// Hundredths is a percent or a weight that adds up exactly.
type Hundredths int

// whole is a hundred per cent.
const whole Hundredths = 100_00

// String writes it without what says nothing: 87.5, 100.
func (h Hundredths) String() string {
	text := h.Fixed()
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}

// Fixed writes it with two decimals, as tables line up.
func (h Hundredths) Fixed() string {
	cents := strconv.Itoa(int(h % 100))
	if len(cents) == 1 {
		cents = "0" + cents
	}
	return strconv.Itoa(int(h/100)) + "." + cents
}

// ParseHundredths reads a number from 0 to most with at most two decimals, exactly. A sign for per cent may follow it.
func ParseHundredths(text string, most Hundredths) (Hundredths, bool) {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(text), "%"))
	before, after, _ := strings.Cut(strings.Replace(text, ",", ".", 1), ".")
	after = strings.TrimRight(after, "0")
	if before == "" || len(before) > 6 || len(after) > 2 || strings.Trim(before+after, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(before + (after + "00")[:2])
	return Hundredths(n), err == nil && Hundredths(n) <= most
}

// Grade is the grade of a course: the mean of the percents of its graded lessons, each weighed by its weight, rounded down
// to two decimals. SoFar counts only what is graded; Final counts what is missing as 0. Either is nil where nothing counts.
type Grade struct{ SoFar, Final *Hundredths }

// gradeOf works out the grade. A lesson of weight 0 counts in neither.
func gradeOf(lessons []Lesson, percents []*Hundredths) Grade {
	var earned, graded, all int64
	for i, l := range lessons {
		all += int64(l.Weight)
		if percents[i] != nil {
			graded += int64(l.Weight)
			earned += int64(l.Weight) * int64(*percents[i])
		}
	}
	return Grade{SoFar: mean(earned, graded), Final: mean(earned, all)}
}

func mean(earned, weight int64) *Hundredths {
	if weight == 0 {
		return nil
	}
	h := Hundredths(earned / weight)
	return &h
}

// shares gives each lesson its part of all weights, rounded down.
func shares(lessons []Lesson) {
	var all int64
	for _, l := range lessons {
		all += int64(l.Weight)
	}
	for i := range lessons {
		if all > 0 {
			lessons[i].Share = Hundredths(int64(whole) * int64(lessons[i].Weight) / all)
		}
	}
}
