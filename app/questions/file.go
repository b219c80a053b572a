package questions

import (
	"encoding/json"
	"path"
	"slices"
	"strings"

	"academy/app/fault"
	"academy/models"

	"github.com/google/uuid"
)

// File is an answer in a file, which a person marks.
type File struct {
	byHand
	// Kinds are what may be handed in; none is all of FileKinds.
	Kinds []string `json:"kinds,omitempty"`
	// Most is the most megabytes; 0 is twenty.
	Most int `json:"most,omitempty"`
}

// The kinds of files that can be asked for.
const (
	KindDocument = "document"
	KindPicture  = "picture"
)

// FileKinds are all kinds of files.
func FileKinds() []string { return []string{KindDocument, KindPicture} }

// FileForm is what may be handed in.
type FileForm struct {
	Kinds     []string
	Megabytes int
}

// Content is a file that was handed in: how it is called, and what it is by its bytes.
type Content struct {
	Name  string
	Type  string
	Bytes int64
}

// maxFile is the most megabytes that a form takes from a browser without script.
const (
	maxFile   = 50
	usualFile = 20
	megabyte  = 1_000_000
)

// Faults of files. A file that is not there is called the same as one that is somebody else's.
var (
	ErrFile      = wrongFile("assessment.file_unknown")
	ErrFileKind  = wrongFile("assessment.file_kind")
	ErrFileLarge = wrongFile("assessment.file_large")
)

func wrongFile(key string) *fault.Error {
	return &fault.Error{Kind: fault.Invalid, Key: "assessment.response_shape", Fields: map[string]string{"response": key}}
}

// sent is its response as it comes; no file is an answer taken back.
type sent struct {
	Asset string `json:"asset"`
}

// handedIn is its response as it is kept.
type handedIn struct {
	Asset uuid.UUID `json:"asset"`
}

// Type is the name stored.
func (q *File) Type() string { return TypeFile }

// Form asks for a file.
func (q *File) Form() Form {
	f := FileForm{Kinds: FileKinds(), Megabytes: usualFile}
	if len(q.Kinds) > 0 {
		f.Kinds = q.Kinds
	}
	if q.Most > 0 {
		f.Megabytes = q.Most
	}
	return Form{File: &f}
}

// Accept takes {asset}. Whose it is, only who keeps the files can say.
func (q *File) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r sent
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Asset == "" || r.Asset == uuid.Nil.String() {
		return none(), nil
	}
	asset, err := uuid.Parse(r.Asset)
	if err != nil {
		return nil, ErrShape.Because(err)
	}
	return write(handedIn{asset}), nil
}

// Takes refuses a file that is not what the question asks for.
func (q *File) Takes(c Content) error {
	form := q.Form().File
	if !slices.ContainsFunc(form.Kinds, func(kind string) bool { return c.is(kind) }) {
		return ErrFileKind
	}
	if c.Bytes > int64(form.Megabytes)*megabyte {
		return ErrFileLarge
	}
	return nil
}

// documents are the types of documents, by content, that do not begin as those in is.
const documents = " application/pdf text/plain text/rtf text/csv text/tab-separated-values application/msword application/vnd.ms-excel application/vnd.ms-powerpoint application/x-hwp "

// is says whether a file is of a kind. What a Hangul document is, its name must say: its bytes only tell how it is packed.
func (c Content) is(kind string) bool {
	bare, _, _ := strings.Cut(c.Type, ";")
	if kind == KindPicture {
		return strings.HasPrefix(bare, "image/") && bare != "image/svg+xml"
	}
	packed := map[string]string{".hwp": "application/x-ole-storage", ".hwpx": "application/zip"}[strings.ToLower(path.Ext(c.Name))]
	return strings.Contains(documents, " "+bare+" ") || packed != "" && packed == bare ||
		strings.HasPrefix(bare, "application/vnd.openxmlformats-officedocument.") || strings.HasPrefix(bare, "application/vnd.oasis.opendocument.")
}

// Asset is the file of a canonical response to a question of this type; zero where there is none.
func Asset(response json.RawMessage) uuid.UUID {
	var r handedIn
	if json.Unmarshal(response, &r) != nil {
		return uuid.Nil
	}
	return r.Asset
}

// Unnamed is what a file is called before whoever marks it without knowing whose it is: people write their names into
// those of their files.
func Unnamed(asset uuid.UUID, name string) string {
	id := asset.String()
	return "answer-" + id[len(id)-6:] + strings.ToLower(path.Ext(name))
}

func (q *File) check(prompt models.Text) []string {
	p := problems(q.byHand.check(prompt))
	known := !slices.ContainsFunc(q.Kinds, func(kind string) bool { return !slices.Contains(FileKinds(), kind) })
	p.demand(known && len(q.Kinds) <= len(FileKinds()) && q.Most >= 0 && q.Most <= maxFile, "assessment.draft.file")
	return p
}
