// Citizens speak up and are answered: from a completed course to a proposal and its receipt, from the last support that was
// needed to a promise that everybody can follow, and from a decision that was wrong to the one that mends it.
import assert from 'node:assert/strict';
import { demoPassword } from './academy.mjs';
import { desktop, inLanguage, phone, Visitor } from './browser.mjs';
import { Keyboard } from './hands.mjs';
import { Person } from './person.mjs';
import { readCourse } from './samples.mjs';
import { Walk } from './walk.mjs';

/** What the pages say. */
const words = {
  ko: {
    confirm: '확인하기', confirmed: '이메일을 확인했습니다', write: '제안 쓰기', submit: '제안 올리기', anyway: '그래도 올리기', receipts: '처리현황', waiting: '검토 대기', received: '접수',
    phone: '전화번호처럼 보이는 숫자가 있습니다.',
    title: '개발협력 현장의 목소리를 라디오로 들려주자', problem: '현장에서 일하는 사람들의 이야기를 들을 곳이 없습니다.', idea: '한 달에 한 번 현장의 이야기를 라디오로 들려주면 좋겠습니다.',
  },
  en: {
    confirm: 'Confirm', confirmed: 'Your e-mail address is confirmed', write: 'Write a proposal', submit: 'Post the proposal', anyway: 'Post it as it is', receipts: 'Receipts', waiting: 'Waiting for moderation', received: 'Received',
    title: 'Publish field diaries of aid workers', problem: 'Nobody hears what daily work abroad is like.', idea: 'Let those who come back write a short diary that everybody can read.',
  },
};

/** A newcomer on a phone completes a course and proposes something; a phone number in the text is pointed out first. */
export async function proposeInKorean(stage) {
  const course = await readCourse('oda-basics');
  const visitor = await Visitor.open(stage.browser, stage.academy.url, { viewport: phone, isMobile: true, hasTouch: true, locale: 'ko-KR' });
  const walk = new Walk(visitor, 'ko');
  await walk.findCourse(course);
  const email = await walk.enrolAsNewcomer('서마음');
  await confirmAddress(stage, walk, email);
  await walk.goto(`/learn/${course.slug}`);
  await walk.learn(course);
  await walk.passQuiz(course);
  await toOpenMatters(walk);
  await writeProposal(walk, `${words.ko.idea} 문의: 010-1234-5678`);
  await visitor.page.getByText(words.ko.phone).waitFor();
  assert.equal(await visitor.page.locator('#title').inputValue(), words.ko.title, 'what was typed is still there');
  await visitor.page.fill('#idea', words.ko.idea);
  await walk.click('button', words.ko.anyway);
  await readReceipt(walk);
  await visitor.close();
}

