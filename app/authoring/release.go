package authoring

import (
	"time"

	"academy/app/authoring/folder"
	"academy/models/courses"
)

// Release is when a section or a lesson opens, as its authors choose it.
type Release struct {
	How  string    // one of Releases
	At   time.Time // where it opens on a date; zero when the date could not be read
	Days int       // where it opens so many days after the enrolment
}

// Ways in which something opens.
const (
	AtOnce    = "at_once"
	OnDate    = "date"
	AfterDays = "days"
)

// Releases are the ways in which something opens.
func Releases() []string { return []string{AtOnce, OnDate, AfterDays} }

const mostDays = 3650

func releaseOf(r courses.Release) Release {
	switch {
	case r.OpensAt != nil:
		return Release{How: OnDate, At: *r.OpensAt}
	case r.OpensAfterDays != nil:
		return Release{How: AfterDays, Days: *r.OpensAfterDays}
	}
	return Release{How: AtOnce}
}

// check looks at a release; one that nobody has chosen is at once.
func (r *Release) check(w wrong) {
	if r.How == "" {
		r.How = AtOnce
	}
	w.oneOf("opens", r.How, Releases()...)
	if year := r.At.Year(); r.How == OnDate && (year < 2000 || year > 2199) {
		w["opens_at"] = "authoring.date"
	}
	if r.How == AfterDays {
		w.between("opens_days", r.Days, 1, mostDays)
	}
}

func (r Release) row() courses.Release {
	switch r.How {
	case OnDate:
		return courses.Release{OpensAt: &r.At}
	case AfterDays:
		return courses.Release{OpensAfterDays: &r.Days}
	}
	return courses.Release{}
}

// written is a release as a folder says it, and rowOf the other way round.
func written(r courses.Release) folder.Release {
	var v folder.Release
	if r.OpensAt != nil {
		v.At = r.OpensAt.UTC()
	}
	if r.OpensAfterDays != nil {
		v.Days = *r.OpensAfterDays
	}
	return v
}

func rowOf(r folder.Release) courses.Release {
	var row courses.Release
	if !r.At.IsZero() {
		row.OpensAt = &r.At
	}
	if r.Days > 0 {
		row.OpensAfterDays = &r.Days
	}
	return row
}
