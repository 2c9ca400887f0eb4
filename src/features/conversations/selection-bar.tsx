"use client";

import { Button, CloseButton, Group, Text } from "@mantine/core";
import {
  IconCircleCheck,
  IconCircleX,
  IconFlag,
  IconSparkles,
  IconTrash,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./conversations.module.css";
import type { Applicable } from "./selected-rows.ts";
import { useBulkActions } from "./use-bulk-actions.ts";
import { plainError } from "#/api/client.ts";
import type { Selection } from "#/core/conversations/schema.ts";
import type { Decision } from "#/core/review/schema.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { useSession } from "#/features/shell/session-context.tsx";
import { formatCount, formatCounted } from "#/lib/format.ts";
import { askFirst } from "#/ui/ask-first.tsx";
import { toastFailed } from "#/ui/toast.ts";

const decisions = [
  { decision: "approve", verb: "Approve", icon: IconCircleCheck },
  { decision: "reject", verb: "Reject", icon: IconCircleX },
  { decision: "flag", verb: "Flag", icon: IconFlag },
] as const;

const sentenceOf = (error: unknown) => plainError(error).message;

/** What can be done with the ticked rows. It stands at the foot of the window while any are ticked. */
export function SelectionBar({
  projectId,
  count,
  selection,
  applicable,
  banner,
  onClear,
}: {
  projectId: string;
  count: number;
  selection: Selection;
  applicable: Applicable;
  banner: ReactNode;
  onClear: () => void;
}) {
  const { may } = useSession();
  const bulk = useBulkActions(projectId);
  const named = formatCounted(count, "conversation");
  const allowed = (right: "decide" | "write", touched: number | null) =>
    may(right) && touched !== 0;
  /** The number stands in a button only where it isn't all that is selected. */
  const suffix = (touched: number | null) =>
    touched !== null && touched !== count ? ` ${formatCount(touched)}` : "";

  const decide = (decision: Decision, verb: string) => {
    const those =
      applicable.decide === null
        ? "all that have a text"
        : formatCounted(applicable.decide, "conversation");
    const run = async (reason: string) => {
      await bulk.decide(selection, decision, reason);
      onClear();
    };
    if (count === 1) {
      run("").catch((error: unknown) => toastFailed(sentenceOf(error)));
      return;
    }
    askFirst({
      title: `${verb} ${those}?`,
      text: "Rows without a finished text are left as they are. You can undo this right afterwards.",
      confirm: `${verb} ${those}`,
      reasonLabel: "Reason (optional)",
      run,
      sentenceOf,
    });
  };
  const remove = () =>
    askFirst({
      title: `Delete ${named}?`,
      text: `${named} with all their versions, decisions and notes leave the table and every later export. You can undo this right afterwards.`,
      confirm: `Delete ${named}`,
      danger: true,
      sentenceOf,
      run: async () => {
        await bulk.remove(selection);
        onClear();
      },
    });

  return (
    <section aria-label="Selected conversations" className={classes.bar}>
      <Group gap={8} wrap="nowrap" className={classes.barText ?? ""}>
        <CloseButton size={26} aria-label="Clear the selection" onClick={onClear} />
        <Text size="sm" component="output">
          {banner}
        </Text>
      </Group>
      <Group gap={6}>
        {allowed("write", applicable.generate) ? (
          <Button
            size="xs"
            leftSection={<IconSparkles size={15} stroke={1.8} />}
            onClick={() => openGenerate({ projectId, selection, onStarted: onClear })}
          >
            Generate{suffix(applicable.generate)}
          </Button>
        ) : null}
        {decisions.map(({ decision, verb, icon: Icon }) =>
          allowed("decide", applicable.decide) ? (
            <Button
              key={decision}
              size="xs"
              variant="default"
              leftSection={<Icon size={15} stroke={1.8} />}
              onClick={() => decide(decision, verb)}
            >
              {verb}
              {suffix(applicable.decide)}
            </Button>
          ) : null,
        )}
        {allowed("write", applicable.remove) ? (
          <Button
            size="xs"
            variant="default"
            className={classes.danger ?? ""}
            leftSection={<IconTrash size={15} stroke={1.8} />}
            onClick={remove}
          >
            Delete
          </Button>
        ) : null}
      </Group>
    </section>
  );
}
