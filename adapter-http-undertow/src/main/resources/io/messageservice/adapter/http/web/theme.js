/** Light, dark, or as the system has it. */

import { fill, h } from './dom.js';
import { icon } from './icons.js';

const KEY = 'message-service.theme';
const NEXT = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: 'system', light: 'sun', dark: 'moon' };
const NAMES = { system: 'as your system', light: 'light', dark: 'dark' };

function chosen() {
  const theme = localStorage.getItem(KEY);
  return theme in NEXT ? theme : 'system';
}

export function applyTheme() {
  const theme = chosen();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function themeButton() {
  const button = h('button.icon-button', {
    type: 'button',
    on: {
      click: () => {
        localStorage.setItem(KEY, NEXT[chosen()]);
        applyTheme();
        show();
      },
    },
  });
  const show = () => {
    const text = `Colours: ${NAMES[chosen()]}. Change to ${NAMES[NEXT[chosen()]]}`;
    fill(button, icon(ICONS[chosen()]));
    button.setAttribute('aria-label', text);
    button.title = text;
  };
  show();
  return button;
}
