/** The parts of the page. Each is made once and given new figures; what has not changed is not touched. */

import { arrange, h } from './dom.js';
import * as figure from './figures.js';
import { sparkline } from './spark.js';

export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/** One figure, large, with what it was lately. */
export function tile(title, format, note = () => '') {
  const value = h('p.tile-value', {}, figure.NONE);
  const beside = h('p.tile-note');
  const line = sparkline();
  return {
    element: h('div.tile', {}, h('h2.tile-title', {}, title), value, beside, line.element),
    show(amount, all) {
      setText(value, format(amount));
      setText(beside, note(all));
      line.add(amount);
    },
  };
}

/** A section with a heading. */
export function card(title, hint, ...content) {
  const id = `card-${title.toLowerCase().replace(/\W+/g, '-')}`;
  return h(
    'section.card',
    { 'aria-labelledby': id },
    h('header.card-head', {}, h('h2', { id }, title), hint && h('p.card-hint', {}, hint)),
    ...content,
  );
}

/** Names with figures. */
export function pairs() {
  const list = h('dl.pairs');
  const known = new Map();
  return {
    element: list,
    /** @param {Array<[string, string, string?]>} rows name, figure, and how it looks */
    show(rows) {
      const wanted = rows.map(([name, text, tone]) => {
        const row = known.get(name) ?? h('div.pair', {}, h('dt', {}, name), h('dd'));
        known.set(name, row);
        setText(row.lastChild, text);
        row.className = tone ? `pair tone-${tone}` : 'pair';
        return row;
      });
      arrange(list, wanted);
    },
  };
}

/** Names with bars, the longest first. */
export function bars(format, empty) {
  const list = h('ul.bars');
  const nothing = h('p.empty', {}, empty);
  const element = h('div', {}, list, nothing);
  const known = new Map();
  return {
    element,
    show(rows, whole) {
      const some = rows.filter(([, amount]) => amount > 0).sort((a, b) => b[1] - a[1]);
      const top = whole ?? Math.max(...some.map(([, amount]) => amount), 0);
      const wanted = some.map(([name, amount]) => {
        let row = known.get(name);
        if (!row) {
          row = h('li.bar', {}, h('span.bar-name', {}, name), h('span.bar-figure'), h('span.bar-line', { 'aria-hidden': 'true' }));
          known.set(name, row);
        }
        setText(row.children[1], format(amount));
        row.lastChild.style.setProperty('--share', figure.share(amount, top).toFixed(3));
        return row;
      });
      arrange(list, wanted);
      nothing.hidden = some.length > 0;
    },
  };
}

/**
 * A table.
 *
 * @param columns each `{ title, text(row) }`, and where a cell is more than text `cell(row)` for its content, made once;
 *     `number: true` for figures, `fixed: true` for what is not broken into lines
 */
export function table(columns, keyOf, empty, { name, tall } = {}) {
  const body = h('tbody');
  const head = h(
    'thead',
    {},
    h('tr', {}, columns.map((column) => h(`th${column.number ? '.number' : ''}`, { scope: 'col' }, column.title))),
  );
  const whole = h(`div.table-wrap${tall ? '.tall' : ''}`, tall ? { tabindex: '0', role: 'group', 'aria-label': name } : {}, h('table', {}, head, body));
  const nothing = h('p.empty', {}, empty);
  let known = new Map();
  return {
    element: h('div', {}, whole, nothing),
    body,
    show(rows) {
      const next = new Map();
      for (const row of rows) {
        const key = keyOf(row);
        const element = known.get(key) ?? made(columns, row);
        columns.forEach((column, i) => {
          if (!column.cell) setText(element.children[i], column.text(row));
          if (column.update) column.update(element.children[i], row);
        });
        next.set(key, element);
      }
      known = next;
      arrange(body, [...next.values()]);
      whole.hidden = rows.length === 0;
      nothing.hidden = rows.length > 0;
    },
  };
}

function made(columns, row) {
  return h(
    'tr',
    {},
    columns.map((column) =>
      h(`td${column.number ? '.number' : ''}${column.fixed ? '.fixed' : ''}`, { data: { title: column.title } }, column.cell && column.cell(row)),
    ),
  );
}

/** Asks before something is done; whether it is to be. */
export function confirm(title, text, action) {
  return new Promise((resolve) => {
    const go = h('button.danger', { type: 'submit', value: 'go' }, action);
    const dialog = h(
      'dialog.dialog',
      { 'aria-labelledby': 'dialog-title' },
      h(
        'form',
        { method: 'dialog' },
        h('h2', { id: 'dialog-title' }, title),
        h('p', {}, text),
        h('div.dialog-buttons', {}, h('button.secondary', { type: 'submit', value: '', autofocus: true }, 'Cancel'), go),
      ),
    );
    dialog.addEventListener('close', () => {
      resolve(dialog.returnValue === 'go');
      dialog.remove();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
