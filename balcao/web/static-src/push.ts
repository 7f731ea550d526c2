/**
 * Stands by for pushes while the page is closed. What comes says why and under which protocol; a
 * click opens the ticket, in a tab of the desk that is open already if there is one.
 */
interface Told {
  title: string;
  body: string;
  address: string;
  tag: string;
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
    matchAll(wanted: { type: "window"; includeUncontrolled: boolean }): Promise<Tab[]>;
    openWindow(address: string): Promise<Tab | null>;
  };
  addEventListener(name: "push", heard: (event: Pushed) => void): void;
  addEventListener(name: "notificationclick", heard: (event: Clicked) => void): void;
}

const worker = self as unknown as Worker;

async function open(address: string): Promise<void> {
  const tabs = await worker.clients.matchAll({ type: "window", includeUncontrolled: true });
  const desk = tabs.find((tab) => new URL(tab.url).pathname.startsWith("/desk/"));
  if (!desk) {
    await worker.clients.openWindow(address);
    return;
  }
  await desk.navigate(address);
  await desk.focus();
}

worker.addEventListener("push", (event) => {
  const told = event.data?.json();
  if (!told) return;
  const { title, body, address, tag } = told;
  event.waitUntil(worker.registration.showNotification(title, { body, tag, data: address }));
});

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open(String(event.notification.data)));
});
