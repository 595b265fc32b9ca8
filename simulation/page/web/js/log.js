// The messages of a conversation, in order, updated in place.

import { h, icon } from "./dom.js";
import { MessageView } from "./message.js";
import { onDay } from "./time.js";

const TOGETHER = 5 * 60 * 1000;
const NEAR_THE_END = 120;

export class Log {
  #views = new Map();
  #lastDay = "";
  #last = null;

  constructor(context) {
    this.context = context;
    this.list = h("div", {
      className: context.inChannel ? "log posts" : "log", role: "log", tabindex: "0",
      "aria-label": "Messages", "aria-live": "polite",
    });
    this.typing = h("p", { className: "typing", role: "status" });
    this.element = h("div", { className: "scroller" }, this.list, this.typing);
  }

  fill(messages) {
    messages.forEach((message) => this.put(message));
    this.scrollToEnd();
  }

  has(id) {
    return this.#views.has(id);
  }

  put(message) {
    const known = this.#views.get(message.id);
    const own = !known && message.sender === this.context.me.id;
    const follow = own ? !message.thread : this.#isAtEnd();
    if (known) known.update(message);
    const view = known ?? this.#add(message);
    if (message.sender === "bot") this.showTyping(false);
    if (follow) this.#keepAtEnd(view);
    else if (own) view.reveal();
  }

  remove(id) {
    this.#views.get(id)?.element.remove();
    this.#views.delete(id);
  }

  redraw() {
    this.#views.forEach((view) => view.redraw());
  }

  showTyping(on) {
    clearTimeout(this.typingEnds);
    const following = this.#isAtEnd();
    this.typing.replaceChildren(...(on
      ? [h("span", { className: "dots", "aria-hidden": "true" }, h("i"), h("i"), h("i")),
        `${this.context.botName} is typing`]
      : []));
    if (on) this.typingEnds = setTimeout(() => this.showTyping(false), 10_000);
    if (following) this.scrollToEnd();
  }

  scrollToEnd() {
    this.element.scrollTop = this.element.scrollHeight;
  }

  #add(message) {
    const view = new MessageView(message, this.context);
    this.#views.set(message.id, view);
    const root = message.thread && this.#views.get(message.thread);
    if (root) root.replies.append(view.element);
    else this.#append(message, view);
    return view;
  }

  // Pictures make a message taller when they arrive.
  #keepAtEnd(view) {
    this.scrollToEnd();
    view.element.querySelectorAll("img").forEach((image) =>
      image.addEventListener("load", () => this.scrollToEnd(), { once: true }));
  }

  #append(message, view) {
    const day = onDay(message.sent);
    if (day !== this.#lastDay) {
      this.list.append(h("div", { className: "day" }, h("span", {}, day)));
      this.#last = null;
    }
    this.#lastDay = day;
    view.element.classList.toggle("following", !this.context.inChannel && this.#continues(message));
    this.#last = message;
    if (this.context.inChannel && !message.only_for) {
      view.element.lastChild.append(this.#replyButton(message));
    }
    this.list.append(view.element);
  }

  #replyButton(message) {
    return h("button", {
      className: "reply", type: "button", onclick: () => this.context.reply(message),
    }, icon("reply"), "Reply");
  }

  #continues(message) {
    const last = this.#last;
    return last?.sender === message.sender &&
      new Date(message.sent) - new Date(last.sent) < TOGETHER;
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    return scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
  }
}
