// The box for writing: text, a mention of the bot, commands, a card, pictures, files. What begins
// with a slash command is for the bot alone.

import { h, icon } from "./dom.js";
import { Menu } from "./menu.js";
import { plainCard } from "./plain-card.js";

const PICTURES = ["image/png", "image/jpeg", "image/gif"];

export class Composer {
  #pictures = [];
  #files = [];
  #card = null;
  #thread = null;
  #changed = null;
  #targeted = false;

  // `options`: {botName, mentions, extension, slash(), send(said), change(message, text),
  // refuse(text)}.
  constructor(options) {
    this.options = options;
    this.box = h("textarea", {
      id: "message", rows: "1", "aria-label": "Message", autocomplete: "off",
      placeholder: options.mentions
        ? `Mention @${options.botName} to reach it` : "Type a message",
      oninput: () => this.#typed(), onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#take(event, event.clipboardData),
      onblur: () => this.slash.close(false),
    });
    this.slash = new Menu("Commands", this.box);
    this.apps = new Menu("Actions and apps");
    this.composed = h("div", { className: "composed" });
    this.chips = h("ul", { className: "chips", "aria-label": "Pictures to send" });
    this.context = h("div", { className: "replying" });
    this.suggestion = this.#makeSuggestion();
    this.element = this.#makeForm();
  }

  focus() {
    this.box.focus({ preventScroll: true });
  }

  replyTo(message, name) {
    this.#thread = message?.id ?? null;
    this.#changed = null;
    this.#targeted = false;
    this.#explain(message ? `Replying to ${name}` : "", "Don't reply", () => this.replyTo());
  }

