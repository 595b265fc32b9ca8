// The lists beside the conversation: chats, and people to act as.

import { chatAvatar, chatTitle, personAvatar } from "./avatar.js";
import { h } from "./dom.js";

const DETAILS = { personal: "Personal chat", groupChat: "Group chat", channel: "Channel" };

export function chatList(chats, current, choose) {
  return chats.map((chat) => {
    const chosen = chat.id === current?.id;
    return entry(chatAvatar(chat.kind), chatTitle(chat), DETAILS[chat.kind], chosen,
      () => choose(chat));
  });
}

export function peopleList(people, current, choose) {
  return [...people.values()].map((person) => {
    const name = person.guest ? `${person.name} (guest)` : person.name;
    return entry(personAvatar(person), name, person.about, person.id === current?.id,
      () => choose(person));
  });
}

function entry(picture, name, detail, chosen, act) {
  return h("li", {}, h("button", {
    type: "button", className: "entry", "aria-current": chosen ? "true" : null, onclick: act,
  }, picture, h("span", { className: "entry-words" },
    h("span", { className: "entry-name" }, name),
    h("span", { className: "entry-detail" }, detail))));
}
