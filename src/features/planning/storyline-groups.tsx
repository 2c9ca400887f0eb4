"use client";

import { Accordion, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { capitalised } from "./persona-facts.ts";
import classes from "./planning.module.css";
import { formatCount } from "#/lib/format.ts";

export interface Storyline {
  key: string;
  label: string;
  family: string;
  /** What stands at the right of the closed line. */
  mark: ReactNode;
  details: ReactNode;
}

/** Scenarios or edge cases under the name of their family; each opens in place. */
export function StorylineGroups({ storylines }: { storylines: readonly Storyline[] }) {
  const families = Map.groupBy(storylines, ({ family }) => family);
  return (
    <Stack gap="xl">
      {[...families].map(([family, members]) => (
        <div key={family}>
          <Text size="xs" c="dimmed" fw={550} mb={4} className="tabular">
            {capitalised(family.replaceAll("-", " "))} · {formatCount(members.length)}
          </Text>
          <Accordion
            multiple
            variant="default"
            order={3}
            keepMounted={false}
            classNames={{ content: classes.panel ?? "" }}
          >
            {members.map((storyline) => (
              <Accordion.Item
                key={storyline.key}
                value={storyline.key}
                className={classes.item ?? ""}
              >
                <Accordion.Control px={0}>
                  <span className={classes.head}>
                    <Text component="span" size="sm" fw={550} className={classes.headMain ?? ""}>
                      {storyline.label}
                    </Text>
                    {storyline.mark}
                  </span>
                </Accordion.Control>
                <Accordion.Panel>{storyline.details}</Accordion.Panel>
              </Accordion.Item>
            ))}
          </Accordion>
        </div>
      ))}
    </Stack>
  );
}
