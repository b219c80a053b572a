package participation

// What else hangs on an agenda is asked about in the same words, of a row p that has an agenda_id: Band is what a citizen
// (twice an argument) has learned on it, Consented whether somebody (an argument) agrees that their opinions are kept.
const (
	Band      = band
	Consented = consented
)
