function close(menu: HTMLDetailsElement, andFocus: boolean): void {
  menu.open = false;
  if (andFocus) menu.querySelector<HTMLElement>("summary")?.focus();
}

function openMenus(): NodeListOf<HTMLDetailsElement> {
  return document.querySelectorAll<HTMLDetailsElement>("details.menu[open]");
}

function step(menu: HTMLDetailsElement, by: number): void {
  const items = [...menu.querySelectorAll<HTMLElement>(".menu-item:not([disabled])")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const next = at < 0 && by < 0 ? items.length - 1 : (at + by + items.length) % items.length;
  items[next]?.focus();
}

/** Menus are `details`: open without script; here they also close and answer arrows. */
export function menus(): void {
  document.addEventListener("click", (event) => {
    const target = event.target as Element;
    for (const menu of openMenus()) {
      const chosen = target.closest(".menu-item") && !target.closest("[data-keep-open]");
      if (!menu.contains(target) || chosen) close(menu, false);
    }
  });
  document.addEventListener("keydown", (event) => {
    const menu = [...openMenus()].at(-1);
    if (!menu) return;
    if (event.key === "Escape") close(menu, true);
    else if (event.key === "ArrowDown" && !isText(event.target)) step(menu, 1);
    else if (event.key === "ArrowUp" && !isText(event.target)) step(menu, -1);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
}

function isText(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}
