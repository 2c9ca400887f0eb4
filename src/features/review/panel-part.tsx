"use client";

import { VisuallyHidden } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { type ReactNode, useId, useState } from "react";
import classes from "./panel.module.css";
import { ScrollBox } from "#/ui/scroll-box.tsx";

/** A part of the panel that always shows. */
export function PanelPart({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.part} aria-labelledby={id}>
      <h2 className={classes.title} id={id}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A part that opens: its content is made when it is first asked for. */
export function PanelDisclosure({
  title,
  count,
  children,
}: {
  title: string;
  /** How much there is inside, beside the title. */
  count?: ReactNode;
  children: ReactNode;
}) {
  return (
    <LazyDetails
      className={classes.part}
      title={
        <>
          <span className={classes.title}>{title}</span>
          {count === undefined ? null : <span className={classes.count}>{count}</span>}
        </>
      }
    >
      <div className={classes.opened}>{children}</div>
    </LazyDetails>
  );
}

/** Raw text that opens below a plain line. */
export function RawText({ title, text }: { title: string; text: string }) {
  return (
    <LazyDetails title={<span className={classes.rawTitle}>{title}</span>}>
      <ScrollBox label={title} maxHeight={320}>
        <pre className={classes.rawText}>{text}</pre>
      </ScrollBox>
    </LazyDetails>
  );
}

/** Opens and closes; what is inside is made when it is first opened, and stays. */
export function LazyDetails({
  title,
  label,
  className = classes.raw,
  children,
}: {
  title: ReactNode;
  /** What it belongs to, for those who hear one title of many. */
  label?: string;
  className?: string | undefined;
  children: ReactNode;
}) {
  const [wasOpened, setWasOpened] = useState(false);
  return (
    <details
      className={className}
      onToggle={(event) => {
        if (event.currentTarget.open) setWasOpened(true);
      }}
    >
      <summary className={classes.summary}>
        <IconChevronRight size={14} className={classes.chevron} aria-hidden />
        {title}
        {label ? <VisuallyHidden>{label}</VisuallyHidden> : null}
      </summary>
      {wasOpened ? children : null}
    </details>
  );
}
