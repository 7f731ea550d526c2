const NEAR_END_PX = 80;

let isAtEnd = true;

function scroller(): HTMLElement | null {
  return document.getElementById("thread-scroll");
}

/** Shows the latest of the conversation. */
export function toEnd(): void {
  const found = scroller();
  if (!found) return;
  found.scrollTop = found.scrollHeight;
  isAtEnd = true;
}

function noticed({ target }: Event): void {
  if (target !== scroller()) return;
  const { scrollTop, scrollHeight, clientHeight } = target as HTMLElement;
  isAtEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
}

/** Opens at the latest message, and stays with it unless somebody reads further up. */
export function thread(): void {
  document.addEventListener("scroll", noticed, { capture: true, passive: true });
  document.addEventListener("htmx:after:swap", () => isAtEnd && toEnd());
  toEnd();
}
