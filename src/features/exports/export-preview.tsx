"use client";

import { Alert, Anchor, Button, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconChecklist } from "@tabler/icons-react";
import type { UseQueryResult } from "@tanstack/react-query";
import Link from "next/link";
import type { z } from "zod";
import classes from "./exports.module.css";
import { FirstToReview } from "./first-to-review.tsx";
import { leftOutInWords } from "./left-out.ts";
import { SampleLines } from "./sample-lines.tsx";
import { plainError } from "#/api/client.ts";
import type { exportPreviewSchema, ExportOptions } from "#/core/exports/schema.ts";
import { formatBytes, formatCount, formatCounted } from "#/lib/format.ts";
import { EmptyState, ErrorState } from "#/ui/states.tsx";

type Preview = z.infer<typeof exportPreviewSchema>;

/** What the file will hold, before it is made. */
export function ExportPreview({
  preview,
  isStale,
  options,
}: {
  preview: UseQueryResult<Preview>;
  /** What is shown belongs to earlier choices; the answer to these is on its way. */
  isStale: boolean;
  options: ExportOptions;
}) {
  if (preview.error) {
    return (
      <ErrorState
        message={plainError(preview.error).message}
        onRetry={() => void preview.refetch()}
      />
    );
  }
  if (!preview.data) return <PreviewSkeleton />;
  return (
    <section
      className={classes.preview}
      aria-label="What the file will hold"
      aria-busy={isStale}
      data-stale={isStale || undefined}
    >
      {preview.data.rowCount === 0 ? (
        <NothingYet preview={preview.data} options={options} />
      ) : (
        <FilledPreview preview={preview.data} projectId={options.projectId} />
      )}
    </section>
  );
}

function FilledPreview({ preview, projectId }: { preview: Preview; projectId: string }) {
  const { rowCount, seedCount, messageCount, bytes, problems, sampleLines } = preview;
  const leftOut = leftOutInWords(preview.leftOut);
  return (
    <Stack gap="lg">
      <div>
        <dl className={classes.figures}>
          <Figure name="Conversations" value={formatCount(rowCount)} />
          <Figure name="Messages" value={formatCount(messageCount)} />
          <Figure name="Size" value={formatBytes(bytes)} />
        </dl>
        {seedCount > 0 ? (
          <Text size="sm">
            {formatCount(rowCount - seedCount)} approved, {formatCounted(seedCount, "seed")}.
          </Text>
        ) : null}
        <Text size="sm" c="dimmed">
          {leftOut.length > 0 ? `Left out: ${leftOut.join(", ")}.` : "Nothing is left out."}
        </Text>
      </div>
      <Problems problems={problems} projectId={projectId} />
      <SampleLines lines={sampleLines} rowCount={rowCount} />
    </Stack>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div className={classes.figure}>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

function Problems({ problems, projectId }: { problems: Preview["problems"]; projectId: string }) {
  if (problems.length === 0) return null;
  return (
    <Alert
      color="orange"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={`${formatCounted(problems.length, "problem")} for trainers`}
    >
      <ul className={classes.problems}>
        {problems.map(({ conversationId, reference, messagePosition, rule }) => (
          <li key={`${conversationId}-${messagePosition}-${rule}`}>
            <Anchor
              component={Link}
              size="sm"
              fw={550}
              href={`/projects/${projectId}/conversations/${conversationId}${
                messagePosition === null ? "" : `#message-${messagePosition + 1}`
              }`}
            >
              {reference}
              {messagePosition === null ? "" : `, message ${messagePosition + 1}`}
            </Anchor>
            <Text size="sm" span>
              {" "}
              {rule}
            </Text>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** No line would be in the file: why, and where to go instead. */
function NothingYet({ preview, options }: { preview: Preview; options: ExportOptions }) {
  const leftOut = leftOutInWords(preview.leftOut);
  const { practice } = preview.leftOut;
  return (
    <EmptyState
      icon={<IconChecklist size={26} />}
      title={practice > 0 ? "Only practice is approved so far" : "Nothing is approved yet"}
      text={
        leftOut.length > 0
          ? `A file holds what you approved, and nothing else. Left out: ${leftOut.join(", ")}.`
          : "A file holds what you approved, and nothing else. The filter finds no conversation at all."
      }
    >
      <FirstToReview projectId={options.projectId} filter={options.filter} />
      <Button
        component={Link}
        variant="default"
        href={`/projects/${options.projectId}/conversations`}
      >
        See all conversations
      </Button>
    </EmptyState>
  );
}

function PreviewSkeleton() {
  return (
    <Stack gap="lg" className={classes.preview ?? ""} aria-busy="true">
      <Skeleton height={62} />
      <Skeleton height={18} width="60%" />
      <Skeleton height={280} />
    </Stack>
  );
}
