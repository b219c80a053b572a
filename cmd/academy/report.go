package main

import (
	"encoding/json"
	"io"
)

// jsonReport is what every import answers with --json; docs/course-folder.md shows one.
type jsonReport struct {
	Items   []jsonItem `json:"items"`
	OK      int        `json:"ok"`
	Partly  int        `json:"partly"`
	Refused int        `json:"refused"`
}

type jsonItem struct {
	Name     string        `json:"name"`
	Type     string        `json:"type"`
	State    string        `json:"state"`
	Problems []jsonProblem `json:"problems"`
}

type jsonProblem struct {
	Line int    `json:"line"`
	Text string `json:"text"`
}

func (r jsonReport) print(out io.Writer) {
	if r.Items == nil {
		r.Items = []jsonItem{}
	}
	e := json.NewEncoder(out)
	e.SetIndent("", "  ")
	_ = e.Encode(r) // a closed pipe is the reader's wish
}
