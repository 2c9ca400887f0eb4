import { type SplitInput, type StoredSplit, storedSplitSchema } from "./split-schema.ts";
import type { Writer } from "../writers/registry.ts";
import type { WriterName } from "../writers/schema.ts";

/** Who writes the items of one side of a batch, and with which templates. */
export interface Side {
  writer: WriterName;
  /** Null: with those in use. */
  versionIds: string[] | null;
}

/** What a batch keeps of its comparison. @param writers of each side, or the one of all. */
export function sidesToStore(
  { over, arms }: SplitInput,
  writers: readonly [Writer, ...Writer[]],
): StoredSplit {
  return {
    over,
    arms: arms.map(({ label, templateVersionIds }, side) => {
      const { provider, model } = writers[side] ?? writers[0];
      return {
        label,
        templateVersionIds: templateVersionIds ?? null,
        writer: {
          provider: provider.id,
          model: model.model,
          label: provider.isPractice ? provider.label : model.label,
          isPractice: provider.isPractice,
        },
      };
    }),
  };
}

/** The sides of a stored batch, in the order of its items' arms; one where nothing is compared. */
export function sidesOfBatch(batch: {
  writer: string;
  model: string;
  split: unknown;
}): [Side, ...Side[]] {
  const whole: Side = { writer: { provider: batch.writer, model: batch.model }, versionIds: null };
  if (batch.split === null) return [whole];
  const { arms } = storedSplitSchema.parse(batch.split);
  const [first = whole, ...others] = arms.map(({ writer, templateVersionIds }) => ({
    writer: { provider: writer.provider, model: writer.model },
    versionIds: templateVersionIds,
  }));
  return [first, ...others];
}
