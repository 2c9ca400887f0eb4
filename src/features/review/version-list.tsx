import { Anchor, Text } from "@mantine/core";
import Link from "next/link";
import classes from "./panel.module.css";
import type { ConversationDetail } from "#/core/conversations/schema.ts";
import { formatMoment } from "#/lib/format.ts";

type Version = ConversationDetail["versions"][number];

const origins: Record<Version["origin"], string> = {
  generated: "written",
  seed: "written by hand",
  edited: "edited",
  restored: "brought back",
};

/** Every text that this conversation has had, newest first; an older one opens to be read. */
export function VersionList({
  versions,
  shown,
  hrefOfVersion,
}: {
  versions: Version[];
  shown: number | undefined;
  /** Address under which a version is read; undefined stands for the current one. */
  hrefOfVersion: (number: number | undefined) => string;
}) {
  const sorted = versions.toSorted((a, b) => b.number - a.number);
  const newest = sorted[0]?.number;
  return (
    <ol className={classes.list}>
      {sorted.map((version) => (
        <li key={version.id}>
          <Text size="sm">
            {version.number === shown ? (
              <strong aria-current="true">Version {version.number}, shown</strong>
            ) : (
              <Anchor
                component={Link}
                scroll={false}
                href={hrefOfVersion(version.number === newest ? undefined : version.number)}
                fw={550}
                inherit
              >
                Version {version.number}
              </Anchor>
            )}
            {version.number === newest ? (
              <Text span c="dimmed">
                {" "}
                · current
              </Text>
            ) : null}
            {version.score === null ? null : (
              <Text span c="dimmed" className="tabular">
                {" "}
                · score {version.score.toFixed(1)}
              </Text>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {madeBy(version)}
          </Text>
          <Text size="xs" c="dimmed">
            {version.createdByName} · {formatMoment(version.createdAt)}
          </Text>
        </li>
      ))}
    </ol>
  );
}

function madeBy({ origin, writer, isPractice, templateName, templateVersion }: Version): string {
  const name = isPractice ? "the practice writer" : writer;
  const by = name ? `${origins[origin]} by ${name}` : origins[origin];
  const template = templateName
    ? `, template “${templateName}”, version ${templateVersion ?? 1}`
    : "";
  const words = by + template;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
