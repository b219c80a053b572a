// Package meeting is the pages of town halls, roundtables, seminars and open lectures: what there is, registering, being
// there, and the desks of those who look after all that. It shows what it is given and decides nothing.
package meeting

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"academy/app/locale"
	"academy/app/participation/meetings"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// path is the address of a meeting, desk that of it before those who look after it.
func path(id uuid.UUID, rest ...string) string {
	return strings.Join(append([]string{"/events", id.String()}, rest...), "/")
}

func desk(id uuid.UUID, rest ...string) string {
	return strings.Join(append([]string{"/mod/events", id.String()}, rest...), "/")
}

// phaseTone is the colour of the word for where a meeting stands.
func phaseTone(phase string) string {
	switch phase {
	case meetings.Open:
		return "g"
	case meetings.Full, meetings.Early:
		return "y"
	case meetings.Cancelled:
		return "r"
	}
	return "n"
}

// stateTone is the colour of the word for where a registration stands.
func stateTone(state string) string {
	switch state {
	case "registered", "confirmed", "attended":
		return "g"
	case "waitlisted", "offered":
		return "y"
	case "no_show":
		return "r"
	}
	return "n"
}

func kinds(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, k := range meetings.Kinds() {
		list = append(list, parts.Choice{Value: k, Label: locale.T(ctx, "meetings.kind."+k)})
	}
	return list
}

func anyKind(ctx context.Context) []parts.Choice {
	return append([]parts.Choice{{Value: "", Label: locale.T(ctx, "voice.any")}}, kinds(ctx)...)
}

func agendas(all []meetings.Choice, empty string) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: empty}}
	for _, c := range all {
		label := c.Title
		if c.Level == 2 {
			label = "– " + label
		}
		list = append(list, parts.Choice{Value: c.Value, Label: label, Under: c.Level == 2})
	}
	return list
}

// filled fills the form of the filters with what is set.
func filled(f meetings.Filter) layout.Form {
	return layout.Form{Values: map[string]string{"kind": f.Kind, "agenda": f.Agenda}}
}

// listPath is the list under a filter.
func listPath(f meetings.Filter, when, cursor string) string {
	query := url.Values{}
	for name, value := range map[string]string{"when": when, "kind": f.Kind, "agenda": f.Agenda, "cursor": cursor} {
		if value != "" {
			query.Set(name, value)
		}
	}
	if len(query) == 0 {
		return "/events"
	}
	return "/events?" + query.Encode()
}

func nextPage(l meetings.List) string {
	if l.Next == "" {
		return ""
	}
	return listPath(l.Filter, l.Filter.When, l.Next)
}

func deskPage(next string) string {
	if next == "" {
		return ""
	}
	return "/mod/events?cursor=" + url.QueryEscape(next)
}

// month, day and weekday are the three lines of a leaf of a calendar.
func month(ctx context.Context, t time.Time) string {
	p := locale.From(ctx)
	if p.Lang == locale.EN {
		return t.In(p.Zone).Format("Jan")
	}
	return t.In(p.Zone).Format("1월")
}

func day(ctx context.Context, t time.Time) string {
	return strconv.Itoa(t.In(locale.From(ctx).Zone).Day())
}

func weekday(ctx context.Context, t time.Time) string {
	p := locale.From(ctx)
	if p.Lang == locale.EN {
		return t.In(p.Zone).Format("Mon")
	}
	return [...]string{"일", "월", "화", "수", "목", "금", "토"}[t.In(p.Zone).Weekday()]
}

// when is the day and from when until when.
func when(ctx context.Context, c meetings.Card) string {
	return locale.From(ctx).Date(c.Starts) + " " + parts.Span(ctx, c.Starts, c.Ends)
}

// where is the place, online, or both.
func where(ctx context.Context, c meetings.Card) string {
	switch {
	case c.Place != "" && c.Online:
		return locale.T(ctx, "meetings.both", c.Place)
	case c.Online:
		return locale.T(ctx, "meetings.online")
	}
	return c.Place
}

// seats says how many there are left, or how many wait for one.
func seats(ctx context.Context, c meetings.Card) string {
	if c.Waiting > 0 {
		return locale.T(ctx, "meetings.waiting", c.Waiting)
	}
	return locale.T(ctx, "meetings.seats_left", c.Free(), c.Capacity)
}

