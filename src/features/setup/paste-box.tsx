"use client";

import { Button, Group, Paper, SegmentedControl, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import classes from "./setup.module.css";
import { api, client, plainError } from "#/api/client.ts";
import {
  faultsOfPasted,
  messagesOf,
  parsePastedConversation,
  type Speaker,
} from "#/lib/pasted-conversation.ts";
import { ErrorState } from "#/ui/states.tsx";
import { toastDone } from "#/ui/toast.ts";
import { useDraft } from "#/ui/use-draft.ts";

const example =
  "Client: Can I change the date of my order?\nMe: You can, until two days before. Which day would suit you better?";
const sides = [
  { value: "client", label: "The customer" },
  { value: "me", label: "Me" },
  { value: "text", label: "Nobody, it is text" },
];

/** A conversation pasted as text: who says what is shown before it is kept, and can be put right. */
export function PasteBox({ projectId }: { projectId: string }) {
  const queryClient = useQueryClient();
  const draft = useDraft(`pasted-${projectId}`, "");
  const [corrected, setCorrected] = useState<Record<string, Speaker>>({});
  const { turns, speakers } = parsePastedConversation(draft.value);
  const shown = speakers.map((each) => ({
    ...each,
    speaker: corrected[each.label] ?? each.speaker,
  }));
  const speakerOf = (label: string): Speaker =>
    shown.find((each) => each.label === label)?.speaker ?? "text";
  const messages = messagesOf(turns, speakerOf);
  const faults = faultsOfPasted(messages);
  const keep = useMutation({
    mutationFn: async () => {
      const content = JSON.stringify({ messages });
      const files = [{ name: "Pasted conversation.json", content }];
      const report = await client.sources.importSeeds({ projectId, files });
      const [outcome] = report.outcomes;
      if (outcome?.outcome === "failed") throw new PasteRefused(outcome.message);
      return outcome?.message ?? "";
    },
    onSuccess: async (message) => {
      draft.forget();
      setCorrected({});
      toastDone(message);
      for (const queryKey of [
        api.conversations.key(),
        api.projects.overview.key(),
        api.projects.proposeVoice.key(),
      ]) {
        await queryClient.invalidateQueries({ queryKey });
      }
    },
  });

  return (
    <Stack gap="sm">
      <Textarea
        label="Paste a conversation"
        description="Each line begins with who speaks, such as “Client:” and “Me:”. From a chat, a mail or your memory."
        placeholder={example}
        autosize
        minRows={4}
        maxRows={16}
        value={draft.value}
        onChange={(event) => {
          keep.reset();
          draft.change(event.currentTarget.value);
        }}
      />
      {turns.length > 0 ? (
        <Paper p="md" component="section" aria-label="How it is understood">
          <Stack gap="md">
            {shown.map(({ label, speaker }) => (
              <Group key={label} justify="space-between" gap="xs">
                <Text size="sm">
                  {label === "" ? "Words before the first name" : `“${label}”`} is
                </Text>
                <SegmentedControl
                  size="xs"
                  aria-label={`Who is ${label || "speaking first"}?`}
                  data={sides}
                  value={speaker}
                  onChange={(next) => setCorrected({ ...corrected, [label]: next as Speaker })}
                />
              </Group>
            ))}
            <ol className={classes.dialogue} aria-label="The conversation as it will be kept">
              {messages.map((message, place) => (
                <li key={place} data-mine={message.role === "assistant" || undefined}>
                  <Text size="xs" c="dimmed">
                    {message.role === "user" ? "Customer" : "You"}
                  </Text>
                  <Text size="sm">{message.content}</Text>
                </li>
              ))}
            </ol>
            {faults.map((fault) => (
              <Text key={fault} size="sm" c="var(--mantine-color-error)" role="alert">
                {fault}
              </Text>
            ))}
            {keep.error ? (
              <ErrorState
                message={
                  keep.error instanceof PasteRefused
                    ? keep.error.message
                    : plainError(keep.error).message
                }
              />
            ) : null}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={draft.forget}>
                Clear
              </Button>
              <Button
                disabled={faults.length > 0 || messages.length === 0}
                loading={keep.isPending}
                onClick={() => keep.mutate()}
              >
                Keep this conversation
              </Button>
            </Group>
          </Stack>
        </Paper>
      ) : null}
    </Stack>
  );
}

/** What the import said about the text: a sentence for a person already. */
class PasteRefused extends Error {}
