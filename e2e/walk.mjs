// The steps of a citizen's way, as a person takes them: by what stands on buttons and links. Words come from words.mjs,
// so that the same steps are walked in both languages, with and without script.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { inLanguage } from './browser.mjs';
import { Touch } from './hands.mjs';
import { watchLecture } from './lecture.mjs';
import { plain, questionOf, rightChoices } from './samples.mjs';
import { words } from './words.mjs';

export class Walk {
  /** `script` says whether the browser runs scripts: without, lectures cannot be watched. `hand` works the pages. */
  constructor(visitor, lang, { script = true, hand = new Touch() } = {}) {
    this.hand = hand;
    this.visitor = visitor;
    this.page = visitor.page;
    this.lang = lang;
    this.script = script;
    this.say = words[lang];
  }

  /** Opens a page in the language of the walk. */
  goto(path) {
    return this.visitor.goto(inLanguage(this.lang, path));
  }

  /** Buttons and links stand twice on a lesson, for phones and for wide screens: the one in sight is meant. */
  visible(role, name) {
    return this.page.getByRole(role, { name, exact: true }).filter({ visible: true }).first();
  }

  async click(role, name) {
    await this.hand.press(this.visible(role, name));
  }

  /** From the first page through the search to the page of a course. */
  async findCourse(course) {
    await this.goto('/');
    await this.page.getByRole('searchbox', { name: this.say.search }).fill(course.title[this.lang]);
    await this.click('button', this.say.searchButton);
    await this.page.getByRole('link', { name: course.title[this.lang], exact: true }).click();
    await this.page.getByRole('heading', { level: 1, name: course.title[this.lang] }).waitFor();
  }

  /** Presses “enrol” as a stranger, signs up on the way and confirms the enrolment. */
  async enrolAsNewcomer(name) {
    await this.click('link', this.say.enrol);
    await this.click('link', this.say.signUp);
    const email = await this.signUp(name);
    await this.click('button', this.say.enrolConfirm);
    await this.page.waitForURL(/\/learn\//);
    return email;
  }

  async signUp(name) {
    const email = `${randomUUID()}@example.org`;
    await this.page.getByLabel(this.say.name, { exact: true }).fill(name);
    await this.page.getByLabel(this.say.email, { exact: true }).fill(email);
    await this.page.getByLabel(this.say.password, { exact: true }).fill('river stone lantern 42');
    for (const consent of await this.page.getByRole('checkbox').all()) await consent.check();
    await this.click('button', this.say.signUpButton);
    return email;
  }

  /** Goes from lesson to lesson as the pages lead, until the quiz is to be started. */
  async learn(course) {
    for (let lesson = 0; lesson < course.lessons.length; lesson++) {
      if (await this.page.locator('pd-player').count()) await watchLecture(this);
      if (await this.visible('link', this.say.toQuiz).count()) break;
      const address = this.page.url();
      const read = this.visible('button', this.say.read);
      await this.hand.press((await read.count()) ? read : this.visible('link', this.say.next));
      await this.page.waitForURL((url) => String(url) !== address);
    }
    await this.click('link', this.say.toQuiz);
  }

  /** Starts the quiz, gives every answer as the authors want it, looks at the list and hands in. */
  async passQuiz(course) {
    await this.click('button', this.say.start);
    for (let n = 1; n <= course.quiz.questions.length; n++) {
      await this.page.waitForURL(new RegExp(`/questions/${n}$`));
      await this.answerQuestion(course);
      await this.click('button', n < course.quiz.questions.length ? this.say.saveNext : this.say.saveCheck);
    }
    await this.page.getByRole('heading', { level: 1, name: this.say.check }).waitFor();
    assert.equal(await this.page.getByRole('table').getByText(this.say.answered, { exact: true }).count(), course.quiz.questions.length);
    await this.click('button', this.say.handIn);
    await this.page.locator('.result.pass').waitFor();
    assert.match(await this.page.locator('.score').innerText(), /^100\b/);
  }

  async answerQuestion(course) {
    const question = questionOf(course, await this.page.locator('fieldset legend').innerHTML(), this.lang);
    if (question.type === 'short_answer') {
      await this.hand.type(this.page.getByRole('textbox', { name: this.say.yourAnswer }), question.accepted.at(this.lang === 'ko' ? 0 : -1));
    } else if (question.type === 'true_false') {
      await this.hand.choose(this.page.getByRole('radio', { name: question.answer ? this.say.true : this.say.false, exact: true }));
    } else {
      for (const option of await this.page.locator('label.opt').all()) {
        if (rightChoices(question, this.lang).includes(plain(await option.innerText()))) await this.hand.choose(option.locator('input'));
      }
    }
    if (this.script) await this.page.locator('#save[data-state=saved]').waitFor();
  }

  /** From the result of the quiz to the page of the certificate, which is issued within seconds. Answers its code. */
  async openCertificate() {
    await this.click('link', this.say.toEnd);
    await this.page.waitForURL(/\/next$/);
    const link = this.visible('link', this.say.seeCertificate);
    for (let tries = 0; tries < 20 && !(await link.count()); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 500));
      await this.page.reload();
    }
    await link.click();
    await this.page.waitForURL(/\/certificates\//);
    return this.page.url().split('/').at(-1);
  }
}