func spoken(ctx context.Context, c meetings.Card) string {
	var names []string
	for _, l := range c.Languages {
		names = append(names, locale.T(ctx, "meetings.language."+l))
	}
	return strings.Join(names, ", ")
}

// stateWord is where a registration stands.
func stateWord(ctx context.Context, state string, place int) string {
	if state == "waitlisted" && place > 0 {
		return locale.T(ctx, "meetings.in_line", place)
	}
	return locale.T(ctx, "meetings.state."+state)
}

// signIn leads to the door, and back.
func signIn(ctx context.Context, path string) string {
	return "/login?next=" + url.QueryEscape(string(layout.Href(ctx, path)))
}

// askFields names the fields of what is asked.
func askFields(asks []meetings.Ask) []string {
	var names []string
	for _, a := range asks {
		names = append(names, meetings.AskField(a.ID))
	}
	return names
}

func askChoices(ctx context.Context, a meetings.Ask) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: locale.T(ctx, "voice.choose")}}
	for i, o := range a.Options {
		list = append(list, parts.Choice{Value: strconv.Itoa(i + 1), Label: o})
	}
	return list
}

// momentForm is how a browser writes a moment.
const momentForm = "2006-01-02T15:04"

// Values is a meeting as its form shows it.
func Values(w meetings.Writing) map[string]string {
	values := map[string]string{
		"agenda": w.Agenda, "kind": w.Kind, "online_url": w.OnlineURL, "contact": w.Contact, "capacity": strconv.Itoa(w.Capacity), "offer_hours": strconv.Itoa(w.OfferHours), "from": strconv.Itoa(w.From),
	}
	for name, t := range map[string]meetings.Text{"series": w.Series, "title": w.Title, "summary": w.Summary, "place": w.Place, "accessibility": w.Accessibility} {
		values[name+"_ko"], values[name+"_en"] = t.KO, t.EN
	}
	for name, t := range map[string]time.Time{"starts": w.Starts, "ends": w.Ends, "opens": w.Opens, "closes": w.Closes} {
		if !t.IsZero() {
			values[name] = t.In(locale.Seoul()).Format(momentForm)
		}
	}
	for _, l := range w.Languages {
		values["language_"+l] = "true"
	}
	for i, a := range w.Asks {
		name := "ask_" + strconv.Itoa(i+1)
		values[name+"_ko"], values[name+"_en"], values[name+"_kind"], values[name+"_options"] = a.Label.KO, a.Label.EN, a.Kind, optionLines(a.Options)
		if a.Required {
			values[name+"_required"] = "true"
		}
	}
	return values
}

