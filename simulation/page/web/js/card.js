// An Adaptive Card in a message, run by Microsoft's client for Universal Actions.

import { h } from "./dom.js";
import { hostConfig } from "./host-config.js";
import { PEOPLE, letPickPeople } from "./people-picker.js";
import { dropsDataUris } from "./settings.js";
import { markdownToHtml } from "./text.js";

const { AdaptiveApplet, AdaptiveCard, ActivityRequestError, CardObjectRegistry, ChannelAdapter,
  ErrorResponse, GlobalRegistry, GlobalSettings, HostConfig, RefreshMode, SerializationContext,
  SuccessResponse } = window.AdaptiveCards;

export const UNREACHABLE = "Unable to reach app. Please try again.";
const WRONG = "Something went wrong. Please try again.";
const REFRESH_PAUSE = 60_000;
const NEVER = -1;
const CARD = "application/vnd.microsoft.card.adaptive";
const NOTICE = "application/vnd.microsoft.activity.message";

AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdownToHtml(text);
  result.didProcess = true;
};
Object.assign(GlobalSettings.applets.refresh, {
  mode: RefreshMode.Automatic,
  timeBetweenAutomaticRefreshes: 0,
  maximumConsecutiveAutomaticRefreshes: 1,
});
GlobalSettings.applets.maximumRetryAttempts = 1;
GlobalSettings.applets.logEnabled = false;

class Channel extends ChannelAdapter {
  constructor(invoke, findPeople) {
    super();
    this.invoke = invoke;
    this.findPeople = findPeople;
  }

  async sendRequestAsync(request) {
    if (PEOPLE.includes(request.action.dataset)) return this.#findPeople(request);
    const answer = await this.ask(request).catch(() => ({ status: 0 }));
    const { type, value, statusCode = 200 } = answer.body ?? {};
    if (answer.status === 200 && statusCode < 400) {
      if (type === CARD) return new SuccessResponse(request, shownOf(withoutRefresh(value)));
      if (type === NOTICE) return new SuccessResponse(request, JSON.stringify(String(value)));
      if (value?.results) return new SuccessResponse(request, JSON.stringify(value.results));
    }
    const message = answer.status === 0 ? UNREACHABLE : (value?.message ?? WRONG);
    return new ErrorResponse(request, new ActivityRequestError(String(statusCode), message));
  }

  async #findPeople(request) {
    try {
      return new SuccessResponse(request, JSON.stringify(await this.findPeople(request.action)));
    } catch (error) {
      return new ErrorResponse(request, new ActivityRequestError("", error.message));
    }
  }

  ask({ action, trigger }) {
    if (action.getJsonTypeName() === "Data.Query") return this.invoke("application/search", {
      kind: "search",
      queryText: action.filter ?? "",
      queryOptions: { skip: action.skip ?? 0, top: action.count ?? 15 },
      dataset: action.dataset,
    });
    const { type, title, verb, id } = action.toJSON();
    const pressed = { type, title, verb, id, data: action.data ?? {} };
    return this.invoke("adaptiveCard/action", { action: pressed, trigger });
  }
}

export function withoutRefresh(card) {
  const { refresh, ...rest } = card;
  return rest;
}

const isInline = (element) =>
  element?.type === "Image" && String(element.url).startsWith("data:");

// What this client shows of a card, as JSON.
function shownOf(card) {
  const kept = (_name, value) =>
    (Array.isArray(value) ? value.filter((each) => !isInline(each)) : value);
  return JSON.stringify(card, dropsDataUris() ? kept : null);
}

function oldClientContext() {
  const actions = new CardObjectRegistry();
  GlobalRegistry.populateWithDefaultActions(actions);
  actions.unregister("Action.Execute");
  const context = new SerializationContext();
  context.setActionRegistry(actions);
  return context;
}

// When somebody last used each card; it survives reopening the conversation.
const lastUses = new Map();

export class Card {
  // `actions`: {invoke(name, value), submit(data), people(dataset, text), person(id)}; `viewer`:
  // {userId, messageId, olderClient()}.
  constructor(content, actions, viewer) {
    this.actions = actions;
    this.viewer = viewer;
    this.status = h("p", { className: "card-status", role: "status" });
    this.applet = this.#makeApplet();
    this.element = h("div", { className: "card" }, this.applet.renderedElement, this.status);
    this.show(content);
  }

  show(content) {
    this.element.classList.toggle("full", content.msteams?.width === "Full");
    this.#say("");
    const shown = this.#mayRefresh(content) ? content : withoutRefresh(content);
    this.applet.setCard(JSON.parse(shownOf(shown)));
  }

  get #key() {
    return `${this.viewer.userId} ${this.viewer.messageId}`;
  }

  #makeApplet() {
    const applet = new AdaptiveApplet();
    applet.hostConfig = new HostConfig(hostConfig);
    const picker = letPickPeople(applet, this.actions);
    applet.channelAdapter = new Channel((name, value) => this.#invoke(name, value), picker.find);
    applet.onCardChanged = () => picker.prepare();
    if (this.viewer.olderClient()) applet.onCreateSerializationContext = oldClientContext;
    applet.onAction = (_applet, action) => this.#act(action);
    applet.onActivityRequestSucceeded = (_applet, _response, content) =>
      this.#say(typeof content === "string" && !content.startsWith("[") ? content : "");
    applet.onActivityRequestFailed = (_applet, response) => {
      this.#say(response.error.message, "error");
      return NEVER;
    };
    return applet;
  }

  #invoke(name, value) {
    lastUses.set(this.#key, performance.now());
    this.#say("");
    return this.actions.invoke(name, value);
  }

  async #act(action) {
    const type = action.getJsonTypeName();
    if (type === "Action.OpenUrl") window.open(action.url, "_blank", "noopener,noreferrer");
    if (type !== "Action.Submit") return;
    const answer = await this.actions.submit(action.data ?? {}).catch(() => ({ status: 0 }));
    const accepted = answer.status >= 200 && answer.status < 300;
    const said = accepted ? "Your response was sent to the app" : WRONG;
    this.#say(answer.said ?? said, accepted ? "" : "error");
  }

  #mayRefresh({ refresh }) {
    const users = refresh?.userIds ?? [];
    const meant = !users.length || users.includes(this.viewer.userId);
    const idle = performance.now() - (lastUses.get(this.#key) ?? -Infinity);
    return refresh && meant && idle > REFRESH_PAUSE;
  }

  #say(text, kind = "") {
    this.status.textContent = text;
    this.status.className = `card-status ${kind}`;
  }
}
