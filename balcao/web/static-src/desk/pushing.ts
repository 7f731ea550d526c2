/** How long a push service may take; without a network some browsers never answer. */
const PATIENCE = 15_000;
const RENEWED = "push-renewed-at";
const RENEW_EVERY = 3_600_000;

/** A refusal in words: those of the server, or a name under which the page keeps its own. */
class Refused extends Error {}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}

function browserName(): string {
  const known = /(Firefox|Edg|OPR|Chrome|Safari)\/[\d.]+/.exec(navigator.userAgent)?.[1] ?? "";
  const system = /(Windows|Android|iPhone|iPad|Mac OS X|Linux)/.exec(navigator.userAgent)?.[1] ?? "";
  return [known.replace("Edg", "Edge").replace("OPR", "Opera"), system].filter(Boolean).join(" · ");
}

function can(): boolean {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
}

function send(address: string, told: Record<string, string>): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(told)) body.set(name, value);
  const token = document.querySelector<HTMLMetaElement>("meta[name=csrf-token]")?.content ?? "";
  return fetch(address, { method: "POST", body, headers: { "X-CSRFToken": token } });
}

function inTime<T>(work: Promise<T>): Promise<T> {
  const late = new Promise<never>((_, refuse) =>
    setTimeout(() => refuse(new Refused("unreachable")), PATIENCE),
  );
  return Promise.race([work, late]);
}

/** What the push service gives; a subscription made for another key of the desk is replaced. */
async function subscription(worker: string, key: string): Promise<PushSubscription> {
  if ((await Notification.requestPermission()) !== "granted") throw new Refused("denied");
  const registration = await navigator.serviceWorker.register(worker);
  await navigator.serviceWorker.ready;
  const wanted = { userVisibleOnly: true, applicationServerKey: bytes(key) };
  const asked = (): Promise<PushSubscription> => registration.pushManager.subscribe(wanted);
  try {
    return await inTime(asked());
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === "NotAllowedError") throw new Refused("denied");
    if (error.name !== "InvalidStateError") throw new Refused("unreachable");
    await (await registration.pushManager.getSubscription())?.unsubscribe();
    return await inTime(asked());
  }
}

async function subscribe(place: HTMLElement): Promise<void> {
  const { key = "", worker = "", address = "" } = place.dataset;
  const made = await subscription(worker, key);
  const { endpoint = "", keys = {} } = made.toJSON();
  const { p256dh = "", auth = "" } = keys;
  const answer = await send(address, { endpoint, p256dh, auth, name: browserName() });
  if (answer.ok) return;
  await made.unsubscribe();
  const { refused = "failed" } = (await answer.json().catch(() => ({}))) as { refused?: string };
  throw new Refused(refused);
}

/** Where a browser can be pushed to, a button asks it to; what stands in the way is said. */
export function pushing(): void {
  const place = document.querySelector<HTMLElement>("[data-push]");
  const button = place?.querySelector("button");
  const status = place?.querySelector("[role=status]");
  if (!place || !button || !status) return;
  const say = (name: string): void => {
    status.textContent = place.dataset[name] ?? name;
  };
  if (!can()) return;
  say(Notification.permission === "denied" ? "denied" : "able");
  button.hidden = false;
  button.addEventListener("click", () => {
    button.disabled = true;
    say("asking");
    subscribe(place).then(
      () => location.reload(),
      (error: unknown) => {
        button.disabled = false;
        say(error instanceof Refused ? error.message : "failed");
      },
    );
  });
}

/** Who signed in anew goes on being told here; what somebody else left behind is taken away. */
export async function renewing(): Promise<void> {
  const address = document.querySelector<HTMLElement>("[data-push-renew]")?.dataset["pushRenew"];
  if (!address || !can() || Notification.permission !== "granted") return;
  if (Date.now() - Number(sessionStorage.getItem(RENEWED)) < RENEW_EVERY) return;
  const registration = await navigator.serviceWorker.getRegistration("/desk/");
  const left = await registration?.pushManager.getSubscription();
  if (!registration || !left) return;
  const answer = await send(address, { endpoint: left.endpoint });
  if (answer.status === 404) await registration.unregister();
  if (answer.ok) sessionStorage.setItem(RENEWED, String(Date.now()));
}
