/** The first screen: who one is. */

import { h } from './dom.js';
import { icon } from './icons.js';
import { avatar, nameOf } from './people.js';
import { themeButton } from './theme.js';

const MAX_NAME = 40;

/** The names to choose from. Where both are open in two windows they can talk to each other. */
export const USERS = ['alice', 'bob'];

export function secondWindow(userId, text) {
  return h('a.second-window', { href: `/?as=${encodeURIComponent(userId)}`, target: '_blank', rel: 'noopener' }, icon('window'), h('span', {}, text));
}

export function startScreen(choose) {
  const own = h('input', {
    id: 'own-name', type: 'text', maxlength: MAX_NAME, autocomplete: 'off', autocapitalize: 'none', spellcheck: 'false',
    placeholder: 'carol', required: true, pattern: '.*\\S.*',
  });
  const submit = (event) => {
    event.preventDefault();
    const name = own.value.trim();
    if (name !== '') choose(name);
  };
  return h('main.start', {},
    h('div.start-corner', {}, themeButton()),
    h('div.start-card', {},
      h('span.logo', { 'aria-hidden': 'true' }, icon('chat')),
      h('h1', {}, 'Choose who you are'),
      h('p.lead', {}, 'This chat runs on your machine, to try the message service out. Be Alice here, and Bob in a second window.'),
      h('div.start-users', {}, USERS.map((id) => userButton(id, choose))),
      h('div.or', { 'aria-hidden': 'true' }, h('span', {}, 'or')),
      h('form.start-form', { on: { submit } },
        h('label', { for: 'own-name' }, 'Another name'),
        h('div.field-row', {}, own, h('button.primary', { type: 'submit' }, 'Continue'))),
      h('div.start-foot', {}, secondWindow('bob', 'Open a second window as Bob'))),
    h('p.start-note', {}, h('a', { href: '/demo' }, 'Pull the plug'), ': kill nodes of a cluster while messages flow, and count what is lost.'),
    h('p.start-note', {}, 'Only ', h('code', {}, 'message-service dev'), ' serves this page. Messages stay in your data folder.'));
}

function userButton(id, choose) {
  return h('button.start-user', { type: 'button', data: { user: id }, on: { click: () => choose(id) } },
    avatar(id, 'large'),
    h('span.start-name', {}, nameOf(id)),
    h('span.start-hint', {}, `Continue as ${nameOf(id)}`));
}
