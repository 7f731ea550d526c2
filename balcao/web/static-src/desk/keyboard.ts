const WRITES = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(".ticket-row")];
}

function move(by: number): void {
  const all = rows();
  const focused = all.indexOf(document.activeElement as HTMLElement);
  const open = all.findIndex((row) => row.hasAttribute("aria-current"));
  const from = focused >= 0 ? focused : open;
  const next = all[Math.min(Math.max(from + by, 0), all.length - 1)];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

/** The open ticket's row, where the list stands beside it; a phone has its own way back. */
function toList(): boolean {
  const row = document.querySelector<HTMLElement>(".ticket-row[aria-current]") ?? rows()[0];
  if (!row || !seen(row)) return false;
  row.focus();
  return true;
}

function seen(element: HTMLElement): boolean {
  return element.getClientRects().length > 0;
}

/** Elements name their key by `data-hotkey`; a field is focused, anything else clicked. */
function use(key: string): boolean {
  const found = [...document.querySelectorAll<HTMLElement>(`[data-hotkey="${CSS.escape(key)}"]`)].find(
    (element) => seen(element) || element.closest(".composer-mode"),
  );
  if (!found) return false;
  if (found.matches(WRITES)) found.focus();
  else found.click();
  return true;
}

/** j and k walk the list, o opens; the rest is written beside each element. */
export function keyboard(): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    if (event.key === "Escape" && target.matches(WRITES)) target.blur();
    if (event.ctrlKey || event.metaKey || event.altKey || target.matches(WRITES)) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "o" && target.matches(".ticket-row")) target.click();
    else if (!use(event.key) && !(event.key === "u" && toList())) return;
    event.preventDefault();
  });
}
