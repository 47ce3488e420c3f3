import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PATIENCE = 60_000;

/** The real service, started from the jar that MESSAGE_SERVICE_JAR names. It can be killed and started again. */
export class Service {
  readonly #secret = randomBytes(32).toString('hex');
  readonly #folder = mkdtempSync(join(tmpdir(), 'client-test-'));
  readonly #port: number;
  readonly #managementPort: number;
  #process: ChildProcess | undefined;

  private constructor(port: number, managementPort: number) {
    this.#port = port;
    this.#managementPort = managementPort;
  }

  static async start(): Promise<Service> {
    const service = new Service(await freePort(), await freePort());
    await service.start();
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/`;
  }

  async start(): Promise<void> {
    const java = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, 'bin/java') : 'java';
    const env = {
      PATH: process.env.PATH,
      JWT_SECRET: this.#secret,
      PORT: String(this.#port),
      MANAGEMENT_PORT: String(this.#managementPort),
      DATA_DIR: this.#folder,
      RATE_LIMIT: 'off',
    };
    this.#process = spawn(java, ['-XX:TieredStopAtLevel=1', '-jar', process.env.MESSAGE_SERVICE_JAR as string], { env, stdio: 'ignore' });
    await until('the service is ready', async () => (await fetch(`${this.url}health/ready`)).ok);
  }

  /** As a crash: nothing is said goodbye to. */
  async kill(): Promise<void> {
    const ended = new Promise((done) => this.#process?.once('exit', done));
    this.#process?.kill('SIGKILL');
    await ended;
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  token(userId: string): string {
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: userId })}`;
    return `${signed}.${createHmac('sha256', this.#secret).update(signed).digest('base64url')}`;
  }
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

/** Waits until a condition holds; what throws does not hold yet. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const end = Date.now() + PATIENCE;
  while (!(await Promise.resolve().then(holds).catch(() => false))) {
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
