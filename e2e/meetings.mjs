// A meeting fills; somebody in line is offered the seat that is freed, takes it on a phone, and shows by a code that they came.
import assert from 'node:assert/strict';
import { demoPassword } from './academy.mjs';
import { desktop, phone, Visitor } from './browser.mjs';

const title = '동네 외교 간담회';

export async function meetInPerson(stage) {
  const staff = await Staff.open(stage);
  const at = await staff.makeMeeting();
  const [first, second] = await Promise.all([Guest.open(stage), Guest.open(stage)]);
  await first.register(at, '자리가 정해졌습니다');
  await second.register(at, '대기 1번');
  await first.leave(at);
  await second.takeSeat(at);
  await second.ask(at, '우리 동네도 자매도시를 맺을 수 있나요?');
  await second.mistype(at);
  await second.typeCode(at, await staff.code());
  await staff.publishOutcome();
  await second.readReceipt();
  await Promise.all([staff, first, second].map((one) => one.visitor.close()));
}

/** Whoever has a page of their own. */
class Somebody {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  main(role, name) {
    return this.page.locator('main').getByRole(role, { name });
  }

  /** Presses a button or link and waits for the page that it leads to. */
  async press(control) {
    await Promise.all([this.page.waitForEvent('load'), control.click()]);
  }

  sees(text) {
    return this.page.locator('main').getByText(text).first().waitFor();
  }
}

class Staff extends Somebody {
  static async open({ academy, browser }) {
    const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
    await visitor.signIn('moderator@example.org', demoPassword);
    return new Staff(visitor);
  }

  /** One seat, beginning in a quarter of an hour, so that there is a code to show already. */
  async makeMeeting() {
    const inSeoul = (minutes) => new Date(Date.now() + minutes * 60_000 + 9 * 3_600_000).toISOString().slice(0, 16);
    await this.visitor.goto('/mod');
    await this.press(this.main('link', '행사 관리'));
    await this.press(this.main('link', '새 행사'));
    await this.page.fill('#title_ko', title);
    await this.page.selectOption('#kind', 'roundtable');
    await this.page.selectOption('#agenda', 'public-diplomacy');
    await this.page.fill('#place_ko', '주민센터');
    await this.page.fill('#capacity', '1');
    for (const [name, minutes] of Object.entries({ starts: 15, ends: 120, opens: -60, closes: 100 })) await this.page.fill(`#${name}`, inSeoul(minutes));
    await this.page.fill('#ask_1_ko', '어떻게 오시나요?');
    await this.press(this.main('button', '저장'));
    await this.press(this.main('button', '공개하기'));
    this.desk = new URL(this.page.url()).pathname.replace(/\/edit$/, '');
    return this.desk.replace('/mod', '');
  }

  async code() {
    await this.visitor.goto(`${this.desk}/checkin`);
    return this.page.locator('.desk-digits').innerText();
  }

  /** Minutes and a decision wait until the meeting has begun: it is moved to have begun a moment ago. */
  async publishOutcome() {
    await this.visitor.goto(`${this.desk}/edit`);
    await this.page.fill('#starts', new Date(Date.now() - 60_000 + 9 * 3_600_000).toISOString().slice(0, 16));
    await this.press(this.main('button', '저장'));
    await this.visitor.goto(`${this.desk}/after`);
    await this.page.fill('#minutes', '작은 도시의 자매결연을 돕기로 했습니다.');
    await this.press(this.main('button', '회의록 공개하기'));
    await this.page.fill('#commitment', '작은 도시 자매결연 안내서 만들기');
    await this.page.selectOption('#commitment_division', 'culture-division');
    await this.page.fill('#due_on', '2027-06-30');
    await this.press(this.main('button', '결정을 약속으로 올리기'));
  }
}

class Guest extends Somebody {
  /** Somebody whose address is confirmed: one of the demonstration's volunteers. */
  static count = 0;

  static async open({ academy, browser }) {
    const visitor = await Visitor.open(browser, academy.url, { viewport: phone, locale: 'ko-KR' });
    await visitor.signIn(`volunteer${11 + Guest.count++}@example.org`, demoPassword);
    return new Guest(visitor);
  }

  async register(at, stands) {
    await this.visitor.goto('/events');
    await this.press(this.main('link', title));
    assert.equal(new URL(this.page.url()).pathname, at);
    await this.press(this.page.locator(`main a[href="${at}/register"]`));
    await this.page.locator('main textarea').fill('걸어서 갑니다');
    await this.press(this.page.locator('main form.form button.primary'));
    await this.sees(stands);
  }

  async leave(at) {
    await this.visitor.goto(at);
    await this.page.locator('main summary', { hasText: '신청 취소' }).click();
    await this.press(this.main('button', '신청 취소하기'));
  }

  /** Notices are written by a job: whoever looks at once may be too early. */
  async isTold(text) {
    for (let n = 0; n < 60; n++) {
      await this.visitor.goto('/me/notifications');
      if (await this.page.locator('main').getByText(text).count()) return;
      await this.page.waitForTimeout(500);
    }
    assert.fail(`nobody was told: ${text}`);
  }

  async takeSeat(at) {
    await this.isTold('자리가 났습니다');
    await this.visitor.goto(at);
    await this.press(this.main('button', '자리 받기'));
    await this.sees('참석 확정');
  }

  async ask(at, text) {
    await this.page.fill('#question', text);
    await this.page.check('#question_consent');
    await this.press(this.main('button', '질문 올리기'));
    await this.sees(text);
  }

  async mistype() {
    this.visitor.expect(422);
    await this.page.fill('#code', '12 34');
    await this.press(this.main('button', '출석하기'));
    await this.page.locator('#code-err').waitFor();
  }

  async typeCode(at, digits) {
    await this.page.fill('#code', digits);
    await this.press(this.main('button', '출석하기'));
    await this.sees('참석함');
  }

  async readReceipt() {
    await this.visitor.goto('/me/receipts');
    await this.sees('참석한 행사');
    await this.sees('작은 도시 자매결연 안내서 만들기');
    await this.press(this.page.locator('main a', { hasText: '회의록 보기' }).first());
    await this.sees('작은 도시의 자매결연을 돕기로 했습니다.');
  }
}
