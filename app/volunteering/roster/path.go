package roster

// change is a person leaving a need, coming to a node, or both; nowhere for neither.
type change struct{ person, left, to int32 }

// apply makes the moves of the path that ends at a node, or none when a rule is broken that no single step could see.
func (f *flow) apply(end int32) bool {
	var path []change
	for at := end; f.from[at].person != nowhere; {
		by := f.from[at]
		c := change{by.person, by.left, by.node}
		at = by.node
		if c.to == nowhere {
			// A free person came here and leaves another seat: the step before says where to.
			c.to = f.from[2*f.needs+c.person].node
			at = c.to
		}
		path = append(path, c)
	}
	before := f.score
	for _, c := range path {
		if c.left != nowhere {
			f.unassign(c.person, c.left)
		}
	}
	for k, c := range path {
		i := f.need(c.to)
		if !f.exact && (f.has(c.person, i) || !f.may(c.person, i)) {
			f.revert(path, k)
			return false
		}
		f.assign(c.person, i)
	}
	if !f.exact && f.score >= before {
		f.revert(path, len(path))
		return false
	}
	f.note(path)
	return true
}

// revert undoes a path of which so many people sit already.
func (f *flow) revert(path []change, seated int) {
	for _, c := range path[:seated] {
		f.unassign(c.person, f.need(c.to))
	}
	for _, c := range path {
		if c.left != nowhere {
			f.assign(c.person, c.left)
		}
	}
}

func (f *flow) note(path []change) {
	for _, c := range path {
		if c.left != nowhere {
			delete(f.node, [2]int32{c.person, c.left})
		}
	}
	for _, c := range path {
		f.node[[2]int32{c.person, f.need(c.to)}] = c.to
	}
}

type reached struct {
	dist int64
	node int32
}

// queue hands out the nearest node first, of equals the one with the lower number.
type queue []reached

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return q[i].dist < q[j].dist || q[i].dist == q[j].dist && q[i].node < q[j].node
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(reached)) }
func (q *queue) Pop() any {
	old := *q
	last := old[len(old)-1]
	*q = old[:len(old)-1]
	return last
}
