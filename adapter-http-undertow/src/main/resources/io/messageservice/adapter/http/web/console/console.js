/** The console: one stream of figures, and what is shown of it. */

import { announce, fill, h, toast } from './dom.js';
import { bytes, clock, count, number, span, time } from './figures.js';
import { icon } from './icons.js';
import { connectionsPanel } from './connections.js';
import { bars, card, confirm, pairs, setText, table, tile } from './panels.js';
import { applyTheme, themeButton } from './theme.js';
import { label, missing, plain } from './words.js';

applyTheme();

/** A stream that says nothing for so long is opened again. */
const SILENCE_MS = 8_000;
const AGAIN_MS = 2_000;

/* ---- what is looked at, as the address has it */

function watched() {
  const asked = new URLSearchParams(location.hash.slice(1));
  return { user: asked.get('user') ?? '', connection: Number(asked.get('connection') ?? 0) || 0 };
}

function look({ user, connection }) {
  const asked = new URLSearchParams();
  if (user !== '') asked.set('user', user);
  if (user !== '' && connection > 0) asked.set('connection', connection);
  location.hash = asked.toString();
}

/* ---- commands */

async function command(path) {
  try {
    const answer = await fetch(path, { method: 'POST' });
    if (answer.ok) return await answer.json();
    toast((await answer.text()).trim() || `The node answered ${answer.status}.`);
  } catch {
    toast('The node does not answer.');
  }
  return undefined;
}

async function disconnect(user) {
  const sure = await confirm(
    `Disconnect ${user}?`,
    'All connections of this user on this node are closed with 1008. Their clients come back only with a token that your back end gives them.',
    'Disconnect',
  );
  const done = sure && (await command(`/console/disconnect?user=${encodeURIComponent(user)}`));
  if (done) toast(done.connections === 1 ? '1 connection was closed.' : `${count(done.connections)} connections were closed.`);
}

async function drain() {
  const sure = await confirm(
    'Drain this node?',
    'It takes no new connections, sends its clients elsewhere, and ends, as by SIGTERM. It does not start again by itself unless something starts it.',
    'Drain and stop',
  );
  const done = sure && (await command('/console/drain'));
  if (done) toast('The node drains.');
}

/* ---- the page */

const state = h('span.state', {}, 'Connecting');
const live = h('span.live', { title: 'Figures come every two seconds' }, h('span.live-dot'), h('span.live-text', {}, 'Connecting'));
const nodeName = h('span.node-name');
const upFor = h('span.up');
const drainButton = h('button.danger.small', { type: 'button', hidden: true, on: { click: drain } }, 'Drain');
const users = connectionsPanel(look, disconnect);
const note = h('p.note', { hidden: true });

const tiles = {
  connections: tile('Connections', count, (all) => `${count(all.now.users_online)} users online`),
  messages: tile('Messages a second', number, (all) => `${number(all.rates?.commands)} commands`),
  deliveries: tile('Deliveries a second', number, (all) => `${bytes(all.rates?.sent_bytes)}/s sent`),
  latency: tile('Delivery, p99', time, (all) => `p50 ≤ ${time(all.delivery_seconds?.p50)}`),
  held: tile('Held for clients', bytes, (all) => `of ${bytes(all.now.memory_limit_bytes)}`),
  processors: tile('Processors used', number, (all) => `heap ${bytes(all.now.heap_bytes)}`),
};

const nodes = h('ul.nodes');
const rates = pairs();
const commands = bars(number, 'No commands now.');
const deliveries = bars(number, 'No deliveries now.');
const held = bars(bytes, 'Nothing is held.');
const feeds = pairs();
const process = pairs();
const webhook = pairs();
const refusals = bars(count, 'Nothing was refused since the start.');
const stores = pairs();

const times = table(
  [
    { title: 'What', text: (row) => row.name },
    { title: 'A second', number: true, text: (row) => number(row.rate) },
    { title: 'p50 ≤', number: true, text: (row) => time(row.p50) },
    { title: 'p99 ≤', number: true, text: (row) => time(row.p99) },
    { title: 'Most ≤', number: true, text: (row) => time(row.most) },
  ],
  (row) => row.name,
  'Nothing was measured yet.',
);
const lanes = table(
  [
    { title: 'Lane', text: (row) => row.name },
    { title: 'Commands waiting', number: true, text: (row) => count(row.waiting) },
    { title: 'Rooms', number: true, text: (row) => count(row.rooms) },
  ],
  (row) => row.name,
  'No lane has answered yet.',
);
const batches = pairs();

function userButton(user) {
  return user === ''
    ? 'unknown'
    : h('button.link', { type: 'button', title: 'Show the connections', on: { click: () => look({ user, connection: 0 }) } }, user);
}

