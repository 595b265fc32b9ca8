// The bot's message extension: its commands, and what becomes of one that somebody opened.

import { UNREACHABLE } from "./card.js";
import { SearchView } from "./search-view.js";
import { TaskDialog } from "./task-dialog.js";

const PERSONAL = "personal";

export class Extension {
  // `world`: {where, me, api, commands(), theme(), insert(attachment)}.
  constructor(world) {
    this.world = world;
  }

  // The commands of the box or of a message's menu, as entries of a `Menu`.
  entries(context, opening = () => ({})) {
    return this.world.commands().filter(({ contexts }) => contexts.includes(context))
      .map((command) => this.#entry(command, () => ({ context, ...opening() })));
  }

  // Slash commands are for places where others read, and the words start one of the title's.
  slashEntries(words, opening) {
    if (this.world.where.kind === PERSONAL) return [];
    const typed = words.toLowerCase();
    const starts = ({ title }) => ` ${title}`.toLowerCase().includes(` ${typed}`);
    return this.world.commands().filter((command) => command.slash && starts(command))
      .map((command) => this.#entry(command, () => ({ context: "compose", ...opening() })));
  }

  #entry(command, opening) {
    const { title, description, id } = command;
    const act = () => this.#open(command, { command: id, ...opening() });
    return { title, detail: description, act };
  }

  async #open(command, opening) {
    const { where, me, api } = this.world;
    const dialog = new TaskDialog(command.title, { me, actions: {
      invoke: async () => ({ status: 0 }),
      submit: (data) => this.#submit(dialog, opening, data),
      people: (dataset, text) => api.people(where.id, dataset, text), person: api.person,
    } });
    if (command.kind === "query") dialog.show(this.#search(dialog, command, opening));
    else if (command.fetches_dialog) this.#follow(dialog, await this.#ask("fetchTask", opening));
    else dialog.showCard({ card: formOf(command) });
  }

  async #submit(dialog, opening, data) {
    dialog.wait(true);
    this.#follow(dialog, await this.#ask("submitAction", { ...opening, data }));
    return { status: 200, said: "" };
  }

  #search(dialog, command, opening) {
    const ask = async (parameters, skip) => {
      const answer = await this.#ask("query", { ...opening, parameters, skip });
      const { type, attachments, text } = answer.body?.composeExtension ?? {};
      const known = isAccepted(answer) && ["result", "message"].includes(type);
      return known ? { attachments: attachments ?? [], text } : { attachments: [], text: UNREACHABLE };
    };
    const choose = async (attachment, tap) => {
      if (tap?.type !== "invoke") return this.#insert(dialog, attachment);
      dialog.wait(true);
      return this.#follow(dialog, await this.#ask("selectItem", { ...opening, item: tap.value }));
    };
    return new SearchView(command, { ask, choose }).element;
  }

  #ask(stage, asked) {
    const { where, api, theme } = this.world;
    return api.extension(where.id, stage, { ...asked, theme: theme() }).catch(() => ({ status: 0 }));
  }

  // An answer that comes after the dialog was closed is nobody's any more.
  #follow(dialog, answer) {
    if (!dialog.isOpen) return;
    const { task, composeExtension } = answer.body ?? {};
    if (!isAccepted(answer)) dialog.fail(UNREACHABLE);
    else if (task?.type === "continue" && task.value?.card) dialog.showCard(task.value);
    else if (task?.type === "message") dialog.say(String(task.value));
    else if (composeExtension?.type === "message") dialog.say(composeExtension.text);
    else if (composeExtension?.type === "result") this.#insert(dialog, composeExtension.attachments?.[0]);
    else if (task || composeExtension) dialog.fail("The simulated Teams doesn't know this answer.");
    else dialog.close();
  }

  #insert(dialog, attachment) {
    dialog.close();
    if (attachment) this.world.insert(attachment);
  }
}

const isAccepted = ({ status }) => status >= 200 && status < 300;

// The dialog of a command whose manifest lists its parameters.
function formOf({ title, parameters }) {
  const inputs = parameters.map(({ name, title: label, description, value, inputType, isRequired }) => ({
    type: "Input.Text", id: name, label, placeholder: description, value, isRequired,
    isMultiline: inputType === "textarea", errorMessage: isRequired ? label : undefined,
  }));
  return { type: "AdaptiveCard", version: "1.3", body: inputs,
    actions: [{ type: "Action.Submit", title }] };
}
