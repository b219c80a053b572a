// Looks at every page: as each kind of visitor, in both languages, on a phone and on a wide screen.
import { desktop, inLanguage, narrow, phone, Visitor } from './browser.mjs';
import { assertFaultless, faultsOf } from './inspect.mjs';
import { adminPages, citizenPages, coordinatorPages, helperPages, keyPages, learnerPages, moderatorPages, newcomerPages, nobodyPages, publicPages, studioPages, volunteerPages } from './pages.mjs';

export function everyPage(stage, lang) {
  const { cast } = stage;
  const widths = [phone, desktop];
  return look(stage, lang, [
    { who: null, sights: publicPages(cast), widths },
    { who: cast.learner, sights: learnerPages(cast), widths },
    { who: cast.newcomer, sights: newcomerPages(cast), widths },
    { who: cast.nobody, sights: nobodyPages(), widths },
    { who: cast.instructor, sights: studioPages(cast), widths },
    { who: cast.citizen, sights: citizenPages(cast), widths },
    { who: cast.moderator, sights: moderatorPages(cast), widths },
    { who: cast.admin, sights: adminPages(), widths },
    { who: cast.volunteer, sights: volunteerPages(cast), widths },
    { who: cast.helper, sights: helperPages(cast), widths },
    { who: cast.coordinator, sights: coordinatorPages(cast), widths },
  ]);
}

/** High contrast, and the largest letters on the narrowest screen: only what these can spoil. */
export function everySetting(stage, lang) {
  const { stranger, learner, instructor } = keyPages(stage.cast);
  const settings = [
    { view: 'size=&mode=high-contrast', widths: [phone, desktop], rules: ['color-contrast'] },
    { view: 'size=xl&mode=', widths: [narrow], rules: [] },
  ];
  const rounds = settings.flatMap((setting) => [
    { who: null, sights: stranger, ...setting },
    { who: stage.cast.learner, sights: learner, ...setting },
    { who: stage.cast.instructor, sights: instructor, ...setting },
  ]);
  return look(stage, lang, rounds);
}

async function look({ academy, browser }, lang, rounds) {
  const faults = [];
  for (const round of rounds) faults.push(...(await lookAs(academy, browser, lang, round)));
  assertFaultless(faults);
}

async function lookAs(academy, browser, lang, { who, sights, widths, view, rules }) {
  const visitor = await Visitor.open(browser, academy.url);
  if (who) await visitor.signIn(who.email, who.password);
  if (view) await visitor.context.addCookies([{ name: 'view', value: view, url: academy.url }]);
  const titles = new Map();
  const faults = [];
  for (const sight of sights) {
    for (const viewport of widths) {
      await visitor.page.setViewportSize(viewport);
      const open = viewport !== widths[0] && !sight.act; // then the page only has to take another shape
      const place = `${lang} ${viewport.width} ${who?.email ?? 'stranger'} ${view ?? ''} ${sight.path}`;
      faults.push(...(await lookAt(visitor, lang, sight, { titles, rules, open })).map((fault) => `${place}: ${fault}`));
    }
  }
  await visitor.close().catch((error) => faults.push(...visitor.troubles, error.message));
  return faults;
}

async function lookAt(visitor, lang, sight, { titles, rules, open }) {
  try {
    visitor.expect(422);
    if (sight.busy) visitor.expect(409);
    if (!open) await arrive(visitor, sight.lang ? sight.path : inLanguage(lang, sight.path), sight.status ?? 200);
    await sight.act?.(visitor.page);
    const faults = await faultsOf(visitor.page, sight.lang ?? lang, rules);
    if (!sight.state) faults.push(...twice(titles, await visitor.page.title(), sight.path));
    return faults;
  } catch (error) {
    return [error.message];
  }
}

/** Opens a page. On a busy machine the one before may still be arriving, which the browser says of this one: that is asked once more. */
async function arrive(visitor, path, status) {
  try {
    await visitor.goto(path, status);
  } catch (error) {
    if (!error.message.includes('is interrupted by another navigation')) throw error;
    await visitor.page.waitForLoadState();
    await visitor.goto(path, status);
  }
}

/** A title that another page has as well. */
function twice(titles, title, path) {
  const other = titles.get(title);
  titles.set(title, path);
  return other === undefined || other === path ? [] : [`the title “${title}” is that of ${other} too`];
}
