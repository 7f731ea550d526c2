const REACHABLE = "a[href], button, input, select, textarea, summary, [tabindex]";

/** After "show more" the keyboard goes on at the first line that came, not at the top of the page. */
export function more(): void {
  let place: Comment | undefined;
  document.addEventListener("htmx:before:swap", () => {
    const pressed = document.activeElement?.closest(".more");
    place?.remove();
    place = pressed ? document.createComment("more") : undefined;
    if (place) pressed?.before(place);
  });
  document.addEventListener("htmx:after:swap", () => {
    const first = place?.nextElementSibling;
    if (first && document.activeElement === document.body) goOn(first as HTMLElement);
    place?.remove();
    place = undefined;
  });
}

function goOn(first: HTMLElement): void {
  const reached = first.matches(REACHABLE) ? first : first.querySelector<HTMLElement>(REACHABLE);
  if (!reached) first.tabIndex = -1;
  (reached ?? first).focus();
}
