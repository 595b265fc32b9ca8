// The requests that the page makes. Every one rejects with a readable Error.

async function request(method, path, body) {
  const raw = body instanceof Blob;
  const response = await fetch(path, {
    method,
    headers: body === undefined || raw ? {} : { "Content-Type": "application/json" },
    body: body === undefined || raw ? body : JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.text()) || `HTTP ${response.status}`);
  const isJson = response.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? response.json() : null;
}

const get = (path) => request("GET", path);
const post = (path, body = {}) => request("POST", path, body);

export const people = () => get("/api/people");
export const clock = () => get("/api/clock");
export const use = (personId, device) => request("PUT", `/api/as/${personId}/device`, device);
export const commands = (personId) => get(`/api/as/${personId}/commands`);
export const slashCommands = (personId) => get(`/api/as/${personId}/slash-commands`);
export const wait = (hours) => post("/api/clock/wait", { hours });

export function photos(personId) {
  const own = `/api/people/${personId}`;
  return {
    change: (picture) => request("PUT", `${own}/photo`, picture),
    remove: () => request("DELETE", `${own}/photo`),
    openSharePoint: () => post(`${own}/sharepoint`),
    sampleAddress: (number) => `${own}/samples/${number}`,
  };
}

export function chats(personId) {
  const all = `/api/as/${personId}/chats`;
  const one = (chat) => `${all}/${encodeURIComponent(chat)}`;
  const message = (chat, id) => `${one(chat)}/messages/${id}`;
  return {
    list: () => get(all),
    open: (chat) => post(`${one(chat)}/open`),
    read: (chat) => post(`${one(chat)}/read`),
    extension: (chat, stage, asked) => post(`${one(chat)}/extension/${stage}`, asked),
    people: (chat, dataset, text) =>
      get(`${one(chat)}/people?${new URLSearchParams({ dataset, text })}`),
    person: (id) => get(`/api/as/${personId}/people/${encodeURIComponent(id)}`),
    messages: (chat) => get(`${one(chat)}/messages`),
    say: (chat, said) => post(`${one(chat)}/messages`, said),
    edit: (chat, id, text) => request("PATCH", message(chat, id), { text }),
    unsend: (chat, id) => request("DELETE", message(chat, id)),
    retry: (chat, id) => post(`${message(chat, id)}/retry`),
    react: (chat, id, type, added) => post(`${message(chat, id)}/reactions`, { type, added }),
    submit: (chat, id, data) => post(`${message(chat, id)}/submit`, data),
    comeBack: (chat, id, told) => post(`${message(chat, id)}/sign-in`, told),
    invoke: (chat, id, name, value) => post(`${message(chat, id)}/invoke`, { name, value }),
  };
}

export function listen(personId, handlers) {
  const source = new EventSource(`/api/as/${personId}/events`);
  for (const [name, handle] of Object.entries(handlers)) {
    source.addEventListener(name, (event) => handle(event.data && JSON.parse(event.data)));
  }
  return source;
}
