// The dialog for choosing another Microsoft 365 photo.

import { h, icon } from "./dom.js";

const SAMPLES = [0, 1, 2, 3, 4, 5];

export class PhotoDialog {
  // `world`: {me, photos, toast(text)}; the tenant's events update the panel.
  constructor(world) {
    this.world = world;
    this.samples = h("div", { className: "samples" });
    const file = h("input", {
      type: "file", accept: "image/*", hidden: true, "aria-label": "New photo",
      onchange: (event) => this.#change(event.target.files[0]),
    });
    this.element = h("dialog", { className: "dialog", "aria-labelledby": "photo-dialog-heading" },
      h("h2", { id: "photo-dialog-heading" }, "Change my photo"),
      h("p", {}, "Choose another photograph of ", h("b", {}, world.me.name), ", or upload one."),
      this.samples, file,
      h("div", { className: "dialog-buttons" },
        h("button", { className: "button primary", type: "button", onclick: () => file.click() },
          icon("picture"), "Upload…"),
        h("button", { className: "button", type: "button", onclick: () => this.element.close() },
          "Cancel")));
  }

  open() {
    if (!this.samples.childElementCount) this.samples.append(...SAMPLES.map((n) => this.#sample(n)));
    this.element.showModal();
  }

  #sample(number) {
    const address = this.world.photos.sampleAddress(number);
    const choose = async () => this.#change(await (await fetch(address)).blob());
    return h("button", {
      type: "button", className: "sample", "aria-label": `Photograph ${number + 1}`, onclick: choose,
    }, h("img", { src: address, alt: "" }));
  }

  async #change(picture) {
    this.element.close();
    try {
      await this.world.photos.change(picture);
      this.world.toast("Your Microsoft 365 photo has changed.");
    } catch (error) {
      this.world.toast(error.message);
    }
  }
}
