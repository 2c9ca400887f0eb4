import { Loader, Stack, Text } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import classes from "./writers.module.css";
import type { ConnectionTest } from "#/core/writers/schema.ts";

const titles = { reach: "The server is reached", call: "A model answers" };
const marks = {
  passed: { icon: <IconCheck size={16} />, word: "Passed" },
  failed: { icon: <IconX size={16} />, word: "Failed" },
  skipped: { icon: <IconMinus size={16} />, word: "Left out" },
};

/** What a test found out, step by step; while it runs, what it is about to do. */
export function TestSteps({ result }: { result: ConnectionTest | undefined }) {
  return (
    <output aria-label="Test of the connection" className={classes.steps}>
      {result ? (
        <Stack gap="xs">
          {result.steps.map(({ step, state, message }) => (
            <div key={step} className={classes.step} data-state={state}>
              <span className={classes.mark} aria-hidden>
                {marks[state].icon}
              </span>
              <div>
                <Text size="sm" fw={550}>
                  {titles[step]}: {marks[state].word.toLowerCase()}
                </Text>
                <Text size="sm" c="dimmed" className={classes.words ?? ""}>
                  {message}
                </Text>
              </div>
            </div>
          ))}
        </Stack>
      ) : (
        <div className={classes.step}>
          <Loader size={16} aria-hidden />
          <Text size="sm" c="dimmed">
            Asking the server for its models, then for one word …
          </Text>
        </div>
      )}
    </output>
  );
}
