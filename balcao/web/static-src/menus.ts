const MARGIN_PX = 8;

function close(menu: HTMLDetailsElement, andFocus: boolean): void {
  menu.open = false;
  if (andFocus) menu.querySelector<HTMLElement>("summary")?.focus();
}

/** A panel that would leave the window on the right opens to the left. */
function place(menu: HTMLDetailsElement): void {
  menu.classList.remove("menu-flipped");
  const right = menu.querySelector(".menu-panel")?.getBoundingClientRect().right ?? 0;
  menu.classList.toggle("menu-flipped", menu.open && right > innerWidth - MARGIN_PX);
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
      const byKeyboard = event.detail === 0 && target.closest("form") !== null;
      if (!menu.contains(target) || chosen) close(menu, menu.contains(target) && byKeyboard);
    }
  });
  document.addEventListener(
    "toggle",
    ({ target }) => target instanceof HTMLDetailsElement && target.matches(".menu") && place(target),
    true,
  );
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
