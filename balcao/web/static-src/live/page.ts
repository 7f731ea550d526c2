import { Wire } from "./wire";

const EVERY_MS = 250;

const waiting = new Map<Element, ReturnType<typeof setTimeout>>();
const lastTold = new Map<Element, number>();
const owed = new Set<Element>();

function wake(element: Element): void {
  lastTold.set(element, Date.now());
  element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
}

function every(element: Element): number {
  return Number((element as HTMLElement).dataset["liveEvery"] ?? EVERY_MS);
}

/** The first of a burst is told at once, the rest of it together a little later. */
function tell(element: Element): void {
  if (document.hidden) {
    owed.add(element);
    return;
  }
  if (waiting.has(element)) return;
  const rest = every(element) - (Date.now() - (lastTold.get(element) ?? 0));
  if (rest <= 0) wake(element);
  else
    waiting.set(
      element,
      setTimeout(() => {
        waiting.delete(element);
        wake(element);
      }, rest),
    );
}

function elements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-live]")];
}

function topicsOf(element: HTMLElement): string[] {
  return (element.dataset["live"] ?? "").split(/\s+/).filter(Boolean);
}

/**
 * Elements say which topics they show by `data-live="ticket:12 team:3"` and re-fetch themselves on
 * the event `live` (`hx-trigger="live"`), at most each `data-live-every` milliseconds. A hidden tab catches up when it is looked at again.
 */
export function live(): void {
  const meta = document.querySelector<HTMLMetaElement>("meta[name=live]");
  if (!meta) return;
  const wire = new Wire(
    meta.content,
    Number(meta.dataset["since"] ?? 0),
    ({ topic }) => elements().filter((element) => topicsOf(element).includes(topic)).forEach(tell),
    () => elements().forEach(tell),
  );
  const want = (): void => wire.want([...new Set(elements().flatMap(topicsOf))].sort());
  want();
  document.addEventListener("htmx:after:swap", want);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    for (const element of owed) if (element.isConnected) tell(element);
    owed.clear();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) elements().forEach(tell);
  });
}
