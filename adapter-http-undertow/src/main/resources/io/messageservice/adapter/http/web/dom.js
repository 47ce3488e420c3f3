/** Elements from descriptions. Text becomes text nodes, never markup. */

/**
 * An element.
 *
 * @param {string} name its tag, with classes behind dots: `button.quiet.round`
 * @param {object} props attributes; `on` has listeners by event, `data` the members of the dataset. What is `undefined`,
 *     `null` or `false` is left out, `true` is an attribute without a value.
 * @param {...any} children elements, texts, or lists of them; `undefined`, `null` and `false` are left out
 */
export function h(name, props = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const element = document.createElement(tag);
  element.classList.add(...classes);
  for (const [key, value] of Object.entries(props)) set(element, key, value);
  element.append(...nodes(children));
  return element;
}

function set(element, key, value) {
  if (value === undefined || value === null || value === false) return;
  if (key === 'on') {
    for (const [event, listener] of Object.entries(value)) element.addEventListener(event, listener);
  } else if (key === 'data') {
    Object.assign(element.dataset, value);
  } else if (key === 'class') {
    element.classList.add(...value.split(' ').filter(Boolean));
  } else if (key === 'value') {
    element.value = value;
  } else {
    element.setAttribute(key, value === true ? '' : value);
  }
}

export function nodes(children) {
  return children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== false);
}

/** Puts these children in the place of all that were there. */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
  return element;
}

/** Makes these, in this order, the children; those that stay are not touched. */
export function arrange(parent, wanted) {
  const keep = new Set(wanted);
  let at = parent.firstChild;
  for (const child of wanted) {
    while (at !== null && at !== child && !keep.has(at)) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    if (at === child) at = at.nextSibling;
    else parent.insertBefore(child, at);
  }
  while (at !== null) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

/** Says something to users of screen readers. */
export function announce(text) {
  document.getElementById('announcer').textContent = text;
}

/** Shows for a while what went wrong. */
export function toast(text) {
  const element = h('div.toast', {}, text);
  document.getElementById('toasts').append(element);
  setTimeout(() => element.classList.add('leaving'), 5000);
  setTimeout(() => element.remove(), 5400);
}

/** Frames stop in windows that nobody sees; what they show, and their title, goes on. */
const FRAME_MS = 100;

/** Calls at most once in a frame, after whatever called it. */
export function perFrame(work) {
  let frame;
  let timer;
  const run = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    timer = undefined;
    work();
  };
  return () => {
    if (timer !== undefined) return;
    timer = setTimeout(run, FRAME_MS);
    frame = requestAnimationFrame(run);
  };
}
