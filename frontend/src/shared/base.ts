/** What a request to the device's own base gives, as a promise. */
export function done<Result>(asked: IDBRequest<Result>): Promise<Result> {
  return new Promise((give, fail) => {
    asked.onsuccess = () => give(asked.result);
    asked.onerror = () => fail(asked.error);
  });
}
