// How wide a picture may be, in the page's own pixels, so that its letters stay as large as the others on a phone too.
import { useEffect, useState } from "preact/hooks";

/** Give `box` as `ref` to what holds the picture; `width` is the room inside it. */
export function useWidth<Box extends HTMLElement>(usual = 640) {
  const [held, box] = useState<Box | null>(null);
  const [width, set] = useState(usual);
  useEffect(() => {
    if (!held) return;
    const watch = new ResizeObserver(([seen]) => seen && seen.contentRect.width > 0 && set(Math.round(seen.contentRect.width)));
    watch.observe(held);
    return () => watch.disconnect();
  }, [held]);
  return { box, width };
}
