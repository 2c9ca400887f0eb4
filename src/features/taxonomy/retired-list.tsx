"use client";

import { Button, Text } from "@mantine/core";
import classes from "./taxonomy.module.css";
import { formatCounted } from "#/lib/format.ts";

/** What is retired, how far it is still in use, and the way back. */
export function RetiredList({
  items,
  onBringBack,
}: {
  items: readonly { key: string; label: string; inUse: number }[];
  /** Left out where the person may not. */
  onBringBack?: ((key: string) => void) | undefined;
}) {
  if (items.length === 0) return null;
  return (
    <section aria-label="Retired">
      <Text size="xs" c="dimmed" fw={550} mt="lg" mb={4}>
        Retired
      </Text>
      {items.map(({ key, label, inUse }) => (
        <div key={key} className={classes.line}>
          <Text size="sm" c="dimmed">
            {label}
            {inUse > 0 ? ` · still in use by ${formatCounted(inUse, "conversation")}` : ""}
          </Text>
          {onBringBack ? (
            <Button
              size="compact-sm"
              variant="default"
              aria-label={`Bring ${label} back`}
              onClick={() => onBringBack(key)}
            >
              Bring back
            </Button>
          ) : null}
        </div>
      ))}
    </section>
  );
}
