// Package coord is the pages of those who coordinate volunteers: activities, their shifts and rosters, and the people. It must
// not know how rosters are worked out.
package coord

import (
	"context"
	"strconv"
	"strings"
	"time"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// path is the address of a page of an activity.
func path(id uuid.UUID, rest ...string) string {
	return "/coord/activities/" + strings.Join(append([]string{id.String()}, rest...), "/")
}

func in(ctx context.Context, t volunteering.Text) string { return t.In(string(locale.From(ctx).Lang)) }

func place(ctx context.Context, n volunteering.BoardNeed) string {
	if n.Online {
		return locale.T(ctx, "volunteering.online")
	}
	return in(ctx, n.Place)
}

// tab is a page of an activity.
type tab struct{ name, icon, rest string }

func tabs() []tab {
	return []tab{{"roster", "table-2", "roster"}, {"checkin", "qr-code", "checkin"}, {"shifts", "clock", "shifts"}, {"swaps", "shuffle", "swaps"}, {"messages", "mail", "messages"}, {"edit", "square-pen", "edit"}}
}

// dayForm and timeForm are how a browser writes a day and a time of day.
const (
	dayForm    = "2006-01-02"
	timeForm   = "15:04"
	momentForm = "2006-01-02T15:04"
)

func day(t time.Time) string { return t.In(locale.Seoul()).Format(dayForm) }

// ActivityValues is an activity as its form shows it.
func ActivityValues(d volunteering.ActivityDraft) map[string]string {
	values := map[string]string{
		"kind": d.Kind, "agenda": d.Agenda.String(), "contact": d.Contact, "travel": strconv.Itoa(d.Travel), "rest_hours": strconv.Itoa(d.RestHours),
		"day_hours": strconv.Itoa(d.DayHours), "week_hours": strconv.Itoa(d.WeekHours), "withdraw_hours": strconv.Itoa(d.WithdrawHours),
		"offer_hours": strconv.Itoa(d.OfferHours), "night_age": strconv.Itoa(d.NightAge), "version": strconv.Itoa(d.Version),
	}
	for name, t := range map[string]volunteering.Text{"title": d.Title, "summary": d.Summary, "place": d.Place, "meeting_point": d.MeetingPoint, "accessibility": d.Accessibility} {
		values[name+"_ko"], values[name+"_en"] = t.KO, t.EN
	}
	if d.SwapAutomatic {
		values["swap_automatic"] = "true"
	}
	if d.StartsOn != nil {
		values["starts_on"] = d.StartsOn.Format(dayForm)
	}
	if d.EndsOn != nil {
		values["ends_on"] = d.EndsOn.Format(dayForm)
	}
	if d.Opens != nil {
		values["opens"] = d.Opens.In(locale.Seoul()).Format(momentForm)
	}
	return values
}

// ShiftValues is a shift as its form shows it.
func ShiftValues(s volunteering.PlannedShift, duties []volunteering.Duty) map[string]string {
	zone := locale.Seoul()
	values := map[string]string{
		"day": day(s.Starts), "from": s.Starts.In(zone).Format(timeForm), "until": s.Ends.In(zone).Format(timeForm), "place_ko": s.Place.KO, "place_en": s.Place.EN,
		"version": strconv.Itoa(s.Version),
	}
	if s.Online {
		values["online"] = "true"
	}
	for _, d := range duties {
		for _, n := range s.Needs {
			if n.Duty != d.ID {
				continue
			}
			values["min_"+d.Slug], values["max_"+d.Slug] = strconv.Itoa(n.Min), strconv.Itoa(n.Max)
			values["language_"+d.Slug] = n.Language
			if n.Qualified {
				values["qualified_"+d.Slug] = "true"
			}
			if n.MinAge > 0 {
				values["age_"+d.Slug] = strconv.Itoa(n.MinAge)
			}
		}
	}
	return values
}

// NewShiftValues is what the form of a new shift begins with.
func NewShiftValues(v volunteering.ShiftPlan) map[string]string {
	values := map[string]string{"from": "09:00", "until": "13:00", "times": "1", "every": "1"}
	if v.StartsOn != nil {
		values["day"] = v.StartsOn.Format(dayForm)
	}
	for _, d := range v.Duties {
		values["qualified_"+d.Slug] = "true"
	}
	return values
}

func kinds(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, k := range volunteering.Kinds() {
		list = append(list, parts.Choice{Value: k, Label: locale.T(ctx, "coord.kind."+k)})
	}
	return list
}

func agendas(ctx context.Context, all []volunteering.Agenda) []parts.Choice {
	var list []parts.Choice
	for _, a := range all {
		list = append(list, parts.Choice{Value: a.ID.String(), Label: in(ctx, a.Title), Under: a.Level == 2})
	}
	return list
}

func languages(ctx context.Context) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: locale.T(ctx, "coord.any_language")}}
	for _, l := range volunteering.Languages() {
		list = append(list, parts.Choice{Value: l, Label: locale.T(ctx, "volunteer.language."+l)})
	}
	return list
}

