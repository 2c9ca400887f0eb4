"use client";

import { Alert, Anchor, Button, Loader, Skeleton, Stack, Text } from "@mantine/core";
import { IconAlertTriangle, IconPencil } from "@tabler/icons-react";
import Link from "next/link";
import classes from "./dialogue.module.css";
import { useStanding } from "./use-standing.ts";
import { writingWords } from "./writing-words.ts";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { useNow } from "#/features/generation/use-now.ts";
import { useSession } from "#/features/shell/session-context.tsx";
import { EmptyState } from "#/ui/states.tsx";

/** Planned, not written: why it matters, and the way to have it written. */
export function NotWritten({ conversation }: { conversation: ConversationDetail }) {
  const { may } = useSession();
  return (
    <EmptyState
      icon={<IconPencil size={26} />}
      title="Not written yet"
      text={
        conversation.storyline
          ? `Planned as “${conversation.storyline.label}”: ${conversation.storyline.description}`
          : "The plan has this row; its text comes when you have it written."
      }
    >
      {may("write") ? (
        <Button onClick={() => askToWrite(conversation)}>Generate this conversation</Button>
      ) : null}
    </EmptyState>
  );
}

/** The last attempt failed: what happened, what was kept, and another try. */
export function FailedNotice({ conversation }: { conversation: ConversationDetail }) {
  const { may } = useSession();
  const { failure, shownVersion } = conversation;
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertTriangle size={18} />}
      title={shownVersion ? "It could not be written anew" : "It could not be written"}
      role="alert"
      mb="lg"
    >
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{failure?.message ?? "The writer gave no usable text."}</Text>
        <Text size="sm">
          {shownVersion
            ? "The text that it had stands as it was, with its decision; nothing was lost."
            : "The plan of this row is kept, and so is every call, under “Calls to the writer”."}
        </Text>
        {may("write") ? (
          <Button size="xs" variant="default" onClick={() => askToWrite(conversation)}>
            Try again
          </Button>
        ) : null}
      </Stack>
    </Alert>
  );
}

/** To be written, or being written at this moment: where it stands, and whether the text comes by itself. */
export function BeingWritten({ conversation }: { conversation: ConversationDetail }) {
  const { id, projectId, badge } = conversation;
  const standing = useStanding(id);
  const now = useNow(false);
  const { batch } = standing;
  const { title, detail, isBusy, linksRun } = writingWords(
    badge === "queued" ? "queued" : "generating",
    standing,
    now,
  );
  return (
    <div className={classes.writing}>
      <output className={classes.writingHead}>
        {isBusy ? <Loader size={16} type="dots" /> : null}
        <Text size="sm" fw={550}>
          {title}
        </Text>
        <Text size="sm" c="dimmed">
          {detail}
        </Text>
        {linksRun && batch ? (
          <Anchor component={Link} href={`/projects/${projectId}/runs/${batch.id}`} size="sm">
            Open run {batch.number}
          </Anchor>
        ) : null}
      </output>
      {conversation.shownVersion ? null : <DialogueSkeleton isStill={!isBusy} />}
    </div>
  );
}

const heights = [72, 132, 96, 156, 72, 120];

/** Grey bubbles where the messages will stand. */
export function DialogueSkeleton({ isStill = false }: { isStill?: boolean }) {
  return (
    <div className={classes.dialogue} aria-hidden>
      {heights.map((height, index) => (
        <div
          key={`${index}-${height}`}
          className={classes.message}
          data-role={index % 2 === 0 ? "user" : "assistant"}
        >
          <Skeleton height={14} width={110} animate={!isStill} />
          <Skeleton height={height} radius="lg" animate={!isStill} />
        </div>
      ))}
    </div>
  );
}

/** @param anew a text stands already, and another one is wished. */
export function askToWrite({ id, projectId }: ConversationDetail, anew = false): void {
  openGenerate({ projectId, selection: { kind: "ids", ids: [id] }, anew });
}
