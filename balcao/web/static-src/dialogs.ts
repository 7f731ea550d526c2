import htmx from "htmx.org";

function named(selector: string | undefined): HTMLDialogElement | null {
  return selector ? document.querySelector<HTMLDialogElement>(selector) : null;
}

/** Asks before an act that has `hx-confirm`, in the page's own dialog. */
function confirmations(): void {
  htmx.on("htmx:confirm", (event) => {
    const dialog = named("#confirm");
    const question = event.detail.ctx.sourceElement.getAttribute("hx-confirm");
    if (!dialog || !question) return;
    event.preventDefault();
    (dialog.querySelector("[data-question]") as HTMLElement).textContent = question;
    dialog.returnValue = "";
    dialog.addEventListener(
      "close",
      () => (dialog.returnValue === "yes" ? event.detail.issueRequest() : event.detail.dropRequest()),
      { once: true },
    );
    dialog.showModal();
  });
}

/** `data-opens="#id"` opens a dialog; `data-closes` or a click beside it closes it. */
export function dialogs(): void {
  confirmations();
  document.addEventListener("click", (event) => {
    const target = event.target as HTMLElement;
    const opener = target.closest<HTMLElement>("[data-opens]");
    if (opener) {
      event.preventDefault();
      named(opener.dataset["opens"])?.showModal();
    } else if (target.closest("[data-closes]")) target.closest("dialog")?.close();
    else if (target instanceof HTMLDialogElement) target.close();
  });
}
