// Every page there is, and the states of pages that look different enough to be looked at by themselves.

import { randomUUID } from 'node:crypto';

/**
 * A page to look at. `path` is without the language, unless `lang` says that it has one only; `act` is what to do once it is open; `state` says that it is another
 * page in another state, so that its title may be the same.
 * @typedef {{path: string, lang?: string, status?: number, state?: boolean, busy?: boolean, act?: (page: import('playwright-core').Page) => Promise<unknown>}} Sight
 */

const submit = (page) => page.locator('main form.form button[type=submit]').first().click();

/** Fills the first field, sends the form and waits until it comes back with what is wrong. */
const refused = (text) => async (page) => {
  await page.locator('main form.form input.input').first().fill(text);
  await submit(page);
  await page.locator('.error-summary').waitFor();
};

/** Tries to sign in as somebody who does not exist: always another one, so that nobody is slowed down. */
async function wrongPassword(page) {
  await page.locator('main input[name=email]').fill(`${randomUUID()}@example.org`);
  await page.locator('main input[name=password]').fill('wrong');
  await submit(page);
  await page.locator('.error-summary').waitFor();
}

/** Sends the form and waits for the page without a form that says what has happened. */
async function done(page) {
  await submit(page);
  await page.waitForFunction(() => document.readyState === 'complete' && !document.querySelector('main form'));
}

/** What strangers see. @returns {Sight[]} */
export function publicPages(cast) {
  return [
    { path: '/' },
    { path: '/courses' },
    { path: '/courses?q=diplomacy&level=beginner', state: true },
    { path: '/courses?q=zzzzzz', state: true },
    { path: '/courses/participatory-diplomacy' },
    { path: '/login' },
    { path: '/login?next=%2Fme', state: true, act: wrongPassword },
    { path: '/signup' },
    { path: '/signup?next=%2Fme', state: true, act: refused('') },
    { path: '/password/forgot' },
    { path: '/password/forgot?again', state: true, act: refused('') },
    { path: '/password/forgot?sent', state: true, act: sent },
    { path: '/password/reset?token=none' },
    { path: '/password/reset?token=old', state: true, act: lateReset },
    { path: '/confirm?token=none' },
    { path: '/confirm?token=old', state: true, act: done },
    { path: '/verify' },
    { path: '/verify?mistyped', state: true, act: refused('KPDA-0000') },
    { path: '/verify?shown', state: true, act: shown(cast.valid) },
    { path: '/verify?forged', state: true, act: shown(cast.valid, (credential) => credential.replace('PDA-', 'PDB-')) },
    { path: `/certificates/${cast.valid}` },
    { path: `/certificates/${cast.revoked}` },
    { path: '/certificates/KPDA-0000', status: 404 },
    { path: cast.record },
    { path: '/records/7K2M-Q9XD-4TRB-WZ8HC', status: 404 },
    { path: '/activities' },
    { path: `/activities/${cast.forum}` },
    { path: '/settings/view' },
    { path: '/help' },
    { path: '/terms' },
    { path: '/privacy' },
    { path: '/accessibility' },
    ...voicePages(cast),
    ...eventPages(cast),
    { path: '/api/docs', lang: 'en' },
    { path: '/nowhere', status: 404 },
    { path: '/courses/nowhere', status: 404, state: true },
    { path: '/?dialog', state: true, act: viewDialog },
  ];
}

/** What everybody sees of taking part. @returns {Sight[]} */
function voicePages({ voice }) {
  return [
    { path: '/participate' },
    { path: '/participate/consent' },
    { path: '/topics' },
    { path: '/topics/public-diplomacy' },
    { path: '/proposals' },
    { path: '/proposals?state=ended', state: true },
    { path: '/proposals?q=zzzzzz', state: true },
    { path: '/proposals/overdue' },
    ...Object.values(voice).map((path) => ({ path })),
    { path: '/changes' },
    { path: '/mod/log' },
    { path: '/proposals/nowhere', status: 404, state: true },
  ];
}

