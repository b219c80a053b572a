package voice

import (
	"context"
	"slices"
	"strings"

	"academy/app/access"
	"academy/app/locale"
	"academy/app/participation"
	"academy/app/participation/rules"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"
)

// place is a page of those who look after proposals, with the key of its name.
type place struct{ path, key string }

// governed are those that the reader may open.
func governed(s layout.Shell) []place {
	list := []place{{"/mod/agendas", "voice.govern.agendas"}, {"/mod/rules", "voice.govern.rules"}}
	if s.Actor.May(access.Moderate) {
		list = append([]place{{"/mod", "voice.desk.title"}}, list...)
	}
	return list
}

func editTitle(ctx context.Context, v participation.AgendaForm) string {
	if v.Values.Slug == "" {
		return locale.T(ctx, "voice.govern.new")
	}
	return v.Values.Title.In(string(locale.From(ctx).Lang))
}

func agendaAction(v participation.AgendaForm) string {
	if v.Values.Slug == "" {
		return "/mod/agendas/new"
	}
	return "/mod/agendas/" + v.Values.Slug
}

func agendaValues(e participation.AgendaEdit) map[string]string {
	return map[string]string{
		"slug": e.Slug, "title_ko": e.Title.KO, "title_en": e.Title.EN, "summary_ko": e.Summary.KO, "summary_en": e.Summary.EN, "parent": e.Parent, "division": e.Division,
		"pillars": strings.Join(e.Pillars, " "),
	}
}

func tagged(f layout.Form, tag string) bool {
	return slices.Contains(strings.Fields(f.Value("pillars")), tag)
}

func parentHint(ctx context.Context, v participation.AgendaForm) string {
	if v.Values.Slug == "" {
		return locale.T(ctx, "voice.govern.parent_hint")
	}
	return ""
}

func phaseKinds(ctx context.Context) []parts.Choice {
	return append([]parts.Choice{{Value: "", Label: locale.T(ctx, "voice.choose")}}, messages(ctx, "voice.phase.", rules.PhaseKinds()...)...)
}

func ruleValues(v participation.Ruled) map[string]string {
	values := map[string]string{"frozen": count(v.Ladder.Frozen), "listed": count(v.Ladder.Listed), "answer": count(v.Ladder.Answer)}
	for name, c := range v.Clocks {
		values["days_"+name] = count(c.Days)
		if c.Working {
			values["working_"+name] = "true"
		}
	}
	return values
}
