package participation

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/operations"
	"academy/models/participation"

	"github.com/google/uuid"
)

// AgendaForm is an agenda as it is edited, with what its form needs.
type AgendaForm struct {
	Values    AgendaEdit
	Level     int
	Divisions []Choice
	Tops      []Choice
	Phases    []Phase
	Files     []Document
	Learn     []CourseRef
	Changes   []RuleChange
}

// AgendaEdit is what is said of an agenda. Parent is the one above a policy priority; a national agenda has none. The short
// name is given once.
type AgendaEdit struct {
	Slug, Parent, Division string
	Title, Summary         models.Text
	Pillars                []string
}

// RuleChange is one change, with who made it and what was changed.
type RuleChange struct {
	At     time.Time
	Actor  string
	Action string
	Reason string
	What   string
}

// ruleChanges answers what was done, in words of a language.
func (s *Service) ruleChanges(tx *models.Tx, lang locale.Lang, kind string, object uuid.UUID) ([]RuleChange, error) {
	rows, err := participation.ListRuleChanges(tx, kind, object, 20)
	list := make([]RuleChange, len(rows))
	for i, r := range rows {
		list[i] = RuleChange{r.At.UTC(), r.Actor, r.Action, r.Reason, s.done(r.Details.V, lang)}
	}
	return list, err
}

// done says what was done: its details are numbers and days under the names of what they are for, or words.
func (s *Service) done(details map[string]string, lang locale.Lang) string {
	p := s.Messages.Printer(lang, "")
	if kind, there := details["phase"]; there {
		return p.T("voice.phase."+kind) + " " + details["first"] + " – " + details["last"]
	}
	var parts []string
	for _, names := range []struct {
		key, prefix string
		names       []string
	}{{"voice.govern.rung.", "", LadderNames()}, {"voice.govern.clock.", "clock_", ClockNames()}} {
		for _, name := range names.names {
			if n, there := details[names.prefix+name]; there {
				parts = append(parts, p.T(names.key+name)+" "+n)
			}
		}
	}
	if what := details["what"]; what != "" {
		parts = append(parts, what)
	}
	return strings.Join(parts, " · ")
}

// EditAgenda answers an agenda to those who look after it; without a short name, the form of a new one.
func (s *Service) EditAgenda(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (AgendaForm, error) {
	if err := access.Check(who, access.Govern); err != nil {
		return AgendaForm{}, err
	}
	v := AgendaForm{Level: 2}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := v.find(tx, slug)
		if err == nil && slug != "" {
			v.Changes, err = s.ruleChanges(tx, lang, "agenda", row.ID)
		}
		for _, d := range row.Divisions.V {
			v.Divisions = append(v.Divisions, Choice{Value: d.Slug, Title: d.Title.In(string(lang))})
		}
		for _, a := range row.Tops.V {
			v.Tops = append(v.Tops, Choice{Value: a.Slug, Title: a.Title.In(string(lang)), Level: 1})
		}
		for _, c := range row.Learn.V {
			v.Learn = append(v.Learn, CourseRef{c.Slug, c.Title.In(string(lang)), c.Minutes})
		}
		return err
	})
	return v, err
}

// PillarTags are what agendas are about.
func PillarTags() []string { return []string{"communication", "participation", "capacity"} }

// find fills in the agenda of a short name, and answers the lists of the form with it.
func (v *AgendaForm) find(tx *models.Tx, slug string) (participation.AgendaEdited, error) {
	if slug == "" {
		return participation.FindAgendaLists(tx)
	}
	row, err := participation.FindAgendaEdited(tx, slug)
	if err != nil {
		return row, err
	}
	v.Values = AgendaEdit{Slug: row.Slug, Parent: row.Parent, Division: row.Division, Title: row.Title, Summary: row.Summary, Pillars: row.Pillars}
	v.Level, v.Phases, v.Files = row.Level, phases(row.Own.V, tx.Now), row.Files.V
	return row, nil
}