/** The same without a mouse, in English, at a desk. */
export async function proposeByKeyboard(stage) {
  const course = await readCourse('oda-basics');
  const person = await Person.register(stage.academy.url, 'Robin Harper', 'en');
  const visitor = await Visitor.open(stage.browser, stage.academy.url, { viewport: desktop, locale: 'en-GB' });
  await visitor.signIn(person.email, person.password);
  const walk = new Walk(visitor, 'en', { hand: new Keyboard(visitor.page) });
  await confirmAddress(stage, walk, person.email);
  await walk.goto(`/courses/${course.slug}`);
  await walk.click('button', walk.say.enrol);
  await visitor.page.waitForURL(/\/learn\//);
  await walk.learn(course);
  await walk.passQuiz(course);
  await toOpenMatters(walk);
  await writeProposal(walk, words.en.idea);
  await readReceipt(walk);
  await visitor.close();
}

/** Opens the link that was mailed to an address: the demonstration keeps its mails for the administrator. */
async function confirmAddress({ academy, browser, cast }, walk, email) {
  const admin = await Visitor.open(browser, academy.url);
  await admin.signIn(cast.admin.email, demoPassword);
  const mail = admin.page.locator('tbody tr').filter({ hasText: email }).locator('.mail-b a').first();
  await until(async () => {
    await admin.goto('/admin/outbox');
    return mail.count();
  }, 'the mail that confirms an address', 90);
  const link = new URL(await mail.getAttribute('href'));
  await admin.close();
  await walk.visitor.goto(inLanguage(walk.lang, link.pathname.replace(/^\/en/, '')) + link.search);
  await walk.click('button', words[walk.lang].confirm);
  await walk.page.getByText(words[walk.lang].confirmed).first().waitFor();
}

/** From the result of the quiz to what is open on the agenda of the course, and on to the form. */
async function toOpenMatters(walk) {
  await walk.click('link', walk.say.toEnd);
  await walk.page.waitForURL(/\/next$/);
  await walk.click('link', words[walk.lang].write);
  await walk.page.waitForURL(/\/proposals\/new\?agenda=/);
  assert.equal(await walk.page.locator('#agenda').inputValue(), 'development-cooperation', 'the agenda of the course is chosen already');
}

async function writeProposal(walk, idea) {
  const { hand, page } = walk;
  const say = words[walk.lang];
  await hand.type(page.locator('#title'), say.title);
  await hand.type(page.locator('#problem'), say.problem);
  await hand.type(page.locator('#idea'), idea);
  await hand.choose(page.locator('main input[name=consent]'));
  await walk.click('button', say.submit);
  await page.waitForLoadState('load');
}

/** The proposal waits for a moderator, and its receipt says so. */
async function readReceipt(walk) {
  const { hand, page } = walk;
  const say = words[walk.lang];
  await page.waitForURL(/\/proposals\/[0-9a-f-]{36}$/);
  await page.getByText(say.waiting, { exact: true }).first().waitFor();
  await hand.press(page.locator('main').getByRole('link', { name: say.receipts, exact: true }));
  await page.waitForURL(/\/me\/receipts$/);
  const receipt = page.locator('.receipt').filter({ hasText: say.title });
  await receipt.locator('.track [aria-current=step]').filter({ hasText: say.received }).waitFor();
}

const brink = '귀국한 봉사단원의 경험을 교실에서 나누자';
const promised = '귀국 봉사단원 학교 방문 30회 열기';
const summary = '2027년부터 학교 방문 수업을 엽니다.';

/** One more support is enough: an answer falls due, is drafted by one and signed by another, and promises something. */
export async function answerInPublic(stage) {
  const [supporter, officer, moderator, author] = await Promise.all([
    Somebody.arrive(stage, 'volunteer2@example.org', phone), Somebody.arrive(stage, 'officer@example.org', desktop),
    Somebody.arrive(stage, 'moderator@example.org', desktop), Somebody.arrive(stage, 'citizen@example.org', phone),
  ]);
  const path = await supporter.supportAsTheLast();
  await until(async () => {
    await supporter.visitor.goto(path);
    return supporter.page.locator('.prop-h .badge', { hasText: '검토 중' }).count();
  }, 'the review that enough supports bring about', 150);
  await officer.takeUp();
  await officer.draft('먼저 쓴 요약입니다. 다시 고칩니다.');
  await officer.cannotSignOwn(path);
  await moderator.redraft(path, summary);
  await officer.sign(path);
  await officer.commit();
  await author.isTold(['공식 답변이 공개되었습니다', '이행을 약속했습니다']);
  await author.visitor.goto('/me/receipts');
  const receipt = author.page.locator('.receipt').filter({ hasText: brink });
  await receipt.getByText(summary).first().waitFor();
  await receipt.getByText(promised).first().waitFor();
  await supporter.followsTheChange();
  await Promise.all([supporter, officer, moderator, author].map((one) => one.visitor.close()));
}

const harmless = '공관 행사 사진을 한곳에 모아 보여 주자';

/** A moderator hides a proposal, its author appeals, and another moderator shows it again; the public log counts it. */
export async function appealAgainstHiding(stage) {
  const person = await Person.register(stage.academy.url, '임바름');
  const author = new Somebody(await Visitor.open(stage.browser, stage.academy.url, { viewport: phone, locale: 'ko-KR' }));
  await author.visitor.signIn(person.email, person.password);
  await confirmAddress(stage, new Walk(author.visitor, 'ko'), person.email);
  await person.signIn();
  const { id } = await person.call('POST', '/proposals', {
    agenda: 'public-communication', title: harmless, problem: '행사 사진이 공관마다 흩어져 있습니다.', idea: '날짜와 나라별로 찾아볼 수 있게 모읍시다.', seen: true, consent: true,
  });
  const [first, second] = await Promise.all([Somebody.arrive(stage, 'moderator@example.org', desktop), Somebody.arrive(stage, 'officer@example.org', desktop)]);
  await first.decide({ do: 'hide', code: 'advertising', reason: '광고로 보입니다.' });
  await author.appeal(id, '광고가 아니라 공관이 찍은 사진을 모으자는 것입니다.');
  await first.cannotJudgeTwice();
  await second.decide({ do: 'reverse', reason: '광고가 아닙니다. 다시 공개합니다.' });
  await author.isTold(['가려졌습니다', '다시 공개되었습니다']);
  await author.visitor.goto(`/proposals/${id}`);
  await author.page.locator('.prop-h .badge', { hasText: '공감 모으는 중' }).waitFor();
  await author.visitor.goto('/mod/log');
  await author.page.locator('main tbody tr').filter({ hasText: '이의 인용' }).filter({ hasText: '광고나 도배' }).waitFor();
  await Promise.all([author, first, second].map((one) => one.visitor.close()));
}

/** Asks again each half second until something holds. */
async function until(holds, what, seconds = 30) {
  for (const end = Date.now() + seconds * 1000; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 500))) {
    assert.ok(Date.now() < end, `waited ${seconds} s for ${what}`);
  }
}

