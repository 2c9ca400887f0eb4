"use client";

import { CloseButton, Code, Group, Paper, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconEqual } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import classes from "./sources.module.css";
import type { ImportOutcome, ImportReport } from "#/core/sources/schema.ts";
import { formatCount } from "#/lib/format.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { StatusMark } from "#/ui/status-mark.tsx";

/** What became of each file. It stays until it is closed, because failures are worked through one by one. */
export function ImportReportPanel({
  report,
  onClose,
}: {
  report: ImportReport;
  onClose: () => void;
}) {
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.focus(), []);
  return (
    <Paper
      ref={panel}
      tabIndex={-1}
      className={classes.report ?? ""}
      component="section"
      aria-label="What became of the files"
    >
      <Group justify="space-between" px="md" py="xs" wrap="nowrap">
        <Text size="sm" fw={550} component="output" className="tabular">
          {sentenceOf(report)}
        </Text>
        <CloseButton aria-label="Close this report" onClick={onClose} />
      </Group>
      {report.outcomes.length > 0 ? (
        <ScrollBox label="Files" maxHeight={420}>
          <Table verticalSpacing={6} horizontalSpacing="md" layout="auto">
            <Table.Thead className="mantine-visually-hidden">
              <Table.Tr>
                <Table.Th>Outcome</Table.Th>
                <Table.Th>File and what happened</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.outcomes.map((outcome, index) => (
                <Table.Tr key={index}>
                  <Table.Td className={classes.outcome ?? ""}>
                    <Outcome outcome={outcome.outcome} />
                  </Table.Td>
                  <Table.Td>
                    <FileOutcome outcome={outcome} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </ScrollBox>
      ) : null}
    </Paper>
  );
}

function sentenceOf({ added, unchanged, failed, outcomes }: ImportReport): string {
  if (outcomes.length === 0) return "Nothing in there could be taken in.";
  return [
    `${formatCount(added)} added`,
    `${formatCount(unchanged)} unchanged`,
    `${formatCount(failed)} failed`,
  ].join(" · ");
}

const looks = {
  added: { label: "Added", tone: "good", icon: IconCircleCheck },
  unchanged: { label: "Unchanged", tone: "quiet", icon: IconEqual },
  failed: { label: "Failed", tone: "bad", icon: IconAlertTriangle },
} as const;

function Outcome({ outcome }: { outcome: ImportOutcome["outcome"] }) {
  const { label, tone, icon: Icon } = looks[outcome];
  return <StatusMark tone={tone} label={label} icon={<Icon size={15} stroke={1.8} />} />;
}

function FileOutcome({ outcome }: { outcome: ImportOutcome }) {
  const { file, item, message, line, column, found, expected } = outcome;
  return (
    <Stack gap={2}>
      <Text size="sm" fw={550} className={classes.breakable ?? ""}>
        {file}
        {item ? (
          <Text span c="dimmed" fw={400}>
            {" "}
            · {item}
          </Text>
        ) : null}
      </Text>
      <Text size="sm" c="dimmed">
        {line === null ? null : (
          <Text span fw={550} c="var(--mantine-color-text)" className="tabular">
            Line {line}
            {column === null ? null : `, column ${column}`}:{" "}
          </Text>
        )}
        {message}
      </Text>
      {found !== null || expected !== null ? (
        <Text size="xs" c="dimmed" className={classes.breakable ?? ""}>
          {found === null ? null : (
            <>
              There stands <Code>{found}</Code>.{" "}
            </>
          )}
          {expected === null ? null : `Expected: ${expected}`}
        </Text>
      ) : null}
    </Stack>
  );
}
