package record

import (
	"context"
	"errors"
	"time"

	"academy/app/access"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/models"
	records "academy/models/credentials"
)

// Choice is what somebody wants to show.
type Choice struct {
	Lines             []Ref
	HideName, Results bool
}

// Mine answers all that somebody may put into a record.
func (s *Service) Mine(ctx context.Context, who access.Actor, lang locale.Lang) (Mine, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Mine{}, err
	}
	view := Mine{Name: who.Name, Veiled: credentials.Veil(who.Name)}
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		share, err := records.FindShare(tx, who.ID)
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		if err == nil {
			view.Share = shareOf(share)
		}
		rows, err := records.ListRecord(tx, who.ID, mostLines+1)
		if view.More = len(rows) > mostLines; view.More {
			rows = rows[:mostLines]
		}
		view.Sections = sections(lines(rows, lang, true))
		return err
	})
	view.count()
	return view, err
}

func (m *Mine) count() {
	if m.Share == nil {
		return
	}
	for _, section := range m.Sections {
		for _, line := range section.Lines {
			if line.Chosen {
				m.Share.Lines++
			}
		}
	}
}

func shareOf(s records.RecordShare) *Share {
	return &Share{
		ID: s.ID, HideName: s.HideName, Results: s.WithResults, CreatedAt: s.CreatedAt, EndsAt: s.EndsAt, Opened: s.Opened, OpenedAt: s.OpenedAt,
	}
}

// Preview answers the record that a choice would show, without sharing anything.
func (s *Service) Preview(ctx context.Context, who access.Actor, lang locale.Lang, c Choice) (Record, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Record{}, err
	}
	var rows []records.RecordLine
	var now time.Time
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		now = tx.Now
		rows, err = records.ListRecord(tx, who.ID, mostLines)
		return err
	})
	if err != nil {
		return Record{}, err
	}
	chosen, err := c.among(rows)
	if err != nil {
		return Record{}, err
	}
	view := s.compose(lines(chosen, lang, c.Results), lang)
	view.veil(c.HideName, chosen)
	view.Holder, view.At, view.Mine, view.LeftOut = nameOf(who.Name, c.HideName), now, true, len(rows)-len(chosen)
	return view, nil
}

// among finds the lines of a choice among all that its maker may choose. What is somebody else's is not there, just as what
// is gone.
func (c Choice) among(rows []records.RecordLine) ([]records.RecordLine, error) {
	if len(c.Lines) == 0 {
		return nil, errNothing
	}
	wished := make(map[Ref]bool, len(c.Lines))
	for _, ref := range c.Lines {
		wished[ref] = true
	}
	var chosen []records.RecordLine
	for _, row := range rows {
		if wished[Ref{row.Kind, row.ID}] {
			chosen = append(chosen, row)
		}
	}
	if len(chosen) < len(wished) {
		return nil, errGone
	}
	return chosen, nil
}

// veil takes out what would tell a hidden name: the way to a certificate that shows it.
func (r *Record) veil(hide bool, rows []records.RecordLine) {
	told := map[Ref]bool{}
	for _, row := range rows {
		told[Ref{row.Kind, row.ID}] = hide && !row.HideName
	}
	for _, section := range r.Sections {
		for i := range section.Lines {
			if told[section.Lines[i].Ref] {
				section.Lines[i].Code = ""
			}
		}
	}
}

func nameOf(name string, hide bool) string {
	if hide {
		return credentials.Veil(name)
	}
	return name
}

// compose makes a record of lines.
func (s *Service) compose(all []Line, lang locale.Lang) Record {
	view := Record{Issuer: s.Messages.Printer(lang, "").T("credentials.issuer"), Sections: sections(all)}
	for _, line := range all {
		if line.State == Completed {
			view.Courses++
			view.Minutes += line.Minutes
		}
	}
	return view
}

func lines(rows []records.RecordLine, lang locale.Lang, results bool) []Line {
	list := make([]Line, len(rows))
	for i, r := range rows {
		list[i] = Line{
			Ref: Ref{r.Kind, r.ID}, Title: r.Title.In(string(lang)), State: r.State, At: r.At, Until: r.Until, Minutes: r.Minutes, Percent: r.Percent,
			Number: r.Number, Code: r.Code, Chosen: r.Chosen,
		}
		if results && r.Result != nil && r.State == Completed {
			percent := float64(*r.Result) / 100
			list[i].Result = &percent
		}
	}
	return list
}

// sections puts lines into their parts; a part without lines is left out.
func sections(all []Line) []Section {
	parts := []Section{{Part: Completed}, {Part: Certificates}, {Part: Grants}, {Part: Active}}
	for _, line := range all {
		at := map[string]int{"completed": 0, "certificate": 1, "grant": 2, "active": 3}[line.part()]
		parts[at].Lines = append(parts[at].Lines, line)
	}
	var there []Section
	for _, part := range parts {
		if len(part.Lines) > 0 {
			there = append(there, part)
		}
	}
	return there
}

func (l Line) part() string {
	if l.Kind == "course" {
		return l.State
	}
	return l.Kind
}
