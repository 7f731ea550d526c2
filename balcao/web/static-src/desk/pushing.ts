function bytes(text: string): Uint8Array<ArrayBuffer> {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

function browserName(): string {
  const known = /(Firefox|Edg|OPR|Chrome|Safari)\/[\d.]+/.exec(navigator.userAgent)?.[1] ?? "";
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(navigator.userAgent)?.[1] ?? "";
  return [known.replace("Edg", "Edge").replace("OPR", "Opera"), system].filter(Boolean).join(" · ");
}

async function subscribe(place: HTMLElement): Promise<void> {
  const { key = "", worker = "", address = "" } = place.dataset;
  const registration = await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: bytes(key),
  });
  const { endpoint = "", keys = {} } = made.toJSON();
  const body = new FormData();
  body.set("endpoint", endpoint);
  body.set("p256dh", keys["p256dh"] ?? "");
  body.set("auth", keys["auth"] ?? "");
  body.set("name", browserName());
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  const answer = await fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
  if (!answer.ok) throw new Error(String(answer.status));
}

/** Where a browser can be pushed to, a button asks it to; what it refuses is said beside it. */
export function pushing(): void {
  const place = document.querySelector<HTMLElement>("[data-push]");
  const button = place?.querySelector("button");
  if (!place || !button || !("serviceWorker" in navigator) || !("PushManager" in window)) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    subscribe(place).then(
      () => location.reload(),
      () => {
        button.disabled = false;
        const status = place.querySelector("[role=status]");
        if (status) status.textContent = place.dataset["refused"] ?? "";
      },
    );
  });
}
