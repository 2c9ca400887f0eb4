"use client";

import { useCallback, useEffect, useState } from "react";

const height = "--bright-island";
const width = "--bright-island-width";

/**
 * Tells the page which corner the island covers (pixels, its margin with it), so that toasts stand above
 * it, bars beside it, and the last row can be scrolled free.
 */
export function useIslandPlace() {
  return useCallback((element: HTMLElement | null) => {
    if (!element) return undefined;
    const root = document.documentElement;
    const observer = new ResizeObserver(() => {
      root.style.setProperty(height, `${element.offsetHeight + 16}px`);
      root.style.setProperty(width, `${element.offsetWidth + 16}px`);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      root.style.removeProperty(height);
      root.style.removeProperty(width);
    };
  }, []);
}

/** True once `condition` has held for so many milliseconds. */
export function useLasting(condition: boolean, milliseconds: number): boolean {
  const [lasting, setLasting] = useState(false);
  useEffect(() => {
    if (!condition) return;
    const timer = setTimeout(() => setLasting(true), milliseconds);
    return () => {
      clearTimeout(timer);
      setLasting(false);
    };
  }, [condition, milliseconds]);
  return condition && lasting;
}
