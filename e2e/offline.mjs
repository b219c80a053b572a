// Answers given while the line is lost, and answers given in two places at once. What a person has answered arrives, or
// they are asked which of two answers holds; nobody else on the same device sees or sends it.
import assert from 'node:assert/strict';
import { phone, Visitor } from './browser.mjs';
import { Person } from './person.mjs';

const slug = 'question-types';
const capital = 2; // 서울 or 부산
const countries = 3;

/** Somebody on a telephone in the middle of an attempt. */
async function begun({ academy, browser }, name, prepare = () => {}) {
  const person = await Person.register(academy.url, name);
  const [lesson] = await person.enrol(slug);
  const attempt = await person.start(lesson);
  const visitor = await Visitor.open(browser, academy.url, { locale: 'ko-KR', viewport: phone });
  await prepare(visitor.context);
  await visitor.signIn(person.email, person.password);
  return { person, attempt, visitor, question: (n) => `/attempts/${attempt.id}/questions/${n}` };
}

const line = (page, state) => page.locator(`#save[data-state=${state}]`).waitFor();
const choose = (page, name) => page.getByRole('radio', { name }).check();
const unsent = (page) => page.locator('[data-unsent]');

/** Loses the line on the page of a question, and answers. */
async function answerOffline(visitor, path) {
  await visitor.goto(path);
  visitor.forgive();
  await visitor.context.setOffline(true);
  await choose(visitor.page, '부산');
  await line(visitor.page, 'offline');
}

/** What the server has for a question, once it has anything. */
async function saved(person, attempt, n) {
  for (let tries = 0; tries < 100; tries++) {
    const { slots } = await person.call('GET', `/attempts/${attempt.id}`);
    const slot = slots.find((s) => s.slot === n);
    if (slot.response) return slot.choices.filter((c) => [slot.response.choice, ...(slot.response.choices ?? [])].includes(c.id)).map((c) => c.html).join();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no answer to question ${n} after 10 s`);
}

/** Answers two questions without a line, closes the tab, comes back in another one later. */
export async function answerOfflineAndComeBack(stage) {
  const { person, attempt, visitor, question } = await begun(stage, '오프라');
  const { context, page } = visitor;
  const second = await context.newPage();
  await second.goto(question(countries));
  await answerOffline(visitor, question(capital));
  await second.getByRole('checkbox', { name: '몽골' }).check();
  await line(second, 'offline');
  assert.match(await unsent(page).innerText(), /연결되면 저절로 보냅니다/);
  await page.close();
  await second.close();
  await context.setOffline(false);

  visitor.page = await context.newPage();
  await visitor.goto(question(capital));
  await line(visitor.page, 'saved');
  assert.ok(await visitor.page.getByRole('radio', { name: '부산' }).isChecked(), 'the answer is shown again');
  assert.match(await saved(person, attempt, capital), /부산/);
  assert.match(await saved(person, attempt, countries), /몽골/, 'and that of the other question has been sent along');
  await unsent(visitor.page).waitFor({ state: 'hidden' });
  await visitor.close();
}

/** Loses the line and gets it back on the same page: nothing is to be done. */
export async function answerThroughAGap(stage) {
  const { person, attempt, visitor, question } = await begun(stage, '끊김이');
  const { context, page } = visitor;
  await answerOffline(visitor, question(capital));
  await choose(page, '서울');
  await context.setOffline(false);
  await line(page, 'saved');
  assert.match(await saved(person, attempt, capital), /서울/, 'the last of the answers holds');
  await visitor.close();
}

/** Answers one question differently in two tabs: the later one is asked which holds. */
export async function answerInTwoTabs(stage) {
  const { person, attempt, visitor, question } = await begun(stage, '두창이');
  const { context, page } = visitor;
  const other = await context.newPage();
  await visitor.goto(question(capital));
  await other.goto(question(capital));
  await choose(page, '서울');
  await line(page, 'saved');
  visitor.conflict();
  await choose(other, '부산');
  const notice = other.locator('[data-stale]');
  await notice.waitFor();
  assert.match(await notice.innerText(), /다른 창이나 기기에서 나중에 답했습니다[\s\S]*서울/);
  assert.ok(await notice.evaluate((element) => element === document.activeElement), 'the notice has the focus');
  assert.ok(await other.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways');
  await other.getByRole('button', { name: '지금 화면의 답 쓰기' }).click();
  await line(other, 'saved');
  await notice.waitFor({ state: 'hidden' });
  assert.match(await saved(person, attempt, capital), /부산/);
  await visitor.close();
}

/** Somebody else signs in on the same device: what the first has not sent waits for them. */
export async function shareADevice(stage) {
  const { person, attempt, visitor, question } = await begun(stage, '먼저온');
  const { context, page } = visitor;
  await answerOffline(visitor, question(capital));
  await page.close();
  await context.setOffline(false);
  await context.clearCookies();

  const friend = await Person.register(stage.academy.url, '나중에');
  const [lesson] = await friend.enrol(slug);
  const theirs = await friend.start(lesson);
  await visitor.signIn(friend.email, friend.password);
  visitor.page = await context.newPage();
  await visitor.goto(`/attempts/${theirs.id}/questions/${capital}`);
  await choose(visitor.page, '서울');
  await line(visitor.page, 'saved');
  assert.ok(await unsent(visitor.page).isHidden(), 'nothing of another person waits');
  const { slots } = await person.call('GET', `/attempts/${attempt.id}`);
  assert.equal(slots.find((s) => s.slot === capital).response, null, 'nor is it sent');

  await context.clearCookies();
  await visitor.signIn(person.email, person.password);
  await visitor.goto(question(countries));
  assert.match(await saved(person, attempt, capital), /부산/, 'it arrives when its owner is back');
  await visitor.close();
}

/** A browser that keeps nothing says so, and sends from memory. */
export async function answerWhereNothingIsKept(stage) {
  const refuse = (context) => context.addInitScript(() => Object.defineProperty(window, 'indexedDB', { get: () => { throw new DOMException('refused', 'SecurityError'); } }));
  const { person, attempt, visitor, question } = await begun(stage, '비밀창', refuse);
  const { context, page } = visitor;
  await visitor.goto(question(capital));
  await page.getByText('이 브라우저는 답안을 보관하지 않지만').waitFor();
  await answerOffline(visitor, question(capital));
  await page.getByText('이 창에만 있음').waitFor();
  assert.match(await unsent(page).innerText(), /이 창을 닫지 마세요/);
  await context.setOffline(false);
  await line(page, 'saved');
  assert.match(await saved(person, attempt, capital), /부산/);
  await visitor.close();
}
