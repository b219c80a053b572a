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

	mutex sync.RWMutex
	made  map[voice]locale.Printer
}

// maxVoices is more than there are zones in two languages; what is beyond begins anew.
const maxVoices = 1500

type voice struct {
	lang locale.Lang
	zone string
}

// In is the printer of a language that shows times in a zone.
func (p *Printers) In(lang locale.Lang, zone string) locale.Printer {
	key := voice{lang, zone}
	p.mutex.RLock()
	found, ok := p.made[key]
	p.mutex.RUnlock()
	if ok {
		return found
	}
	made := p.Messages.Printer(lang, zone)
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.made == nil || len(p.made) >= maxVoices {
		p.made = map[voice]locale.Printer{}
	}
	p.made[key] = made
	return made
}

// Speak puts the printer of a request into its context, for the views.
func (p *Printers) Speak(c *fiber.Ctx) {
	v := request.Of(c)
	c.SetUserContext(locale.With(c.UserContext(), p.In(v.Lang, v.Actor.TimeZone)))
}
