package learning

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"time"

	"academy/app/access"
	"academy/app/fault"
	"academy/models"
	"academy/models/courses"

	"github.com/google/uuid"
)

// Why an interval was not believed.
const (
	outside   = "outside_video"
	malformed = "malformed"
	tooFast   = "too_fast"
)

// The purse: watching at double speed on several devices is honest, more newly watched seconds than twice the time
// since opening are not. The allowance lets a player be a little ahead of our clock.
const (
	speed     = 2
	allowance = 30_000 // milliseconds
)

// maxIntervals bounds one claim; an honest player sends a handful.
const maxIntervals = 200

// What nobody watches but would make the record long: a stretch apart from all others has a length, the record a number
// of stretches, and what a claim was refused is kept for the first few intervals only.
const (
	crumb        = 250 // milliseconds
	maxSpans     = 2000
	keptRejected = 20
)

// settle decides which intervals of a claim are believed. It is pure: watched is what was believed before, budget how
// many milliseconds may be new. Intervals are taken in their order, each whole or not at all, so that a player can
// send again later what came too fast. What is watched is in order already, so each finds its place by halving.
func settle(watched courses.Spans, intervals [][2]float64, durationMS, budget int) (believed courses.Spans, spent int, rejected []Rejected) {
	all := slices.Clone(watched)
	for _, in := range intervals {
		span, reason := toSpan(in, durationMS)
		if reason == "" {
			var cost int
			if cost, reason = price(all, span, budget-spent); reason == "" {
				all, spent, believed = insert(all, span), spent+cost, append(believed, span)
				continue
			}
		}
		rejected = append(rejected, Rejected{in, reason})
	}
	return believed, spent, rejected
}

// price is how many milliseconds of a span are new, or why it is not believed.
func price(all courses.Spans, span courses.Span, left int) (cost int, reason string) {
	i, j := touched(all, span)
	if i == j && (span.To-span.From < crumb || len(all) >= maxSpans) {
		return 0, malformed
	}
	cost = span.To - span.From
	for _, s := range all[i:j] {
		cost -= max(0, min(s.To, span.To)-max(s.From, span.From))
	}
	if cost > left {
		return 0, tooFast
	}
	return cost, ""
}

func toSpan(in [2]float64, durationMS int) (courses.Span, string) {
	if math.IsNaN(in[0]) || math.IsNaN(in[1]) || in[1] <= in[0] {
		return courses.Span{}, malformed
	}
	// A player's clock may run past the file's by a little.
	if in[0] < 0 || in[1]*1000 > float64(durationMS+slack) {
		return courses.Span{}, outside
	}
	span := courses.Span{From: int(math.Round(in[0] * 1000)), To: min(int(math.Round(in[1]*1000)), durationMS)}
	if span.To <= span.From {
		return courses.Span{}, malformed
	}
	return span, ""
}

// budget is how many milliseconds may be believed anew: by the clock of this lecture and by that of the learner over
// all lectures, whichever leaves less.
func budget(purse courses.Budget, cov courses.Coverage, now time.Time) int {
	left := func(since time.Time, spent int64) int64 {
		return speed*now.Sub(since).Milliseconds() + allowance - spent
	}
	return int(max(0, min(left(purse.OpenedAt, purse.SpentMS), left(cov.OpenedAt, int64(cov.Ranges.Length())))))
}

// ClaimCoverage settles what a player says it has played. The same view and number sent again changes nothing and
// answers what is believed now. Completing the lesson, and the course with it, happens in the same transaction.
func (s *Service) ClaimCoverage(ctx context.Context, who access.Actor, lessonID uuid.UUID, claim CoverageClaim) (CoverageResult, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return CoverageResult{}, err
	}
	if err := claim.check(); err != nil {
		return CoverageResult{}, err
	}
	slug, err := s.CourseOf(ctx, lessonID)
	if err != nil {
		return CoverageResult{}, err
	}
	o, err := s.outline(ctx, slug)
	if err != nil {
		return CoverageResult{}, err
	}
	l := o.byID[lessonID]
	if l == nil || l.AssetID == nil {
		return CoverageResult{}, ErrKind
	}
	var result CoverageResult
	err = s.DB.Write(ctx, func(tx *models.Tx) (err error) {
		result, err = s.claim(tx, who.ID, o, l, claim)
		return err
	})
	return result, err
}

func (c CoverageClaim) check() error {
	fields := map[string]string{}
	if c.ViewID == "" || len(c.ViewID) > 64 {
		fields["view_id"] = "learning.view_id"
	}
	if c.Seq < 0 || c.Seq > math.MaxInt32 {
		fields["seq"] = "learning.seq"
	}
	if len(c.Intervals) > maxIntervals {
		fields["intervals"] = "learning.intervals"
	}
	if math.IsNaN(c.Position) || c.Position < 0 {
		fields["position"] = "learning.position"
	}
	if f := fault.Fields(fields); f != nil {
		return f
	}
	return nil
}

