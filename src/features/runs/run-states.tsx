import {
  IconBan,
  IconCircleCheck,
  IconCircleX,
  IconClock,
  IconClockPause,
  IconExclamationCircle,
  IconLoader2,
  IconMoon,
  IconPlayerPause,
} from "@tabler/icons-react";
import type { BatchItem, BatchProgress } from "#/core/generation/schema.ts";
import { StatusMark, type StatusTone } from "#/ui/status-mark.tsx";

type Look = [label: string, tone: StatusTone, icon: typeof IconClock];

export const itemLooks: Record<BatchItem["state"], Look> = {
  queued: ["Waiting", "quiet", IconClock],
  running: ["Being written", "busy", IconLoader2],
  done: ["Ready", "good", IconCircleCheck],
  failed: ["Failed", "bad", IconCircleX],
  cancelled: ["Not written", "quiet", IconBan],
};

/** Hours may pass: nothing turns. */
const withVendor: Look = ["With the vendor", "quiet", IconMoon];

function lookOfRun(batch: BatchProgress): Look {
  if (batch.isStopping) return ["Stopping", "busy", IconLoader2];
  if (batch.state === "paused") return ["Paused", "warn", IconPlayerPause];
  if (batch.state === "running" && batch.health && batch.health.state !== "ok") {
    return ["Waiting", "warn", IconClockPause];
  }
  if (batch.state === "running") return ["Running", "busy", IconLoader2];
  if (batch.state === "cancelled") return ["Stopped", "quiet", IconBan];
  const { failed, good, target } = batch;
  if (failed === 0 && good >= (target?.good ?? 0)) return ["Finished", "good", IconCircleCheck];
  return batch.done === 0
    ? ["Failed", "bad", IconCircleX]
    : ["Finished in part", "warn", IconExclamationCircle];
}

function Mark({ look: [label, tone, Icon] }: { look: Look }) {
  return (
    <StatusMark
      tone={tone}
      label={label}
      spinning={tone === "busy"}
      icon={<Icon size={15} stroke={1.8} />}
    />
  );
}

/** The state of a run; one that lost conversations never looks like one that lost none. */
export function RunMark({ batch }: { batch: BatchProgress }) {
  return <Mark look={lookOfRun(batch)} />;
}

export function ItemMark({ item }: { item: Pick<BatchItem, "state" | "withVendor"> }) {
  return <Mark look={item.withVendor ? withVendor : itemLooks[item.state]} />;
}
