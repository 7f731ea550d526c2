import type TextExpander from "@github/text-expander-element";

interface Change extends CustomEvent {
  detail: { key: string; text: string; provide: (result: Promise<Offer>) => void };
}
interface Value extends CustomEvent {
  detail: { key: string; item: HTMLElement; value: string | null };
}

type Offer = { matched: boolean; fragment?: HTMLElement };

let asking = new AbortController();

/** What the server offers; an answer overtaken by a later question never comes. */
async function fetched(address: string, text: string): Promise<Offer> {
  asking.abort();
  asking = new AbortController();
  const { signal } = asking;
  try {
    const answer = await fetch(`${address}?q=${encodeURIComponent(text)}`, { signal });
    return answer.ok ? offered(await answer.text()) : { matched: false };
  } catch {
    return signal.aborted ? new Promise(() => undefined) : { matched: false };
  }
}

function offered(html: string): Offer {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fragment = holder.content.querySelector<HTMLElement>("[role=listbox]");
  if (!fragment?.querySelector("[role=option]")) return { matched: false };
  fragment.classList.add("menu-panel", "suggestions");
  return { matched: true, fragment };
}

function insert(text: string): void {
  const field = document.querySelector<HTMLTextAreaElement>("#reply-body");
  if (!field) return;
  field.focus();
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  changed(field);
}

function changed(field: HTMLTextAreaElement | null): void {
  field?.dispatchEvent(new Event("input", { bubbles: true }));
}

function offer({ detail, target }: Change): void {
  const data = (target as TextExpander).dataset;
  const address = detail.key === "/" ? data["canned"] : data["mentionable"];
  if (address) detail.provide(fetched(address, detail.text));
}

function choose({ detail }: Value): void {
  detail.value = detail.item.dataset["insert"] ?? detail.item.dataset["value"] ?? null;
}

/** `/` offers replies kept ready, `@` colleagues; the server knows which. */
export async function suggestions(): Promise<void> {
  // These two events don't bubble: they are met on their way down.
  document.addEventListener("text-expander-change", (event) => offer(event as Change), true);
  document.addEventListener("text-expander-value", (event) => choose(event as Value), true);
  // What was put in is a change like any other: it is kept as the draft.
  document.addEventListener("text-expander-committed", ({ target }) => changed((target as Element).querySelector("textarea")), true);
  document.addEventListener("click", (event) => {
    const choice = (event.target as Element).closest<HTMLElement>("details [data-insert], .beside-acts [data-insert]");
    if (choice) insert(choice.dataset["insert"] ?? "");
  });
  await import("@github/text-expander-element");
}
