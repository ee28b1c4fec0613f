// What the tablet keeps: who is expected, and the arrivals that the server has not answered yet. One base an edition.
import { done } from "../../shared/base";

export interface Person {
  id: number;
  name: string;
  side: "seller" | "buyer";
  house: string;
  badge: string;
  absent: boolean;
  at: string | null;
  uid: string | null;
}
export interface Arrival {
  uid: string;
  participant: number;
  at: string;
}

export class Store {
  private constructor(private base: IDBDatabase) {}

  static async open(edition: number): Promise<Store> {
    const asked = indexedDB.open(`gate-${edition}`, 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("people", { keyPath: "id" });
      asked.result.createObjectStore("queue", { keyPath: "uid" });
    };
    return new Store(await done(asked));
  }

  people = (): Promise<Person[]> => done(this.on("people").getAll());
  queue = (): Promise<Arrival[]> => done(this.on("queue").getAll());

  /** The server's list, with what waits here written over it. */
  async renew(people: Person[]): Promise<void> {
    const waiting = new Map((await this.queue()).map((one) => [one.participant, one]));
    const table = this.on("people", "readwrite");
    table.clear();
    for (const one of people) {
      const own = waiting.get(one.id);
      table.put(own && !one.at ? { ...one, at: own.at, uid: own.uid } : one);
    }
    await over(table.transaction);
  }

  /** The person is in and the arrival waits: both or neither. */
  async enter(person: Person, arrival: Arrival): Promise<void> {
    const both = this.base.transaction(["people", "queue"], "readwrite");
    both.objectStore("people").put({ ...person, at: arrival.at, uid: arrival.uid });
    both.objectStore("queue").put(arrival);
    await over(both);
  }

  /** Somebody else's badge was read: the person is out again, and nothing of it waits. */
  async leave(person: Person): Promise<void> {
    const both = this.base.transaction(["people", "queue"], "readwrite");
    both.objectStore("people").put({ ...person, at: null, uid: null });
    if (person.uid) both.objectStore("queue").delete(person.uid);
    await over(both);
  }

  async sent(uids: string[]): Promise<void> {
    const table = this.on("queue", "readwrite");
    for (const uid of uids) table.delete(uid);
    await over(table.transaction);
  }

  async forget(): Promise<void> {
    const both = this.base.transaction(["people", "queue"], "readwrite");
    both.objectStore("people").clear();
    both.objectStore("queue").clear();
    await over(both);
  }

  private on(table: string, mode: IDBTransactionMode = "readonly"): IDBObjectStore {
    return this.base.transaction(table, mode).objectStore(table);
  }
}

function over(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}
