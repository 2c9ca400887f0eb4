"use client";

import { Button, Group, Kbd, Popover, Stack, Textarea } from "@mantine/core";
import { IconCheck, IconFlag, IconX } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";
import { ApproveWithExpert } from "./approve-with-expert.tsx";
import type { Deciding } from "./use-decide.ts";
import type { ReviewState } from "#/core/conversations/states.ts";

/** Approve, reject (with a reason, if one is given) and flag. The standing decision is marked. */
export function DecisionButtons({
  deciding,
  reviewState,
  isRejecting,
  onRejecting,
  needsExpert,
  isConfirming,
  onConfirming,
  withKeys = true,
}: {
  deciding: Deciding;
  reviewState: ReviewState;
  /** The field for the reason is open. */
  isRejecting: boolean;
  onRejecting: (opened: boolean) => void;
  /** An approval names who has the expertise. */
  needsExpert: boolean;
  isConfirming: boolean;
  onConfirming: (opened: boolean) => void;
  withKeys?: boolean;
}) {
  const { busy, decide } = deciding;
  const { hint, icon } = withKeys ? keyHints : icons;
  return (
    <Group gap={8} grow preventGrowOverflow={false} wrap="nowrap">
      <ApproveWithExpert
        opened={needsExpert && isConfirming}
        onChange={onConfirming}
        isBusy={busy === "approve"}
        onApprove={async (expert) => {
          if (await decide("approve", undefined, expert)) onConfirming(false);
        }}
      >
        <Button
          leftSection={icon.approve}
          rightSection={hint.approve}
          px={10}
          aria-pressed={reviewState === "approved"}
          loading={busy === "approve"}
          onClick={() => (needsExpert ? onConfirming(!isConfirming) : void decide("approve"))}
        >
          {reviewState === "approved" ? "Approved" : "Approve"}
        </Button>
      </ApproveWithExpert>
      <RejectButton
        opened={isRejecting}
        onChange={onRejecting}
        isRejected={reviewState === "rejected"}
        busy={busy === "reject"}
        icon={icon.reject}
        hint={hint.reject}
        onReject={(reason) => decide("reject", reason)}
      />
      <Button
        variant="default"
        leftSection={icon.flag}
        rightSection={hint.flag}
        px={10}
        aria-pressed={reviewState === "flagged"}
        loading={busy === "flag"}
        onClick={() => void decide("flag")}
      >
        {reviewState === "flagged" ? "Flagged" : "Flag"}
      </Button>
    </Group>
  );
}

const noHints = { approve: null, reject: null, flag: null };
/** With a keyboard each button shows its key, else its picture. */
const keyHints = {
  icon: noHints,
  hint: {
    approve: <Kbd size="xs">A</Kbd>,
    reject: <Kbd size="xs">R</Kbd>,
    flag: <Kbd size="xs">F</Kbd>,
  },
};
const icons = {
  icon: {
    approve: <IconCheck size={16} />,
    reject: <IconX size={16} />,
    flag: <IconFlag size={16} />,
  },
  hint: noHints,
};

function RejectButton({
  opened,
  onChange,
  isRejected,
  busy,
  icon,
  hint,
  onReject,
}: {
  opened: boolean;
  onChange: (opened: boolean) => void;
  isRejected: boolean;
  busy: boolean;
  icon: ReactNode;
  hint: ReactNode;
  /** Tells whether it was stored. */
  onReject: (reason: string) => Promise<boolean>;
}) {
  const [reason, setReason] = useState("");
  // What was typed goes only once it is stored: the server may be away.
  const reject = async () => {
    if (busy || !(await onReject(reason.trim()))) return;
    onChange(false);
    setReason("");
  };
  return (
    <Popover
      opened={opened}
      onChange={onChange}
      trapFocus
      returnFocus
      width={300}
      position="bottom-end"
      shadow="md"
      // Gone at once: while it stands open the keys are its own, and the next conversation is there already.
      transitionProps={{ exitDuration: 0 }}
    >
      <Popover.Target>
        <Button
          variant="default"
          leftSection={icon}
          rightSection={hint}
          px={10}
          aria-pressed={isRejected}
          loading={busy}
          onClick={() => onChange(!opened)}
        >
          {isRejected ? "Rejected" : "Reject"}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Reject this conversation">
        <Stack gap="xs">
          <Textarea
            data-autofocus
            label="Reason, if you like"
            placeholder="It helps whoever writes it anew."
            autosize
            minRows={2}
            maxRows={6}
            maxLength={4000}
            value={reason}
            readOnly={busy}
            onChange={(event) => setReason(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
              event.preventDefault();
              void reject();
            }}
          />
          <Group gap="xs" justify="flex-end">
            <Button size="xs" variant="default" onClick={() => onChange(false)}>
              Cancel
            </Button>
            <Button
              size="xs"
              color="red.8"
              rightSection={hint ? <Kbd size="xs">↵</Kbd> : null}
              loading={busy}
              onClick={() => void reject()}
            >
              Reject
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
