package insight

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"academy/models"
	"academy/models/internal/conn"

	"github.com/google/uuid"
)

// The attempts of each enrolment that are looked at, by what they are called. Ties go to the earlier one.
const (
	ofEach      = "select distinct on (enrolment_id) id, enrolment_id, number, max from attempts where quiz_id = ? and state = 'graded' order by enrolment_id, "
	everyOne    = "select id, enrolment_id, number, max from attempts where quiz_id = ? and state = 'graded'"
	firstOne    = ofEach + "number"
	lastOne     = ofEach + "number desc"
	highestOne  = ofEach + "score / nullif(max, 0) desc nulls last, number"
	longestRead = "set local statement_timeout = '9min'"
)

func chosen(attempts string) string {
	switch attempts {
	case "last":
		return lastOne
	case "highest":
		return highestOne
	case "all":
		return everyOne
	}
	return firstOne
}

// AskedVersion is a version of a question that some of the attempts were asked, or judged by since.
type AskedVersion struct {
	ID, QuestionID uuid.UUID
	Number         int
	Type           string
	Prompt         models.Text
	Body           models.JSON[json.RawMessage]
}

// ListAskedVersions answers all that earn marks, in no order. It is the first of three reads, each of which may take
// minutes where millions of answers were given.
func ListAskedVersions(tx *models.Tx, quizID uuid.UUID, attempts string) ([]AskedVersion, error) {
	if err := conn.Gorm(tx).Exec(longestRead).Error; err != nil {
		return nil, models.Translate(err)
	}
	var rows []AskedVersion
	err := conn.Gorm(tx).Raw(`with chosen as (`+chosen(attempts)+`), asked as (
			select distinct coalesce(s.judged_by, s.question_version_id) as id from chosen c join attempt_slots s on s.attempt_id = c.id where s.marks > 0
		)
		select v.id, v.question_id, v.number, v.type, v.prompt, v.body from asked join question_versions v on v.id = asked.id`, quizID).Scan(&rows).Error
	return rows, models.Translate(err)
}

// MarkedAttempt is the marks of an attempt, in hundredths.
type MarkedAttempt struct {
	EnrolmentID uuid.UUID
	Max         int
	// Places are those that earn marks, in their order: the number of the version in the list given, what was earned
	// and what could be.
	Places [][3]int
}

// EachMarkedAttempt calls visit with the attempts one after another, those of one enrolment together. Their number has
// no bound, so they are never all in memory.
func EachMarkedAttempt(tx *models.Tx, quizID uuid.UUID, attempts string, versions []AskedVersion, visit func(MarkedAttempt) error) error {
	ids := make([]uuid.UUID, len(versions))
	for i, v := range versions {
		ids[i] = v.ID
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("versions: %w", err)
	}
	var places []byte
	return each(tx, func(rows *sql.Rows) error {
		var a MarkedAttempt
		if err := rows.Scan(&a.EnrolmentID, &a.Max, &places); err != nil {
			return fmt.Errorf("attempt: %w", err)
		}
		a.Places = placesIn(places)
		return visit(a)
	}, `with chosen as (`+chosen(attempts)+`), versions as (
			select v.id::uuid as id, v.n - 1 as n from jsonb_array_elements_text(?::jsonb) with ordinality v (id, n)
		)
		select c.enrolment_id, (c.max * 100)::int,
			string_agg(v.n || ' ' || (coalesce(s.score, 0) * 100)::int || ' ' || (s.marks * 100)::int, ' ' order by s.slot)
		from chosen c
		join attempt_slots s on s.attempt_id = c.id and s.marks > 0
		join versions v on v.id = coalesce(s.judged_by, s.question_version_id)
		group by c.id, c.enrolment_id, c.number, c.max
		order by c.enrolment_id, c.number`, quizID, string(list))
}

// placesIn takes "version earned marks" apart, again and again.
func placesIn(text []byte) [][3]int {
	var places [][3]int
	var now [3]int
	at, negative := 0, false
	put := func() {
		if negative {
			now[at] = -now[at]
		}
		if at++; at == len(now) {
			places, now, at = append(places, now), [3]int{}, 0
		}
		negative = false
	}
	for _, c := range text {
		switch c {
		case ' ':
			put()
		case '-':
			negative = true
		default:
			now[at] = 10*now[at] + int(c-'0')
		}
	}
	put()
	return places
}

// Layout is what attempts have in common that can be compared with one another: what can be earned, in hundredths, and
// in how many places.
type Layout struct{ Max, Places int }

// GivenResponse is an answer, null for none, with how many attempts at a version have given it.
type GivenResponse struct {
	VersionID uuid.UUID
	Response  json.RawMessage
	Times     int
}

// EachGivenResponse calls visit with what the attempts of a layout have answered to some versions: of each version the
// most frequent answer first.
func EachGivenResponse(tx *models.Tx, quizID uuid.UUID, attempts string, l Layout, ids []uuid.UUID, visit func(GivenResponse) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("versions: %w", err)
	}
	return each(tx, func(rows *sql.Rows) error {
		var g GivenResponse
		if err := rows.Scan(&g.VersionID, (*[]byte)(&g.Response), &g.Times); err != nil {
			return fmt.Errorf("response: %w", err)
		}
		return visit(g)
	}, `with chosen as (`+chosen(attempts)+`), counted as (
			select c.id from chosen c join attempt_slots s on s.attempt_id = c.id and s.marks > 0
			where (c.max * 100)::int = ? group by c.id having count(*) = ?
		)
		select coalesce(s.judged_by, s.question_version_id), coalesce(s.response, 'null'), count(*)
		from counted c
		join attempt_slots s on s.attempt_id = c.id
		join jsonb_array_elements_text(?::jsonb) v (id) on v.id::uuid = coalesce(s.judged_by, s.question_version_id)
		group by 1, 2 order by 1, 3 desc, 2`, quizID, l.Max, l.Places, string(list))
}

// each reads rows one by one.
func each(tx *models.Tx, visit func(*sql.Rows) error, query string, args ...any) (err error) {
	rows, err := conn.Gorm(tx).Raw(query, args...).Rows()
	if err != nil {
		return models.Translate(err)
	}
	defer func() { err = errors.Join(err, models.Translate(rows.Close())) }()
	for rows.Next() {
		if err := visit(rows); err != nil {
			return err
		}
	}
	return models.Translate(rows.Err())
}