/** Whoever has a page of their own, with what each of them does. */
class Somebody {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  static async arrive({ academy, browser }, email, viewport) {
    const visitor = await Visitor.open(browser, academy.url, { viewport, locale: 'ko-KR' });
    await visitor.signIn(email, demoPassword);
    return new Somebody(visitor);
  }

  /** Presses a button or link and waits for the page that it leads to. */
  async press(control) {
    await Promise.all([this.page.waitForEvent('load'), control.click()]);
  }

  main(role, name) {
    return this.page.locator('main').getByRole(role, { name, exact: true });
  }

  /** Finds the proposal that lacks one support, gives it, and answers where it is. */
  async supportAsTheLast() {
    await this.visitor.goto('/proposals');
    await this.page.locator('#q').fill('봉사단원의 경험');
    await this.press(this.main('button', '찾기'));
    await this.press(this.main('link', brink));
    await this.page.getByText('50명이 모이면 답변').waitFor();
    const consent = this.page.locator('main #consent');
    if (await consent.count()) await consent.check();
    await this.press(this.main('button', '공감하기'));
    await this.page.getByText('공감했습니다', { exact: true }).waitFor();
    assert.equal(await this.page.locator('.bar-t b').innerText(), '50');
    return new URL(this.page.url()).pathname;
  }

  /** An office takes the proposal up from the desk. */
  async takeUp() {
    await this.visitor.goto('/mod');
    await this.press(this.main('link', brink));
    await this.page.selectOption('#owner', { label: '국제협력과' });
    await this.press(this.main('button', '담당 정하고 답변 기한 시작'));
    await this.page.getByText('공식 답변 기한').first().waitFor();
  }

  async draft(text) {
    await this.page.selectOption('#outcome', 'accepted');
    await this.page.fill('#summary', text);
    await this.page.selectOption('#division', { label: '국제협력과' });
    await this.page.fill('#clause_1', '교실에서 경험 나누기');
    await this.page.fill('#reply_1', '학교가 신청하면 귀국한 단원이 찾아갑니다.');
    await this.press(this.main('button', '답변 초안 저장'));
  }

