// Small helpers to build elements.

export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name === "className" ? "class" : name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

const PATHS = {
  at: "M10 2a8 8 0 1 0 4.6 14.5.7.7 0 1 0-.8-1.2A6.5 6.5 0 1 1 16.5 10v.7c0 1-.6 1.8-1.4 1.8s-1.3-.7-1.3-1.8V7.2a.7.7 0 0 0-1.5 0v.2a3.8 3.8 0 1 0 .5 5 2.7 2.7 0 0 0 2.3 1.6c1.7 0 2.9-1.5 2.9-3.3V10a8 8 0 0 0-8-8zm0 10.3a2.3 2.3 0 1 1 0-4.6 2.3 2.3 0 0 1 0 4.6z",
  clock: "M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm0 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM9.7 5.5c.4 0 .8.3.8.8v3.4h2.6a.8.8 0 0 1 0 1.5H9.7a.8.8 0 0 1-.7-.7V6.3c0-.5.3-.8.7-.8z",
  close: "M4.3 4.3a.8.8 0 0 1 1 0L10 8.9l4.7-4.6a.8.8 0 0 1 1 1L11.1 10l4.6 4.7a.8.8 0 0 1-1 1L10 11.1l-4.7 4.6a.8.8 0 0 1-1-1L8.9 10 4.3 5.3a.8.8 0 0 1 0-1z",
  file: "M6 2h5.2c.4 0 .8.2 1 .4l3.4 3.4c.3.2.4.6.4 1V16a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2zm0 1.5a.5.5 0 0 0-.5.5v12c0 .3.2.5.5.5h8a.5.5 0 0 0 .5-.5V8h-3a1.5 1.5 0 0 1-1.5-1.5v-3H6zm5.5.6v2.4h2.4l-2.4-2.4z",
  hidden: "M3.3 2.2a.8.8 0 0 0-1 1l14.4 14.5a.8.8 0 0 0 1-1L3.3 2.2zM10 5c-1 0-2 .2-2.8.5l1.2 1.2a6 6 0 0 1 7.9 3.8.8.8 0 0 0 1.5-.4A7.9 7.9 0 0 0 10 5zM4.6 6.7A7.9 7.9 0 0 0 2.2 10a.8.8 0 0 0 1.5.5 6.3 6.3 0 0 1 2-2.7L4.6 6.7zM10 8.5a3 3 0 0 1 3 3c0 .4-.1.7-.2 1L9 8.7c.3-.1.7-.2 1-.2zm-2.8 1.9a3 3 0 0 0 3.9 3.9L7.2 10.4z",
  menu: "M2.8 5h14.4a.8.8 0 0 1 0 1.5H2.8a.8.8 0 0 1 0-1.5zm0 4.3h14.4a.8.8 0 0 1 0 1.5H2.8a.8.8 0 0 1 0-1.5zm0 4.2h14.4a.8.8 0 0 1 0 1.5H2.8a.8.8 0 0 1 0-1.5z",
  options: "M6 10a1.3 1.3 0 1 1-2.6 0A1.3 1.3 0 0 1 6 10zm5.3 0a1.3 1.3 0 1 1-2.6 0 1.3 1.3 0 0 1 2.6 0zm4 1.3a1.3 1.3 0 1 0 0-2.6 1.3 1.3 0 0 0 0 2.6z",
  panel: "M4.8 3.5h10.4A2.3 2.3 0 0 1 17.5 5.8v8.4a2.3 2.3 0 0 1-2.3 2.3H4.8a2.3 2.3 0 0 1-2.3-2.3V5.8a2.3 2.3 0 0 1 2.3-2.3zM4.8 5a.8.8 0 0 0-.8.8v8.4c0 .4.3.8.8.8h6.7V5H4.8zM13 5v10h2.2c.5 0 .8-.4.8-.8V5.8a.8.8 0 0 0-.8-.8H13z",
  people: "M7 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6zm6.3 0a2.4 2.4 0 1 0 0-4.8 2.4 2.4 0 0 0 0 4.8zM3.3 11.3h7.4c.9 0 1.6.7 1.6 1.6 0 2-2 3.4-5.3 3.4s-5.3-1.4-5.3-3.4c0-.9.7-1.6 1.6-1.6zm9.8 4c2.8 0 4.9-1 4.9-2.7 0-.8-.6-1.3-1.3-1.3h-3.8c.3.4.5 1 .5 1.6 0 .9-.3 1.7-.9 2.3l.6.1z",
  picture: "M5.3 3h9.4A2.3 2.3 0 0 1 17 5.3v9.4a2.3 2.3 0 0 1-2.3 2.3H5.3A2.3 2.3 0 0 1 3 14.7V5.3A2.3 2.3 0 0 1 5.3 3zm0 1.5a.8.8 0 0 0-.8.8v8.3l4.2-4.2a1.8 1.8 0 0 1 2.6 0l4.2 4.2V5.3a.8.8 0 0 0-.8-.8H5.3zm7.5 1.7a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6z",
  plus: "M10 3a.8.8 0 0 1 .8.8v5.4h5.4a.8.8 0 0 1 0 1.6h-5.4v5.4a.8.8 0 0 1-1.6 0v-5.4H3.8a.8.8 0 0 1 0-1.6h5.4V3.8A.8.8 0 0 1 10 3z",
  reply: "M8.3 4.2a.8.8 0 0 1 0 1L5 8.5h6.2a5.8 5.8 0 0 1 5.8 5.8v1a.8.8 0 0 1-1.5 0v-1a4.3 4.3 0 0 0-4.3-4.3H5l3.3 3.2a.8.8 0 0 1-1.1 1.1L2.7 9.8a.8.8 0 0 1 0-1.1l4.5-4.5a.8.8 0 0 1 1.1 0z",
  send: "M2.7 2.9a.6.6 0 0 1 .7-.1l14.2 6.6a.7.7 0 0 1 0 1.2L3.4 17.2a.6.6 0 0 1-.9-.7l1.8-6.5-1.8-6.5a.6.6 0 0 1 .2-.6zM5.4 10.6 4 15.5 15.7 10 4 4.5l1.4 4.9h5a.6.6 0 0 1 0 1.2h-5z",
  warning: "M10 2a8 8 0 1 1 0 16 8 8 0 0 1 0-16zm0 9.6c-.5 0-.9.4-.9.9s.4.9.9.9.9-.4.9-.9-.4-.9-.9-.9zM10 6c-.4 0-.7.3-.7.7v3.2a.7.7 0 0 0 1.4 0V6.7c0-.4-.3-.7-.7-.7z",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
