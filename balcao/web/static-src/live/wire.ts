/** One stream a browser: the tab that holds the lock listens for all tabs and tells them. */

const LOCK = "balcao-live";
const SETTLE_MS = 50;
const FIRST_PAUSE_MS = 1500;
const LONGEST_PAUSE_MS = 60_000;
const DOUBT_MS = 2000;

export interface Told {
  topic: string;
  at: number;
}

interface Hello {
  kind: "wanted";
  tab: string;
  topics: string[];
  since: number;
}
type Message = Hello | { kind: "gone"; tab: string } | { kind: "who" } | { kind: "told"; told: Told } | { kind: "stale" };

export class Wire {
  private readonly tab = crypto.randomUUID?.() ?? String(Math.random());
  private readonly others = new Map<string, string[]>();
  private readonly channel = "BroadcastChannel" in window ? new BroadcastChannel(LOCK) : null;
  private source: EventSource | null = null;
  private wanted: string[] = [];
  private listening = "";
  private leads = false;
  private pause = FIRST_PAUSE_MS;
  private readonly startedAt = performance.now();
  private readonly madeAt: number;
  private settling: ReturnType<typeof setTimeout> | undefined;

  /** `since` is when the page was made (ms, server's clock): what happened after it is told. */
  constructor(
    private readonly address: string,
    private since: number,
    private readonly heard: (told: Told) => void,
    private readonly stale: () => void,
  ) {
    this.madeAt = since;
    if (this.channel) this.channel.onmessage = (event: MessageEvent<Message>) => this.receive(event.data);
    addEventListener("pagehide", () => this.say({ kind: "gone", tab: this.tab }));
    if (!this.channel || !navigator.locks) this.lead();
    else void navigator.locks.request(LOCK, () => new Promise<never>(() => this.lead()));
  }

  /** Tells what this tab wants to hear from now on. */
  want(topics: string[]): void {
    this.wanted = topics;
    this.hello();
    this.settle();
  }

  private hello(): void {
    this.say({ kind: "wanted", tab: this.tab, topics: this.wanted, since: this.since });
  }

  private say(message: Message): void {
    this.channel?.postMessage(message);
  }

  private receive(message: Message): void {
    if (message.kind === "told") this.heard(message.told);
    else if (message.kind === "stale") this.stale();
    else if (message.kind === "who") this.hello();
    else if (message.kind === "gone") {
      this.others.delete(message.tab);
      this.settle();
    } else this.welcome(message);
  }

  /** A new tab may have missed what was told since its page was made: listen from there again. */
  private welcome({ tab, topics, since }: Hello): void {
    if (!this.others.has(tab)) this.since = Math.min(this.since, since);
    this.others.set(tab, topics);
    this.settle();
  }

  private lead(): void {
    this.leads = true;
    this.say({ kind: "who" });
    this.settle();
  }

  private settle(): void {
    if (!this.leads) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.open(), SETTLE_MS);
  }

  private open(): void {
    const topics = [...new Set([...this.wanted, ...[...this.others.values()].flat()])].sort();
    const asked = topics.join(",");
    if (asked === this.listening && this.source?.readyState !== EventSource.CLOSED) return;
    if (this.source?.readyState === EventSource.OPEN) this.since = Math.max(this.since, this.now() - DOUBT_MS);
    this.listening = asked;
    this.source?.close();
    if (!topics.length) return;
    const source = new EventSource(`${this.address}?topics=${encodeURIComponent(asked)}&since=${this.since}`);
    this.source = source;
    source.onopen = () => (this.pause = FIRST_PAUSE_MS);
    source.onmessage = (event) => this.hear(String(event.data), Number(event.lastEventId));
    source.addEventListener("stale", () => {
      this.say({ kind: "stale" });
      this.stale();
    });
    source.onerror = () => {
      if (source.readyState === EventSource.CLOSED && source === this.source) this.retry();
    };
  }

  /** The server's clock, a little late: counted from when the page was made. */
  private now(): number {
    return this.madeAt + Math.round(performance.now() - this.startedAt);
  }

  private hear(topic: string, at: number): void {
    this.since = Math.max(this.since, at);
    const told = { topic, at };
    this.say({ kind: "told", told });
    this.heard(told);
  }

  /** The browser gives up on an error page (the server restarting, say); we don't. */
  private retry(): void {
    this.listening = "";
    setTimeout(() => this.settle(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MS);
  }
}
