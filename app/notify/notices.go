package notify

import (
	"context"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/operations"
)

const (
	pageSize = 20
	// most is where counting unread notices stops: a badge says 99+.
	most = 100
)

// Notices answers a page of one's own notices, the newest first; an empty or mangled cursor is the first page. What
// differs by language is filled in for who.Locale.
func (s *Service) Notices(ctx context.Context, who access.Actor, cursor string) (Notices, error) {
	if !who.Known() {
		return Notices{}, fault.ErrAnonymous
	}
	var page Notices
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		rows, err := operations.ListNotices(tx, who.ID, models.ParseCursor(cursor), pageSize+1)
		if err != nil {
			return err
		}
		page.Items, page.Next = notices(rows, who.Locale)
		page.Unread, err = operations.CountUnread(tx, who.ID, most)
		return err
	})
	return page, err
}

// notices makes a page of one row more than it shows, which says whether there is another.
func notices(rows []operations.Notice, lang string) (items []Notice, next string) {
	if len(rows) > pageSize {
		rows = rows[:pageSize]
		last := rows[pageSize-1]
		next = models.Cursor{At: last.CreatedAt, ID: last.ID}.String()
	}
	for _, r := range rows {
		n := Notice{ID: r.ID, Kind: r.Kind, Link: r.Link, CreatedAt: r.CreatedAt, Read: r.ReadAt != nil}
		if k, err := kindOf(r.Kind); err == nil { // a kind that is no longer used keeps its sentence, unfilled
			n.Args = k.args(r.Params.V, lang)
		}
		items = append(items, n)
	}
	return items, next
}

// Unread counts one's unread notices, up to a hundred. A visitor has none.
func (s *Service) Unread(ctx context.Context, who access.Actor) (int, error) {
	if !who.Known() {
		return 0, nil
	}
	var count int
	err := s.DB.Read(ctx, func(tx *models.Tx) (err error) {
		count, err = operations.CountUnread(tx, who.ID, most)
		return err
	})
	return count, err
}

// MarkRead marks all of one's notices as read.
func (s *Service) MarkRead(ctx context.Context, who access.Actor) error {
	if !who.Known() {
		return fault.ErrAnonymous
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error { return operations.UpdateAllRead(tx, who.ID) })
}
