// Three newcomers, from the first page to a certificate.
import assert from 'node:assert/strict';
import { pdfCode, pdfText, pictureCode } from './certificate.mjs';
import { desktop, phone, Visitor } from './browser.mjs';
import { readCourse } from './samples.mjs';
import { Walk } from './walk.mjs';
import { words } from './words.mjs';

export async function walkInKorean({ academy, browser }) {
  const course = await readCourse('participatory-diplomacy');
  const visitor = await Visitor.open(browser, academy.url, { viewport: phone, isMobile: true, hasTouch: true, locale: 'ko-KR' });
  const code = await toCertificate(new Walk(visitor, 'ko'), course, '김새봄');
  await checkPaper(visitor, words.ko, ['김새봄', course.title.ko, /\d{4}년 \d{1,2}월 \d{1,2}일/, code]);
  await visitor.close();
  await checkAsStranger(browser, academy, 'ko', code, '김새봄');
}

export async function walkInEnglish({ academy, browser }) {
  const course = await readCourse('public-diplomacy-101');
  const visitor = await Visitor.open(browser, academy.url, { viewport: desktop, locale: 'en-GB' });
  const code = await toCertificate(new Walk(visitor, 'en'), course, 'Robin Carter');
  await checkPaper(visitor, words.en, ['Robin Carter', course.title.en, /\d{1,2} [A-Z][a-z]+ \d{4}/, code]);
  await visitor.close();
  await checkAsStranger(browser, academy, 'en', code, 'Robin Carter');
}

export async function walkWithoutScript({ academy, browser }) {
  const course = await readCourse('oda-basics');
  const visitor = await Visitor.open(browser, academy.url, { viewport: phone, javaScriptEnabled: false, locale: 'ko-KR' });
  await toCertificate(new Walk(visitor, 'ko', { script: false }), course, '박조용');
  await visitor.page.getByText(words.ko.valid).waitFor();
  await visitor.close();
}

async function toCertificate(walk, course, name) {
  await walk.findCourse(course);
  await walk.enrolAsNewcomer(name);
  await walk.learn(course);
  await walk.passQuiz(course);
  return walk.openCertificate();
}

/** The PDF says what it should, and its QR code, like that of the page, is the page's own address. */
async function checkPaper(visitor, say, expected) {
  const { page, origin } = visitor;
  const address = `${origin}/certificates/${expected.at(-1)}`;
  const pdf = page.getByRole('link', { name: say.pdf });
  for (let tries = 0; tries < 20 && !(await pdf.count()); tries++) await page.reload();
  const [download] = await Promise.all([page.waitForEvent('download'), pdf.click()]);
  const file = await download.path();
  const text = await pdfText(file);
  for (const part of expected) assert.match(text, part instanceof RegExp ? part : literally(part));
  assert.equal(await pdfCode(file), address, 'QR code of the PDF');
  assert.equal(await pictureCode(await page.locator('svg.qr').screenshot({ scale: 'device' })), address, 'QR code of the page');
}

function literally(text) {
  return new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
}

/** Somebody who has never signed in opens the address, and types the code carelessly. */
async function checkAsStranger(browser, academy, lang, code, holder) {
  const visitor = await Visitor.open(browser, academy.url, { viewport: phone });
  const { page } = visitor;
  const say = words[lang];
  const walk = new Walk(visitor, lang);
  await walk.goto(`/certificates/${code}`);
  await page.getByText(say.valid).waitFor();
  await page.getByRole('heading', { level: 1, name: holder }).waitFor();

  await walk.goto('/verify');
  await page.getByLabel(say.verifyCode).fill(` ${code.toLowerCase().replaceAll('-', ' ')} `);
  await walk.click('button', say.verify);
  await page.waitForURL(new RegExp(`/certificates/${code}$`));
  await page.getByText(say.valid).waitFor();
  await visitor.close();
}
