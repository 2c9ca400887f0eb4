"use client";

import Link from "next/link";
import type { ReactNode } from "react";
import classes from "./data-table.module.css";

/** The link that a row is: it fills the row, opens in a new tab like any other, and takes the keys. */
export function RowLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} prefetch={false} className={classes.rowLink ?? ""} data-row-link>
      {children}
    </Link>
  );
}
