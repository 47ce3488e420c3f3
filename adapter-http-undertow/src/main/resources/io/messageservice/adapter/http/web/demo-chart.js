/** Two strips over the same time: messages a second, and how late the latest of each half second was. */

import { h } from './dom.js';

const SVG = 'http://www.w3.org/2000/svg';

/** In pixels. */
const LEFT = 44;
const RIGHT = 10;
const TOP = 26;
const RATES = 190;
const GAP = 34;
const DELAYS = 110;
const HEIGHT = TOP + RATES + GAP + DELAYS + 24;

const SHOWN_SECONDS = 90;
const LEAST_RATE = 150;

/** The scale of delays is that of powers of ten. */
const DELAY_LINES = [[1, '1 ms'], [10, '10 ms'], [100, '100 ms'], [1000, '1 s'], [10000, '10 s']];
const MOST_DELAY = 60_000;

const SERIES = [['received', 'Received'], ['acknowledged', 'Acknowledged'], ['sent', 'Sent']];

function svg(name, attributes, ...children) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

/** A round number that is not less. */
function roundUp(value) {
  const unit = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 5, 7.5, 10].map((times) => times * unit).find((round) => round >= value);
}

export function createChart() {
  const drawing = svg('svg', { class: 'chart', height: HEIGHT, role: 'img' });
  const element = h('section.card.chart-card', { 'aria-labelledby': 'chart-title' },
    h('div.chart-head', {},
      h('h2.card-title', { id: 'chart-title' }, 'Messages a second'),
      h('ul.legend', { 'aria-hidden': 'true' }, SERIES.map(([key, name]) => h(`li.legend-item.of-${key}`, {}, name)))),
    drawing);
  let last;
  new ResizeObserver(() => last && draw(last)).observe(element);

  function draw({ chart, incidents, seconds }) {
    const width = Math.max(280, drawing.clientWidth);
    const step = chart.stepSeconds;
    const until = Math.max(SHOWN_SECONDS, (chart.first + chart.sent.length) * step);
    const x = (second) => LEFT + ((second - until + SHOWN_SECONDS) / SHOWN_SECONDS) * (width - LEFT - RIGHT);
    const rates = Object.fromEntries(SERIES.map(([key]) => [key, chart[key].map((count) => count / step)]));
    const most = roundUp(Math.max(LEAST_RATE, ...rates.received, ...rates.acknowledged));
    const y = (rate) => TOP + RATES * (1 - Math.min(1, rate / most));
    const base = TOP + RATES + GAP + DELAYS;
    const delay = (ms) => base - DELAYS * Math.min(1, Math.log10(Math.max(1, ms)) / Math.log10(MOST_DELAY));
    const points = (values) => values.map((value, i) => `${x((chart.first + i + 0.5) * step).toFixed(1)},${y(value).toFixed(1)}`);
    const parts = [];
    const label = (text, at, height, anchor = 'end', kind = 'axis') =>
      parts.push(svg('text', { class: kind, x: at, y: height, 'text-anchor': anchor }, text));
    const line = (height, kind = 'grid') => parts.push(svg('line', { class: kind, x1: LEFT, x2: width - RIGHT, y1: height, y2: height }));
    for (const rate of [0, most / 2, most]) {
      line(y(rate));
      label(String(rate), LEFT - 8, y(rate) + 4);
    }
    const received = points(rates.received);
    if (received.length > 1) {
      const [from, to] = [received[0].split(',')[0], received[received.length - 1].split(',')[0]];
      parts.push(svg('path', { class: 'area', d: `M${from},${y(0)}L${received.join('L')}L${to},${y(0)}Z` }));
      for (const [key] of SERIES) parts.push(svg('polyline', { class: `rate of-${key}`, points: points(rates[key]).join(' ') }));
    }
    for (const [ms, text] of DELAY_LINES) {
      line(delay(ms));
      label(text, LEFT - 8, delay(ms) + 4);
    }
    const thick = Math.max(1, ((width - LEFT - RIGHT) / SHOWN_SECONDS) * step - 1);
    chart.latestMillis.forEach((ms, i) => {
      if (chart.received[i] > 0) {
        const top = Math.min(delay(ms), base - 2);
        parts.push(svg('rect', { class: ms > 250 ? 'delay late' : 'delay', x: x((chart.first + i) * step).toFixed(1), y: top.toFixed(1), width: thick.toFixed(1), height: (base - top).toFixed(1) }));
      }
    });
    let free = Infinity;
    for (const incident of incidents) {
      const at = x(incident.seconds);
      if (at < LEFT) break;
      parts.push(svg('line', { class: 'mark', x1: at, x2: at, y1: TOP - 8, y2: base }));
      const room = incident.mark.length * 6.5;
      const start = at + room > width - RIGHT ? 'end' : 'start';
      const end = start === 'start' ? at + room : at;
      if (end < free) {
        label(incident.mark, start === 'start' ? at - 2 : at + 2, TOP - 12, start, 'mark-label');
        free = (start === 'start' ? at : at - room) - 6;
      }
    }
    label('Lateness, the worst of each half second', LEFT, base - DELAYS - 12, 'start', 'strip-title');
    for (let second = Math.ceil((until - SHOWN_SECONDS) / 15) * 15; second <= until; second += 15) {
      label(`${Math.floor(second / 60)}:${String(second % 60).padStart(2, '0')}`, x(second), base + 18, second >= until ? 'end' : 'middle');
    }
    drawing.setAttribute('viewBox', `0 0 ${width} ${HEIGHT}`);
    drawing.setAttribute('aria-label', described(rates, chart, seconds));
    drawing.replaceChildren(...parts);
  }

  return {
    element,
    update(state) {
      last = state;
      draw(state);
    },
  };
}

function described(rates, chart) {
  if (rates.sent.length === 0) return 'Nothing was sent yet.';
  const [received, acknowledged, sent] = SERIES.map(([key]) => Math.round(rates[key][rates[key].length - 1]));
  const late = Math.round(chart.latestMillis[chart.latestMillis.length - 1]);
  return `A second: ${sent} sent, ${acknowledged} acknowledged, ${received} received. The latest came ${late} ms late.`;
}
