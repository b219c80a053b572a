package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes of uploads.

// UploadRequest is a file that is going to be sent.
type UploadRequest struct {
	Name    string `json:"name" doc:"1 to 200 characters."`
	Bytes   int64  `json:"bytes" minimum:"1"`
	Type    string `json:"type,omitempty" doc:"The media type as the sender believes; what counts is the content."`
	Purpose string `json:"purpose" enum:"lecture,attachment,assignment"`
	Course  string `json:"course,omitempty" doc:"The slug of the course whose library it goes into."`
	// Fingerprint is the sender's own affair.
	Fingerprint string `json:"fingerprint,omitempty" doc:"By which the sender knows the file again: up to 100 letters, digits and signs of ASCII."`
}

// UploadTicket is how to send it: the file is cut into parts of part_bytes, the last being what remains, and each is
// PUT to its address, several at once and in any order.
type UploadTicket struct {
	ID        uuid.UUID     `json:"id" format:"uuid"`
	PartBytes int64         `json:"part_bytes"`
	Parts     []PartAddress `json:"parts" doc:"Of the first 1000 parts; ask for those of the others."`
	ExpiresAt time.Time     `json:"expires_at" doc:"When the addresses run out; the upload stays open."`
}

// PartAddress takes one part by PUT, of exactly its length, and answers its ETag.
type PartAddress struct {
	Number int    `json:"number"`
	URL    string `json:"url" format:"uri"`
}

// PartNumbers asks for addresses.
type PartNumbers struct {
	Numbers []int `json:"numbers" doc:"Counted from 1; at most 1000."`
}

// PartAddresses are addresses of parts.
type PartAddresses struct {
	Parts []PartAddress `json:"parts"`
}

// UploadState is how far an upload has come.
type UploadState struct {
	State     string    `json:"state" enum:"receiving,stored,processing,ready,refused"`
	Received  []int     `json:"received" doc:"The numbers of the parts that have arrived."`
	Reason    *string   `json:"reason" doc:"Why it was refused, for programs."`
	Detail    *string   `json:"detail" doc:"The same as a sentence."`
	Percent   *int      `json:"percent,omitempty" minimum:"0" maximum:"99" doc:"How much of its film is made, while that goes on."`
	Asset     uuid.UUID `json:"asset" format:"uuid"`
	Name      string    `json:"name"`
	Bytes     int64     `json:"bytes"`
	PartBytes int64     `json:"part_bytes"`
}

// UploadFinish says that all parts were sent.
type UploadFinish struct {
	Parts []SentPart `json:"parts" doc:"What is given here is compared with what has arrived."`
}

// SentPart is a part as its sender knows it.
type SentPart struct {
	Number int    `json:"number"`
	ETag   string `json:"etag,omitempty" doc:"As it was answered; left out where it cannot be read."`
}

// UploadOutcome is what became of an upload.
type UploadOutcome struct {
	Asset  uuid.UUID `json:"asset" format:"uuid"`
	State  string    `json:"state" enum:"stored,processing,ready,refused"`
	Reason *string   `json:"reason" doc:"Why it was refused, for programs."`
	Detail *string   `json:"detail" doc:"The same as a sentence."`
}
