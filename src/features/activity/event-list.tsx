import { ActionIcon, Anchor, Avatar, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconChevronDown } from "@tabler/icons-react";
import Link from "next/link";
import { actionLabels } from "./action-groups.ts";
import classes from "./event-list.module.css";
import { sentenceOf } from "./sentences.ts";
import type { AuditEvent } from "#/core/audit/schema.ts";
import { formatCount, formatDay, formatMoment, formatTime, zoneName } from "#/lib/format.ts";

/** Events by day, each a sentence; the rest of what is known opens below it. */
export function EventList({ events, projectId }: { events: AuditEvent[]; projectId: string }) {
  const days = Map.groupBy(events, ({ at }) => formatDay(at));
  return (
    <div>
      {[...days].map(([day, ofDay]) => (
        <section key={day} className={classes.day} aria-label={day}>
          <Title order={2} className={classes.dayTitle}>
            {day === formatDay(new Date()) ? "Today" : day}
          </Title>
          <ol className={classes.list}>
            {ofDay.map((event) => (
              <EventRow key={event.sequence} event={event} projectId={projectId} />
            ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

function EventRow({ event, projectId }: { event: AuditEvent; projectId: string }) {
  const [opened, { toggle }] = useDisclosure();
  const detailsId = `event-${event.sequence}`;
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <Avatar size={24} radius="xl" name={event.actorName} color="gray" aria-hidden />
        <Text size="sm" className={classes.sentence}>
          <strong>{event.actorName}</strong>{" "}
          {sentenceOf(event).map((part, index) =>
            typeof part === "string" ? (
              part
            ) : (
              <Anchor
                key={`${index}-${part.path}`}
                component={Link}
                href={`/projects/${projectId}${part.path}`}
                inherit
                fw={550}
              >
                {part.text}
              </Anchor>
            ),
          )}
          {typeof event.details.apiToken === "string" ? (
            <span className={classes.reason}>by the API token “{event.details.apiToken}”</span>
          ) : null}
          {event.reason ? <span className={classes.reason}>“{event.reason}”</span> : null}
        </Text>
        <time
          className={classes.time}
          dateTime={event.at.toISOString()}
          title={formatMoment(event.at)}
        >
          {formatTime(event.at)}
        </time>
        <ActionIcon
          variant="subtle"
          color="gray"
          size={28}
          aria-label={`Details of event ${event.sequence}`}
          aria-expanded={opened}
          aria-controls={detailsId}
          onClick={toggle}
        >
          <IconChevronDown
            size={16}
            className={classes.chevron}
            data-opened={opened || undefined}
          />
        </ActionIcon>
      </div>
      <div id={detailsId} hidden={!opened}>
        {opened ? <EventDetails event={event} /> : null}
      </div>
    </li>
  );
}

function EventDetails({ event }: { event: AuditEvent }) {
  const facts: [string, string][] = [
    ["Event", `${formatCount(event.sequence)} · ${actionLabels[event.action]}`],
    ["When", `${formatMoment(event.at)}, ${zoneName()}`],
    ["Who", `${event.actorName}, ${event.actorRole}`],
    ["About", [event.targetKind, event.targetId, event.targetVersion].filter(Boolean).join(" · ")],
    ...(event.reason ? ([["Reason", event.reason]] satisfies [string, string][]) : []),
    ...Object.entries(event.details).map(([key, value]): [string, string] => [
      inWords(key),
      typeof value === "string" ? value : JSON.stringify(value),
    ]),
    ["Seal", event.hash],
  ];
  return (
    <dl className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** "firstReference" -> "First reference". */
function inWords(key: string): string {
  const spaced = key
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
