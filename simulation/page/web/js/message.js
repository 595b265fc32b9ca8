// One message of a conversation.

import { botAvatar, personAvatar } from "./avatar.js";
import { Card } from "./card.js";
import { h, icon } from "./dom.js";
import { Menu } from "./menu.js";
import { asAdaptive } from "./plain-card.js";
import { OAUTH, signInCard } from "./sign-in.js";
import { write, writeMentioning } from "./text.js";
import { atTime } from "./time.js";

const BOT = "bot";
const ONLY = "Only you can see this message";

export class MessageView {
  #cards = [];

  // `context`: {me, inChannel, person(id), botName, actions(message), olderClient(), retry(message),
  // reply(message), edit(message), unsend(message), commands(message)}.
  constructor(message, context) {
    this.context = context;
    this.mine = message.sender === context.me.id;
    this.body = h("div", { className: "message-body" });
    this.foot = h("div", { className: "message-foot" });
    this.replies = h("div", { className: "replies" });
    const only = message.only_for ? "only-you" : "";
    this.element = h("article", { className: `message ${this.mine ? "mine" : ""} ${only}` },
      this.#avatar(message),
      h("div", { className: "message-main" }, this.#head(message), this.body, this.foot,
        this.replies));
    this.update(message);
  }

  update(message) {
    this.message = message;
    Object.assign(this.element.dataset, {
      activityId: message.id,
      sender: message.sender === BOT ? "bot" : this.mine ? "me" : "other",
      state: message.deleted ? "deleted" : message.state,
    });
    if (message.deleted) this.body.replaceChildren(this.#gone());
    else this.#fill(message);
    this.#writeFoot(message);
  }

  // Redraws the message with the current settings.
  redraw() {
    this.#cards = [];
    this.update(this.message);
  }

  reveal() {
    this.element.scrollIntoView({ block: "nearest" });
  }

  #avatar(message) {
    if (this.mine && !this.context.inChannel) return null;
    const picture = message.sender === BOT
      ? botAvatar()
      : personAvatar(this.context.person(message.sender));
    return h("div", { className: "message-avatar" }, picture);
  }

  #head(message) {
    const name = message.sender === BOT
      ? this.context.botName
      : this.context.person(message.sender).name;
    this.edited = h("span", { className: "edited" });
    return h("div", { className: "message-head" },
      h("span", { className: this.mine ? "visually-hidden" : "sender" }, name),
      h("time", { datetime: message.sent }, atTime(message.sent)), this.edited,
      message.only_for ? h("span", { className: "only" }, icon("hidden"), ONLY) : null);
  }

  #fill(message) {
    const cards = message.attachments.map(asAdaptive).filter(Boolean);
    if (cards.length && cards.length === this.#cards.length) {
      cards.forEach((content, index) => this.#cards[index].show(content));
      return;
    }
    const asking = message.attachments.filter((each) => each.contentType === OAUTH);
    this.element.hidden = asking.length > 0 && message.sign_in !== "needed" && !message.text;
    this.#cards = cards.map((content) => this.#card(message, content));
    const pictures = message.attachments.map((each) => pictureOf(each)).filter(Boolean);
    const bubble = message.text || pictures.length ? this.#bubble(message, pictures) : null;
    const signIns = this.element.hidden ? [] : asking.map((each) => this.#signIn(message, each.content));
    this.body.replaceChildren(...[bubble, ...this.#cards.map((card) => card.element), ...signIns]
      .filter(Boolean));
  }

  #card(message, content) {
    const { me, olderClient, actions } = this.context;
    const viewer = { userId: me.userId, messageId: message.id, olderClient };
    return new Card(content, actions(message), viewer);
  }

  #signIn(message, content) {
    const { me, actions } = this.context;
    return signInCard(content, { me, comeBack: actions(message).comeBack });
  }

  #bubble(message, pictures) {
    const text = h("div", { className: `text ${message.text_format}` });
    if (message.sender === BOT) write(text, message.text, message.text_format);
    else writeMentioning(text, message.text, this.context.botName);
    return h("div", { className: "bubble" }, message.text ? text : null, pictures);
  }

  #gone() {
    return h("div", { className: "bubble gone" }, "This message has been deleted.");
  }

  #writeFoot(message) {
    this.edited.textContent = message.edited && !message.deleted ? "Edited" : "";
    const failed = message.state === "failed";
    const tools = message.deleted ? [] : this.#tools(message);
    this.foot.replaceChildren(...(failed ? this.#failure(message) : tools));
    this.element.setAttribute("aria-busy", String(message.state === "sending"));
  }

  #tools(message) {
    const tool = (words, act) => h("button", {
      className: "link-button", type: "button", onclick: () => act(message),
    }, words);
    const own = this.mine
      ? [tool("Edit", this.context.edit), tool("Delete", this.context.unsend)] : [];
    const tools = [...own, ...this.#more(message)];
    return tools.length ? [h("div", { className: "message-tools" }, tools)] : [];
  }

  // The message's own menu, if the bot's message extension has commands for it.
  #more(message) {
    if (message.only_for || !this.context.commands(message).length) return [];
    const menu = new Menu("More options");
    return [h("button", {
      className: "link-button", type: "button", "aria-haspopup": "menu",
      onclick: () => menu.open(this.context.commands(message)),
    }, "More"), menu.element];
  }

  #failure(message) {
    const again = h("button", {
      className: "link-button", type: "button", onclick: () => this.context.retry(message),
    }, "Retry");
    return [h("span", { className: "failure", role: "alert" }, icon("warning"),
      `Failed to send. ${message.problem}`), again];
  }
}

function pictureOf(attachment) {
  if (attachment.file) return h("span", { className: "sent-file" }, icon("file"), attachment.name);
  const address = attachment.picture
    ? `/api/pictures/${attachment.picture}`
    : /^image\//.test(attachment.contentType ?? "") && attachment.contentUrl;
  return address
    ? h("img", { className: "sent-picture", src: address, alt: attachment.name ?? "Picture" })
    : null;
}
