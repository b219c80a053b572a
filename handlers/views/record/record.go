// Package record holds the pages of the learning record: choosing what to show, looking at it, and what others are shown.
// It must not know how codes are made.
package record

import (
	"context"
	"strconv"
	"strings"

	"academy/app/credentials/record"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// Draft is what stands in the form: what is ticked, and how it is to be shown.
type Draft struct {
	Ticked map[record.Ref]bool
	Hide   bool
	// Results shows them beside the courses.
	Results bool
	Days    string
}

// value names a line in a form.
func value(ref record.Ref) string { return ref.Kind + ":" + ref.ID.String() }

func facts(ctx context.Context, l record.Line) string {
	return strings.Join(l.Facts(locale.From(ctx)), " · ")
}

// tone is the colour of the word at the end of a line, which says it as well.
func tone(l record.Line) string {
	switch l.State {
	case "issued", "held":
		return "g"
	case "revoked":
		return "r"
	case "active":
		return "b"
	}
	return "n"
}

func days(ctx context.Context) []parts.Choice {
	var list []parts.Choice
	for _, n := range record.Days() {
		list = append(list, parts.Choice{Value: strconv.Itoa(n), Label: locale.T(ctx, "record.days_n", n)})
	}
	return list
}

// lineID is where the message about the ticks leads: the first of them is called line.
func lineID(sections []record.Section, section, line int) string {
	if section == 0 && line == 0 {
		return "line"
	}
	return "line-" + sections[section].Part + "-" + strconv.Itoa(line)
}

// chosen lists what is ticked, in the order of the page.
func chosen(sections []record.Section) []record.Ref {
	var list []record.Ref
	for _, section := range sections {
		for _, line := range section.Lines {
			list = append(list, line.Ref)
		}
	}
	return list
}

func replaces(share *record.Share) string {
	if share == nil {
		return ""
	}
	return share.ID.String()
}

// form fills the list of days.
func (d Draft) form(f layout.Form) layout.Form { return f.Or(map[string]string{"days": d.Days}) }
