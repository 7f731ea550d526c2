const SIGN_MS = 20_000;
const IDLE_MS = 120_000;
const ACTIVITY = ["pointermove", "pointerdown", "keydown", "wheel", "touchstart", "input"];

let current = "";
let lastActive = Date.now();

function address(): string {
  return document.querySelector<HTMLElement>("[data-watching]")?.dataset["watching"] ?? "";
}

function works(): boolean {
  return !document.hidden && Date.now() - lastActive < IDLE_MS;
}

/** How long is the server's to say: this tells only that the ticket is being worked on. */
function sign(to: string, begins: boolean): Promise<unknown> {
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const body = new URLSearchParams(begins ? { begins: "1" } : {});
  return fetch(to, { method: "POST", body, headers: { "X-CSRFToken": token }, keepalive: true }).catch(() => undefined);
}

function look(): void {
  const [before, now] = [current, works() ? address() : ""];
  const told = before ? sign(before, false) : Promise.resolve();
  if (now && now !== before) void told.then(() => sign(now, true));
  current = now;
}

function leave(): void {
  if (current) void sign(current, false);
  current = "";
}

function acted(): void {
  lastActive = Date.now();
  if (!current && address()) look();
}

/** While a ticket is open, in sight, and somebody is at work, signs that say so; idleness ends them. */
export function spending(): void {
  for (const name of ACTIVITY) document.addEventListener(name, acted, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : acted()));
  addEventListener("pagehide", leave);
  addEventListener("pageshow", (event) => event.persisted && acted());
  document.addEventListener("htmx:after:swap", () => {
    if (address() !== current && works()) look();
  });
  setInterval(() => current && look(), SIGN_MS);
  acted();
}
