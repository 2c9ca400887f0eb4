"use client";

import { Button } from "@mantine/core";
import { IconRefresh, IconSparkles } from "@tabler/icons-react";
import { mayWrite } from "./selected-rows.ts";
import type { ConversationRow } from "#/core/conversations/schema.ts";
import { hasFailedTry } from "#/core/conversations/states.ts";
import { openGenerate } from "#/features/generation/generate-dialog.tsx";
import { useSession } from "#/features/shell/session-context.tsx";

/** What can be done with a row in place: write it, or try a failed one again. */
export function RowActions({ projectId, row }: { projectId: string; row: ConversationRow }) {
  const { may } = useSession();
  const failed = hasFailedTry(row.generationState, row.failure !== null);
  if (!may("write") || !mayWrite(row) || (row.generationState !== "not_generated" && !failed)) {
    return null;
  }
  const Icon = failed ? IconRefresh : IconSparkles;
  const verb = failed ? "Retry" : "Generate";
  return (
    <Button
      size="compact-sm"
      variant="default"
      leftSection={<Icon size={14} stroke={1.8} aria-hidden />}
      aria-label={`${verb} ${row.reference}`}
      onClick={() => openGenerate({ projectId, selection: { kind: "ids", ids: [row.id] } })}
    >
      {verb}
    </Button>
  );
}
