/** The search in what is loaded of a conversation. */

import { h } from './dom.js';
import { icon } from './icons.js';

/** @param {{matches: (query: string) => string[], show: (key: string) => void, changed: () => void}} of */
export function createSearch({ matches, show, changed }) {
  let found = [];
  let at = -1;
  let query = '';
  const input = h('input', {
    type: 'search', placeholder: 'Search in this conversation', 'aria-label': 'Search in this conversation', autocomplete: 'off',
    on: {
      input: () => search(),
      keydown: (event) => {
        if (event.key === 'Enter') move(event.shiftKey ? 1 : -1);
        else if (event.key === 'Escape') close();
        else return;
        event.preventDefault();
        event.stopPropagation();
      },
    },
  });
  const count = h('span.search-count', { role: 'status' });
  const button = (name, label, click) => h('button.icon-button', { type: 'button', 'aria-label': label, title: label, on: { click } }, icon(name));
  const older = button('up', 'Older (Enter)', () => move(-1));
  const newer = button('down', 'Newer (Shift+Enter)', () => move(1));
  const element = h('div.thread-search', { role: 'search', hidden: true },
    h('div.search-field', {}, icon('search'), input), count, older, newer, button('close', 'Close the search (Esc)', close));
  let opener;

  function search() {
    query = input.value.trim().toLowerCase();
    found = query === '' ? [] : matches(query);
    at = found.length - 1;
    changed();
    showCount();
    if (at >= 0) show(found[at]);
  }

  function showCount() {
    count.textContent = query === '' ? '' : found.length === 0 ? 'Nothing found in what is loaded' : `${found.length - at} of ${found.length}`;
    older.disabled = newer.disabled = found.length < 2;
  }

  function move(by) {
    if (found.length === 0) return;
    at = (at + by + found.length) % found.length;
    changed();
    showCount();
    show(found[at]);
  }

  function close() {
    element.hidden = true;
    input.value = '';
    search();
    opener?.focus();
  }

  showCount();
  return {
    element,
    get query() {
      return query;
    },
    get foundKey() {
      return found[at];
    },
    open() {
      opener = document.activeElement;
      element.hidden = false;
      input.focus();
      input.select();
    },
  };
}
