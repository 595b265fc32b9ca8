// The window of a message extension: a card, words, or a search.

import { Card } from "./card.js";
import { h, icon } from "./dom.js";

const WIDTHS = { small: 400, medium: 600, large: 800 };
const HEIGHTS = { small: 240, medium: 420, large: 560 };

export class TaskDialog {
  // `actions`: what a `Card` needs; `me`.
  constructor(title, { actions, me }) {
    this.actions = actions;
    this.me = me;
    this.title = h("h2", { id: "task-title" }, title);
    this.body = h("div", { className: "task-body" });
    this.problem = h("p", { className: "task-problem", role: "alert" });
    this.element = h("dialog", {
      className: "dialog task", "aria-labelledby": "task-title", onclose: () => this.element.remove(),
    }, h("header", { className: "task-head" },
      h("img", { src: "/css/icon.svg", alt: "", width: "24", height: "24" }), this.title,
      h("button", {
        className: "icon-button", type: "button", "aria-label": "Close", onclick: () => this.close(),
      }, icon("close"))), this.problem, this.body);
    document.body.append(this.element);
    this.element.showModal();
    this.wait(true);
  }

  get isOpen() {
    return this.element.open;
  }

  close() {
    this.element.close();
  }

  wait(on) {
    if (on) this.problem.textContent = "";
    this.body.inert = on;
    this.element.classList.toggle("waiting", on);
    this.element.setAttribute("aria-busy", String(on));
  }

  fail(words) {
    this.wait(false);
    this.problem.textContent = words;
  }

  say(words) {
    this.show(h("p", { className: "task-words" }, words));
  }

  // `task`: {title, width, height, card}; the card comes alone or as an attachment.
  showCard({ title, width, height, card }) {
    if (title) this.title.textContent = title;
    const { style } = this.element;
    style.setProperty("--width", `${pixels(width, WIDTHS)}px`);
    style.setProperty("--height", height ? `${pixels(height, HEIGHTS)}px` : "auto");
    // Dialogs know no Action.Execute, so that its fallback is used.
    const viewer = { userId: this.me.userId, messageId: "", olderClient: () => true };
    this.show(new Card(card.content ?? card, this.actions, viewer).element);
  }

  show(content) {
    this.wait(false);
    this.body.replaceChildren(content);
    this.body.querySelector("input, textarea, select, button, a[href]")?.focus();
  }
}

const pixels = (size, known) => known[size] ?? (Number.parseInt(size, 10) || known.medium);
