// Keeps the first screen of the desk on the device: it opens without network. Other pages are never kept.
interface Late extends Event {
  waitUntil(promise: Promise<unknown>): void;
}
interface Asked extends Late {
  request: Request;
  respondWith(answer: Promise<Response>): void;
}
const worker = self as unknown as {
  registration: { scope: string };
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
  addEventListener(kind: "install" | "activate", hear: (event: Late) => void): void;
  addEventListener(kind: "message", hear: (event: Late & { data: { keep?: string[] } }) => void): void;
  addEventListener(kind: "fetch", hear: (event: Asked) => void): void;
};
const KEPT = "desk";
const PATIENCE = 5000;

worker.addEventListener("install", (event) => event.waitUntil(prepare()));
worker.addEventListener("activate", (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener("message", (event) => event.waitUntil(keep(event.data.keep ?? [])));
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(pageOf(request));
  else if (address.pathname.startsWith("/static/")) event.respondWith(fileOf(request));
});

async function keep(files: string[]): Promise<void> {
  const cache = await caches.open(KEPT);
  await Promise.allSettled(files.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
}

/** The first screen and every file that it names. */
async function prepare(): Promise<void> {
  const cache = await caches.open(KEPT);
  const answer = await fetch(worker.registration.scope, { credentials: "same-origin" });
  if (answer.ok && !answer.redirected) {
    const text = await answer.clone().text();
    await cache.put(worker.registration.scope, answer);
    const files = [...text.matchAll(/(?:href|src)="(\/static\/[^"#]+)/g)].map((found) => found[1]!);
    await keep([...new Set(files)]);
  }
  await worker.skipWaiting();
}

/** The network's page; without network, the first screen as it was last seen. */
async function pageOf(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(worker.registration.scope);
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (answer.ok && !answer.redirected && request.url === worker.registration.scope) {
      await cache.put(request.url, answer.clone());
    }
    return answer;
  } catch (fault) {
    if (kept) return kept;
    throw fault;
  }
}

/** Files bear their content in their name: the kept one is the right one. */
async function fileOf(request: Request): Promise<Response> {
  const cache = await caches.open(KEPT);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request, answer.clone());
  return answer;
}

export {};
