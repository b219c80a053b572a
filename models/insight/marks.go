package insight

import (
	"bytes"
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
	longestRead = "set local statement_timeout = '9min'; set local max_parallel_workers_per_gather = 2; set local work_mem = '64MB'"
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

// ListAskedVersions answers versions in the order of their IDs as they are given.
func ListAskedVersions(tx *models.Tx, ids []uuid.UUID) ([]AskedVersion, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("versions: %w", err)
	}
	var rows []AskedVersion
	err = conn.Gorm(tx).Raw(`select v.id, v.question_id, v.number, v.type, v.prompt, v.body
		from jsonb_array_elements_text(?::jsonb) with ordinality asked (id, n) join question_versions v on v.id = asked.id::uuid order by asked.n`, string(list)).Scan(&rows).Error
	return rows, models.Translate(err)
}

// MarkedAttempt is the marks of an attempt, in hundredths.
type MarkedAttempt struct {
	EnrolmentID uuid.UUID
	Max         int
	// Places are those that earn marks, in their order. They are good until the next attempt is visited.
	Places []MarkedPlace
}

// MarkedPlace is a version of a question in an attempt, with what was earned and what could be.
type MarkedPlace struct {
	VersionID   uuid.UUID
	Earned, Max int
}

// EachMarkedAttempt calls visit with the attempts one after another, those of one enrolment together. Their number has
// no bound, so they are never all in memory. It is the first of two reads that may take minutes where millions of answers
// were given. Its slots are gathered attempt by attempt, as they lie in the index: sorting all of them takes far longer.
func EachMarkedAttempt(tx *models.Tx, quizID uuid.UUID, attempts string, visit func(MarkedAttempt) error) error {
	if err := conn.Gorm(tx).Exec(longestRead).Error; err != nil {
		return models.Translate(err)
	}
	var a MarkedAttempt
	var places []byte
	return each(tx, func(rows *sql.Rows) (err error) {
		if err := rows.Scan(&a.EnrolmentID, &a.Max, &places); err != nil {
			return fmt.Errorf("attempt: %w", err)
		}
		if a.Places, err = placesIn(places, a.Places[:0]); err != nil {
			return err
		}
		return visit(a)
	}, `with chosen as (`+chosen(attempts)+`)
		select c.enrolment_id, (c.max * 100)::int, p.places
		from chosen c cross join lateral (
			select string_agg(concat_ws(' ', coalesce(s.judged_by, s.question_version_id), coalesce(s.score, 0), s.marks), ' ' order by s.slot) as places
			from attempt_slots s where s.attempt_id = c.id and s.marks > 0
		) p
		where p.places is not null order by c.enrolment_id`, quizID)
}

// placesIn takes "version earned marks" apart, again and again.
func placesIn(text []byte, into []MarkedPlace) ([]MarkedPlace, error) {
	for len(text) > 0 {
		var version, earned, most []byte
		version, text = word(text)
		earned, text = word(text)
		most, text = word(text)
		id, err := uuid.ParseBytes(version)
		if err != nil {
			return into, fmt.Errorf("version: %w", err)
		}
		into = append(into, MarkedPlace{id, hundredths(earned), hundredths(most)})
	}
	return into, nil
}

func word(text []byte) (first, rest []byte) {
	first, rest, _ = bytes.Cut(text, []byte{' '})
	return first, rest
}

// hundredths reads a number with at most two decimals, as marks are kept.
func hundredths(text []byte) int {
	n, decimals, negative := 0, -1, false
	for _, c := range text {
		switch c {
		case '-':
			negative = true
		case '.':
			decimals = 0
		default:
			n = 10*n + int(c-'0')
			if decimals >= 0 {
				decimals++
			}
		}
	}
	for ; max(decimals, 0) < 2; decimals = max(decimals, 0) + 1 {
		n *= 10
	}
	if negative {
		return -n
	}
	return n
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

// EachGivenResponse calls visit with what the attempts have answered to some versions: of each version the most frequent
// answer first. Only keeps to the attempts of a layout; nil is for all, where they have but one: looking for it takes as long
// as all the rest.
func EachGivenResponse(tx *models.Tx, quizID uuid.UUID, attempts string, only *Layout, ids []uuid.UUID, visit func(GivenResponse) error) error {
	list, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("versions: %w", err)
	}
	counted, args := "chosen", []any{quizID}
	if only != nil {
		counted = `(select c.id from chosen c join attempt_slots s on s.attempt_id = c.id and s.marks > 0
			where (c.max * 100)::int = ? group by c.id having count(*) = ?)`
		args = append(args, only.Max, only.Places)
	}
	return each(tx, func(rows *sql.Rows) error {
		var g GivenResponse
		if err := rows.Scan(&g.VersionID, (*[]byte)(&g.Response), &g.Times); err != nil {
			return fmt.Errorf("response: %w", err)
		}
		return visit(g)
	}, `with chosen as (`+chosen(attempts)+`)
		select coalesce(s.judged_by, s.question_version_id), coalesce(s.response, 'null'), count(*)
		from `+counted+` c
		join attempt_slots s on s.attempt_id = c.id
		join jsonb_array_elements_text(?::jsonb) v (id) on v.id::uuid = coalesce(s.judged_by, s.question_version_id)
		group by 1, 2 order by 1, 3 desc, 2`, append(args, string(list))...)
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
