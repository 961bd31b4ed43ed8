/** Line icons of our own, 20 × 20, drawn with the text's colour. */
const SVG = "http://www.w3.org/2000/svg";

const PATHS = {
  hash: "M7.5 3.5 6 16.5M14 3.5 12.5 16.5M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5.5 9h9v7.5h-9zM7.200 9V6.5a2.8 2.8 0 0 1 5.600 0V9",
  chat: "M3.5 5.5a2 2 0 0 1 2-2h9a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H9l-3.5 3v-3a2 2 0 0 1-2-2z",
  home: "M3.5 9.5 10 4l6.5 5.5M5.5 8.5v7.5h9V8.5",
  bell: "M5.5 13.5V9a4.5 4.5 0 0 1 9 0v4.5l1.200 1.5H4.300zM8.5 15.5a1.5 1.5 0 0 0 3 0",
  menu: "M3.5 6h13M3.5 10h13M3.5 14h13",
  close: "m5 5 10 10M15 5 5 15",
  more: "M4.8 10h.01M10 10h.01M15.200 10h.01",
  smile: "M10 3a7 7 0 1 0 0 14 7 7 0 0 0 0-14M7.5 8.300v.4M12.5 8.300v.4M7 11.5c.7 1.300 1.700 2 3 2s2.300-.7 3-2",
  thread: "M4 4.5h12M4 8.5h12M8 12.5h8M4 11v2.5a2 2 0 0 0 2 2h10",
  send: "M4 16.5 17 10 4 3.5 5.5 9l6 1-6 1z",
  bolt: "M11 2.8 4.8 11.200h4.400L8.5 17.200l6.700-8.600h-4.5z",
  at: "M12.8 10a2.8 2.8 0 1 1-5.600 0 2.8 2.8 0 0 1 5.600 0m0 0v1a2 2 0 0 0 4 0v-1A6.8 6.8 0 1 0 14 15.5",
  down: "m5.5 8 4.5 4.5L14.5 8",
  left: "M12.5 4.5 7 10l5.5 5.5",
  plus: "M10 4v12M4 10h12",
  check: "m4.5 10.5 3.5 3.5 7.5-8",
  search: "M8.8 3.8a5 5 0 1 0 0 10 5 5 0 0 0 0-10M12.5 12.5l4 4",
  people: "M7.5 9.5a2.8 2.8 0 1 0 0-5.5 2.8 2.8 0 0 0 0 5.5M2.5 16c0-2.8 2-4.5 5-4.5s5 1.700 5 4.5M13 4.300a2.700 2.700 0 0 1 0 5M14.5 11.8c1.900.5 3 2 3 4.200",
  sun: "M10 6.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M10 2v1.5M10 16.5V18M2 10h1.5M16.5 10H18M4.300 4.300l1 1M14.700 14.700l1 1M15.700 4.300l-1 1M5.300 14.700l-1 1",
  moon: "M16 11.8A6.5 6.5 0 0 1 8.200 4a6.5 6.5 0 1 0 7.8 7.8z",
  auto: "M3.5 5h13v8.5h-13zM7.5 16.5h5",
  one: "M4.5 4h11v12h-11z",
  two: "M3 4h14v12H3zM10 4v12",
  eye: "M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5M10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4",
  pencil: "m4 16 .8-3.200L13 4.5 15.5 7l-8.200 8.200z",
  trash: "M4.5 6h11M8 6V4h4v2M6 6l.7 10h6.6L14 6",
  pod: "M5 13.5V9.5a5 5 0 0 1 10 0v4M3.5 13.200a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0M13.5 13.200a1.5 1.5 0 1 0 3 0 1.5 1.5 0 0 0-3 0",
};

/** One icon, hidden from screen readers: the button around it carries the label. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `icon icon-${name}`);
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}
