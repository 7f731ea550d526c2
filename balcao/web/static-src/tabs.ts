/** Where tabs don't fit, the one that is open is scrolled into sight, its neighbours on both sides. */
export function tabs(): void {
  for (const open of document.querySelectorAll<HTMLElement>(".tabs [aria-current]")) {
    const row = open.closest<HTMLElement>(".tabs");
    if (row) row.scrollLeft = open.offsetLeft - row.offsetLeft - (row.clientWidth - open.offsetWidth) / 2;
  }
}
