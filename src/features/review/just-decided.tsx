import { Anchor, Button, Group } from "@mantine/core";
import Link from "next/link";
import classes from "./panel.module.css";
import { useRecentDecisions } from "./recent-decisions.ts";
import type { Deciding } from "./use-decide.ts";
import { badgeLooks } from "#/features/conversations/badge-looks.ts";

const badgeAfter = { approve: "approved", reject: "rejected", flag: "flagged" } as const;

/** The last decisions of this visit, to look at again or take back. */
export function JustDecided({
  projectId,
  deciding,
  hrefOf,
}: {
  projectId: string;
  deciding: Deciding;
  hrefOf: (conversationId: string) => string;
}) {
  const recent = useRecentDecisions(projectId);
  return (
    <ol className={classes.list}>
      {recent.map((each) => (
        <li key={each.decisionIds.join()}>
          <Group justify="space-between" wrap="nowrap" gap="xs">
            <span>
              <Anchor component={Link} href={hrefOf(each.conversationId)} size="sm" fw={550}>
                {each.reference}
              </Anchor>{" "}
              <span className={classes.quiet}>
                {badgeLooks[badgeAfter[each.decision]].label.toLowerCase()}
              </span>
            </span>
            <Button
              size="compact-xs"
              variant="default"
              disabled={deciding.busy !== null}
              onClick={() => void deciding.undo(each)}
              aria-label={`Undo the decision on ${each.reference}`}
            >
              Undo
            </Button>
          </Group>
        </li>
      ))}
    </ol>
  );
}
