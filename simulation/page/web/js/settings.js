// The person's settings, stored in this browser.

const THEME = "theme";
const OLDER = "older-client";
const LANGUAGE = "language";

export class Settings {
  constructor(form, changed) {
    this.form = form;
    form.elements.theme.value = localStorage.getItem(THEME) ?? "system";
    form.elements.language.value = localStorage.getItem(LANGUAGE) ?? "";
    form.elements.older.checked = localStorage.getItem(OLDER) === "yes";
    form.addEventListener("change", () => {
      localStorage.setItem(THEME, form.elements.theme.value);
      localStorage.setItem(LANGUAGE, form.elements.language.value);
      localStorage.setItem(OLDER, form.elements.older.checked ? "yes" : "no");
      this.apply();
      changed();
    });
    this.apply();
  }

  apply() {
    document.documentElement.dataset.theme = this.form.elements.theme.value;
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
