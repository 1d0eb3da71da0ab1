// The browser's own database as a journal. It lives out here and not in the wasm module, where the same thing would
// weigh ten times as much. Name, version and key are those of the studio page.

const DATABASE = "tutti";
const STORE = "journal";

/** A journal in IndexedDB that all tabs of an origin share. A write is durable when its promise resolves. */
export function indexedDbJournal() {
  let opening;

  const open = () => {
    opening ??= opened().then((database) => {
      // The browser may close it, and another tab may need it closed: the next call opens it anew.
      database.onclose = () => (opening = undefined);
      database.onversionchange = () => {
        opening = undefined;
        database.close();
      };
      return database;
    });
    opening.catch(() => (opening = undefined));
    return opening;
  };

  const run = async (mode, ask) => {
    const transaction = (await open()).transaction(STORE, mode, { durability: "strict" });
    const over = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new Error("The browser took the write back."));
    });
    const request = ask(transaction.objectStore(STORE));
    await over;
    return request.result;
  };

  const put = (record) => run("readwrite", (store) => store.put(record));
  const get = (id) => run("readonly", (store) => store.get(id));
  return {
    shared: true,
    put,
    delete: (id) => run("readwrite", (store) => store.delete(id)),
    list: () => run("readonly", (store) => store.getAll()),
    get,
    // Notes lie beside the records of jobs: a database of another shape would shut out an older version of Tutti.
    remember: put,
    recall: get,
  };
}

function opened() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}
