// An instructor captions a film by keyboard alone while it plays, is told what nobody can read, and finds it all again.
import assert from 'node:assert/strict';
import { desktop, Visitor } from './browser.mjs';

const course = '/studio/participatory-diplomacy';
const lines = ['안녕하세요', '오늘은 도시가 하는 외교를 함께 알아보고 이야기를 나누어 보겠습니다 천천히 말해도 이만큼을 한눈에 다 읽을 사람은 아마 없을 테니 느린 기계에서도 빠르다고 해야 맞습니다', '시작합니다'];

export async function captionByKeyboard({ academy, browser, cast }) {
  const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
  await visitor.signIn(cast.instructor.email, cast.instructor.password);
  const lecture = cast.participatoryLessons.findLast((lesson) => lesson.kind === 'lecture');
  await visitor.goto(`${course}/lessons/${lecture.id}/captions`);
  const desk = new CaptionDesk(visitor.page);
  await desk.begin();
  for (const line of lines) await desk.write(line);
  await desk.readsTooFast();
  await desk.mistypes();
  await desk.losesThePage();
  await desk.save();
  assert.deepEqual(await desk.texts(), lines, 'after saving');
  await visitor.page.reload();
  assert.deepEqual(await desk.texts(), lines, 'after loading the page again');
  await desk.findsEarlier();
  await desk.translate();
  await visitor.close();
}

class CaptionDesk {
  constructor(page) {
    this.page = page;
    this.korean = page.locator('pd-cues[data-lang=ko]');
    this.keys = page.keyboard;
  }

  texts() {
    return this.korean.locator('.cue textarea').evaluateAll((fields) => fields.map((field) => field.value));
  }

  get film() {
    return this.page.locator('video[data-film]');
  }

  /** Waits until the film has come on by some seconds. */
  async on(seconds) {
    const now = await this.film.evaluate((video) => video.currentTime);
    await this.page.waitForFunction((to) => document.querySelector('video[data-film]').currentTime >= to, now + seconds);
  }

  async focus(target) {
    for (let presses = 0; presses < 120; presses++) {
      if (await target.evaluate((node) => node === document.activeElement)) return;
      await this.keys.press('Tab');
    }
    assert.fail('the keyboard does not get there');
  }

  /** Empties the captions as a text and starts the film. */
  async begin() {
    await this.korean.locator('.cue').first().waitFor();
    await this.focus(this.korean.locator('[data-do=text]'));
    await this.keys.press('Enter');
    await this.focus(this.korean.locator('textarea[name=captions]'));
    await this.keys.press('Control+A');
    await this.keys.press('Delete');
    await this.page.keyboard.press('Shift+Tab');
    await this.keys.press('Shift+Tab');
    await this.keys.press('Enter');
    await this.focus(this.korean.locator('[data-do=add]'));
    await this.keys.press('Alt+p');
    await this.on(0.5);
  }

  async write(line) {
    await this.keys.press('Alt+Enter');
    await this.keys.insertText(line);
    await this.on(1);
    await this.keys.press('Alt+]');
    await this.on(0.2);
  }

  /** The second caption has more to read than there is time for, and says so. */
  async readsTooFast() {
    await this.keys.press('Alt+p');
    const rows = this.korean.locator('.cue');
    assert.equal(await rows.count(), lines.length);
    await rows.nth(1).getByText('읽기에 빠릅니다').waitFor();
    assert.equal(await rows.nth(2).getByText('읽기에 빠릅니다').count(), 0);
    await this.korean.locator('[data-count]').getByText('살펴볼 곳 2개').waitFor(); // too fast, and too wide
    await this.keys.press('Alt+ArrowUp');
    assert.ok(await rows.nth(1).locator('textarea').evaluate((node) => node === document.activeElement), 'a row up');
    await rows.nth(1).and(this.page.locator('[aria-current=true]')).waitFor(); // the film follows, in its own time
  }

