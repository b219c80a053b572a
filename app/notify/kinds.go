package notify

import (
	"fmt"

	"academy/models/operations"
)

// kind is one kind of notice: the names of what its sentence is filled with, in the order of the sentence, and what
// holds for those who have chosen nothing. Every kind has the messages notice.<name>, notify.kind.<name> and
// mail.<name>.subject and .body.
type kind struct {
	name   string
	params []string
	mail   bool
	// digest lets its mails come once a day in one; always shows it on the pages whatever was chosen.
	digest, always bool
}

// kinds is every kind, in the order of the settings page.
var kinds = []kind{ //nolint:gochecknoglobals // a constant table
	{name: "certificate_issued", params: []string{"course"}, mail: true},
	{name: "certificate_revoked", params: []string{"course"}, mail: true},
	{name: "certificate_reissued", params: []string{"course"}, mail: true},
	{name: "name_refused", params: []string{"number"}, mail: true},
	{name: "regraded", params: []string{"course"}},
	{name: "attempt_marked", params: []string{"course"}},
	{name: "mark_corrected", params: []string{"course"}},
	{name: "assignment_marked", params: []string{"course", "lesson"}},
	{name: "assignment_returned", params: []string{"course", "lesson"}, mail: true},
	{name: "proposal_step", params: []string{"title", "step"}, mail: true, digest: true, always: true},
	{name: "proposal_followed", params: []string{"title", "step"}, mail: true, digest: true, always: true},
	{name: "text_moderated", params: []string{"title", "step"}, mail: true, digest: true, always: true},
	{name: "proposal_due", params: []string{"title", "step"}},
	{name: "meeting_step", params: []string{"meeting", "when", "step"}, mail: true},
	{name: "meeting_offered", params: []string{"meeting", "when", "until"}, mail: true},
	{name: "meeting_reminder", params: []string{"meeting", "when"}, mail: true},
	{name: "meeting_minutes", params: []string{"meeting", "when"}, mail: true},
	{name: "meeting_question", params: []string{"meeting", "when", "step"}, mail: true},
	{name: "meeting_changed", params: []string{"meeting", "when"}, mail: true},
	{name: "meeting_cancelled", params: []string{"meeting", "when", "reason"}, mail: true},
	{name: "agenda_phase", params: []string{"agenda", "step"}},
	{name: "shift_assigned", params: []string{"activity", "when"}, mail: true},
	{name: "shift_moved", params: []string{"activity", "when"}, mail: true},
	{name: "shift_changed", params: []string{"activity", "when"}, mail: true},
	{name: "shift_cancelled", params: []string{"activity", "when"}, mail: true},
	{name: "shift_offered", params: []string{"activity", "when"}, mail: true},
	{name: "shift_offer_over", params: []string{"activity", "when"}, mail: true},
	{name: "swap_offered", params: []string{"activity", "when"}, mail: true},
	{name: "swap_step", params: []string{"activity", "when", "step"}, mail: true},
	{name: "swap_to_decide", params: []string{"activity"}},
	{name: "cover_asked", params: []string{"activity", "when"}, mail: true},
	{name: "cover_taken", params: []string{"activity", "when"}, mail: true},
	{name: "roster_message", params: []string{"activity", "text"}, mail: true},
	{name: "shift_reminder", params: []string{"activity", "when", "calendar"}, mail: true},
	{name: "volunteer_decided", mail: true},
	{name: "hours_approved", params: []string{"length"}, mail: true},
	{name: "service_certified", params: []string{"course"}, mail: true},
	{name: "welcome"},
}

func kindOf(name string) (kind, error) {
	for _, k := range kinds {
		if k.name == name {
			return k, nil
		}
	}
	return kind{}, fmt.Errorf("unknown kind of notice %q", name)
}

// args fills the sentence in a language. A parameter that differs by language is stored under its name with _ko and
// _en behind it.
func (k kind) args(params map[string]string, lang string) []any {
	var out []any
	for _, name := range k.params {
		value, translated := params[name+"_"+lang]
		if !translated {
			value = params[name]
		}
		out = append(out, value)
	}
	return out
}

// chosen is how a person wants to hear of the kind, by what is stored.
func (k kind) chosen(stored []operations.NoticePreference) Preference {
	for _, p := range stored {
		if p.Kind == k.name {
			v := Preference{Kind: k.name, InApp: p.InApp || k.always, Mail: p.Mail, Digest: k.digest, Always: k.always}
			if p.Digest != nil {
				v.Digest = *p.Digest
			}
			return v
		}
	}
	return Preference{Kind: k.name, InApp: true, Mail: k.mail, Digest: k.digest, Always: k.always}
}
