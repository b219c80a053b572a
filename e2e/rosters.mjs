// A coordinator staffs an activity, and volunteers answer on their phones: from a table of shifts to a swap, and what their
// calendars learn of it.
import assert from 'node:assert/strict';
import ICAL from 'ical.js';
import { demoPassword } from './academy.mjs';
import { desktop, phone, Visitor } from './browser.mjs';
import { Desk } from './studio.mjs';

/** The volunteers of the demonstration who are event guides, by name. */
const guides = { 조은우: 5, 신유나: 6, 배준서: 7, 최민준: 8, 오지훈: 9, 한소희: 10 };
const title = '청년외교 대화의 날';

export async function staffByKeyboard(stage) {
  const boss = await Coordinator.open(stage);
  await boss.makeActivity();
  await boss.importShifts();
  await boss.dragAndUndo();
  await boss.assignAutomatically();
  await boss.changeTwo();
  await boss.publish();
  const people = [];
  for (const name of (await boss.seated()).slice(0, 2)) people.push(await Volunteer.open(stage, name));
  for (const person of people) await person.accept();
  await people[0].askToSwap();
  await people[1].agree();
  await boss.approve();
  await followCalendar(boss, people[0]);
  await Promise.all([boss, ...people].map((one) => one.visitor.close()));
}

const today = '국민외교 주간 안내소';

/** A volunteer checks in and out by the digits on the spot; what is corrected and approved stands on the proof. */
export async function checkInByCode(stage) {
  const boss = await Coordinator.open(stage);
  const helper = await Volunteer.open(stage, '한소희');
  await helper.mistype();
  await helper.typeCode(await boss.code(stage.cast.desk));
  await helper.typeCode(await boss.code(stage.cast.desk));
  await boss.correctHours('한소희', 150);
  await helper.prove('2시간 30분');
  await Promise.all([boss, helper].map((one) => one.visitor.close()));
}

/** Whoever has a page of their own. */
class Somebody {
  constructor(visitor) {
    this.visitor = visitor;
    this.page = visitor.page;
  }

  static async arrive({ academy, browser }, email, viewport) {
    const visitor = await Visitor.open(browser, academy.url, { viewport, locale: 'ko-KR' });
    await visitor.signIn(email, demoPassword);
    return new this(visitor);
  }

  /** Presses a button or link and waits for the page that it leads to. */
  async press(control) {
    await Promise.all([this.page.waitForEvent('load'), control.click()]);
  }

  main(role, name) {
    return this.page.locator('main').getByRole(role, { name });
  }
}

class Coordinator extends Somebody {
  static async open(stage) {
    const boss = await this.arrive(stage, 'coordinator@example.org', desktop);
    boss.desk = new Desk(boss.page);
    return boss;
  }

  goto(rest) {
    return this.visitor.goto(`${this.activity}/${rest}`);
  }