/** What everybody sees of events. @returns {Sight[]} */
function eventPages({ events }) {
  return [
    { path: '/events' },
    { path: '/events?when=past', state: true },
    { path: '/events?kind=seminar', state: true },
    ...Object.values(events).map((path) => ({ path })),
    { path: '/events/nowhere', status: 404, state: true },
  ];
}

/** Sends a proposal that is like another and holds personal data, and waits for what is said of that. */
async function lookedAt(page) {
  await page.locator('select[name=agenda]').selectOption('public-diplomacy');
  await page.locator('input[name=title]').fill('청소년 교환 일지를 번역해 공개하자');
  await page.locator('textarea[name=problem]').fill('교류 기록을 찾기 어렵습니다.');
  await page.locator('textarea[name=idea]').fill('문의는 kim@example.org로 주세요.');
  await page.locator('main form.form button[value=submit]').click();
  await page.locator('#found-h').waitFor();
}

/** What somebody sees who takes part. @returns {Sight[]} */
export function citizenPages({ voice, events }) {
  return [
    { path: events.full, state: true },
    { path: `${events.full}/register` },
    { path: `${events.full}/register?wrong`, state: true, act: unanswered },
    { path: events.open, act: unfolded },
    { path: events.past },
    { path: '/me/events' },
    { path: '/events/checkin/nowhere', status: 404, state: true },
    { path: '/participate' },
    { path: '/proposals/new' },
    { path: '/proposals/new?wrong', state: true, act: refused('') },
    { path: '/proposals/new?looked', state: true, act: lookedAt },
    { path: voice.gathering, act: unfolded },
    { path: voice.answered, act: unfolded },
    { path: '/me/receipts', act: unfolded },
    { path: '/participate/consent' },
  ];
}

/** What those see who look after proposals. @returns {Sight[]} */
export function moderatorPages({ voice, events }) {
  const desk = (path) => path.replace('/proposals/', '/mod/proposals/');
  const hall = `/mod${events.full}`;
  return [
    { path: '/mod/events' },
    { path: '/mod/events/new', act: unfolded },
    { path: '/mod/events/new?wrong', state: true, act: refused('') },
    { path: hall },
    { path: `${hall}/edit`, act: unfolded },
    { path: `${hall}/checkin` },
    { path: `${hall}/questions`, act: unfolded },
    { path: `${hall}/after` },
    { path: `/mod${events.past}/after`, state: true, act: unfolded },
    { path: `/mod${events.past}/checkin`, state: true },
    { path: '/mod' },
    { path: '/mod?case', state: true, act: caseOpen },
    { path: '/mod?refused', state: true, act: refusedCase },
    { path: desk(voice.review) },
    { path: desk(voice.committed), act: unfolded },
    { path: desk(voice.gathering), act: unfolded },
    { path: '/topics/public-diplomacy', act: unfolded },
    { path: '/mod/agendas', status: 403 },
  ];
}

/** A registration without an answer that is needed. */
async function unanswered(page) {
  await submit(page);
  await page.locator('.error-summary').waitFor();
}

async function caseOpen(page) {
  await page.locator("main a[href*='/mod/cases/']").first().click();
  await page.locator('#text-h').waitFor();
}

/** A decision without anything decided. */
async function refusedCase(page) {
  await caseOpen(page);
  await submit(page);
  await page.locator('.error-summary').waitFor();
}

/** The page with all its forms unfolded. */
async function unfolded(page) {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => (fold.open = true)));
}

/** Shows the credential of a certificate, as it is or changed, and waits for what was found. */
const shown = (code, change = (credential) => credential) => async (page) => {
  const answer = await page.request.get(new URL(`/certificates/${code}.json`, page.url()).href);
  await page.locator('textarea[name=text]').fill(change(await answer.text()));
  await page.locator('form[action$="/verify/credential"] button[type=submit]').click();
  await page.locator('.checks').waitFor();
};

async function sent(page) {
  await page.locator('main input[name=email]').fill(`${randomUUID()}@example.org`);
  await done(page);
}

