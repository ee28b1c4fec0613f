// What waits on the device for a network: each entry has its own number, and leaves only once the server has answered.
import { done } from "./base";

export interface Waiting {
  uuid: string;
  fields: [string, string][];
}

export class Queue {
  private constructor(private base: IDBDatabase) {}

  static async open(name: string): Promise<Queue> {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("queue", { keyPath: "uuid" });
    return new Queue(await done(asked));
  }

  all = (): Promise<Waiting[]> => done(this.on("readonly").getAll());
  count = (): Promise<number> => done(this.on("readonly").count());
  add = (one: Waiting): Promise<IDBValidKey> => done(this.on("readwrite").put(one));
  remove = (uuid: string): Promise<undefined> => done(this.on("readwrite").delete(uuid));

  private on(mode: IDBTransactionMode): IDBObjectStore {
    return this.base.transaction("queue", mode).objectStore("queue");
  }
}
