const YEAR_SECONDS = 31_536_000;

/** Buttons with `data-theme-choice` set light, dark or auto, kept in a cookie the server reads. */
export function theme(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-theme-choice]");
    if (!button) return;
    const choice = button.dataset["themeChoice"] ?? "auto";
    document.documentElement.dataset["bsTheme"] = choice;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${choice}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax${secure}`;
    mark();
  });
  mark();
}

function mark(): void {
  const chosen = document.documentElement.dataset["bsTheme"] ?? "auto";
  for (const button of document.querySelectorAll<HTMLElement>("[data-theme-choice]"))
    button.setAttribute("aria-pressed", String(button.dataset["themeChoice"] === chosen));
}
