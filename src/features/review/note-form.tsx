"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type Ref, useState } from "react";
import { api, client, plainError } from "#/api/client.ts";

/** Writes a note on a conversation or on one of its messages. What was typed stays when saving fails. */
export function NoteForm({
  conversationId,
  messagePosition,
  label,
  placeholder,
  fieldRef,
  onDone,
}: {
  conversationId: string;
  messagePosition?: number;
  label: string;
  placeholder: string;
  fieldRef?: Ref<HTMLTextAreaElement>;
  onDone?: () => void;
}) {
  const queryClient = useQueryClient();
  const [body, setBody] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const place = messagePosition === undefined ? {} : { messagePosition };
      await client.review.addNote({ conversationId, body, ...place });
      setBody("");
      onDone?.();
      await queryClient.invalidateQueries({ queryKey: api.conversations.get.key() });
    } catch (error) {
      const { fields, message } = plainError(error);
      setFailure(fields[0]?.message ?? message);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Stack gap={8}>
        <Textarea
          ref={fieldRef}
          aria-label={label}
          placeholder={placeholder}
          autosize
          minRows={2}
          maxRows={8}
          maxLength={4000}
          value={body}
          error={failure}
          onChange={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
            if (event.key === "Escape") {
              if (onDone) onDone();
              else event.currentTarget.blur();
            }
          }}
        />
        {body.trim() !== "" || onDone ? (
          <Group gap={8}>
            <Button type="submit" size="xs" loading={busy} disabled={body.trim() === ""}>
              Save note
            </Button>
            {onDone ? (
              <Button size="xs" variant="default" onClick={onDone}>
                Cancel
              </Button>
            ) : null}
            <Text size="xs" c="dimmed" visibleFrom="md">
              Ctrl Enter saves
            </Text>
          </Group>
        ) : null}
      </Stack>
    </form>
  );
}
