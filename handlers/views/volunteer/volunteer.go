// Package volunteer is the pages of those who help: what there is to do, one's own shifts, and what one says of oneself. It
// must not know how rosters come about.
package volunteer

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"academy/app/locale"
	"academy/app/volunteering"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

func activityPath(v volunteering.ActivityCard) string { return "/activities/" + v.ID.String() }

func in(ctx context.Context, t volunteering.Text) string { return t.In(string(locale.From(ctx).Lang)) }

// place is where a shift is.
func place(ctx context.Context, t volunteering.Text, online bool) string {
	if online {
		return locale.T(ctx, "volunteering.online")
	}
	return in(ctx, t)
}

// signInPath leads back to a page after signing in.
func signInPath(ctx context.Context, path string) string {
	return "/login?next=" + url.QueryEscape(string(layout.Href(ctx, path)))
}

// stateTone is the colour of the word for a state.
func stateTone(m volunteering.MyShift) string {
	switch m.State {
	case volunteering.Confirmed, "checked_in", "completed", "left_early":
		return "g"
	case volunteering.Assigned:
		return "b"
	case volunteering.Waitlisted:
		return "y"
	}
	return "n"
}

func stateWord(ctx context.Context, m volunteering.MyShift) string {
	if m.State == volunteering.Waitlisted && m.OfferedUntil != nil {
		return locale.T(ctx, "volunteer.state.offered")
	}
	if m.State == volunteering.Waitlisted {
		return locale.T(ctx, "volunteer.state.waitlisted", m.Position)
	}
	return locale.T(ctx, "volunteer.state."+m.State)
}

// reasonIcon is the picture beside a reason, which says it in words.
func reasonIcon(r volunteering.Reason) string {
	switch r {
	case volunteering.Overlap, volunteering.Travel:
		return "triangle-alert"
	case volunteering.Rest, volunteering.DayMax, volunteering.WeekMax, volunteering.TooEarly:
		return "clock-alert"
	case volunteering.Unqualified, volunteering.NotApproved, volunteering.NotVolunteer, volunteering.Age, volunteering.Language:
		return "user-x"
	}
	return "info"
}

// ProfileValues is what one has said as the form shows it.
func ProfileValues(p volunteering.Profile) map[string]string {
	values := map[string]string{"motivation": p.Motivation}
	for name, n := range map[string]int{"birth_year": p.BirthYear, "day_hours": p.DayHours, "week_hours": p.WeekHours} {
		if n > 0 {
			values[name] = strconv.Itoa(n)
		}
	}
	for _, l := range p.Languages {
		values["language_"+l] = "true"
	}
	return values
}

func languages() []string { return volunteering.Languages() }

func levels(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, l := range []string{"unavailable", "undesired", "desired"} {
		list = append(list, parts.Choice{Value: l, Label: locale.T(ctx, "volunteer.level."+l)})
	}
	return list
}

func weekdays(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for i := range 7 {
		n := strconv.Itoa(i + 1)
		list = append(list, parts.Choice{Value: n, Label: locale.T(ctx, "volunteer.weekday."+n)})
	}
	return list
}

// saidText is one line of when somebody can come.
func saidText(ctx context.Context, s volunteering.Said) string {
	if s.Weekday > 0 {
		return locale.T(ctx, "volunteer.every", locale.T(ctx, "volunteer.weekday."+strconv.Itoa(s.Weekday)), s.From, s.Until)
	}
	return locale.From(ctx).DateTime(s.Starts) + " – " + locale.From(ctx).DateTime(s.Ends)
}

func levelTone(level string) string {
	switch level {
	case "desired":
		return "g"
	case "undesired":
		return "y"
	}
	return "r"
}

func volunteerTone(state string) string {
	switch state {
	case "approved":
		return "g"
	case "applied", "paused":
		return "y"
	}
	return "n"
}

// sayForm is what was typed into the form of one's times, and nothing while another form of the page came back.
func sayForm(f layout.Form) layout.Form {
	if slices.Contains([]string{"weekly", "once"}, f.Value("how")) {
		return f
	}
	return layout.Form{}
}

// portalForm is what was typed into the form of the portal, and nothing while another form of the page came back.
func portalForm(f layout.Form) layout.Form {
	if f.Err("portal_id") != "" || f.Err("portal_consent") != "" {
		return f
	}
	return layout.Form{}
}

func profileForm(f layout.Form) layout.Form {
	if f.Value("how") != "" {
		return layout.Form{Values: f.Values}
	}
	return f
}

func nextPage(path, cursor string) string {
	if cursor == "" {
		return ""
	}
	return path + cursor
}

// leaveWord is how a shift is left: a seat that was given is declined, one's own is given back, a line is left.
func leaveWord(m volunteering.MyShift) string {
	switch {
	case m.State == volunteering.Waitlisted && m.OfferedUntil != nil, m.State == volunteering.Assigned:
		return "decline"
	case m.State == volunteering.Waitlisted:
		return "leave_line"
	}
	return "withdraw"
}
