// The sample courses as their authors wrote them: what there is to learn and which answers are right.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { root } from './academy.mjs';

const samples = join(root, 'cmd/academy/demo/courses');

export async function readCourse(slug, folder = join(samples, slug)) {
  const course = parse(await readFile(join(folder, 'course.yaml'), 'utf8'));
  const lessons = course.sections.flatMap((section) => section.lessons);
  const quiz = lessons.find((lesson) => lesson.kind === 'quiz');
  return { ...course, lessons, quiz: parse(await readFile(join(folder, quiz.quiz), 'utf8')) };
}

/** The question that has this text on a page; quizzes may come in any order. */
export function questionOf(course, prompt, lang) {
  const found = course.quiz.questions.find((question) => plain(question.prompt[lang]) === plain(prompt));
  if (!found) throw new Error(`${course.slug} has no question “${plain(prompt)}”`);
  return found;
}

/** Texts of the right choices of a question. */
export function rightChoices(question, lang) {
  return question.choices.filter((choice) => choice.correct).map((choice) => plain(choice.text[lang]));
}

/** A text without HTML tags, Markdown marks and line breaks, so that source and page can be compared. */
export function plain(text) {
  return text.replace(/<[^>]+>|\*\*/g, '').replace(/&#39;|&rsquo;|’/g, "'").replace(/&quot;|&#34;/g, '"').replace(/&amp;/g, '&').replace(/\s+/g, ' ').trim();
}
