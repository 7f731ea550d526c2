import htmx from "htmx.org";
import { toEnd } from "./thread";

const NARROW = matchMedia("(max-width: 1023px)");

function protocolHere(): string {
  return /\/tickets\/(\d+)\//.exec(location.pathname)?.[1] ?? "";
}

/** The row of the open ticket is marked, also after the list refreshed itself. */
function mark(here = protocolHere()): void {
  for (const row of document.querySelectorAll<HTMLElement>(".ticket-row")) {
    if (row.dataset["protocol"] === here) row.setAttribute("aria-current", "true");
    else row.removeAttribute("aria-current");
  }
}

function hideContext(): void {
  document.getElementById("context")?.classList.remove("is-shown");
}

async function open(row: HTMLAnchorElement): Promise<void> {
  mark(row.dataset["protocol"]);
  const pane = document.getElementById("pane-ticket");
  pane?.setAttribute("aria-busy", "true");
  const shown = htmx.ajax("GET", row.pathname + row.search, {
    target: "#pane-ticket",
    swap: "innerHTML",
    push: "true",
    headers: { "HX-Target": "section#pane-ticket" },
  });
  await shown.finally(() => pane?.removeAttribute("aria-busy"));
  const subject = document.querySelector(".ticket-title")?.textContent;
  if (subject) document.title = `${subject} · Balcão`;
  mark();
  toEnd();
}

/** On a wide screen a row opens beside the list; elsewhere it is an ordinary link. */
export function list(): void {
  document.addEventListener("click", (event) => {
    const row = (event.target as Element).closest<HTMLAnchorElement>("a.ticket-row");
    if (!row || NARROW.matches || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    void open(row);
  });
  document.addEventListener("click", (event) => {
    if (!(event.target as Element).closest("[data-back]") || history.length < 2 || !document.referrer.includes("/desk/"))
      return;
    event.preventDefault();
    history.back();
  });
  document.addEventListener("click", (event) => {
    const way = (event.target as Element).closest("[data-context]");
    const panel = document.getElementById("context");
    if (!way || !panel || NARROW.matches) return;
    event.preventDefault();
    panel.classList.toggle("is-shown");
  });
  document.addEventListener("click", ({ target }) => !(target as Element).closest("#context, [data-context]") && hideContext());
  document.addEventListener("keydown", ({ key }) => key === "Escape" && hideContext());
  document.addEventListener("htmx:after:swap", () => mark());
  mark();
}
