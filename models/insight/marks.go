package insight

import (
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

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
	longestRead = "set local statement_timeout = '9min'; set local idle_in_transaction_session_timeout = '9min'; set local max_parallel_workers_per_gather = 2; set local work_mem = '64MB'"
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
	Max int
	// Places are those that earn marks, in their order.
	Places []MarkedPlace
}

// MarkedPlace is a version of a question in an attempt, with what was earned and what could be.
type MarkedPlace struct {
	VersionID   uuid.UUID
	Earned, Max int
}

// EachMarked calls visit with the attempts of one enrolment after another; what it is given is good until it returns. Their
// number has no bound, so they are never all in memory. Half is 0 or 1 and takes every other enrolment, so that two may read
// at once: it is the longest of all reads where millions of answers were given. Its slots are gathered attempt by attempt, as
// they lie in the index: sorting all of them takes far longer.
func EachMarked(tx *models.Tx, quizID uuid.UUID, attempts string, half int, visit func([]MarkedAttempt) error) error {
	if err := conn.Gorm(tx).Exec(longestRead).Error; err != nil {
		return models.Translate(err)
	}
	var (
		enrolment, of uuid.UUID
		most          int
		places        []byte
		gathered      []MarkedAttempt
	)
	hand := func() error {
		if len(gathered) == 0 {
			return nil
		}
		defer func() { gathered = gathered[:0] }()
		return visit(gathered)
	}
	err := each(tx, func(rows *sql.Rows) error {
		if err := rows.Scan(&enrolment, &most, &places); err != nil {
			return fmt.Errorf("attempt: %w", err)
		}
		if enrolment != of {
			if err := hand(); err != nil {
				return err
			}
			of = enrolment
		}
		var err error
		gathered, err = gather(gathered, most, places)
		return err
	}, `with chosen as (`+chosen(attempts)+`)
		select c.enrolment_id, (c.max * 100)::int, p.places
		from chosen c cross join lateral (
			select string_agg(uuid_send(coalesce(s.judged_by, s.question_version_id)) || numeric_send(coalesce(s.score, 0)) || numeric_send(s.marks), ''::bytea order by s.slot) as places
			from attempt_slots s where s.attempt_id = c.id and s.marks > 0
		) p
		where uuid_hash(c.enrolment_id) & 1 = ? and p.places is not null order by c.enrolment_id`, quizID, half)
	if err != nil {
		return err
	}
	return hand()
}

// gather adds an attempt, in the room that one handed on before has left.
func gather(attempts []MarkedAttempt, most int, places []byte) ([]MarkedAttempt, error) {
	attempts = slices.Grow(attempts, 1)[:len(attempts)+1]
	a := &attempts[len(attempts)-1]
	a.Max = most
	var err error
	a.Places, err = placesIn(places, a.Places[:0])
	return attempts, err
}

// placesIn takes apart what the database sends of each place: a version, what was earned and what could be.
func placesIn(sent []byte, into []MarkedPlace) (_ []MarkedPlace, err error) {
	for len(sent) > 0 {
		if len(sent) < len(uuid.UUID{}) {
			return into, errCut
		}
		place := MarkedPlace{VersionID: uuid.UUID(sent)}
		sent = sent[len(place.VersionID):]
		if place.Earned, sent, err = hundredths(sent); err != nil {
			return into, err
		}
		if place.Max, sent, err = hundredths(sent); err != nil {
			return into, err
		}
		into = append(into, place)
	}
	return into, nil
}

var errCut = errors.New("marks that were cut off")

// How PostgreSQL sends a numeric: how many digits to the base of 10,000 follow, the power of the first, the sign and the
// decimals shown, 16 bits each, then the digits (numeric_send in its source).
const (
	numericHead     = 8
	numericBase     = 10_000
	numericNegative = 0x4000
)

// hundredths reads a number with at most two decimals, as marks are kept, and answers what follows it.
func hundredths(sent []byte) (n int, rest []byte, err error) {
	if len(sent) < numericHead {
		return 0, nil, errCut
	}
	digits, power := int(binary.BigEndian.Uint16(sent)), int(int16(binary.BigEndian.Uint16(sent[2:]))) //nolint:gosec // it is sent as a signed one
	negative := binary.BigEndian.Uint16(sent[4:]) == numericNegative
	sent = sent[numericHead:]
	if len(sent) < 2*digits {
		return 0, nil, errCut
	}
	// The digit of power -1 holds the two decimals and two more, which are 0.
	for p := power; p >= -1; p-- {
		digit := 0
		if at := power - p; at < digits {
			digit = int(binary.BigEndian.Uint16(sent[2*at:]))
		}
		if p >= 0 {
			n = n*numericBase + digit
		} else {
			n = n*100 + digit/100
		}
	}
	if negative {
		n = -n
	}
	return n, sent[2*digits:], nil
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

// EachGivenResponse calls visit with what the attempts have answered to all versions but some: of each the most frequent
// answer first. Only keeps to the attempts of a layout; nil is for all, where they have but one: looking for it takes as long
// as all the rest.
func EachGivenResponse(tx *models.Tx, quizID uuid.UUID, attempts string, only *Layout, but []uuid.UUID, visit func(GivenResponse) error) error {
	counted, args := "chosen", []any{quizID}
	if only != nil {
		counted = `(select c.id from chosen c join attempt_slots s on s.attempt_id = c.id and s.marks > 0
			where (c.max * 100)::int = ? group by c.id having count(*) = ?)`
		args = append(args, only.Max, only.Places)
	}
	looked := ""
	if len(but) > 0 {
		looked, args = "where coalesce(s.judged_by, s.question_version_id) not in ?", append(args, but)
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
		`+looked+` group by 1, 2 order by 1, 3 desc, 2`, args...)
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
