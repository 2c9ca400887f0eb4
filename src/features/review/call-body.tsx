"use client";

import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import classes from "./call-log.module.css";
import { readRequest, readResponse } from "./call-texts.ts";
import { RawText } from "./panel-part.tsx";
import { api, plainError } from "#/api/client.ts";
import { ScrollBox } from "#/ui/scroll-box.tsx";
import { BlockSkeleton, ErrorState } from "#/ui/states.tsx";

const speakers: Record<string, string> = {
  system: "System prompt",
  user: "To the writer",
  assistant: "The writer's earlier answer",
};

/** What was sent, as text to read, and what came back; all of it raw as well. */
export function CallBody({ callId }: { callId: string }) {
  const call = useQuery(api.calls.get.queryOptions({ input: { callId } }));
  if (call.isPending) return <BlockSkeleton height={160} />;
  if (call.isError) {
    return (
      <ErrorState message={plainError(call.error).message} onRetry={() => void call.refetch()} />
    );
  }
  const { request, response, parameters, limits } = call.data;
  const sent = readRequest(request);
  const came = readResponse(response);
  return (
    <Stack gap="sm" pt={8}>
      {sent.messages.map(({ role, content }, place) => (
        <Part key={`${place}-${role}`} title={speakers[role] ?? role} text={content} />
      ))}
      {came.text === null ? (
        <Text size="sm" c="dimmed">
          {response === null ? "Nothing came back." : "No text came back."}
        </Text>
      ) : (
        <Part
          title={came.stopReason ? `The answer (${came.stopReason})` : "The answer"}
          text={came.text}
        />
      )}
      <div>
        <RawText title="Parameters" text={raw(parameters)} />
        <RawText title="Request, raw" text={raw(request)} />
        {response === null ? null : <RawText title="Answer, raw" text={raw(response)} />}
        {limits === null ? null : (
          <RawText title="Limits that the provider told" text={raw(limits)} />
        )}
      </div>
    </Stack>
  );
}

function Part({ title, text }: { title: string; text: string }) {
  return (
    <div>
      <Text size="xs" c="dimmed" fw={550} mb={2}>
        {title}
      </Text>
      <ScrollBox label={title} maxHeight={280}>
        <p className={classes.text}>{text}</p>
      </ScrollBox>
    </div>
  );
}

function raw(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value, null, 2) ?? "");
}
