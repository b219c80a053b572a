import type { Controls } from './controls';

/** Keys work only while the focus is inside the player, and never take a key from a control that needs it. */
export function connectKeys(root: HTMLElement, controls: Controls): void {
  const actions: Record<string, () => void> = {
    ' ': () => controls.toggle(),
    k: () => controls.toggle(),
    j: () => controls.skip(-10),
    l: () => controls.skip(10),
    c: () => controls.captions(),
    f: () => controls.fullscreen(),
    m: () => controls.mute(),
    ArrowLeft: () => controls.skip(-5),
    ArrowRight: () => controls.skip(5),
    ArrowUp: () => controls.louder(0.1),
    ArrowDown: () => controls.louder(-0.1),
  };
  root.addEventListener('keydown', (event) => {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const held = event.ctrlKey || event.metaKey || event.altKey;
    if (held || !actions[key] || needed(event.target as Element, key)) return;
    event.preventDefault();
    actions[key]();
  });
}

function needed(by: Element, key: string): boolean {
  if (by.matches('select')) return true;
  return key === ' ' && by.matches('button, a');
}
