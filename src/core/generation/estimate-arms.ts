import type { estimateFor } from "./estimate-for.ts";
import type { Estimate } from "./schema.ts";
import type { SplitInput } from "./split-schema.ts";
import { sum } from "#/lib/sum.ts";

/** What one writer's part of a batch is expected to take, and how that writer is. */
export type WriterEstimate = Awaited<ReturnType<typeof estimateFor>> & Pick<Estimate, "health">;

/** Sides that are written at the same time: money adds up, the slowest one says how long it takes. */
export function addEstimates(each: readonly [WriterEstimate, ...WriterEstimate[]]): WriterEstimate {
  const [first] = each;
  if (each.length === 1) return first;
  const slowest = each.reduce((one, other) =>
    other.seconds.expected > one.seconds.expected ? other : one,
  );
  const total = (of: (estimate: WriterEstimate) => number) => sum(each.map(of));
  return {
    ...slowest,
    count: total(({ count }) => count),
    again: total(({ again }) => again),
    writer: {
      ...first.writer,
      label: new Intl.ListFormat("en").format([...new Set(each.map(({ writer }) => writer.label))]),
      isPractice: each.every(({ writer }) => writer.isPractice),
    },
    costMicros: {
      low: total(({ costMicros }) => costMicros.low),
      expected: total(({ costMicros }) => costMicros.expected),
      high: total(({ costMicros }) => costMicros.high),
    },
    basis: [...new Set(each.map(({ basis }) => basis))].join(" "),
    isRough: each.some(({ isRough }) => isRough),
    concurrency: total(({ concurrency }) => concurrency),
    ownConcurrency: total(({ ownConcurrency }) => ownConcurrency),
    health: each.find(({ health }) => health.state !== "ok")?.health ?? first.health,
  };
}

/** How many conversations each side gets, and its part of the expected cost. */
export function armsOf(
  { arms }: SplitInput,
  dealt: readonly number[],
  each: readonly [WriterEstimate, ...WriterEstimate[]],
): NonNullable<Estimate["arms"]> {
  return arms.map(({ label }, side) => {
    const count = dealt.filter((arm) => arm === side).length;
    const own = each.length > 1 ? each[side] : undefined;
    const costMicros =
      own?.costMicros.expected ?? (each[0].costMicros.expected * count) / Math.max(1, dealt.length);
    return { label, count, costMicros };
  });
}
