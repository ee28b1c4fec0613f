// Keeps the door's page on the tablet, so that it opens without a network. It holds no list: the page keeps its own.
interface Waiting extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface Asked extends Waiting {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Told extends Waiting {
  data: { keep?: string[]; forget?: boolean };
  ports: readonly MessagePort[];
}
const worker = self as unknown as {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", hear: (event: Waiting) => void): void;
  addEventListener(kind: "message", hear: (event: Told) => void): void;
  addEventListener(kind: "fetch", hear: (event: Asked) => void): void;
};
const KEPT = "door";
const PATIENCE = 4000;

worker.addEventListener("install", (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => {
  if (event.data.forget) event.waitUntil(caches.delete(KEPT));
  if (event.data.keep) event.waitUntil(keep(event.data.keep).then(() => event.ports[0]?.postMessage("kept")));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (new URL(request.url).pathname.startsWith("/static/")) event.respondWith(fileOf(request));
});

async function keep(addresses: string[]): Promise<void> {
  const cache = await caches.open(KEPT);
  await Promise.allSettled(addresses.map(async (address) => (await cache.match(address, { ignoreVary: true })) ?? cache.add(address)));
}

/** The network's page, kept for later; the kept one when the network is gone or too slow. */
async function pageOf(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url, { ignoreSearch: true, ignoreVary: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    const own = new URL(request.url);
    own.search = "";
    if (answer.ok && !answer.redirected) await cache.put(own.href, answer.clone());
    return answer;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

/** Files bear their content in their name: the kept one is the right one. */
async function fileOf(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request.url, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}
