package questions

import (
	"encoding/json"

	"github.com/google/uuid"
)

// File is an answer in a file, which a person marks.
type File struct{ byHand }

// sent is its response; no file is an answer taken back.
type sent struct {
	Asset uuid.UUID `json:"asset"`
}

// Type is the name stored.
func (q *File) Type() string { return TypeFile }

// Form asks for a file.
func (q *File) Form() Form { return Form{File: true} }

// Accept takes {asset}. Whose it is, only who keeps the files can say.
func (q *File) Accept(response json.RawMessage) (json.RawMessage, error) {
	var r sent
	if err := read(response, &r); err != nil {
		return nil, err
	}
	if r.Asset == uuid.Nil {
		return none(), nil
	}
	return write(r), nil
}

// Asset is the file of a canonical response to a question of this type; zero where there is none.
func Asset(response json.RawMessage) uuid.UUID {
	var r sent
	if json.Unmarshal(response, &r) != nil {
		return uuid.Nil
	}
	return r.Asset
}
