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
export class Desk {
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

/** An instructor drags a lesson into another section and a section before it; a page that is behind is told so. */
export async function orderByDragging({ academy, browser, cast }) {
  const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
  const { page } = visitor;
  await visitor.signIn(cast.instructor.email, cast.instructor.password);
  const desk = new Desk(page);
  await visitor.goto('/studio/new');
  await page.fill('main [name=title_ko]', '끌어서 놓기');
  await page.fill('main [name=slug]', 'by-dragging');
  await Promise.all([page.waitForEvent('load'), page.locator('main').getByRole('button', { name: '만들기' }).click()]);
  await page.locator('section[aria-labelledby=add-h] [name=section_ko]').fill('2장');
  await Promise.all([page.waitForEvent('load'), page.locator('section[aria-labelledby=add-h] button[type=submit]').click()]);
  for (const title of ['하나', '둘']) {
    await visitor.goto('/studio/by-dragging');
    await desk.section(0).locator('details.add summary').first().click();
    await desk.section(0).locator('[name=lesson_ko]').fill(title);
    await Promise.all([page.waitForEvent('load'), desk.section(0).getByRole('button', { name: '추가' }).click()]);
  }
  await visitor.goto('/studio/by-dragging');
  const behind = await page.context().newPage();
  await behind.goto(page.url());

  await drag(page, desk.section(0).locator('[data-lesson]').first(), desk.section(1).locator('[data-lessons]'));
  await page.getByText('하나를 옮겼습니다.').waitFor({ state: 'attached' });
  assert.deepEqual(await contents(page), [['둘'], ['하나']]);
  await drag(page, desk.section(1), desk.section(0), 4);
  await page.getByText('2장을 옮겼습니다.').waitFor({ state: 'attached' });
  await page.reload();
  assert.deepEqual(await contents(page), [['하나'], ['둘']]);

  visitor.expect(409);
  await drag(behind, behind.locator('[data-lesson]').first(), behind.locator('.sections > li').nth(1).locator('[data-lessons]'));
  await behind.getByText('다른 사람이 차례를 바꿨습니다').first().waitFor();
  assert.deepEqual(await contents(behind), [['하나'], ['둘']]);
  await visitor.close();
}

/** Takes a row by its handle and drops it over another element, some pixels below its top. */
async function drag(page, row, target, below = 8) {
  const handle = row.locator('[data-handle]').first();
  await handle.waitFor();
  await target.evaluate((node) => node.scrollIntoView({ block: 'end' }));
  const box = await handle.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2 + 4, box.y + box.height / 2 + 4, { steps: 3 });
  const goal = await target.boundingBox();
  await page.mouse.move(goal.x + 60, goal.y + below + 12, { steps: 8 });
  await page.mouse.move(goal.x + 60, goal.y + below, { steps: 4 });
  await page.waitForTimeout(200); // what is dragged follows in its own time
  await page.mouse.up();
}

function contents(page) {
  return page.locator('.sections > li').evaluateAll((sections) => sections.map((s) => Array.from(s.querySelectorAll('.what > a'), (a) => a.textContent.trim())));
}
