package api

import (
	"context"

	"academy/app/notify"
)

type preferencesInput = payload[PreferencesRequest]

func (s *API) notices(ctx context.Context, who caller, in *cursorInput) (*reply[Notices], error) {
	reader := who.Actor
	reader.Locale = string(who.say.Lang) // the language of the request, not of the account
	page, err := s.app.Notify.Notices(ctx, reader, in.Cursor)
	if err != nil {
		return nil, err
	}
	return ok(Notices{Unread: page.Unread, List: listOf(page.Items, page.Next, func(n notify.Notice) Notice {
		return Notice{ID: n.ID, Kind: n.Kind, Text: who.say.T("notice."+n.Kind, n.Args...), Link: present(n.Link), CreatedAt: n.CreatedAt.UTC(), Read: n.Read}
	})})
}

func (s *API) markRead(ctx context.Context, who caller, _ *nothing) error {
	return s.app.Notify.MarkRead(ctx, who.Actor)
}

func (s *API) preferences(ctx context.Context, who caller, _ *nothing) (*reply[List[Preference]], error) {
	chosen, err := s.app.Notify.Preferences(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	return ok(listOf(chosen, "", func(p notify.Preference) Preference {
		return Preference{Kind: p.Kind, Title: who.say.T("notify.kind." + p.Kind), InApp: p.InApp, Mail: p.Mail, Digest: &p.Digest}
	}))
}

func (s *API) setPreferences(ctx context.Context, who caller, in *preferencesInput) (*reply[List[Preference]], error) {
	asked, err := in.read()
	if err != nil {
		return nil, err
	}
	chosen, err := s.app.Notify.Preferences(ctx, who.Actor)
	if err != nil {
		return nil, err
	}
	choices := each(asked.Items, func(p Preference) notify.Preference {
		choice := notify.Preference{Kind: p.Kind, InApp: p.InApp, Mail: p.Mail}
		if p.Digest != nil {
			choice.Digest = *p.Digest
			return choice
		}
		for _, before := range chosen {
			if before.Kind == p.Kind {
				choice.Digest = before.Digest
			}
		}
		return choice
	})
	if err := s.app.Notify.SetPreferences(ctx, who.Actor, choices); err != nil {
		return nil, err
	}
	return s.preferences(ctx, who, nil)
}
