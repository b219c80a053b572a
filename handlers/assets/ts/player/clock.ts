import { words } from '../page/words';

/** Seconds as a clock shows them: 0:07, 12:21, 1:02:03. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const tail = `${h > 0 ? String(m).padStart(2, '0') : m}:${String(s).padStart(2, '0')}`;
  return h > 0 ? `${h}:${tail}` : tail;
}

/** Seconds in words, by `data-text-duration` ("{m}분 {s}초"); hours are counted in minutes. */
export function spoken(from: Element, seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return words(from, 'duration', { m: Math.floor(whole / 60), s: whole % 60 });
}
