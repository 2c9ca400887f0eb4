import { Stack, Table, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./score-table.module.css";
import type { CountedShare, Figures } from "#/core/comparing/schema.ts";
import { formatCount, formatDuration, formatMoney, formatShare } from "#/lib/format.ts";
import { PlainTable } from "#/ui/plain-table.tsx";

export interface ScoreRow {
  key: string;
  name: ReactNode;
  /** "6 of 6", where it is known how many were to be written. */
  written: string;
  isPractice: boolean;
  figures: Figures;
}

/** How well each side wrote. Ranges are those that the figure lies in 19 times of 20. */
export function ScoreTable({
  label,
  first,
  rows,
}: {
  label: string;
  /** Head of the first column. */
  first: string;
  rows: readonly ScoreRow[];
}) {
  return (
    <PlainTable label={label} minWidth={760}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{first}</Table.Th>
          <Table.Th ta="right">Written</Table.Th>
          <Table.Th ta="right">Whole at first try</Table.Th>
          <Table.Th ta="right">Score</Table.Th>
          <Table.Th ta="right">Approved</Table.Th>
          <Table.Th ta="right">Cost per approved</Table.Th>
          <Table.Th ta="right">Time each</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <ScoreLine key={row.key} row={row} />
        ))}
      </Table.Tbody>
    </PlainTable>
  );
}

function ScoreLine({ row: { name, written, isPractice, figures } }: { row: ScoreRow }) {
  const { validity, score, approval, costPerApprovedMicros, secondsPerConversation } = figures;
  return (
    <Table.Tr className={`${classes.line} tabular`}>
      <Table.Th scope="row">{name}</Table.Th>
      <Table.Td ta="right">{written}</Table.Td>
      <Table.Td ta="right">
        <ShareCell counted={validity} none="No answer yet" />
      </Table.Td>
      <Table.Td ta="right">
        <Two
          figure={score.mean === null ? null : score.mean.toFixed(1)}
          none="No score yet"
          range={
            score.low === null || score.high === null || score.low === score.high
              ? null
              : `${clamped(score.low).toFixed(1)} to ${clamped(score.high).toFixed(1)}`
          }
        />
      </Table.Td>
      <Table.Td ta="right">
        <ShareCell counted={approval} none="None decided" />
      </Table.Td>
      <Table.Td ta="right">
        <Two
          figure={
            isPractice
              ? "Free"
              : costPerApprovedMicros === null
                ? null
                : formatMoney(costPerApprovedMicros)
          }
          none="None approved"
          range={isPractice ? null : `${formatMoney(figures.costMicros)} in all`}
        />
      </Table.Td>
      <Table.Td ta="right">
        {secondsPerConversation === null ? "–" : formatDuration(secondsPerConversation)}
      </Table.Td>
    </Table.Tr>
  );
}

function ShareCell({ counted, none }: { counted: CountedShare; none: string }) {
  const { count, of, share, low, high } = counted;
  return (
    <Two
      figure={
        share === null
          ? null
          : `${formatCount(count)} of ${formatCount(of)} · ${formatShare(share)}`
      }
      none={none}
      range={low === null || high === null ? null : `${formatShare(low)} to ${formatShare(high)}`}
    />
  );
}

/** A figure, and below it, quietly, how sure it is. */
function Two({
  figure,
  none,
  range,
}: {
  figure: string | null;
  none: string;
  range: string | null;
}) {
  return (
    <Stack gap={0} align="flex-end">
      <Text span size="sm" c={figure === null ? "dimmed" : undefined}>
        {figure ?? none}
      </Text>
      {range === null ? null : (
        <Text span size="xs" c="dimmed">
          {range}
        </Text>
      )}
    </Stack>
  );
}

/** Scores go from 1 to 10, whatever an interval says. */
function clamped(score: number): number {
  return Math.min(10, Math.max(1, score));
}