  /** A time that cannot be read holds the form back and gets the focus. */
  async mistypes() {
    await this.keys.press('Shift+Tab');
    await this.keys.press('Control+A');
    await this.keys.insertText('soon');
    await this.focus(this.saveButton);
    await this.keys.press('Enter');
    await this.korean.getByText('2번째 자막: 시각을 읽을 수 없습니다').waitFor();
    const end = this.korean.locator('.cue').nth(1).locator('[data-end]');
    assert.ok(await end.evaluate((node) => node === document.activeElement), 'the focus is where the mistake is');
    const start = await this.korean.locator('.cue').nth(2).locator('[data-start]').inputValue();
    await this.keys.press('Control+A');
    await this.keys.insertText(start.replace('.', ','));
    await this.keys.press('Tab');
    assert.equal(await end.inputValue(), start);
  }

  /** The page is left with what is not saved, and brings it back. */
  async losesThePage() {
    const before = await this.texts();
    const asked = this.page.waitForEvent('dialog').then((dialog) => dialog.accept());
    await Promise.all([asked, this.page.reload()]);
    await this.page.getByText('저장하지 않은 내용을 되살렸습니다').waitFor();
    assert.deepEqual(await this.texts(), before);
  }

  get saveButton() {
    return this.page.locator('section[aria-labelledby=c-ko]').getByRole('button', { name: '저장', exact: true });
  }

  async save() {
    await this.focus(this.saveButton);
    await Promise.all([this.page.waitForEvent('load'), this.keys.press('Enter')]);
    await this.page.getByText('저장했습니다').waitFor();
    assert.ok(await this.page.locator('[data-kept]').first().isHidden(), 'what was saved is kept no longer');
  }

  /** What was written on this device before somebody else saved is offered, not forced upon anybody. */
  async findsEarlier() {
    await this.page.evaluate(() => {
      const editor = document.querySelector('pd-cues[data-lang=ko]');
      const text = 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n먼저 쓴 자막\n';
      localStorage.setItem(`academy.captions.${editor.dataset.user}.${editor.dataset.key}.earlier`, JSON.stringify(text));
    });
    await this.page.reload();
    assert.deepEqual(await this.texts(), lines);
    await this.focus(this.korean.locator('[data-do=restore]'));
    await this.keys.press('Enter');
    await this.korean.locator('[data-count]').getByText('자막 1개').waitFor();
    assert.deepEqual(await this.texts(), ['먼저 쓴 자막']);
  }

  /** English begins from the times of the Korean captions, beside their text. */
  async translate() {
    const english = this.page.locator('pd-cues[data-lang=en]');
    await this.focus(english.locator('[data-do=draft]'));
    await this.keys.press('Enter');
    await english.locator('.cue').first().getByText('먼저 쓴 자막').waitFor();
  }
}

/** A film that cannot be had at first is found again, and the page does not go on saying that it was lost. */
export async function filmFoundAgain({ academy, browser, cast }) {
  const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'ko-KR' });
  await visitor.signIn(cast.learner.email, cast.learner.password);
  visitor.forgive();
  let lost = 0;
  await visitor.page.route('**/media/**', (route) => (route.request().resourceType() === 'media' && lost++ === 0 ? route.abort() : route.continue()));
  const address = `/learn/participatory-diplomacy/${cast.participatoryLessons.find((lesson) => lesson.kind === 'lecture').id}`;
  // On a busy machine the browser has once loaded the film past the one who listens; then nothing was lost, and it is opened anew.
  for (let tries = 0; lost === 0 && tries < 5; tries++) {
    await visitor.goto(address);
    await visitor.page.waitForFunction(() => document.querySelector('pd-player video').readyState >= 2);
  }
  assert.ok(lost > 0, 'nothing was lost');
  await visitor.page.locator('[data-player-error]').waitFor({ state: 'hidden' });
  await visitor.close();
}