  async makeActivity() {
    this.day = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10);
    await this.visitor.goto('/coord/new');
    await this.page.fill('#title_ko', title);
    await this.page.fill('#starts_on', this.day);
    await this.page.fill('#ends_on', this.day);
    await this.press(this.page.locator('main form.form button[type=submit]').first());
    this.activity = new URL(this.page.url()).pathname.replace(/\/shifts$/, '');
    await this.goto('edit');
    await this.press(this.main('button', '공개하기'));
  }

  /** A table with a mistake is told row by row and adds nothing; without it everything is added at once. */
  async importShifts() {
    const rows = [['09:00', '11:00'], ['11:30', '13:30'], ['14:00', '16:00'], ['16:30', '18:30']].map(([from, until]) => `${this.day},${from},${until},등록대,행사 안내,1,1`);
    const table = (lines) => ({ name: '근무.csv', mimeType: 'text/csv', buffer: Buffer.from(['날짜,시작,끝,장소 (한국어),역할,최소 인원,최대 인원', ...lines].join('\r\n')) });
    await this.goto('shifts');
    await this.press(this.main('link', '표로 근무 가져오기'));
    await this.page.setInputFiles('#file', table([...rows.slice(1), rows[0].replace('09:00', '아홉 시')]));
    await this.press(this.main('button', '읽고 미리 보기'));
    await this.page.getByText('시작: 시각으로 읽을 수 없습니다').waitFor();
    assert.equal(await this.main('button', '4줄 추가하기').count(), 0);
    await this.press(this.main('link', '다른 파일 고르기'));
    await this.page.setInputFiles('#file', table(rows));
    await this.press(this.main('button', '읽고 미리 보기'));
    await this.press(this.main('button', '4줄 추가하기'));
    await this.page.locator('tbody .badge.g').nth(3).waitFor();
  }

  /** Drags somebody onto a shift, which says meanwhile whether the person fits; and takes it back. */
  async dragAndUndo() {
    this.visitor.expect(422);
    await this.page.setViewportSize({ width: 1280, height: 1600 });
    await this.goto('roster');
    const [person, shift] = [this.page.locator('[data-pool] li').first(), this.page.locator('.mx .shift').first()];
    const [from, to] = [await person.boundingBox(), await shift.locator('ul').boundingBox()];
    await this.page.mouse.move(from.x + 14, from.y + 14);
    await this.page.mouse.down();
    await this.page.mouse.move(from.x + 24, from.y + 24, { steps: 4 });
    await this.page.mouse.move(to.x + 60, to.y + 30, { steps: 10 });
    await shift.locator('.fit').waitFor();
    await this.page.mouse.move(to.x + 60, to.y + 24, { steps: 4 });
    await this.page.waitForTimeout(200); // what is dragged follows in its own time
    await this.page.mouse.up();
    if (await shift.locator('.fit').count()) await shift.locator('.fit').waitFor({ state: 'detached' });
    await this.page.waitForURL(/\/assign\?citizen=/); // the first of the pool is not qualified: a reason is wanted
    assert.equal(await this.page.locator('main input[name=citizen]:checked').count(), 1);
    await this.page.fill('#reason', '급히 필요합니다');
    await this.press(this.main('button', '배정하기'));
    assert.equal(await this.seats().count(), 1);
    await this.press(this.main('button', '내 마지막 변경 되돌리기'));
    assert.equal(await this.seats().count(), 0);
    await this.page.setViewportSize(desktop);
  }

  async assignAutomatically() {
    await this.goto('roster');
    await this.press(this.main('button', '자동 배정 미리 보기'));
    await this.page.locator('.prevbar').waitFor({ timeout: 90_000 });
    assert.equal(await this.page.locator('main input[name=seat]:checked').count(), 4);
    await this.press(this.main('button', '고른 제안 적용'));
    assert.equal((await this.seats().count()), 4);
  }

  seats() {
    return this.page.locator('.mx .vol a.iconbtn');
  }

  /** Takes two seats away and gives them to others, without a mouse. */
  async changeTwo() {
    for (let n = 0; n < 2; n++) {
      await this.goto('roster');
      await this.enter(this.seats().nth(n));
      await this.enter(this.main('button', '배정 취소'));
      await this.enter(this.page.locator('.mx a.slot').first());
      await this.desk.reach(this.page.locator('main input[name=citizen]:not(:disabled)').first(), 'the candidates');
      await this.page.keyboard.press('Space');
      await this.enter(this.main('button', '배정하기'));
      assert.equal(await this.seats().count(), 4);
    }
  }

  async enter(control) {
    await this.desk.reach(control, 'a control of the board');
    await Promise.all([this.page.waitForEvent('load'), this.page.keyboard.press('Enter')]);
  }

  async publish() {
    await this.goto('roster');
    await this.press(this.main('button', '배정 알리기'));
    await this.page.getByText('모든 변경을 알렸습니다').waitFor();
  }

  /** Names of guides of the demonstration who have a seat. */
  async seated() {
    const names = await this.page.locator('.mx .vol .nm').evaluateAll((all) => all.map((n) => n.firstChild.textContent.trim()));
    return [...new Set(names)].filter((name) => name in guides);
  }

  async approve() {
    await this.goto('swaps');
    await this.page.getByText('승인을 기다리는 교대 1건').waitFor();
    await this.press(this.page.locator('main button[value=approved]'));
    await this.page.locator('.act .badge.g').waitFor();
  }

  /** The six digits that are shown on the spot just now. */
  async code(activity) {
    await this.visitor.goto(`/coord/activities/${activity}/checkin`);
    return (await this.page.locator('.desk-digits').innerText()).replace(/\D/g, '');
  }

  /** Credits other minutes than were checked, with the reason. */
  async correctHours(name, minutes) {
    await this.visitor.goto('/coord/hours?state=waiting');
    await this.press(this.page.locator('main tbody tr').filter({ hasText: today }).getByRole('link', { name }));
    await this.page.fill('#minutes', String(minutes));
    await this.page.fill('#reason', '코드를 늦게 입력했습니다');
    await this.press(this.page.locator('main form:has(#minutes) button[type=submit]'));
    await this.press(this.page.locator('main form:has([name=line]) button[type=submit]'));
    await this.page.goto('/coord/hours?state=approved');
    await this.page.locator('main tbody tr').filter({ hasText: today }).getByRole('link', { name }).waitFor();
  }

  /** Opens the shift at a time of the day. */
  async openShift(from) {
    await this.goto('shifts');
    await this.press(this.page.locator('main tbody th a').filter({ hasText: from }));
  }
}

class Volunteer extends Somebody {
  static open(stage, name) {
    return this.arrive(stage, `volunteer${guides[name]}@example.org`, phone);
  }

  async mine() {
    await this.visitor.goto('/me/shifts');
    return this.page.locator('.my-shift').filter({ has: this.page.locator('h3 a', { hasText: title }) }).first();
  }