async function lateReset(page) {
  await page.locator('main input[name=password]').fill('river stone lantern 42');
  await done(page);
}

/** The dialog has two doors: the footer's is there at every width. */
async function viewDialog(page) {
  await page.locator('.foot [data-open=view]').click();
  await page.locator('dialog#view[open]').waitFor();
}

/** What a citizen sees who has learned a while. @returns {Sight[]} */
export function learnerPages(cast) {
  const lesson = (slug, lessons, kind) => `/learn/${slug}/${lessons.find((l) => l.kind === kind).id}`;
  const questions = cast.open.slots.map(({ slot }) => ({ path: `/attempts/${cast.open.id}/questions/${slot}` }));
  return [
    { path: '/' },
    { path: '/courses' },
    { path: '/courses/participatory-diplomacy' },
    { path: '/courses/event-interpreting' },
    { path: '/courses/event-interpreting/enrol' },
    { path: '/courses/oda-basics' },
    { path: '/courses/oda-basics/next' },
    { path: lesson('participatory-diplomacy', cast.participatoryLessons, 'lecture') },
    { path: lesson('participatory-diplomacy', cast.participatoryLessons, 'reading') },
    { path: lesson('climate-diplomacy', cast.climateLessons, 'quiz') },
    { path: lesson('oda-basics', cast.odaLessons, 'quiz') },
    { path: `/quiz/${cast.failed.quiz}` },
    ...questions,
    { path: `/attempts/${cast.open.id}/check` },
    { path: `/attempts/${cast.failed.id}` },
    { path: `/attempts/${cast.passed.id}` },
    { path: `/certificates/${cast.valid}` },
    { path: `/certificates/${cast.valid}/name` },
    { path: '/me' },
    { path: '/proposals/new', status: 403, state: true },
    { path: `${lesson('participatory-diplomacy', cast.participatoryLessons, 'lecture')}/voices` },
    { path: '/me/certificates' },
    { path: '/me/record' },
    { path: '/me/record?tick=all', state: true, act: previewed },
    { path: '/me/record?tick=none', state: true, act: nothingTicked },
    { path: '/learn/climate-diplomacy/grades' },
    { path: '/me?menu', state: true, act: (page) => page.locator('details.menu summary').click() },
    { path: '/me/notifications' },
    { path: '/me/settings' },
    { path: '/me/settings?wrong', state: true, act: refused('') },
    { path: '/me/settings/password' },
    { path: '/me/settings/password?wrong', state: true, act: refused('') },
    { path: '/nowhere', status: 404 },
    { path: '/admin/outbox', status: 403 },
  ];
}

/** The record as others would see it, without sharing it. */
async function previewed(page) {
  await page.locator('main button[formaction$="/preview"]').click();
  await page.locator('article.record').waitFor();
}

/** The record with nothing ticked, which is refused. */
async function nothingTicked(page) {
  await page.locator('main .record-form button.primary').click();
  await page.locator('.error-summary').waitFor();
}

/** What a citizen sees who has hardly begun. @returns {Sight[]} */
export function newcomerPages(cast) {
  return [{ path: '/me' }, { path: '/me/notifications' }, { path: `/learn/event-interpreting/${cast.locked.id}`, status: 403 }, { path: `/quiz/${cast.failed.quiz}` }];
}

/** What somebody sees who has done nothing yet. @returns {Sight[]} */
export function nobodyPages() {
  return ['/', '/activities?mine=1', '/participate/consent', '/me', '/me/shifts', '/me/hours', '/me/volunteering', '/me/receipts', '/me/certificates', '/me/record', '/me/notifications', '/courses/participatory-diplomacy'].map((path) => ({ path }));
}

/** What an administrator sees. @returns {Sight[]} */
export function adminPages() {
  return [...governPages(), { path: '/admin' }, { path: '/admin/certificates' }, { path: '/admin/outbox' }, { path: '/admin/outbox?open', state: true, act: (page) => page.locator('details.mail summary').first().click() }];
}

