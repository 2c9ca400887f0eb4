"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { plainError } from "#/api/client.ts";
import { ErrorState } from "#/ui/states.tsx";

interface BulkQuestion {
  /** "Approve 12 conversations?" */
  title: string;
  text: string;
  /** The words of the button. */
  confirm: string;
  danger?: boolean;
  /** A field for a reason, which goes on the record with each decision. */
  reasonLabel?: string;
  /** A refusal that it throws is shown inside; the dialog stays. */
  run: (reason: string) => Promise<void>;
}

const modalId = "bulk";

/** Asks before something is done to many rows. */
export function askBulk(question: BulkQuestion): void {
  modals.open({
    modalId,
    title: question.title,
    closeButtonProps: { "aria-label": "Close" },
    children: <BulkDialog {...question} />,
  });
}

const close = () => modals.close(modalId);

function BulkDialog({ text, confirm, danger = false, reasonLabel, run }: BulkQuestion) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  const send = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await run(reason);
      close();
    } catch (error) {
      setFailure(plainError(error).message);
      setBusy(false);
    }
  };

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <Text size="sm">{text}</Text>
        {reasonLabel ? (
          <Textarea
            label={reasonLabel}
            autosize
            minRows={2}
            maxRows={6}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        ) : null}
        {failure ? <ErrorState message={failure} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close} disabled={busy} data-autofocus>
            Cancel
          </Button>
          <Button type="submit" loading={busy} {...(danger ? { color: "red.8" } : {})}>
            {confirm}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
