/** The scrolled part of a conversation: it stays at its end, or where the reader is. */

import { fill, h } from './dom.js';
import { icon } from './icons.js';

const NEAR_END = 60;
/** So far from the beginning earlier messages are asked for. */
const NEAR_BEGINNING = 1200;

/** @param {{before: Element, list: Element, after: Element, loadEarlier: () => Promise<boolean>, seen: () => void}} of */
export function createScroller({ before, list, after, loadEarlier, seen }) {
  const area = h('div.scroll-area', { tabindex: -1 }, before, list, after);
  const count = h('span.jump-count');
  const jump = h('button.jump', { type: 'button', 'aria-label': 'To the newest message', title: 'To the newest message', on: { click: () => toEnd(true) } }, count, icon('down'));
  jump.hidden = true;
  const element = h('div.scroller', {}, area, jump);
  let follows = true;
  let isLoading = false;
  let hasMore = true;
  let lastKey;
  let missed = 0;

  const distance = () => area.scrollHeight - area.scrollTop - area.clientHeight;
  const stick = () => {
    if (follows) area.scrollTop = area.scrollHeight;
  };

  area.addEventListener('scroll', () => {
    follows = distance() < NEAR_END;
    showJump();
    if (follows) seen();
    if (area.scrollTop < NEAR_BEGINNING) load();
  }, { passive: true });
  const sizes = new ResizeObserver(stick);
  sizes.observe(area);
  sizes.observe(list);

  function showJump() {
    if (follows) missed = 0;
    jump.hidden = follows;
    fill(count, missed > 0 && [String(missed), h('span.visually-hidden', {}, ' new messages')]);
  }

  async function load() {
    if (isLoading || !hasMore || list.childElementCount === 0) return;
    isLoading = true;
    hasMore = await loadEarlier();
    // What came is shown in the next frame; then there may be room for more.
    setTimeout(() => {
      isLoading = false;
      if (area.scrollTop < NEAR_BEGINNING) load();
    }, 100);
  }

  function toEnd(smoothly) {
    follows = true;
    const isCalm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    area.scrollTo({ top: area.scrollHeight, behavior: smoothly && !isCalm && distance() < 3000 ? 'smooth' : 'instant' });
    requestAnimationFrame(stick);
    showJump();
  }

  /** What the reader looks at: the first message that is in sight. */
  function anchor() {
    const top = area.getBoundingClientRect().top;
    const x = area.getBoundingClientRect().left + area.clientWidth / 2;
    for (const y of [8, 40, 90, 160]) {
      const row = document.elementFromPoint(x, top + y)?.closest('li');
      if (row && list.contains(row)) return row;
    }
    return list.querySelector('li');
  }

  return {
    element,
    toEnd,
    isAtEnd: () => follows,
    /** Carries out a change; what the reader looks at stays in its place. */
    change(isBefore, work, last) {
      const kept = isBefore && !follows ? anchor() : undefined;
      const from = kept?.getBoundingClientRect().top;
      if (kept) area.style.overflowAnchor = 'none';
      work();
      if (kept?.isConnected) {
        area.scrollTop += kept.getBoundingClientRect().top - from;
        requestAnimationFrame(() => (area.style.overflowAnchor = ''));
      }
      if (lastKey !== undefined && last !== undefined && last.key !== lastKey && !follows) missed++;
      lastKey = last?.key;
      stick();
      showJump();
      if (area.scrollTop < NEAR_BEGINNING) load();
    },
    /** There may be earlier messages again. */
    reset() {
      hasMore = true;
    },
    close: () => sizes.disconnect(),
  };
}
