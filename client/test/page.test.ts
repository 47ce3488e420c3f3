import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { Scenario } from './scenario.js';

/** The client is in a page of a browser. */
function page(context: TestContext) {
  const window = new EventTarget();
  const document = { hidden: false };
  const { addEventListener } = window;
  Object.assign(globalThis, { document, addEventListener: addEventListener.bind(window) });
  context.after(() => {
    Reflect.deleteProperty(globalThis, 'document');
    Reflect.deleteProperty(globalThis, 'addEventListener');
  });
  return { document, tell: (event: string) => void window.dispatchEvent(new Event(event)) };
}

for (const event of ['online', 'visibilitychange', 'pageshow']) {
  test(`an attempt is made at once where the page is told ${event}`, async (context) => {
    const { tell } = page(context);
    const scenario = new Scenario();
    const alice = await scenario.online('alice');
    scenario.server.stop();
    await scenario.clock.advance(60_000);
    scenario.server.start();
    assert.equal(alice.status, 'offline');
    tell(event);
    await scenario.clock.advance(0);
    assert.equal(alice.status, 'online');
    alice.disconnect();
    tell(event);
    await scenario.clock.advance(0);
    assert.equal(alice.status, 'disconnected');
  });
}

test('a page that is hidden waits', async (context) => {
  const { document, tell } = page(context);
  const scenario = new Scenario();
  const alice = await scenario.online('alice');
  scenario.server.stop();
  await scenario.clock.advance(60_000);
  scenario.server.start();
  document.hidden = true;
  tell('visibilitychange');
  await scenario.clock.advance(0);
  assert.equal(alice.status, 'offline');
});