/** What those see who look after agendas and rules. */
function governPages() {
  return [
    { path: '/mod/agendas' },
    { path: '/mod/agendas/new' },
    { path: '/mod/agendas/new?refused', state: true, act: saveRefused },
    { path: '/mod/agendas/public-diplomacy' },
    { path: '/mod/agendas/public-diplomacy?phase', state: true, act: phaseRefused },
    { path: '/mod/rules' },
    { path: '/mod/rules?refused', state: true, act: ladderRefused },
  ];
}

async function saveRefused(page) {
  await page.locator('main form.form button[type=submit]').first().click();
  await page.locator('.error-summary').waitFor();
}

async function phaseRefused(page) {
  await page.locator("main form[action$='/phases'] button[type=submit]").click();
  await page.locator('.error-summary').waitFor();
}

async function ladderRefused(page) {
  await page.locator('#frozen').fill('900');
  await page.locator("main form[action$='/ladder'] button[type=submit]").click();
  await page.locator('.error-summary').waitFor();
}

/** What a volunteer sees who has shifts. @returns {Sight[]} */
export function volunteerPages(cast) {
  return [
    { path: '/activities' },
    { path: `/activities/${cast.forum}` },
    { path: '/me/shifts' },
    { path: '/me/shifts?feed', state: true, act: calendarMade },
    { path: '/me/volunteering' },
    { path: '/me/volunteering?times', state: true, act: wrongTimes },
    { path: '/me/volunteering?portal', state: true, act: noConsent },
    { path: '/me/shifts?code', state: true, act: wrongCode },
    { path: '/me/hours' },
    { path: '/checkin/nowhere', status: 404 },
    { path: '/coord', status: 403 },
  ];
}

/** What a volunteer sees who would like to change a shift. @returns {Sight[]} */
export function helperPages(cast) {
  return [
    { path: '/me/shifts' },
    { path: `/me/shifts/${cast.seat}/swap` },
    { path: `/me/shifts/${cast.seat}/swap?nothing`, state: true, act: nothingToSwap },
    { path: '/me/volunteering/emergency' },
    { path: '/me/volunteering/emergency?wrong', state: true, act: refused('') },
  ];
}

/** A swap without a seat to swap for. */
async function nothingToSwap(page) {
  await page.locator("form[action$='/swap'] button[type=submit]").click();
  await page.locator('.error-summary').waitFor();
}

/** A new secret address of the calendar. */
async function calendarMade(page) {
  await page.locator("form[action$='/me/shifts/feed'] button").click();
  await page.locator('.record-link').waitFor();
}

/** A time of every week that ends before it begins. */
async function wrongTimes(page) {
  await page.locator('details.add summary').first().click();
  await page.locator('#from').fill('18:00');
  await page.locator('#until').fill('09:00');
  await page.locator("details.add[open] button[type=submit]").click();
  await page.locator('.error-summary').waitFor();
}

/** The national volunteer portal without consent. */
async function noConsent(page) {
  await page.locator("form[action$='/me/volunteering/portal'] button").click();
  await page.locator('.error-summary').waitFor();
}

/** Digits that were shown at no time: once there are no more tries, that is what is said. */
async function wrongCode(page) {
  await page.locator('form.here input.code').first().fill('000');
  await page.locator('form.here button').first().click();
  await page.locator('.error-summary').waitFor();
}

