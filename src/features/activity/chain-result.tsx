import { Alert, Code, Text } from "@mantine/core";
import { IconShieldCheck, IconShieldX } from "@tabler/icons-react";
import type { z } from "zod";
import type { auditVerificationSchema } from "#/core/audit/schema.ts";
import { formatCount, formatCounted } from "#/lib/format.ts";

/** What checking the whole record found, in a sentence. */
export function ChainResult({ result }: { result: z.infer<typeof auditVerificationSchema> }) {
  const { intact, checked, head, brokenAt } = result;
  if (intact) {
    return (
      <Alert
        mb="md"
        variant="light"
        icon={<IconShieldCheck size={18} />}
        title="The record is whole"
      >
        <Text size="sm">
          {formatCounted(checked, "event")} checked, each one fits the one before it. The newest is
          number {formatCount(head.sequence)}, sealed with{" "}
          <Code title={head.hash}>{head.hash.slice(0, 12)}</Code>.
        </Text>
      </Alert>
    );
  }
  return (
    <Alert
      mb="md"
      color="red"
      variant="light"
      icon={<IconShieldX size={18} />}
      title={
        brokenAt === null
          ? "The record is broken"
          : `The record is broken at event ${formatCount(brokenAt)}`
      }
    >
      <Text size="sm">
        {brokenAt === null
          ? "The newest entry isn't the one that the seal names: entries at the end are missing or were replaced."
          : `What stands at event ${formatCount(brokenAt)} isn't what was sealed there. ${
              brokenAt > 1 ? `Events 1 to ${formatCount(brokenAt - 1)} are sound.` : ""
            }`}{" "}
        Nothing was changed by this check. Keep a copy of the database as it is now, and ask whoever
        runs the server who has had access to it. The seal names event {formatCount(head.sequence)},{" "}
        <Code title={head.hash}>{head.hash.slice(0, 12)}</Code>.
      </Text>
    </Alert>
  );
}
