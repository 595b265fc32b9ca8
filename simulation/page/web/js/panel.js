// "What Microsoft 365 holds": a person's stored pictures, and what they can do.

import { h, icon } from "./dom.js";
import { PhotoDialog } from "./photo-dialog.js";
import { ago, briefly } from "./time.js";

const SIZES = [["L", "Large", 200], ["M", "Medium", 72], ["S", "Small", 48]];
const OUTCOMES = {
  pulled: "SharePoint picked up the Microsoft 365 photo.",
  removed: "SharePoint found no photo, so it shows a placeholder.",
};

export class Panel {
  #seen = new Map();

  // `world`: {me, clock, photos, wait(hours), toast(text), close()}.
  constructor(world) {
    this.world = world;
    this.cloud = h("div", { className: "cloud" });
    this.sharepoint = h("div", { className: "thumbnails" });
    this.notes = h("ul", { className: "notes" });
    this.dialog = new PhotoDialog(world);
    this.parts = [this.#head(), h("div", { className: "panel-scroll" },
      this.#store("Teams and Outlook", "The Microsoft 365 photo", this.cloud),
      this.#store("SharePoint and OneDrive", "Three files, at their true sizes", this.sharepoint, this.notes),
      this.#actions()), this.dialog.element];
  }

  show(holdings) {
    this.holdings = holdings;
    const { copies, profile } = holdings;
    this.cloud.replaceChildren(this.#copy("cloud", "Microsoft 365 photo", copies.cloud, 160));
    this.sharepoint.replaceChildren(...SIZES.map(([size, name, side]) =>
      this.#copy(size, `SharePoint ${size}`, copies[size], side, name)));
    this.notes.replaceChildren(...notesOn(profile).map((note) => h("li", {}, icon("warning"), note)));
  }

  redraw() {
    if (this.holdings) this.show(this.holdings);
  }

  #head() {
    return h("header", { className: "panel-head" },
      h("div", {}, h("h2", { id: "panel-heading" }, "What Microsoft 365 holds"),
        h("p", {}, this.world.me.name)),
      h("button", {
        className: "icon-button only-as-drawer", type: "button", "aria-label": "Close",
        onclick: this.world.close,
      }, icon("close")));
  }

  #store(title, detail, ...content) {
    return h("section", { className: "store" }, h("h3", {}, title),
      h("p", { className: "store-detail" }, detail), content);
  }

  #copy(store, name, copy, side, title) {
    const changed = this.#seen.has(store) && this.#seen.get(store) !== (copy?.url ?? null);
    this.#seen.set(store, copy?.url ?? null);
    const shape = `width:${side}px;height:${side}px`;
    const picture = copy
      ? h("img", { src: copy.url, alt: `${name}, ${copy.width} by ${copy.height} pixels`, style: shape })
      : h("div", { className: "nothing", style: shape, role: "img", "aria-label": `${name}: none` },
        side > 60 ? "None" : "–");
    const pixels = copy ? `${copy.width} × ${copy.height}` : "none";
    const when = copy && (title ? briefly : ago)(copy.changed, this.world.clock.now());
    return h("figure", { className: changed ? "copy changed" : "copy", "data-store": store }, picture,
      h("figcaption", {}, title ? h("b", {}, title) : null, h("span", {}, pixels),
        copy && h("span", {}, kilobytes(copy.bytes)),
        copy && h("time", { datetime: copy.changed, title: copy.changed }, when)));
  }

  #actions() {
    const { photos } = this.world;
    return h("section", { className: "store panel-actions" }, h("h3", {}, "Do it yourself"),
      this.#button("picture", "Change my photo…", () => this.dialog.open()),
      this.#button("close", "Remove my photo", async () => this.show(await photos.remove())),
      this.#button("panel", "Open SharePoint as myself", () => this.#openSharePoint()),
      this.#button("clock", "Let 24 hours pass", () => this.world.wait(24)));
  }

  #button(name, label, act) {
    const run = () => Promise.resolve(act()).catch((error) => this.world.toast(error.message));
    return h("button", { className: "button", type: "button", onclick: run }, icon(name), label);
  }

  async #openSharePoint() {
    const { outcome, holdings } = await this.world.photos.openSharePoint();
    this.show(holdings);
    this.world.toast(OUTCOMES[outcome] ?? `SharePoint picked up nothing: ${outcome}.`);
  }
}

function notesOn(profile) {
  if (!profile) return ["SharePoint has no profile of this person yet."];
  return [
    profile.placeholder ? "SharePoint shows a placeholder, not these files." : null,
    profile.syncs ? null : "SharePoint doesn't pick up new photos (sync state 0).",
  ].filter(Boolean);
}

const kilobytes = (bytes) => `${Math.max(1, Math.round(bytes / 1024))} KB`;