  // Nobody but the bot sees what is written now.
  target(text) {
    this.#targeted = true;
    this.#write(text);
    this.#explain(`Only you and ${this.options.botName} will see this`, "Write to everybody",
      () => this.replyTo());
  }

  edit(message) {
    this.#changed = message;
    this.#targeted = false;
    this.#write(message.text);
    this.#explain("Changing your message", "Leave it as it is", () => {
      this.#write("");
      this.replyTo();
    });
  }

  #explain(words, undoing, undo) {
    this.context.replaceChildren(...(words
      ? [h("span", {}, words), this.#tool("close", undoing, undo)]
      : []));
    if (words) this.focus();
  }

  #write(text) {
    this.box.value = text;
    this.#typed();
  }

  add(files) {
    for (const file of files) {
      if (PICTURES.includes(file.type)) this.#pictures.push(file);
      else this.options.refuse("Only PNG, JPEG and GIF pictures can be sent.");
    }
    this.#showChips();
  }

  // The card that a message extension made.
  insert(attachment) {
    this.#card = attachment;
    this.composed.replaceChildren(...(attachment
      ? [plainCard(attachment), this.#tool("close", "Discard the card", () => this.insert(null))]
      : []));
    this.focus();
  }

  // Any kind of file; it goes to OneDrive and not into the message itself.
  addFiles(files) {
    this.#files.push(...files);
    this.#showChips();
  }

  #makeForm() {
    const upload = h("input", {
      type: "file", multiple: true, hidden: true, "aria-label": "File",
      onchange: (event) => { this.addFiles(event.target.files); event.target.value = ""; },
    });
    const file = h("input", {
      type: "file", accept: PICTURES.join(), multiple: true, hidden: true, "aria-label": "Picture",
      onchange: (event) => { this.add(event.target.files); event.target.value = ""; },
    });
    const mention = this.options.mentions
      ? this.#tool("at", `Mention ${this.options.botName}`, () => this.#mention()) : null;
    return h("form", {
      className: "composer", onsubmit: (event) => { event.preventDefault(); this.#send(); },
    }, this.context, this.composed, this.chips, this.suggestion, this.slash.element,
    this.apps.element, h("div", { className: "composer-row" }, this.box, mention, this.#appsTool(),
      this.#tool("picture", "Attach a picture", () => file.click()), file,
      this.#tool("file", "Upload a file", () => upload.click()), upload,
      h("button", { className: "icon-button send", "aria-label": "Send", title: "Send" },
        icon("send"))));
  }

  #appsTool() {
    const entries = () => this.options.extension.entries("compose", () => this.#opening());
    if (!entries().length) return null;
    const tool = this.#tool("plus", "Actions and apps", () => this.apps.open(entries()));
    tool.setAttribute("aria-haspopup", "menu");
    return tool;
  }

  #opening() {
    return { thread: this.#thread };
  }

  #makeSuggestion() {
    return h("button", {
      className: "suggestion", type: "button", hidden: true, onclick: () => this.#mention(),
    }, h("img", { src: "/css/icon.svg", alt: "", width: "24", height: "24" }),
    h("span", {}, h("b", {}, this.options.botName), " App"));
  }

  #tool(name, label, act) {
    return h("button", {
      className: "icon-button", type: "button", "aria-label": label, title: label, onclick: act,
    }, icon(name));
  }

  #typed() {
    this.box.style.height = "auto";
    this.box.style.height = `${Math.min(this.box.scrollHeight, 160)}px`;
    this.suggestion.hidden = !this.options.mentions || !/(^|\s)@\w*$/.test(this.#beforeCaret());
    const [, words] = /^\/(.*)$/.exec(this.box.value) ?? [];
    const asks = words !== undefined && !this.#changed && !this.#targeted;
    this.slash.open(asks ? this.#slashEntries(words) : []);
  }

  #slashEntries(words) {
    const entries = this.options.extension.slashEntries(words, () => this.#opening());
    return [...this.#ownEntries(words),
      ...entries.map((entry) => ({ ...entry, act: () => { this.#write(""); entry.act(); } }))];
  }

  // The bot's own commands, and its name, behind which one writes in one's own words.
  #ownEntries(words) {
    const { targeted, commands } = this.options.slash();
    const { botName } = this.options;
    const named = { title: botName, description: `Write to ${botName} alone`, text: "" };
    const typed = words.toLowerCase();
    return (targeted ? [...commands, named] : [])
      .filter(({ title }) => ` ${title}`.toLowerCase().includes(` ${typed}`))
      .map(({ title, description, text = title }) =>
        ({ title, detail: description, act: () => this.target(text) }));
  }

  #beforeCaret() {
    return this.box.value.slice(0, this.box.selectionStart);
  }

  #key(event) {
    if (event.isComposing || this.slash.key(event)) return;
    const choosing = !this.suggestion.hidden;
    if (choosing && (event.key === "Enter" || event.key === "Tab")) {
      event.preventDefault();
      this.#mention();
    } else if (event.key === "Escape") this.suggestion.hidden = true;
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#send();
    }
  }

  #mention() {
    const before = this.#beforeCaret().replace(/@\w*$/, "");
    const after = this.box.value.slice(this.box.selectionStart);
    const start = `${before}@${this.options.botName} `;
    this.box.value = start + after.trimStart();
    this.box.setSelectionRange(start.length, start.length);
    this.focus();
    this.#typed();
  }

  #take(event, transfer) {
    if (!transfer?.files.length) return;
    event.preventDefault();
    this.add(transfer.files);
  }

  #showChips() {
    this.chips.replaceChildren(...this.#pictures.map((picture, index) => {
      const address = URL.createObjectURL(picture);
      const shown = h("img", { src: address, alt: picture.name });
      shown.addEventListener("load", () => URL.revokeObjectURL(address));
      const remove = this.#tool("close", `Remove ${picture.name}`, () => {
        this.#pictures.splice(index, 1);
        this.#showChips();
      });
      return h("li", {}, shown, remove);
    }), ...this.#files.map((file, index) => h("li", { className: "sent-file" }, file.name,
      this.#tool("close", `Remove ${file.name}`, () => {
        this.#files.splice(index, 1);
        this.#showChips();
      }))));
  }

  #send() {
    const text = this.box.value.trim();
    if (this.#changed) {
      if (text) this.#sendChange(text);
    } else if (text || this.#card || this.#pictures.length || this.#files.length) this.#sendNew(text);
  }

  // What was attached while sending belongs to the next message.
  async #sendChange(text) {
    const changed = this.#changed;
    this.replyTo();
    this.#write("");
    await this.options.change(changed, text);
  }

  async #sendNew(text) {
    const shown = this.#pictures;
    const uploaded = this.#files;
    const thread = this.#thread;
    const targeted = this.#targeted;
    const cards = this.#card ? [this.#card] : [];
    this.insert(null);
    this.#pictures = [];
    this.#files = [];
    this.#showChips();
    this.replyTo();
    this.#write("");
    const pictures = await Promise.all(shown.map(asBase64));
    const files = await Promise.all(uploaded.map(asBase64));
    await this.options.send({ text, pictures, files, cards, thread, targeted });
  }
}

async function asBase64(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { name: file.name, type: file.type, base64: btoa(binary) };
}