/** What a coordinator sees. @returns {Sight[]} */
export function coordinatorPages(cast) {
  const forum = `/coord/activities/${cast.forum}`;
  return [
    { path: '/coord' },
    { path: '/coord/new' },
    { path: '/coord/new?wrong', state: true, act: refused('') },
    { path: `${forum}/edit` },
    { path: `${forum}/shifts` },
    { path: `${forum}/shifts/${cast.shift}` },
    { path: `${forum}/roster` },
    { path: `${forum}/roster?view=person`, state: true },
    { path: `${forum}/roster?seat`, state: true, act: oneSeat },
    { path: `${forum}/roster?preview`, state: true, busy: true, act: previewedRoster },
    { path: `${forum}/needs/${cast.need}/assign` },
    { path: `${forum}/needs/${cast.need}/assign?wrong`, state: true, act: nobodyChosen },
    { path: `${forum}/shifts/import` },
    { path: `${forum}/shifts/import?columns`, state: true, act: broughtTable('이름,전화\n가,나\n') },
    { path: `${forum}/shifts/import?rows`, state: true, act: broughtTable('날짜,시작,끝,역할,최대 인원\n내일,9시,13:00,요리,2\n2031-01-01,09:00,13:00,행사 안내,2\n') },
    { path: `${forum}/swaps` },
    { path: `${forum}/messages` },
    { path: `${forum}/messages?wrong`, state: true, act: emptyMessage },
    { path: `${forum}/roster?emergency`, state: true, act: emergencyOf },
    { path: '/coord/volunteers' },
    { path: '/coord/volunteers?state=refused', state: true },
    { path: '/coord/volunteers?one', state: true, act: oneVolunteer },
    { path: `/coord/activities/${cast.desk}/checkin`, act: marksUnfolded },
    { path: `/coord/activities/${cast.desk}/checkin?q=zzzz`, state: true },
    { path: `${forum}/checkin` },
    { path: `/coord/activities/${cast.desk}/checkin?walk-in`, state: true, act: onTheSpot },
    { path: '/coord/hours' },
    { path: '/coord/hours?state=all', state: true },
    { path: `/coord/hours?activity=${cast.desk}`, state: true },
    { path: '/coord/hours?state=approved&one', state: true, act: oneLine },
    { path: '/coord/hours/exports' },
  ];
}

