// An instructor makes a course without touching a mouse, and a newcomer completes it.
import assert from 'node:assert/strict';
import { desktop, phone, Visitor } from './browser.mjs';
import { Person } from './person.mjs';

const lessons = ['왜 도시인가', '도시의 손님', '우리 동네에서'];

export async function buildByKeyboard({ academy, browser, cast }) {
  const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
  await visitor.signIn(cast.instructor.email, cast.instructor.password);
  const desk = new Desk(visitor.page);
  await visitor.goto('/studio');
  await desk.press('새 강좌');
  await desk.write({ title_ko: '도시외교 첫걸음', title_en: 'City diplomacy', slug: 'city-first' });
  await desk.press('만들기');
  await desk.addSections();
  await desk.addLessons();
  await desk.order();
  await desk.describe();
  await desk.press('게시');
  await desk.press('게시하기');
  await visitor.page.getByText('게시했습니다').waitFor();
  await visitor.close();
  await learn(academy, browser);
}

/** The keyboard is all there is: every control is reached by Tab, as somebody without a mouse must. */
class Desk {
  constructor(page) {
    this.page = page;
  }

  /** Moves the focus on until it stands on a control, and says so if the keyboard cannot get there. */
  async reach(target, what) {
    await target.waitFor();
    for (let presses = 0; presses < 200; presses++) {
      if (await target.evaluate((node) => node === document.activeElement)) return;
      await this.page.keyboard.press('Tab');
    }
    assert.fail(`the keyboard does not reach ${what}`);
  }

  /** Presses Enter on a link or button of that name and waits until what it does is done. */
  async press(name, within = this.page.locator('main')) {
    const control = within.getByRole('link', { name, exact: true }).or(within.getByRole('button', { name, exact: true })).first();
    await this.reach(control, name);
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')]);
  }

  async write(fields) {
    for (const [name, text] of Object.entries(fields)) {
      const field = this.page.locator(`main [name=${name}]`).filter({ visible: true }).first();
      await this.reach(field, name);
      await this.page.keyboard.press('Control+A');
      await this.page.keyboard.insertText(text);
    }
  }

  /** Opens what is folded away. */
  async unfold(summary) {
    await this.reach(summary, 'a summary');
    await this.page.keyboard.press('Enter');
  }

  section(number) {
    return this.page.locator('.sections > li').nth(number);
  }

  async addSections() {
    for (const [ko, en] of [['2장', 'Section 2'], ['3장', 'Section 3']]) {
      await this.write({ section_ko: ko, section_en: en });
      await this.press('추가', this.page.locator('section[aria-labelledby=add-h]'));
    }
    assert.equal(await this.page.locator('.sections > li').count(), 3);
  }

  async addLessons() {
    for (const [number, title] of lessons.entries()) {
      const section = this.section(number);
      await this.unfold(section.locator('details.add summary').first());
      await this.write({ lesson_ko: title, lesson_en: `Lesson ${number + 1}` });
      await this.press('추가', section);
      await this.write({ body_ko: `## ${title}\n\n도시는 **사람**이 만납니다.`, body_en: '## Cities\n\nPeople meet in cities.' });
      await this.press('저장');
      await this.press('구성으로 돌아가기');
    }
  }

  /** Moves the last lesson up and down again. */
  async order() {
    const last = lessons.at(-1);
    await this.press(`‘${last}’ 위로`);
    assert.match(await this.section(1).innerText(), new RegExp(last));
    await this.press(`‘${last}’ 아래로`);
    assert.match(await this.section(2).innerText(), new RegExp(last));
  }

  async describe() {
    await this.press('소개와 기준');
    await this.write({ summary_ko: '도시가 하는 외교를 배웁니다.', summary_en: 'What cities do in diplomacy.', description_ko: '도시외교의 첫걸음입니다.', description_en: 'A first step.' });
    await this.press('저장');
  }
}

async function learn(academy, browser) {
  const learner = await Person.register(academy.url, '남도시');
  const visitor = await Visitor.open(browser, academy.url, { viewport: phone, locale: 'ko-KR' });
  await visitor.signIn(learner.email, learner.password);
  await learner.enrol('city-first');
  await visitor.goto('/learn/city-first');
  for (const title of lessons) {
    await visitor.page.getByRole('heading', { name: title }).first().waitFor();
    await visitor.page.getByRole('button', { name: '다 읽었어요' }).filter({ visible: true }).first().click();
    await visitor.page.waitForLoadState('load');
  }
  await visitor.page.waitForURL(/\/courses\/city-first\/next/);
  await visitor.close();
}
