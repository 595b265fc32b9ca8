// Text that others wrote, as HTML that is safe to show.

import MarkdownIt from "/lib/markdown-it.js";
import DOMPurify from "/lib/dompurify.js";

const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true }).disable("image");

const ALLOWED = {
  ALLOWED_TAGS: ["a", "b", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "hr", "i",
    "li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"],
  ALLOWED_ATTR: ["href", "title", "class"],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:)/i,
};

DOMPurify.addHook("afterSanitizeAttributes", (node) => {
  if (node.tagName !== "A") return;
  node.setAttribute("target", "_blank");
  node.setAttribute("rel", "noopener noreferrer");
});

const withMentions = (html) =>
  html.replace(/&lt;at&gt;(.*?)&lt;\/at&gt;/g, '<span class="mention">$1</span>');

export const markdownToHtml = (text) =>
  DOMPurify.sanitize(withMentions(markdown.render(text)), ALLOWED);

export function write(element, text, format) {
  if (format === "plain") element.textContent = text;
  else if (format === "xml") element.innerHTML = DOMPurify.sanitize(text, ALLOWED);
  else element.innerHTML = markdownToHtml(text);
  return element;
}

export function writeMentioning(element, text, name) {
  const parts = text.split(`@${name}`);
  element.replaceChildren(parts[0]);
  for (const rest of parts.slice(1)) {
    const mention = document.createElement("span");
    mention.className = "mention";
    mention.textContent = name;
    element.append(mention, rest);
  }
  return element;
}
