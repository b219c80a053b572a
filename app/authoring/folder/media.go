package folder

import (
	"encoding/json"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"academy/models"

	"golang.org/x/text/unicode/norm"
)

// Media is a picture or a file that the texts of a course show, as it was sent.
type Media struct {
	File string // in the folder
	Name string // as it came; that of the file where empty
	Alt  models.Text
}

// mediaDir is where pictures and files stand in a folder.
const mediaDir = "media/"

// mostMedia bounds the pictures and files of a course.
const mostMedia = 500

// Rewrite changes all texts that may show pictures and link to files.
func (c *Course) Rewrite(change func(text string) string) {
	both := func(t *models.Text) { t.KO, t.EN = change(t.KO), change(t.EN) }
	both(&c.Description)
	for i := range c.Sections {
		for j := range c.Sections[i].Lessons {
			l := &c.Sections[i].Lessons[j]
			both(&l.Body)
			if l.Quiz == nil {
				continue
			}
			for k := range l.Quiz.Questions {
				q := &l.Quiz.Questions[k]
				both(&q.Prompt)
				both(&q.Feedback)
				q.Body = rewritten(q.Body, change)
			}
		}
	}
}

// rewritten is a question's body with its texts changed; one that cannot be read stays as it is.
func rewritten(body json.RawMessage, change func(string) string) json.RawMessage {
	var tree any
	if json.Unmarshal(body, &tree) != nil {
		return body
	}
	made, err := json.Marshal(changed(tree, change))
	if err != nil {
		return body
	}
	return made
}

// mediaLink is how a text names a file of the folder.
var mediaLink = regexp.MustCompile(`media/[\p{L}\p{M}\p{N}._-]+`) //nolint:gochecknoglobals // compiled once

// LinkMedia puts other addresses in the place of the files that are among those given, by their name in the folder.
func LinkMedia(text string, address map[string]string) string {
	return mediaLink.ReplaceAllStringFunc(text, func(name string) string {
		if to, ok := address[name]; ok {
			return to
		}
		return name
	})
}

// maxMediaName is how many characters of a name a file keeps: in Hangul three bytes each, of the 255 that file systems take.
const maxMediaName = 60

// MediaFile names the file of something that came under a name. Taken are the names that are given away, in lower case,
// since not every file system tells A from a.
func MediaFile(name string, taken map[string]bool) string {
	extension := path.Ext(name)
	base := plainName(strings.TrimSuffix(name, extension))
	if runes := []rune(base); len(runes) > maxMediaName {
		base = string(runes[:maxMediaName])
	}
	if base = strings.Trim(base, "-."); base == "" {
		base = "file"
	}
	if extension = plainName(extension); len(extension) > 10 || extension == "." {
		extension = ""
	}
	for n := 1; ; n++ {
		file := mediaDir + base + extension
		if n > 1 {
			file = mediaDir + base + "-" + strconv.Itoa(n) + extension
		}
		if !taken[strings.ToLower(file)] {
			taken[strings.ToLower(file)] = true
			return file
		}
	}
}

// plainName keeps what stands in a link and in a file's name as it is anywhere.
func plainName(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || strings.ContainsRune("._-", r) {
			return r
		}
		return '-'
	}, norm.NFC.String(name))
}

type mediaFile struct {
	File at[string] `yaml:"file"`
	Name at[string] `yaml:"name,omitempty"`
	Alt  text       `yaml:"alt,flow,omitempty"`
}

// readMedia reads which pictures and files there are and whether texts name others.
func (f *Folder) readMedia(course *Item, files []mediaFile) {
	known := map[string]string{}
	for _, m := range files {
		if m.File.V != mediaLink.FindString(m.File.V) {
			course.add(m.File.Line, "import.media_name", m.File.V)
			continue
		}
		if known[m.File.V] != "" {
			course.add(m.File.Line, "import.twice", "file", m.File.V)
			continue
		}
		known[m.File.V] = m.File.V
		item := f.item(m.File.V, "media")
		f.mark(AtMedia(m.File.V), item, 0)
		f.there(item)
		f.Course.Media = append(f.Course.Media, Media{File: m.File.V, Name: composed(m.Name.V), Alt: m.Alt.Text})
	}
	if len(files) > mostMedia {
		course.add(files[0].File.Line, "import.between", "media", 0, mostMedia)
	}
	f.Course.Rewrite(func(t string) string {
		for _, link := range linked(t) {
			if known[link] == "" {
				course.add(0, "import.media_unlisted", link)
			}
		}
		return t
	})
}

var destination = regexp.MustCompile(`\]\(\s*<?(media/[^\s)>]*)`) //nolint:gochecknoglobals // compiled once

// linked are the files of the folder that a text shows or links to.
func linked(text string) []string {
	var links []string
	for _, m := range destination.FindAllStringSubmatch(text, -1) {
		if !slices.Contains(links, m[1]) {
			links = append(links, m[1])
		}
	}
	return links
}

// AtMedia is a picture or a file.
func AtMedia(file string) Place { return Place("media " + file) }
