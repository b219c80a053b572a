package studio

import (
	"context"
	"net/url"
	"strconv"

	"academy/app/authoring"
	"academy/app/credentials"
	"academy/app/locale"
	"academy/handlers/views/layout"
	"academy/handlers/views/parts"

	"github.com/google/uuid"
)

// registerHead is the head of a course as credentials hands it on.
func registerHead(h credentials.Head) authoring.CourseHead { return authoring.CourseHead(h) }

func registerPath(slug, state, after string) string {
	query := url.Values{}
	if state != "" {
		query.Set("state", state)
	}
	if after != "" {
		query.Set("after", after)
	}
	if len(query) == 0 {
		return path(slug, "certificates")
	}
	return path(slug, "certificates") + "?" + query.Encode()
}

func nextRegister(v credentials.Register) string {
	if v.Next == "" {
		return ""
	}
	return registerPath(v.Course.Slug, v.State, v.Next)
}

// filedPath is where a certificate is looked after, of no course where the slug is empty.
func filedPath(slug string, id uuid.UUID) string {
	if slug == "" {
		return "/admin/certificates/" + id.String()
	}
	return path(slug, "certificates", id.String())
}

func runPath(slug string, id uuid.UUID, rest ...string) string {
	return path(slug, append([]string{"certificates", "runs", id.String()}, rest...)...)
}

// registerFilters are the states that one may ask for, all first.
func registerFilters() []string { return append([]string{"all"}, credentials.States()...) }

// certificateTone is the colour of a state, which its word says as well.
func certificateTone(state string) string {
	switch state {
	case credentials.Issued:
		return "g"
	case credentials.Expired:
		return "y"
	case credentials.Revoked:
		return "r"
	}
	return "n"
}

// endText says why and when a certificate stopped counting, in short; nothing while it counts.
func endText(ctx context.Context, e credentials.Entry) string {
	p := locale.From(ctx)
	switch {
	case e.State == credentials.Expired && e.ExpiresAt != nil:
		return p.T("certificate.until", p.Date(credentials.LastDay(*e.ExpiresAt)))
	case e.EndedAt == nil:
		return ""
	case e.State == credentials.Revoked:
		return p.Date(*e.EndedAt) + " · " + p.T("certificate.why."+e.Reason)
	}
	return p.Date(*e.EndedAt)
}

// doneBy names who has done something to a certificate; the academy itself has no name.
func doneBy(ctx context.Context, e credentials.Event) string {
	if e.By == "" {
		return locale.T(ctx, "studio.cert.by_itself")
	}
	return e.By
}

func reasons(ctx context.Context) []parts.Choice {
	choices := []parts.Choice{{Label: locale.T(ctx, "studio.cert.choose")}}
	return append(choices, named(ctx, "certificate.why.", credentials.RevokedCodes()...)...)
}

// reissueForm begins with the name that the holder wishes, or as it is.
func reissueForm(f layout.Form, v credentials.Filed) layout.Form {
	if v.Wish != nil {
		return f.Or(map[string]string{"name": v.Wish.Name})
	}
	return f.Or(map[string]string{"name": v.Holder})
}

// runState is a run in one badge.
func runState(ctx context.Context, r credentials.Run) (tone, word string) {
	switch {
	case r.FinishedAt == nil:
		return "b", locale.T(ctx, "studio.cert.at_work", r.Done+r.Failed, r.Total)
	case r.Failed > 0:
		return "y", locale.T(ctx, "studio.cert.some_failed", r.Failed)
	case r.Kind == credentials.BundleRun && !r.Ready:
		return "n", locale.T(ctx, "studio.cert.gone")
	}
	return "g", locale.T(ctx, "studio.cert.made", r.Done)
}

// CertificateTable is the certificates of a course as a table to be taken along.
func CertificateTable(ctx context.Context, v credentials.Register) [][]string {
	p := locale.From(ctx)
	var head []string
	for _, column := range []string{"number", "code", "holder", "state", "issued", "expires", "ended", "why", "course", "minutes"} {
		head = append(head, p.T("studio.cert.column."+column))
	}
	rows := [][]string{head}
	for _, e := range v.Entries {
		ended, why := "", ""
		if e.EndedAt != nil {
			ended = e.EndedAt.In(p.Zone).Format(isoDay)
		}
		if e.Reason != "" {
			why = p.T("certificate.why." + e.Reason)
		}
		rows = append(rows, []string{
			e.Number, e.Code, e.Holder, p.T("studio.cert.state." + e.State), e.IssuedAt.In(p.Zone).Format(isoDay), lastDay(e), ended, why,
			e.Course.In(string(p.Lang)), strconv.Itoa(e.Minutes),
		})
	}
	return rows
}

// isoDay is how tables write a day.
const isoDay = "2006-01-02"

func lastDay(e credentials.Entry) string {
	if e.ExpiresAt == nil {
		return ""
	}
	return credentials.LastDay(*e.ExpiresAt).In(locale.Seoul()).Format(isoDay)
}
