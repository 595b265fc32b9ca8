// One conversation: its header, its messages, suggested replies, and the composer.

import { chatAvatar, chatTitle } from "./avatar.js";
import { Composer } from "./composer.js";
import { h } from "./dom.js";
import { Extension } from "./extension.js";
import { Log } from "./log.js";

const BOT = "bot";
const PERSONAL = "personal";
const CHANNEL = "channel";

export class Chat {
  #arrived = [];

  // `world`: {me, people, botName, api, commands(), slash(), theme(), olderClient(), toast(text)}.
  constructor(where, world) {
    this.where = where;
    this.world = world;
    const { me, api, commands, theme } = world;
    const insert = (attachment) => this.composer.insert(attachment);
    this.extension = new Extension({ where, me, api, commands, theme, insert });
    this.log = new Log(this.#context());
    this.suggestions = h("div", { className: "suggestions", role: "group", "aria-label": "Suggestions" });
    this.composer = new Composer({
      botName: world.botName,
      mentions: where.kind !== PERSONAL,
      extension: this.extension,
      slash: () => this.#slash(),
      send: (said) => this.#say(said),
      change: (message, text) => this.#try(world.api.edit(where.id, message.id, text)),
      refuse: world.toast,
    });
    this.parts = [this.#head(), this.log.element, this.suggestions, this.composer.element];
  }

  // Messages that arrive while the history loads are newer than it, and wait.
  async load() {
    const messages = await this.world.api.messages(this.where.id);
    this.log.fill(messages);
    this.#suggest(messages.at(-1));
    const arrived = this.#arrived;
    this.#arrived = null;
    arrived.forEach((message) => this.put(message));
    this.read();
  }

  put(message) {
    if (this.#arrived) {
      this.#arrived.push(message);
      return;
    }
    this.log.put(message);
    this.#suggest(message);
    if (message.sender === BOT) this.read();
  }

  // What only this person saw is gone after a day.
  remove(message) {
    this.log.remove(message.id);
  }

  // Teams tells the bot where it may know, and only of what somebody had before their eyes.
  read() {
    if (document.visibilityState === "visible") this.#try(this.world.api.read(this.where.id));
  }

  // The commands of the bot that nobody else sees, for this kind of conversation.
  #slash() {
    const { targeted, commands } = this.world.slash();
    const scope = { channel: "team", groupChat: "groupChat" }[this.where.kind];
    return { targeted: targeted && Boolean(scope),
      commands: commands.filter(({ scopes }) => scopes.includes(scope)) };
  }

  async #say(said) {
    try {
      const message = await this.world.api.say(this.where.id, said);
      if (!this.log.has(message.id)) this.put(message);
    } catch (error) {
      this.world.toast(`I couldn't send your message: ${error.message}`);
    }
  }

  async #try(asked) {
    await asked.catch((error) => this.world.toast(`That didn't work: ${error.message}`));
  }

  #context() {
    const { me, people, botName, api, olderClient } = this.world;
    const unknown = (id) => ({ id, name: "Somebody", photo: null });
    return {
      me, botName, olderClient, inChannel: this.where.kind === CHANNEL,
      person: (id) => people.get(id) ?? unknown(id),
      actions: (message) => ({
        invoke: (name, value) => api.invoke(this.where.id, message.id, name, value),
        submit: (data) => this.#submit(message, data),
        people: (dataset, text) => api.people(this.where.id, dataset, text),
        person: api.person,
        comeBack: (told) => api.comeBack(this.where.id, message.id, told),
      }),
      commands: (message) => this.extension.entries("message", () => ({ message: message.id })),
      retry: (message) => api.retry(this.where.id, message.id),
      edit: (message) => this.composer.edit(message),
      unsend: (message) => this.#try(api.unsend(this.where.id, message.id)),
      reply: (message) => this.composer.replyTo(message, this.#nameOf(message)),
    };
  }

  // Teams' own `msteams` data makes a button send a message.
  async #submit(message, data) {
    const { type, value, text, displayText } = data.msteams ?? {};
    if (type === "imBack") await this.#say({ text: String(value), thread: message.thread });
    if (type === "imBack") return { status: 200 };
    if (type === "messageBack" && displayText) this.world.toast(displayText);
    const sent = type === "messageBack" ? { ...value, text } : data;
    return this.world.api.submit(this.where.id, message.id, sent);
  }

  #nameOf(message) {
    return message.sender === BOT ? this.world.botName : this.world.people.get(message.sender).name;
  }

  #suggest(message) {
    const offered = message?.sender === BOT ? message.suggestions : [];
    this.suggestions.replaceChildren(...offered.map(({ title, value }) => h("button", {
      className: "button", type: "button", onclick: () => this.#say({ text: value }),
    }, title)));
  }

  #head() {
    const { where, world } = this;
    const personal = where.kind === PERSONAL;
    const detail = personal ? `App · you are ${world.me.name}` : `${where.members} people and ${world.botName}`;
    return h("header", { className: "chat-head" }, chatAvatar(where.kind, 36),
      h("div", {}, h("h1", {}, chatTitle(where)), h("p", {}, detail)));
  }
}
