package insight

import "encoding/json"

// Question is what has to be known of a question to analyse it.
type Question struct {
	// Counted says that it is worth counting what was picked: the academy marks it, and many give the same answer.
	Counted bool
	// Guess is what somebody earns on average who answers by chance, from 0 to 1; nil where nobody can say.
	Guess *float64
	// Offered is what there is to pick, and Right what its key picks.
	Offered, Right []string
	// Picks names what an answer chose, and Earns is the fraction of the marks that it is worth.
	Picks func(response json.RawMessage) []string
	Earns func(response json.RawMessage) float64
	// Name says what a pick is called.
	Name func(pick string) PickName
}

// PickName is a text of the author's or of those who answered, or where that is empty a message of the academy's.
type PickName struct {
	Text    Text   `json:"text,omitzero"`
	Message string `json:"message,omitempty"`
}
