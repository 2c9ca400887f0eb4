"use client";

import { CloseButton, Code, Group, Paper, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconEqual } from "@tabler/icons-react";
import { useEffect, useRef } from "react";
import { placeOf, reportInWords } from "./report-words.ts";
import classes from "./sources.module.css";
import type { ImportOutcome, ImportReport } from "#/core/sources/schema.ts";
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
          {reportInWords(report)}
        </Text>
        <CloseButton aria-label="Close this report" onClick={onClose} />
      </Group>
      {report.outcomes.length > 0 ? (
        <ScrollBox label="Files" maxHeight={420}>
          <ul className={classes.outcomes}>
            {report.outcomes.map((outcome, index) => (
              <li key={index}>
                <Mark outcome={outcome.outcome} />
                <FileOutcome outcome={outcome} />
              </li>
            ))}
          </ul>
        </ScrollBox>
      ) : null}
    </Paper>
  );
}

const looks = {
  added: { label: "Added", tone: "good", icon: IconCircleCheck },
  unchanged: { label: "Unchanged", tone: "quiet", icon: IconEqual },
  failed: { label: "Failed", tone: "bad", icon: IconAlertTriangle },
} as const;

function Mark({ outcome }: { outcome: ImportOutcome["outcome"] }) {
  const { label, tone, icon: Icon } = looks[outcome];
  return <StatusMark tone={tone} label={label} icon={<Icon size={15} stroke={1.8} />} />;
}

function FileOutcome({ outcome }: { outcome: ImportOutcome }) {
  const { file, item, message, found, expected } = outcome;
  const place = placeOf(outcome);
  const isSaid = [found, expected].every((part) => part === null || message.includes(part));
  return (
    <Stack gap={2} className={classes.breakable ?? ""}>
      <Group gap="xs" align="baseline">
        <Text size="sm" fw={550}>
          {file}
        </Text>
        {[item, place].map((part) =>
          part === null ? null : (
            <Text key={part} size="xs" c="dimmed" className="tabular">
              {part}
            </Text>
          ),
        )}
      </Group>
      <Text size="sm" c="dimmed">
        {message}
      </Text>
      {isSaid ? null : (
        <Text size="xs" c="dimmed">
          {found === null ? null : (
            <>
              There stands <Code>{found}</Code>.{" "}
            </>
          )}
          {expected === null ? null : `Expected: ${expected}.`}
        </Text>
      )}
    </Stack>
  );
}
