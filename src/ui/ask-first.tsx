"use client";

import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useState } from "react";
import { ErrorState } from "./states.tsx";

interface Question {
  /** "Approve 12 conversations?" */
  title: string;
  text: string;
  /** The words of the button. */
  confirm: string;
  danger?: boolean;
  /** A field for a reason, which goes on the record with each decision. */
  reasonLabel?: string;
  run: (reason: string) => Promise<void>;
  /** What `run` threw, as a sentence: it is shown inside, and the dialog stays. */
  sentenceOf: (error: unknown) => string;
}

const modalId = "ask-first";

/** Asks before something that spends, destroys or touches many. Cancel has the focus. */
export function askFirst(question: Question): void {
  modals.open({
    modalId,
    title: question.title,
    closeButtonProps: { "aria-label": "Close" },
    children: <QuestionDialog {...question} />,
  });
}

const close = () => modals.close(modalId);

function QuestionDialog({ text, confirm, danger = false, reasonLabel, run, sentenceOf }: Question) {
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
      setFailure(sentenceOf(error));
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
