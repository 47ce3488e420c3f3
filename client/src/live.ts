/**
 * A value that changes. The value is immutable, and the same object until it changes: fit for `useSyncExternalStore`. Both
 * members can be passed on without their object.
 */
export interface Live<T> {
  readonly value: T;
  /** Calls the listener after each change; returns what ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** A live value and the right to set it. */
export interface Cell<T> extends Live<T> {
  set(value: T): void;
}

/** Calls listeners of the application. What one throws is reported, and stops nobody else. */
function callAll<T>(listeners: Iterable<(data: T) => void>, data: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(data);
    } catch (fault) {
      setTimeout(() => {
        throw fault;
      });
    }
  }
}

/** @param watched is told when the first listener comes and when the last has gone */
export function cell<T>(value: T, watched: (isWatched: boolean) => void = () => {}): Cell<T> {
  const listeners = new Set<() => void>();
  return {
    get value() {
      return value;
    },
    set(next) {
      if (next === value) return;
      value = next;
      callAll(listeners, undefined);
    },
    subscribe(listener) {
      const own = () => listener();
      listeners.add(own);
      if (listeners.size === 1) watched(true);
      return () => {
        if (listeners.delete(own) && listeners.size === 0) watched(false);
      };
    },
  };
}

/** Listeners by event. */
export interface Emitter<Events> {
  on<E extends keyof Events>(event: E, listener: (data: Events[E]) => void): () => void;
  emit<E extends keyof Events>(event: E, data: Events[E]): void;
}

export function emitter<Events>(): Emitter<Events> {
  const all: { [E in keyof Events]?: Set<(data: Events[E]) => void> } = {};
  return {
    on(event, listener) {
      const own: typeof listener = (data) => listener(data);
      const listeners = (all[event] ??= new Set());
      listeners.add(own);
      return () => void listeners.delete(own);
    },
    emit(event, data) {
      callAll(all[event] ?? [], data);
    },
  };
}

/** Whether two objects have the same members. */
export function isSame(one: object, other: object): boolean {
  const members = Object.entries(one);
  return members.length === Object.keys(other).length && members.every(([name, value]) => value === other[name as never]);
}
