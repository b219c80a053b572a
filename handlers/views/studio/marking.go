package studio

import (
	"encoding/json"
	"strconv"
	"strings"

	"academy/app/assessment"
	"academy/handlers/views/parts"
)

// essayText is what a learner has written.
func essayText(a assessment.ToMark) string {
	var response struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(a.Response, &response) != nil {
		return ""
	}
	return response.Text
}

// markForm is what was sent and refused, for the answer that it was meant for alone.
func markForm(f parts.Form, a assessment.ToMark) parts.Form {
	if f.Value("attempt") == a.Attempt.String() && f.Value("slot") == strconv.Itoa(a.Slot) {
		return f
	}
	return parts.Form{}
}

// correctionForm is what was sent and refused, or else the mark as it is.
func correctionForm(f parts.Form, a assessment.GivenMark) parts.Form {
	if f.Value("attempt") != "" {
		return f
	}
	given := make([]string, len(a.Points))
	for i, points := range a.Points {
		given[i] = marks(points)
	}
	return parts.Form{Values: map[string]string{"marks": marks(a.Score), "points": strings.Join(given, " "), "comment": a.Comment}}
}

// pointsAt is what was typed for a criterion.
func pointsAt(f parts.Form, i int) string {
	if all := strings.Split(f.Value("points"), " "); i < len(all) {
		return all[i]
	}
	return ""
}
