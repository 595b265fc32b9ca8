// A card that asks to sign in, and the window that its button opens.

import { h } from "./dom.js";

export const OAUTH = "application/vnd.microsoft.card.oauth";
const CANCELLED = "CancelledByUser";
const SUPPORTS = { apiVersion: 4, hostVersionsInfo: {}, isLegacyTeams: false, supports: {} };

// `world`: {me, comeBack({state, failed})}, which resolves with the bot's answer.
export function signInCard(content, world) {
  const status = h("p", { className: "card-status", role: "status" });
  const say = (text, kind = "") => {
    status.textContent = text;
    status.className = `card-status ${kind}`;
  };
  const finish = async (state, failed = false) => {
    const answer = await world.comeBack({ state, failed }).catch(() => ({ status: 500 }));
    if (answer.status >= 300) say("Something went wrong. Please try again.", "error");
  };
  const buttons = (content.buttons ?? []).map(({ title, value }) => h("button", {
    className: "button primary", type: "button", onclick: () => openWindow(value, world.me, finish),
  }, title));
  return h("div", { className: "card sign-in" },
    h("p", {}, content.text ?? ""), h("div", { className: "sign-in-buttons" }, buttons), status);
}

// Answers the messages that TeamsJS sends to the window that opened its own.
function openWindow(address, me, finish) {
  const opened = window.open(address, "_blank", "popup,width=600,height=600");
  if (!opened) {
    finish(CANCELLED, true);
    return;
  }
  const end = (state, failed) => {
    clearInterval(watching);
    window.removeEventListener("message", listen);
    finish(state, failed);
  };
  const listen = ({ source, origin, data }) => {
    if (source !== opened || typeof data?.func !== "string") return;
    const answer = (...args) => source.postMessage({ id: data.id, uuid: data.uuid, args }, origin);
    if (data.func === "initialize") answer("authentication", "web", JSON.stringify(SUPPORTS), "2.0.1");
    if (data.func === "getContext") answer(contextOf(me));
    if (data.func === "authentication.authenticate.success") end(String(data.args[0] ?? ""));
    if (data.func === "authentication.authenticate.failure") end(String(data.args[0] || CANCELLED), true);
  };
  window.addEventListener("message", listen);
  const watching = setInterval(() => opened.closed && end(CANCELLED, true), 300);
}

function contextOf(me) {
  return {
    locale: navigator.language.toLowerCase(), theme: "default", sessionId: crypto.randomUUID(),
    userObjectId: me.id, loginHint: me.upn, userPrincipalName: me.upn, tid: me.tenant,
  };
}
