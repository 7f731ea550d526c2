/**
 * Stands by for pushes while the page is closed. What comes says why and under which protocol; a
 * click opens the ticket where it is open already, or in a tab of the desk in which nobody writes.
 */
interface Told {
  title: string;
  body: string;
  address: string;
  tag: string;
  lang: string;
}

interface Tab {
  readonly url: string;
  focus(): Promise<Tab>;
  navigate(address: string): Promise<Tab | null>;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface Pushed extends Waiting {
  readonly data: { json(): Told } | null;
}

interface Clicked extends Waiting {
  readonly notification: Notification;
}

interface Worker {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(wanted: { type: "window"; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(address: string): Promise<Tab | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(name: "install" | "activate", heard: (event: Waiting) => void): void;
  addEventListener(name: "push", heard: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", heard: (event: Clicked) => void): void;
}

const worker = self as unknown as Worker;

function path(tab: Tab): string {
  return new URL(tab.url).pathname;
}

/** Lists and figures may be left at once; where somebody may be writing, a new tab opens. */
function isLeft(tab: Tab): boolean {
  return /^\/desk\/($|lists\/|notifications\/$|agenda\/$|search\/)/.test(path(tab));
}

async function open(address: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = tabs.find((tab) => path(tab) === address);
  if (there) {
    await there.focus();
    return;
  }
  const free = tabs.find(isLeft);
  // A tab that this worker does not control yet can't be sent anywhere.
  const sent = await free?.navigate(address).catch(() => null);
  await (sent ? sent.focus() : worker.clients.openWindow(address));
}

// There is no state to hand over: a new version takes over at once, with the tabs that are open.
worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const { title, body, address, tag, lang } = told;
  // A second reason to look at the same ticket takes the first one's place, and is heard again.
  const shown = { body, tag, lang, data: address, renotify: true };
  event.waitUntil(worker.registration.showNotification(title, shown));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});
