// What stands on the buttons, links and fields that the walks use. It is written out here, not read from the messages:
// a test should say what people see.
export const words = {
  ko: {
    search: '강좌 검색', searchButton: '검색',
    enrol: '수강 신청', enrolConfirm: '신청 완료',
    signUp: '가입', signUpButton: '가입하기', name: '이름', email: '이메일', password: '비밀번호',
    read: '다 읽었어요', next: '다음', toQuiz: '평가로 가기',
    play: '재생', pause: '일시정지', speed: '재생 속도', double: '2배', find: '자막에서 찾기', found: /곳을 찾았습니다$/,
    start: '시작하기', saveNext: '저장하고 다음', saveCheck: '저장하고 확인', yourAnswer: '내 답', true: '맞다', false: '아니다',
    check: '답안 확인', answered: '답함', handIn: '제출하기', toEnd: '수료 확인하기',
    seeCertificate: '수료증 보기', pdf: 'PDF 받기', valid: '유효한 수료증입니다',
    verifyCode: '확인 번호', verify: '확인하기',
  },
  en: {
    search: 'Search courses', searchButton: 'Search',
    enrol: 'Enrol', enrolConfirm: 'Confirm enrolment',
    signUp: 'Sign up', signUpButton: 'Sign up', name: 'Name', email: 'E-mail', password: 'Password',
    read: 'I have read this', next: 'Next', toQuiz: 'Go to the quiz',
    play: 'Play', pause: 'Pause', speed: 'Speed', double: '2×', find: 'Find in the transcript', found: / found$/,
    start: 'Start', saveNext: 'Save and next', saveCheck: 'Save and check', yourAnswer: 'Your answer', true: 'True', false: 'False',
    check: 'Check your answers', answered: 'answered', handIn: 'Hand in', toEnd: 'See your completion',
    seeCertificate: 'See the certificate', pdf: 'Get the PDF', valid: 'This certificate is valid',
    verifyCode: 'Verification code', verify: 'Verify',
  },
};
