// Cards without buttons that work: in the box before they are sent, and as results of a search.

import { Card, withoutRefresh } from "./card.js";
import { h } from "./dom.js";

const ADAPTIVE = "application/vnd.microsoft.card.adaptive";
const SIMPLE = ["application/vnd.microsoft.card.hero", "application/vnd.microsoft.card.thumbnail"];
const NOTHING = {
  invoke: async () => ({ status: 0 }), submit: async () => ({ status: 0 }),
  people: async () => [], person: async () => null,
};
const NOBODY = { userId: "", messageId: "", olderClient: () => false };

// An attachment as an Adaptive Card, or null if it is no card.
export function asAdaptive({ contentType, content }) {
  if (contentType === ADAPTIVE) return content;
  return SIMPLE.includes(contentType) ? fromSimple(content) : null;
}

export function plainCard(attachment) {
  const card = new Card(withoutRefresh(asAdaptive(attachment)), NOTHING, NOBODY);
  return h("div", { className: "plain-card", inert: true }, card.element);
}

// What the list of results shows of one.
export function previewOf({ preview, content }) {
  const { title, subtitle, text, images, tap } = preview?.content ?? preview ?? content ?? {};
  return { title, text: text ?? subtitle, image: images?.[0]?.url, tap };
}

function fromSimple({ title, subtitle, text, images = [], buttons = [] }) {
  const words = (said, more) => (said ? [{ type: "TextBlock", text: said, wrap: true, ...more }] : []);
  return {
    type: "AdaptiveCard", version: "1.2",
    body: [
      ...images.map(({ url, alt }) => ({ type: "Image", url, altText: alt })),
      ...words(title, { weight: "bolder", size: "medium" }),
      ...words(subtitle, { isSubtle: true }), ...words(text),
    ],
    actions: buttons.filter(({ type }) => type === "openUrl")
      .map((button) => ({ type: "Action.OpenUrl", title: button.title, url: button.value })),
  };
}