// optionLines writes one option a line, with the English words behind a bar.
func optionLines(options []meetings.Text) string {
	var lines []string
	for _, o := range options {
		line := o.KO
		if o.EN != "" {
			line += " | " + o.EN
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// Options reads what optionLines wrote.
func Options(typed string) []meetings.Text {
	var list []meetings.Text
	for _, line := range strings.Split(strings.ReplaceAll(typed, "\r\n", "\n"), "\n") {
		ko, en, _ := strings.Cut(line, "|")
		if ko, en = strings.TrimSpace(ko), strings.TrimSpace(en); ko != "" || en != "" {
			list = append(list, meetings.Text{KO: ko, EN: en})
		}
	}
	return list
}

// Fields are those of the form of a meeting.
func Fields() []string {
	names := []string{
		"title_ko", "title_en", "kind", "agenda", "series_ko", "series_en", "summary_ko", "summary_en", "starts", "ends", "opens", "closes", "place_ko", "place_en", "online_url", "capacity", "offer_hours",
		"accessibility_ko", "accessibility_en", "contact", "from",
	}
	for _, l := range meetings.Languages() {
		names = append(names, "language_"+l)
	}
	for i := 1; i <= meetings.MostAsks; i++ {
		name := "ask_" + strconv.Itoa(i)
		names = append(names, name+"_ko", name+"_en", name+"_kind", name+"_options", name+"_required")
	}
	return names
}

func askKinds(ctx context.Context) []parts.Choice {
	return []parts.Choice{{Value: "text", Label: locale.T(ctx, "meetings.ask.text")}, {Value: "choice", Label: locale.T(ctx, "meetings.ask.choice")}}
}

func writeTitle(ctx context.Context, v meetings.Plan) string {
	if v.ID == uuid.Nil {
		return locale.T(ctx, "meetings.new")
	}
	return locale.T(ctx, "meetings.edit_of", v.Title)
}

// spaced parts six digits in the middle, as they are read out.
func spaced(code string) string {
	if len(code) != 6 {
		return code
	}
	return code[:3] + " " + code[3:]
}

// renewAfter is in how many milliseconds another code is shown.
func renewAfter(v meetings.Guests) string { return strconv.FormatInt(v.Left.Milliseconds()+300, 10) }

func markIcon(mark string) string {
	switch mark {
	case meetings.MarkHere:
		return "circle-check"
	case meetings.MarkNoShow:
		return "user-x"
	}
	return "rotate-ccw"
}

func markLook(mark string) string {
	if mark == meetings.MarkHere {
		return "secondary"
	}
	return "tertiary"
}

// NotHereView is why one cannot show that one is there: the key of the reason, and of what is too early, when it opens.
type NotHereView struct {
	Key   string
	Args  []any
	Opens *time.Time
}

func (v NotHereView) heading(ctx context.Context) string {
	switch v.Key {
	case meetings.ErrTokenExpired.Key, meetings.ErrTokenUnknown.Key, meetings.ErrNotRegistered.Key, meetings.ErrTooEarly.Key, meetings.ErrOver.Key:
		return locale.T(ctx, "meetings.h."+v.Key[strings.LastIndex(v.Key, ".")+1:])
	}
	return locale.T(ctx, "meetings.h.other")
}

func editPath(v meetings.Plan) string {
	if v.ID == uuid.Nil {
		return "/mod/events/new"
	}
	return desk(v.ID, "edit")
}

func ask(n int, part string) string { return "ask_" + strconv.Itoa(n) + "_" + part }

// askInputs are the fields of what is asked that hold something.
func askInputs(f layout.Form) []string {
	var names []string
	for i := 1; i <= meetings.MostAsks; i++ {
		for _, part := range []string{"ko", "en", "kind", "options", "required"} {
			if f.Value(ask(i, part)) != "" {
				names = append(names, ask(i, part))
			}
		}
	}
	return names
}

func askLabels(f layout.Form) []string {
	var labels []string
	for i := 1; i <= meetings.MostAsks; i++ {
		if label := f.Value(ask(i, "ko")); label != "" {
			labels = append(labels, label)
		}
	}
	return labels
}

func askTouched(f layout.Form, n int) bool {
	for _, part := range []string{"ko", "en", "options"} {
		if f.Value(ask(n, part)) != "" || f.Err(ask(n, part)) != "" {
			return true
		}
	}
	return false
}

func takenHint(ctx context.Context, v meetings.Plan) string {
	if v.Taken == 0 {
		return ""
	}
	return locale.T(ctx, "meetings.capacity_hint", v.Taken)
}

// morePage is the next page of what stands in parts under an address.
func morePage(path, next string) string {
	if next == "" {
		return ""
	}
	return path + "?cursor=" + url.QueryEscape(next)
}

// ofQuestion is what came back of the form of a question: of others nothing did.
func ofQuestion(f layout.Form, q meetings.Question) layout.Form {
	if f.Value("of") == q.ID.String() {
		return f
	}
	return layout.Form{}
}

// fieldOf is the ID of a field of one of several forms alike.
func fieldOf(f layout.Form, q meetings.Question, name string) string {
	if f.Key != "" {
		return name
	}
	return name + "-" + q.ID.String()
}

func number(n int) string { return strconv.Itoa(n) }

func author(ctx context.Context, name string) string {
	if name == "" {
		return locale.T(ctx, "voice.nobody")
	}
	return locale.T(ctx, "voice.person", name)
}

func options(all []meetings.Choice, empty string) []parts.Choice {
	list := []parts.Choice{{Value: "", Label: empty}}
	for _, c := range all {
		list = append(list, parts.Choice{Value: c.Value, Label: c.Title})
	}
	return list
}

// AfterValues is what the forms about what came of a meeting begin with.
func AfterValues(v meetings.Shown) map[string]string {
	values := map[string]string{}
	if len(v.Minutes) > 0 {
		values["minutes"] = v.Minutes[0].Body
	}
	if v.Recording != nil {
		values["recording"] = v.Recording.Lesson.String()
	}
	return values
}
