package roster

// Why says why a person cannot take a seat in a need beside what they do already, OK when they can. Of somebody who sits
// there it says what speaks against it, as if the seat were given once more.
func (b *Board) Why(person, need int) Reason {
	p, i := int32(person), int32(need)
	n := &b.m.needs[i]
	held, size := b.held[p], len(b.teams[i])
	if at := b.find(p, i); at >= 0 {
		held = append(append([]entry(nil), held[:at]...), held[at+1:]...)
		size--
	}
	if r := b.m.before(person, need); r != OK {
		return r
	}
	if b.m.people[p].liking(&b.m.works[n.shift]) == barred {
		return Away
	}
	if r := b.m.beside(p, held, n.shift); r != OK {
		return r
	}
	if r := b.m.after(person, need); r != OK {
		return r
	}
	if size >= n.max {
		return Full
	}
	return OK
}

// Vacancy is a need with empty seats and what keeps people from them.
type Vacancy struct {
	Need int
	// Missing seats the minimum asks for, Open ones are empty up to the maximum, the missing among them.
	Missing, Open int
	// Removed counts those who do not sit there by the rule that keeps them away; the first are those whom none does,
	// so that the seat could be given by hand.
	Removed [Reasons]int
}

// Vacancies are the needs with empty seats. It looks at everybody for each of them.
func (b *Board) Vacancies() []Vacancy {
	var all []Vacancy
	for i := range b.teams {
		if v := b.Vacancy(i); v.Open > 0 {
			all = append(all, v)
		}
	}
	return all
}

// Vacancy says the same of one need, where it is full nothing.
func (b *Board) Vacancy(need int) Vacancy {
	n, size := &b.m.needs[need], len(b.teams[need])
	v := Vacancy{Need: need, Missing: max(n.min-size, 0), Open: max(n.max-size, 0)}
	if v.Open == 0 {
		return v
	}
	for p := range b.held {
		if !b.has(int32(p), int32(need)) {
			v.Removed[b.Why(p, need)]++
		}
	}
	return v
}

// Breach is an assignment that breaks a rule.
type Breach struct {
	Assignment
	Reason Reason
	Pinned bool
}

// Breaches are the assignments on the board that break a rule. What Solve adds never does, beside pins that may.
func (b *Board) Breaches() []Breach {
	var all []Breach
	for _, a := range b.Assignments() {
		if r := b.Why(a.Person, a.Need); r != OK {
			all = append(all, Breach{a, r, b.held[a.Person][b.find(int32(a.Person), int32(a.Need))].pinned})
		}
	}
	return all
}

// Tally counts what the soft goals weigh.
type Tally struct {
	Seats, Missing, Open int
	Undesired, Desired   int
	// Duties are those of people beyond their first, Alone the new people without anybody experienced, Unspoken the pairs
	// of languages that nobody speaks.
	Duties, Alone, Unspoken int
	Squares                 int64
}

// Tally counts them on the board.
func (b *Board) Tally() Tally {
	t := Tally{Squares: b.Squares()}
	for i := range b.teams {
		n, size := &b.m.needs[i], len(b.teams[i])
		t.Seats += size
		t.Missing += max(n.min-size, 0)
		t.Open += max(n.max-max(size, n.min), 0)
		for _, p := range b.teams[i] {
			switch n.liking(p) {
			case against:
				t.Undesired++
			case after:
				t.Desired++
			}
		}
		t.team(b, i)
	}
	for _, held := range b.held {
		duties := map[int32]bool{}
		for _, e := range held {
			if e.need >= 0 {
				duties[b.m.needs[e.need].duty] = true
			}
		}
		t.Duties += max(len(duties)-1, 0)
	}
	return t
}

func (t *Tally) team(b *Board, i int) {
	fresh, senior := 0, 0
	for _, p := range b.teams[i] {
		if b.m.people[p].senior {
			senior++
		} else {
			fresh++
		}
	}
	if senior == 0 {
		t.Alone += fresh
	}
	for _, pair := range b.m.needs[i].pairs {
		spoken := false
		for _, p := range b.teams[i] {
			spoken = spoken || b.m.people[p].speaks(pair[:])
		}
		if !spoken {
			t.Unspoken++
		}
	}
}
