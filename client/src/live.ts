/**
 * A value that changes. The value is immutable, and the same object until it changes: fit for `useSyncExternalStore`. Both
 * members can be passed on without their object.
 */
export interface Live<T> {
  readonly value: T;
  /** Calls the listener after each change; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Calls a listener of the application. What it throws is reported, and stops nobody else. */
export function call<A extends unknown[]>(listener: (...args: A) => void, ...args: A): void {
  try {
    listener(...args);
  } catch (fault) {
    setTimeout(() => {
      throw fault;
    });
  }
}

/** A live value and the right to set it. */
export class Cell<T> implements Live<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();
  readonly #watched: (isWatched: boolean) => void;

  /** @param watched is told when the first listener comes and when the last has gone */
  constructor(value: T, watched: (isWatched: boolean) => void = () => {}) {
    this.#value = value;
    this.#watched = watched;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    if (!Object.is(value, this.#value)) {
      this.#value = value;
      for (const listener of [...this.#listeners]) call(listener);
    }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    const own = () => listener();
    this.#listeners.add(own);
    if (this.#listeners.size === 1) this.#watched(true);
    return () => {
      if (this.#listeners.delete(own) && this.#listeners.size === 0) this.#watched(false);
    };
  };
}

type Listeners = { [event: string]: Set<(data: never) => void> };

/** Listeners by event. */
export class Emitter<Events> {
  readonly #listeners: Listeners = {};

  readonly on = <E extends keyof Events & string>(event: E, listener: (data: Events[E]) => void): (() => void) => {
    const own = (data: Events[E]) => listener(data);
    (this.#listeners[event] ??= new Set()).add(own);
    return () => void this.#listeners[event]?.delete(own);
  };

  emit<E extends keyof Events & string>(event: E, data: Events[E]): void {
    for (const listener of [...(this.#listeners[event] ?? [])]) call(listener as (data: Events[E]) => void, data);
  }
}
