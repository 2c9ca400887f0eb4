import { Anchor } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import Link from "next/link";
import { conversationsHref } from "#/features/conversations/filter-url.ts";
import { formatCounted } from "#/lib/format.ts";

/** The rows are there; the table shows them. */
export function showAddedToast(projectId: string, added: number): void {
  const id = notifications.show({
    color: "spruce",
    autoClose: 10_000,
    message: (
      <>
        {formatCounted(added, "conversation")} added to the plan.{" "}
        <Anchor
          component={Link}
          size="sm"
          href={conversationsHref(projectId, { filter: { status: ["not_generated"] } })}
          onClick={() => notifications.hide(id)}
        >
          See them
        </Anchor>
      </>
    ),
  });
}
