import { Center, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./entry-frame.module.css";

/** The quiet page around sign-up, sign-in and links. */
export function EntryFrame({ children }: { children: ReactNode }) {
  return (
    <main className={classes.page}>
      <Center mih="100vh" p="md">
        <Stack gap="lg" w="100%" maw={420}>
          <Text className={classes.wordmark}>
            <span className={classes.mark} aria-hidden /> Bright Run
          </Text>
          <Paper p={{ base: "lg", sm: "xl" }}>{children}</Paper>
        </Stack>
      </Center>
    </main>
  );
}
