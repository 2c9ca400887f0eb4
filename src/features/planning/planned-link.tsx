import { Anchor, Text } from "@mantine/core";
import Link from "next/link";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { formatCount } from "#/lib/format.ts";

/** How many conversations carry the value, and the way to them. */
export function PlannedLink({
  projectId,
  dimension,
  value,
  label,
  count,
}: {
  projectId: string;
  dimension: string;
  value: string;
  label: string;
  count: number | undefined;
}) {
  if (count === undefined) return null;
  if (count === 0) {
    return (
      <Text size="xs" c="dimmed" style={{ whiteSpace: "nowrap" }}>
        none planned
      </Text>
    );
  }
  return (
    <Anchor
      component={Link}
      size="xs"
      className="tabular"
      style={{ whiteSpace: "nowrap" }}
      aria-label={`${count} planned with ${label}`}
      href={conversationsHref(projectId, {
        filter: { origin: ["planned"], labels: { [dimension]: [value] } },
      })}
    >
      {formatCount(count)} planned
    </Anchor>
  );
}
