// Package proof signs credentials and tells whether one is as it was signed: Data Integrity proofs of the suite
// eddsa-rdfc-2022, JSON web tokens, the bits of a status list, and the chunk of a picture that carries a credential. It
// knows no database, no HTTP and no clock. Nothing is ever fetched: the contexts it understands are in the binary, and
// keys are handed to it. What it reads is foreign and may be hostile, so everything is bounded.
package proof

import "errors"

// Why a credential is refused. Each error wraps one of these.
var (
	// ErrMalformed is no JSON object, token or picture of the form it must have.
	ErrMalformed = errors.New("proof: malformed")
	// ErrContext is a vocabulary that is not in this binary.
	ErrContext = errors.New("proof: context that is not held here")
	// ErrUnsigned is a part of a document that its proof would not cover, such as a term that no context defines.
	ErrUnsigned = errors.New("proof: part that no signature covers")
	// ErrMethod is a proof or token of a kind that is not accepted here.
	ErrMethod = errors.New("proof: method that is not accepted")
	// ErrKey is a key that is missing, weak, or of another kind than the proof needs.
	ErrKey = errors.New("proof: unusable key")
	// ErrSignature is a signature that does not belong to what it stands on.
	ErrSignature = errors.New("proof: signature does not match")
)

// MaxBytes is how large a credential may be, and the picture around it.
const MaxBytes = 256 << 10