  /** Whoever wrote the draft finds no button, and is refused all the same. */
  async cannotSignOwn(path) {
    await this.page.getByText('답변을 쓴 사람은 서명할 수 없습니다').waitFor();
    assert.equal(await this.main('button', '서명하고 공개').count(), 0);
    const form = { _csrf: await this.page.locator('main [name=_csrf]').first().inputValue(), version: '1' };
    const answer = await this.page.request.post(`/mod${path}/sign`, { form, headers: { origin: this.visitor.origin }, maxRedirects: 0 });
    assert.equal(answer.status(), 403);
    assert.match(await answer.text(), /답변을 쓴 사람은 서명할 수 없습니다/);
  }

  async redraft(path, text) {
    await this.visitor.goto(`/mod${path}`);
    await this.page.locator('main summary', { hasText: '초안 고치기' }).click();
    await this.draft(text);
    await this.page.getByText(text).first().waitFor();
    assert.equal(await this.main('button', '서명하고 공개').count(), 0);
  }

  async sign(path) {
    await this.visitor.goto(`/mod${path}`);
    await this.press(this.main('button', '서명하고 공개'));
  }

  async commit() {
    await this.page.locator('main summary', { hasText: '약속 더하기' }).click();
    await this.page.fill('#commitment', promised);
    await this.page.selectOption('#commitment_division', { label: '국제협력과' });
    await this.page.fill('#due_on', '2027-12-31');
    await this.press(this.main('button', '약속 더하기'));
    await this.main('button', '약속 더하기').waitFor({ state: 'hidden' });
    await this.page.locator('main .rows', { hasText: promised }).waitFor();
  }

  /** Each of some steps has come as a notice of its own. */
  async isTold(steps) {
    await until(async () => {
      await this.visitor.goto('/me/notifications');
      const all = await this.page.locator('main').innerText();
      return steps.every((step) => all.includes(step));
    }, `notices of ${steps.join(', ')}`);
  }

  async followsTheChange() {
    await this.visitor.goto('/participate');
    await this.press(this.page.locator("main a.more[href$='/changes']"));
    await this.page.locator('main .change').filter({ hasText: promised }).getByRole('link').click();
    await this.page.getByRole('heading', { level: 1, name: brink }).waitFor();
    await this.page.getByRole('heading', { name: '공식 답변' }).waitFor();
  }

  openCase() {
    return this.visitor.goto('/mod').then(() => this.press(this.main('link', harmless)));
  }

  async decide(verdict) {
    await this.openCase();
    await this.page.locator(`main input[name=do][value=${verdict.do}]`).check();
    if (verdict.code) await this.page.selectOption('#code', verdict.code);
    await this.page.fill('#reason', verdict.reason);
    await this.press(this.main('button', '결정하기'));
    await this.page.waitForURL(/\/mod$/);
  }

  async cannotJudgeTwice() {
    await this.openCase();
    await this.page.getByText('처음 결정한 사람이 아닌 다른 담당자가 봅니다').waitFor();
    assert.equal(await this.main('button', '결정하기').count(), 0);
  }

  /** The author comes from the receipt to the decision, reads why, and speaks against it. */
  async appeal(id, text) {
    await this.visitor.goto('/me/receipts');
    await this.press(this.main('link', harmless));
    await this.page.getByText('광고로 보입니다.').first().waitFor();
    await this.page.locator('main summary', { hasText: '결정에 이의 내기' }).click();
    await this.page.fill('#appeal', text);
    await this.press(this.main('button', '이의 내기'));
    await this.visitor.goto(`/proposals/${id}`);
    assert.equal(await this.page.locator('#appeal').count(), 0, 'one can appeal once');
  }
}
