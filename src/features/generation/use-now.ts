"use client";

import { useEffect, useState } from "react";

/** The reader's clock, a second at a time; it stands still where nothing is waited for. */
export function useNow(ticks: boolean): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => setNow(new Date()), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  return now;
}