// shiftDays are the days on which there are shifts.
func shiftDays(ctx context.Context, v volunteering.ShiftPlan) []parts.Choice {
	var list []parts.Choice
	for _, s := range v.Shifts {
		if d := day(s.Starts); !s.Cancelled && (len(list) == 0 || list[len(list)-1].Value != d) {
			list = append(list, parts.Choice{Value: d, Label: parts.Day(ctx, s.Starts)})
		}
	}
	return list
}

func stateTone(state string) string {
	switch state {
	case "published", "approved":
		return "g"
	case "draft", "applied", "paused":
		return "y"
	}
	return "n"
}

// needTone is the colour of how full a need is, which the numbers say.
func needTone(n volunteering.BoardNeed) string {
	if n.Taken >= n.Min && n.Taken > 0 {
		return "g"
	}
	return "y"
}

// seatTone marks a seat that breaks a rule.
func seatTone(s volunteering.BoardSeat) string {
	switch {
	case s.Reason == volunteering.OK:
		return ""
	case s.Overridden == string(s.Reason), s.Reason == volunteering.Rest, s.Reason == volunteering.DayMax, s.Reason == volunteering.WeekMax:
		return "w"
	}
	return "x"
}

func reasonIcon(r volunteering.Reason) string {
	switch r {
	case volunteering.Overlap, volunteering.Travel:
		return "triangle-alert"
	case volunteering.Rest, volunteering.DayMax, volunteering.WeekMax:
		return "clock-alert"
	case volunteering.OK:
		return "circle-check"
	}
	return "user-x"
}

func reasonTone(r volunteering.Reason) string {
	switch {
	case r == volunteering.OK:
		return "g"
	case r.Overridable():
		return "y"
	}
	return "r"
}

// short is a reason in a word or two.
func short(ctx context.Context, r volunteering.Reason) string {
	return locale.T(ctx, "volunteering.short."+string(r))
}

// initials is what stands in the mark of a person: two syllables of a Hangul name, initials of others.
func initials(name string) string {
	runes := []rune(strings.TrimSpace(name))
	if len(runes) == 0 {
		return ""
	}
	if runes[0] >= 0xAC00 && runes[0] <= 0xD7A3 {
		return string(runes[max(0, len(runes)-2):])
	}
	marks := ""
	for _, word := range strings.Fields(name) {
		marks += strings.ToUpper(string([]rune(word)[:1]))
	}
	return string([]rune(marks)[:min(2, len([]rune(marks)))])
}

func duties(ctx context.Context, all []volunteering.Text) string {
	var names []string
	for _, d := range all {
		if name := in(ctx, d); len(names) == 0 || names[len(names)-1] != name {
			names = append(names, name)
		}
	}
	return strings.Join(names, " · ")
}

func percent(part, whole int) int {
	if whole == 0 {
		return 0
	}
	return part * 100 / whole
}

func where(ctx context.Context, n volunteering.BoardNeed) string {
	text := parts.Day(ctx, n.Starts) + " " + parts.Span(ctx, n.Starts, n.Ends) + " " + in(ctx, n.Duty)
	if p := place(ctx, n); p != "" {
		text += " · " + p
	}
	return text
}

func boardPath(v volunteering.Board, view string, t time.Time) string {
	return path(v.ID, "roster") + "?view=" + view + "&day=" + day(t)
}

func volunteersPath(state, cursor string) string {
	if cursor == "" && state == "" {
		return "/coord/volunteers"
	}
	return "/coord/volunteers?state=" + state + "&after=" + cursor
}

func nextVolunteers(v volunteering.Volunteers) string {
	if v.Next == "" {
		return ""
	}
	return volunteersPath(v.State, v.Next)
}

func decisions(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, s := range volunteering.VolunteerStates()[1:] {
		list = append(list, parts.Choice{Value: s, Label: locale.T(ctx, "coord.decide."+s)})
	}
	return list
}

func dutyChoices(ctx context.Context, all []volunteering.Duty) []parts.Choice {
	var list []parts.Choice
	for _, d := range all {
		list = append(list, parts.Choice{Value: d.ID.String(), Label: in(ctx, d.Title)})
	}
	return list
}

// VolunteerValues is what the forms about a volunteer begin with.
func VolunteerValues(v volunteering.OneVolunteer) map[string]string {
	values := map[string]string{"state": "approved", "term": v.Term, "last_day": day(v.Now.AddDate(1, 0, 0)), "grant_day": day(v.Now.AddDate(1, 0, 0))}
	if v.Ends != nil {
		values["last_day"] = day(v.Ends.Add(-time.Second))
	}
	return values
}

// seatChoices are seats that somebody could be moved to, each with whether it suits.
func seatChoices(ctx context.Context, all []volunteering.Fit) []parts.Choice {
	var list []parts.Choice
	for _, fit := range all {
		list = append(list, parts.Choice{Value: fit.Need.ID.String(), Label: where(ctx, fit.Need) + " — " + short(ctx, fit.Reason)})
	}
	return list
}
