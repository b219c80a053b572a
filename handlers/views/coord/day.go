package coord

import (
	"context"
	"net/url"
	"strconv"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// spaced parts six digits in the middle, as they are read out.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}

// renewAfter is in how many milliseconds another code is shown.
func renewAfter(v volunteering.Desk) string {
	return strconv.FormatInt(v.Left.Milliseconds()+300, 10)
}

func deskPlace(ctx context.Context, s volunteering.DeskShift) string {
	if s.Online {
		return locale.T(ctx, "volunteering.online")
	}
	return in(ctx, s.Place)
}

// personTone is the colour of the word for what has become of somebody.
func personTone(p volunteering.DeskPerson) string {
	switch p.State {
	case "checked_in", "completed", "left_early":
		if p.Late {
			return "y"
		}
		return "g"
	case "no_show":
		return "r"
	}
	return "n"
}

func personWord(ctx context.Context, p volunteering.DeskPerson) string {
	word := locale.T(ctx, "coord.desk.state."+p.State)
	if p.Late {
		word += " · " + locale.T(ctx, "coord.desk.late")
	}
	return word
}

// wasThere is from when until when somebody was there.
func wasThere(ctx context.Context, p volunteering.DeskPerson) string {
	if p.Came == nil {
		return ""
	}
	say := locale.From(ctx)
	if p.Left == nil {
		return say.T("coord.desk.since", say.HourMinute(*p.Came))
	}
	return say.HourMinute(*p.Came) + "–" + say.HourMinute(*p.Left)
}

// first is the mark that is most likely next; the others stand behind it.
func first(p volunteering.DeskPerson) volunteering.Mark {
	if len(p.Marks) == 0 {
		return ""
	}
	return p.Marks[0]
}

func otherMarks(p volunteering.DeskPerson) []volunteering.Mark {
	if len(p.Marks) == 0 {
		return nil
	}
	return p.Marks[1:]
}

func markIcon(m volunteering.Mark) string {
	switch m {
	case volunteering.MarkIn:
		return "circle-check"
	case volunteering.MarkOut, volunteering.MarkEarly:
		return "log-out"
	case volunteering.MarkLate:
		return "clock-alert"
	case volunteering.MarkNoShow:
		return "user-x"
	}
	return "info"
}

func deskDay(v volunteering.Desk, days int) string {
	return path(v.ID, "checkin") + "?day=" + day(v.Day.AddDate(0, 0, days))
}

func deskShift(ctx context.Context, s volunteering.DeskShift) string {
	return parts.Day(ctx, s.Starts) + " " + parts.Span(ctx, s.Starts, s.Ends)
}

// hoursPath is the ledger under a filter.
func hoursPath(q volunteering.HoursQuery, rest ...string) string {
	values := url.Values{"state": {q.State}}
	if q.State == "" {
		values.Set("state", "all")
	}
	if q.Activity != uuid.Nil {
		values.Set("activity", q.Activity.String())
	}
	if len(rest) > 0 && rest[0] != "" {
		values.Set("after", rest[0])
	}
	return "/coord/hours?" + values.Encode()
}

func nextHours(v volunteering.HoursList) string {
	if v.Next == "" {
		return ""
	}
	return hoursPath(v.HoursQuery, v.Next)
}

func csvPath(q volunteering.HoursQuery) string {
	return "/coord/hours.csv" + hoursPath(q)[len("/coord/hours"):]
}

// withState is the same question of another state.
func withState(q volunteering.HoursQuery, state string) volunteering.HoursQuery {
	q.State = state
	return q
}

func stateKey(state string) string {
	if state == "" {
		return "all"
	}
	return state
}

func hoursActivities(ctx context.Context, v volunteering.HoursList) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: locale.T(ctx, "coord.hours.every_activity")}}
	for _, a := range v.Activities {
		list = append(list, parts.Choice{Value: a.ID.String(), Label: in(ctx, a.Title)})
	}
	return list
}

// waitingHere is how many lines of the chosen activity wait.
func waitingHere(v volunteering.HoursList) int {
	for _, a := range v.Activities {
		if a.ID == v.Activity {
			return a.Waiting
		}
	}
	return 0
}

// HoursValues is what the form of a correction begins with.
func HoursValues(v volunteering.HoursFile) map[string]string {
	return map[string]string{"minutes": strconv.Itoa(v.Checked), "factor": strconv.Itoa(v.Factor)}
}

func ruleValues(v volunteering.HoursList) map[string]string {
	return map[string]string{"day_hours": strconv.FormatFloat(float64(v.DayMinutes)/60, 'f', -1, 64)}
}

// countedOf is what of a line counts, or would.
func countedOf(r volunteering.HoursRow) int {
	if r.Approved {
		return r.Granted
	}
	return r.Due
}

func signed(n int) string {
	if n > 0 {
		return "+" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func nextExports(v volunteering.PortalExports) string {
	if v.Next == "" {
		return ""
	}
	return "/coord/hours/exports?after=" + v.Next
}

func worked(ctx context.Context, r volunteering.HoursRow) string {
	say := locale.From(ctx)
	if r.Came == nil || r.Left == nil {
		return ""
	}
	return say.HourMinute(*r.Came) + "–" + say.HourMinute(*r.Left)
}

// HoursHeads are the headings of a table of hours.
func HoursHeads(say locale.Printer, names ...string) []string {
	var list []string
	for _, n := range names {
		list = append(list, say.T("coord.hours.csv."+n))
	}
	return list
}
