import { Table, Text } from "@mantine/core";
import { verdictOf } from "./verdict.ts";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { formatDuration, formatMoney } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";

/** What was said before the run, beside what came of it. Only for runs that ended. */
export function ExpectedActual({ batch }: { batch: BatchProgress }) {
  const { activeSeconds: seconds } = batch;
  if (seconds === null) return null;
  const { costMicros, seconds: time } = batch.estimate;
  const rows = [
    ...(batch.isPractice
      ? []
      : [{ name: "Cost", range: costMicros, actual: batch.costMicros, format: formatMoney }]),
    { name: "Time", range: time, actual: seconds, format: formatDuration },
  ];
  return (
    <PlainTable label="Expected and actual" minWidth={420}>
      <Table.Thead>
        <Table.Tr>
          <Table.Td />
          <Table.Th>Expected</Table.Th>
          <Table.Th>Actual</Table.Th>
          <Table.Th>Compared</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ name, range, actual, format }) => (
          <Table.Tr key={name} className="tabular">
            <Table.Th scope="row">{name}</Table.Th>
            <Table.Td>
              {format(range.expected)}
              {format(range.low) === format(range.high) ? null : (
                <Text span size="xs" c="dimmed">
                  {" "}
                  {format(range.low)} to {format(range.high)}
                </Text>
              )}
            </Table.Td>
            <Table.Td>{format(actual)}</Table.Td>
            <Table.Td c="dimmed">{verdictOf(batch, range, actual)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}