func (s *Service) claim(tx *models.Tx, citizenID uuid.UUID, o *outline, l *lesson, claim CoverageClaim) (CoverageResult, error) {
	purse, err := courses.LockBudget(tx, citizenID)
	if errors.Is(err, models.ErrNotFound) {
		return CoverageResult{}, ErrUnopened
	}
	if err != nil {
		return CoverageResult{}, err
	}
	e, err := courses.LockEnrolment(tx, o.course.ID, citizenID)
	if errors.Is(err, models.ErrNotFound) || err == nil && !e.Learning() {
		return CoverageResult{}, ErrNotEnrolled
	}
	if err != nil {
		return CoverageResult{}, err
	}
	if err := wasOpened(tx, o, e, l); err != nil {
		return CoverageResult{}, err
	}
	cov, err := courses.FindCoverage(tx, citizenID, *l.WatchedID)
	if errors.Is(err, models.ErrNotFound) {
		return CoverageResult{}, ErrUnopened
	}
	if err != nil {
		return CoverageResult{}, err
	}
	before, err := courses.FindClaim(tx, citizenID, claim.ViewID, claim.Seq)
	if err == nil {
		return repeated(cov, before, l)
	}
	if !errors.Is(err, models.ErrNotFound) {
		return CoverageResult{}, err
	}
	return s.believe(tx, watched{o, l, e, cov}, claim, budget(purse, cov, tx.Now))
}

// wasOpened refuses a lecture that one has not been let into, where another lesson with the same film was opened instead.
// Whoever is in it stays, though it be locked meanwhile.
func wasOpened(tx *models.Tx, o *outline, e courses.Enrolment, l *lesson) error {
	if len(l.requires) == 0 && l.Release == (courses.Release{}) && l.sectionRelease == (courses.Release{}) {
		return nil
	}
	st, err := progressOf(tx, o, e)
	if err == nil && st.progress[l.LessonID].OpenedAt == nil {
		return ErrUnopened
	}
	return err
}

func repeated(cov courses.Coverage, before courses.Claim, l *lesson) (CoverageResult, error) {
	result := covered(cov.Ranges, l)
	result.Accepted = float64(before.AcceptedMS) / 1000
	if err := json.Unmarshal(before.Rejected, &result.Rejected); err != nil {
		return result, fmt.Errorf("rejected intervals of a claim: %w", err)
	}
	return result, nil
}

func covered(ranges courses.Spans, l *lesson) CoverageResult {
	return CoverageResult{Percent: coveredPercent(ranges, l.DurationMS), Ranges: seconds(&ranges), Rejected: []Rejected{}}
}

// watched is a lecture of a course in which somebody is enrolled, and what is believed of it before a claim.
type watched struct {
	outline   *outline
	lesson    *lesson
	enrolment courses.Enrolment
	coverage  courses.Coverage
}

func (s *Service) believe(tx *models.Tx, w watched, claim CoverageClaim, budget int) (CoverageResult, error) {
	l, e := w.lesson, w.enrolment
	add, spent, rejected := settle(w.coverage.Ranges, claim.Intervals, l.DurationMS, budget)
	position := min(int(math.Min(claim.Position, 1e6)*1000), l.DurationMS)
	ranges, err := courses.UpdateCoverage(tx, e.CitizenID, *l.WatchedID, unite(add), position)
	if err != nil {
		return CoverageResult{}, err
	}
	if err := courses.UpdateSpent(tx, e.CitizenID, spent); err != nil {
		return CoverageResult{}, err
	}
	result := covered(ranges, l)
	result.Accepted = float64(spent) / 1000
	if rejected != nil {
		result.Rejected = rejected
	}
	note, err := json.Marshal(result.Rejected[:min(len(result.Rejected), keptRejected)])
	if err != nil {
		return CoverageResult{}, fmt.Errorf("rejected intervals of a claim: %w", err)
	}
	if err := courses.InsertClaim(tx, courses.Claim{
		CitizenID: e.CitizenID, ViewID: claim.ViewID, Seq: claim.Seq, AssetID: *l.WatchedID, AcceptedMS: spent, Rejected: note, At: tx.Now,
	}); err != nil {
		return CoverageResult{}, err
	}
	if result.Percent >= w.outline.wantCoverage() {
		result.Completed = true
		return result, s.completeLesson(tx, w.outline, e, l)
	}
	return result, nil
}
