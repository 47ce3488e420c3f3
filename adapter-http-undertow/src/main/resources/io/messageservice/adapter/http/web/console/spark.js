/** A line of what a figure was lately. Decoration: the figure stands beside it. */

const SVG = 'http://www.w3.org/2000/svg';
const POINTS = 60;

/** So many fill the whole width; fewer begin at the right. */
const FEW = 10;
const WIDTH = 120;
const HEIGHT = 32;

function shape(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

export function sparkline() {
  const area = shape('path', { class: 'spark-area' });
  const line = shape('path', { class: 'spark-line' });
  const svg = shape('svg', {
    class: 'spark',
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    preserveAspectRatio: 'none',
    'aria-hidden': 'true',
  });
  svg.append(area, line);
  const values = [];

  function add(value) {
    if (typeof value !== 'number') return;
    values.push(Math.min(value, 1e12));
    if (values.length > POINTS) values.shift();
    draw();
  }

  function draw() {
    if (values.length < 2) return;
    const top = Math.max(...values) || 1;
    const step = WIDTH / Math.max(values.length - 1, FEW);
    const first = WIDTH - step * (values.length - 1);
    const points = values.map(
      (value, i) => `${(first + i * step).toFixed(1)} ${(HEIGHT - 2 - (value / top) * (HEIGHT - 5)).toFixed(1)}`,
    );
    line.setAttribute('d', `M${points.join('L')}`);
    area.setAttribute('d', `M${first.toFixed(1)} ${HEIGHT}L${points.join('L')}L${WIDTH} ${HEIGHT}Z`);
  }

  return { element: svg, add };
}
