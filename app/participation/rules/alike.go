package rules

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// LikeMin is how alike two titles are, at least, for one to be shown to who writes the other.
const LikeMin = 0.4

// weak is what a word counts that says how something is done rather than what it is about.
const weak = 0.3

// endings are pairs of syllables in which Korean sentences end, or are joined, whatever they are about.
//
//nolint:gochecknoglobals // a constant table
var endings = set(`합니 입니 습니 됩니 랍니 립니 답니 니다 니까 까요 하자 합시 읍시 시다 주세 세요 주십 십시 시오 주시 시기 시길 시면 바랍 바라 부탁 탁드 드립 드려 하여 해서 하고 하면 하는 하게 하기 하지
	되게 되도 도록 되는 되면 려면 으면 으로 에서 에게 까지 부터 에는 에도 에만 이나 라도 보다 처럼 위해 위한 대한 대해 관한 통해 따라 있게 있도 있는 있으 있습 없이 없는 없게 없도 했으 으며 좋겠 겠습 겠어 어요 아요
	해요 이요 해주 어주 아주 려주 면서 지만 므로 는데 들이 들을 들의 들에 모든 많은 여러 모두 함께 더욱 너무 정말 매우 이런 그런 어떤 우리 저희 것을 것이 것은 수를 수가`)

// doings begin Korean words of which proposals are full.
//
//nolint:gochecknoglobals // a constant table
var doings = set(`만들 만든 늘리 늘려 늘립 줄이 줄여 줄입 열자 열어 엽시 높이 높여 낮추 낮춰 고치 고쳐 고칩 바꾸 바꿔 바꿉 알리 알려 알립 옮기 옮겨 모아 모으 모읍 넓히 넓혀 정하 정해 두자 둡시 주자 줍시 쉽게 새로
	개선 확대 강화 추진 마련 도입 제안 건의 요청 요구 필요 실시 운영 제공 공개 지원 활용 개최 설치 표시 방안 방법 문제 관련 사업 정책 프로 로그 그램`)

// fillers are English words that stand in every title.
//
//nolint:gochecknoglobals // a constant table
var fillers = set(`a an the of for to in on at by from with without and or but as into about over per than then so if when where who which what how why this that these those it its is are be been was were
	do does did done not no have has had can could may might will would shall should must let lets i me my we us our you your they them their he she his her please more most all any some each every other
	also just only very too there here up out off via`)

// common are English words of which proposals are full.
//
//nolint:gochecknoglobals // a constant table
var common = set(`make made create open add give get set put use keep help improve increase reduce expand extend start begin allow need want new better best easier easy easily good people public citizen government
	ministry program programme policy proposal system service support provide offer publish show`)

func set(words string) map[string]bool {
	all := map[string]bool{}
	for _, w := range strings.Fields(words) {
		all[w] = true
	}
	return all
}

// Title is what a title is about, word by word. Its pieces weigh what they are of their word.
type Title []word

type word struct {
	pieces []string
	weight float64
}

// About reads a title from its words, each in the pieces that are searched: pairs of syllables of a Korean word, or a word of
// another script. What says nothing of the matter is left out.
func About(words [][]string) Title {
	var t Title
	for _, pieces := range words {
		w := word{weight: 1}
		for _, p := range pieces {
			if p = stem(p); says(p) && !slices.Contains(w.pieces, p) {
				w.pieces = append(w.pieces, p)
			}
		}
		if len(w.pieces) == 0 {
			continue
		}
		if first := w.pieces[0]; doings[first] || common[first] {
			w.weight = weak
		}
		t = append(t, w)
	}
	return t
}

// says whether a piece says what a title is about.
func says(piece string) bool {
	return utf8.RuneCountInString(piece) > 1 && !endings[piece] && !fillers[piece]
}

// stem takes the plural off an English word.
func stem(piece string) string {
	if r := rune(piece[0]); r < unicode.MaxASCII && len(piece) > 3 && strings.HasSuffix(piece, "s") && !strings.HasSuffix(piece, "ss") {
		return piece[:len(piece)-1]
	}
	return piece
}

// Like is how alike two titles are, from 0 to 1: the share of both that stands in the other too.
func (t Title) Like(other Title) float64 {
	shared, all := 0.0, 0.0
	for _, pair := range [][2]Title{{t, other}, {other, t}} {
		there := pair[1].pieces()
		for _, w := range pair[0] {
			all += w.weight
			for _, p := range w.pieces {
				if there[p] {
					shared += w.weight / float64(len(w.pieces))
				}
			}
		}
	}
	if all == 0 {
		return 0
	}
	return shared / all
}

func (t Title) pieces() map[string]bool {
	all := map[string]bool{}
	for _, w := range t {
		for _, p := range w.pieces {
			all[p] = true
		}
	}
	return all
}

// Rarest is the few words of a title that say most of it: share says of pieces that are common in how many texts they stand.
func (t Title) Rarest(share map[string]float64) Title {
	const most = 5
	commonness := func(w word) float64 {
		least := 1.0
		for _, p := range w.pieces {
			least = min(least, share[p])
		}
		return least
	}
	kept := slices.Clone(t)
	slices.SortStableFunc(kept, func(a, b word) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(commonness(a), commonness(b)))
	})
	return kept[:min(most, len(kept))]
}

// Marks are a piece of each word, with which to see roughly how many words a text shares.
func (t Title) Marks() []string {
	marks := make([]string, len(t))
	for i, w := range t {
		marks[i] = w.pieces[0]
	}
	return marks
}

// Query writes a tsquery for texts that share two words with a title, or the one that there is, in part at least. It holds
// letters, digits and operators only.
func (t Title) Query() string {
	var parts []string
	for i, a := range t {
		for _, b := range t[i+1:] {
			parts = append(parts, "("+a.query(" | ")+" & "+b.query(" | ")+")")
		}
	}
	if len(t) == 1 {
		return t[0].query(" & ")
	}
	return strings.Join(parts, " | ")
}

// query asks for the pieces of a word; of an English one for its plural too.
func (w word) query(operator string) string {
	terms := make([]string, len(w.pieces))
	for i, p := range w.pieces {
		if terms[i] = "'" + p + "'"; p[0] < unicode.MaxASCII {
			terms[i] = "('" + p + "' | '" + p + "s')"
		}
	}
	return "(" + strings.Join(terms, operator) + ")"
}
