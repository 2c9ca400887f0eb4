"use client";

import { Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { RawText } from "./panel-part.tsx";
import classes from "./panel.module.css";
import { api, plainError } from "#/api/client.ts";
import type { CallAttempt } from "#/core/calls/schema.ts";
import { formatCount, formatDuration, formatMoment, formatMoney } from "#/lib/format.ts";
import { ErrorState } from "#/ui/states.tsx";

const states: Record<CallAttempt["state"], string> = {
  sent: "Sent, no answer yet",
  succeeded: "Answered",
  failed: "Failed",
  invalid: "Answered, but the answer couldn't be used",
  billed_unknown: "Broken off; it may have cost something",
  superseded: "Answered too late, another answer was taken",
};

/**
 * Every question to a writer for this conversation, and its answer, whether it was used or not.
 * With a batch: those of that run alone.
 */
export function CallLog({ conversationId, batchId }: { conversationId: string; batchId?: string }) {
  const calls = useQuery(api.conversations.calls.queryOptions({ input: { conversationId } }));
  if (calls.isPending) return <Skeleton height={64} />;
  if (calls.isError) {
    return (
      <ErrorState message={plainError(calls.error).message} onRetry={() => void calls.refetch()} />
    );
  }
  const shown = calls.data.filter((call) => batchId === undefined || call.batchId === batchId);
  if (shown.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        No writer was asked for this conversation.
      </Text>
    );
  }
  return (
    <ol className={classes.list}>
      {shown.map((call) => (
        <li key={call.id}>
          <Call call={call} />
        </li>
      ))}
    </ol>
  );
}

function Call({ call }: { call: CallAttempt }) {
  const seconds = call.finishedAt && (call.finishedAt.getTime() - call.sentAt.getTime()) / 1000;
  const facts = [
    seconds === null ? null : formatDuration(seconds),
    call.costMicros === null ? null : call.costMicros === 0 ? "free" : formatMoney(call.costMicros),
    call.inputTokens === null ? null : `${formatCount(call.inputTokens)} tokens sent`,
    call.outputTokens === null ? null : `${formatCount(call.outputTokens)} came back`,
  ].filter(Boolean);
  return (
    <Stack gap={2}>
      <Text size="sm" fw={550}>
        Attempt {call.attempt}: {states[call.state]}
      </Text>
      <Text size="xs" c="dimmed" className="tabular">
        {formatMoment(call.sentAt)} · {call.provider}, {call.model}
      </Text>
      <Text size="xs" c="dimmed" className="tabular">
        {facts.join(" · ")}
      </Text>
      {call.failure ? <Text size="sm">{call.failure.message}</Text> : null}
      <RawText title="What was sent" text={rawOf(call.request)} />
      {call.response === null ? null : (
        <RawText title="What came back" text={rawOf(call.response)} />
      )}
      <RawText
        title="Settings of the call"
        text={rawOf({ ...call.parameters, providerRequestId: call.providerRequestId })}
      />
    </Stack>
  );
}

function rawOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}
