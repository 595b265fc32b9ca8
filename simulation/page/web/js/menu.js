// A list of commands to choose from: a menu that takes the focus, or a list beside a text box.

import { h } from "./dom.js";

let menus = 0;

export class Menu {
  #marked = 0;
  #entries = [];

  // `box` is the text box that keeps the focus, if there is one.
  constructor(label, box = null) {
    this.box = box;
    this.id = `menu-${(menus += 1)}`;
    this.element = h("div", {
      className: "menu", id: this.id, role: box ? "listbox" : "menu", "aria-label": label, hidden: true,
      onkeydown: (event) => this.key(event),
      onfocusout: ({ relatedTarget }) => this.element.contains(relatedTarget) || this.close(false),
    });
  }

  get isOpen() {
    return !this.element.hidden;
  }

  // `entries`: [{title, detail, act()}].
  open(entries) {
    if (!this.isOpen) this.opener = document.activeElement;
    this.#entries = entries;
    this.element.replaceChildren(...entries.map((entry, index) => this.#entry(entry, index)));
    this.element.hidden = !entries.length;
    if (!entries.length) return;
    this.#mark(0);
    this.element.scrollIntoView({ block: "nearest" });
  }

  close(goBack = true) {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.box?.removeAttribute("aria-activedescendant");
    if (goBack) (this.box ?? this.opener)?.focus({ preventScroll: true });
  }

  // Returns whether the key was for the menu.
  key(event) {
    const act = this.isOpen && {
      ArrowDown: () => this.#mark(this.#marked + 1),
      ArrowUp: () => this.#mark(this.#marked - 1),
      Escape: () => this.close(),
      Enter: () => this.#choose(this.#marked),
      Tab: () => (this.box ? this.#choose(this.#marked) : this.close()),
    }[event.key];
    if (!act) return false;
    event.preventDefault();
    event.stopPropagation();
    act();
    return true;
  }

  #entry({ title, detail }, index) {
    return h("button", {
      className: "menu-entry", type: "button", role: this.box ? "option" : "menuitem", tabindex: "-1",
      id: `${this.id}-${index}`,
      // The box keeps the focus.
      onmousedown: (event) => event.preventDefault(), onclick: () => this.#choose(index),
    }, h("img", { src: "/css/icon.svg", alt: "", width: "24", height: "24" }),
    h("span", { className: "entry-words" }, h("span", { className: "entry-name" }, title),
      h("span", { className: "entry-detail" }, detail)));
  }

  #mark(index) {
    this.#marked = (index + this.#entries.length) % this.#entries.length;
    [...this.element.children].forEach((entry, at) => {
      entry.classList.toggle("marked", at === this.#marked);
      if (this.box) entry.setAttribute("aria-selected", String(at === this.#marked));
    });
    if (this.box) this.box.setAttribute("aria-activedescendant", `${this.id}-${this.#marked}`);
    else this.element.children[this.#marked].focus({ preventScroll: true });
  }

  #choose(index) {
    this.close();
    this.#entries[index].act();
  }
}
