// A search command: what is typed is asked a moment later, and more comes at the end of the list.

import { h } from "./dom.js";
import { previewOf } from "./plain-card.js";

const PAUSE = 300;
const PAGE = 25;
const NEAR_THE_END = 80;

export class SearchView {
  #asked = 0;
  #shown = 0;
  #more = false;

  // `world`: {ask(parameters, skip), which resolves with {attachments, text}; choose(attachment,
  // tap)}.
  constructor(command, world) {
    this.world = world;
    [this.parameter] = command.parameters;
    const { title, description } = this.parameter ?? { title: command.title };
    this.box = h("input", {
      className: "search-box", type: "search", "aria-label": title, autocomplete: "off",
      placeholder: description ?? title, oninput: () => this.#typed(),
    });
    this.list = h("ul", {
      className: "search-results", "aria-label": "Results", onscroll: () => this.#scrolled(),
    });
    this.status = h("p", { className: "search-status", role: "status" });
    this.element = h("div", { className: "search" }, this.box, this.status, this.list);
    if (command.runs_at_first) this.#start([{ name: "initialRun", value: "true" }]);
  }

  #typed() {
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      this.#start([{ name: this.parameter?.name ?? "", value: this.box.value }]);
    }, PAUSE);
  }

  #start(parameters) {
    this.parameters = parameters;
    this.#shown = 0;
    this.#load();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.list;
    if (this.#more && scrollHeight - scrollTop - clientHeight < NEAR_THE_END) this.#load();
  }

  // Only the answer to what was asked last is shown.
  async #load() {
    const asked = (this.#asked += 1);
    this.#more = false;
    this.status.textContent = "Searching…";
    const { attachments, text } = await this.world.ask(this.parameters, this.#shown);
    if (asked !== this.#asked) return;
    const results = attachments.map((attachment) => this.#result(attachment));
    if (this.#shown) this.list.append(...results);
    else this.list.replaceChildren(...results);
    this.#shown += results.length;
    this.#more = results.length >= PAGE;
    this.status.textContent = text || (this.#shown ? "" : "We couldn’t find any results.");
  }

  #result(attachment) {
    const { title, text, image, tap } = previewOf(attachment);
    return h("li", {}, h("button", {
      className: "entry", type: "button", onclick: () => this.world.choose(attachment, tap),
    }, image ? h("img", { className: "avatar", style: "--size:32px", src: image, alt: "" }) : null,
    h("span", { className: "entry-words" }, h("span", { className: "entry-name" }, title ?? ""),
      h("span", { className: "entry-detail" }, text ?? ""))));
  }
}