var slugs = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`) //nolint:gochecknoglobals // a constant

func (e AgendaEdit) read() (AgendaEdit, error) {
	e.Slug = strings.ToLower(rules.Line(e.Slug))
	e.Title = models.Text{KO: rules.Line(e.Title.KO), EN: rules.Line(e.Title.EN)}
	e.Summary = models.Text{KO: rules.Line(e.Summary.KO), EN: rules.Line(e.Summary.EN)}
	wrong := map[string]string{}
	if !slugs.MatchString(e.Slug) || len(e.Slug) > 60 {
		wrong["slug"] = "voice.govern.slug_wrong"
	}
	for name, text := range map[string]string{"title_ko": e.Title.KO, "title_en": e.Title.EN} {
		if !rules.Fits(text, 2, 80) {
			wrong[name] = "voice.govern.title_wrong"
		}
	}
	for name, text := range map[string]string{"summary_ko": e.Summary.KO, "summary_en": e.Summary.EN} {
		if !rules.Fits(text, 0, 300) {
			wrong[name] = "voice.govern.summary_wrong"
		}
	}
	e.Pillars = slices.DeleteFunc(PillarTags(), func(tag string) bool { return !known(tag, e.Pillars) })
	if err := fault.Fields(wrong); err != nil {
		return e, err
	}
	return e, nil
}

// SetAgenda changes what is said of an agenda, or makes a new one.
func (s *Service) SetAgenda(ctx context.Context, who access.Actor, e AgendaEdit, isNew bool) error {
	if err := access.Check(who, access.Govern); err != nil {
		return err
	}
	e, err := e.read()
	if err != nil {
		return err
	}
	defer s.agendas.InvalidateAll()
	err = s.DB.Write(ctx, func(tx *models.Tx) error {
		row, action := participation.AgendaRow{ID: models.NewID(), Slug: e.Slug, Level: 1}, "agenda.made"
		if isNew {
			if e.Parent != "" {
				row.Level = 2
			}
		} else {
			action = "agenda.changed"
			if row, err = participation.LockAgenda(tx, e.Slug); err != nil {
				return err
			}
		}
		if err := s.place(tx, &row, e); err != nil {
			return err
		}
		row.Title, row.Summary, row.Pillars = e.Title, e.Summary, e.Pillars
		write := participation.UpdateAgenda
		if isNew {
			write = participation.InsertAgenda
		}
		if err := write(tx, row); err != nil {
			return err
		}
		return audit(tx, who, deed{action: action, kind: "agenda", object: row.ID, details: what(e.Title.KO)})
	})
	if errors.Is(err, models.ErrConflict) {
		return fault.Field("slug", "voice.govern.slug_taken").Because(err)
	}
	return err
}

// place finds what an agenda belongs to. One of the first level stays there: courses and priorities hang on it.
func (*Service) place(tx *models.Tx, row *participation.AgendaRow, e AgendaEdit) error {
	row.ParentID, row.DivisionID = nil, nil
	if row.Level == 2 {
		above, err := participation.LockAgenda(tx, e.Parent)
		if err != nil || above.Level != 1 {
			return fault.Field("parent", "voice.govern.parent_wrong")
		}
		row.ParentID = &above.ID
	}
	if e.Division == "" {
		return nil
	}
	d, err := participation.FindDivision(tx, e.Division)
	if err != nil {
		return fault.Field("division", "voice.division_needed").Because(err)
	}
	row.DivisionID = &d.ID
	return nil
}

// deed is something that was done to an agenda or to the rules.
type deed struct {
	action, kind string
	object       uuid.UUID
	reason       string
	details      map[string]string
}

// what is the details of a deed that one word tells.
func what(word string) map[string]string { return map[string]string{"what": word} }

// audit keeps who changed what.
func audit(tx *models.Tx, who access.Actor, d deed) error {
	e := operations.AuditEntry{ActorID: &who.ID, Action: d.action, ObjectKind: d.kind, Reason: d.reason}
	if d.object != uuid.Nil {
		e.ObjectID = &d.object
	}
	e.Details.V = d.details
	return operations.InsertAudit(tx, e)
}

// onAgenda does something to an agenda that is held meanwhile, and keeps who did what.
func (s *Service) onAgenda(ctx context.Context, who access.Actor, slug, action string, do func(*models.Tx, participation.AgendaRow) (details map[string]string, err error)) error {
	if err := access.Check(who, access.Govern); err != nil {
		return err
	}
	defer s.agendas.InvalidateAll()
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		row, err := participation.LockAgenda(tx, slug)
		if err != nil {
			return err
		}
		details, err := do(tx, row)
		if err != nil {
			return err
		}
		return audit(tx, who, deed{action: action, kind: "agenda", object: row.ID, details: details})
	})
}

// NewPhase is a phase as it is typed: its days are written as 2026-12-25.
type NewPhase struct{ Kind, First, Last string }

// AddPhase says when something can be done on an agenda. From its first phase on, nothing else can.
func (s *Service) AddPhase(ctx context.Context, who access.Actor, slug string, n NewPhase) error {
	return s.onAgenda(ctx, who, slug, "agenda.phase_added", func(tx *models.Tx, a participation.AgendaRow) (map[string]string, error) {
		from, until, good := rules.NewCalendar(locale.Seoul(), nil).Days(n.First, n.Last)
		wrong := map[string]string{}
		if !known(n.Kind, rules.PhaseKinds()) {
			wrong["kind"] = "voice.govern.phase_kind"
		}
		if !good || !until.After(tx.Now) {
			wrong["last"] = "voice.govern.phase_days"
		}
		if err := fault.Fields(wrong); err != nil {
			return nil, err
		}
		f := participation.Phase{ID: models.NewID(), AgendaID: a.ID, Kind: n.Kind, StartsAt: from, EndsAt: until}
		there, err := participation.ExistsOverlap(tx, f)
		if err != nil {
			return nil, err
		}
		if there {
			return nil, fault.Field("first", "voice.govern.phase_overlap")
		}
		return map[string]string{"phase": n.Kind, "first": n.First, "last": n.Last}, participation.InsertPhase(tx, f)
	})
}

// RemovePhase takes a phase away.
func (s *Service) RemovePhase(ctx context.Context, who access.Actor, slug string, id uuid.UUID) error {
	return s.onAgenda(ctx, who, slug, "agenda.phase_removed", func(tx *models.Tx, a participation.AgendaRow) (map[string]string, error) {
		f, err := participation.DeletePhase(tx, a.ID, id)
		c := rules.NewCalendar(locale.Seoul(), nil)
		return map[string]string{"phase": f.Kind, "first": c.Today(f.StartsAt), "last": c.Today(f.EndsAt.Add(-time.Minute))}, err
	})
}

// RemoveDocument takes a document off an agenda; comments that rest on it stay, without it.
func (s *Service) RemoveDocument(ctx context.Context, who access.Actor, slug string, id uuid.UUID) error {
	return s.onAgenda(ctx, who, slug, "agenda.document_removed", func(tx *models.Tx, a participation.AgendaRow) (map[string]string, error) {
		d, err := participation.DeleteDocument(tx, a.ID, id)
		return what(d.Title), err
	})
}
