/** Figures as people read them. */

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const SIZES = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** Past all bounds of what was measured. */
const ENDLESS = 1e100;

export const NONE = '–';

const known = (number) => typeof number === 'number' && Number.isFinite(number);

export function count(number) {
  return known(number) ? WHOLE.format(number) : NONE;
}

/** With as many digits as mean something. */
export function number(value) {
  if (!known(value)) return NONE;
  const size = Math.abs(value);
  if (size >= 100 || Number.isInteger(value)) return WHOLE.format(value);
  return value.toFixed(size >= 10 ? 1 : 2);
}

export function bytes(value) {
  if (!known(value)) return NONE;
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < SIZES.length - 1) {
    size /= 1024;
    unit++;
  }
  return `${number(unit === 0 ? Math.round(size) : size)} ${SIZES[unit]}`;
}

export function time(seconds) {
  if (!known(seconds)) return NONE;
  if (seconds >= ENDLESS) return '> 10 s';
  return seconds >= 1 ? `${number(seconds)} s` : `${number(seconds * 1000)} ms`;
}

/** How long something lasts. */
export function span(ms) {
  if (!known(ms)) return NONE;
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${hours} h ${minutes % 60} min`;
  return `${Math.floor(hours / 24)} days`;
}

/** The time of day. */
export function clock(ms) {
  return new Date(ms).toLocaleTimeString('en-GB');
}

/** A part of a whole, from 0 to 1. */
export function share(part, whole) {
  return known(part) && known(whole) && whole > 0 ? Math.min(1, Math.max(0, part / whole)) : 0;
}
