// People and what has become of them, so that every kind of page has something to show.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { demoPassword, root, run } from './academy.mjs';
import { Visitor } from './browser.mjs';
import { Person } from './person.mjs';
import { readCourse } from './samples.mjs';

/** Brings everybody to their places. Revoking is done by the command line, for which the academy is stopped a moment. */
export async function gather(academy) {
  const oda = await readCourse('oda-basics');
  const [learner, other, newcomer] = await Promise.all(['김하루', '이가을', '최겨울'].map((name) => Person.register(academy.url, name)));
  const [passed, revoked] = await Promise.all([learner.complete(oda), other.complete(oda)]);
  const citizen = new Person(academy.url, 'citizen@example.org', demoPassword);
  const open = await openAttempt(learner);
  const failed = await failedAttempt(learner);
  const locked = (await newcomer.enrol('event-interpreting')).find((lesson) => lesson.locked);
  await crowd(academy.url);
  await command(academy, revoked.certificate.code);
  return {
    learner, newcomer, locked, open, failed,
    ...(await volunteering(academy.url)),
    nobody: await Person.register(academy.url, '한처음'),
    admin: new Person(academy.url, 'admin@example.org', demoPassword),
    instructor: new Person(academy.url, 'instructor@example.org', demoPassword),
    moderator: new Person(academy.url, 'moderator@example.org', demoPassword),
    citizen,
    voice: await voices(citizen),
    events: await events(citizen),
    passed: passed.attempt,
    valid: passed.certificate.code,
    record: await shared(learner),
    revoked: revoked.certificate.code,
    odaLessons: await learner.lessons('oda-basics'),
    climateLessons: await learner.lessons('climate-diplomacy'),
    participatoryLessons: await learner.enrol('participatory-diplomacy'),
  };
}

/** The sample forum with one of its shifts, and who coordinates and helps at it. */
async function volunteering(origin) {
  const coordinator = new Person(origin, 'coordinator@example.org', demoPassword);
  const volunteer = new Person(origin, 'citizen@example.org', demoPassword);
  await volunteer.signIn();
  const [forum, desk] = (await volunteer.call('GET', '/activities')).items.map((activity) => activity.id);
  const { shifts } = await volunteer.call('GET', `/activities/${forum}`);
  const helper = new Person(origin, 'volunteer1@example.org', demoPassword);
  await helper.signIn();
  const seat = (await helper.call('GET', '/me/shifts')).items.find(({ state }) => state === 'confirmed').id;
  return { coordinator, volunteer, helper, seat, forum, desk, shift: shifts.at(-1).id, need: shifts.at(-1).needs[0].id };
}

/** The page on which somebody shows everything that can be shown. */
async function shared(person) {
  const { lines } = await person.call('GET', '/me/record');
  const { url } = await person.call('POST', '/me/record/share', { lines: lines.map(({ kind, id }) => ({ kind, id })), days: 7, results: true });
  return new URL(url).pathname;
}

/** A proposal of the demonstration in each of some states, by state. The person supports one of another's, which is not about to be answered, and says something about it. */
async function voices(person) {
  await person.signIn();
  const { items } = await person.call('GET', '/proposals?limit=50');
  const path = (state) => `/proposals/${items.findLast((p) => p.state === state).id}`;
  const gathering = `/proposals/${items.filter((p) => p.state === 'gathering' && p.supports < 45).sort((a, b) => b.supports - a.supports)[0].id}`;
  await person.call('POST', `${gathering}/supports`, { consent: true });
  await person.call('POST', `${gathering}/comments`, { stance: 'for', body: '수료한 강좌에서 배운 내용과 이어집니다.' });
  return { gathering, committed: path('committed'), answered: path('answered'), review: path('under_review'), withdrawn: path('withdrawn') };
}

/** The events of the demonstration: the one that is full, the one that is open, and the one that is over. */
async function events(person) {
  const [coming, past] = [await person.call('GET', '/events'), await person.call('GET', '/events?when=past')].map(({ items }) => items);
  const path = (item) => `/events/${item.id}`;
  return { full: path(coming.find((e) => e.phase === 'full')), open: path(coming.find((e) => e.phase === 'open')), past: path(past[0]) };
}

/** An attempt against the clock, with one answer. */
async function openAttempt(person) {
  const lessons = await person.enrol('civic-voice');
  for (const lesson of lessons.filter((l) => l.kind === 'reading')) await person.read(lesson);
  const attempt = await person.start(lessons.find((l) => l.kind === 'quiz'));
  await person.answer(attempt, attempt.slots[0], { choice: attempt.slots[0].choices[0].id });
  return attempt;
}

/** Ten times the time for the attempt against the clock, so that it is still open when a slow machine comes to it. */
export async function giveTime({ academy, browser, cast }) {
  const teacher = await Visitor.open(browser, academy.url);
  await teacher.signIn(cast.instructor.email, cast.instructor.password);
  await teacher.goto('/studio/civic-voice/learners');
  await teacher.page.locator('main tbody a').first().click();
  await teacher.page.locator("main a[href$='/accommodations']").click();
  await teacher.page.locator('#extra_percent').fill('900');
  await teacher.page.locator('#reason').fill('느린 기계');
  await teacher.page.locator('main form.form button.primary').click();
  await teacher.page.locator('main [name=take_back]').waitFor();
  await teacher.close();
}

/** An attempt handed in with a wrong answer and nothing else. */
async function failedAttempt(person) {
  const lessons = await person.enrol('climate-diplomacy');
  for (const lesson of lessons.filter((l) => l.kind === 'reading')) await person.read(lesson);
  const attempt = await person.start(lessons.find((l) => l.kind === 'quiz'));
  await person.answer(attempt, attempt.slots.find((slot) => slot.type === 'short_answer'), { text: randomUUID() });
  await person.submit(attempt);
  return attempt;
}

/** Ten who have opened the lectures of a course and taken the quiz of another: figures of fewer are hidden from those who teach. */
export async function crowd(origin) {
  const people = await Promise.all(Array.from({ length: 10 }, (_, i) => Person.register(origin, `시민 ${i + 1}`)));
  for (const [i, person] of people.entries()) {
    const lessons = await person.enrol('participatory-diplomacy');
    for (const lesson of lessons.filter((l) => l.kind === 'lecture')) await person.call('GET', `/lessons/${lesson.id}`);
    await sit(person, i);
  }
}

/** An attempt at a quiz, in which every one of a crowd chooses something else. */
async function sit(person, i) {
  const lessons = await person.enrol('climate-diplomacy');
  for (const lesson of lessons.filter((l) => l.kind === 'reading')) await person.read(lesson);
  const attempt = await person.start(lessons.find((l) => l.kind === 'quiz'));
  for (const slot of attempt.slots.filter(({ choices }) => choices?.length)) {
    const { id } = [...slot.choices].sort((a, b) => a.id.localeCompare(b.id))[i % (1 + (slot.slot % slot.choices.length))];
    await person.answer(attempt, slot, { single: { choice: id }, multiple: { choices: [id] }, true_false: { value: id === 'true' } }[slot.type]);
  }
  await person.submit(attempt);
}

/** What the command line does: it revokes a certificate and brings in the course with every type of question. */
async function command(academy, code) {
  await academy.stop();
  for (const args of [['certificate', 'revoke', code, '--reason', 'issued by mistake'], ['import', 'course', join(root, 'e2e/courses/question-types')]]) {
    const { code: exit, output } = await run(args, academy.data);
    if (exit !== 0) throw new Error(`${args.join(' ')}: ${output}`);
  }
  await academy.start();
}
