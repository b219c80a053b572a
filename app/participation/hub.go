package participation

import (
	"context"
	"net/url"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/app/participation/rules"
	"academy/models"
	"academy/models/participation"
)

// Hub is the first page of taking part.
type Hub struct {
	Agendas   []AgendaCard
	Proposals []Card
	Changes   []Change
	Overdue   int
	// Waiting is what waits for moderators; 0 for everybody else.
	Waiting int
}

// Hub answers what is open and what came of it. Proposals stand here once enough people support them.
func (s *Service) Hub(ctx context.Context, who access.Actor, lang locale.Lang) (Hub, error) {
	var v Hub
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindHub(tx, 3)
		if err != nil {
			return err
		}
		list, err := participation.ListProposals(tx, participation.ProposalFilter{OnHub: true, States: openStates()}, models.Cursor{}, onHub)
		v.Proposals = cards(list, lang, ladderOf(list), tx.Now)
		for _, a := range row.Agendas.V {
			v.Agendas = append(v.Agendas, agendaCard(a, lang))
		}
		for _, k := range row.Changes.V {
			v.Changes = append(v.Changes, change(k, lang, tx.Now))
		}
		v.Overdue = row.Overdue
		if staff(who) {
			v.Waiting = row.Waiting
		}
		return err
	})
	return v, err
}

func openStates() []string {
	return []string{string(rules.Gathering), string(rules.UnderReview), string(rules.Answered), string(rules.Committed), string(rules.Implemented)}
}

// Agenda is the page of an agenda.
type Agenda struct {
	AgendaCard
	ParentSlug, Parent string
	Under              []Choice
	Files              []Document
	Learn              []CourseRef
	Proposals          []Card
	// Phases say when what can be done here, its own or those of the agenda above. There may be none: then everything can.
	Phases []Phase
	// MayPropose says that proposals are taken now.
	MayPropose bool
	// MayAdd says that the reader may put documents here, MayGovern that they look after it.
	MayAdd, MayGovern bool
}

// Document is something to read, where its office keeps it.
type Document = participation.Document

// CourseRef names a course.
type CourseRef struct {
	Slug, Title string
	Minutes     int
}

// Agenda answers what is known, what is open and what is missing on an agenda.
func (s *Service) Agenda(ctx context.Context, who access.Actor, lang locale.Lang, slug string) (Agenda, error) {
	key := agendaIn{slug, lang}
	v, ok := s.agendas.GetIfPresent(key)
	if !ok {
		var err error
		if v, err = s.readAgenda(ctx, lang, slug); err != nil {
			return v, err
		}
		s.agendas.Set(key, v)
	}
	v.MayAdd, v.MayGovern = staff(who), who.May(access.Govern)
	return v, nil
}

func (s *Service) readAgenda(ctx context.Context, lang locale.Lang, slug string) (v Agenda, err error) {
	err = s.DB.Read(ctx, func(tx *models.Tx) error {
		row, err := participation.FindAgenda(tx, slug)
		if err != nil {
			return err
		}
		list, err := participation.ListProposals(tx, participation.ProposalFilter{Agenda: slug}, models.Cursor{}, perPage)
		v.AgendaCard, v.Files = agendaCard(row.Agenda, lang), row.Files.V
		v.ParentSlug, v.Parent = row.ParentSlug, textIn(row.ParentTitle, lang)
		for _, u := range row.Under.V {
			v.Under = append(v.Under, Choice{Value: u.Slug, Title: u.Title.In(string(lang))})
		}
		for _, c := range row.Learn.V {
			v.Learn = append(v.Learn, CourseRef{c.Slug, c.Title.In(string(lang)), c.Minutes})
		}
		v.Proposals = cards(list, lang, ladderOf(list), tx.Now)
		v.Phases, v.MayPropose = phases(row.Phases.V, tx.Now), allows(row.Phases.V, "propose", tx.Now)
		return err
	})
	return v, err
}

// Following is what is open on the agenda of a course, for somebody who has just completed it.
type Following struct {
	AgendaCard
	Proposals  []Card
	Learn      []CourseRef
	Phases     []Phase
	MayPropose bool
}

// Following answers what is open on an agenda, and what else there is to learn on it.
func (s *Service) Following(ctx context.Context, lang locale.Lang, slug string) (Following, error) {
	a, err := s.Agenda(ctx, access.Actor{}, lang, slug)
	v := Following{AgendaCard: a.AgendaCard, Learn: a.Learn, Phases: a.Phases, MayPropose: a.MayPropose}
	for _, c := range a.Proposals {
		if !c.Hidden && len(v.Proposals) < 3 && rules.State(c.State) != rules.Withdrawn && rules.State(c.State) != rules.Merged && rules.State(c.State) != rules.Lapsed {
			v.Proposals = append(v.Proposals, c)
		}
	}
	return v, err
}

// Topics answers all agendas.
func (s *Service) Topics(ctx context.Context, lang locale.Lang) ([]AgendaCard, error) {
	var list []AgendaCard
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := participation.ListAgendas(tx)
		for _, a := range rows {
			list = append(list, agendaCard(a, lang))
		}
		return err
	})
	return list, err
}

// NewDocument is something to read on an agenda. Pages is 0 where that is not known.
type NewDocument struct {
	Title, URL string
	Pages      int
}

// AddDocument puts something to read on an agenda.
func (s *Service) AddDocument(ctx context.Context, who access.Actor, slug string, d NewDocument) error {
	if err := access.Check(who, access.Moderate); err != nil {
		return err
	}
	row := Document{Title: rules.Line(d.Title), URL: rules.Line(d.URL), AddedBy: &who.ID}
	wrong := map[string]string{}
	if !rules.Fits(row.Title, 1, 200) {
		wrong["title"] = "voice.document_title"
	}
	if at, err := url.Parse(row.URL); err != nil || (at.Scheme != "https" && at.Scheme != "http") || at.Host == "" || len(row.URL) > 500 {
		wrong["url"] = "voice.document_url"
	}
	if d.Pages < 0 || d.Pages > 10_000 {
		wrong["pages"] = "voice.document_pages"
	}
	if err := fault.Fields(wrong); err != nil {
		return err
	}
	if d.Pages > 0 {
		row.Pages = &d.Pages
	}
	defer s.agendas.InvalidateAll()
	return s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		if row.AgendaID, err = participation.AgendaID(tx, slug); err != nil {
			return err
		}
		if err := participation.InsertDocument(tx, row); err != nil {
			return err
		}
		return audit(tx, who, deed{action: "agenda.document_added", kind: "agenda", object: row.AgendaID, details: what(row.Title)})
	})
}
