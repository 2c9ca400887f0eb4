import { List, Text } from "@mantine/core";
import { type NamedFigures, verdictOf } from "./verdict-words.ts";
import type { Pair } from "#/core/comparing/schema.ts";

/** What the figures say about which side is better, and what they don't. */
export function Verdicts({
  sides,
  pairs,
  note,
}: {
  sides: readonly NamedFigures[];
  pairs: readonly Pair[];
  /** What else a reader has to know. */
  note?: string | undefined;
}) {
  const sentences = pairs.flatMap((pair) => verdictOf(sides, pair, pairs.length > 1));
  const all = note === undefined ? sentences : [...sentences, note];
  const [only] = all;
  if (only === undefined) return null;
  if (all.length === 1) {
    return (
      <Text size="sm" mt="sm" maw="86ch">
        {only}
      </Text>
    );
  }
  return (
    <List size="sm" spacing={4} mt="sm" maw="86ch">
      {all.map((sentence) => (
        <List.Item key={sentence}>
          <Text size="sm">{sentence}</Text>
        </List.Item>
      ))}
    </List>
  );
}
