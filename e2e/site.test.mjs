// Everything that is done in a browser, on one academy with the sample courses: starting it once takes longer than any
// of the walks.
import { after, before, describe, test } from 'node:test';
import { Academy } from './academy.mjs';
import { openBrowser } from './browser.mjs';
import { captionByKeyboard, filmFoundAgain } from './captions.mjs';
import { gather, giveTime } from './cast.mjs';
import { everyPage, everySetting } from './everypage.mjs';
import { meetInPerson } from './meetings.mjs';
import { answerInTwoTabs, answerOfflineAndComeBack, answerThroughAGap, answerWhereNothingIsKept, shareADevice } from './offline.mjs';
import { answerByKeyboard, answerByTouch, answerWithoutScript } from './questions.mjs';
import { checkInByCode, staffByKeyboard } from './rosters.mjs';
import { buildByKeyboard, orderByDragging } from './studio.mjs';
import { answerInPublic, appealAgainstHiding, proposeByKeyboard, proposeInKorean } from './voice.mjs';
import { walkInEnglish, walkInKorean, walkWithoutScript } from './walks.mjs';

// Generous, so that a slow machine does not fail: every wait within has a bound of its own.
const bounded = { timeout: 2_400_000 };

describe('the academy in a browser', { concurrency: 3, ...bounded }, () => {
  const stage = {};

  before(async () => {
    [stage.academy, stage.browser] = await Promise.all([Academy.start('demo'), openBrowser()]);
    stage.cast = await gather(stage.academy);
    await giveTime(stage);
  }, bounded);

  after(async () => {
    await stage.browser?.close();
    await stage.academy?.remove();
  });

  test('a newcomer on a phone comes to a verified certificate, in Korean', () => walkInKorean(stage));
  test('a newcomer at a desk comes to a verified certificate, in English', () => walkInEnglish(stage));
  test('without script a newcomer reads, enrols and passes', () => walkWithoutScript(stage));

  test('an instructor makes a course by keyboard alone, and a newcomer completes it', () => buildByKeyboard(stage));
  test('an instructor orders a course by dragging, and a page that is behind is told', () => orderByDragging(stage));

  test('a coordinator staffs an activity from a table, and volunteers accept and swap on their phones', () => staffByKeyboard(stage));
  test('a volunteer checks in by a code, and the proof says the hours that were approved', () => checkInByCode(stage));

  test('a newcomer on a phone goes from a course to a proposal and its receipt, in Korean', () => proposeInKorean(stage));
  test('the same by keyboard alone, in English', () => proposeByKeyboard(stage));
  test('the last support brings an answer that a second officer signs, and a promise for all to follow', () => answerInPublic(stage));
  test('who was hidden appeals, and another moderator decides', () => appealAgainstHiding(stage));
  test('a meeting fills, and somebody in line is offered the freed seat, comes, and is told what came of it', () => meetInPerson(stage));

  test('every type of question is answered on a telephone', () => answerByTouch(stage));
  test('every type of question is answered by keyboard alone', () => answerByKeyboard(stage));
  test('every type of question is answered without script', () => answerWithoutScript(stage));

  test('an answer given without a line arrives from another tab, later', () => answerOfflineAndComeBack(stage));
  test('an answer given while the line is lost is sent once it is back', () => answerThroughAGap(stage));
  test('who answers differently in two tabs is asked which holds', () => answerInTwoTabs(stage));
  test('what one person has not sent is not shown to the next on the same device', () => shareADevice(stage));
  test('a browser that keeps nothing says so', () => answerWhereNothingIsKept(stage));

  test('an instructor captions a film by keyboard alone while it plays', () => captionByKeyboard(stage));
  test('a film that is lost at first is found again', () => filmFoundAgain(stage));

  for (const lang of ['ko', 'en']) {
    test(`no page has a barrier, leaves the origin or breaks its policy: ${lang}`, () => everyPage(stage, lang));
    test(`nor in high contrast, nor with the largest letters on 320 px: ${lang}`, () => everySetting(stage, lang));
  }
});
