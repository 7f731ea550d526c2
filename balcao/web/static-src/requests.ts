import htmx from "htmx.org";
import { words } from "./words";
import { toast } from "./toasts";

const REFUSED = ["400", "401", "403", "404", "409", "413", "429", "5xx"];

function token(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
}

/** Requests carry the CSRF token; a refusal leaves the page as it was and says why. */
export function requests(): void {
  (htmx.config as { noSwap: (number | string)[] }).noSwap = [204, 304, ...REFUSED];
  htmx.config.history = "reload";
  // A menu that somebody has open stays open when the page refreshes itself.
  htmx.config.morphIgnore = ["data-htmx-powered", "open"];
  htmx.on("htmx:config:request", (event) => {
    const { request, sourceEvent } = event.detail.ctx;
    if (sourceEvent?.type === "live") request.headers["X-Live"] = "1";
    if (request.method.toUpperCase() !== "GET") request.headers["X-CSRFToken"] = token();
  });
  htmx.on("htmx:response:error", (event) => {
    const response = event.detail.ctx.response;
    if (response?.status === 401) location.reload();
    else if (!response?.headers.has("HX-Trigger"))
      toast({ text: words(response?.status === 413 ? "tooBig" : "failed"), tone: "danger" });
  });
  htmx.on("htmx:error", (event) => {
    if (event.detail.error instanceof TypeError) toast({ text: words("offline"), tone: "danger" });
  });
}