const slowest = table(
  [
    { title: 'User', cell: (row) => userButton(row.user) },
    { title: 'Waiting', number: true, text: (row) => bytes(row.bytes) },
  ],
  (row) => `${row.user} ${row.nth}`,
  'Every client takes what it is sent.',
);
const refused = table(
  [
    { title: 'Time', fixed: true, text: (row) => clock(row.at) },
    { title: 'User', cell: (row) => userButton(row.user) },
    { title: 'Command', text: (row) => row.what },
    { title: 'Code', text: (row) => row.code },
  ],
  (row) => `${row.at} ${row.user} ${row.what} ${row.code} ${row.nth}`,
  'No command was refused.',
  { name: 'Recent refusals', tall: true },
);

fill(
  document.getElementById('app'),
  h('a.skip', { href: '#main', on: { click: (event) => { event.preventDefault(); document.getElementById('main').focus(); } } }, 'To the figures'),
  h(
    'header.bar-top',
    {},
    h('div.brand', {}, h('img', { src: '/console/icon.svg', alt: '', width: '28', height: '28' }), h('h1', {}, 'Console'), nodeName),
    h('div.status', { role: 'status' }, state, upFor),
    users.form,
    h('div.tools', {}, live, drainButton, themeButton()),
  ),
  h(
    'main',
    { id: 'main', tabindex: '-1' },
    note,
    users.section,
    h('div.tiles', {}, Object.values(tiles).map((each) => each.element)),
    h(
      'div.cards',
      {},
      card('Nodes', 'that have a lease', nodes),
      card('Rates', 'a second', rates.element),
      card('Commands', 'a second, by name', commands.element),
      card('Deliveries', 'a second, by kind', deliveries.element),
      card('Times', 'ends of buckets, of the last seconds', times.element),
      card('Lanes and rooms', undefined, lanes.element, batches.element),
      card('Slowest outboxes', 'for whom most waits', slowest.element),
      card('Recent refusals', 'without contents', refused.element),
      card('Refused since the start', 'by code', refusals.element),
      card('Memory held for clients', undefined, held.element),
      card('Feeds', undefined, feeds.element),
      card('Webhook', undefined, webhook.element),
      card('Process and store', undefined, process.element, stores.element),
    ),
    h('p.foot', {}, 'The same in a terminal: ', h('code', {}, './message-service top'), '. Every figure for Prometheus: ', h('a', { href: '/metrics' }, '/metrics'), '.'),
  ),
);

/* ---- figures */

const numbered = (rows) => rows.map((row, nth) => ({ ...row, nth }));

/** Of several that look the same each has a number, which it keeps. */
function apart(rows) {
  const seen = new Map();
  const numbers = rows
    .map((row) => `${row.at} ${row.user} ${row.what} ${row.code}`)
    .reverse()
    .map((key) => {
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      return nth;
    })
    .reverse();
  return rows.map((row, i) => ({ ...row, nth: numbers[i] }));
}

const entries = (group) => Object.entries(group ?? {});
const named = (group) => entries(group).map(([name, amount]) => [label(name), amount]);

function showState(texts, now) {
  const text = missing(texts.missing);
  if (state.textContent !== text) {
    setText(state, text);
    state.className = `state state-${texts.missing === '' ? 'good' : texts.missing === 'draining' ? 'warn' : 'bad'}`;
  }
  setText(nodeName, texts.shared === 'true' ? texts.node : 'one node');
  setText(upFor, `up ${span(now.uptime_seconds * 1000)}`);
  document.title = `${text} – Console`;
}

function showRates(all) {
  const r = all.rates ?? {};
  rates.show([
    ['Handshakes', number(r.handshakes)],
    ['Connections closed', number(r.connections_closed)],
    ['Requests over HTTP', number(r.requests)],
    ['Commands', number(r.commands)],
    ['Deliveries', number(r.deliveries)],
    ['Received', bytes(r.received_bytes)],
    ['Sent', bytes(r.sent_bytes)],
    ['Frames dropped', number(r.frames_dropped), r.frames_dropped > 0 && 'warn'],
    ['Conversations lagging', number(r.lagged), r.lagged > 0 && 'warn'],
    ['Replays', number(r.replays)],
    ['Faults', number(r.faults), r.faults > 0 && 'bad'],
  ]);
  commands.show(entries(all.commands));
  deliveries.show(named(all.deliveries));
}

function showTimes(all) {
  times.show(
    entries(all)
      .filter(([name]) => name.endsWith('_seconds'))
      .map(([name, group]) => ({ name: label(name), ...group })),
  );
  lanes.show(entries(all.laneWaiting).map(([name, waiting]) => ({ name, waiting, rooms: all.laneRooms?.[name] })));
  batches.show([
    ['Commands not answered', count(all.now.unanswered_commands)],
    ['Commands in a batch, p50 ≤', count(all.batch_commands?.p50)],
    ['Commands in a batch, p99 ≤', count(all.batch_commands?.p99)],
  ]);
}

