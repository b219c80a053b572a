package volunteering

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"academy/app/access"
	"academy/app/fault"
	"academy/app/locale"
	"academy/models"
	"academy/models/volunteering"

	"github.com/google/uuid"
	"golang.org/x/text/unicode/norm"
)

// Languages are those that volunteers speak and needs ask for.
func Languages() []string { return []string{"ko", "en", "zh", "ja", "fr", "es", "ru", "ar"} }

// Application is what somebody says who offers to help. Hours are the most of a day and of a week, 0 for no limit; a year of
// birth is told where one likes to.
type Application struct {
	Motivation          string
	Languages           []string
	BirthYear           int
	DayHours, WeekHours int
}

// Profile is a volunteer as they see themselves.
type Profile struct {
	Application
	// State is empty for those who have not applied.
	State  string
	Term   string
	Ends   *time.Time
	Answer string
	Grants []Grant
	Said   []Said
	// Portal is one's name at the national volunteer portal, where one has consented to hours being sent there.
	Portal          string
	PortalConsented *time.Time
}

// Grant is a duty that somebody is qualified for.
type Grant struct {
	Duty   Text
	Source string // course, manual
	Until  time.Time
	Over   bool
}

// Said is when somebody can come, or would like to or not.
type Said struct {
	ID      uuid.UUID
	Level   string
	Weekday int // Monday is 1; 0 for once
	// From and Until are the time of day, of a weekday.
	From, Until  string
	Starts, Ends time.Time
}

// MyProfile is what one has said as a volunteer.
func (s *Service) MyProfile(ctx context.Context, who access.Actor) (Profile, error) {
	if err := access.Check(who, access.Learn); err != nil {
		return Profile{}, err
	}
	var v Profile
	err := s.DB.Read(ctx, func(tx *models.Tx) error {
		p, err := volunteering.FindPerson(tx, who.ID)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		v = profileOf(p, tx.Now)
		return err
	})
	return v, err
}

func profileOf(p volunteering.Person, now time.Time) Profile {
	v := Profile{
		Application: Application{Motivation: p.Motivation, Languages: p.Languages.V, BirthYear: p.BirthYear, DayHours: p.MaxDayMinutes / 60, WeekHours: p.MaxWeekMinutes / 60},
		State:       p.State, Term: p.Term, Ends: p.EndsAt, Answer: p.Answer, Portal: p.PortalID, PortalConsented: p.PortalConsentedAt,
	}
	for _, g := range p.Grants.V {
		v.Grants = append(v.Grants, Grant{Duty: g.Title, Source: g.Source, Until: g.Until, Over: !now.Before(g.Until)})
	}
	for _, a := range p.Availability.V {
		said := Said{ID: a.ID, Level: a.Level}
		if a.Weekday != nil {
			said.Weekday, said.From, said.Until = *a.Weekday, clock(*a.FromMinute), clock(*a.UntilMinute)
		} else {
			said.Starts, said.Ends = *a.StartsAt, *a.EndsAt
		}
		v.Said = append(v.Said, said)
	}
	return v
}

func clock(minute int) string {
	return time.Date(2000, 1, 1, minute/60, minute%60, 0, 0, time.UTC).Format("15:04")
}

// Apply offers to help, or changes what one has said.
func (s *Service) Apply(ctx context.Context, who access.Actor, a Application) error {
	if err := access.Check(who, access.TakePart); err != nil {
		return err
	}
	a.Motivation = clean(a.Motivation)
	wrong := map[string]string{}
	if utf8.RuneCountInString(a.Motivation) > 1000 {
		wrong["motivation"] = "volunteering.long"
	}
	if len(a.Languages) == 0 || slices.ContainsFunc(a.Languages, func(l string) bool { return !slices.Contains(Languages(), l) }) {
		wrong["languages"] = "volunteering.languages_needed"
	}
	if a.DayHours < 0 || a.DayHours > 24 {
		wrong["day_hours"] = "volunteering.hours_of_day"
	}
	if a.WeekHours < 0 || a.WeekHours > 168 {
		wrong["week_hours"] = "volunteering.hours_of_week"
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if year := tx.Now.In(locale.Seoul()).Year(); a.BirthYear != 0 && (a.BirthYear < 1900 || a.BirthYear > year) {
			wrong["birth_year"] = "volunteering.birth_year"
		}
		if len(wrong) > 0 {
			return fault.Fields(wrong)
		}
		return volunteering.SaveApplication(tx, volunteering.Volunteer{
			CitizenID: who.ID, Motivation: a.Motivation, Languages: models.JSON[[]string]{V: a.Languages}, BirthYear: a.BirthYear,
			MaxDayMinutes: a.DayHours * 60, MaxWeekMinutes: a.WeekHours * 60,
		})
	})
}

// clean brings a text of several lines into the form in which it is kept.
func clean(text string) string {
	return norm.NFC.String(strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n")))
}

// Say adds when one can come: on a weekday between two times, or between two moments.
func (s *Service) Say(ctx context.Context, who access.Actor, said Said) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	row := volunteering.Availability{ID: models.NewID(), CitizenID: who.ID, Level: said.Level}
	if !slices.Contains(Levels(), said.Level) {
		return fault.Field("level", "volunteering.choose")
	}
	if said.Weekday != 0 {
		from, err := minuteOf(said.From)
		until, errUntil := minuteOf(said.Until)
		if until == 0 {
			until = 24 * 60
		}
		if err != nil || errUntil != nil || from >= until || said.Weekday > 7 || said.Weekday < 0 {
			return fault.Field("until", "volunteering.period")
		}
		row.Weekday, row.FromMinute, row.UntilMinute = &said.Weekday, &from, &until
	} else {
		if said.Starts.IsZero() || !said.Ends.After(said.Starts) || said.Ends.Sub(said.Starts) > 366*24*time.Hour {
			return fault.Field("ends", "volunteering.period")
		}
		row.StartsAt, row.EndsAt = &said.Starts, &said.Ends
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error {
		if _, err := volunteering.LockVolunteer(tx, who.ID); errors.Is(err, models.ErrNotFound) {
			return ErrNotVolunteer
		} else if err != nil {
			return err
		}
		err := volunteering.InsertAvailability(tx, row, mostAvailability)
		if errors.Is(err, models.ErrStale) {
			return ErrMany
		}
		return err
	})
}

// Levels are how much somebody would like to come.
func Levels() []string { return []string{"unavailable", "undesired", "desired"} }

func minuteOf(clock string) (int, error) {
	t, err := time.Parse("15:04", clock)
	return t.Hour()*60 + t.Minute(), err
}

// Unsay removes a line of what one has said.
func (s *Service) Unsay(ctx context.Context, who access.Actor, id uuid.UUID) error {
	if err := access.Check(who, access.Learn); err != nil {
		return err
	}
	return s.DB.Write(ctx, func(tx *models.Tx) error { return volunteering.DeleteAvailability(tx, who.ID, id) })
}
