package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"academy/app/access"
	"academy/app/apptest"
	"academy/app/volunteering"
	"academy/handlers"
	"academy/models"

	"github.com/gofiber/fiber/v2"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/valyala/fasthttp"
)

// What a board of a large forum may be.
const (
	crowdPeople, crowdShifts = 230, 400
	boardBytes               = 150 << 10
	feedQueries              = 2
)

// fillSeats gives every need one of the people made up, such that nobody is in two places.
const fillSeats = `with slots as (
	select n.id as need_id, s.id as shift_id, s.starts_at, s.ends_at, row_number() over (order by s.starts_at, s.id) as place
	from shift_needs n join shifts s on s.id = n.shift_id where s.activity_id = $1
), crowd as (
	select citizen_id, row_number() over (order by citizen_id) - 1 as place, count(*) over () as people from volunteers
)
insert into shift_assignments (id, shift_id, need_id, citizen_id, starts_at, ends_at, state, origin, told, created_at, changed_at)
select gen_random_uuid(), l.shift_id, l.need_id, c.citizen_id, l.starts_at, l.ends_at, 'confirmed', 'auto', 'x', $2, $2
from slots l join crowd c on c.place = l.place % c.people`

// crowdedForum makes a forum of three days with 400 shifts, which come as a table, and 230 people in them.
func crowdedForum(tb testing.TB, a *apptest.Academy) *apptest.Forum {
	tb.Helper()
	f := a.Forum(tb)
	table := []string{"day,start,end,place,duty,min,max"}
	duties := []string{"event-guide", "interpreter-support", "record-media"}
	for i := range crowdShifts {
		day, hour := i/136, 9+2*(i/34%4) // 34 at once, four times a day
		table = append(table, fmt.Sprintf("%s,%02d:00,%02d:00,구역 %d,%s,1,2", f.First.AddDate(0, 0, day).Format(time.DateOnly), hour, hour+2, i%34, duties[i%3]))
	}
	id, err := a.Volunteering.BringShifts(tb.Context(), f.Boss, f.ID, volunteering.SentFile{Name: "forum.csv", Data: []byte(strings.Join(table, "\n"))})
	if err == nil {
		_, err = a.Volunteering.TakeShifts(tb.Context(), f.Boss, f.ID, id, false)
	}
	if err == nil {
		err = a.DB.Write(tb.Context(), func(tx *models.Tx) error {
			if _, err := tx.SQL().ExecContext(tx.Context(), volunteersMadeUp, crowdPeople, f.Boss.ID, f.Guide, tx.Now); err != nil {
				return err
			}
			_, err := tx.SQL().ExecContext(tx.Context(), fillSeats, f.ID, tx.Now)
			return err
		})
	}
	if err != nil {
		tb.Fatal(err)
	}
	return f
}

func zipped(body []byte) int {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, _ = w.Write(body)
	_ = w.Close()
	return out.Len()
}

func TestBoard_OfFourHundredShiftsIsShownWithinItsBudget(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := crowdedForum(t, s.Academy)
	boss := s.coordinator(t)
	page := "/coord/activities/" + f.ID.String() + "/roster"
	s.takeAtMostFive(t, boss, page, page+"?view=person")
	got := boss.get(page).want(http.StatusOK)
	if shifts := got.find(".mx .shift").Length(); shifts != crowdShifts {
		t.Errorf("%d shifts are shown", shifts)
	}
	if n := zipped([]byte(got.body)); n > boardBytes {
		t.Errorf("the board has %d bytes, zipped", n)
	}
}

func TestFeed_TakesAtMostTwoQueries(t *testing.T) {
	t.Parallel()
	s := serve(t)
	f := s.Forum(t)
	b, seats := s.seatedPair(t, f)
	address := strings.TrimSpace(b[0].submit(b[0].get("/me/shifts"), "/me/shifts/feed", nil).want(http.StatusCreated).find(".record-link").Text())
	path := strings.TrimPrefix(address, apptest.BaseURL)
	program := s.open(t)
	before := s.DB.Queries()
	got := program.get(path).want(http.StatusOK)
	if n := s.DB.Queries() - before; n > feedQueries {
		t.Errorf("the feed takes %d queries", n)
	}
	if !strings.Contains(got.body, "UID:"+seats[0].String()) {
		t.Errorf("got %s", got.body)
	}
}

// BenchmarkBoard shows what the board of 400 shifts and 230 people costs, and what a calendar does.
func BenchmarkBoard(b *testing.B) {
	a := apptest.Open(b)
	web, err := handlers.New(a.App, handlers.Options{BaseURL: apptest.BaseURL, CSRFKey: apptest.Key("csrf"), Metrics: prometheus.NewRegistry()})
	if err != nil {
		b.Fatal(err)
	}
	f := crowdedForum(b, a)
	boss := a.Person(b, "담당", access.Coordinator)
	in, err := a.Identity.SignIn(b.Context(), boss.Email, "academy-test", "127.0.0.1", "api")
	if err != nil {
		b.Fatal(err)
	}
	address, err := a.Volunteering.ResetFeed(b.Context(), boss)
	if err != nil {
		b.Fatal(err)
	}
	for name, path := range map[string]string{"board": "/coord/activities/" + f.ID.String() + "/roster", "feed": strings.TrimPrefix(address, apptest.BaseURL)} {
		b.Run(name, func(b *testing.B) { askAs(b, a, web, in.Access, path) })
	}
}

func askAs(b *testing.B, a *apptest.Academy, web *fiber.App, token, path string) {
	handle, before, asked, size := web.Handler(), a.DB.Queries(), 0, 0
	for b.Loop() {
		var c fasthttp.RequestCtx
		c.Request.SetRequestURI(path)
		c.Request.Header.SetHost("academy.test")
		c.Request.Header.Set("Authorization", "Bearer "+token)
		handle(&c)
		if c.Response.StatusCode() != fiber.StatusOK {
			b.Fatal(c.Response.StatusCode())
		}
		if asked++; asked == 1 {
			size = zipped(c.Response.Body())
		}
	}
	b.ReportMetric(float64(size)/1024, "KiB-gz")
	b.ReportMetric(float64(a.DB.Queries()-before)/float64(asked), "queries")
}
