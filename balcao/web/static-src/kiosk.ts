import htmx from "htmx.org";

const RETRY_SECONDS = 15;
const FRESH_SECONDS = 3600;

const stage = document.querySelector<HTMLElement>("#kiosk");
let waiting = 0;
let isTouched = false;

/** The tablet is there for the next one: the beginning again, without leaving the full screen. */
async function begin(): Promise<void> {
  const start = stage?.querySelector<HTMLElement>("[data-start]")?.dataset["start"];
  if (!stage || !start) return;
  isTouched = false;
  await htmx.ajax("GET", start, { target: "#kiosk", swap: "innerHTML" });
  scrollTo(0, 0);
  if (stage.querySelector(".answering-over")) wait(RETRY_SECONDS);
}

function wait(seconds: number): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    wait(RETRY_SECONDS);
    void begin();
  }, seconds * 1000);
}

/** How long until it begins again: soon after the thanks, later when somebody went away. */
function rest(): void {
  if (!stage) return;
  if (stage.querySelector(".answering-over")) wait(Number(stage.dataset["thanks"]));
  else wait(isTouched ? Number(stage.dataset["idle"]) : FRESH_SECONDS);
}

function touched(): void {
  isTouched = true;
  if (!stage?.querySelector(".answering-over")) rest();
}

function offerFullScreen(): void {
  const offer = stage?.querySelector<HTMLElement>("[data-fullscreen]");
  if (offer) offer.hidden = !document.fullscreenEnabled || document.fullscreenElement !== null;
}

async function goFullScreen(): Promise<void> {
  await document.documentElement.requestFullscreen();
  if ("wakeLock" in navigator) await navigator.wakeLock.request("screen").catch(() => undefined);
}

if (stage) {
  for (const kind of ["pointerdown", "keydown", "input"]) stage.addEventListener(kind, touched);
  stage.addEventListener("click", (event) => {
    if ((event.target as Element).closest("[data-fullscreen]")) void goFullScreen();
  });
  document.addEventListener("fullscreenchange", offerFullScreen);
  htmx.on("htmx:after:swap", () => {
    offerFullScreen();
    rest();
  });
  // What was shown before is never brought back from the browser's memory.
  addEventListener("pageshow", (event) => {
    if (event.persisted) void begin();
  });
  offerFullScreen();
  rest();
}
