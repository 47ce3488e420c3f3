/** Pull the plug: asks how the demo stands twice a second, shows it, and passes on what the user wants to break. */

import { announce, arrange, fill, h } from './dom.js';
import { icon } from './icons.js';
import { createChart } from './demo-chart.js';
import { createParts } from './demo-parts.js';
import { applyTheme, themeButton } from './theme.js';

const PERIOD_MS = 500;
const COUNT = new Intl.NumberFormat('en');

/** The three numbers that have to stay 0. */
const PROMISES = [
  ['lost', 'Lost', 'acknowledged and not received'],
  ['doubled', 'Doubled', 'received twice'],
  ['outOfOrder', 'Out of order', 'received after a later one'],
];

/** So many messages do not wait where the nodes keep up. */
const BEHIND = 50;

const ACTIVE = ['starting', 'running', 'settling'];

async function ask(action) {
  const answer = await fetch('/dev/demo', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(action === undefined ? {} : { action }),
  });
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  return answer.json();
}

const millis = (value) => (value < 1000 ? `${value < 10 ? value.toFixed(1) : Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`);

/** An element that shows a text, and changes only where that does. */
function live(element) {
  return (text) => {
    if (element.textContent !== text) element.textContent = text;
  };
}

function numbers() {
  const shown = PROMISES.map(([key, name, meaning]) => {
    const value = h('dd.promise-value', {}, '0');
    const card = h('div.promise', {}, h('dt.promise-name', {}, name), value, h('dd.promise-meaning', {}, meaning));
    return { key, card, value, set: live(value) };
  });
  const figures = ['received', 'waiting', 'p50Millis', 'p99Millis', 'worstMillis'];
  const names = ['Received', 'On their way', 'Lateness, median', 'Lateness, 99 %', 'Lateness, worst'];
  const values = figures.map(() => h('dd.figure-value', {}, '–'));
  const element = h('section.numbers', { 'aria-label': 'What the judge counts' },
    h('dl.promises', {}, shown.map(({ card }) => card)),
    h('dl.figures.card', {}, figures.map((_, i) => h('div.figure', {}, h('dt.figure-name', {}, names[i]), values[i]))));
  const sets = values.map(live);
  return {
    element,
    update(state) {
      for (const { key, card, set } of shown) {
        set(COUNT.format(state.counts[key]));
        card.classList.toggle('broken', state.counts[key] > 0);
        card.classList.toggle('kept', state.counts[key] === 0 && state.counts.received > 0);
      }
      const all = { ...state.counts, ...state.lateness };
      const none = state.counts.received === 0;
      figures.forEach((key, i) => {
        const text = key.endsWith('Millis') ? millis(all[key]) : COUNT.format(all[key]);
        sets[i](none ? '–' : text);
      });
    },
  };
}

/** One sentence of where the demo stands. */
function sentenceOf(state) {
  const newest = state.incidents?.[0];
  switch (state.phase) {
    case 'starting':
      return ['wait', 'Starting the processes. The first messages are not counted: a JVM is slow at first.'];
    case 'settling':
      return ['wait', `${state.notice} Nothing new is sent. Waiting for what is on its way.`.trim()];
    case 'failed':
      return ['bad', state.notice];
    case 'stopped':
      return finalOf(state);
    default:
      if (newest === undefined && state.counts.waiting > BEHIND) {
        return ['wait', `${COUNT.format(state.counts.waiting)} messages wait: this machine is busy, or the nodes are not warm yet.`];
      }
      if (newest === undefined) return ['good', 'Messages flow. Kill a node, stop Redis or cut a client, and see what becomes of them.'];
      return [newest.over ? 'good' : 'wait', newest.text];
  }
}

function finalOf({ counts, notice, logs }) {
  if (counts.sent === 0) return ['wait', notice || 'The demo was stopped before it began.'];
  const before = notice ? `${notice} ` : '';
  if (counts.lost + counts.doubled + counts.outOfOrder > 0) {
    return ['bad', `${before}The promise was broken. Both logs are kept in ${logs}: please report it with them.`];
  }
  return ['good', `${before}${COUNT.format(counts.acknowledged)} messages were acknowledged. Each was received, once and in order.`];
}

function banner() {
  const text = h('p.news-text', {});
  const element = h('section.news', { 'aria-label': 'What has just happened' }, text);
  const set = live(text);
  return {
    element,
    show([kind, sentence]) {
      set(sentence);
      element.dataset.kind = kind;
    },
  };
}

function history() {
  const list = h('ol.history-list', {});
  const empty = h('p.history-empty', {}, 'Nothing was broken yet.');
  const rows = new Map();
  const element = h('section.card.history', { 'aria-labelledby': 'history-title' },
    h('h2.card-title', { id: 'history-title' }, 'What happened'), empty, list);
  return {
    element,
    update({ incidents }) {
      empty.hidden = incidents.length > 0;
      const wanted = incidents.map((incident) => {
        let row = rows.get(incident.number);
        if (row === undefined) {
          const text = h('span.history-text', {});
          row = { item: h('li.history-item', {}, h('span.history-time', {}, clock(incident.seconds)), text), set: live(text), over: false };
          rows.set(incident.number, row);
        }
        row.set(incident.text);
        row.item.classList.toggle('over', incident.over);
        if (incident.over && !row.over) announce(incident.text);
        row.over = incident.over;
        return row.item;
      });
      arrange(list, wanted);
    },
  };
}