  async accept() {
    await this.press((await this.mine()).getByRole('button', { name: '수락' }));
    await (await this.mine()).getByText('확정').waitFor();
    this.before = await this.when();
  }

  /** When the shift of this activity is. */
  async when() {
    return (await (await this.mine()).locator('.eyebrow').innerText()).trim();
  }

  async askToSwap() {
    await this.press((await this.mine()).getByRole('link', { name: '교대·대신할 사람' }));
    await this.page.locator('main input[name=seat]').first().check();
    await this.press(this.main('button', '바꾸자고 부탁하기'));
    assert.equal(await this.when(), this.before); // nothing has changed yet
  }

  async agree() {
    await this.visitor.goto('/me/shifts');
    await this.press(this.main('button', '바꾸기 동의'));
    await this.page.getByText('담당자 승인을 기다립니다').waitFor();
    assert.equal(await this.when(), this.before);
  }

  /** The form for the digits at today's shift. */
  async here() {
    await this.visitor.goto('/me/shifts');
    return this.page.locator('.my-shift').filter({ has: this.page.locator('h3 a', { hasText: today }) }).locator('form.here');
  }

  async mistype() {
    this.visitor.expect(422);
    const form = await this.here();
    await form.locator('input:not([type=hidden])').fill('12345');
    await this.press(form.locator('button[type=submit]'));
    assert.equal(await this.page.locator('form.here [aria-invalid=true]').inputValue(), '12345');
  }

  async typeCode(digits) {
    const form = await this.here();
    const does = await form.locator('button[type=submit]').innerText();
    await form.locator('input:not([type=hidden])').fill(digits);
    await this.press(form.locator('button[type=submit]'));
    assert.equal(await (await this.here()).locator('button[type=submit]', { hasText: does }).count(), 0);
  }

  /** Asks for the proof of all hours, which anybody can then see to be valid. */
  async prove(length) {
    await this.visitor.goto('/me/hours');
    await this.page.locator('dl.kpis dd', { hasText: length }).first().waitFor();
    await this.press(this.page.locator("main form[action$='/hours/proof'] button"));
    for (let tries = 0; (await this.page.locator("main a[href*='/certificates/']").count()) === 0; tries++) {
      assert.ok(tries < 30, 'the proof is made within seconds');
      await this.page.waitForTimeout(500);
      await this.visitor.goto('/me/hours');
    }
    await this.press(this.page.locator("main a[href*='/certificates/']").first());
    await this.page.locator('.verdict.ok').waitFor();
    await this.page.locator('.cert-paper', { hasText: length }).waitFor();
  }

  /** The secret address of the calendar. */
  async calendar() {
    await this.visitor.goto('/me/shifts');
    await this.press(this.main('button', '캘린더 주소 만들기'));
    return (await this.page.locator('.record-link').innerText()).trim();
  }
}

/** The events of a calendar at this activity, as a program reads them that is not ours. */
async function events(address) {
  const answer = await fetch(address);
  assert.match(answer.headers.get('content-type'), /^text\/calendar/);
  const calendar = new ICAL.Component(ICAL.parse(await answer.text()));
  return calendar.getAllSubcomponents('vevent').map((event) => ({
    uid: event.getFirstPropertyValue('uid'), status: event.getFirstPropertyValue('status'), sequence: event.getFirstPropertyValue('sequence'),
    starts: event.getFirstPropertyValue('dtstart').toJSDate(), summary: event.getFirstPropertyValue('summary'),
  })).filter((event) => event.summary.startsWith(title));
}

/** After a swap, a move and a cancellation the calendar holds what there is, and what there was as cancelled. */
async function followCalendar(boss, person) {
  const address = await person.calendar();
  const swapped = await events(address);
  assert.deepEqual(swapped.map((e) => e.status).sort(), ['CANCELLED', 'CONFIRMED']);
  const was = swapped.find((e) => e.status === 'CONFIRMED');
  const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Seoul' });
  await boss.openShift(clock.format(was.starts));
  await boss.page.fill('#from', clock.format(new Date(was.starts.getTime() + 15 * 60_000)));
  await boss.press(boss.main('button', '저장'));
  await boss.publish();
  const moved = (await events(address)).find((e) => e.uid === was.uid);
  assert.equal(moved.starts - was.starts, 15 * 60_000);
  assert.ok(moved.sequence > was.sequence, 'a calendar keeps the event with the higher sequence');
  assert.equal(moved.status, 'TENTATIVE'); // it is to be accepted anew

  await boss.openShift(clock.format(moved.starts));
  await boss.page.fill('#cancel_reason', '행사장 사정');
  await boss.press(boss.main('button', '근무 취소'));
  await boss.publish();
  const gone = (await events(address)).find((e) => e.uid === was.uid);
  assert.equal(gone.status, 'CANCELLED');
  assert.ok(gone.sequence > moved.sequence);
}
