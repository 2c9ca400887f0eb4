"use client";

import { MantineProvider } from "@mantine/core";
import { ModalsProvider } from "@mantine/modals";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsAdapter } from "nuqs/adapters/next/app";
import { type ReactNode, useState } from "react";
import { cssVariables, theme } from "./theme.ts";

/** What every page stands in: look, dialogs, toasts, cache, URL state. */
export function Providers({ nonce, children }: { nonce: string | undefined; children: ReactNode }) {
  const [queryClient] = useState(newQueryClient);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce ?? ""}
    >
      <QueryClientProvider client={queryClient}>
        <NuqsAdapter>
          <ModalsProvider>{children}</ModalsProvider>
          <Notifications
            position="bottom-right"
            limit={4}
            style={{ marginBottom: "var(--bright-island, 0px)" }}
          />
        </NuqsAdapter>
      </QueryClientProvider>
    </MantineProvider>
  );
}

function newQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        // One quiet second try; then the page says what happened and offers the next one.
        retry: (failures, error) => failures < 1 && !isRefusal(error),
        refetchOnWindowFocus: true,
      },
    },
  });
}

/** An answer that trying again can't change: the request was understood and refused. */
function isRefusal(error: unknown): boolean {
  if (typeof error !== "object" || error === null || !("status" in error)) return false;
  return typeof error.status === "number" && error.status >= 400 && error.status < 500;
}
