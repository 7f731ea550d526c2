import { toast } from "./toasts";
import { words } from "./words";

/** `data-copy="text"` puts the text on the clipboard and says so. */
export function copyButtons(): void {
  document.addEventListener("click", async (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-copy]");
    if (!button) return;
    await navigator.clipboard.writeText(button.dataset["copy"] ?? "");
    toast({ text: words("copied") });
  });
}
