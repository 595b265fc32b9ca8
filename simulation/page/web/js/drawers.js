// On small screens the lists and the panel slide over the conversation.

export class Drawers {
  #open = null;

  constructor(scrim) {
    this.scrim = scrim;
    scrim.addEventListener("click", () => this.close());
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
  }

  join(button, drawer) {
    button.addEventListener("click", () => this.#toggle(button, drawer));
  }

  close() {
    if (!this.#open) return;
    const { button, drawer } = this.#open;
    drawer.classList.remove("open");
    button.setAttribute("aria-expanded", "false");
    this.scrim.classList.remove("open");
    this.#open = null;
    button.focus({ preventScroll: true });
  }

  #toggle(button, drawer) {
    const again = this.#open?.drawer === drawer;
    this.close();
    if (again) return;
    this.#open = { button, drawer };
    drawer.classList.add("open");
    button.setAttribute("aria-expanded", "true");
    this.scrim.classList.add("open");
    drawer.querySelector("button")?.focus({ preventScroll: true });
  }
}
