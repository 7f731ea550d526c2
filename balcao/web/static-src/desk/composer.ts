import htmx from "htmx.org";
import { toEnd } from "./thread";

function box(): HTMLElement | null {
  return document.getElementById("composer");
}

function live(): HTMLElement | null {
  return document.getElementById("ticket-head");
}

function seenField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("#reply-form input[name=seen]");
}

function readNow(): void {
  const field = seenField();
  const latest = live()?.dataset["seen"];
  if (field && latest) field.value = latest;
  const warning = document.getElementById("arrived");
  if (warning) warning.hidden = true;
}

/** While somebody writes, a message that arrives is announced, and not yet counted as read. */
function arrived(): void {
  const field = seenField();
  if (!field) return;
  const writes = document.querySelector<HTMLTextAreaElement>("#reply-body")?.value.trim();
  const isNew = (message: Element): boolean => Number(message.id.replace("message-", "")) > Number(field.value);
  const [byClient, byColleague] = ["incoming", "outgoing"].map((kind) =>
    [...document.querySelectorAll(`.message-${kind}`)].some(isNew),
  );
  const warning = document.getElementById("arrived");
  if (!writes || !warning || !(byClient || byColleague)) return readNow();
  warning.hidden = false;
  for (const words of warning.querySelectorAll<HTMLElement>("[data-by]"))
    words.hidden = (words.dataset["by"] === "client") !== byClient;
}

function wentWell(form: HTMLFormElement): void {
  for (const text of form.querySelectorAll("textarea")) text.defaultValue = "";
  form.reset();
  form.querySelector("[data-file-list]")?.replaceChildren();
  for (const text of form.querySelectorAll("textarea")) grow(text);
  readNow();
  toEnd();
}

function grow(text: HTMLTextAreaElement): void {
  text.style.height = "auto";
  text.style.height = `${Math.min(text.scrollHeight + 2, innerHeight * 0.4)}px`;
}

function focusMode(): void {
  const isNote = document.querySelector<HTMLInputElement>("#mode-note")?.checked;
  document.getElementById(isNote ? "note-body" : "reply-body")?.focus();
}

/** Reply or note, Ctrl+Enter, growing text, and what to do once it went out. */
export function composer(): void {
  document.addEventListener("change", (event) => {
    if ((event.target as Element).matches("#mode-reply, #mode-note")) focusMode();
  });
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    if (target.closest("[data-seen-now]")) readNow();
    else if (target.matches("#mode-reply, #mode-note")) focusMode();
  });
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement && event.target.matches(".composer-text")) grow(event.target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-composer]");
    if (!form) return;
    event.preventDefault();
    form.requestSubmit(form.querySelector<HTMLButtonElement>("button.btn-primary, button.btn-note"));
  });
  htmx.on("htmx:config:request", ({ detail }) => {
    // A draft is its text: files travel once, with the message itself.
    if (detail.ctx.sourceElement.matches("textarea")) (detail.ctx.request.body as FormData).delete("files");
  });
  htmx.on("htmx:after:request", (event) => {
    const { sourceElement, response } = event.detail.ctx;
    if (sourceElement instanceof HTMLFormElement && sourceElement.matches("[data-composer]") && (response?.status ?? 500) < 400)
      wentWell(sourceElement);
  });
  document.addEventListener("htmx:after:swap", () => {
    if (box()) arrived();
  });
}
