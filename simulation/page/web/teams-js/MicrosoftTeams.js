// Replaces Microsoft's TeamsJS in pages that Teams opens in a window: the same names and the same
// messages. The real library only talks to Microsoft's hosts.

(() => {
  const host = window.parent === window ? window.opener : window.parent;
  const waiting = new Map();
  let initialized = null;

  window.addEventListener("message", ({ source, data }) => {
    if (source !== host || !waiting.has(data?.uuid)) return;
    waiting.get(data.uuid)(data.args);
    waiting.delete(data.uuid);
  });

  function send(func, args = []) {
    const uuid = crypto.randomUUID();
    const answer = new Promise((resolve) => waiting.set(uuid, resolve));
    host.postMessage({ id: waiting.size, uuid, func, args, timestamp: Date.now() }, "*");
    return answer;
  }

  function initialize() {
    if (!host) return Promise.reject(new Error("Initialization Failed. No Parent window found."));
    initialized ??= send("initialize", ["2.0.0", 4]);
    return initialized.then(() => undefined);
  }

  async function getContext() {
    needInitialization();
    const [context] = await send("getContext");
    const { locale, theme, sessionId, userObjectId, loginHint, userPrincipalName, tid } = context;
    return {
      app: { locale, theme, sessionId, host: { name: "Teams", clientType: "web" } },
      page: { frameContext: "authentication" },
      user: { id: userObjectId, loginHint, userPrincipalName, tenant: { id: tid } },
    };
  }

  function finish(func, told) {
    needInitialization();
    send(func, [told]);
    setTimeout(() => window.close(), 200);
  }

  function needInitialization() {
    if (!initialized) throw new Error("The library has not yet been initialized");
  }

  window.microsoftTeams = {
    app: { initialize, getContext },
    authentication: {
      notifySuccess: (result) => finish("authentication.authenticate.success", result),
      notifyFailure: (reason) => finish("authentication.authenticate.failure", reason),
    },
  };
})();
