/** The processes of the demo, and the buttons that break them. */

import { arrange, h } from './dom.js';
import { icon } from './icons.js';

const STATES = { up: 'Running', starting: 'Starting', down: 'Killed' };

/** What a part shows; its elements stay, so that a button keeps the focus. */
function part(name, act, action, label, note) {
  const state = h('span.part-state', {});
  const on = h('span.part-clients', {});
  const button = h('button.plug', { type: 'button', 'aria-label': `${label} (${note})`, on: { click: () => act(action) } },
    icon('bolt'), h('span.plug-label', {}, label), h('code.plug-note', { 'aria-hidden': 'true' }, note));
  const element = h('li.part', {},
    h('div.part-head', {}, h('span.part-dot', { 'aria-hidden': 'true' }), h('span.part-name', {}, name), state), on, button);
  return {
    element,
    update(kind, text, chips, disabled) {
      element.dataset.state = kind;
      if (state.textContent !== text) state.textContent = text;
      const wanted = chips.map((chip) => [...on.children].find((child) => child.textContent === chip) ?? h('span.chip', {}, chip));
      arrange(on, wanted);
      button.disabled = disabled;
    },
  };
}

function textOf({ state, startsInMillis }) {
  return state === 'down' && startsInMillis > 0 ? `Starts in ${Math.ceil(startsInMillis / 1000)} s` : STATES[state];
}

const nameOf = ({ role, connection }) => (role === 'sender' ? `Sender ${connection}` : 'Receiver');

/** @param {(action: string) => void} act what a button does */
export function createParts(act) {
  const nodes = [1, 2, 3].map((n) => part(`Node ${n}`, act, `killNode${n}`, `Kill node ${n}`, 'kill -9'));
  const redis = part('Redis', act, 'killRedis', 'Stop Redis', 'kill -9');
  const sender = part('Sender', act, 'cutSender', 'Cut the sender', '3 s');
  const receiver = part('Receiver', act, 'cutReceiver', 'Cut the receiver', '3 s');
  const list = h('ul.parts-list', {});
  const element = h('section.card.parts', { 'aria-labelledby': 'parts-title' },
    h('h2.card-title', { id: 'parts-title' }, 'Pull a plug'), list);

  function client(shown, role, state) {
    const own = state.clients.filter((one) => one.role === role);
    const open = own.filter((one) => one.node > 0);
    const kind = open.length === 0 ? 'down' : open.length < own.length ? 'starting' : 'up';
    const where = [...new Set(open.map((one) => one.node))].sort();
    const text = open.length === 0 ? 'Not connected' : `On node${where.length > 1 ? 's' : ''} ${where.join(', ')}`;
    shown.update(state.phase === 'starting' && own.length === 0 ? 'starting' : kind, own.length === 0 ? 'Starting' : text, [], kind === 'down' || state.phase !== 'running');
  }

  return {
    element,
    update(state) {
      const over = state.phase === 'stopped' || state.phase === 'failed';
      element.classList.toggle('over', over);
      arrange(list, [
        ...nodes.slice(0, state.nodes.length),
        ...(state.redis === undefined ? [] : [redis]),
        sender,
        receiver,
      ].map((shown) => shown.element));
      state.nodes.forEach((node, i) => {
        const chips = over ? [] : state.clients.filter((one) => one.node === i + 1).map(nameOf);
        nodes[i].update(over ? 'off' : node.state, over ? 'Ended' : textOf(node), chips, node.state === 'down' || state.phase !== 'running');
      });
      if (state.redis !== undefined) {
        redis.update(over ? 'off' : state.redis.state, over ? 'Ended' : textOf(state.redis), [], state.redis.state === 'down' || state.phase !== 'running');
      }
      if (over) [sender, receiver].forEach((one) => one.update('off', 'Ended', [], true));
      else {
        client(sender, 'sender', state);
        client(receiver, 'receiver', state);
      }
    },
  };
}