function showWebhook(all, texts) {
  const calls = entries(all.webhookCalls).filter(([, amount]) => amount > 0);
  const now = all.now;
  webhook.show(
    texts.webhook === 'set'
      ? [
          ['This node sends', now.webhook_sending > 0 ? 'yes' : 'no'],
          ['Events not acknowledged', count(now.webhook_unanswered_events)],
          ['Behind', time(now.webhook_lag_seconds), now.webhook_lag_seconds > 60 && 'warn'],
          ['Circuit', now.webhook_circuit_open > 0 ? 'open' : 'closed', now.webhook_circuit_open > 0 && 'bad'],
          ...calls.map(([outcome, amount]) => [`Calls ${plain(outcome).toLowerCase()}`, count(amount)]),
        ]
      : [['No webhook is set', '']],
  );
}

function showRest(all, data) {
  const now = all.now;
  held.show(named(all.held), now.memory_limit_bytes);
  feeds.show([
    ['Feeds', count(now.feeds)],
    ['Quarantined', count(now.feeds_quarantined), now.feeds_quarantined > 0 && 'bad'],
    ['Reads of what was missing, a second', number(all.rates?.feed_reads)],
    ['Replays, a second', number(all.rates?.replays)],
  ]);
  process.show([
    ['Heap', `${bytes(now.heap_bytes)} of ${bytes(now.heap_max_bytes)}`],
    ['Open files', `${count(now.files_open)} of ${count(now.files_max)}`],
    ['Store', data.texts.store],
  ]);
  stores.show(entries(all.store).map(([name, size]) => [plain(name), bytes(size)]));
  refusals.show([
    ...entries(all.refusals).filter(([name]) => name !== 'ok').map(([name, amount]) => [`Command: ${name}`, amount]),
    ...entries(all.handshakes).filter(([name]) => name !== 'accepted').map(([name, amount]) => [`Handshake: ${name}`, amount]),
    ...entries(all.requestsRefused).map(([name, amount]) => [`Request: ${name}`, amount]),
  ]);
  slowest.show(numbered(data.slowest));
  refused.show(apart(data.refused));
  fill(
    nodes,
    data.nodes.map((name) => h('li', {}, h('span.node-dot'), h('span.mono', {}, name), name === data.texts.node && h('span.badge', {}, 'this one'))),
  );
}

function figures(data) {
  const all = data.numbers;
  showState(data.texts, all.now);
  tiles.connections.show(all.now.connections, all);
  tiles.messages.show(all.rates?.messages, all);
  tiles.deliveries.show(all.rates?.deliveries, all);
  tiles.latency.show(all.delivery_seconds?.p99, all);
  tiles.held.show(Object.values(all.held ?? {}).reduce((sum, amount) => sum + amount, 0), all);
  tiles.processors.show(all.now.processors_used, all);
  showRates(all);
  showTimes(all);
  showWebhook(all, data.texts);
  showRest(all, data);
  drainButton.hidden = !data.steers;
  drainButton.disabled = data.texts.missing === 'draining';
  users.steers(data.steers);
  note.hidden = data.steers;
  setText(note, 'Read-only: set CONSOLE_PASSWORD to disconnect users and to drain this node.');
}

/* ---- the stream */

let stream;
let heard = 0;
let again;

function connected(is, text) {
  if (live.dataset.is === is) return;
  live.dataset.is = is;
  setText(live.lastChild, text);
  document.body.classList.toggle('stale', is === 'lost');
  announce(is === 'lost' ? 'The node does not answer.' : 'Figures come.');
}

function open() {
  clearTimeout(again);
  stream?.close();
  const asked = watched();
  users.watch(asked);
  const query = new URLSearchParams();
  if (asked.user !== '') query.set('user', asked.user);
  if (asked.user !== '' && asked.connection > 0) query.set('connection', asked.connection);
  stream = new EventSource(`/console/stream?${query}`);
  heard = Date.now();
  const on = (name, show) =>
    stream.addEventListener(name, (event) => {
      heard = Date.now();
      show(JSON.parse(event.data));
      connected('live', 'Live');
    });
  on('figures', figures);
  on('connections', users.connections);
  on('frames', users.frames);
  stream.addEventListener('error', () => {
    connected('lost', 'No answer');
    stream.close();
    again = setTimeout(open, AGAIN_MS);
  });
}

setInterval(() => {
  if (Date.now() - heard > SILENCE_MS) {
    connected('lost', 'No answer');
    open();
  }
}, AGAIN_MS);

addEventListener('hashchange', open);
addEventListener('keydown', (event) => {
  const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, dialog');
  if (event.key === '/' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    users.input.focus();
  }
});
open();
