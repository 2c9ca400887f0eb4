"use client";

import { Anchor, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconArrowsRight,
  IconCircleCheck,
  IconCircleX,
  IconLoader2,
} from "@tabler/icons-react";
import Link from "next/link";
import { CallBody } from "./call-body.tsx";
import classes from "./call-log.module.css";
import { callStateWords, costWords, purposeWords, timeWords, tokenWords } from "./call-words.ts";
import { LazyDetails } from "./panel-part.tsx";
import type { CallLine } from "#/core/calls/call-log-schema.ts";
import { conversationHref } from "#/features/conversations/filter-url.ts";
import { formatMoment } from "#/lib/format.ts";
import { StatusMark, type StatusTone } from "#/ui/status-mark.tsx";

const looks: Record<CallLine["state"], [StatusTone, typeof IconCircleX]> = {
  sent: ["busy", IconLoader2],
  succeeded: ["good", IconCircleCheck],
  failed: ["bad", IconCircleX],
  invalid: ["warn", IconAlertTriangle],
  superseded: ["quiet", IconArrowsRight],
  billed_unknown: ["bad", IconCircleX],
};

/** One call: how it went, what it took, and, opened, what was said. */
export function CallEntry({
  projectId,
  call,
  withReference,
}: {
  projectId: string;
  call: CallLine;
  withReference: boolean;
}) {
  const [tone, Icon] = looks[call.state];
  const figures = [timeWords(call), tokenWords(call), costWords(call)].filter(Boolean);
  const title = [
    ...(withReference && call.reference ? [call.reference] : []),
    purposeWords(call),
    `attempt ${call.attempt}`,
  ].join(", ");
  return (
    <li className={classes.entry}>
      <div className={classes.head}>
        <Text size="sm" fw={550}>
          {withReference && call.reference && call.conversationId ? (
            <>
              <Anchor
                component={Link}
                href={conversationHref(projectId, call.conversationId)}
                inherit
              >
                {call.reference}
              </Anchor>{" "}
              · {purposeWords(call)}, attempt {call.attempt}
            </>
          ) : (
            `${purposeWords(call)}, attempt ${call.attempt}`
          )}
        </Text>
        <StatusMark
          tone={tone}
          label={callStateWords(call)}
          spinning={call.state === "sent"}
          icon={<Icon size={15} stroke={1.8} />}
        />
      </div>
      <Text size="xs" c="dimmed" className="tabular">
        {formatMoment(call.sentAt)} · {call.model}
        {figures.length > 0 ? ` · ${figures.join(" · ")}` : ""}
      </Text>
      {call.status !== null || call.providerRequestId ? (
        <Text size="xs" c="dimmed" className={`tabular ${classes.ids}`}>
          {[
            ...(call.status === null ? [] : [`Answered with status ${call.status}`]),
            ...(call.providerRequestId ? [`the provider's number ${call.providerRequestId}`] : []),
          ].join(" · ")}
        </Text>
      ) : null}
      {call.failure ? <Text size="sm">{call.failure.message}</Text> : null}
      <LazyDetails title={<span className={classes.open}>What was said</span>} label={title}>
        <CallBody callId={call.id} />
      </LazyDetails>
    </li>
  );
}
