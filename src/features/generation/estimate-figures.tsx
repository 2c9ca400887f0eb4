import { Group, Stack, Table, Text } from "@mantine/core";
import type { Estimate } from "#/core/generation/schema.ts";
import { PracticeMark } from "#/features/conversations/practice-mark.tsx";
import { formatCount, formatCounted, formatDuration, formatMoney } from "#/lib/format.ts";

const bounds = ["low", "expected", "high"] as const;

/** What a batch would take: who writes, what it costs, how long it lasts, and what is left out. */
export function EstimateFigures({ estimate }: { estimate: Estimate }) {
  const { costMicros, seconds, writer, again, skipped, basis } = estimate;
  const isFree = costMicros.high === 0;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Text fw={550}>{writer.label}</Text>
        {writer.isPractice ? <PracticeMark /> : null}
        {isFree && writer.isPractice ? (
          <Text size="sm" c="dimmed">
            Free, on this machine
          </Text>
        ) : null}
      </Group>
      <Table aria-label="Cost and time" verticalSpacing={6} withTableBorder>
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            <Table.Th ta="right">Low</Table.Th>
            <Table.Th ta="right">Expected</Table.Th>
            <Table.Th ta="right">High</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">Cost</Table.Th>
            {bounds.map((bound) => (
              <Table.Td key={bound} ta="right" fw={bound === "expected" ? 600 : 400}>
                {formatMoney(costMicros[bound])}
              </Table.Td>
            ))}
          </Table.Tr>
          <Table.Tr>
            <Table.Th scope="row">Time</Table.Th>
            {bounds.map((bound) => (
              <Table.Td key={bound} ta="right" fw={bound === "expected" ? 600 : 400}>
                {formatDuration(seconds[bound])}
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Stack gap={6}>
        {again > 0 ? (
          <Text size="sm">
            {formatCount(again)} of them {again === 1 ? "has" : "have"} a text already and{" "}
            {again === 1 ? "gets" : "get"} a new version. The old text stays in the history; a
            decision on it is no longer valid.
          </Text>
        ) : null}
        {skipped > 0 ? (
          <Text size="sm">
            {formatCounted(skipped, "selected conversation")} left out: seeds, or being written at
            this moment.
          </Text>
        ) : null}
        <Text size="xs" c="dimmed">
          {basis}
        </Text>
      </Stack>
    </Stack>
  );
}
