package passwords

// koreanWords are what Korean passwords are made of, by what is known of leaked ones: greetings, family, love, pets,
// places, surnames with common given names, and the words of this house.
var koreanWords = []string{ //nolint:gochecknoglobals // a constant list
	"비밀번호", "암호", "비번", "관리자", "사용자", "회원", "로그인", "테스트",
	"안녕", "안녕하세요", "감사합니다", "반갑습니다", "사랑", "사랑해", "사랑해요", "행복", "행복하자", "화이팅", "파이팅", "대박",
	"엄마", "아빠", "어머니", "아버지", "우리집", "가족", "여보", "자기야", "친구", "아들", "공주", "왕자", "천사", "바보", "멍청이",
	"강아지", "고양이", "멍멍이", "야옹이", "토끼", "호랑이", "돼지", "나비", "초코", "콩이", "보리", "두부",
	"대한민국", "한국", "조선", "고려", "서울", "부산", "대구", "인천", "광주", "대전", "울산", "세종", "제주", "제주도", "경기도", "강남", "독도",
	"한글", "가나다", "가나다라", "가나다라마바사", "아리랑", "무궁화", "태극기", "김치", "라면", "커피", "치킨",
	"외교", "외교부", "국민", "국민외교", "참여외교", "공공외교", "아카데미", "국민외교아카데미", "정부", "장관", "대사관", "여권",
	"공무원", "학교", "학생", "선생님", "대학교", "공부", "시험", "합격", "강의", "수료증", "봉사",
	"축구", "야구", "월드컵", "손흥민", "김연아", "아이유", "방탄소년단", "뉴진스", "블랙핑크",
	"김민지", "김민준", "김서연", "김지훈", "이서준", "이지은", "이민호", "박지성", "박서준", "최민수", "정우성", "홍길동",
	"민지", "민준", "서연", "지훈", "서준", "지은", "지민", "수진", "영희", "철수", "은지", "현우", "예준", "하은", "도윤", "유진",
	"하늘", "바다", "봄날", "여름", "가을", "겨울", "사과", "딸기", "포도", "하나", "둘셋", "천재", "최고", "우리", "나라", "평화", "통일",
}

// localWords are the same in Latin letters.
var localWords = []string{ //nolint:gochecknoglobals // a constant list
	"academy", "diplomacy", "mofa", "ministry", "citizen", "instructor", "coordinator", "moderator", "officer", "admin",
	"korea", "corea", "korean", "hanguk", "daehanminguk", "seoul", "busan", "incheon", "daegu", "gwangju", "daejeon", "jeju", "dokdo", "gangnam",
	"annyeong", "saranghae", "sarang", "kimchi", "arirang", "hangul", "minjun", "minji", "jihoon", "seoyeon", "jimin",
	"naver", "kakao", "samsung", "hyundai", "gaonnuri", "hwaiting", "fighting", "bts", "blackpink", "newjeans", "worldcup",
	"1q2w3e4r", "1q2w3e4r5t", "q1w2e3r4", "qwer1234", "asdf1234", "zxcv1234", "1004", "8282", "7942", "0815", "0301",
}
