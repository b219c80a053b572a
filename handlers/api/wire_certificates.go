package api

import (
	"time"

	"github.com/google/uuid"
)

// The published shapes by which the institution looks after certificates.

// StudioCertificate is a certificate in the register of a course.
type StudioCertificate struct {
	ID          uuid.UUID  `json:"id" format:"uuid"`
	Code        string     `json:"code"`
	Number      string     `json:"number"`
	State       string     `json:"state" enum:"issued,revoked,superseded"`
	Expired     bool       `json:"expired" doc:"Whether its time is over; the state stays issued."`
	Holder      string     `json:"holder"`
	Course      Text       `json:"course" doc:"The title on the day of completion."`
	Minutes     int        `json:"minutes"`
	IssuedAt    time.Time  `json:"issued_at"`
	ExpiresAt   *time.Time `json:"expires_at" doc:"null where it is good for ever."`
	EndedAt     *time.Time `json:"ended_at" doc:"When it was revoked or superseded."`
	RevokedCode *string    `json:"revoked_code" enum:"error,identity,misconduct,request,withdrawn_course"`
}

// CertificateRevocation takes a certificate back.
type CertificateRevocation struct {
	Code   string `json:"code" enum:"error,identity,misconduct,request,withdrawn_course" doc:"Why, as everybody may know."`
	Reason string `json:"reason" doc:"Why in detail, for the record only; up to 500 characters."`
}

// CertificateCorrection puts a certificate with another name in the place of one.
type CertificateCorrection struct {
	Name   string `json:"name"`
	Reason string `json:"reason" doc:"For the record only; up to 500 characters."`
}

// CertificateReason is why a certificate is issued anew.
type CertificateReason struct {
	Reason string `json:"reason" doc:"For the record only; up to 500 characters."`
}

// CertificateBundle is where a ZIP is.
type CertificateBundle struct {
	URL string `json:"url" format:"uri" doc:"Works for 5 minutes, without a token."`
}

// CertificateRunRequest begins something with all certificates of a course.
type CertificateRunRequest struct {
	Kind   string `json:"kind" enum:"issue,bundle" doc:"issue: to all who have completed the course and were never issued one. bundle: the PDFs of all that count as one ZIP, kept for 7 days."`
	Reason string `json:"reason,omitempty" doc:"What a bundle is needed for; for the record."`
}

// CertificateRun is how far it is.
type CertificateRun struct {
	ID         uuid.UUID            `json:"id" format:"uuid"`
	Kind       string               `json:"kind" enum:"issue,bundle"`
	AskedAt    time.Time            `json:"asked_at"`
	FinishedAt *time.Time           `json:"finished_at" doc:"null while it goes on."`
	Total      int                  `json:"total"`
	Done       int                  `json:"done"`
	Failed     int                  `json:"failed"`
	Failures   []CertificateFailure `json:"failures" doc:"At most 200 of them."`
	Bytes      int64                `json:"bytes" doc:"Of the ZIP; 0 before it is made."`
	ExpiresAt  *time.Time           `json:"expires_at" doc:"Until when the ZIP is kept."`
}

// CertificateFailure is somebody whose certificate could not be issued.
type CertificateFailure struct {
	Enrolment uuid.UUID `json:"enrolment" format:"uuid"`
	Name      string    `json:"name"`
	Code      string    `json:"code"`
	Text      string    `json:"text"`
}

// CertificateTemplateWork is the certificate of a course as its authors edit it.
type CertificateTemplateWork struct {
	Own         bool                `json:"own" doc:"Whether the course has a template of its own; without one, the look of the academy is shown."`
	Template    CertificateTemplate `json:"template"`
	Pictures    []TemplatePicture   `json:"pictures" doc:"Those of the course's library, any of which may be the seal or the signature."`
	Unprintable string              `json:"unprintable" doc:"The characters of the template that its font lacks: on paper they are squares."`
}

// CertificateTemplate is a template as a whole.
type CertificateTemplate struct {
	From        int     `json:"from" doc:"The version that the edit began with, 0 for none."`
	Orientation string  `json:"orientation" enum:"landscape,portrait"`
	Border      string  `json:"border" enum:"cloth,line,none"`
	Palette     string  `json:"palette"`
	Title       Text    `json:"title"`
	Lead        Text    `json:"lead"`
	Statement   Text    `json:"statement" doc:"Texts may hold {name}, {course}, {hours}, {date}, {number}, {issuer} and, with months, {expires}; a brace that is meant is written twice."`
	Note        Text    `json:"note"`
	Authority   Text    `json:"authority" doc:"Who issues it."`
	Signatory   Text    `json:"signatory"`
	Position    Text    `json:"position" doc:"Of the signatory."`
	Seal        *string `json:"seal" format:"uuid" doc:"A picture of the course's library."`
	Signature   *string `json:"signature" format:"uuid"`
	Prefix      string  `json:"prefix" doc:"What the numbers begin with: a capital letter, then one to seven capitals or digits."`
	Months      int     `json:"months" doc:"How long the certificates are good, 0 for ever; up to 120."`
}

// TemplatePicture is a picture that may be a seal or a signature.
type TemplatePicture struct {
	ID   uuid.UUID `json:"id" format:"uuid"`
	Name string    `json:"name"`
	Alt  Text      `json:"alt"`
}
