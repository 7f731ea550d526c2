import { words } from "./words";

export interface Toast {
  text: string;
  tone?: string;
  undo?: string;
}

const SHOWN_MS = 6000;
const SHOWN_WITH_UNDO_MS = 12000;

function undoForm(address: string): HTMLFormElement {
  const form = document.createElement("form");
  form.method = "post";
  form.action = address;
  const token = document.createElement("input");
  token.type = "hidden";
  token.name = "csrfmiddlewaretoken";
  token.value = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const button = document.createElement("button");
  button.className = "toast-undo";
  button.textContent = words("undo");
  form.append(token, button);
  return form;
}

/** Shows a short message that leaves by itself, with a way back where there is one. */
export function toast({ text, tone = "success", undo }: Toast): void {
  const region = document.getElementById("toasts");
  if (!region || !text) return;
  const box = document.createElement("div");
  box.className = `toast-line toast-${tone}`;
  const line = document.createElement("span");
  line.textContent = text;
  box.append(line);
  if (undo) box.append(undoForm(undo));
  region.append(box);
  leave(box, undo ? SHOWN_WITH_UNDO_MS : SHOWN_MS);
}

function leave(box: Element, after: number): void {
  let timer = setTimeout(() => box.remove(), after);
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => (timer = setTimeout(() => box.remove(), after / 2)));
}

/** Toasts come with the page, or by the HX-Trigger header as an event named `toast`. */
export function toasts(): void {
  for (const box of document.querySelectorAll("#toasts .toast-line")) leave(box, SHOWN_WITH_UNDO_MS);
  document.addEventListener("toast", (event) => {
    const detail = (event as CustomEvent<{ messages?: Toast[] }>).detail;
    for (const message of detail.messages ?? []) toast(message);
  });
}
