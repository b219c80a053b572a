// A person who uses the JSON API, to bring somebody quickly to where a test begins.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { plain, questionOf, rightChoices } from './samples.mjs';

const password = 'quiet-river-lantern-7';

export class Person {
  #token;

  constructor(origin, email, secret = password) {
    this.origin = origin;
    this.email = email;
    this.password = secret;
  }

  /** Opens a new account and signs in. */
  static async register(origin, name, locale = 'ko') {
    const person = new Person(origin, `${randomUUID()}@example.org`);
    await person.call('POST', '/auth/register', { email: person.email, password, name, locale, accept_terms: true, age_confirmed: true }, [201]);
    await person.signIn();
    return person;
  }

  async signIn() {
    const tokens = await this.call('POST', '/auth/token', { email: this.email, password: this.password });
    this.#token = tokens.access_token;
  }

  /** Calls the API and answers the body; another status than the expected ones is an error. */
  async call(method, path, body, statuses = [200, 201]) {
    const headers = { 'content-type': 'application/json', 'accept-language': 'ko' };
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    const answer = await fetch(`${this.origin}/api/v1${path}`, {
      method, headers, body: body === undefined ? undefined : JSON.stringify(body), signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    assert.ok(statuses.includes(answer.status), `${method} ${path}: ${answer.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async enrol(slug) {
    await this.call('POST', `/courses/${slug}/enrolments`, {});
    return this.lessons(slug);
  }

  async lessons(slug) {
    const course = await this.call('GET', `/courses/${slug}`);
    return course.sections.flatMap((section) => section.lessons);
  }

  async read(lesson) {
    await this.call('GET', `/lessons/${lesson.id}`);
    await this.call('POST', `/lessons/${lesson.id}/complete`);
  }

  /** Starts an attempt at the quiz of a lesson. */
  async start(lesson) {
    const { quiz } = await this.call('GET', `/lessons/${lesson.id}`);
    return this.call('POST', `/quizzes/${quiz.id}/attempts`);
  }

  async answer(attempt, slot, response, seq = 1, op = randomUUID()) {
    return this.call('PUT', `/attempts/${attempt.id}/responses/${slot.slot}`, { op_id: op, seq, response });
  }

  submit(attempt) {
    return this.call('POST', `/attempts/${attempt.id}/submit`);
  }

  /** Reads everything, passes the quiz, and answers the certificate once it has been issued. */
  async complete(course) {
    const lessons = await this.enrol(course.slug);
    for (const lesson of lessons.filter((l) => l.kind === 'reading')) await this.read(lesson);
    const attempt = await this.start(lessons.find((l) => l.kind === 'quiz'));
    for (const slot of attempt.slots) await this.answer(attempt, slot, rightResponse(course, slot));
    const result = await this.submit(attempt);
    assert.equal(result.passed, true, `quiz of ${course.slug}`);
    return { attempt, certificate: await this.certificate(course.title.ko) };
  }

  /** Waits for the certificate of a course, which a job makes a moment after completion. */
  async certificate(title) {
    for (let tries = 0; tries < 100; tries++) {
      const { items } = await this.call('GET', '/me/certificates');
      const found = items.find((item) => item.course === title);
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    throw new Error(`no certificate of ${title} after 20 s`);
  }
}

function rightResponse(course, slot) {
  const question = questionOf(course, slot.prompt_html, 'ko');
  if (slot.type === 'short_answer') return { text: question.accepted[0] };
  if (slot.type === 'true_false') return { value: question.answer };
  const right = rightChoices(question, 'ko');
  const chosen = slot.choices.filter((choice) => right.includes(plain(choice.html))).map((choice) => choice.id);
  return slot.type === 'multiple' ? { choices: chosen } : { choice: chosen[0] };
}
