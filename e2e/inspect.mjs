// What must be true of every page, whoever looks at it, in whichever language and width.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe is asked for: everything, or single rules by their names. */
export const everything = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];

/** Looks at the page that is open and answers its faults, one line each. Without rules axe is not asked. */
export async function faultsOf(page, lang, rules = everything) {
  return [...(rules.length > 0 ? await barriers(page, rules) : []), ...(await flaws(page, lang))];
}

/** What axe finds. Its source is evaluated by the debugger, which the page's own policy does not hinder; once a page. */
async function barriers(page, rules) {
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate((tags) => globalThis.axe.run({ runOnly: tags, resultTypes: ['violations'] }), rules);
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\s+/g, ' ')}`));
}

async function flaws(page, lang) {
  const seen = await page.evaluate(() => ({
    lang: document.documentElement.lang,
    headings: document.querySelectorAll('h1').length,
    title: document.title,
    overhang: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    styled: document.styleSheets.length > 0 && getComputedStyle(document.body).fontFamily !== '',
  }));
  const found = [];
  if (seen.lang !== lang) found.push(`html lang is ${seen.lang}`);
  if (seen.headings !== 1) found.push(`${seen.headings} h1`);
  if (!seen.title) found.push('no title');
  if (seen.overhang > 0) found.push(`${seen.overhang} px to scroll sideways`);
  if (!seen.styled) found.push('no styles');
  return found;
}

/** Fails with a list of all faults when there are any. */
export function assertFaultless(faults) {
  assert.equal(faults.length, 0, `${faults.length} faults:\n${faults.join('\n')}`);
}
