// The round picture of a person, or the six-sided one of a bot.

import { h, icon } from "./dom.js";

const COLOURS = ["#c4314b", "#7b4fb5", "#0f6cbd", "#107c41", "#ca5010", "#038387", "#8764b8"];

export function initials(name) {
  const words = name.split(/\s+/).filter(Boolean);
  return [words[0], words.length > 1 ? words.at(-1) : ""].map((word) => word?.[0] ?? "").join("");
}

export function personAvatar(person, size = 32) {
  const style = `--size:${size}px`;
  if (person.photo) {
    return h("img", { className: "avatar", style, src: person.photo.url, alt: "", loading: "lazy" });
  }
  const sum = [...person.id].reduce((total, letter) => total + letter.charCodeAt(0), 0);
  const coloured = `${style};--tint:${COLOURS[sum % COLOURS.length]}`;
  return h("span", { className: "avatar initials", style: coloured, "aria-hidden": "true" },
    initials(person.name));
}

export const botAvatar = (size = 32) =>
  h("img", { className: "avatar bot", style: `--size:${size}px`, src: "/css/icon.svg", alt: "" });

// The picture of a conversation: the bot's own, or that of a group or channel.
export function chatAvatar(kind, size = 32) {
  if (kind === "personal") return botAvatar(size);
  return h("span", { className: `avatar ${kind}`, style: `--size:${size}px` }, icon("people"));
}

export const chatTitle = ({ team, name }) => (team ? `${team} › ${name}` : name);
