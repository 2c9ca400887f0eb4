/** A seeded source of chance: the same seed gives the same draws on every machine. */
export interface Random {
  /** 0 <= x < 1. */
  next: () => number;
  /** A whole number from low to high, both included. */
  integer: (low: number, high: number) => number;
  /** One element; the list must not be empty. */
  pick: <T>(list: readonly T[]) => T;
  /** A new list in another order. */
  shuffle: <T>(list: readonly T[]) => T[];
}

/**
 * Chris Doty-Humphrey's sfc32, a small generator that passes PractRand. Not for secrets.
 * @param seed a whole number or a text; nearby seeds give unrelated draws.
 */
export function createRandom(seed: number | string): Random {
  const text = String(seed);
  let a = hashText(text, 0x9e3779b9);
  let b = hashText(text, 0x243f6a88);
  let c = hashText(text, 0xb7e15162);
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 12; round += 1) next();
  const integer = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    integer,
    pick: (list) => {
      if (list.length === 0) throw new RangeError("there is nothing to pick from");
      return list[integer(0, list.length - 1)] as (typeof list)[number];
    },
    shuffle: <T>(list: readonly T[]) => {
      const shuffled = [...list];
      for (let last = shuffled.length - 1; last > 0; last -= 1) {
        const other = integer(0, last);
        [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
      }
      return shuffled;
    },
  };
}

/** FNV-1a over the UTF-16 units, 32 bits, followed by murmur3's finaliser. */
function hashText(text: string, start: number): number {
  let hash = start | 0;
  for (let place = 0; place < text.length; place += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(place), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
