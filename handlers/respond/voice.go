package respond

import (
	"sync"

	"academy/app/locale"
	"academy/handlers/request"

	"github.com/gofiber/fiber/v2"
)

// Printers hands out the voice of a language and a time zone. Loading a zone reads a file, so each is made once.
type Printers struct {
	Messages *locale.Catalogue

	made sync.Map // voice to locale.Printer; bounded by the zones there are
}

type voice struct {
	lang locale.Lang
	zone string
}

// In is the printer of a language that shows times in a zone.
func (p *Printers) In(lang locale.Lang, zone string) locale.Printer {
	key := voice{lang, zone}
	if found, ok := p.made.Load(key); ok {
		return found.(locale.Printer)
	}
	made := p.Messages.Printer(lang, zone)
	p.made.Store(key, made)
	return made
}

// Speak puts the printer of a request into its context, for the views.
func (p *Printers) Speak(c *fiber.Ctx) {
	v := request.Of(c)
	c.SetUserContext(locale.With(c.UserContext(), p.In(v.Lang, v.Actor.TimeZone)))
}
