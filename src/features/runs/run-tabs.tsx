"use client";

import { Tabs } from "@mantine/core";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { RunItems } from "./run-items.tsx";
import type { BatchProgress } from "#/core/generation/schema.ts";
import { CallLog } from "#/features/review/call-log.tsx";

const views = ["conversations", "calls"] as const;
const parser = parseAsStringLiteral(views).withDefault("conversations");

/** A run by its conversations, or by every call that was made for it. */
export function RunTabs({
  projectId,
  batchId,
  batch,
}: {
  projectId: string;
  batchId: string;
  batch: BatchProgress | undefined;
}) {
  const [view, setView] = useQueryState("view", parser);
  return (
    <Tabs
      value={view}
      keepMounted={false}
      onChange={(next) => void setView(views.find((each) => each === next) ?? null)}
    >
      <Tabs.List mb="md">
        <Tabs.Tab value="conversations">Conversations</Tabs.Tab>
        <Tabs.Tab value="calls">All calls</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="conversations">
        <RunItems projectId={projectId} batchId={batchId} batch={batch} />
      </Tabs.Panel>
      <Tabs.Panel value="calls">
        <CallLog
          projectId={projectId}
          batchId={batchId}
          label="All calls of this run"
          withReference
        />
      </Tabs.Panel>
    </Tabs>
  );
}
