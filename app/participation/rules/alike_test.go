package rules

import (
	"math"
	"strings"
	"testing"
	"unicode"

	"academy/app/locale"
)

// about reads a title as the academy does.
func about(title string) Title {
	var words [][]string
	for _, w := range strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words = append(words, locale.Bigrams(w))
	}
	return About(words)
}

func TestLike_IsOfWhatTitlesAreAboutNotOfHowTheyEnd(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct {
		a, b string
		want bool
	}{
		{"여권 안내문을 쉬운 말로 고치자", "여권 안내문을 쉬운 말로 바꿔 주세요", true},
		{"재외공관 누리집에 시민 교류 창구를 표시하자", "공관 홈페이지에 시민 교류 창구를 만들어 주세요", true},
		{"자매도시 청소년 교환 일지를 번역해 공개하자", "청소년 교환 일지 번역", true},
		{"해외 안전 안내를 수어 영상으로도 만들자", "수어 영상으로 보는 해외 안전 안내", true},
		{"기후 협상 결과를 한 쪽으로 정리해 알리자", "기후협상 결과 요약을 공개해 주세요", true},
		{"외교관 진로 강의를 학교에서 열자", "학교로 찾아가는 외교관 진로 강의", true},
		{"여권 발급 수수료를 낮춰 주세요", "해외 안전 안내를 문자로 보내 주세요", false},
		{"공공외교 강의를 학교에서 열어 주시기 바랍니다", "영사 콜센터를 밤에도 열어 주시기 바랍니다", false},
		{"청년 외교관 체험 프로그램을 만들자", "노인 여행 안전 프로그램을 만들자", false},
		{"재외국민 투표소를 늘려야 합니다", "통역 봉사자를 늘려야 합니다", false},
		{"공관 누리집을 개선했으면 좋겠습니다", "비자 심사를 개선했으면 좋겠습니다", false},
		{"모든 사업의 영수증을 공개하자", "모든 회의의 기록을 공개하자", false},
		{"Use plain words in passport notices", "Write passport notices in plain language", true},
		{"Publish exchange diaries in many languages", "Exchange diaries", true},
		{"Evening hours for town halls", "Hold town halls in the evening", true},
		{"Please lower the fee for passports", "Please open a library for children", false},
		{"We should have more interpreters at embassies", "We should have more parks in our cities", false},
		{"Open the archive to students", "Open the kitchen to cooks", false},
		{"Please", "해 주세요", false},
	} {
		a, b := about(pair.a), about(pair.b)
		if got := a.Like(b); (got >= LikeMin) != pair.want || math.Abs(got-b.Like(a)) > 1e-9 {
			t.Errorf("%q and %q are alike by %.2f, want %v", pair.a, pair.b, got, pair.want)
		}
	}
}

func TestQuery_AsksForTwoOfTheRarestWords(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"":             "",
		"해 주세요":        "",
		"외교":           "('외교')",
		"공공외교":         "('공공' & '공외' & '외교')",
		"외교 교류":        "(('외교') & ('교류'))",
		"the passport": "(('passport' | 'passports'))",
	} {
		if got := about(title).Rarest(nil).Query(); got != want {
			t.Errorf("%s: %s", title, got)
		}
	}
	got := about("하나둘 셋넷 다섯 여섯 일곱 여덟").Rarest(map[string]float64{"다섯": 0.4}).Query()
	if strings.Contains(got, "다섯") || !strings.Contains(got, "여덟") {
		t.Errorf("the commonest word is asked for: %s", got)
	}
}
