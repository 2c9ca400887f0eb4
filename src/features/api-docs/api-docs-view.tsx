"use client";

import { Anchor, Stack, Text, Title, useComputedColorScheme, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./api-docs.module.css";
import { ErrorState, RowsSkeleton } from "#/ui/states.tsx";

const DOCUMENT = "/api/v1/openapi.json";

/** All that programs can call, to read and to try. Everything comes from this server. */
export function ApiDocsView() {
  const { place, state } = useSwagger();
  return (
    <div className={classes.page}>
      <Stack component="header" gap="xs" className={classes.head}>
        <Title order={1}>What programs can call</Title>
        <Text c="dimmed" maw={720}>
          Everything that the pages of Bright Run do, programs can do too. Make a token under
          Settings, API tokens, and send it along: <code>Authorization: Bearer bright_…</code>.
          Tried here, a call is made in your own name.
        </Text>
        <Text size="sm">
          <Anchor href="/">Back to Bright Run</Anchor>
          {" · "}
          <Anchor href={DOCUMENT}>The OpenAPI document</Anchor>
        </Text>
        <VisuallyHidden component="h2">Calls</VisuallyHidden>
      </Stack>
      {state === "loading" ? <RowsSkeleton rows={12} height={44} /> : null}
      {state === "failed" ? (
        <ErrorState
          message="The list of calls can't be loaded. Nothing was changed; check that Bright Run is running, then try again."
          onRetry={() => globalThis.location.reload()}
        />
      ) : null}
      <div ref={place} className={classes.swagger} />
    </div>
  );
}

/** The style sheet of the list, from this server. It stays: nothing else on this page's document uses it. */
function loadLook(): Promise<void> {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = "/api-docs/look.css";
    link.addEventListener("load", () => done());
    link.addEventListener("error", () => failed(new Error("the style sheet didn't load")));
    document.head.append(link);
  });
}

/** A path is a link within the button of its row; the row opens by the button, and the link's text stays. */
function plainPaths() {
  return { components: { DeepLink: ({ text }: { text: ReactNode }) => text } };
}

/** Loads the drawing program once, and follows the colours of the page. */
function useSwagger() {
  const place = useRef<HTMLDivElement>(null);
  const begun = useRef(false);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    document.documentElement.classList.toggle("dark-mode", scheme === "dark");
    return () => document.documentElement.classList.remove("dark-mode");
  }, [scheme]);

  useEffect(() => {
    const domNode = place.current;
    if (!domNode || begun.current) return;
    begun.current = true;
    Promise.all([import("swagger-ui-dist/swagger-ui-es-bundle.js"), loadLook()])
      .then(([{ default: SwaggerUI }]) =>
        SwaggerUI({
          domNode,
          url: DOCUMENT,
          validatorUrl: null,
          deepLinking: true,
          docExpansion: "list",
          defaultModelsExpandDepth: -1,
          displayRequestDuration: true,
          filter: true,
          tryItOutEnabled: false,
          plugins: [plainPaths],
          onComplete: () => {
            const filter = domNode.querySelector(".filter-container");
            filter?.setAttribute("role", "search");
            filter?.querySelector("input")?.setAttribute("aria-label", "Find a call");
            setState("ready");
          },
        }),
      )
      .catch(() => setState("failed"));
  }, []);

  return { place, state };
}
