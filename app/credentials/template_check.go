package credentials

import (
	"errors"
	"slices"
	"strings"

	"academy/app/credentials/diploma"
	"academy/media"
)

// isPrefix says whether numbers may begin so: a capital letter, then one to seven capitals or digits. The schema says the same.
func isPrefix(prefix string) bool {
	if len(prefix) < 2 || len(prefix) > 8 || prefix[0] < 'A' {
		return false
	}
	return !strings.ContainsFunc(prefix, func(r rune) bool { return (r < 'A' || r > 'Z') && (r < '0' || r > '9') })
}

// check finds what is wrong with the fields of a template.
func (c TemplateChange) check() map[string]string {
	wrong := map[string]string{}
	oneOf := func(field, value string, allowed []string) {
		if !slices.Contains(allowed, value) {
			wrong[field] = "authoring.choose"
		}
	}
	oneOf("orientation", c.Orientation, []string{Landscape, Portrait})
	oneOf("border", c.Border, diploma.Borders())
	oneOf("palette", c.Palette, media.Palettes())
	if !isPrefix(c.Prefix) {
		wrong["prefix"] = "credentials.prefix"
	}
	if c.Months < 0 || c.Months > mostMonths {
		wrong["months"] = "authoring.number"
	}
	c.checkTexts(wrong)
	return wrong
}

func (c TemplateChange) checkTexts(wrong map[string]string) {
	for _, field := range []struct {
		name      string
		text      Text
		most      int
		needed    bool
		variables bool
	}{
		{"title", c.Title, maxTemplateTitle, true, true}, {"lead", c.Lead, maxTemplateLine, false, true}, {"statement", c.Statement, maxTemplateText, true, true},
		{"note", c.Note, maxTemplateText, false, true}, {"authority", c.Authority, maxTemplateLine, true, false},
		{"signatory", c.Signatory, maxTemplateTitle, false, false}, {"position", c.Position, maxTemplateTitle, false, false},
	} {
		for lang, text := range map[string]string{"ko": field.text.KO, "en": field.text.EN} {
			if len([]rune(text)) > field.most {
				wrong[field.name+"_"+lang] = "authoring.too_long"
			} else if key := c.variable(text); field.variables && key != "" {
				wrong[field.name+"_"+lang] = key
			}
		}
		if field.needed && field.text == (Text{}) {
			wrong[field.name+"_ko"] = "authoring.needed"
		}
	}
}

// variable says what is wrong with the variables of a text.
func (c TemplateChange) variable(text string) string {
	switch err := diploma.CheckText(text); {
	case errors.Is(err, diploma.ErrVariable):
		return "credentials.variable"
	case err != nil:
		return "credentials.brace"
	case c.Months == 0 && diploma.Expires(text):
		return "credentials.no_expiry"
	}
	return ""
}
