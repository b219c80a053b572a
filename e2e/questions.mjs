// One question of each type, answered on a telephone, by keyboard alone, and without script. Each walk gives all the
// right answers and finds them kept.
import assert from 'node:assert/strict';
import { desktop, phone, Visitor } from './browser.mjs';
import { Keyboard, Touch } from './hands.mjs';
import { Person } from './person.mjs';

const slug = 'question-types';

/** What the page shows of each question once it is answered; by the number of the question. */
const kept = {
  2: (page) => page.getByRole('radio', { name: '서울' }).isChecked(),
  3: async (page) => (await page.getByRole('checkbox', { name: '베트남' }).isChecked()) && (await page.getByRole('checkbox', { name: '몽골' }).isChecked()),
  4: (page) => page.getByRole('radio', { name: '맞다' }).isChecked(),
  5: async (page) => (await page.getByRole('textbox', { name: '내 답' }).inputValue()) === '조 약',
  6: async (page) => (await page.getByRole('textbox', { name: '답(숫자)' }).inputValue()) === '328,000' && (await page.getByLabel('단위').inputValue()) === 'm',
  7: async (page) => /도쿄/.test(await picked(page.getByLabel('일본'))) && /파리/.test(await picked(page.getByLabel('프랑스'))),
  8: async (page) => (await page.locator('.seq .prose').allInnerTexts()).join() === '유엔 창설,서울 올림픽,유엔 가입',
  9: async (page) => (await page.getByLabel('빈칸 1').inputValue()) === '1991' && (await page.getByLabel('빈칸 2').inputValue()) === '국제연합' && /북한/.test(await picked(page.getByLabel('빈칸 3'))),
  10: async (page) => (await page.getByRole('textbox', { name: '내 답' }).inputValue()) === '시민단체가 함께 교류합니다.\n서로를 알게 되기 때문입니다.',
  11: (page) => page.getByRole('link', { name: '교류 계획.txt' }).isVisible(),
};
const last = 11;
const plan = { name: '교류 계획.txt', mimeType: 'text/plain', buffer: Buffer.from('시민이 서로 오가며 배운다.') };

const picked = (select) => select.evaluate((field) => field.selectedOptions[0].text);

/** On a telephone, by touch. */
export async function answerByTouch(stage) {
  await answerAll(stage, { viewport: phone, isMobile: true, hasTouch: true }, new Touch());
}

/** By keyboard alone. */
export async function answerByKeyboard(stage) {
  await answerAll(stage, { viewport: desktop }, new Keyboard());
}

/** Without script, each answer is a post of its own. */
export async function answerWithoutScript(stage) {
  await answerAll(stage, { viewport: phone, javaScriptEnabled: false }, new Touch());
}

async function answerAll({ academy, browser }, options, hand) {
  const person = await Person.register(academy.url, '박유형');
  const [lesson] = await person.enrol(slug);
  const attempt = await person.start(lesson);
  const visitor = await Visitor.open(browser, academy.url, { locale: 'ko-KR', ...options });
  await visitor.signIn(person.email, person.password);
  const { page } = visitor;
  hand.page = page;
  await visitor.goto(`/attempts/${attempt.id}/questions/1`);
  for (let n = 1; n <= last; n++) {
    await page.waitForURL(new RegExp(`/questions/${n}$`));
    await answer(hand, n);
    await hand.press(page.getByRole('button', { name: n < last ? '저장하고 다음' : '저장하고 확인', exact: true }).first());
  }
  await page.getByRole('heading', { level: 1, name: '답안 확인' }).waitFor();
  await lookBack(visitor, attempt);
  await handIn(hand, visitor, attempt);
  await visitor.close();
}

async function answer(hand, n) {
  const { page } = hand;
  const field = (name) => page.getByRole('textbox', { name, exact: true });
  if (n === 2) await hand.choose(page.getByRole('radio', { name: '서울' }));
  if (n === 3) for (const name of ['베트남', '몽골']) await hand.choose(page.getByRole('checkbox', { name }));
  if (n === 4) await hand.choose(page.getByRole('radio', { name: '맞다' }));
  if (n === 5) await hand.type(field('내 답'), '조 약');
  if (n === 6) {
    await hand.type(field('답(숫자)'), '328,000');
    await hand.select(page.getByLabel('단위'), 'm');
  }
  if (n === 7) for (const [left, right] of [['일본', '도쿄'], ['프랑스', '파리']]) await hand.select(page.getByLabel(left), right);
  if (n === 8) for (const [item, place] of [['유엔 창설', 0], ['서울 올림픽', 1]]) await raise(hand, item, place);
  if (n === 9) {
    await hand.type(page.getByLabel('빈칸 1'), '1991');
    await hand.type(page.getByLabel('빈칸 2'), '국제연합');
    await hand.select(page.getByLabel('빈칸 3'), '북한');
  }
  if (n === 10) await hand.type(field('내 답'), '시민단체가 함께 교류합니다.\n서로를 알게 되기 때문입니다.');
  if (n === 11) await handOver(hand);
}

/** Chooses a file in the browser's own dialog. Without script a button sends it; with one it goes by itself. */
async function handOver(hand) {
  const { page } = hand;
  const [dialog] = await Promise.all([page.waitForEvent('filechooser'), hand.press(page.getByLabel('낼 파일'))]);
  await dialog.setFiles(plan);
  const send = page.getByRole('button', { name: '이 파일 내기' });
  if (await send.isVisible()) await hand.press(send);
  await page.getByRole('link', { name: plan.name }).waitFor();
}

/** Presses the button of an item until it stands where it belongs. */
async function raise(hand, item, place) {
  const items = () => hand.page.locator('.seq .prose').allInnerTexts();
  for (let from = (await items()).indexOf(item); from > place; from--) {
    await hand.press(hand.page.getByRole('button', { name: `위로: ${item}` }));
    await hand.page.waitForFunction(([text, at]) => document.querySelectorAll('.seq .prose')[at]?.textContent.trim() === text, [item, from - 1]);
  }
}

/** Every answer is where it was given, on a page that was drawn anew. */
async function lookBack(visitor, attempt) {
  for (const [n, holds] of Object.entries(kept)) {
    await visitor.goto(`/attempts/${attempt.id}/questions/${n}`);
    assert.ok(await holds(visitor.page), `question ${n} as it was answered`);
  }
}

/** The essay and the file wait for somebody who marks them; until then nothing is said of the score. */
async function handIn(hand, visitor, attempt) {
  await visitor.goto(`/attempts/${attempt.id}/check`);
  await hand.press(visitor.page.getByRole('button', { name: '제출하기' }));
  await visitor.page.locator('.result').waitFor();
  assert.equal(await visitor.page.locator('.result.pass, .result.fail').count(), 0, 'nobody has marked the essay and the file yet');
}
