// The person's settings, stored in this browser.

const THEME = "theme";
const OLDER = "older-client";
const DROPS = "drops-data-uris";
const LANGUAGE = "language";
const YES = "yes";

export const dropsDataUris = () => document.documentElement.dataset.dataUris === "dropped";

export class Settings {
  constructor(form, changed) {
    this.form = form;
    form.elements.theme.value = localStorage.getItem(THEME) ?? "system";
    form.elements.language.value = localStorage.getItem(LANGUAGE) ?? "";
    form.elements.older.checked = localStorage.getItem(OLDER) === YES;
    // `?data-uris=dropped` in the address switches it on too, for whoever opens that.
    const asked = new URLSearchParams(location.search).get("data-uris") === "dropped";
    form.elements.drops.checked = asked || localStorage.getItem(DROPS) === YES;
    form.addEventListener("change", () => {
      localStorage.setItem(THEME, form.elements.theme.value);
      localStorage.setItem(LANGUAGE, form.elements.language.value);
      localStorage.setItem(OLDER, form.elements.older.checked ? YES : "no");
      localStorage.setItem(DROPS, form.elements.drops.checked ? YES : "no");
      this.apply();
      changed();
    });
    this.apply();
  }

  apply() {
    document.documentElement.dataset.theme = this.form.elements.theme.value;
    document.documentElement.dataset.dataUris = this.form.elements.drops.checked ? "dropped" : "shown";
  }

  get device() {
    return {
      locale: this.form.elements.language.value || navigator.language,
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  // As a message extension is told of it.
  get theme() {
    const { theme } = document.documentElement.dataset;
    const dark = theme === "dark" ||
      (theme === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
    return dark ? "dark" : "default";
  }

  olderClient = () => this.form.elements.older.checked;
}
