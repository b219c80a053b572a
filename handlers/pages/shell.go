package pages

import (
	"context"
	"time"

	"academy/app"
	"academy/app/access"
	"academy/app/learning"
	"academy/app/locale"
	"academy/handlers/request"
	"academy/handlers/views/layout"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"
	"github.com/maypok86/otter/v2"
)

// frame is the shell of a page without what the database would have to be asked for.
func (p *Pages) frame(c *fiber.Ctx) layout.Shell {
	v, look := request.Of(c), p.Jar.View(c)
	s := layout.Shell{
		Path: v.Path, Actor: v.Actor, CSRF: v.CSRF, Size: look.Size, Mode: look.Mode,
		StoreOrigin: p.StoreOrigin, SaveData: request.SaveData(c),
	}
	if key := p.Jar.TakeFlash(c); p.App.Messages.Has(key) {
		s.Flash = key
	}
	return s
}

// shell is the frame with the reader's unread notices and the place to go on from.
func (p *Pages) shell(c *fiber.Ctx) (layout.Shell, error) {
	s := p.frame(c)
	if !s.Actor.Known() {
		return s, nil
	}
	var err error
	if s.Unread, err = p.badges.unreadOf(c.UserContext(), s.Actor); err != nil {
		return s, err
	}
	s.Resume, err = p.badges.resumeOf(c.UserContext(), s.Actor, request.Lang(c))
	return s, err
}

// badges remembers for a moment what every page shows of its reader, so that it costs no query on most.
type badges struct {
	app    *app.App
	unread *otter.Cache[uuid.UUID, int]
	resume *otter.Cache[place, *learning.Resume]
}

type place struct {
	user uuid.UUID
	lang locale.Lang
}

// badgeLife is how long a badge may be old; those whose own deeds change it see it at once, on this server.
const (
	badgeLife = 3 * time.Second
	badgeMost = 20_000
)

func newBadges(a *app.App) *badges {
	return &badges{
		app:    a,
		unread: otter.Must(&otter.Options[uuid.UUID, int]{MaximumSize: badgeMost, ExpiryCalculator: otter.ExpiryWriting[uuid.UUID, int](badgeLife)}),
		resume: otter.Must(&otter.Options[place, *learning.Resume]{MaximumSize: badgeMost, ExpiryCalculator: otter.ExpiryWriting[place, *learning.Resume](badgeLife)}),
	}
}

func (b *badges) unreadOf(ctx context.Context, who access.Actor) (int, error) {
	if n, ok := b.unread.GetIfPresent(who.ID); ok {
		return n, nil
	}
	n, err := b.app.Notify.Unread(ctx, who)
	if err == nil {
		b.unread.Set(who.ID, n)
	}
	return n, err
}

func (b *badges) resumeOf(ctx context.Context, who access.Actor, lang locale.Lang) (*learning.Resume, error) {
	if r, ok := b.resume.GetIfPresent(place{who.ID, lang}); ok {
		return r, nil
	}
	r, err := b.app.Learning.Resume(ctx, who, lang)
	if err == nil {
		b.resume.Set(place{who.ID, lang}, r)
	}
	return r, err
}

// at notes where a reader is just now, which no one needs to ask for.
func (b *badges) at(who access.Actor, lang locale.Lang, r *learning.Resume) {
	b.moved(who)
	b.resume.Set(place{who.ID, lang}, r)
}

// moved forgets where a reader was.
func (b *badges) moved(who access.Actor) {
	b.resume.Invalidate(place{who.ID, locale.KO})
	b.resume.Invalidate(place{who.ID, locale.EN})
}

// read forgets how many notices were unread.
func (b *badges) read(who access.Actor) { b.unread.Invalidate(who.ID) }
