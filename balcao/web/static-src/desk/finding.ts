function choices(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("#suggested .menu-item")];
}

function step(box: HTMLElement, by: number): void {
  const all = choices();
  const at = all.indexOf(document.activeElement as HTMLElement) + by;
  (at < 0 ? box.querySelector("input") : all[Math.min(at, all.length - 1)])?.focus();
}

/** What is offered under the search box is walked with the arrows, and left by Escape. */
export function finding(): void {
  const box = document.querySelector<HTMLElement>(".top-search");
  box?.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown") step(box, 1);
    else if (event.key === "ArrowUp") step(box, -1);
    else if (event.key === "Escape") document.getElementById("suggested")?.replaceChildren();
    else return;
    if (event.key !== "Escape") event.preventDefault();
  });
}
