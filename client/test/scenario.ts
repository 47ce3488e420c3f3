import { createClient, type Client, type ClientEvents, type ClientOptions } from '../src/index.js';
import { FakeClock, FakeServer } from '../src/fake/index.js';

/** A fake service, a fake clock, and clients of them. */
export class Scenario {
  readonly clock = new FakeClock();
  readonly server = new FakeServer(() => this.clock.now());
  readonly events: [keyof ClientEvents, unknown][] = [];

  client(userId: string, options: Partial<ClientOptions> = {}): Client {
    const client = createClient({
      url: 'ws://service.example/',
      getToken: async () => this.server.token(userId),
      transports: [this.server.transport],
      clock: this.clock,
      ...options,
    });
    for (const event of ['status', 'error', 'unauthorized', 'discontinuity', 'message', 'failed'] as const) {
      client.on(event, (data) => this.events.push([event, data]));
    }
    return client;
  }

  /** Connected, and with all that a connection brings. */
  async online(userId: string, options: Partial<ClientOptions> = {}): Promise<Client> {
    const client = this.client(userId, options);
    client.connect();
    await this.clock.advance(0);
    return client;
  }

  of(event: keyof ClientEvents): unknown[] {
    return this.events.filter(([name]) => name === event).map(([, data]) => data);
  }
}

export function texts(messages: readonly { content: string }[]): string[] {
  return messages.map(({ content }) => content);
}
