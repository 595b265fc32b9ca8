// Starts the page. The address names the person and the conversation: #as=upn&chat=personal.

import * as api from "./api.js";
import { Chat } from "./chat.js";
import { icon } from "./dom.js";
import { Drawers } from "./drawers.js";
import { Panel } from "./panel.js";
import { Settings } from "./settings.js";
import { chatList, peopleList } from "./sidebar.js";
import { TenantClock, atMoment } from "./time.js";

const element = (id) => document.getElementById(id);

class App {
  clock = new TenantClock();
  people = new Map();
  chats = [];
  #followed = Promise.resolve();
  #ready = () => {};

  async start() {
    element("show-sidebar").append(icon("menu"));
    element("show-panel").append(icon("panel"));
    element("options").querySelector("summary").append(icon("options"));
    this.drawers = new Drawers(element("scrim"));
    this.drawers.join(element("show-sidebar"), element("sidebar"));
    this.drawers.join(element("show-panel"), element("panel"));
    this.settings = new Settings(element("options").querySelector("form"), () => this.#changed());
    closeOutside(element("options"));
    window.addEventListener("hashchange", () => this.#followNext());
    acceptPictures(element("chat"), (files, asFiles) =>
      asFiles ? this.chat?.composer.addFiles(files) : this.chat?.composer.add(files));
    document.addEventListener("visibilitychange", () => this.chat?.read());
    // Browsers keep pages that were left, each with its connections, of which a host gets six.
    window.addEventListener("pagehide", () => this.events?.close());
    window.addEventListener("pageshow", (event) => event.persisted && this.#comeBack());
    setInterval(() => this.#tick(), 30_000);
    await this.#learn();
    await this.#followNext();
  }

  // One switch at a time, so that nobody sees the chat of the previous person.
  #followNext() {
    this.#followed = this.#followed.then(() => this.#follow()).catch((error) => toast(error.message));
    return this.#followed;
  }

  async #learn() {
    const [people, clock] = await Promise.all([api.people(), api.clock()]);
    this.people = new Map(people.map((person) => [person.id, person]));
    this.clock.set(clock.now);
    this.#tick();
  }

  async #follow() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    const as = wanted.get("as");
    const everybody = [...this.people.values()];
    const me = everybody.find((person) => [person.id, person.upn].includes(as)) ?? everybody[0];
    if (me !== this.me) await this.#become(me);
    const kind = wanted.get("chat") ?? "personal";
    this.where = this.chats.find((chat) => chat.kind === kind) ?? this.chats[0];
    this.#showLists();
    await this.#showChat();
  }

  async #become(me) {
    this.me = me;
    this.chatApi = api.chats(me.id);
    await api.use(me.id, this.settings.device);
    this.chats = await this.chatApi.list();
    await this.#learnCommands();
    this.panel = new Panel({
      me, clock: this.clock, photos: api.photos(me.id), toast, close: () => this.drawers.close(),
      wait: (hours) => this.#wait(hours),
    });
    element("panel").replaceChildren(...this.panel.parts);
    await new Promise((resolve) => {
      this.#ready = resolve;
      this.#listen();
    });
  }

  #listen() {
    this.events?.close();
    this.events = api.listen(this.me.id, {
      message: (message) => this.#heard(message),
      vanished: (message) => message.conversation === this.where?.id && this.chat?.remove(message),
      typing: ({ conversation }) => conversation === this.where.id && this.chat.log.showTyping(true),
      holdings: (holdings) => {
        this.#held(holdings);
        this.#ready();
      },
      error: () => { this.lost = true; },
      open: () => this.#caughtUp(),
    });
  }

  async #changed() {
    this.chat?.log.redraw();
    await api.use(this.me.id, this.settings.device);
    await this.#learnCommands();
  }

  async #learnCommands() {
    const ask = [api.commands(this.me.id), api.slashCommands(this.me.id)];
    [this.commands, this.slash] = await Promise.all(ask);
  }

  async #showChat() {
    const chat = new Chat(this.where, {
      me: this.me, people: this.people, botName: this.chats[0].name, api: this.chatApi, toast,
      olderClient: this.settings.olderClient,
      commands: () => this.commands, slash: () => this.slash, theme: () => this.settings.theme,
    });
    this.chat = chat;
    element("chat").replaceChildren(...chat.parts);
    await chat.load();
    chat.composer.focus();
    await this.chatApi.open(this.where.id);
  }

  #showLists() {
    element("chats").replaceChildren(...chatList(this.chats, this.where, (chat) => this.#go(this.me, chat)));
    element("people").replaceChildren(...peopleList(this.people, this.me, (me) => this.#go(me, this.where)));
    element("people").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #go(me, chat) {
    this.drawers.close();
    location.hash = new URLSearchParams({ as: me.upn, chat: chat.kind });
  }

  #comeBack() {
    if (!this.events) return;
    this.lost = true;
    this.#listen();
  }

  #caughtUp() {
    // Nothing was shown yet where the page was left while it started.
    if (this.lost && this.where) this.#showChat();
    this.lost = false;
  }

  #heard(message) {
    if (message.conversation === this.where?.id) this.chat?.put(message);
  }

  #held(holdings) {
    this.panel.show(holdings);
    const person = this.people.get(holdings.person);
    if (person.photo?.url === holdings.copies.cloud?.url) return;
    person.photo = holdings.copies.cloud;
    this.#showLists();
  }

  async #wait(hours) {
    this.clock.set((await api.wait(hours)).now);
    this.#tick();
    toast(`${hours} hours have passed.`);
  }

  #tick() {
    element("clock").textContent = atMoment(this.clock.now());
    this.panel?.redraw();
  }
}

function closeOutside(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape") menu.open = false;
  });
}

function toast(text) {
  const shown = element("toast");
  shown.textContent = text;
  shown.classList.add("shown");
  clearTimeout(toast.ends);
  toast.ends = setTimeout(() => shown.classList.remove("shown"), 5000);
}

function acceptPictures(area, take) {
  const carriesFiles = (event) => event.dataTransfer?.types.includes("Files");
  area.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    area.classList.add("dropping");
  });
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget)) area.classList.remove("dropping");
  });
  area.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    area.classList.remove("dropping");
    take(event.dataTransfer.files, event.altKey);
  });
}

await new App().start();