/** What a table of shifts would add. */
const broughtTable = (text) => async (page) => {
  await page.setInputFiles('#file', { name: 'shifts.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await submit(page);
  await page.locator('#rows-h').waitFor();
};

async function emptyMessage(page) {
  await submit(page);
  await page.locator('.error-summary').waitFor();
}

/** Whom to call for the first seat of the roster. */
async function emergencyOf(page) {
  await oneSeat(page);
  await page.locator("main a[href$='/emergency']").click();
  await page.locator('main .panel, main .empty').first().waitFor();
}

/** The first seat of the roster. */
async function oneSeat(page) {
  await page.locator('.mx .vol a.iconbtn').first().click();
  await page.locator('#seat-h').waitFor();
}

/** A roster that is proposed, once it is worked out. */
async function previewedRoster(page) {
  for (let tries = 0; tries < 5 && !page.url().includes('/preview/'); tries += 1) { // the sweep of the other language may have asked
    await Promise.all([page.waitForNavigation(), page.locator('.deeds .primary').click()]);
  }
  await page.locator('.prevbar').waitFor({ timeout: 90_000 });
}

async function nobodyChosen(page) {
  await page.locator('main form.panel button[type=submit]').click();
  await page.locator('.error-summary').waitFor();
}

/** All marks that can be made of the first person. */
async function marksUnfolded(page) {
  await page.evaluate(() => document.querySelectorAll('main details').forEach((fold) => (fold.open = true)));
}

/** Who could be added on the spot, with nobody chosen. */
async function onTheSpot(page) {
  await page.locator("a[href*='/walk-in']").first().click();
  await page.locator('main form.panel button[type=submit]').click();
  await page.locator('.error-summary').waitFor();
}

/** A line of the ledger, corrected without a reason. */
async function oneLine(page) {
  await page.locator('main tbody a').first().click();
  await page.locator("form[action*='/coord/hours/'] button[type=submit]").last().click();
  await page.locator('.error-summary').waitFor();
}

async function oneVolunteer(page) {
  await page.locator('main tbody a').first().click();
  await page.locator('#decide-h').waitFor();
}

/** What an instructor sees of a course that has been published. @returns {Sight[]} */
export function studioPages(cast) {
  const course = '/studio/oda-basics';
  const captions = `/studio/participatory-diplomacy/lessons/${cast.participatoryLessons.find((l) => l.kind === 'lecture').id}/captions`;
  return [
    { path: '/studio' },
    { path: '/studio/new' },
    { path: '/studio/new?wrong', state: true, act: refused('') },
    { path: course },
    { path: `${course}?adding`, state: true, act: adding },
    { path: `${course}/lessons/${cast.odaLessons.find((l) => l.kind === 'reading').id}` },
    { path: `/studio/participatory-diplomacy/lessons/${cast.participatoryLessons.find((l) => l.kind === 'lecture').id}` },
    { path: captions },
    { path: `${captions}?row`, state: true, act: mistakenRow },
    { path: `${captions}?text`, state: true, act: asText },
    { path: `${course}?section`, state: true, act: openSection },
    { path: `${course}/bank` },
    { path: `${course}/bank?from=shared`, state: true },
    { path: `${course}/bank/import` },
    { path: `${course}/marking` },
    { path: `${course}/marking/given` },
    { path: `${course}/marking/late` },
    { path: `${course}/submissions` },
    { path: '/studio/oda-basics/certificate' },
    { path: '/studio/climate-diplomacy/grades' },
    { path: '/studio/climate-diplomacy/grades?learner', state: true, act: gradesOf },
    { path: '/studio/climate-diplomacy/grades/weights' },
    { path: '/studio/climate-diplomacy/grades/import' },
    { path: `${course}/regrades` },
    { path: `${course}/bank?regrade`, state: true, act: regrade },
    ...['single', 'numeric', 'cloze', 'essay'].map((type) => ({ path: `${course}/bank/new?type=${type}` })),
    { path: `${course}/quizzes/${cast.odaLessons.find((l) => l.kind === 'quiz').id}` },
    { path: `${course}/quizzes/${cast.odaLessons.find((l) => l.kind === 'quiz').id}?terms`, state: true, act: allTerms },
    { path: '/studio/participatory-diplomacy/preview', state: true },
    { path: `/studio/participatory-diplomacy/preview/${cast.participatoryLessons.find((l) => l.kind === 'lecture').id}`, state: true },
    { path: `${course}/media` },
    { path: `${course}/media?plain`, state: true, act: withoutScript },
    { path: `${course}/analytics` },
    { path: '/studio/public-diplomacy-101/analytics' },
    { path: '/studio/participatory-diplomacy/analytics' },
    { path: `/studio/participatory-diplomacy/analytics/${cast.participatoryLessons.find((l) => l.kind === 'lecture').id}` },
    { path: '/studio/climate-diplomacy/analytics/items', state: true, act: analysed },
    { path: `/studio/climate-diplomacy/analytics/items/${cast.failed.quiz}` },
    { path: '/studio/oda-basics/certificates' },
    { path: '/studio/oda-basics/certificates?state=revoked', state: true },
    { path: '/studio/oda-basics/certificates?one', state: true, act: filedCertificate },
    { path: '/studio/oda-basics/certificates?refused', state: true, act: refusedRevocation },
    { path: '/studio/oda-basics/certificates?bundle', state: true, busy: true, act: bundled },
    { path: '/studio/public-diplomacy-101/certificates' },
    { path: '/studio/event-interpreting/analytics/learners' },
    { path: '/studio/event-interpreting/learners' },
    { path: '/studio/oda-basics/certificates/names' },
    { path: '/studio/event-interpreting/learners?learner', state: true, act: learner },
    { path: '/studio/event-interpreting/learners?accommodations', state: true, act: accommodations },
    { path: `${course}/more` },
    { path: `${course}/settings` },
    { path: `${course}/publish` },
    { path: `${course}/history` },
    { path: `${course}/staff` },
    { path: `${course}/staff?wrong`, state: true, act: refused('nobody@example.org') },
    { path: '/studio/nowhere', status: 404, state: true },
  ];
}

/** The newest certificate of a course with its history and what can be done. */
async function filedCertificate(page) {
  await page.locator('main tbody a').first().click();
  await page.locator('#history-h').waitFor();
}

/** A revocation without a reason. */
async function refusedRevocation(page) {
  await filedCertificate(page);
  await page.locator('main button[value=revoke]').click();
  await page.locator('.error-summary').waitFor();
}

/** All certificates of a course as one file, once it is made. */
async function bundled(page) {
  const register = page.url();
  for (let tries = 0; tries < 60; tries += 1) {
    await page.locator('main details.add summary').click();
    await page.locator('#reason').fill('연말 보고');
    const posted = page.waitForResponse((answer) => answer.request().method() === 'POST');
    await page.locator('main details.add button[type=submit]').click();
    if ((await posted).status() !== 409) break; // the sweep of the other language is at it
    await page.waitForTimeout(2000);
    await page.goto(register);
  }
  await page.locator('main p.notice').waitFor({ timeout: 30_000 });
}

/** Opens the form for a lesson, and goes back up: what the fixed head of the page covers is no fault of the links below it. */
async function adding(page) {
  await page.locator('details.add summary').first().click();
  await page.evaluate(() => scrollTo(0, 0));
}

/** The quizzes of a course, once a job has worked out how well their questions measure. */
async function analysed(page) {
  for (let tries = 0; tries < 40 && (await page.locator('main tbody .badge').count()); tries++) {
    await page.waitForTimeout(250);
    await page.reload();
  }
}

/** The form of a section, with when it opens. */
async function openSection(page) {
  await page.locator('details.add summary').nth(1).click();
  await page.evaluate(() => scrollTo(0, 0));
}

/** A row of captions with all that can be said of it, and what there is to unfold. */
async function mistakenRow(page) {
  const row = page.locator('.cue').first();
  await row.locator('textarea').fill('가'.repeat(60));
  await page.locator('.cue').nth(1).locator('[data-end]').fill('0:00');
  await page.locator('.cue').nth(1).locator('[data-end]').press('Tab');
  await page.locator('.cue-keys summary').click();
  await page.locator('details.add summary').nth(1).click();
  await page.evaluate(() => scrollTo(0, 0));
}

/** What regrading the first question of the bank would do. */
async function regrade(page) {
  const question = await page.locator('main tbody th a').first().getAttribute('href');
  await page.goto(new URL(question.replace('/bank/', '/regrade/'), page.url()).href);
  await page.locator('#regrade-h').waitFor();
}

/** How the course stands for the first of its learners. */
async function learner(page) {
  await page.locator('main tbody a').first().click();
  await page.locator('.standings').first().waitFor();
}

/** What is granted to the first of its learners. */
async function accommodations(page) {
  await learner(page);
  await page.locator("main a[href$='/accommodations']").click();
  await page.locator('#extra_percent').waitFor();
}

/** The quiz builder with all that is folded away. */
async function allTerms(page) {
  await page.evaluate(() => document.querySelectorAll('main details.add').forEach((fold) => (fold.open = true)));
}

/** The grades of the first learner, with the form by which one is given. */
async function gradesOf(page) {
  await page.locator('.gradebook tbody a').first().click();
  await page.locator('details.add summary').first().click();
  await page.evaluate(() => scrollTo(0, 0));
}

/** The forms that take files where no script has put its own place before them. */
async function withoutScript(page) {
  await page.evaluate(() => document.querySelectorAll('pd-upload').forEach((place) => (place.hidden = true)));
}

async function asText(page) {
  for (const button of await page.locator('[data-do=text]').all()) await button.click();
  await page.evaluate(() => scrollTo(0, 0));
}

/** Pages that are looked at in every display setting. */
export function keyPages(cast) {
  const stranger = ['/', '/courses', '/courses/participatory-diplomacy', '/signup', '/verify', `/certificates/${cast.valid}`];
  const learner = learnerPages(cast).filter(({ path, state, status }) => !state && !status && !stranger.includes(path));
  const instructor = studioPages(cast).filter(({ state }) => !state);
  return { stranger: stranger.map((path) => ({ path })), learner, instructor };
}
