export { FakeServer, type FakeUser } from './server.js';
export { FakeClock } from './clock.js';
