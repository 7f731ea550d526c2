import htmx from "htmx.org";

function named(selector: string | undefined): HTMLDialogElement | null {
  return selector ? document.querySelector<HTMLDialogElement>(selector) : null;
}

/** Asks in the page's own dialog; false where the page has none. */
function ask(question: string, answered: (isYes: boolean) => void): boolean {
  const dialog = named("#confirm");
  if (!dialog) return false;
  (dialog.querySelector("[data-question]") as HTMLElement).textContent = question;
  dialog.returnValue = "";
  dialog.addEventListener("close", () => answered(dialog.returnValue === "yes"), { once: true });
  dialog.showModal();
  return true;
}

/** Asks before an act that has `hx-confirm`: a request of htmx, or a plain form or its button. */
function confirmations(): void {
  htmx.on("htmx:confirm", (event) => {
    const question = event.detail.ctx.sourceElement.getAttribute("hx-confirm");
    const { issueRequest, dropRequest } = event.detail;
    if (question && ask(question, (isYes) => (isYes ? issueRequest() : dropRequest()))) event.preventDefault();
  });
  let agreed: HTMLFormElement | null = null;
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    const isAgreed = form === agreed;
    agreed = null;
    const button = event.submitter;
    const question = button?.getAttribute("hx-confirm") ?? form.getAttribute("hx-confirm");
    if (!question || isAgreed || form.hasAttribute("hx-post")) return;
    const again = (isYes: boolean): void => {
      if (!isYes) return;
      agreed = form;
      form.requestSubmit(button);
    };
    if (ask(question, again)) event.preventDefault();
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
