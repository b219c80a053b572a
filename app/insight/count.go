package insight

// Count is a number of people as it may be told: rounded to tens, and 0 where there are fewer than ten, be it none.
//
// Everything that is told of a course is a Count or made of Counts. So no two numbers on a page can be subtracted to
// learn of a group of one to nine: who knows that 40 opened a lesson and 40 completed it knows of the rest that there
// are at most nine, and who is told 40 and 30 knows no exact number either. A share of Counts tells nothing they do not.
type Count int

// fewest is how many people may be told of.
const fewest = 10

// told rounds a number of people.
func told(people int) Count {
	if people < fewest {
		return 0
	}
	return Count((people + fewest/2) / fewest * fewest)
}

// Few says that there are fewer than ten.
func (c Count) Few() bool { return c < fewest }

// Of is the share of another count in per cent, 0 where either is too small to tell.
func (c Count) Of(whole Count) int {
	if c.Few() || whole.Few() {
		return 0
	}
	return min(int((100*c+whole/2)/whole), 100)
}