function clock(seconds) {
  const whole = Math.floor(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

function startCard(start) {
  const notice = h('p.start-notice', { hidden: true });
  const begin = h('button.primary.large', { type: 'button', on: { click: start } }, icon('bolt'), 'Start the demo');
  const withRedis = h('p', {},
    'It starts on this machine: three nodes, a Redis that writes each message to its disk before it is acknowledged, a sender and a receiver. ',
    'They take about half a gigabyte of memory, and end with ', h('em', {}, 'Stop'), ', with this page, or with ', h('code', {}, 'dev'), '.');
  const alone = h('div.install', {},
    h('p', {}, h('strong', {}, 'No Redis was found here,'), ' so there is one node with a database of its own: it is killed and started again. For three nodes install Redis, and start ', h('code', {}, 'dev'), ' again:'),
    h('pre', {}, h('code', {}, 'sudo apt install redis-server   # Debian, Ubuntu\nbrew install redis              # macOS')));
  const element = h('section.intro', {},
    h('h1', {}, 'Pull the plug'),
    h('p.intro-lead', {}, 'Kill the service while it works, and count what is lost.'),
    notice,
    h('ol.intro-steps', {},
      h('li', {}, h('strong', {}, 'A sender'), ' writes 100 messages a second into one conversation, and notes which were acknowledged.'),
      h('li', {}, h('strong', {}, 'You'), ' kill nodes with ', h('code', {}, 'kill -9'), ', stop Redis, cut the lines of the clients.'),
      h('li', {}, h('strong', {}, 'A receiver'), ' notes what it gets. A judge compares the two logs, and nothing else: lost, doubled, out of order, and how late.')),
    h('div.intro-start', {}, begin),
    h('div.intro-note', {}, withRedis, alone));
  return {
    element,
    update(state) {
      withRedis.hidden = !state.hasRedis;
      alone.hidden = state.hasRedis;
      notice.hidden = !state.notice;
      notice.textContent = state.notice;
    },
  };
}

function createPage(root) {
  let phase;
  let announced;
  const act = (action) => ask(action).then(show, failed);
  const status = h('span.status', {});
  const setStatus = live(status);
  const toggle = h('button.secondary.toggle', { type: 'button', on: { click: () => act(ACTIVE.includes(phase) ? 'stop' : 'start') } });
  const setToggle = live(toggle);
  const intro = startCard(() => act('start'));
  const count = numbers();
  const sentence = banner();
  const chart = createChart();
  const parts = createParts(act);
  const past = history();
  const run = h('div.run', {},
    h('h1.visually-hidden', {}, 'Pull the plug'),
    sentence.element, count.element, parts.element, chart.element, past.element,
    h('p.fine', {}, 'Lateness counts from the time at which a message was due, sent or not. Sender and receiver are processes of their own; the sender has three connections. ',
      'What is killed starts again after some seconds, as an orchestrator would do it.'));
  const main = h('main', {});
  fill(root,
    h('header.top', {},
      h('a.brand', { href: '/', title: 'To the chat', 'aria-label': 'Message service: to the chat' },
        h('span.brand-logo', { 'aria-hidden': 'true' }, icon('bolt')), h('span.brand-name', {}, 'Message service')),
      h('div.top-end', {}, status, toggle, themeButton())),
    main);

  function show(state) {
    const changed = phase !== state.phase;
    phase = state.phase;
    const idle = phase === 'idle';
    arrange(main, [idle ? intro.element : run]);
    toggle.hidden = idle;
    toggle.disabled = phase === 'settling';
    setToggle(ACTIVE.includes(phase) ? 'Stop' : 'Start again');
    toggle.classList.toggle('primary', !ACTIVE.includes(phase));
    toggle.classList.toggle('secondary', ACTIVE.includes(phase));
    setStatus({ starting: 'Starting', running: `Running ${clock(state.seconds)}`, settling: 'Stopping', stopped: 'Over', failed: 'Failed' }[phase] ?? '');
    status.dataset.phase = phase;
    if (idle) {
      intro.update(state);
    } else {
      const told = sentenceOf(state);
      sentence.show(told);
      count.update(state);
      parts.update(state);
      chart.update(state);
      past.update(state);
      if (changed && announced !== told[1]) announce(told[1]);
      announced = told[1];
    }
  }

  function failed() {
    if (phase === undefined || phase === 'idle') {
      intro.update({ hasRedis: true, notice: 'The service does not answer.' });
      arrange(main, [intro.element]);
    } else {
      setStatus('No answer');
      status.dataset.phase = 'failed';
      sentence.show(['bad', 'The service does not answer. Where it was stopped, all processes of the demo have ended with it.']);
    }
  }

  async function watch() {
    try {
      show(await ask());
    } catch {
      failed();
    }
    setTimeout(watch, PERIOD_MS);
  }
  watch();
}

applyTheme();
createPage(document.getElementById('demo'));
