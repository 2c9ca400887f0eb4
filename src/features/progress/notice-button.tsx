"use client";

import { Button } from "@mantine/core";
import { IconBell, IconBellOff } from "@tabler/icons-react";
import { useNoticeWish } from "./use-done-notice.ts";
import { toastDone, toastFailed } from "#/ui/toast.ts";

/** The only place that asks the browser for leave to tell when a run ends, and only on a press. */
export function NoticeButton() {
  const { wanted, isOffered, ask, forget } = useNoticeWish();
  if (wanted) {
    return (
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconBellOff size={14} />}
        onClick={forget}
      >
        Don&apos;t tell me
      </Button>
    );
  }
  if (!isOffered) return null;
  const press = async () => {
    const answer = await ask();
    if (answer === "granted") {
      toastDone("Your browser tells you when a run ends, as long as this tab stays open.");
    } else {
      toastFailed(
        "Your browser doesn't allow it, so nothing will be told. The run goes on all the same; its result stands under Runs.",
      );
    }
  };
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      color="gray"
      leftSection={<IconBell size={14} />}
      onClick={() => void press()}
    >
      Tell me when it&apos;s done
    </Button>
  );
}
